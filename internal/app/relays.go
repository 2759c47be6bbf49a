package app

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/platform/dkim"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
)

// relays gives the mail servers that the settings name, and what limits single domains have.
func relays(c config.Config) (ways []send.Way, paces []send.Pace, err error) {
	roots, err := smtp.Authorities(c.SMTPCA)
	if err != nil {
		return nil, nil, err
	}
	first, way := mainRelay(c)
	first.Roots = roots
	if way, err = wayOf(first, way); err != nil {
		return nil, nil, err
	}
	ways = append(ways, way)
	for _, address := range c.SMTPAlso {
		o, way, err := also(address, c.SMTPConnections)
		if err == nil {
			o.Roots = roots
			way, err = wayOf(o, way)
		}
		if err != nil {
			return nil, nil, err
		}
		ways = append(ways, way)
	}
	for _, d := range c.MailDomains {
		name, value, _ := strings.Cut(d, "=")
		perSecond, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(perSecond > 0 && perSecond <= 1e6) || !strings.Contains(name, ".") {
			return nil, nil, news.FieldErrorf("mail.domains", "%q is no domain with its messages a second; write it as example.org=20", d)
		}
		paces = append(paces, send.Pace{Domain: strings.TrimSpace(name), Rate: perSecond})
	}
	return ways, paces, nil
}

// mainRelay is the mail server in smtp.host.
func mainRelay(c config.Config) (smtp.Options, send.Way) {
	return smtp.Options{Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, Password: c.SMTPPassword, TLS: c.SMTPTLS},
		send.Way{Weight: c.SMTPWeight, Connections: c.SMTPConnections, Rate: c.SMTPRate}
}

func wayOf(o smtp.Options, w send.Way) (send.Way, error) {
	relay, err := smtp.New(o)
	w.Relay, w.Name = mailRelay{relay}, o.Host+":"+strconv.Itoa(o.Port)
	return w, err
}

// also reads the address of a further mail server. Its password is not repeated in an error.
func also(address string, connections int) (o smtp.Options, w send.Way, err error) {
	wrong := func(what string) (smtp.Options, send.Way, error) {
		return smtp.Options{}, send.Way{}, news.FieldErrorf("smtp.also", "%s; write a mail server as smtp://user:password@host:587?weight=1&connections=20&rate=0&tls=required", what)
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" {
		return wrong("one of them is no address of a mail server")
	}
	o = smtp.Options{Host: u.Hostname(), Port: 587, User: u.User.Username()}
	o.Password, _ = u.User.Password()
	if u.Scheme == "smtps" {
		o.Port, o.TLS = 465, "implicit"
	}
	if p := u.Port(); p != "" {
		o.Port, _ = strconv.Atoi(p) // the URL has checked it
	}
	w = send.Way{Weight: 1, Connections: connections}
	for name, values := range u.Query() {
		n, bad := strconv.ParseFloat(values[0], 64)
		switch name {
		case "tls":
			o.TLS, bad = values[0], nil
		case "weight":
			w.Weight = int(n)
		case "connections":
			w.Connections = int(n)
		case "rate":
			w.Rate = n
		default:
			return wrong("there is no option " + strconv.Quote(name) + " for " + u.Host)
		}
		if bad != nil || !(n >= 0 && n <= 1e6) {
			return wrong(strconv.Quote(values[0]) + " is no number for " + name + " of " + u.Host)
		}
	}
	return o, w, nil
}

// mailRelay lets the send step see smtp.Conn as its own interface.
type mailRelay struct{ *smtp.Relay }

// Open implements send.Relay.
func (r mailRelay) Open(ctx context.Context) (send.Conn, error) { return r.Relay.Open(ctx) }

// signers gives a signer with the keys that are in a folder now, so that a key counts from the edition after it was made, and one
// that was taken away no longer.
func signers(folder string) func() (send.Signer, error) {
	return func() (send.Signer, error) {
		keys, err := dkim.Load(folder)
		return dkim.NewSigner(keys), err
	}
}
