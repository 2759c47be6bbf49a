package send

import (
	"context"
	"errors"

	"github.com/wneessen/go-mail"

	"onrecord/internal/platform/smtp"
)

// Relay opens connections to the mail server.
type Relay interface {
	Open(ctx context.Context) (Conn, error)
}

// Conn is a connection to the mail server.
type Conn interface {
	// Send hands over one message. An error with a smtp.Refusal in it is about this message; after any other the
	// connection is of no more use.
	Send(ctx context.Context, m *mail.Msg) error
	Close() error
}

// line is the connection of one run. It is opened when it is first needed, and anew after it broke.
type line struct {
	relay  Relay
	conn   Conn
	broken int // times in a row
}

// patience is how many times in a row a connection may break before a run leaves the rest to the next one. It is more than
// one, so that a message on which the server breaks does not keep those behind it from ever being sent.
const patience = 3

// worn says that the run should give up.
func (l *line) worn() bool { return l.broken >= patience }

// open connects, unless the line is open.
func (l *line) open(ctx context.Context) error {
	if l.conn != nil {
		return nil
	}
	conn, err := l.relay.Open(ctx)
	if err != nil {
		return err // and what came with it is no connection
	}
	l.conn = conn
	return nil
}

// send hands a message over the open line.
func (l *line) send(ctx context.Context, m *mail.Msg) error {
	err := l.conn.Send(ctx, m)
	var refusal *smtp.Refusal
	if err == nil || errors.As(err, &refusal) {
		l.broken = 0
		return err
	}
	l.broken++
	l.hangUp()
	return err
}

// hangUp closes the connection. Whether the server hears it changes nothing: what it took, it has answered for.
func (l *line) hangUp() {
	if l.conn != nil {
		_ = l.conn.Close()
		l.conn = nil
	}
}
