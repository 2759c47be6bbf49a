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
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
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
	// Roots are the authorities whose certificates are believed; nil: those that this machine believes. See Authorities.
	Roots *x509.CertPool
}

// Relay opens connections to a mail server.
type Relay struct {
	options []mail.Option
	tls     *tls.Config // from the first byte; nil: not so
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
	r := &Relay{host: o.Host, port: o.Port, timeout: o.Timeout}
	secure := &tls.Config{ServerName: o.Host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
	if o.TLS == "implicit" || o.Port == 465 && policy == mail.TLSMandatory { // implicit TLS (RFC 8314, section 3.3)
		// The line is secured before go-mail gets it, which then only has to look that it is.
		r.tls, policy = secure, mail.TLSOpportunistic
	}
	options := []mail.Option{mail.WithPort(o.Port), mail.WithTimeout(min(o.Timeout, connecting)), mail.WithTLSPolicy(policy), mail.WithTLSConfig(secure)}
	if o.HELO != "" {
		options = append(options, mail.WithHELO(o.HELO))
	}
	if o.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	if _, err := mail.NewClient(o.Host, options...); err != nil {
		return nil, news.FieldErrorf("smtp", "%v", err)
	}
	r.options = options
	return r, nil
}

// Authorities gives those that this machine believes and those in a PEM file, for mail servers with a certificate of the house's own.
// With the empty path it is nil. A file without a certificate is Invalid.
func Authorities(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // those that this machine believes
	}
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, news.FieldErrorf("smtp.ca", "cannot read the certificates: %v", err)
	}
	all, err := x509.SystemCertPool()
	if err != nil {
		all = x509.NewCertPool() // the system has none
	}
	if !all.AppendCertsFromPEM(pem) {
		return nil, news.FieldErrorf("smtp.ca", "there is no certificate in %s; it is to be a PEM file", path)
	}
	return all, nil
}

// insecure says in plain words, with the mend, what is wrong with a server's TLS.
func insecure(err error) error {
	var stranger x509.UnknownAuthorityError
	switch {
	case errors.As(err, &stranger):
		return fmt.Errorf("its certificate is signed by nobody whom this machine believes; if it is the house's own, set smtp.ca to it (%w)", err)
	case strings.Contains(err.Error(), "does not support STARTTLS"): // go-mail has no error of its own for that
		return errors.New("it offers no TLS (STARTTLS), and readers' addresses are not sent in the clear; give it a certificate, or use another port or server")
	}
	return err
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Open connects, negotiates TLS and logs in. What stands in the way is Unavailable. It takes half a minute at most, and less if ctx
// ends before.
func (r *Relay) Open(ctx context.Context) (*Conn, error) {
	on, quiet := (*line)(nil), func() bool { return true }
	client, err := mail.NewClient(r.host, append(slices.Clip(r.options), mail.WithDialContextFunc(func(dialing context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		on = &line{Conn: c, left: longestTalk}
		quiet = context.AfterFunc(ctx, on.cut) // go-mail listens to ctx only until it is connected
		if r.tls == nil {
			return on, nil
		}
		secured := tls.Client(on, r.tls)
		return secured, secured.HandshakeContext(dialing)
	}))...)
	if err != nil {
		return nil, news.FieldErrorf("smtp", "%v", err)
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if !quiet() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		on.cut() // which go-mail leaves open if the greeting or the login failed
		return nil, news.Errorf(news.Unavailable, "the mail server %s:%d does not take mail: %w", r.host, r.port, insecure(err))
	}
	return newConn(conn, on, r.timeout), nil
}
