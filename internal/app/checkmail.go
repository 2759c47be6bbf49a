package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/dkim"
	"onrecord/internal/platform/smtp"
)

// mailTime bounds all that is asked of the DNS about mail.
const mailTime = 30 * time.Second

// mail looks at the way that mail takes: the mail server, the mailboxes that it comes from, and that receivers can tell that
// it does.
func (c checker) mail(ctx context.Context, publications []news.Publication) []Finding {
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	var found []Finding
	if c.roots == nil {
		var err error
		if c.roots, err = smtp.Authorities(c.SMTPCA); err != nil {
			found = append(found, Finding{"smtp.ca", false, withoutField(err), "Name a PEM file that can be read, or leave it empty."})
		}
	}
	looked, unseen := c.lookAtRelays(ctx)
	found = append(found, looked...)
	f, domains := c.senders(publications)
	found = append(found, f...)
	keys, err := dkim.Load(c.MailDKIM)
	if err != nil {
		found = append(found, Finding{"DKIM", false, err.Error(), "Mend that file: without its keys mail cannot be signed."})
	}
	signer := dkim.NewSigner(keys)
	var seen []string // domains that mails are sent for
	for _, d := range domains {
		// Editions are sent for the domain of the bounces; what readers ask for, such as the mail to confirm, for that in From.
		sent := slices.DeleteFunc(slices.Compact([]string{c.bounceDomain(d), d}), func(s string) bool { return slices.Contains(seen, s) })
		seen = append(seen, sent...)
		found = append(found, c.domain(ctx, d, sent, signer.Keys(d), err)...)
	}
	if c.SignedByRelay {
		unseen = append(unseen, "DKIM")
	}
	found = append(found, c.wayBack()...)
	found = append(found, c.mailbox(ctx)...)
	if len(domains) > 0 {
		found = append(found, c.bulk(found, unseen))
	}
	return found
}

// senders looks at the mailboxes that mails come from: that every publication has one, of a domain that can be its own. It gives
// their domains.
func (c checker) senders(publications []news.Publication) (found []Finding, domains []string) {
	boxes, without := []string{}, []string{}
	if c.MailFrom != "" {
		boxes = append(boxes, c.MailFrom)
	}
	for _, p := range publications {
		if p.From != "" {
			boxes = append(boxes, p.From)
		} else if c.MailFrom == "" {
			without = append(without, p.Name)
		}
	}
	switch {
	case len(without) > 0:
		found = append(found, Finding{"mail.from", false, "is not set, and " + strings.Join(without, ", ") + " has no mailbox of its own",
			"Set it to the mailbox that mails come from, as in Daily Alert <alert@example.org>."})
	case c.MailFrom == "":
		found = append(found, Finding{"mail.from", true, "is not set; each publication must name a mailbox of its own", ""})
	}
	const own = "Send from a domain of your own, where you can publish records, as in Daily Alert <alert@example.org>."
	var seen []string
	for _, box := range boxes {
		domain, err := dkim.Domain(domainOf(box))
		switch {
		case slices.Contains(seen, domainOf(box)):
			continue
		case domainOf(box) == "":
			found = append(found, Finding{"From", false, fmt.Sprintf("%q is no mailbox", box), own})
		case err != nil:
			found = append(found, Finding{"From", false, fmt.Sprintf("mail from %s goes nowhere: %s", domainOf(box), withoutField(err)), own})
		case freeMail(domain):
			found = append(found, Finding{"From", false, fmt.Sprintf("%s belongs to a provider of mailboxes, so receivers refuse its mail from elsewhere", domain), own})
		default:
			domains = append(domains, domain)
		}
		seen = append(seen, domainOf(box))
	}
	return found, domains
}

// domain looks at what the DNS says of one domain that mails come from, and of those that they are sent for, all at once, for each
// answer may take its time.
func (c checker) domain(ctx context.Context, domain string, sent []string, keys []dkim.Key, damaged error) []Finding {
	var looks []func() []Finding
	for _, d := range sent {
		looks = append(looks, func() []Finding { return []Finding{c.spf(ctx, d)} })
	}
	looks = append(looks, func() []Finding {
		if damaged != nil {
			return nil // that is said already
		}
		return c.dkim(ctx, domain, keys)
	}, func() []Finding { return c.dmarc(ctx, domain, keys) })
	for _, d := range sent {
		looks = append(looks, func() []Finding { return []Finding{c.bounces(ctx, d)} })
	}
	found := make([][]Finding, len(looks))
	var wait sync.WaitGroup
	for i, look := range looks {
		wait.Go(func() { found[i] = look() })
	}
	wait.Wait()
	return slices.Concat(found...)
}

// bulk sums up what the large mailbox providers ask of those who send many mails, and what is lacking of it among what was
// found. What only the world can see is named too.
func (c checker) bulk(found []Finding, unseen []string) Finding {
	lacks := []string{}
	for _, what := range []string{"From", "SPF", "DKIM", "DMARC", "alignment", "reverse DNS", "TLS"} {
		if slices.ContainsFunc(found, func(f Finding) bool { return f.What == what && !f.OK }) {
			lacks = append(lacks, what)
			unseen = slices.DeleteFunc(unseen, func(u string) bool { return u == what })
		}
	}
	mend := ""
	if len(lacks) > 0 {
		mend = "Mend what is said above of " + strings.Join(lacks, ", ") + "."
	}
	if !strings.HasPrefix(c.BaseURL, "https://") {
		lacks = append(lacks, "one-click unsubscribe")
		mend = strings.TrimSpace(mend + " Set base_url to https://…, for one-click unsubscribe goes by nothing else (RFC 8058).")
	}
	also := ""
	if len(unseen) > 0 {
		slices.Sort(unseen)
		also = "; not to be seen from here: " + strings.Join(slices.Compact(unseen), ", ")
	}
	if len(lacks) > 0 {
		return Finding{"bulk sender", false, "large mailbox providers ask for more: " + strings.Join(lacks, ", ") + also, mend}
	}
	return Finding{"bulk sender", true, "what large mailbox providers ask for is there: SPF, DKIM, DMARC with alignment, reverse DNS, TLS, one-click unsubscribe" + also, ""}
}
