package address

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"onrecord/internal/news"
)

// How long an address and the part before its @ are at most, in bytes (RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3: a path has 256
// with its angle brackets).
const (
	longest      = 254
	longestLocal = 64
)

// domains reads domain names as they are looked up (RFC 5891, section 5; RFC 5893 for those written from the right).
var domains = idna.New(idna.MapForLookup(), idna.StrictDomainName(true), idna.BidiRule(), idna.ValidateLabels(true), idna.CheckHyphens(false), idna.VerifyDNSLength(true))

// Parse gives an address as mail servers take it. What is none is Invalid, about the field email.
func Parse(given string) (string, error) {
	a, fault := parse(given)
	if fault == nil {
		return a, nil
	}
	if meant := guess(given, fault); meant != "" {
		return "", news.FieldErrorf("email", "%s; did you mean %s?", fault.says, Show(meant)).Say("email_meant", "meant", Show(meant))
	}
	return "", news.FieldErrorf("email", "%s", fault.says).Say("email")
}

// fault says what is wrong with an address, and what may have been meant.
type fault struct {
	says string
	mend string // empty: nobody can tell
}

// guess gives the address that was meant, if what it takes to mend it is one.
func guess(given string, f *fault) string {
	for range 4 { // an address may have several slips
		if f.mend == "" || f.mend == given {
			return ""
		}
		a, next := parse(f.mend)
		if next == nil {
			return a
		}
		given, f = f.mend, next
	}
	return ""
}

const example = "an address looks like reader@example.org"

func parse(given string) (string, *fault) {
	s := norm.NFC.String(strings.TrimSpace(given))
	if f := visible(s); f != nil {
		return "", f
	}
	s = bare(s)
	if s == "" {
		return "", &fault{says: "there is no address; one looks like reader@example.org"}
	}
	if len(s) > longest {
		return "", &fault{says: "it is longer than any address; 254 bytes are the most"}
	}
	local, domain, f := split(s)
	if f != nil {
		return "", f
	}
	if local, f = checkLocal(local, domain); f != nil {
		return "", f
	}
	if domain, f = checkDomain(local, domain); f != nil {
		return "", f
	}
	a := local + "@" + domain
	if len(a) > longest {
		return "", &fault{says: "it is longer than any address; 254 bytes are the most"}
	}
	return a, nil
}

// bare takes the name and the angle brackets off a mailbox (RFC 5322, section 3.4).
func bare(s string) string {
	if i := strings.LastIndexByte(s, '<'); i >= 0 && strings.HasSuffix(s, ">") {
		return strings.TrimSpace(s[i+1 : len(s)-1])
	}
	return s
}

// split takes an address apart at its @, which may stand in a quoted string before that, too.
func split(s string) (local, domain string, f *fault) {
	if rest, is := strings.CutPrefix(strings.ToLower(s), "mailto:"); is {
		return "", "", &fault{"it begins with mailto:, which is a link's", s[len(s)-len(rest):]}
	}
	at := strings.IndexByte(s, '@')
	if s[0] == '"' {
		end := quoted(s)
		if end < 0 {
			return "", "", &fault{says: `the quotation mark at its beginning has no second one before the @`}
		}
		if end == len(s) || s[end] != '@' {
			return "", "", &fault{says: "behind the closing quotation mark there must be an @"}
		}
		at = end
	}
	switch {
	case at < 0 && strings.ContainsRune(s, '＠'):
		return "", "", &fault{"its @ is one of another alphabet", strings.Replace(s, "＠", "@", 1)}
	case at < 0:
		return "", "", &fault{says: "there is no @ in it; " + example}
	case at == 0:
		return "", "", &fault{says: "there is nothing before its @; " + example}
	case at == len(s)-1:
		return "", "", &fault{says: "there is nothing behind its @; " + example}
	}
	local, domain = s[:at], s[at+1:]
	if i := strings.IndexByte(domain, '@'); i >= 0 {
		if i == 0 {
			return "", "", &fault{"there are two @ next to each other", local + domain}
		}
		if strings.ContainsAny(domain[:i], ",; \t") {
			return "", "", &fault{says: "these are several addresses; write one at a time"}
		}
		return "", "", &fault{says: "there is more than one @ in it; " + example}
	}
	return local, domain, nil
}

// quoted gives where a quoted string at the beginning of a text ends, or -1 if it does not.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// UTF8 says whether the servers on the way must know RFC 6531 to take an address: its part before the @ is not in ASCII.
func UTF8(a string) bool {
	return strings.ContainsFunc(a, func(c rune) bool { return c >= utf8.RuneSelf })
}

// Show gives an address as people write it: the domain in its own alphabet, where that says the same.
func Show(a string) string {
	at := strings.LastIndexByte(a, '@')
	if at < 0 || !strings.Contains(a[at:], "xn--") {
		return a
	}
	shown, err := idna.Display.ToUnicode(a[at+1:])
	if err != nil {
		return a
	}
	if back, err := domains.ToASCII(shown); err != nil || back != a[at+1:] {
		return a
	}
	return a[:at+1] + shown
}
