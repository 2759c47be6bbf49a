package mailin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"onrecord/internal/news"
)

// Ours says whether an address is one that we made: a signed envelope sender, or one that takes complaints.
type Ours func(address string) bool

// Parse reads a mail that was sent to an envelope recipient and came at a time.
type Parse func(envelopeTo string, source io.Reader, at time.Time) ([]news.Feedback, error)

// Options say where mail is taken in and what becomes of it. The zero value of each limit is the default named beside it.
type Options struct {
	Listen string // host:port, or unix:/path of a socket
	LMTP   bool   // speak LMTP; otherwise SMTP
	Domain string // the name that the server greets with; "localhost"

	Ours  Ours
	Parse Parse
	Take  news.Taker
	Clock news.Clock
	Log   *slog.Logger

	MaxBytes   int64         // of a mail; 32 MiB
	Keep       int64         // bytes of a mail that Parse gets to see, its beginning; 1 MiB
	Conns      int           // connections at a time; 50
	PerAddress int           // of them from one network address, this machine and its own sockets excepted; 10
	Idle       time.Duration // for the next command, and for all of a mail; 5 min (RFC 5321, section 4.5.3.2)
	Life       time.Duration // of a connection; 30 min
}

// maxRecipients of one mail; reports have one, and RFC 5321 (section 4.5.3.1.8) wants room for a hundred.
const maxRecipients = 100

// Server is a server that listens.
type Server struct {
	options  Options
	smtp     *smtp.Server
	listener net.Listener
	ctx      context.Context // ends when what still runs is to be cut off
	cut      context.CancelFunc
	ended    chan struct{}

	mu     sync.Mutex
	taking int           // mails that are being taken in
	closed bool          // no more are begun
	quiet  chan struct{} // closed when closed and taking is 0
}

// Start listens and takes mail in until Close. That it cannot listen is an Invalid error about bounce.listen.
func Start(ctx context.Context, o Options) (*Server, error) {
	o.Domain = cmp.Or(o.Domain, "localhost")
	o.MaxBytes, o.Keep = cmp.Or(o.MaxBytes, 32<<20), cmp.Or(o.Keep, 1<<20)
	o.Conns, o.PerAddress = cmp.Or(o.Conns, 50), cmp.Or(o.PerAddress, 10)
	o.Idle, o.Life = cmp.Or(o.Idle, 5*time.Minute), cmp.Or(o.Life, 30*time.Minute)
	l, err := listen(ctx, o.Listen)
	if err != nil {
		return nil, news.FieldErrorf("bounce.listen", "cannot listen on %s: %w; set another address, or stop whoever listens there", o.Listen, err)
	}
	s := &Server{options: o, listener: newLimited(l, o.Conns, o.PerAddress, o.Life), ended: make(chan struct{}), quiet: make(chan struct{})}
	s.ctx, s.cut = context.WithCancel(context.WithoutCancel(ctx))
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }))
	s.smtp.LMTP, s.smtp.Domain = o.LMTP, o.Domain
	s.smtp.MaxMessageBytes, s.smtp.MaxRecipients = o.MaxBytes, maxRecipients
	s.smtp.MaxLineLength = 64 << 10 // of returned mails too, and those are not all as RFC 5322 wants them
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = o.Idle, o.Idle
	s.smtp.EnableSMTPUTF8 = true // reports about such addresses come so (RFC 6533)
	s.smtp.ErrorLog = strangers{o.Log}
	go func() {
		defer close(s.ended)
		if err := s.smtp.Serve(s.listener); err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, smtp.ErrServerClosed) {
			o.Log.Error("mail is no longer taken in", "address", o.Listen, "error", err)
		}
	}()
	return s, nil
}

// Addr is what is listened on: host:port, or the path of a socket.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Close listens no longer and lets mails that are being taken in end, until ctx does. Then all is cut off; whoever sent the rest
// tries again.
func (s *Server) Close(ctx context.Context) error {
	err := s.listener.Close()
	s.mu.Lock()
	if s.closed = true; s.taking == 0 {
		s.hush()
	}
	s.mu.Unlock()
	select {
	case <-s.quiet:
	case <-ctx.Done():
	}
	s.cut()
	if closed := s.smtp.Close(); !errors.Is(closed, net.ErrClosed) && !errors.Is(closed, smtp.ErrServerClosed) {
		err = errors.Join(err, closed)
	}
	<-s.ended
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// begin says whether another mail may be taken in; done follows it.
func (s *Server) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.taking++
	return true
}

func (s *Server) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taking--; s.taking == 0 && s.closed {
		s.hush()
	}
}

func (s *Server) hush() {
	select {
	case <-s.quiet:
	default:
		close(s.quiet)
	}
}

// listen opens a TCP port or a socket. A socket that a killed process left is replaced.
func listen(ctx context.Context, address string) (net.Listener, error) {
	path, unix := strings.CutPrefix(address, "unix:")
	if !unix {
		return (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		c, dialled := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", path)
		if dialled == nil {
			_ = c.Close()
			return nil, err // somebody listens
		}
		if info, gone := os.Lstat(path); gone != nil || info.Mode().Type() != os.ModeSocket {
			return nil, err // no socket: somebody's file
		}
		if removed := os.Remove(path); removed != nil {
			return nil, errors.Join(err, removed)
		}
		if l, err = (&net.ListenConfig{}).Listen(ctx, "unix", path); err != nil {
			return nil, err
		}
	}
	// The mail server runs as another user. Whoever can reach the folder can speak to a port of this machine just as well, and
	// only mail to signed addresses is taken.
	if err := os.Chmod(path, 0o666); err != nil { //nolint:gosec // see above
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// strangers is go-smtp's log. What clients do wrong is theirs to know; it shows when it is looked for.
type strangers struct{ log *slog.Logger }

// Printf implements smtp.Logger.
func (s strangers) Printf(format string, v ...any) {
	s.log.Debug("taking mail in", "what", strings.TrimSpace(fmt.Sprintf(format, v...)))
}

// Println implements smtp.Logger.
func (s strangers) Println(v ...any) {
	s.log.Debug("taking mail in", "what", strings.TrimSpace(fmt.Sprintln(v...)))
}
