package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/emersion/go-msgauth/dmarc"
	"golang.org/x/net/publicsuffix"

	"onrecord/internal/platform/dkim"
)

// dmarc looks at the record that says what receivers do with mail that is not genuine (RFC 7489), and whether mail from the
// domain will be found genuine by it: by DKIM or SPF for a domain that goes with it (section 3.1). A domain without a record of its
// own has that of the organisation it belongs to (section 6.6.3).
func (c checker) dmarc(ctx context.Context, domain string, keys []dkim.Key) []Finding {
	at := []string{"_dmarc." + domain}
	if whole, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil && whole != domain {
		at = append(at, "_dmarc."+whole)
	}
	mend := "Publish a TXT record at " + at[0] + ": v=DMARC1; p=none; rua=mailto:… (RFC 7489)"
	f, text := c.record(ctx, "DMARC", "v=DMARC1", mend, at...)
	if !f.OK {
		return []Finding{f}
	}
	record, err := dmarc.Parse(text)
	if err != nil {
		return []Finding{{"DMARC", false, fmt.Sprintf("%s cannot be read: %s", f.Found, strings.TrimPrefix(err.Error(), "dmarc: ")), "Write it anew, as in v=DMARC1; p=none; rua=mailto:dmarc@" + domain}}
	}
	return []Finding{f, c.alignment(domain, keys, record)}
}

// alignment looks whether what DKIM and SPF speak for goes with the domain in From.
func (c checker) alignment(domain string, keys []dkim.Key, record *dmarc.Record) Finding {
	signs, strict := "", ""
	for _, k := range keys {
		if goesWith(record.DKIMAlignment, k.Domain, domain) {
			signs = k.Domain
		} else {
			strict = k.Domain
		}
	}
	sender := c.bounceDomain(domain)
	envelope := goesWith(record.SPFAlignment, sender, domain)
	switch {
	case signs != "" && envelope:
		return Finding{"alignment", true, fmt.Sprintf("mail from %s is signed for %s and sent for %s, which go with it", domain, signs, sender), ""}
	case signs != "":
		return Finding{"alignment", true, fmt.Sprintf("mail from %s is signed for %s, which goes with it; %s, which it is sent for, does not", domain, signs, sender), ""}
	case c.SignedByRelay && envelope:
		return Finding{"alignment", true, fmt.Sprintf("mail from %s is sent for %s, which goes with it; for whom the relay signs cannot be seen from here", domain, sender), ""}
	case c.SignedByRelay:
		return Finding{"alignment", true, fmt.Sprintf("mail from %s is sent for %s, which does not go with it, so all hangs on the relay's signature, which cannot be seen from here", domain, sender),
			"Send yourself an edition: its DKIM-Signature must have d=" + domain + ", or a domain of the same owner."}
	case strict != "":
		return Finding{"alignment", false, fmt.Sprintf("mail from %s is signed for %s, which does not go with it, for the DMARC record asks for the very same (adkim=s)", domain, strict),
			"Make a key for the domain itself: onrecord mail key --domain " + domain}
	case envelope:
		return Finding{"alignment", true, fmt.Sprintf("mail from %s is sent for %s, which goes with it; it is not signed, so this is lost where somebody forwards it", domain, sender), ""}
	}
	return Finding{"alignment", false, fmt.Sprintf("mail from %s is not signed, and sent for %s, which does not go with it", domain, sender), "Have mail signed: onrecord mail key --domain " + domain}
}

// goesWith says whether a domain is aligned with that in From.
func goesWith(mode dmarc.AlignmentMode, domain, from string) bool {
	return domain == from || mode != dmarc.AlignmentStrict && sameOrganisation(domain, from)
}

// bounceDomain is the domain of the envelope's sender of editions from a domain: bounces go to it, and SPF speaks for it.
func (c checker) bounceDomain(from string) string {
	if d, err := dkim.Domain(domainOf(c.MailBounces)); c.MailBounces != "" && err == nil {
		return d
	}
	return from
}
