package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/dkim"
)

// sender gives a checker of what is asked about mail from desk@mail.digest.example, which lacks nothing: the mail server on this
// machine is mx.digest.example to the world, and the mails are signed by two keys.
func sender(t *testing.T) (checker, zone) {
	t.Helper()
	server := mailServer(t, serverKind{})
	c := set(t, map[string]string{"base_url": "https://digest.example", "smtp.host": "localhost", "smtp.port": server.port, "mail.from": "The Desk <desk@mail.digest.example>",
		"mail.dkim": t.TempDir()})
	z := zone{
		txt:    map[string][]string{"mail.digest.example": {"v=spf1 ip4:198.51.100.7 include:spf.example ~all"}, "spf.example": {"v=spf1 ip4:192.0.2.0/24 -all"}, "_dmarc.digest.example": {"v=DMARC1; p=none"}},
		mx:     map[string][]string{"mail.digest.example": {"mx.digest.example."}},
		hosts:  map[string][]string{"localhost": {"198.51.100.7"}, "mx.digest.example": {"198.51.100.7"}},
		ptr:    map[string][]string{"198.51.100.7": {"mx.digest.example."}},
		broken: map[string]error{},
	}
	for _, selector := range []string{"one", "two"} {
		k, err := dkim.Generate("mail.digest.example", selector, dkim.Ed25519)
		ok(t, err)
		_, err = k.Save(c.MailDKIM)
		ok(t, err)
		z.publish(k)
	}
	return checker{Config: c, now: time.Now, dns: z, roots: server.roots}, z
}

func TestOfASenderWhoLacksNothingAllIsSaid(t *testing.T) {
	c, _ := sender(t)
	var got strings.Builder
	for _, f := range c.mail(t.Context(), nil) {
		fmt.Fprintf(&got, "%v %s: %s|%s\n", f.OK, f.What, f.Found, f.Mend)
	}
	server := fmt.Sprintf("localhost:%d", c.SMTPPort)
	want := `true mail server: ` + server + ` takes mail|
true TLS: ` + server + ` speaks TLS 1.3, by a certificate for its name that ends ` + time.Now().Add(90*24*time.Hour).UTC().Format(time.DateOnly) + `|
true reverse DNS: 198.51.100.7 is mx.digest.example, and back|
true SPF: mail.digest.example: v=spf1 ip4:198.51.100.7 include:spf.example ~all; it names your mail server|
true DKIM: one._domainkey.mail.digest.example: published as it is here (ed25519)|
true DKIM: two._domainkey.mail.digest.example: published as it is here (ed25519)|
true DMARC: _dmarc.digest.example: v=DMARC1; p=none|
true alignment: mail from mail.digest.example is signed for mail.digest.example and sent for mail.digest.example, which go with it|
true bounces: mx.digest.example takes mail for mail.digest.example|
true way back: bounces go to where mails come from, and nobody counts them|Set mail.bounces and a way in, or dead addresses are mailed for ever; docs/operating.md shows each.
true bulk sender: what large mailbox providers ask for is there: SPF, DKIM, DMARC with alignment, reverse DNS, TLS, one-click unsubscribe|
`
	if s := got.String(); s != want {
		t.Errorf("got\n%swant\n%s", s, want)
	}
}

func TestWhatASenderLacksIsNamedWithItsMend(t *testing.T) {
	slow := &net.DNSError{Err: "i/o timeout", IsTimeout: true}
	key := func(t *testing.T, c *checker, selector string) dkim.Key {
		keys, err := dkim.Load(c.MailDKIM)
		ok(t, err)
		i := slices.IndexFunc(keys, func(k dkim.Key) bool { return k.Selector == selector })
		return keys[i]
	}
	const (
		spf = "Publish a TXT record at mail.digest.example that names your mail server: v=spf1 include:… -all (RFC 7208)"
		ptr = "Have whoever gave you the address set its PTR record to the mail server's name, and the name's record to the address."
		mx  = "Publish an MX record at mail.digest.example that names the mail server which takes its mail, bounces among it."
		own = "Send from a domain of your own, where you can publish records, as in Daily Alert <alert@example.org>."
	)
	for name, is := range map[string]struct {
		so          func(t *testing.T, c *checker, z zone)
		what, found string // empty: nothing is lacking
		mend        string
		also        string // what is lacking besides
	}{
		"no SPF record": {func(_ *testing.T, _ *checker, z zone) { delete(z.txt, "mail.digest.example") },
			"SPF", "there is no such record at mail.digest.example", spf, ""},
		"a record that only looks like SPF": {func(_ *testing.T, _ *checker, z zone) { z.txt["mail.digest.example"] = []string{"v=spf10 a -all"} },
			"SPF", "there is no such record at mail.digest.example", spf, ""},
		"two SPF records": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["mail.digest.example"] = []string{"v=spf1 a -all", "v=spf1 mx -all"}
		}, "SPF", "2 such records stand at mail.digest.example, so receivers heed none", "Leave one of them.", ""},
		"SPF without an end": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["mail.digest.example"] = []string{"v=spf1 ip4:198.51.100.7"}
		}, "SPF", "it does not say what becomes of mail from others", "End it with -all or ~all.", ""},
		"SPF that is neutral": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["mail.digest.example"] = []string{"v=spf1 ip4:198.51.100.7 ?all"}
		}, "SPF", "it does not say what becomes of mail from others", "End it with -all or ~all.", ""},
		"SPF lets everybody send": {func(_ *testing.T, _ *checker, z zone) { z.txt["mail.digest.example"] = []string{"v=spf1 +all"} },
			"SPF", "by it everybody may send mail from the domain", "End it with -all or ~all, after the mail servers that may.", ""},
		"SPF ends by redirect": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["mail.digest.example"] = []string{"v=spf1 ip4:198.51.100.7 redirect=spf.example"}
		}, "", "", "", ""},
		"SPF takes 11 lookups": {func(_ *testing.T, _ *checker, z zone) {
			record := "v=spf1"
			for i := range 11 {
				z.txt[fmt.Sprintf("spf%d.example", i)] = []string{"v=spf1 ip4:192.0.2.1 -all"}
				record += fmt.Sprintf(" include:spf%d.example", i)
			}
			z.txt["mail.digest.example"] = []string{record + " -all"}
		}, "SPF", "it takes more than 10 lookups to read, so receivers heed none of it",
			"Take out what no longer sends, or name addresses by ip4: and ip6: in the place of include:, a and mx (RFC 7208, section 4.6.4).", ""},
		"SPF includes itself": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["mail.digest.example"] = []string{"v=spf1 include:mail.digest.example -all"}
		}, "SPF", "it takes more than 10 lookups to read", "Take out what no longer sends, or name addresses by ip4: and ip6: in the place of include:, a and mx (RFC 7208, section 4.6.4).", ""},
		"SPF includes nothing": {func(_ *testing.T, _ *checker, z zone) { delete(z.txt, "spf.example") },
			"SPF", "a domain that it includes has no such record, so receivers heed none of it", "Take that domain out, or mend its name.", ""},
		"SPF includes one with two": {func(_ *testing.T, _ *checker, z zone) { z.txt["spf.example"] = []string{"v=spf1 -all", "v=spf1 ~all"} },
			"SPF", "a domain that it includes has two such records", "Take that domain out, or have its owner leave one.", ""},
		"SPF names three that are gone": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["mail.digest.example"] = []string{"v=spf1 a:a.example a:b.example a:c.example -all"}
		}, "SPF", "more than two names in it lead nowhere", "Take out the names that are no longer there (RFC 7208, section 4.6.4).", ""},
		"SPF is misspelt": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["mail.digest.example"] = []string{"v=spf1 ipv4:198.51.100.7 -all"}
		},
			"SPF", "it cannot be read (unknown field)", "Write it anew by RFC 7208, as in v=spf1 ip4:198.51.100.7 include:mail.example -all.", ""},
		"SPF includes what cannot be looked up": {func(_ *testing.T, _ *checker, z zone) { z.broken["spf.example"] = slow },
			"SPF", "what it includes cannot be looked up: no name server answered in time", noNameServer, ""},
		"SPF does not name the domain's own server": {func(_ *testing.T, c *checker, z zone) {
			c.SMTPHost = "smtp.digest.example"
			z.hosts["smtp.digest.example"] = []string{"198.51.100.9", "2001:db8::9"}
			z.ptr["198.51.100.9"], z.ptr["2001:db8::9"] = []string{"smtp.digest.example"}, []string{"smtp.digest.example"}
		}, "SPF", "does not name your mail server smtp.digest.example, 198.51.100.9", "Put ip4:198.51.100.9 into it, before the all.", ""},

		"no key": {func(t *testing.T, c *checker, _ zone) { c.MailDKIM = t.TempDir() },
			"DKIM", "mail from mail.digest.example is not signed: there is no key for it", "Make some, and publish what it prints: onrecord mail key --domain mail.digest.example", ""},
		"a record of a key is not published": {func(_ *testing.T, _ *checker, z zone) { delete(z.txt, "two._domainkey.mail.digest.example") },
			"DKIM", "two._domainkey.mail.digest.example: the record is not published", "Publish this TXT record at two._domainkey.mail.digest.example, alone: v=DKIM1; k=ed25519; p=", ""},
		"a record of another key": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["two._domainkey.mail.digest.example"] = z.txt["one._domainkey.mail.digest.example"]
		}, "DKIM", "the record holds another key than the file here", "Publish this TXT record at two._domainkey.mail.digest.example, alone: ", ""},
		"two records at a key": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["two._domainkey.mail.digest.example"] = append(z.txt["two._domainkey.mail.digest.example"], "v=DKIM1; p=")
		}, "DKIM", "2 TXT records stand there", "Publish this TXT record at two._domainkey.mail.digest.example, alone: ", ""},
		"a key's record cannot be looked up": {func(_ *testing.T, _ *checker, z zone) { z.broken["two._domainkey.mail.digest.example"] = slow },
			"DKIM", "two._domainkey.mail.digest.example cannot be looked up: no name server answered in time", noNameServer, ""},
		"a key is open to all": {func(t *testing.T, c *checker, _ zone) { ok(t, os.Chmod(key(t, c, "two").File(c.MailDKIM), 0o644)) },
			"DKIM", "everybody on this machine can read the key ", "chmod 600 ", ""},
		"a key of the organisation signs": {func(t *testing.T, c *checker, z zone) {
			c.MailDKIM = t.TempDir()
			k, err := dkim.Generate("digest.example", "whole", dkim.Ed25519)
			ok(t, err)
			_, err = k.Save(c.MailDKIM)
			ok(t, err)
			z.publish(k)
		}, "", "", "", ""},
		"a key of the organisation signs, and DMARC is strict": {func(t *testing.T, c *checker, z zone) {
			c.MailDKIM = t.TempDir()
			k, err := dkim.Generate("digest.example", "whole", dkim.Ed25519)
			ok(t, err)
			_, err = k.Save(c.MailDKIM)
			ok(t, err)
			z.publish(k)
			z.txt["_dmarc.digest.example"] = []string{"v=DMARC1; p=reject; adkim=s; aspf=s"}
		}, "alignment", "mail from mail.digest.example is signed for digest.example, which does not go with it", "Make a key for the domain itself: onrecord mail key --domain mail.digest.example", ""},

		"no DMARC record": {func(_ *testing.T, _ *checker, z zone) { delete(z.txt, "_dmarc.digest.example") },
			"DMARC", "there is no such record at _dmarc.mail.digest.example or _dmarc.digest.example",
			"Publish a TXT record at _dmarc.mail.digest.example: v=DMARC1; p=none; rua=mailto:… (RFC 7489)", ""},
		"DMARC without a policy": {func(_ *testing.T, _ *checker, z zone) {
			z.txt["_dmarc.digest.example"] = []string{"v=DMARC1; rua=mailto:a@digest.example"}
		},
			"DMARC", "cannot be read: record is missing a 'p' parameter", "Write it anew, as in v=DMARC1; p=none; rua=mailto:dmarc@mail.digest.example", ""},
		"DMARC with a policy that is none": {func(_ *testing.T, _ *checker, z zone) { z.txt["_dmarc.digest.example"] = []string{"v=DMARC1; p=maybe"} },
			"DMARC", "cannot be read: invalid policy", "Write it anew, as in v=DMARC1; p=none; rua=mailto:dmarc@mail.digest.example", ""},
		"DMARC cannot be looked up": {func(_ *testing.T, _ *checker, z zone) {
			z.broken["_dmarc.mail.digest.example"] = errors.New("the server is busy")
		}, "DMARC", "_dmarc.mail.digest.example cannot be looked up: the server is busy", noNameServer, ""},

		"no MX record": {func(_ *testing.T, _ *checker, z zone) { delete(z.mx, "mail.digest.example") },
			"bounces", "no mail server takes mail for mail.digest.example: it has no MX record, and no address", mx, ""},
		"no MX record, but an address": {func(_ *testing.T, _ *checker, z zone) {
			delete(z.mx, "mail.digest.example")
			z.hosts["mail.digest.example"] = []string{"198.51.100.25"}
		}, "", "", "", ""},
		"an MX record that says no": {func(_ *testing.T, _ *checker, z zone) { z.mx["mail.digest.example"] = []string{"."} },
			"bounces", "mail.digest.example takes no mail: its MX record names no server (RFC 7505)", mx, ""},
		"an MX record that leads nowhere": {func(_ *testing.T, _ *checker, z zone) { z.mx["mail.digest.example"] = []string{"gone.digest.example"} },
			"bounces", "the mail server of mail.digest.example, gone.digest.example, is not to be found: no such host", "Mend the MX record at mail.digest.example.", ""},
		"an MX record that leads into the house": {func(_ *testing.T, _ *checker, z zone) {
			z.hosts["mx2.digest.example"] = []string{"10.0.0.5"}
			z.mx["mail.digest.example"] = []string{"mx2.digest.example"}
		},
			"bounces", "is not to be found: it has no address that the world can reach", "Mend the MX record at mail.digest.example.", ""},
		"the MX record cannot be looked up": {func(_ *testing.T, _ *checker, z zone) { z.broken["mail.digest.example"] = slow },
			"SPF", "mail.digest.example cannot be looked up: no name server answered in time", noNameServer, "bounces"},

		"no PTR record": {func(_ *testing.T, _ *checker, z zone) { delete(z.ptr, "198.51.100.7") },
			"reverse DNS", "198.51.100.7, the address of localhost, has no name (no PTR record)", ptr, ""},
		"a PTR record to somebody else": {func(_ *testing.T, _ *checker, z zone) { z.ptr["198.51.100.7"] = []string{"7.pool.example."} },
			"reverse DNS", "198.51.100.7, the address of localhost, is called 7.pool.example, which is not that address", ptr, ""},
		"a PTR record to another address": {func(_ *testing.T, _ *checker, z zone) {
			z.ptr["198.51.100.7"], z.hosts["7.pool.example"] = []string{"7.pool.example."}, []string{"198.51.100.8"}
		}, "reverse DNS", "is called 7.pool.example, which is not that address", ptr, ""},
		"the second PTR record confirms": {func(_ *testing.T, _ *checker, z zone) {
			z.ptr["198.51.100.7"] = []string{"7.pool.example.", "mx.digest.example."}
		}, "", "", "", ""},
		"PTR cannot be looked up": {func(_ *testing.T, _ *checker, z zone) { z.broken["198.51.100.7"] = slow },
			"reverse DNS", "198.51.100.7, the address of localhost, cannot be looked up: no name server answered in time", noNameServer, ""},

		"a free mailbox": {func(_ *testing.T, c *checker, _ zone) { c.MailFrom = "The Desk <desk@gmail.com>" },
			"From", "gmail.com belongs to a provider of mailboxes, so receivers refuse its mail from elsewhere", own, ""},
		"a mailbox of this machine": {func(_ *testing.T, c *checker, _ zone) { c.MailFrom = "desk@localhost" },
			"From", `mail from localhost goes nowhere: "localhost" is no domain; one looks like example.org`, own, ""},
		"readers come without TLS": {func(_ *testing.T, c *checker, _ zone) { c.BaseURL = "http://digest.example" },
			"bulk sender", "large mailbox providers ask for more: one-click unsubscribe", "Set base_url to https://…, for one-click unsubscribe goes by nothing else (RFC 8058).", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, z := sender(t)
			is.so(t, &c, z)
			var bad []Finding
			var bulk *Finding
			for _, f := range c.mail(t.Context(), nil) {
				switch {
				case f.Found == "" || !f.OK && f.Mend == "":
					t.Errorf("it is not said what was found, or how to mend it: %+v", f)
				case f.What == "bulk sender" && is.what != f.What:
					bulk = &f
				case f.What == "mail server": // of the test's authorities it knows nothing
				case !f.OK && f.What != is.also:
					bad = append(bad, f)
				}
			}
			if is.what == "" {
				if len(bad) > 0 {
					t.Errorf("found %+v", bad)
				}
				return
			}
			if len(bad) != 1 || bad[0].What != is.what || !strings.Contains(bad[0].Found, is.found) || !strings.HasPrefix(bad[0].Mend, is.mend) {
				t.Errorf("found %+v\nwant %s: …%s…, %s", bad, is.what, is.found, is.mend)
			}
			asked := is.what != "bounces" && is.what != "bulk sender" && is.what != "From" // without a domain there is no more to say
			if asked && (bulk == nil || bulk.OK || !strings.Contains(bulk.Found, is.what)) {
				t.Errorf("bulk sender: %+v", bulk)
			}
		})
	}
}

func TestAServerOfOthersNeedNotSendFromWhereItTakesMail(t *testing.T) {
	c, z := sender(t)
	c.SMTPHost = "smtp.relay.example"
	z.hosts["smtp.relay.example"] = []string{"2001:db8::7"}
	f := c.spf(t.Context(), "mail.digest.example")
	if want := "It does not name 2001:db8::7, on which smtp.relay.example takes mail. If mail leaves from there too, put ip6:2001:db8::7 into it, before the all."; !f.OK || f.Mend != want {
		t.Errorf("%+v\nwant %s", f, want)
	}
}

func TestWhatCannotBeSeenFromHereIsNamed(t *testing.T) {
	c, _ := sender(t)
	c.SMTPHost, c.SMTPTLS = "127.0.0.1", "off"
	found := c.mail(t.Context(), nil)
	last := found[len(found)-1]
	if want := "; not to be seen from here: TLS, reverse DNS"; !last.OK || !strings.HasSuffix(last.Found, want) {
		t.Errorf("%+v\nwant …%s", last, want)
	}
}

// silence is a name server that never answers.
type silence struct{}

func (silence) LookupTXT(ctx context.Context, _ string) ([]string, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
func (s silence) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	_, err := s.LookupTXT(ctx, name)
	return nil, err
}
func (s silence) LookupIPAddr(ctx context.Context, name string) ([]net.IPAddr, error) {
	_, err := s.LookupTXT(ctx, name)
	return nil, err
}
func (s silence) LookupAddr(ctx context.Context, name string) ([]string, error) {
	return s.LookupTXT(ctx, name)
}

func TestASilentNameServerIsNotWaitedForLong(t *testing.T) {
	c, _ := sender(t)
	c.dns = patient{silence{}, 20 * time.Millisecond}
	begun := time.Now()
	for _, f := range c.mail(t.Context(), nil) {
		if what := f.What; what != "TLS" && what != "mail server" && what != "bulk sender" && what != "way back" && (f.OK || f.Mend != noNameServer || !strings.Contains(f.Found, "no name server answered in time")) {
			t.Errorf("%+v", f)
		}
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	keys, err := mailKeys(t.Context(), c.MailDKIM, c.dns)
	ok(t, err)
	if keys[0].State != KeyUnknown || keys[0].Why == "" {
		t.Errorf("%+v", keys[0])
	}
}

func TestFreeMailboxesAreKnown(t *testing.T) {
	for domain, want := range map[string]bool{"gmail.com": true, "yahoo.co.jp": true, "yahoo.com": true, "hotmail.fr": true, "gmx.at": true, "mail.yahoo.com": false,
		"digest.example": false, "notgmail.com": false, "gmail.com.example": false, "free.example": false, "live.example": false} {
		if got := freeMail(domain); got != want {
			t.Errorf("%s: %v", domain, got)
		}
	}
}

// FuzzWhatTheDNSSays: whatever it is, everything is said with its mend, and nothing panics.
func FuzzWhatTheDNSSays(f *testing.F) {
	for _, s := range []string{"", "v=spf1", "v=spf1 include:%{ir}.%{d2r} -all", "v=spf1 redirect=x", "v=spf1 exists:%{i}.a.example ptr mx/33//200 -all", "v=DMARC1; p=none", "v=DMARC1; p=none; pct=900; ri=-1",
		"v=DMARC1;;=", "v=DKIM1; k=ed25519; p=AAAA", "v=DKIM1; p=", "\x00\xff", ".", "a..b", "198.51.100.7"} {
		f.Add(s, s, s)
	}
	k, err := dkim.Generate("mail.digest.example", "one", dkim.Ed25519)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, txt, host, addr string) {
		everywhere := map[string][]string{}
		hosts := map[string][]string{}
		for _, name := range []string{"mail.digest.example", "_dmarc.mail.digest.example", "_dmarc.digest.example", k.Name(), host, "smtp.digest.example", "198.51.100.7"} {
			everywhere[name] = []string{txt}
			hosts[name] = []string{host, addr}
		}
		z := zone{everywhere, hosts, map[string][]string{host: {addr}, "smtp.digest.example": {"198.51.100.7", addr}}, hosts, nil}
		c := checker{now: time.Now, dns: z}
		c.SMTPHost = "smtp.digest.example"
		found := c.domain(t.Context(), "mail.digest.example", []string{"mail.digest.example"}, []dkim.Key{k}, nil)
		relays, _ := c.relays()
		f, _ := c.reverse(t.Context(), relays[0])
		for _, f := range append(found, f, c.bulk(found, nil)) {
			if f.What == "" || f.What != "reverse DNS" && f.Found == "" || !f.OK && f.Found != "" && f.Mend == "" {
				t.Errorf("%+v", f)
			}
		}
	})
}

func TestKeysOfAPublicationsOwnDomain(t *testing.T) {
	a := openDesk(t, filepath.Join(t.TempDir(), "desk.db"))
	a.Config.MailDKIM = t.TempDir()
	_, err := a.MakeMailKeys(t.Context(), NewMailKey{})
	refused(t, err, news.Invalid, "domain: no mailbox says which; name one by --domain, or set mail.from to one like Daily Alert <alert@example.org>")
	add := func(slug, from string) {
		_, err := a.AddPublication(t.Context(), NewPublication{Slug: slug, Name: slug, Language: "en", Days: []string{"mon"}, At: "07:00", Zone: "UTC", Sections: []string{"News"}, From: from})
		ok(t, err)
	}
	add("briefs", "Briefs <briefs@Digest.example>")
	add("alert", "alert@digest.example")
	keys, err := a.MakeMailKeys(t.Context(), NewMailKey{Kind: dkim.Ed25519, Selector: "May"})
	ok(t, err)
	if len(keys) != 1 || keys[0].Name() != "may._domainkey.digest.example" {
		t.Errorf("%v", keys)
	}
	add("other", "alert@other.example")
	_, err = a.MakeMailKeys(t.Context(), NewMailKey{})
	refused(t, err, news.Invalid, "domain: mails come from digest.example and other.example; name one by --domain")
}
