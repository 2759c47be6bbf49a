package mailbox

import (
	"bufio"
	"bytes"
	"net"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// said is a connection to a server that says what it says, whatever it is asked.
type said struct {
	net.Conn
	r *bytes.Reader
}

func (s said) Read(p []byte) (int, error)    { return s.r.Read(p) }
func (said) Write(p []byte) (int, error)     { return len(p), nil }
func (said) SetDeadline(time.Time) error     { return nil }
func (said) SetReadDeadline(time.Time) error { return nil }

func FuzzPOP3(f *testing.F) {
	f.Add([]byte("+OK 2\r\n1 10\r\n2 20\r\n.\r\n+OK\r\nSubject: x\r\n\r\n..\r\n.a\r\n.\r\n"))
	f.Add([]byte("+OK\r\n.\r\n-ERR no\r\n"))
	f.Add([]byte("+OK\r\n" + strings.Repeat("9", 5000) + "\r\n.\r\n+OK\r\n" + strings.Repeat(".", 5000) + "\r\n.\r\n"))
	f.Add([]byte("+OK\n.\n+OK\n."))
	f.Fuzz(func(t *testing.T, server []byte) {
		c := &pop3{conn: said{r: bytes.NewReader(server)}}
		c.r = bufio.NewReaderSize(c.conn, pop3Line)
		mails, err := c.list(5)
		if len(mails) > 5 {
			t.Errorf("%d mails, %v", len(mails), err)
		}
		if source, err := c.fetch(1, 100); len(source) > 100 || err != nil && source != nil {
			t.Errorf("%d bytes, %v", len(source), err)
		}
	})
}

func FuzzRecipient(f *testing.F) {
	f.Add([]byte("Delivered-To: a@x.example\r\nTo: \"b\" <bounces+1@x.example>,\r\n c@x.example\r\n\r\nTo: d@x.example"))
	f.Add([]byte(" folded\n:\nTo\nto:\xff@\xfe\n"))
	ours := func(a string) bool { return strings.HasPrefix(a, "bounces") }
	f.Fuzz(func(t *testing.T, source []byte) {
		if got := Recipient(source, ours); strings.ContainsAny(got, "\r\n <>") || !utf8.ValidString(got) || got != "" && !strings.Contains(got, "@") || len(got) > 320 {
			t.Errorf("%q", got)
		}
	})
}
