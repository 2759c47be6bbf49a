package mailin_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"

	"onrecord/internal/news"
	"onrecord/internal/platform/mailin"
	"onrecord/internal/send/bounce"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ours = "bounces+k7q2@digest.example.org"

const report = `From: MAILER-DAEMON@mx.example.net
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; reader@example.net
Action: failed
Status: 5.1.1

--b--
`

// shelf is where feedback goes. It refuses as often as it is told to.
type shelf struct {
	mu     sync.Mutex
	kept   []news.Feedback
	refuse int
	block  chan struct{} // nil: it does not
	asked  chan struct{}
}

func (s *shelf) take(ctx context.Context, f []news.Feedback) error {
	if s.asked != nil {
		s.asked <- struct{}{}
	}
	if s.block != nil {
		select {
		case <-s.block:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse > 0 {
		s.refuse--
		return errors.New("the database is gone")
	}
	s.kept = append(s.kept, f...)
	return nil
}

func (s *shelf) got() []news.Feedback {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]news.Feedback(nil), s.kept...)
}

func start(t *testing.T, s *shelf, change func(*mailin.Options)) *mailin.Server {
	t.Helper()
	o := mailin.Options{
		Listen: "127.0.0.1:0", LMTP: true, Domain: "digest.example.org",
		Ours: func(a string) bool {
			return strings.HasPrefix(a, "bounces+") && strings.HasSuffix(a, "@digest.example.org")
		},
		Parse: bounce.Parse, Take: s.take, Clock: news.ClockFunc(func() time.Time { return time.Now().UTC() }), Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&o)
	}
	server, err := mailin.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, server) })
	return server
}

func stop(t *testing.T, s *mailin.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Errorf("closing: %v", err)
	}
}

func smtpOnly(o *mailin.Options) { o.LMTP = false }

// client speaks to a server line by line.
type client struct {
	t *testing.T
	net.Conn
	r *bufio.Reader
}

func dial(t *testing.T, network, address string) *client {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(20 * time.Second))
	return &client{t, c, bufio.NewReader(c)}
}

// says gives a command (none if empty) and wants the reply to begin so.
func (c *client) says(command, want string) {
	c.t.Helper()
	if command != "" {
		fmt.Fprintf(c, "%s\r\n", command)
	}
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			c.t.Fatalf("%s: %q, %v", command, line, err)
		}
		if len(line) > 3 && line[3] == '-' {
			continue
		}
		if !strings.HasPrefix(line, want) {
			c.t.Fatalf("%s is answered %q, want %q", command, line, want)
		}
		return
	}
}

func (c *client) mails(to ...string) {
	c.t.Helper()
	c.says("", "220")
	c.says("LHLO relay.example.org", "250")
	c.says("MAIL FROM:<>", "250")
	for _, a := range to {
		c.says("RCPT TO:<"+a+">", "250 2.0.0")
	}
	c.says("DATA", "354")
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func TestAReportIsTakenInBySMTPAndByLMTP(t *testing.T) {
	for _, by := range []string{"smtp", "lmtp"} {
		t.Run(by, func(t *testing.T) {
			s := &shelf{}
			server := start(t, s, func(o *mailin.Options) { o.LMTP = by == "lmtp" })
			conn, err := net.Dial("tcp", server.Addr())
			if err != nil {
				t.Fatal(err)
			}
			c := smtp.NewClient(conn)
			if by == "lmtp" {
				c = smtp.NewClientLMTP(conn)
			}
			defer c.Close()
			if err := c.SendMail("", []string{ours}, strings.NewReader(crlf(report))); err != nil {
				t.Fatal(err)
			}
			got := s.got()
			if len(got) != 1 || got[0].Kind != news.FeedbackBounced || got[0].To != ours || got[0].Status != "5.1.1" || got[0].Verdict != news.VerdictDead ||
				got[0].Address != "reader@example.net" || got[0].By != by || got[0].At.IsZero() {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestNobodyElseIsWrittenToThroughUs(t *testing.T) {
	s := &shelf{}
	c := dial(t, "tcp", start(t, s, smtpOnly).Addr())
	c.says("", "220")
	c.says("EHLO relay.example.org", "250")
	c.says("MAIL FROM:<spam@example.com>", "250")
	for _, to := range []string{"<victim@example.com>", "<postmaster@digest.example.org>", "<bounces@digest.example.org>", "<@digest.example.org:victim@example.com>",
		"<victim%example.com@digest.example.org>"} {
		c.says("RCPT TO:"+to, "550 5.1.1")
	}
	c.says("RCPT TO:<>", "501")
	c.says("DATA", "502")
	c.says("AUTH PLAIN AAAA", "5")
	c.says("VRFY reader", "252")
	c.says("RCPT TO:<"+ours+">", "250")
	if got := s.got(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsNotStoredIsNotAcknowledged(t *testing.T) {
	s := &shelf{refuse: 1}
	c := dial(t, "tcp", start(t, s, nil).Addr())
	c.mails(ours, "bounces+other@digest.example.org")
	fmt.Fprintf(c, "%s.\r\n", crlf(report))
	c.says("", "451 4.3.0") // for the first
	c.says("", "451 4.3.0") // and the second recipient
	if got := s.got(); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	c.says("MAIL FROM:<>", "250")
	c.says("RCPT TO:<"+ours+">", "250")
	c.says("RCPT TO:<bounces+other@digest.example.org>", "250")
	c.says("DATA", "354")
	fmt.Fprintf(c, "%s.\r\n", crlf(report))
	c.says("", "250")
	c.says("", "250")
	if got := s.got(); len(got) != 2 || got[0].To != ours || got[1].To != "bounces+other@digest.example.org" {
		t.Errorf("%+v", got)
	}
}

func TestHalfAMailIsNone(t *testing.T) {
	s := &shelf{}
	server := start(t, s, nil)
	c := dial(t, "tcp", server.Addr())
	c.mails(ours)
	fmt.Fprint(c, crlf(report))
	c.Close()
	stop(t, server) // waits for it
	if got := s.got(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestALargeMailIsTakenByItsBeginningAndAGiganticOneIsNot(t *testing.T) {
	s := &shelf{}
	server := start(t, s, func(o *mailin.Options) { o.Keep, o.MaxBytes = 4096, 1<<20 })
	long := crlf(report) + strings.Repeat(strings.Repeat("x", 5000)+"\r\n", 20)
	c := dial(t, "tcp", server.Addr())
	c.mails(ours)
	fmt.Fprintf(c, "%s.\r\n", long)
	c.says("", "250")
	if got := s.got(); len(got) != 1 || got[0].Status != "5.1.1" {
		t.Errorf("%+v", got)
	}
	c.says("MAIL FROM:<>", "250")
	c.says("RCPT TO:<"+ours+">", "250")
	c.says("DATA", "354")
	go func() { // it may be cut off before all is written
		for range 400 {
			io.WriteString(c, strings.Repeat("x", 5000)+"\r\n")
		}
		io.WriteString(c, ".\r\n")
	}()
	c.says("", "552 5.3.4")
	c.says("MAIL FROM:<> SIZE=99999999", "552")
	if got := s.got(); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestConnectionsAreLimited(t *testing.T) {
	s := &shelf{}
	server := start(t, s, func(o *mailin.Options) { o.Conns = 2 })
	first, second := dial(t, "tcp", server.Addr()), dial(t, "tcp", server.Addr())
	first.says("", "220")
	second.says("", "220")
	dial(t, "tcp", server.Addr()).says("", "421 4.7.0")
	first.says("QUIT", "221")
	if _, err := first.r.ReadByte(); err != io.EOF { // closed on the other side
		t.Fatal(err)
	}
	dial(t, "tcp", server.Addr()).says("", "220")
}

func TestWhoSaysNothingIsLetGo(t *testing.T) {
	server := start(t, &shelf{}, func(o *mailin.Options) { o.Idle = 30 * time.Millisecond })
	c := dial(t, "tcp", server.Addr())
	c.says("", "220")
	c.says("", "421 4.4.2")
	if _, err := c.r.ReadByte(); err != io.EOF {
		t.Errorf("still open: %v", err)
	}
	// However busy: a connection ends when its time is up.
	server = start(t, &shelf{}, func(o *mailin.Options) { o.Life = 50 * time.Millisecond })
	c = dial(t, "tcp", server.Addr())
	c.says("", "220")
	for {
		if _, err := fmt.Fprint(c, "NOOP\r\n"); err != nil {
			break
		}
		if line, err := c.r.ReadString('\n'); err != nil || strings.HasPrefix(line, "421") {
			break
		}
	}
}

func TestASocketThatAKilledProcessLeftIsReplaced(t *testing.T) {
	folder, err := os.MkdirTemp("", "in") // t.TempDir's path may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "in.sock")
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	left.Close()
	s := &shelf{}
	server := start(t, s, func(o *mailin.Options) { o.Listen = "unix:" + path })
	c := dial(t, "unix", server.Addr())
	c.mails(ours)
	fmt.Fprintf(c, "%s.\r\n", crlf(report))
	c.says("", "250")
	if len(s.got()) != 1 {
		t.Errorf("%+v", s.got())
	}
	// One that somebody listens on is not taken away from them, nor is a file overwritten.
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, taken := range []string{"unix:" + path, "unix:" + file, "127.0.0.1:notaport"} {
		_, err := mailin.Start(t.Context(), mailin.Options{Listen: taken, Log: slog.New(slog.DiscardHandler)})
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "bounce.listen: cannot listen on "+taken) {
			t.Errorf("%s: %v", taken, err)
		}
	}
}

func TestClosingLetsAMailEnd(t *testing.T) {
	s := &shelf{block: make(chan struct{}), asked: make(chan struct{}, 1)}
	server := start(t, s, nil)
	c := dial(t, "tcp", server.Addr())
	idle := dial(t, "tcp", server.Addr())
	idle.says("", "220")
	c.mails(ours)
	fmt.Fprintf(c, "%s.\r\n", crlf(report))
	<-s.asked
	closed := make(chan error)
	go func() { closed <- server.Close(context.Background()) }()
	close(s.block)
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if len(s.got()) != 1 {
		t.Errorf("%+v", s.got())
	}
	// One that does not end is cut off, and not acknowledged.
	s = &shelf{block: make(chan struct{}), asked: make(chan struct{}, 1)}
	server = start(t, s, nil)
	c = dial(t, "tcp", server.Addr())
	c.mails(ours)
	fmt.Fprintf(c, "%s.\r\n", crlf(report))
	<-s.asked
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := server.Close(ctx); err != nil {
		t.Error(err)
	}
	if line, err := c.r.ReadString('\n'); err == nil && !strings.HasPrefix(line, "451") {
		t.Errorf("answered %q", line)
	}
	if len(s.got()) != 0 {
		t.Errorf("%+v", s.got())
	}
}
