// Package smtpsink is a mail server that takes what comes as fast as it can, forgets what it says and remembers whom it was for: for
// measurements, and for tests in which mail servers misbehave.
//
// In come mails by SMTP on loopback, in groups of commands (RFC 2920) where a client likes that; out comes, for each recipient,
// which Message-IDs came and how often. What it does at each point of a transaction a test decides. Its speed is that of a reader of
// lines, so it does not stand in the way of a sender that is measured.
package smtpsink

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"maps"
	"net"
	"strings"
	"sync"
)

// Point is a moment of a transaction at which the sink may misbehave.
type Point string

// The points.
const (
	Greeting  Point = "greeting"
	Mail      Point = "mail"
	Recipient Point = "recipient"
	Data      Point = "data"    // the command
	Content   Point = "content" // after some of the message
	End       Point = "end"     // after the last dot: the mail is counted as taken if the reply is 250 or Drop
)

// Special replies.
const (
	Drop = "drop" // cut the connection off
	Hang = "hang" // say nothing until the client gives up
)

// Options say where the sink listens and how it behaves.
type Options struct {
	Addr string // host:port; empty: any port of 127.0.0.1
	// Behave gives the reply at a point, as "451 4.3.0 not now", Drop or Hang; empty: all is well. to is the recipient,
	// empty before it is known.
	Behave func(at Point, to string) string
	// Extensions are announced besides PIPELINING and 8BITMIME; with Plain, nothing is.
	Extensions []string
	Plain      bool
	Eager      bool // DATA is answered with 354 even where no recipient was taken
}

// Sink is a running mail server.
type Sink struct {
	Options
	listener net.Listener
	wait     sync.WaitGroup

	mu       sync.Mutex
	conns    map[net.Conn]bool
	received map[string]map[string]int
	mails    int
	opened   int
	here     int // connections
	most     int // of them at once
	changed  chan struct{}
	closed   bool
}

// Start listens and takes mail until Close.
func Start(ctx context.Context, o Options) (*Sink, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Behave == nil {
		o.Behave = func(Point, string) string { return "" }
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Addr)
	if err != nil {
		return nil, err
	}
	s := &Sink{Options: o, listener: l, conns: map[net.Conn]bool{}, received: map[string]map[string]int{}, changed: make(chan struct{})}
	s.wait.Go(s.serve)
	return s, nil
}

func (s *Sink) serve() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		if s.closed {
			_ = c.Close()
		}
		s.conns[c] = true
		s.opened++
		s.here++
		s.most = max(s.most, s.here)
		s.mu.Unlock()
		s.wait.Go(func() {
			// Who has said QUIT and been answered may come again before this end has noticed that the other is closed.
			leave := sync.OnceFunc(func() { s.mu.Lock(); s.here--; s.mu.Unlock() })
			session{Sink: s, c: c, r: bufio.NewReaderSize(c, 64<<10), w: bufio.NewWriter(c), leave: leave}.talk()
			_ = c.Close()
			leave()
			s.mu.Lock()
			delete(s.conns, c)
			s.tell()
			s.mu.Unlock()
		})
	}
}

// Addr is the address that mail is taken on, host:port.
func (s *Sink) Addr() string { return s.listener.Addr().String() }

// Close stops the sink and cuts off who is connected.
func (s *Sink) Close() error {
	s.mu.Lock()
	s.closed = true
	err := s.listener.Close()
	for c := range s.conns {
		_ = c.Close()
	}
	s.mu.Unlock()
	s.wait.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Received gives, for each recipient in small letters, how often each Message-ID came.
func (s *Sink) Received() map[string]map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]map[string]int, len(s.received))
	for to, ids := range s.received {
		out[to] = maps.Clone(ids)
	}
	return out
}

// Mails is how many mails came, repeats included.
func (s *Sink) Mails() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mails
}

// Connections is how many connections there were, and how many at once.
func (s *Sink) Connections() (all, most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened, s.most
}

// Wait blocks until so many mails came, or ctx ends.
func (s *Sink) Wait(ctx context.Context, mails int) error {
	return s.until(ctx, func() bool { return s.mails >= mails })
}

func (s *Sink) keep(to, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to = strings.ToLower(to)
	if s.received[to] == nil {
		s.received[to] = map[string]int{}
	}
	s.received[to][id]++
	s.mails++
	s.tell()
}

// tell wakes those who wait.
func (s *Sink) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Alone blocks until nobody is connected, so that all that was sent is taken, or ctx ends.
func (s *Sink) Alone(ctx context.Context) error {
	return s.until(ctx, func() bool { return len(s.conns) == 0 })
}

func (s *Sink) until(ctx context.Context, is func() bool) error {
	for {
		s.mu.Lock()
		changed, done := s.changed, is()
		s.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// session is one connection.
type session struct {
	*Sink
	c  net.Conn
	r  *bufio.Reader
	w  *bufio.Writer
	to []string

	leave func() // it counts as a connection no longer
}

// say replies, and says whether the session goes on. Replies to a group of commands go out together.
func (s session) say(at Point, to, well string) (bool, string) {
	reply := s.Behave(at, to)
	switch reply {
	case "":
		reply = well
	case Drop:
		return false, reply
	case Hang:
		_ = s.w.Flush()
		_, _ = s.r.WriteTo(nothing{}) // until the client gives up
		return false, reply
	}
	_, _ = s.w.WriteString(reply + "\r\n")
	if s.r.Buffered() == 0 && s.w.Flush() != nil {
		return false, reply
	}
	return !strings.HasPrefix(reply, "421"), reply
}

type nothing struct{}

func (nothing) Write(p []byte) (int, error) { return len(p), nil }

func (s session) talk() {
	defer func() { _ = s.w.Flush() }()
	if ok, _ := s.say(Greeting, "", "220 sink ESMTP"); !ok {
		return
	}
	for {
		line, err := s.r.ReadSlice('\n')
		if err != nil {
			return
		}
		command := strings.TrimRight(string(line), "\r\n")
		verb := strings.ToUpper(command[:min(4, len(command))])
		var ok bool
		switch verb {
		case "EHLO":
			ok, _ = s.say("", "", s.hello())
		case "HELO", "NOOP":
			ok, _ = s.say("", "", "250 ok")
		case "RSET":
			s.to = nil
			ok, _ = s.say("", "", "250 ok")
		case "MAIL":
			s.to = nil
			ok, _ = s.say(Mail, "", "250 2.1.0 ok")
		case "RCPT":
			to := between(command)
			var reply string
			if ok, reply = s.say(Recipient, to, "250 2.1.5 ok"); strings.HasPrefix(reply, "2") {
				s.to = append(s.to, to)
			}
		case "DATA":
			ok = s.data()
			s.to = nil
		case "QUIT":
			s.leave()
			_, _ = s.say("", "", "221 2.0.0 bye")
			return
		default:
			ok, _ = s.say("", "", "500 5.5.2 what?")
		}
		if !ok {
			return
		}
	}
}

func (s session) hello() string {
	if s.Plain {
		return "250 sink"
	}
	all := append([]string{"sink", "PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"}, s.Extensions...)
	return "250-" + strings.Join(all[:len(all)-1], "\r\n250-") + "\r\n250 " + all[len(all)-1]
}

func between(command string) string {
	_, rest, _ := strings.Cut(command, "<")
	to, _, _ := strings.Cut(rest, ">")
	return to
}

// nobodys takes a message without recipients, and says so only then.
func (s session) nobodys() bool {
	if ok, _ := s.say("", "", "354 go ahead"); !ok || s.w.Flush() != nil {
		return false
	}
	for {
		line, err := s.r.ReadSlice('\n')
		if err != nil {
			return false
		}
		if bytes.Equal(line, []byte(".\r\n")) {
			ok, _ := s.say("", "", "554 5.5.1 no valid recipients")
			return ok
		}
	}
}

// data takes a message.
func (s session) data() bool {
	if len(s.to) == 0 && s.Eager {
		return s.nobodys()
	}
	if len(s.to) == 0 {
		ok, _ := s.say("", "", "554 5.5.1 no valid recipients")
		return ok
	}
	to := s.to[0]
	ok, reply := s.say(Data, to, "354 go ahead")
	if !ok || !strings.HasPrefix(reply, "3") {
		return ok
	}
	if s.w.Flush() != nil {
		return false
	}
	id, head := "", true
	for n := 0; ; n++ {
		line, err := s.r.ReadSlice('\n')
		if err != nil {
			return false
		}
		if n == 3 {
			if reply := s.Behave(Content, to); reply != "" {
				return false
			}
		}
		if len(line) <= 3 {
			if bytes.Equal(line, []byte(".\r\n")) {
				break
			}
			head = head && len(line) > 2
		}
		if head && id == "" && len(line) > 11 && bytes.EqualFold(line[:11], []byte("Message-ID:")) {
			id = strings.TrimSpace(string(line[11:]))
		}
	}
	reply = s.Behave(End, to)
	if reply == "" || reply == Drop || reply == Hang || reply[0] == '2' {
		for _, to := range s.to {
			s.keep(to, id)
		}
	}
	switch reply {
	case "":
		reply = "250 2.0.0 ok: taken"
	case Drop:
		return false
	case Hang:
		_, _ = s.r.WriteTo(nothing{})
		return false
	}
	_, _ = s.w.WriteString(reply + "\r\n")
	if s.r.Buffered() == 0 && s.w.Flush() != nil {
		return false
	}
	return !strings.HasPrefix(reply, "421")
}
