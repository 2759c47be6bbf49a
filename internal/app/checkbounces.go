package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"onrecord/internal/platform/mailbox"
)

// bounces looks whether mail to a domain arrives: bounces go there (RFC 5321, section 5.1).
func (c checker) bounces(ctx context.Context, domain string) Finding {
	const what = "bounces"
	servers, err := c.dns.LookupMX(ctx, domain)
	if err != nil && !notFound(err) && len(servers) == 0 {
		return Finding{what, false, fmt.Sprintf("the mail servers of %s cannot be looked up: %s", domain, lookupFault(err)), noNameServer}
	}
	mend := "Publish an MX record at " + domain + " that names the mail server which takes its mail, bounces among it."
	if len(servers) == 0 {
		public, _, err := addresses(ctx, c.dns, domain)
		if err != nil && !notFound(err) {
			return Finding{what, false, fmt.Sprintf("%s cannot be looked up: %s", domain, lookupFault(err)), noNameServer}
		}
		if len(public) == 0 {
			return Finding{what, false, "no mail server takes mail for " + domain + ": it has no MX record, and no address", mend}
		}
		return Finding{what, true, fmt.Sprintf("%s has no MX record; mail for it is taken by the machine itself, %v", domain, public[0]), ""}
	}
	var fault error
	for _, s := range servers {
		host := strings.TrimSuffix(s.Host, ".")
		if host == "" {
			return Finding{what, false, domain + " takes no mail: its MX record names no server (RFC 7505)", mend}
		}
		public, _, err := addresses(ctx, c.dns, host)
		if len(public) > 0 {
			return Finding{what, true, fmt.Sprintf("%s takes mail for %s", host, domain), ""}
		}
		if fault = err; err == nil {
			fault = errors.New("it has no address that the world can reach")
		}
	}
	return Finding{what, false, fmt.Sprintf("the mail server of %s, %s, is not to be found: %s", domain, strings.TrimSuffix(servers[0].Host, "."), lookupFault(fault)), "Mend the MX record at " + domain + "."}
}

// wayBack looks at the ways by which what bounces comes back in: that there is one, and that what is set goes together. Whether a
// mail server keeps plus addresses only a mail can show, so it says how to try.
func (c checker) wayBack() []Finding {
	const what = "way back"
	hooks := c.hooksSet()
	var ways []string
	if c.BounceListen != "" {
		ways = append(ways, fmt.Sprintf("mail comes by %s to %s", strings.ToUpper(c.BounceProtocol), c.BounceListen))
	}
	var box mailbox.Address
	if c.BounceMailbox != "" {
		var err error
		if box, err = mailbox.ParseAddress(c.BounceMailbox); err != nil {
			return []Finding{{what, false, "bounce.mailbox: " + withoutField(err), "Set bounce.mailbox to the address of the mailbox."}}
		}
		ways = append(ways, fmt.Sprintf("the mailbox of %s at %s is read every %v", box.User, box.HostPort, c.BounceEvery))
	}
	if c.BouncePiped {
		ways = append(ways, "mail is handed to 'onrecord mail bounce --take'")
	}
	if len(hooks) > 0 {
		ways = append(ways, "relays tell by webhooks: "+strings.Join(hooks, ", "))
	}
	said := strings.Join(ways, "; ")
	byMail := c.BounceListen != "" || c.BounceMailbox != "" || c.BouncePiped
	switch {
	case len(ways) == 0 && c.MailBounces != "":
		return []Finding{{what, false, "bounces go to " + c.MailBounces + ", and nothing takes them in: they are lost, and dead addresses are mailed for ever",
			"Set bounce.listen, bounce.mailbox, bounce.piped or a hook; docs/operating.md shows each."}}
	case len(ways) == 0:
		return []Finding{{what, true, "bounces go to where mails come from, and nobody counts them",
			"Set mail.bounces and a way in, or dead addresses are mailed for ever; docs/operating.md shows each."}}
	case c.MailBounces == "" && byMail:
		mend := "Set mail.bounces to the mailbox that bounces are to come back to, as in bounces@example.org: without it no mail has an address of its own that they could come to."
		return []Finding{{what, false, said + "; but bounces go to where mails come from", mend}}
	case !byMail:
		return []Finding{{what, true, said, ""}}
	}
	found := Finding{what, true, said, ""}
	if c.BounceMailbox != "" && !sameBox(box.User, c.MailBounces) {
		found.Mend = fmt.Sprintf("That is the mailbox of %s, and bounces go to %s: have mail for that, and for what comes after a plus sign, delivered into it. ", box.User, c.MailBounces)
	}
	found.Mend += c.tryPlus()
	return []Finding{found}
}

// boxTime bounds the look into the mailbox of bounces.
const boxTime = 15 * time.Second

// mailbox looks into the mailbox of bounces, if there is one: that it can be read.
func (c checker) mailbox(ctx context.Context) []Finding {
	const what = "mailbox"
	address, err := mailbox.ParseAddress(c.BounceMailbox)
	if c.BounceMailbox == "" || err != nil { // which wayBack says
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, boxTime)
	defer cancel()
	if err := mailbox.New(mailbox.Options{Address: address, Password: c.BouncePassword, Taken: c.BounceTaken, Roots: c.roots}).Try(ctx); err != nil {
		return []Finding{{what, false, withoutField(err), "Mend bounce.mailbox or bounce.password; if the server's certificate is the house's own, set smtp.ca to it."}}
	}
	return []Finding{{what, true, fmt.Sprintf("%s lets %s in", address.HostPort, address.User), ""}}
}

// tryPlus says how to see that mail to an address with a plus sign comes in.
func (c checker) tryPlus() string {
	local, domain, _ := strings.Cut(c.MailBounces, "@")
	try := local + "+try@" + domain
	if c.BounceMailbox != "" || c.BouncePiped {
		return fmt.Sprintf("Whether its mail server keeps plus addresses cannot be seen from here: send a mail to %s; soon after 'onrecord mail returned' must list it.", try)
	}
	return fmt.Sprintf("Whether the mail comes through cannot be seen from here: send a mail to %s; it must come back with the words “No such address here”, which are ours.", try)
}

// sameBox says whether who logs in to a mailbox is whom an address names: by the whole of it, or by what stands before the @ where
// users have no more.
func sameBox(user, address string) bool {
	local, _, _ := strings.Cut(address, "@")
	return strings.EqualFold(user, address) || strings.EqualFold(user, local)
}

// hooksSet names the relays whose webhooks are on.
func (c checker) hooksSet() (names []string) {
	for _, h := range []struct {
		name string
		on   bool
	}{
		{"Amazon SES", len(c.HookSES) > 0}, {"Mailgun", c.HookMailgun != ""}, {"SendGrid", c.HookSendGrid != ""},
		{"Postmark", c.HookPostmark != ""}, {"Brevo", c.HookBrevo != ""}, {"SparkPost", c.HookSparkPost != ""},
	} {
		if h.on {
			names = append(names, h.name)
		}
	}
	return names
}
