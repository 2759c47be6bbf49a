// Package smtp hands messages to the mail server that takes them from here (RFC 5321, by go-mail).
//
// In comes a message; out comes nothing once the server has taken it, or an error of kind Unavailable if it may take it later
// (a 4xx reply, a broken connection) and Invalid if it never will (a 5xx reply). The error says what the server said.
package smtp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
)

// Options say which server, and how to speak to it.
type Options struct {
	Host     string
	Port     int
	User     string // empty: no login
	Password string
	TLS      string        // required, opportunistic or off
	Timeout  time.Duration // for a connection and for each command; 30 s
}

// Relay opens connections to a mail server.
type Relay struct {
	options []mail.Option
	host    string
	port    int
}

// New makes a relay. It does not speak to the server yet.
func New(o Options) (*Relay, error) {
	policy, ok := map[string]mail.TLSPolicy{"required": mail.TLSMandatory, "opportunistic": mail.TLSOpportunistic, "off": mail.NoTLS}[o.TLS]
	if !ok {
		return nil, news.FieldErrorf("smtp.tls", "%q is none of required, opportunistic, off", o.TLS)
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	options := []mail.Option{mail.WithPort(o.Port), mail.WithTimeout(o.Timeout), mail.WithTLSPolicy(policy), mail.WithoutNoop()}
	if o.Port == 465 && policy == mail.TLSMandatory {
		options = append(options, mail.WithSSL()) // implicit TLS (RFC 8314, section 3.3)
	}
	if o.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	if _, err := mail.NewClient(o.Host, options...); err != nil {
		return nil, news.FieldErrorf("smtp", "%v", err)
	}
	return &Relay{options, o.Host, o.Port}, nil
}

// Conn is an open connection. It is not safe for concurrent use.
type Conn struct {
	client *mail.Client
	relay  *Relay
}

// Open connects, negotiates TLS and logs in.
func (r *Relay) Open(ctx context.Context) (*Conn, error) {
	client, err := mail.NewClient(r.host, r.options...)
	if err != nil {
		return nil, news.FieldErrorf("smtp", "%v", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return nil, news.Errorf(news.Unavailable, "the mail server %s:%d does not take mail: %w", r.host, r.port, err)
	}
	return &Conn{client, r}, nil
}

// Send hands over one message.
func (c *Conn) Send(_ context.Context, m *mail.Msg) error {
	err := c.client.Send(m)
	if err == nil {
		return nil
	}
	var sending *mail.SendError
	if errors.As(err, &sending) && !sending.IsTemp() && sending.ErrorCode() >= 500 {
		return news.Errorf(news.Invalid, "the mail server refused the message: %w", err)
	}
	return news.Errorf(news.Unavailable, "the mail server did not take the message: %w", err)
}

// Close says goodbye.
func (c *Conn) Close() error {
	if err := c.client.Close(); err != nil {
		return fmt.Errorf("closing the connection to the mail server: %w", err)
	}
	return nil
}
