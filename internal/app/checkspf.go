package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"blitiri.com.ar/go/spf"
	"golang.org/x/net/publicsuffix"
)

// nobody is an address that nothing is sent from (RFC 1112, section 4): what a record says of it, it says of everybody whom it
// does not name, and to say it all of the record must be read.
var nobody = net.IPv4(240, 0, 0, 1)

// spf looks at the record that names the machines which may send a domain's mail (RFC 7208): that there is one, that it can be
// read, that it ends by refusing others, and that it names the mail server.
func (c checker) spf(ctx context.Context, domain string) Finding {
	add := "Publish a TXT record at " + domain + " that names your mail server: v=spf1 include:… -all (RFC 7208)"
	f, record := c.record(ctx, "SPF", "v=spf1", add, domain)
	if !f.OK {
		return f
	}
	result, err := c.maySend(ctx, nobody, domain)
	bad := func(found, mend string) Finding { return Finding{"SPF", false, f.Found + ": " + found, mend} }
	if ctx.Err() != nil {
		return bad("what it includes cannot be looked up: "+lookupFault(ctx.Err()), noNameServer)
	}
	switch result {
	case spf.Fail, spf.SoftFail:
	case spf.Pass:
		return bad("by it everybody may send mail from the domain", "End it with -all or ~all, after the mail servers that may.")
	case spf.PermError:
		found, mend := spfFault(err)
		return bad(found+", so receivers heed none of it", mend)
	case spf.TempError:
		return bad("what it includes cannot be looked up: "+lookupFault(err), noNameServer)
	default:
		return bad("it does not say what becomes of mail from others", "End it with -all or ~all.")
	}
	return c.namesServer(ctx, domain, record, f)
}

// namesServer looks whether the record names the addresses on which the mail server takes mail. They need not be those from
// which it sends, but are where the server is the domain's own.
func (c checker) namesServer(ctx context.Context, domain, record string, f Finding) Finding {
	relays, _ := c.relays()
	named := 0
	for _, r := range relays {
		public, _, err := addresses(ctx, c.dns, r.host)
		if err != nil {
			continue // the mail server's own line says it
		}
		missing := false
		for _, a := range public {
			result, _ := c.maySend(ctx, a.AsSlice(), domain)
			if result == spf.Pass || result == spf.TempError {
				continue
			}
			part := "ip4:" + a.String()
			if a.Is6() {
				part = "ip6:" + a.String()
			}
			if sameOrganisation(r.host, domain) {
				return Finding{"SPF", false, fmt.Sprintf("%s does not name your mail server %s, %v", f.Found, r.host, a), "Put " + part + " into it, before the all."}
			}
			if f.Mend == "" {
				f.Mend = fmt.Sprintf("It does not name %v, on which %s takes mail. If mail leaves from there too, put %s into it, before the all.", a, r.host, part)
			}
			missing = true
		}
		if len(public) > 0 && !missing {
			named++
		}
	}
	switch {
	case named == 1 && len(relays) == 1:
		f.Found += "; it names your mail server"
	case named > 0:
		f.Found += fmt.Sprintf("; it names %d of your %d mail servers", named, len(relays))
	}
	return f
}

// maySend asks what the domain's record says of an address.
func (c checker) maySend(ctx context.Context, ip net.IP, domain string) (spf.Result, error) {
	return spf.CheckHostWithSender(ip, domain, "bounce@"+domain, spf.WithContext(ctx), spf.WithResolver(c.dns))
}

// spfFault says why receivers cannot read a record (RFC 7208, section 2.6.7), and the mend.
func spfFault(err error) (found, mend string) {
	switch {
	case errors.Is(err, spf.ErrLookupLimitReached):
		return "it takes more than 10 lookups to read", "Take out what no longer sends, or name addresses by ip4: and ip6: in the place of include:, a and mx (RFC 7208, section 4.6.4)."
	case errors.Is(err, spf.ErrVoidLookupLimitReached):
		return "more than two names in it lead nowhere", "Take out the names that are no longer there (RFC 7208, section 4.6.4)."
	case errors.Is(err, spf.ErrMultipleRecords):
		return "a domain that it includes has two such records", "Take that domain out, or have its owner leave one."
	case errors.Is(err, spf.ErrNoResult):
		return "a domain that it includes has no such record", "Take that domain out, or mend its name."
	}
	return fmt.Sprintf("it cannot be read (%v)", err), "Write it anew by RFC 7208, as in v=spf1 ip4:198.51.100.7 include:mail.example -all."
}

// record looks for a TXT record of a version at the first of some names that has one, and gives it. Two at one name count for
// none (RFC 7208, section 4.5; RFC 7489, section 6.6.3).
func (c checker) record(ctx context.Context, what, version, mend string, at ...string) (f Finding, record string) {
	for _, name := range at {
		all, err := records(ctx, c.dns, name)
		if err != nil {
			return Finding{what, false, err.Error(), noNameServer}, ""
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
			return Finding{what, true, name + ": " + brief(found[0]), ""}, found[0]
		default:
			return Finding{what, false, fmt.Sprintf("%d such records stand at %s, so receivers heed none", len(found), name), "Leave one of them."}, ""
		}
	}
	return Finding{what, false, "there is no such record at " + strings.Join(at, " or "), mend}, ""
}

// brief cuts what the DNS says to what can be shown on some lines.
func brief(record string) string {
	const most = 300
	if letters := []rune(record); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return record
}

// sameOrganisation says whether two names belong to one owner, as far as their registries tell.
func sameOrganisation(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSuffix(a, ".")), strings.ToLower(strings.TrimSuffix(b, "."))
	of, err := publicsuffix.EffectiveTLDPlusOne(a)
	other, err2 := publicsuffix.EffectiveTLDPlusOne(b)
	return a == b || err == nil && err2 == nil && of == other
}
