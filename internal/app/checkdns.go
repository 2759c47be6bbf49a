package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// spf looks for the record that names the machines which may send a domain's mail (RFC 7208).
func (c checker) spf(ctx context.Context, domain string) Finding {
	return c.record(ctx, "SPF", "v=spf1", "Publish a TXT record at "+domain+" that names your mail server: v=spf1 include:… -all (RFC 7208)", domain)
}

// dmarc looks for the record that says what receivers do with mail that is not genuine. A domain without one of its own has
// that of the organisation it belongs to (RFC 7489, section 6.6.3).
func (c checker) dmarc(ctx context.Context, domain string) Finding {
	names := []string{"_dmarc." + domain}
	if whole, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil && whole != domain {
		names = append(names, "_dmarc."+whole)
	}
	return c.record(ctx, "DMARC", "v=DMARC1", "Publish a TXT record at "+names[0]+": v=DMARC1; p=none; rua=mailto:… (RFC 7489)", names...)
}

// record looks for a TXT record of a version at the first of some names that has one. Two at one name count for none (RFC
// 7208, section 4.5; RFC 7489, section 6.6.3).
func (c checker) record(ctx context.Context, what, version, mend string, names ...string) Finding {
	for _, name := range names {
		all, err := c.txt(ctx, name)
		if e := (*net.DNSError)(nil); err != nil && (!errors.As(err, &e) || !e.IsNotFound) {
			return Finding{what, false, fmt.Sprintf("%s cannot be looked up: %v", name, err), "Give this machine a name server that answers, and check again."}
		}
		var found []string
		for _, txt := range all {
			if rest, of := strings.CutPrefix(txt, version); of && (rest == "" || strings.ContainsAny(rest[:1], " \t;")) {
				found = append(found, txt)
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return Finding{what, true, name + ": " + found[0], ""}
		default:
			return Finding{what, false, fmt.Sprintf("%d such records stand at %s, so receivers heed none", len(found), name), "Leave one of them."}
		}
	}
	return Finding{what, false, "there is no such record at " + strings.Join(names, " or "), mend}
}
