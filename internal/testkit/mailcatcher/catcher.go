// Package mailcatcher is a mail server that keeps what it gets instead of passing it on, and a page to look at it: for the
// demonstration and for tests.
//
// In come mails by SMTP on loopback; out come Messages, and a Handler that shows them. A mail whose Message-ID the same
// recipient got before is counted as a repeat and not kept again. Given a folder, mails are kept there as .eml files and
// read again on the next start. A test can have recipients refused, for good or for a number of times, and the connection cut
// off in place of an answer.
package mailcatcher

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Options say where the catcher listens and what it keeps.
type Options struct {
	Addr   string // host:port; empty: any port of 127.0.0.1
	Folder string // keeps mails on disk; empty: in memory only
}

// Catcher is a running mail server.
type Catcher struct {
	server   *smtp.Server
	listener net.Listener
	folder   string
	ended    chan struct{}

	mu       sync.Mutex
	messages []Message
	known    map[string]bool // Message-ID and recipient
	repeats  int
	changed  chan struct{}
	refuse   map[string]*refusal
	cut      int // mails until the connection is cut off; 0: never
}

// refusal is how a recipient is treated in a test.
type refusal struct {
	code  int
	times int // how often; negative: always
}

// Start listens and takes mail until Close.
func Start(ctx context.Context, o Options) (*Catcher, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	c := &Catcher{folder: o.Folder, ended: make(chan struct{}), known: map[string]bool{}, changed: make(chan struct{}), refuse: map[string]*refusal{}}
	if err := c.load(); err != nil {
		return nil, err
	}
	var err error
	if c.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", o.Addr); err != nil {
		return nil, err
	}
	c.server = smtp.NewServer(smtp.BackendFunc(func(conn *smtp.Conn) (smtp.Session, error) {
		return &session{catcher: c, conn: conn}, nil
	}))
	c.server.Domain = "localhost"
	c.server.MaxMessageBytes = 16 << 20
	c.server.MaxRecipients = 100
	c.server.ReadTimeout, c.server.WriteTimeout = time.Minute, time.Minute
	c.server.ErrorLog = silent{}
	go func() { _ = c.server.Serve(c.listener); close(c.ended) }()
	return c, nil
}

// silent drops the server's log: what clients do wrong is theirs to tell.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// Addr is the address that mail is taken on, host:port.
func (c *Catcher) Addr() string { return c.listener.Addr().String() }

// Close stops the server. To close it again does nothing.
func (c *Catcher) Close() error {
	err := c.server.Close()
	// A server that is closed before it has begun to serve leaves its listener open.
	_ = c.listener.Close()
	<-c.ended
	if errors.Is(err, net.ErrClosed) || errors.Is(err, smtp.ErrServerClosed) {
		return nil
	}
	return err
}

// Messages gives what was caught, in the order of its coming.
func (c *Catcher) Messages() []Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Message(nil), c.messages...)
}

// Count is how many mails were caught, repeats left out.
func (c *Catcher) Count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.messages)
}

// Repeats is how many mails came again.
func (c *Catcher) Repeats() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.repeats
}

// Wait blocks until so many mails were caught, or ctx ends.
func (c *Catcher) Wait(ctx context.Context, mails int) error {
	for {
		changed := c.Changed() // before counting, so that no mail comes between unseen
		if c.Count() >= mails {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d mails came: %w", c.Count(), mails, ctx.Err())
		}
	}
}

// Changed gives a channel that is closed when the next mail comes.
func (c *Catcher) Changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

// Refuse has the server answer a recipient with a code (451, 550) so many times, or always if times is negative.
func (c *Catcher) Refuse(recipient string, code, times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refuse[strings.ToLower(recipient)] = &refusal{code, times}
}

// Cut has the server take the n-th mail from now and then cut the connection off in place of saying so, once.
func (c *Catcher) Cut(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = n
}

// cutting reports whether this mail's answer is cut off.
func (c *Catcher) cutting() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cut == 0 {
		return false
	}
	c.cut--
	return c.cut == 0
}

// refused gives the code to answer a recipient with, or 0.
func (c *Catcher) refused(recipient string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.refuse[strings.ToLower(recipient)]
	if r == nil || r.times == 0 {
		return 0
	}
	r.times--
	return r.code
}

// keep stores a mail for one recipient, before the server says that it has it.
func (c *Catcher) keep(from, to string, source []byte, at time.Time) error {
	m := read(from, to, source, at)
	c.mu.Lock()
	defer c.mu.Unlock()
	key := m.ID + " " + strings.ToLower(to)
	if m.ID != "" && c.known[key] {
		c.repeats++
		return nil
	}
	if c.folder != "" {
		if err := m.save(c.folder, len(c.messages)); err != nil {
			return err
		}
	}
	c.known[key] = true
	c.messages = append(c.messages, m)
	close(c.changed)
	c.changed = make(chan struct{})
	return nil
}

// load reads what an earlier run kept.
func (c *Catcher) load() error {
	if c.folder == "" {
		return nil
	}
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(c.folder, "*.eml"))
	if err != nil {
		return err
	}
	sort.Strings(files)
	for _, f := range files {
		m, err := restore(f)
		if err != nil {
			return err
		}
		c.messages = append(c.messages, m)
		c.known[m.ID+" "+strings.ToLower(m.To)] = true
	}
	return nil
}

// session is one mail being taken.
type session struct {
	catcher *Catcher
	conn    *smtp.Conn
	from    string
	to      []string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.from = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch code := s.catcher.refused(to); {
	case code >= 500:
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such reader here"}
	case code >= 400:
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{4, 2, 1}, Message: "try again later"}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	source, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range s.to {
		if err := s.catcher.keep(s.from, to, bytes.Clone(source), time.Now().UTC()); err != nil {
			return err
		}
	}
	if s.catcher.cutting() {
		return s.conn.Conn().Close()
	}
	return nil
}

func (s *session) Reset()        { s.from, s.to = "", nil }
func (s *session) Logout() error { return nil }
