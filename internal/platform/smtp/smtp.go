// Package smtp hands messages to the mail server that takes them from here (RFC 5321, by go-mail).
//
// In comes a message for one reader; out comes nothing once the server has taken it. Otherwise the error says what the
// server said, and its kind what to do:
//
//	Invalid, with a Refusal       this message is refused for good (5xx); the connection is good for the next
//	Unavailable, with a Refusal   this message may be taken later (4xx); the connection is good for the next
//	Conflict                      the server takes no mail from this sender at all (5xx to MAIL); somebody must mend settings
//	Unavailable                   the server cannot be reached, broke off, or takes no mail now; the connection is of no more use
//
// A server that breaks off after the last byte of a message may have taken it all the same. Who sends it again must use the
// same Message-ID, so that it can be recognised.
package smtp

import (
	"context"
	"net"
	"strings"
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
	TLS      string        // required, implicit (from the first byte), opportunistic or off; empty: required. Off is for a server on this machine only
	HELO     string        // the name that this machine gives itself; empty: the host's name
	Timeout  time.Duration // for the answer to a command; 5 minutes (RFC 5321, section 4.5.3.2)
}

// Relay opens connections to a mail server.
type Relay struct {
	options []mail.Option
	host    string
	port    int
	timeout time.Duration
}

// connecting bounds how long it may take until the first command can be given.
const connecting = 30 * time.Second

// New makes a relay. It does not speak to the server yet. Settings that cannot be are Invalid.
func New(o Options) (*Relay, error) {
	if o.TLS == "" {
		o.TLS = "required"
	}
	policy, ok := map[string]mail.TLSPolicy{"required": mail.TLSMandatory, "implicit": mail.TLSMandatory, "opportunistic": mail.TLSOpportunistic, "off": mail.NoTLS}[o.TLS]
	if !ok {
		return nil, news.FieldErrorf("smtp.tls", "%q is none of required, implicit, opportunistic, off", o.TLS)
	}
	if o.TLS == "off" && !loopback(o.Host) {
		return nil, news.FieldErrorf("smtp.tls", "off sends readers' addresses in the clear to %s; use required", o.Host)
	}
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Minute
	}
	options := []mail.Option{mail.WithPort(o.Port), mail.WithTimeout(min(o.Timeout, connecting)), mail.WithTLSPolicy(policy)}
	if o.TLS == "implicit" || o.Port == 465 && policy == mail.TLSMandatory {
		options = append(options, mail.WithSSL()) // implicit TLS (RFC 8314, section 3.3)
	}
	if o.HELO != "" {
		options = append(options, mail.WithHELO(o.HELO))
	}
	if o.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	if _, err := mail.NewClient(o.Host, options...); err != nil {
		return nil, news.FieldErrorf("smtp", "%v", err)
	}
	return &Relay{options, o.Host, o.Port, o.Timeout}, nil
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Open connects, negotiates TLS and logs in. What stands in the way is Unavailable.
func (r *Relay) Open(ctx context.Context) (*Conn, error) {
	client, err := mail.NewClient(r.host, r.options...)
	if err != nil {
		return nil, news.FieldErrorf("smtp", "%v", err)
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, news.Errorf(news.Unavailable, "the mail server %s:%d does not take mail: %w", r.host, r.port, err)
	}
	return newConn(conn, r.timeout), nil
}
