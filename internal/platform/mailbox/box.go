package mailbox

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Options say which mailbox is read and what becomes of its mails. The zero value of each limit is the default named beside it.
type Options struct {
	Address  Address
	Password string
	Taken    string // IMAP folder that mails are moved to, made if it is not there, "/" between its levels; empty: they are deleted
	// Ours says whether an address is one that we made. With it the right one is found where a mail was passed on on its way;
	// nil: the first address that is named counts.
	Ours  func(address string) bool
	Parse func(envelopeTo string, source io.Reader, at time.Time) ([]news.Feedback, error)
	Take  news.Taker
	Clock news.Clock
	Log   *slog.Logger
	Roots *x509.CertPool // whose certificates are believed; nil: those that this machine believes

	Keep    int64         // bytes of a mail that Parse gets to see, its beginning; 1 MiB
	Batch   int           // mails a connection; what is left is for the next; 200
	Timeout time.Duration // of one connection, from dialling to the end; 10 min
}

// Box is a mailbox that is read.
type Box struct{ options Options }

// New makes a Box. It does not connect yet.
func New(o Options) *Box {
	o.Keep, o.Batch, o.Timeout = cmp.Or(o.Keep, 1<<20), cmp.Or(o.Batch, 200), cmp.Or(o.Timeout, 10*time.Minute)
	return &Box{o}
}

// session is a connection to a mailbox.
type session interface {
	// list gives the numbers of at most so many mails, the oldest first.
	list(most int) ([]uint32, error)
	// fetch gives the beginning of a mail.
	fetch(mail uint32, most int64) ([]byte, error)
	// remove has a mail moved or deleted, at the latest when close has returned without error.
	remove(mail uint32) error
	// close ends the connection orderly.
	close() error
}

// stubborn is how many mails in a row may fail before the rest is left for the next time: it is not the mails then.
const stubborn = 3

// Look reads what is in the mailbox once. It gives how many mails were taken and removed, and whether there may be more. A mail that
// fails is left and does not keep the others from being read.
func (b *Box) Look(ctx context.Context) (taken int, more bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, b.options.Timeout)
	defer cancel()
	s, end, err := b.open(ctx)
	if err != nil {
		return 0, false, err
	}
	defer end()
	mails, err := s.list(b.options.Batch)
	if err != nil {
		return 0, false, b.problem(ctx, "does not list its mails", err)
	}
	var faults []error
	failed := 0
	for _, mail := range mails {
		if err := b.take(ctx, s, mail); err != nil {
			faults = append(faults, err)
			if failed++; failed == stubborn || ctx.Err() != nil {
				break
			}
			continue
		}
		failed = 0
		taken++
	}
	if err := s.close(); err != nil {
		faults = append(faults, b.problem(ctx, "may not have removed what was taken, which will be read again", err))
	}
	return taken, len(faults) == 0 && len(mails) == b.options.Batch, errors.Join(faults...)
}

// Try connects, logs in and lists the mails, and touches none: whether it could be read.
func (b *Box) Try(ctx context.Context) error {
	s, end, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer end()
	if _, err := s.list(1); err != nil {
		return b.problem(ctx, "does not list its mails", err)
	}
	_ = s.close()
	return nil
}

// take hands on one mail and then removes it.
func (b *Box) take(ctx context.Context, s session, mail uint32) error {
	source, err := s.fetch(mail, b.options.Keep)
	if err != nil {
		return b.problem(ctx, "does not give a mail", err)
	}
	feedback, err := b.options.Parse(Recipient(source, b.options.Ours), bytes.NewReader(source), b.options.Clock.Now())
	if err != nil {
		return b.problem(ctx, "has a mail that cannot be read", err)
	}
	for i := range feedback {
		feedback[i].By = "imap"
		if b.options.Address.POP3 {
			feedback[i].By = "pop3"
		}
	}
	if err := b.options.Take(ctx, feedback); err != nil {
		e := news.Errorf(news.Unavailable, "what came back by mail could not be stored, and is left in the mailbox: %w", err)
		e.Field = "bounce.mailbox"
		return e
	}
	if err := s.remove(mail); err != nil {
		return b.problem(ctx, "does not remove a mail that was taken, which will be read again", err)
	}
	return nil
}

// Run looks again and again, `every` after the last time, until ctx ends. What goes wrong is logged, once as long as it is the same.
func (b *Box) Run(ctx context.Context, every time.Duration) {
	said := ""
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		taken, more, err := b.Look(ctx)
		if ctx.Err() != nil {
			return
		}
		switch {
		case err != nil && err.Error() != said:
			said = err.Error()
			b.options.Log.Error("the mailbox that mails come back to could not be read", "error", err)
		case err == nil && said != "":
			said = ""
			b.options.Log.Info("the mailbox that mails come back to is read again")
		}
		if taken > 0 {
			b.options.Log.Info("mails that came back were taken in", "mails", taken)
		}
		if more {
			timer.Reset(0)
			continue
		}
		timer.Reset(every)
	}
}

// open connects and logs in. end lets go of the connection, which the end of ctx does as well.
func (b *Box) open(ctx context.Context) (_ session, end func(), err error) {
	a := b.options.Address
	conn, err := (&net.Dialer{Timeout: 30 * time.Second}).DialContext(ctx, "tcp", a.HostPort)
	if err != nil {
		return nil, nil, b.problem(ctx, "cannot be reached", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	end = func() { stop(); _ = conn.Close() }
	trust := &tls.Config{ServerName: a.Host, RootCAs: b.options.Roots, MinVersion: tls.VersionTLS12}
	if a.TLS == Implicit {
		secured := tls.Client(conn, trust)
		if err := secured.HandshakeContext(ctx); err != nil {
			end()
			return nil, nil, b.problem(ctx, "is not trusted", err)
		}
		conn = secured
	}
	var s session
	if a.POP3 {
		s, err = openPOP3(conn, a, b.options.Password, trust)
	} else {
		s, err = openIMAP(conn, a, b.options.Password, b.options.Taken, trust)
	}
	if err != nil {
		end()
		var e *news.Error
		if errors.As(err, &e) {
			e.Field = "bounce.mailbox"
			return nil, nil, e
		}
		return nil, nil, b.problem(ctx, "broke off", err)
	}
	return s, end, nil
}

// problem makes an Unavailable error that names the mailbox.
func (b *Box) problem(ctx context.Context, what string, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		err = cause // rather than that the connection was closed
	}
	e := news.Errorf(news.Unavailable, "%s %s: %w", b.options.Address.HostPort, what, err)
	e.Field = "bounce.mailbox"
	e.Message = strings.ToValidUTF8(news.ReplyLine(e.Message), "")
	return e
}
