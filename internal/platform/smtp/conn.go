package smtp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"regexp"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"onrecord/internal/news"
)

// Conn is an open connection. It is not safe for concurrent use.
type Conn struct {
	client  *smtp.Client
	timeout time.Duration
	broken  bool // the server broke off or fell silent
}

// Refusal is the server's no to one message.
type Refusal struct {
	Code     int    // 4xx or 5xx (RFC 5321, section 4.2.1)
	Enhanced string // as in 5.1.1 (RFC 3463); empty: the server gave none
	Reply    string // all of it, on one line
}

// Error gives the reply.
func (r *Refusal) Error() string { return r.Reply }

// Final reports whether the message will never be taken.
func (r *Refusal) Final() bool { return r.Code >= 500 }

// Send hands over one message to its one or more recipients. It is not cut off by ctx, because a message that was given
// but whose receipt is not known would have to be given again.
func (c *Conn) Send(ctx context.Context, m *mail.Msg) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	from, err := m.GetSender(false)
	if err != nil {
		return news.Errorf(news.Invalid, "the message has no sender: %w", err)
	}
	recipients, err := m.GetRecipients()
	if err != nil {
		return news.Errorf(news.Invalid, "the message has no recipient: %w", err)
	}
	if err := c.command(func() error { return c.client.Mail(from) }); err != nil {
		if r := refusal(err); r != nil && r.Final() {
			c.reset()
			return news.Errorf(news.Conflict, "the mail server takes no mail from %s: %s", from, r.Reply)
		}
		return c.lost(err)
	}
	for _, to := range recipients {
		if err := c.command(func() error { return c.client.Rcpt(to) }); err != nil {
			return c.refused(err)
		}
	}
	var body io.WriteCloser
	if err := c.command(func() (err error) { body, err = c.client.Data(); return err }); err != nil {
		return c.refused(err)
	}
	if _, err := m.WriteTo(body); err != nil {
		return c.lost(err) // the body stays open: to close it would have the server take a part for the whole
	}
	// To give up too early on the last reply makes duplicates (RFC 5321, section 4.5.3.2.6).
	if err := c.client.UpdateDeadline(2 * c.timeout); err != nil {
		return c.lost(err)
	}
	if err := body.Close(); err != nil {
		return c.refused(err)
	}
	return nil
}

// command gives a command the time it may take.
func (c *Conn) command(do func() error) error {
	if err := c.client.UpdateDeadline(c.timeout); err != nil {
		return err
	}
	return do()
}

// refused makes the error for a reply to RCPT or DATA, and readies the connection for the next message.
func (c *Conn) refused(err error) error {
	r := refusal(err)
	if r == nil || r.Code == 421 { // 421: the server is closing the connection
		return c.lost(err)
	}
	c.reset()
	kind := news.Unavailable
	if r.Final() {
		kind = news.Invalid
	}
	return &news.Error{Kind: kind, Message: "the mail server did not take the message: " + r.Reply, Err: r}
}

// reset ends what was begun. If that fails, so will the next message, and say why.
func (c *Conn) reset() { _ = c.command(c.client.Reset) }

func (c *Conn) lost(err error) error {
	c.broken = true
	return news.Errorf(news.Unavailable, "the mail server broke off: %w", err)
}

var enhanced = regexp.MustCompile(`^[45]\.\d{1,3}\.\d{1,3}\b`)

// refusal gives the server's reply, nil if the error is none.
func refusal(err error) *Refusal {
	var reply *textproto.Error
	if !errors.As(err, &reply) || reply.Code < 400 {
		return nil
	}
	words := strings.Join(strings.Fields(reply.Msg), " ")
	return &Refusal{reply.Code, enhanced.FindString(words), fmt.Sprintf("%d %s", reply.Code, words)}
}

// Close says goodbye, if there is still somebody to say it to, and closes the connection.
func (c *Conn) Close() error {
	if !c.broken && c.client.UpdateDeadline(goodbye) == nil {
		_ = c.client.Quit()
	}
	_ = c.client.Close() // a second time, if Quit did it: QUIT without an answer leaves the connection open
	return nil
}

// goodbye is how long an answer to QUIT is waited for.
const goodbye = 10 * time.Second
