package app

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"onrecord/internal/testkit/mailcatcher"
)

// zone is a name server's TXT records by name.
type zone map[string][]string

func (z zone) txt(_ context.Context, name string) ([]string, error) {
	if found, ok := z[name]; ok {
		return found, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
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
		"mail.from": "The Desk <desk@mail.digest.example>"})
	a := openDesk(t, database)
	_, err = a.AddUser(t.Context(), "anna", "correct horse battery")
	ok(t, err)
	_, err = a.AddPublication(t.Context(), NewPublication{Slug: "alert", Name: "Daily Alert", Language: "en", Days: []string{"sun"}, At: "07:00", Zone: "UTC", Sections: []string{"News"}})
	ok(t, err)
	z := zone{"mail.digest.example": {"something else", "v=spf1 a -all"}, "_dmarc.digest.example": {"v=DMARC1; p=none"}}
	return checker{c, time.Now, z.txt}, a, z
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

func TestOfANewDeskAllIsNamed(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		c, _, z := readyDesk(t, fresh())
		c.Database = fresh()
		clear(z)
		var names []string
		for _, f := range notReady(t, c) {
			names = append(names, f.What)
		}
		if got := strings.Join(names, ", "); got != "desk, publication, SPF, DMARC" {
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
	const spf = "Publish a TXT record at mail.digest.example that names your mail server: v=spf1 include:… -all (RFC 7208)"
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
			"mail server", "does not take mail: ", server},
		"mails come from nowhere": {func(_ *testing.T, c *checker, _ *App, _ zone) { c.MailFrom = "" },
			"mail.from", "is not set, and Daily Alert has no mailbox of its own", "Set it to the mailbox that mails come from, as in Daily Alert <alert@example.org>."},
		"no SPF record": {func(_ *testing.T, _ *checker, _ *App, z zone) { delete(z, "mail.digest.example") },
			"SPF", "there is no such record at mail.digest.example", spf},
		"a record that only looks like SPF": {func(_ *testing.T, _ *checker, _ *App, z zone) { z["mail.digest.example"] = []string{"v=spf10 a -all"} },
			"SPF", "there is no such record at mail.digest.example", spf},
		"two SPF records": {func(_ *testing.T, _ *checker, _ *App, z zone) {
			z["mail.digest.example"] = []string{"v=spf1 a -all", "v=spf1 mx -all"}
		}, "SPF", "2 such records stand at mail.digest.example, so receivers heed none", "Leave one of them."},
		"no DMARC record": {func(_ *testing.T, _ *checker, _ *App, z zone) { delete(z, "_dmarc.digest.example") },
			"DMARC", "there is no such record at _dmarc.mail.digest.example or _dmarc.digest.example",
			"Publish a TXT record at _dmarc.mail.digest.example: v=DMARC1; p=none; rua=mailto:… (RFC 7489)"},
		"no name server answers for one name": {func(_ *testing.T, c *checker, _ *App, z zone) {
			c.txt = func(ctx context.Context, name string) ([]string, error) {
				if strings.HasPrefix(name, "_dmarc") {
					return nil, errors.New("the server is busy")
				}
				return z.txt(ctx, name)
			}
		}, "DMARC", "_dmarc.mail.digest.example cannot be looked up: the server is busy", "Give this machine a name server that answers, and check again."},
		"a publication's own domain has no SPF record": {func(t *testing.T, _ *checker, a *App, z zone) {
			_, err := a.AddPublication(t.Context(), NewPublication{Slug: "briefs", Name: "Briefs", Language: "en", Days: []string{"mon"}, At: "07:00", Zone: "UTC", Sections: []string{"News"},
				From: "Briefs <briefs@Briefs.example>"})
			ok(t, err)
			z["_dmarc.briefs.example"] = []string{"v=DMARC1; p=none"}
		}, "SPF", "there is no such record at briefs.example", "Publish a TXT record at briefs.example that names your mail server: v=spf1 include:… -all (RFC 7208)"},
	} {
		t.Run(name, func(t *testing.T) {
			c, a, z := readyDesk(t, filepath.Join(t.TempDir(), "desk.db"))
			is.so(t, &c, a, z)
			found := notReady(t, c)
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
