package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	netsmtp "net/smtp"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"onrecord/internal/platform/smtp"
)

// relay is a mail server that takes mail from here.
type relay struct {
	host           string
	port           int
	tls            string // required, opportunistic or off
	implicit       bool   // TLS from the first byte (RFC 8314, section 3.3), as the sender has it on port 465
	user, password string
	also           bool // it stands in smtp.also
}

func (r relay) String() string { return net.JoinHostPort(r.host, strconv.Itoa(r.port)) }

// relays gives those that are set, each once, and what is wrong with those that cannot be read.
func (c checker) relays() (all []relay, wrong []error) {
	add := func(o smtp.Options, also bool) {
		r := relay{o.Host, o.Port, o.TLS, o.TLS == "implicit" || o.Port == 465 && (o.TLS == "required" || o.TLS == ""), o.User, o.Password, also}
		if r.tls == "implicit" || r.tls == "" {
			r.tls = "required"
		}
		if !slices.ContainsFunc(all, func(other relay) bool { return other.String() == r.String() }) {
			all = append(all, r)
		}
	}
	o, _ := mainRelay(c.Config)
	add(o, false)
	for _, address := range c.SMTPAlso {
		o, _, err := also(address, c.SMTPConnections)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		add(o, true)
	}
	return all, wrong
}

// lookAtRelays looks at all of them at once, for each may take its time.
func (c checker) lookAtRelays(ctx context.Context) (found []Finding, unseen []string) {
	all, wrong := c.relays()
	results := make([]struct {
		found  []Finding
		unseen []string
	}, len(all))
	var wait sync.WaitGroup
	for i, r := range all {
		wait.Go(func() { results[i].found, results[i].unseen = c.relay(ctx, r) })
	}
	wait.Wait()
	for _, r := range results {
		found, unseen = append(found, r.found...), append(unseen, r.unseen...)
	}
	for _, err := range wrong {
		said, _, _ := strings.Cut(withoutField(err), "; ")
		found = append(found, Finding{"smtp.also", false, said, "Write each as smtp://user:password@host:587?weight=1&connections=20&rate=0&tls=required or smtps://…, with commas between them."})
	}
	return found, unseen
}

// relayTime is how long a mail server may take for all that is asked of it.
const relayTime = 10 * time.Second

// relay looks whether a mail server takes mail, whether what goes to it can be read on the way, and whether its name and address
// go together. What it cannot see from here it names.
func (c checker) relay(ctx context.Context, r relay) (found []Finding, unseen []string) {
	secure, reached := c.secure(ctx, r)
	switch {
	case !reached:
		found, unseen = append(found, c.mailServer(ctx, r)), append(unseen, "TLS")
	case !secure.OK && r.tls == "required":
		found = append(found, secure) // it takes no mail so, and that would only say it again
	default:
		found = append(found, c.mailServer(ctx, r), secure)
		if r.tls == "off" {
			unseen = append(unseen, "TLS") // how that server hands mail on is what counts
		}
	}
	f, seen := c.reverse(ctx, r)
	if !seen {
		return found, append(unseen, f.What)
	}
	return append(found, f), unseen
}

// mailServer looks whether it takes mail by the settings.
func (c checker) mailServer(ctx context.Context, r relay) Finding {
	ctx, cancel := context.WithTimeout(ctx, relayTime)
	defer cancel()
	how := r.tls
	if r.implicit {
		how = "implicit"
	}
	to, err := smtp.New(smtp.Options{Host: r.host, Port: r.port, User: r.user, Password: r.password, TLS: how, Timeout: relayTime, Roots: c.roots})
	if err == nil {
		var conn *smtp.Conn
		if conn, err = to.Open(ctx); err == nil {
			err = conn.Close()
		}
	}
	if err != nil {
		mend := "Set smtp.host, smtp.port, smtp.tls, smtp.user and smtp.password to those of your mail server."
		if r.also {
			mend = "Mend its address in smtp.also, or take it out."
		}
		return Finding{"mail server", false, err.Error(), mend}
	}
	return Finding{"mail server", true, fmt.Sprintf("%s:%d takes mail", r.host, r.port), ""}
}

// secure looks at the TLS of a mail server: that it has it, at its own port or by STARTTLS (RFC 3207), of a version that is not
// broken, with a certificate for its name (RFC 8314). A server that cannot be reached, or does not speak SMTP, was not reached.
func (c checker) secure(ctx context.Context, r relay) (f Finding, reached bool) {
	const what = "TLS"
	if r.tls == "off" { // settings allow it for this machine alone
		return Finding{what, true, fmt.Sprintf("%v is on this machine, and mail goes to it without", r), ""}, true
	}
	ctx, cancel := context.WithTimeout(ctx, relayTime)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", r.String())
	if err != nil {
		return f, false
	}
	defer func() { _ = conn.Close() }()
	if deadline, is := ctx.Deadline(); is {
		_ = conn.SetDeadline(deadline)
	}
	settings := &tls.Config{ServerName: r.host, RootCAs: c.roots, MinVersion: tls.VersionTLS10} // an old one is to be named, not only refused
	var state tls.ConnectionState
	if r.implicit {
		over := tls.Client(conn, settings)
		if err := over.HandshakeContext(ctx); err != nil {
			return Finding{what, false, fmt.Sprintf("%v: %s", r, tlsFault(err)), tlsMend(r, err)}, true
		}
		state = over.ConnectionState()
	} else {
		client, err := netsmtp.NewClient(conn, r.host)
		if err == nil {
			err = client.Hello(ownName())
		}
		if err != nil {
			return f, false
		}
		if is, _ := client.Extension("STARTTLS"); !is {
			return Finding{what, false, fmt.Sprintf("%v offers no STARTTLS, so whoever is on the way can read what goes to it", r), tlsMend(r, nil)}, true
		}
		if err := client.StartTLS(settings); err != nil {
			return Finding{what, false, fmt.Sprintf("%v: %s", r, tlsFault(err)), tlsMend(r, err)}, true
		}
		state, _ = client.TLSConnectionState()
	}
	version := tls.VersionName(state.Version)
	if state.Version < tls.VersionTLS12 {
		return Finding{what, false, fmt.Sprintf("%v speaks %s, which is broken (RFC 8996)", r, version), "Have the mail server speak TLS 1.2 or 1.3."}, true
	}
	f = Finding{what, true, fmt.Sprintf("%v speaks %s", r, version), ""}
	if len(state.PeerCertificates) > 0 {
		ends := state.PeerCertificates[0].NotAfter
		f.Found += ", by a certificate for its name that ends " + ends.UTC().Format(time.DateOnly)
		if left := ends.Sub(c.now()); left < renewal {
			f.Mend = fmt.Sprintf("The certificate ends in %s: have it renewed.", Count(max(int(left.Hours()/24), 0), "day"))
		}
	}
	return f, true
}

// ownName is what this machine calls itself to a mail server.
func ownName() string {
	name, err := os.Hostname()
	if err != nil {
		return "localhost"
	}
	return name
}

// renewal is how long before its end a certificate should have been renewed.
const renewal = 14 * 24 * time.Hour

// tlsFault says why TLS was not to be had.
func tlsFault(err error) string {
	var (
		name      x509.HostnameError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &name):
		return "its certificate is for another name: " + name.Error()
	case errors.As(err, &authority):
		return "its certificate is signed by nobody whom this machine believes"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate is of another time: it holds from " + invalid.Cert.NotBefore.UTC().Format(time.DateOnly) + " to " + invalid.Cert.NotAfter.UTC().Format(time.DateOnly)
	case strings.Contains(err.Error(), "protocol version"):
		return "it speaks no version of TLS that is not broken"
	}
	return "TLS cannot be begun: " + err.Error()
}

func tlsMend(r relay, err error) string {
	if a, is := netip.ParseAddr(strings.Trim(r.host, "[]")); is == nil && a.IsLoopback() || strings.EqualFold(r.host, "localhost") {
		if r.also {
			return "As it is on this machine, add tls=off to its address in smtp.also; or give it TLS and a certificate for its name."
		}
		return "As it is on this machine, set smtp.tls to off; or give it TLS and a certificate for its name."
	}
	if name := (x509.HostnameError{}); errors.As(err, &name) {
		setting := "smtp.host"
		if r.also {
			setting = "its address in smtp.also"
		}
		return "Set " + setting + " to the name that the certificate is for, or give the server one for this name."
	}
	if authority := (x509.UnknownAuthorityError{}); errors.As(err, &authority) {
		return "Give the server a certificate that everybody believes; or, if the house has an authority of its own, set smtp.ca to its certificate."
	}
	if err == nil {
		return "Use a mail server with TLS: port 587 with STARTTLS, or 465."
	}
	return "Give the mail server TLS 1.2 or newer and a certificate for its name that everybody believes."
}

// reverse looks whether the addresses of a mail server have names, and these names those addresses (RFC 8601, section 2.7.3,
// calls it iprev). Of a server that the world cannot reach nothing is seen: it sends from another address.
func (c checker) reverse(ctx context.Context, r relay) (f Finding, seen bool) {
	const what = "reverse DNS"
	f.What = what
	public, _, err := addresses(ctx, c.dns, r.host)
	if notFound(err) || err == nil && len(public) == 0 {
		return f, false
	}
	if err != nil {
		return Finding{what, false, fmt.Sprintf("%s cannot be looked up: %s", r.host, lookupFault(err)), noNameServer}, true
	}
	var good []string
	for _, a := range public {
		name, fault, mend := c.reverseName(ctx, a)
		if fault != "" {
			return Finding{what, false, fmt.Sprintf("%v, the address of %s, %s", a, r.host, fault), mend}, true
		}
		good = append(good, fmt.Sprintf("%v is %s", a, name))
	}
	return Finding{what, true, strings.Join(good, ", ") + ", and back", ""}, true
}

// reverseName gives an address's name that has this address, or what is wrong and the mend.
func (c checker) reverseName(ctx context.Context, a netip.Addr) (name, fault, mend string) {
	found, err := c.dns.LookupAddr(ctx, a.String())
	if len(found) == 0 && err != nil && !notFound(err) {
		return "", "cannot be looked up: " + lookupFault(err), noNameServer
	}
	ask := "Have whoever gave you the address set its PTR record to the mail server's name, and the name's record to the address."
	if len(found) == 0 {
		return "", "has no name (no PTR record)", ask
	}
	const most = 10 // an address with more has no name that means anything
	for _, name := range found[:min(len(found), most)] {
		name = strings.TrimSuffix(name, ".")
		back, _, err := addresses(ctx, c.dns, name)
		if err == nil && slices.Contains(back, a) {
			return name, "", ""
		}
		if err != nil && !notFound(err) {
			fault = "is called " + name + ", which cannot be looked up: " + lookupFault(err)
			mend = noNameServer
		}
	}
	if fault != "" {
		return "", fault, mend
	}
	return "", "is called " + strings.TrimSuffix(found[0], ".") + ", which is not that address", ask
}
