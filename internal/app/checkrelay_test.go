package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// serverKind says what is wrong with a mail server; the zero one is right.
type serverKind struct {
	name       string // of the certificate; empty: localhost
	stranger   bool   // signed by nobody who is believed
	ends       time.Duration
	newest     uint16 // TLS
	without    bool   // no STARTTLS
	implicit   bool
	silent     bool // it takes connections and says nothing
	wrongWords bool // it speaks something else
}

type runningServer struct {
	port  string
	roots *x509.CertPool
}

// mailServer starts one on loopback, with a certificate made for it.
func mailServer(t *testing.T, kind serverKind) runningServer {
	t.Helper()
	if kind.name == "" {
		kind.name = "localhost"
	}
	if kind.ends == 0 {
		kind.ends = 90 * 24 * time.Hour
	}
	certificate, roots := certificateFor(t, kind.name, time.Now().Add(kind.ends))
	if kind.stranger {
		roots = x509.NewCertPool()
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	ok(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	ok(t, err)
	if kind.silent || kind.wrongWords {
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				if kind.wrongWords {
					_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
				}
				t.Cleanup(func() { _ = conn.Close() })
			}
		}()
		t.Cleanup(func() { _ = listener.Close() })
		return runningServer{port, roots}
	}
	settings := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS10, MaxVersion: kind.newest}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return noMail{}, nil }))
	server.Domain = "localhost"
	server.ErrorLog = quiet{}
	switch {
	case kind.implicit:
		listener = tls.NewListener(listener, settings)
	case !kind.without:
		server.TLSConfig = settings
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close(); _ = listener.Close(); <-ended })
	return runningServer{port, roots}
}

// noMail is a session in which nothing is sent.
type noMail struct{}

func (noMail) Mail(string, *smtp.MailOptions) error { return errors.New("no mail today") }
func (noMail) Rcpt(string, *smtp.RcptOptions) error { return errors.New("no mail today") }
func (noMail) Data(io.Reader) error                 { return errors.New("no mail today") }
func (noMail) Reset()                               {}
func (noMail) Logout() error                        { return nil }

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certificateFor makes a certificate, and whoever believes its authority.
func certificateFor(t *testing.T, name string, ends time.Time) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "The test's authority"}, NotBefore: time.Now().Add(-365 * 24 * time.Hour), NotAfter: time.Now().Add(365 * 24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	theirs, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, &theirs.PublicKey, theirs)
	ok(t, err)
	authority, err = x509.ParseCertificate(der)
	ok(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotBefore: time.Now().Add(-364 * 24 * time.Hour), NotAfter: ends,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err = x509.CreateCertificate(rand.Reader, leaf, authority, &key.PublicKey, theirs)
	ok(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func TestTheWayToTheMailServer(t *testing.T) {
	const here = "As it is on this machine, set smtp.tls to off; or give it TLS and a certificate for its name."
	for name, is := range map[string]struct {
		kind        serverKind
		ok          bool
		found, mend string
	}{
		"STARTTLS":                 {serverKind{}, true, " speaks TLS 1.3, by a certificate for its name that ends ", ""},
		"TLS from the first byte":  {serverKind{implicit: true}, true, " speaks TLS 1.3, by a certificate for its name that ends ", ""},
		"TLS 1.2":                  {serverKind{newest: tls.VersionTLS12}, true, " speaks TLS 1.2, by a certificate for its name that ends ", ""},
		"TLS 1.1":                  {serverKind{newest: tls.VersionTLS11}, false, " speaks TLS 1.1, which is broken (RFC 8996)", "Have the mail server speak TLS 1.2 or 1.3."},
		"no TLS":                   {serverKind{without: true}, false, " offers no STARTTLS, so whoever is on the way can read what goes to it", here},
		"of another name":          {serverKind{name: "other.example"}, false, ": its certificate is for another name: x509: certificate is valid for other.example, not localhost", here},
		"of nobody who is known":   {serverKind{stranger: true}, false, ": its certificate is signed by nobody whom this machine believes", here},
		"of another time":          {serverKind{ends: -25 * time.Hour}, false, ": its certificate is of another time: it holds from ", here},
		"soon to end":              {serverKind{ends: 49 * time.Hour}, true, " speaks TLS 1.3, by a certificate for its name that ends ", "The certificate ends in 2 days: have it renewed."},
		"implicit, another's name": {serverKind{implicit: true, name: "other.example"}, false, ": its certificate is for another name: ", here},
	} {
		t.Run(name, func(t *testing.T) {
			server := mailServer(t, is.kind)
			port, err := strconv.Atoi(server.port)
			ok(t, err)
			c := checker{now: time.Now, roots: server.roots}
			f, reached := c.secure(t.Context(), relay{host: "localhost", port: port, tls: "required", implicit: is.kind.implicit})
			if !reached || f.OK != is.ok || !strings.Contains(f.Found, is.found) || f.Mend != is.mend || f.What != "TLS" {
				t.Errorf("%v, %+v\nwant %v …%s…, %s", reached, f, is.ok, is.found, is.mend)
			}
		})
	}
}

func TestWhatIsNoMailServerIsNotLookedAtForTLS(t *testing.T) {
	server := mailServer(t, serverKind{wrongWords: true})
	port, err := strconv.Atoi(server.port)
	ok(t, err)
	c := checker{now: time.Now, dns: zone{}}
	found, unseen := c.relay(t.Context(), relay{host: "127.0.0.1", port: port, tls: "required"})
	if len(found) != 1 || found[0].What != "mail server" || found[0].OK || strings.Join(unseen, ", ") != "TLS, reverse DNS" {
		t.Errorf("%+v, %v", found, unseen)
	}
}

func TestTheMendOfASecureWayElsewhere(t *testing.T) {
	far := relay{host: "smtp.example", port: 587}
	for want, err := range map[string]error{
		"Use a mail server with TLS: port 587 with STARTTLS, or 465.":                                   nil,
		"Set smtp.host to the name that the certificate is for, or give the server one for this name.":  x509.HostnameError{},
		"Give the mail server TLS 1.2 or newer and a certificate for its name that everybody believes.": errors.New("EOF"),
	} {
		if got := tlsMend(far, err); got != want {
			t.Errorf("%v: %s", err, got)
		}
	}
}

func TestASilentMailServerIsNotWaitedForLong(t *testing.T) {
	server := mailServer(t, serverKind{silent: true})
	port, err := strconv.Atoi(server.port)
	ok(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	c := checker{now: time.Now, dns: zone{}}
	for _, implicit := range []bool{false, true} {
		begun := time.Now()
		if f, reached := c.secure(ctx, relay{host: "localhost", port: port, tls: "required", implicit: implicit}); f.OK || reached && f.Mend == "" {
			t.Errorf("%+v, %v", f, reached)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("it took %v", took)
		}
	}
}

func TestAllMailServersAreLookedAt(t *testing.T) {
	good, other, old := mailServer(t, serverKind{}), mailServer(t, serverKind{implicit: true, stranger: true}), mailServer(t, serverKind{without: true})
	c := checker{now: time.Now, dns: zone{}, roots: good.roots}
	c.SMTPHost, c.SMTPTLS = "localhost", "required"
	port, err := strconv.Atoi(good.port)
	ok(t, err)
	c.SMTPPort = port
	c.SMTPAlso = []string{
		"smtps://desk:hidden@localhost:" + other.port, "smtp://localhost:" + old.port + "?weight=2", "smtp://localhost:" + good.port, // which is there already
		"ftp://desk:hidden@files.example", "smtp://localhost:" + good.port + "?speed=9",
	}
	found, unseen := c.lookAtRelays(t.Context())
	var lines []string
	for _, f := range found {
		if strings.Contains(f.Found+f.Mend, "hidden") {
			t.Errorf("the password is shown: %+v", f)
		}
		if !f.OK && f.Mend == "" {
			t.Errorf("no mend: %+v", f)
		}
		if f.What != "mail server" { // go-mail believes the system's authorities alone, not the test's
			lines = append(lines, fmt.Sprint(f.OK, " ", f.What, " ", f.Found))
		}
	}
	got := strings.Join(lines, "\n")
	for _, want := range []string{
		"true TLS localhost:" + good.port + " speaks TLS 1.3", "false TLS localhost:" + other.port + ": its certificate is signed by nobody", "false TLS localhost:" + old.port + " offers no STARTTLS",
		"false smtp.also one of them is no address of a mail server", `there is no option "speed" for localhost`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
	if strings.Count(got, "TLS localhost:") != 3 || len(unseen) != 3 {
		t.Errorf("%v\n%s", unseen, got)
	}
}

func TestTheMendOfAFurtherMailServerNamesItsSetting(t *testing.T) {
	c := checker{now: time.Now, dns: zone{}}
	server := mailServer(t, serverKind{without: true})
	port, err := strconv.Atoi(server.port)
	ok(t, err)
	for want, r := range map[string]relay{
		"As it is on this machine, add tls=off to its address in smtp.also; or give it TLS and a certificate for its name.": {host: "localhost", port: port, tls: "required", also: true},
		"Mend its address in smtp.also, or take it out.":                                                                    {host: "localhost", port: 1, tls: "required", also: true},
	} {
		found, _ := c.relay(t.Context(), r)
		if len(found) != 1 || found[0].OK || found[0].Mend != want {
			t.Errorf("%+v\nwant %s", found, want)
		}
	}
}
