package app

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"onrecord/internal/platform/dkim"
	"onrecord/internal/testkit/mailcatcher"
)

// zone is what a name server knows. What it does not is not found.
type zone struct {
	txt, mx, hosts map[string][]string // by name
	ptr            map[string][]string // by address
	broken         map[string]error    // names and addresses at which it fails
}

func (z zone) look(in map[string][]string, name string) ([]string, error) {
	name = strings.TrimSuffix(name, ".")
	if err := z.broken[name]; err != nil {
		return nil, err
	}
	if found, ok := in[name]; ok {
		return found, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) { return z.look(z.txt, name) }

func (z zone) LookupAddr(_ context.Context, addr string) ([]string, error) {
	return z.look(z.ptr, addr)
}

func (z zone) LookupMX(_ context.Context, name string) (out []*net.MX, err error) {
	found, err := z.look(z.mx, name)
	for _, host := range found {
		out = append(out, &net.MX{Host: host})
	}
	return out, err
}

func (z zone) LookupIPAddr(_ context.Context, name string) (out []net.IPAddr, err error) {
	found, err := z.look(z.hosts, name)
	for _, a := range found {
		out = append(out, net.IPAddr{IP: net.ParseIP(a)})
	}
	return out, err
}

// publish has the keys' records in the zone.
func (z zone) publish(keys ...dkim.Key) {
	for _, k := range keys {
		name, value := k.Record()
		z.txt[name] = []string{value}
	}
}

// readyDesk gives a checker of a desk that lacks nothing, on a database.
func readyDesk(t *testing.T, database string) (checker, *App, zone) {
	t.Helper()
	mails, err := mailcatcher.Start(t.Context(), mailcatcher.Options{})
	ok(t, err)
	t.Cleanup(func() { ok(t, mails.Close()) })
	host, port, err := net.SplitHostPort(mails.Addr())
	ok(t, err)
	c := set(t, map[string]string{"database": database, "base_url": "https://digest.example", "smtp.host": host, "smtp.port": port, "smtp.tls": "off",
		"mail.from": "The Desk <desk@mail.digest.example>", "mail.dkim": t.TempDir()})
	a := openDesk(t, database)
	a.Config.MailDKIM, a.Config.MailFrom = c.MailDKIM, c.MailFrom
	_, err = a.AddUser(t.Context(), "anna", "correct horse battery")
	ok(t, err)
	_, err = a.AddPublication(t.Context(), NewPublication{Slug: "alert", Name: "Daily Alert", Language: "en", Days: []string{"sun"}, At: "07:00", Zone: "UTC", Sections: []string{"News"}})
	ok(t, err)
	keys, err := a.MakeMailKeys(t.Context(), NewMailKey{Selector: "one", Kind: dkim.Ed25519})
	ok(t, err)
	z := zone{
		txt:    map[string][]string{"mail.digest.example": {"something else", "v=spf1 a -all"}, "_dmarc.digest.example": {"v=DMARC1; p=none"}},
		mx:     map[string][]string{"mail.digest.example": {"mx.digest.example."}},
		hosts:  map[string][]string{"mx.digest.example": {"198.51.100.25"}},
		ptr:    map[string][]string{},
		broken: map[string]error{},
	}
	z.publish(keys...)
	return checker{Config: c, now: time.Now, dns: z}, a, z
}

// notReady gives what is not ready; all of it must come with what was found and the mend.
func notReady(t *testing.T, c checker) (out []Finding) {
	t.Helper()
	for _, f := range c.all(t.Context()) {
		if f.Found == "" || !f.OK && f.Mend == "" {
			t.Errorf("it is not said what was found, or how to mend it: %+v", f)
		}
		if !f.OK {
			out = append(out, f)
		}
	}
	return out
}

func TestOfAReadyDeskNothingIsToMend(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		c, _, _ := readyDesk(t, fresh())
		if found := notReady(t, c); len(found) != 0 {
			t.Errorf("%+v", found)
		}
	})
}

// Without an editor's address the desk works, but tells nobody: a warning.
func TestWhetherAnyEditorIsTold(t *testing.T) {
	c, a, _ := readyDesk(t, filepath.Join(t.TempDir(), "desk.db"))
	told := func() (warned bool) {
		t.Helper()
		for _, f := range c.all(t.Context()) {
			if f.What != "editors" {
				continue
			}
			if !f.OK || !strings.Contains(f.Found, "nobody is told") || !strings.Contains(f.Mend, "onrecord user set NAME --mail ADDRESS") {
				t.Errorf("found %+v", f)
			}
			warned = true
		}
		return !warned
	}
	_, err := a.AddUser(t.Context(), "ben", "correct horse battery")
	ok(t, err)
	if told() {
		t.Error("nobody has an address, and nothing is said of it")
	}
	ok(t, a.SetUserMail(t.Context(), "ben", "ben@example.org"))
	if !told() {
		t.Error("one has an address, and it is said that nobody is told")
	}
}

func TestOfANewDeskAllIsNamed(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		c, _, z := readyDesk(t, fresh())
		c.Database = fresh()
		for _, records := range []map[string][]string{z.txt, z.mx, z.hosts} {
			clear(records)
		}
		c.MailDKIM = t.TempDir()
		var names []string
		for _, f := range notReady(t, c) {
			names = append(names, f.What)
		}
		if got := strings.Join(names, ", "); got != "desk, publication, SPF, DKIM, DMARC, bounces, bulk sender" {
			t.Errorf("not ready: %s", got)
		}
	})
}

func TestEachThingThatIsNotReadyIsNamedWithItsMend(t *testing.T) {
	silent := func(t *testing.T) int { // a port on which nobody listens
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		ok(t, err)
		ok(t, l.Close())
		return l.Addr().(*net.TCPAddr).Port
	}
	const server = "Set smtp.host, smtp.port, smtp.tls, smtp.user and smtp.password to those of your mail server."
	for name, is := range map[string]struct {
		so                func(t *testing.T, c *checker, a *App, z zone)
		what, found, mend string
	}{
		"readers come without TLS": {func(_ *testing.T, c *checker, _ *App, _ zone) { c.BaseURL = "http://digest.example" },
			"settings", "http://digest.example, without TLS", "Put a reverse proxy with TLS in front and set base_url to https://…"},
		"the secret was cut short": {func(t *testing.T, c *checker, _ *App, _ zone) {
			ok(t, os.WriteFile(filepath.Join(c.Data, "secret"), []byte("short"), 0o600))
		}, "secret", "holds fewer than 32 characters", "Set secret, or mend what stands in the way; 'openssl rand -hex 32' makes a secret."},
		"the database is no database": {func(t *testing.T, c *checker, _ *App, _ zone) {
			c.Database = filepath.Join(c.Data, "notes.txt")
			ok(t, os.WriteFile(c.Database, []byte("No database, however long it is looked at, and then some more."), 0o600))
		}, "database", "notes.txt is there but is no SQLite database; name another file", "Mend the setting database, or start the server."},
		"PostgreSQL does not run": {func(t *testing.T, c *checker, _ *App, _ zone) {
			c.Database = "postgres://desk:hidden@127.0.0.1:" + strconv.Itoa(silent(t)) + "/desk"
		}, "database", "/desk does not answer: ", "Mend the setting database, or start the server."},
		"the clock is wrong": {func(_ *testing.T, c *checker, _ *App, _ zone) {
			c.now = func() time.Time { return time.Now().Add(time.Hour) }
		}, "clock", "this machine and its database are 1h0m0s apart", "Keep both clocks right, by NTP."},
		"no mail server": {func(t *testing.T, c *checker, _ *App, _ zone) { c.SMTPPort = silent(t) },
			"mail server", "the mail server 127.0.0.1:", server},
		"the mail server has no TLS": {func(_ *testing.T, c *checker, _ *App, _ zone) { c.SMTPTLS = "required" },
			"TLS", "offers no STARTTLS", "As it is on this machine, set smtp.tls to off; or give it TLS and a certificate for its name."},
		"mails come from nowhere": {func(_ *testing.T, c *checker, _ *App, _ zone) { c.MailFrom = "" },
			"mail.from", "is not set, and Daily Alert has no mailbox of its own", "Set it to the mailbox that mails come from, as in Daily Alert <alert@example.org>."},
		"a publication's own domain has no SPF record": {func(t *testing.T, _ *checker, a *App, z zone) {
			_, err := a.AddPublication(t.Context(), NewPublication{Slug: "briefs", Name: "Briefs", Language: "en", Days: []string{"mon"}, At: "07:00", Zone: "UTC", Sections: []string{"News"},
				From: "Briefs <briefs@News.Digest.example>"})
			ok(t, err)
			keys, err := a.MakeMailKeys(t.Context(), NewMailKey{Domain: "news.digest.example", Kind: dkim.Ed25519})
			ok(t, err)
			z.publish(keys...)
			z.mx["news.digest.example"] = []string{"mx.digest.example"}
		}, "SPF", "there is no such record at news.digest.example", "Publish a TXT record at news.digest.example that names your mail server: v=spf1 include:… -all (RFC 7208)"},
		"a key is damaged": {func(t *testing.T, c *checker, _ *App, _ zone) {
			ok(t, os.WriteFile(filepath.Join(c.MailDKIM, "one._domainkey.mail.digest.example.pem"), []byte("-----BEGIN"), 0o600))
		}, "DKIM", "one._domainkey.mail.digest.example.pem: the file is damaged", "Mend that file: without its keys mail cannot be signed."},
	} {
		t.Run(name, func(t *testing.T) {
			c, a, z := readyDesk(t, filepath.Join(t.TempDir(), "desk.db"))
			is.so(t, &c, a, z)
			found := slices.DeleteFunc(notReady(t, c), func(f Finding) bool { return f.What == "bulk sender" }) // which says it again
			if len(found) != 1 || found[0].What != is.what || !strings.Contains(found[0].Found, is.found) || found[0].Mend != is.mend {
				t.Errorf("found %+v\nwant %s: …%s…, %s", found, is.what, is.found, is.mend)
			}
			for _, f := range found {
				if strings.Contains(f.Found, "hidden") {
					t.Errorf("the password is shown: %s", f.Found)
				}
			}
		})
	}
}
