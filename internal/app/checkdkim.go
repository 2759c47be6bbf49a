package app

import (
	"context"
	"fmt"
	"os"

	"onrecord/internal/platform/dkim"
)

// dkim looks whether mail from a domain is signed so that receivers can verify it (RFC 6376): for each key, that its record is
// in the DNS and holds it.
func (c checker) dkim(ctx context.Context, domain string, keys []dkim.Key) (found []Finding) {
	if len(keys) == 0 && c.SignedByRelay {
		return []Finding{{"DKIM", true, "mail from " + domain + " is not signed here: the relay does it, says mail.signed_by_relay",
			"That it does shows in a mail that you send yourself: it has a DKIM-Signature with d=" + domain + ", or a domain of the same owner."}}
	}
	if len(keys) == 0 {
		return []Finding{{"DKIM", false, "mail from " + domain + " is not signed: there is no key for it",
			"Make some, and publish what it prints: onrecord mail key --domain " + domain + ". If your relay signs, set mail.signed_by_relay to true."}}
	}
	for _, k := range keys {
		state, why := publishedState(ctx, c.dns, k)
		file := k.File(c.MailDKIM)
		info, err := os.Stat(file)
		name, value := k.Record()
		if err == nil && info.Mode().Perm()&0o007 != 0 {
			found = append(found, Finding{"DKIM", false, "everybody on this machine can read the key " + file + ", and sign by it", "chmod 600 " + file + "; if others could have read it, make another: onrecord mail key --domain " + k.Domain})
		}
		switch {
		case state == KeyUnknown:
			found = append(found, Finding{"DKIM", false, why, noNameServer})
		case state != KeyPublished:
			found = append(found, Finding{"DKIM", false, name + ": " + why, "Publish this TXT record at " + name + ", alone: " + value})
		default:
			found = append(found, Finding{"DKIM", true, fmt.Sprintf("%s: published as it is here (%s)", name, k.Kind()), ""})
		}
	}
	return found
}
