package smtp_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wneessen/go-mail"
	"go.uber.org/goleak"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/testkit/mailcatcher"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func message(t *testing.T, to string) smtp.Message {
	t.Helper()
	m := mail.NewMsg()
	if err := errors.Join(m.From("desk@example.org"), m.To(to)); err != nil {
		t.Fatal(err)
	}
	m.Subject("To " + to)
	m.SetBodyString(mail.TypeTextPlain, "A line.\n.\nA line after a lone dot.\n")
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return smtp.Message{From: "desk@example.org", To: to, Data: b.Bytes()}
}

func open(t *testing.T, addr string, o smtp.Options) *smtp.Conn {
	t.Helper()
	conn, err := relay(t, addr, o).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	return conn
}

func relay(t *testing.T, addr string, o smtp.Options) *smtp.Relay {
	t.Helper()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	o.Host = host
	if o.Port, err = strconv.Atoi(port); err != nil {
		t.Fatal(err)
	}
	r, err := smtp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func catcher(t *testing.T) *mailcatcher.Catcher {
	t.Helper()
	c, err := mailcatcher.Start(t.Context(), mailcatcher.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestManyMessagesGoOverOneConnection(t *testing.T) {
	c := catcher(t)
	conn := open(t, c.Addr(), smtp.Options{TLS: "off"})
	for i := range 5 {
		if _, err := conn.Send(t.Context(), message(t, fmt.Sprintf("r%d@example.org", i))); err != nil {
			t.Fatal(err)
		}
	}
	got := c.Messages()
	if len(got) != 5 || got[4].To != "r4@example.org" || got[4].From != "desk@example.org" || got[4].Subject != "To r4@example.org" {
		t.Fatalf("caught %d mails, the last %+v", len(got), got[len(got)-1])
	}
	if !strings.Contains(got[0].Text, "A line.\r\n.\r\nA line after a lone dot.") {
		t.Errorf("the text came as %q", got[0].Text)
	}
}

func TestRefusedMessagesLeaveTheConnectionGood(t *testing.T) {
	c := catcher(t)
	c.Refuse("gone@example.org", 550, -1)
	c.Refuse("full@example.org", 451, 1)
	conn := open(t, c.Addr(), smtp.Options{TLS: "off"})
	for _, step := range []struct {
		to       string
		kind     news.Kind
		enhanced string
		final    bool
	}{
		{"gone@example.org", news.Invalid, "5.1.1", true},
		{"full@example.org", news.Unavailable, "4.2.1", false},
		{"full@example.org", "", "", false},
		{"ada@example.org", "", "", false},
	} {
		_, err := conn.Send(t.Context(), message(t, step.to))
		if news.KindOf(err) != step.kind {
			t.Errorf("%s: %v, want kind %q", step.to, err, step.kind)
		}
		var refusal *smtp.Refusal
		if errors.As(err, &refusal) != (step.kind != "") {
			t.Errorf("%s: no refusal in %v", step.to, err)
		}
		if refusal != nil && (refusal.Enhanced != step.enhanced || refusal.Final() != step.final || !strings.HasPrefix(refusal.Reply, strconv.Itoa(refusal.Code)+" "+step.enhanced)) {
			t.Errorf("%s: %+v", step.to, refusal)
		}
	}
	if n := c.Count(); n != 2 {
		t.Errorf("%d mails came through, want 2", n)
	}
}

func TestNoServerIsUnavailable(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := relay(t, addr, smtp.Options{TLS: "off"}).Open(t.Context()); news.KindOf(err) != news.Unavailable || !strings.Contains(err.Error(), addr) {
		t.Errorf("got %v", err)
	}
}

func TestNothingIsSentInTheClearWhereTLSIsRequired(t *testing.T) {
	c := catcher(t) // which offers no TLS
	if _, err := relay(t, c.Addr(), smtp.Options{}).Open(t.Context()); news.KindOf(err) != news.Unavailable || !strings.Contains(err.Error(), "it offers no TLS (STARTTLS), and readers' addresses are not sent in the clear") {
		t.Errorf("by default: %v", err)
	}
	for name, o := range map[string]smtp.Options{
		"off elsewhere": {Host: "mail.example.org", Port: 25, TLS: "off"},
		"misspelt":      {Host: "127.0.0.1", Port: 25, TLS: "of"},
	} {
		if _, err := smtp.New(o); news.KindOf(err) != news.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, host := range []string{"localhost", "127.0.0.1", "127.8.0.1", "::1"} {
		if _, err := smtp.New(smtp.Options{Host: host, Port: 25, TLS: "off"}); err != nil {
			t.Errorf("off on %s: %v", host, err)
		}
	}
}

// script answers one connection: each line that begins with a key gets its value. An empty value breaks the connection off, and
// "…" says nothing until the client has gone.
func script(t *testing.T, answers map[string]string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() { _ = l.Close(); <-ended })
	go func() {
		defer close(ended)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		say := func(s string) { _, _ = conn.Write([]byte(s + "\r\n")) }
		say("220 here")
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			verb, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " ")
			answer, ok := answers[verb]
			switch {
			case ok && answer == "":
				return
			case answer == "…":
				continue
			case ok:
				say(answer)
			case verb == "DATA":
				say("354 go on")
				for lines.Scan() && lines.Text() != "." {
				}
				switch end := answers["."]; end {
				case "":
					return
				default:
					say(end)
				}
			case verb == "QUIT":
				say("221 bye")
				return
			default:
				say("250 ok")
			}
		}
	}()
	return l.Addr().String()
}

func TestWhatServersSay(t *testing.T) {
	for name, c := range map[string]struct {
		answers map[string]string
		kind    news.Kind
		refused bool // about this message alone
		want    string
	}{
		"taken":                        {map[string]string{".": "250 2.0.0 taken"}, "", false, ""},
		"too large":                    {map[string]string{".": "552 5.3.4 too large"}, news.Invalid, true, "552 5.3.4 too large"},
		"greylisted after the text":    {map[string]string{".": "451 4.7.1 later"}, news.Unavailable, true, "451 4.7.1 later"},
		"many lines":                   {map[string]string{"RCPT": "550-5.1.1 no\r\n550 5.1.1 such reader"}, news.Invalid, true, "550 5.1.1 no 5.1.1 such reader"},
		"old server, no enhanced code": {map[string]string{"RCPT": "550 unknown"}, news.Invalid, true, "550 unknown"},
		"sender refused":               {map[string]string{"MAIL": "550 5.7.1 log in first"}, news.Conflict, false, "desk@example.org"},
		"sender later":                 {map[string]string{"MAIL": "452 4.3.1 disk full"}, news.Unavailable, false, "disk full"},
		"closing":                      {map[string]string{"RCPT": "421 4.3.2 going down"}, news.Unavailable, false, "going down"},
		"breaks off at the reader":     {map[string]string{"RCPT": ""}, news.Unavailable, false, "broke off"},
		"breaks off after the text":    {map[string]string{}, news.Unavailable, false, "broke off"},
		"hangs":                        {map[string]string{"RCPT": "…"}, news.Unavailable, false, "broke off"},
		"talks nonsense":               {map[string]string{"RCPT": "yes?"}, news.Unavailable, false, "broke off"},
	} {
		t.Run(name, func(t *testing.T) {
			conn := open(t, script(t, c.answers), smtp.Options{TLS: "off", Timeout: 300 * time.Millisecond})
			_, err := conn.Send(t.Context(), message(t, "ada@example.org"))
			if news.KindOf(err) != c.kind {
				t.Fatalf("got %v of kind %q, want kind %q", err, news.KindOf(err), c.kind)
			}
			if err == nil {
				return
			}
			var refusal *smtp.Refusal
			if errors.As(err, &refusal) != c.refused {
				t.Errorf("refusal: %v in %v, want %v", !c.refused, err, c.refused)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q does not say %q", err, c.want)
			}
		})
	}
}

func TestAStoppedRunBeginsNoMessage(t *testing.T) {
	c := catcher(t)
	conn := open(t, c.Addr(), smtp.Options{TLS: "off"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := conn.Send(ctx, message(t, "ada@example.org")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := c.Count(); n != 0 {
		t.Errorf("%d mails were sent", n)
	}
}
