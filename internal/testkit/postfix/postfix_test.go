package postfix

import (
	"crypto/tls"
	"io"
	"net"
	"net/smtp"
	"strings"
	"testing"
	"time"
)

// until asks until it is so.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !is(); {
		if time.Now().After(deadline) {
			t.Fatalf("in 20 s there is no %s", what)
		}
		<-time.After(10 * time.Millisecond)
	}
}

func TestWhatBecomesOfMailGoesByItsRecipient(t *testing.T) {
	s := New(t, Options{Mailboxes: []string{"ada", "desk"}, Full: []string{"full"}})
	host, _, err := net.SplitHostPort(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	c, err := smtp.Dial(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.StartTLS(&tls.Config{RootCAs: s.Roots, ServerName: host}); err != nil {
		t.Fatal(err)
	}
	send := func(to string) error {
		if err := c.Mail("desk@" + Domain); err != nil {
			return err
		}
		if err := c.Rcpt(to); err != nil {
			return err
		}
		w, err := c.Data()
		if err != nil {
			return err
		}
		_, _ = io.WriteString(w, "From: desk@readers.test\r\nTo: "+to+"\r\nSubject: for "+to+"\r\n\r\n"+strings.Repeat("A line of text.\r\n", 100))
		return w.Close()
	}
	for _, to := range []string{"ada@readers.test", "full@readers.test", "gone@readers.test", "x@nowhere.test", "x@slow.test"} {
		if err := send(to); err != nil {
			t.Errorf("%s is not taken: %v", to, err)
		}
	}
	if err := send("x@strict.test"); err == nil || !strings.HasPrefix(err.Error(), `550 "5.1.1 `) {
		t.Errorf("nobody at strict.test: %v", err)
	}
	until(t, "mail for ada", func() bool { return len(s.Mails(t, "ada")) == 1 })
	if m := s.Mails(t, "ada")[0]; !strings.Contains(m, "Subject: for ada@readers.test\n") {
		t.Errorf("ada got\n%s", m)
	}
	for to, status := range map[string]string{"full@readers.test": "5.2.2", "gone@readers.test": "5.1.1", "x@nowhere.test": "5.1.2", "x@slow.test": "4.4.1"} {
		until(t, "report of "+status+" for "+to, func() bool {
			for _, m := range s.Mails(t, "desk") {
				if strings.Contains(m, "\nFinal-Recipient: rfc822; "+to+"\n") && strings.Contains(m, "\nStatus: "+status+"\n") {
					return true
				}
			}
			return false
		})
	}
}

func TestNothingIsLeftOfIt(t *testing.T) {
	s := New(t, Options{})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if c, err := net.Dial("tcp", s.Addr); err == nil {
		_ = c.Close()
		t.Error("somebody still listens")
	}
	if log := s.Log(); !strings.Contains(log, "no such file") {
		t.Errorf("its folder is still there: %s", log)
	}
}
