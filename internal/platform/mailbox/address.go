package mailbox

import (
	"net"
	"net/url"
	"strings"

	"onrecord/internal/news"
)

// Address says where a mailbox is.
type Address struct {
	POP3     bool
	TLS      Security
	Host     string
	HostPort string
	User     string
	Folder   string // IMAP's; INBOX if none is named
}

// Security says how a connection is kept from others.
type Security int

// The ways to be secure.
const (
	Implicit Security = iota // TLS from the first byte
	StartTLS                 // TLS before anything is told
	Loopback                 // none: it does not leave this machine
)

var schemes = map[string]struct {
	pop3     bool
	security Security
	port     string
}{
	"imaps":         {false, Implicit, "993"},
	"imap+starttls": {false, StartTLS, "143"},
	"imap":          {false, Loopback, "143"},
	"pop3s":         {true, Implicit, "995"},
	"pop3+starttls": {true, StartTLS, "110"},
	"pop3":          {true, Loopback, "110"},
}

// ParseAddress reads imaps://user@host:port/FOLDER, imap+starttls://, pop3s:// or pop3+starttls://; imap:// and pop3:// name servers
// on this machine. A user that is a mail address may be written as it is: imaps://bounces@example.org@mail.example.org.
func ParseAddress(s string) (Address, error) {
	invalid := func(format string, args ...any) (Address, error) {
		return Address{}, news.FieldErrorf("bounce.mailbox", format, args...)
	}
	u, err := url.Parse(s)
	if err != nil {
		return invalid("that is no address of a mailbox; use one like imaps://user@mail.example.org/INBOX") // the error would repeat a password
	}
	scheme, known := schemes[u.Scheme]
	switch {
	case !known:
		return invalid("%q is no way to read a mailbox; use imaps://, imap+starttls://, pop3s:// or pop3+starttls://", u.Scheme)
	case u.Hostname() == "" || u.User.Username() == "" || u.RawQuery != "" || u.Fragment != "":
		return invalid("that is no address of a mailbox; use one like %s://user@mail.example.org", u.Scheme)
	case strings.ContainsAny(u.User.Username()+u.Path, "\r\n\x00"):
		return invalid("it has line breaks in it")
	}
	if _, set := u.User.Password(); set {
		return invalid("it has a password in it, which is shown in logs; set bounce.password")
	}
	if ip := net.ParseIP(u.Hostname()); scheme.security == Loopback && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return invalid("%s:// sends the password in the clear to %s; use %ss:// or %s+starttls://", u.Scheme, u.Hostname(), u.Scheme, u.Scheme)
	}
	a := Address{POP3: scheme.pop3, TLS: scheme.security, Host: u.Hostname(), User: u.User.Username(), Folder: strings.Trim(u.Path, "/")}
	port := u.Port()
	if port == "" {
		port = scheme.port
	}
	a.HostPort = net.JoinHostPort(a.Host, port)
	switch {
	case a.POP3 && a.Folder != "":
		return invalid("POP3 has no folders; leave out /%s", a.Folder)
	case !a.POP3 && a.Folder == "":
		a.Folder = "INBOX"
	}
	return a, nil
}
