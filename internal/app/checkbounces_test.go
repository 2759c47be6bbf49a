package app

import (
	"strings"
	"testing"

	"onrecord/internal/platform/dkim"
	"onrecord/internal/testkit/dovecot"
)

func TestTheWayBackOfBounces(t *testing.T) {
	const (
		where = "docs/operating.md shows each."
		tried = "Whether its mail server keeps plus addresses cannot be seen from here: send a mail to bounces+try@digest.example; soon after 'onrecord mail returned' must list it."
		came  = "Whether the mail comes through cannot be seen from here: send a mail to bounces+try@digest.example; it must come back with the words “No such address here”, which are ours."
	)
	for name, is := range map[string]struct {
		set         map[string]string
		ok          bool
		found, mend string
	}{
		"nothing": {nil, true, "bounces go to where mails come from, and nobody counts them", "Set mail.bounces and a way in, or dead addresses are mailed for ever; " + where},
		"an address and no way in": {map[string]string{"mail.bounces": "bounces@digest.example"}, false,
			"bounces go to bounces@digest.example, and nothing takes them in: they are lost, and dead addresses are mailed for ever", "Set bounce.listen, bounce.mailbox, bounce.piped or a hook; " + where},
		"a server and no address": {map[string]string{"bounce.listen": "127.0.0.1:2424"}, false, "mail comes by LMTP to 127.0.0.1:2424; but bounces go to where mails come from",
			"Set mail.bounces to the mailbox that bounces are to come back to, as in bounces@example.org: without it no mail has an address of its own that they could come to."},
		"a server":                             {map[string]string{"mail.bounces": "bounces@digest.example", "bounce.listen": "127.0.0.1:2424"}, true, "mail comes by LMTP to 127.0.0.1:2424", came},
		"a mailbox":                            {map[string]string{"mail.bounces": "bounces@digest.example", "bounce.mailbox": "imaps://Bounces@digest.example@mail.example/INBOX", "bounce.password": "hidden"}, true, "the mailbox of Bounces@digest.example at mail.example:993 is read every 1m0s", tried},
		"a mailbox whose users have no domain": {map[string]string{"mail.bounces": "bounces@digest.example", "bounce.mailbox": "imaps://bounces@mail.example", "bounce.password": "hidden"}, true, "the mailbox of bounces at mail.example:993 is read every 1m0s", tried},
		"another mailbox": {map[string]string{"mail.bounces": "bounces@digest.example", "bounce.mailbox": "pop3s://desk@mail.example", "bounce.password": "hidden"}, true, "the mailbox of desk at mail.example:995 is read every 1m0s",
			"That is the mailbox of desk, and bounces go to bounces@digest.example: have mail for that, and for what comes after a plus sign, delivered into it. " + tried},
		"a pipe":             {map[string]string{"mail.bounces": "bounces@digest.example", "bounce.piped": "true"}, true, "mail is handed to 'onrecord mail bounce --take'", tried},
		"hooks":              {map[string]string{"hook.postmark": "0123456789abcdef", "hook.ses": "arn:aws:sns:eu-west-1:123456789012:bounces"}, true, "relays tell by webhooks: Amazon SES, Postmark", ""},
		"hooks and a server": {map[string]string{"mail.bounces": "bounces@digest.example", "bounce.listen": "unix:/run/onrecord/bounces", "hook.mailgun": "k"}, true, "mail comes by LMTP to unix:/run/onrecord/bounces; relays tell by webhooks: Mailgun", came},
	} {
		t.Run(name, func(t *testing.T) {
			c := checker{Config: set(t, is.set)}
			found := c.wayBack()
			if len(found) != 1 || found[0] != (Finding{"way back", is.ok, is.found, is.mend}) {
				t.Errorf("got  %+v\nwant %v %s, %s", found, is.ok, is.found, is.mend)
			}
		})
	}
}

func TestTheMailboxOfBouncesIsLookedInto(t *testing.T) {
	server := dovecot.New(t)
	c := checker{Config: set(t, map[string]string{"bounce.mailbox": "imaps://check@" + server.IMAPS, "bounce.password": dovecot.Password}), roots: server.Roots}
	is := func(ok bool, words string) {
		t.Helper()
		if found := c.mailbox(t.Context()); len(found) != 1 || found[0].OK != ok || !strings.Contains(found[0].Found, words) || (found[0].Mend == "") != ok {
			t.Errorf("got %+v; want %v %q", found, ok, words)
		}
	}
	is(true, server.IMAPS+" lets check in")
	c.BouncePassword = "guessed"
	is(false, "does not let")
	c.BouncePassword, c.roots = dovecot.Password, nil
	is(false, "is not trusted")
	c.BounceMailbox = "pop3://check@127.0.0.1:1"
	is(false, "cannot be reached")
	c.BounceMailbox = ""
	if found := c.mailbox(t.Context()); found != nil {
		t.Errorf("where there is none: %+v", found)
	}
}

// bouncing is sender, with bounces that go to a domain of their own.
func bouncing(t *testing.T) (checker, zone) {
	t.Helper()
	c, z := sender(t)
	c.MailBounces, c.BounceListen, c.BounceProtocol = "bounces@bounces.digest.example", "127.0.0.1:2424", "lmtp"
	z.txt["bounces.digest.example"] = []string{"v=spf1 ip4:198.51.100.7 -all"}
	z.mx["bounces.digest.example"] = []string{"mx.digest.example."}
	return c, z
}

func asLines(found []Finding) string {
	var b strings.Builder
	for _, f := range found {
		b.WriteString(map[bool]string{true: "ok ", false: "MEND "}[f.OK] + f.What + ": " + f.Found + "\n")
	}
	return b.String()
}

func TestBouncesMayGoToADomainOfTheirOwn(t *testing.T) {
	c, z := bouncing(t)
	got := asLines(c.mail(t.Context(), nil))
	for _, want := range []string{
		"ok SPF: bounces.digest.example: v=spf1 ip4:198.51.100.7 -all; it names your mail server\n", // of editions
		"ok SPF: mail.digest.example: ", // of what readers ask for
		"ok alignment: mail from mail.digest.example is signed for mail.digest.example and sent for bounces.digest.example, which go with it\n",
		"ok bounces: mx.digest.example takes mail for bounces.digest.example\n", "ok bounces: mx.digest.example takes mail for mail.digest.example\n",
		"ok way back: mail comes by LMTP to 127.0.0.1:2424\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
	delete(z.txt, "bounces.digest.example")
	z.txt["_dmarc.digest.example"] = []string{"v=DMARC1; p=none; aspf=s"}
	got = asLines(c.mail(t.Context(), nil))
	for _, want := range []string{
		"MEND SPF: there is no such record at bounces.digest.example\n",
		"ok alignment: mail from mail.digest.example is signed for mail.digest.example, which goes with it; bounces.digest.example, which it is sent for, does not\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
}

func TestTheRelayMaySign(t *testing.T) {
	c, z := bouncing(t)
	c.MailDKIM = t.TempDir()
	if got := asLines(c.mail(t.Context(), nil)); !strings.Contains(got, "MEND DKIM: mail from mail.digest.example is not signed: there is no key for it\n") {
		t.Errorf("without a key:\n%s", got)
	}
	c.SignedByRelay = true
	got := asLines(c.mail(t.Context(), nil))
	for _, want := range []string{
		"ok DKIM: mail from mail.digest.example is not signed here: the relay does it, says mail.signed_by_relay\n",
		"ok alignment: mail from mail.digest.example is sent for bounces.digest.example, which goes with it; for whom the relay signs cannot be seen from here\n",
		"not to be seen from here: DKIM\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
	c.MailBounces = "bounces@other.example"
	z.txt["other.example"], z.mx["other.example"] = z.txt["bounces.digest.example"], z.mx["bounces.digest.example"]
	if got := asLines(c.mail(t.Context(), nil)); !strings.Contains(got, "ok alignment: mail from mail.digest.example is sent for other.example, which does not go with it, so all hangs on the relay's signature, which cannot be seen from here\n") {
		t.Errorf("with another domain:\n%s", got)
	}
	// A key that is here signs all the same.
	k, err := dkim.Generate("mail.digest.example", "one", dkim.Ed25519)
	ok(t, err)
	_, err = k.Save(c.MailDKIM)
	ok(t, err)
	z.publish(k)
	if got := asLines(c.mail(t.Context(), nil)); !strings.Contains(got, "ok DKIM: one._domainkey.mail.digest.example: published as it is here (ed25519)\n") {
		t.Errorf("with a key:\n%s", got)
	}
}
