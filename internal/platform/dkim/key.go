package dkim

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"onrecord/internal/news"
)

// The kinds of key. RSA is what every receiver verifies; Ed25519 signs forty times as fast, and some do not know it yet.
const (
	RSA     = "rsa"
	Ed25519 = "ed25519"
)

// rsaBits is how long an RSA key is: what RFC 8301, section 3.2, asks signers for. Longer ones do not fit into one string of
// many name servers' pages.
const rsaBits = 2048

// Key is a key by which the mail of a domain is signed. The zero Key signs nothing.
type Key struct {
	Domain   string // in small letters, as the DNS has it
	Selector string // tells the domain's keys apart

	public  crypto.PublicKey
	private crypto.Signer // nil: it was retired
}

// Generate makes a key of a kind. Names that cannot stand in the DNS are Invalid.
func Generate(domain, selector, kind string) (Key, error) {
	k, err := named(domain, selector)
	if err != nil {
		return Key{}, err
	}
	switch kind {
	case RSA:
		made, err := rsa.GenerateKey(rand.Reader, rsaBits)
		if err != nil {
			return Key{}, err
		}
		k.private = made
	case Ed25519:
		_, made, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return Key{}, err
		}
		k.private = made
	default:
		return Key{}, news.FieldErrorf("kind", "%q is no kind of key; use %s or %s", kind, RSA, Ed25519)
	}
	k.public = k.private.Public()
	return k, nil
}

// named gives a key without a key, whose names have been checked.
func named(domain, selector string) (Key, error) {
	d, err := Domain(domain)
	if err != nil {
		return Key{}, err
	}
	s := strings.ToLower(selector)
	if !isName(s) || len(s) > 63 {
		return Key{}, news.FieldErrorf("selector", "%q cannot stand in the DNS; use letters, digits and hyphens, as in 2031-03", selector)
	}
	if len(s)+len(between)+len(d) > longestName {
		return Key{}, news.FieldErrorf("domain", "%s is too long for a record below it", d)
	}
	return Key{Domain: d, Selector: s}, nil
}

// longestName is the most characters that a name has in the DNS (RFC 1035, section 3.1).
const longestName = 253

// Domain gives a domain as the DNS has it: in small letters, and in ASCII (RFC 5891). What cannot be the domain of a mailbox
// that belongs to somebody is Invalid.
func Domain(s string) (string, error) {
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(s, "."))
	ascii = strings.ToLower(ascii)
	if err != nil || !isName(ascii) || !strings.Contains(ascii, ".") {
		return "", news.FieldErrorf("domain", "%q is no domain; one looks like example.org", s)
	}
	if suffix, registry := publicsuffix.PublicSuffix(ascii); suffix == ascii && registry {
		return "", news.FieldErrorf("domain", "%s belongs to nobody alone; use a domain of your own below it", ascii)
	}
	return ascii, nil
}

// isName says whether s is labels of small letters, digits and hyphens with dots between (RFC 1123, section 2.1).
func isName(s string) bool {
	if len(s) > longestName {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.ContainsFunc(label, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' }) {
			return false
		}
	}
	return true
}

// Kind is RSA or Ed25519.
func (k Key) Kind() string {
	if _, is := k.public.(*rsa.PublicKey); is {
		return RSA
	}
	return Ed25519
}

// Retired says whether the key no longer signs.
func (k Key) Retired() bool { return k.private == nil }

// between stands between a selector and its domain (RFC 6376, section 3.6.2.1).
const between = "._domainkey."

// Name is where the key's record is in the DNS, without a dot at the end.
func (k Key) Name() string { return k.Selector + between + k.Domain }

// Record gives the TXT record by which receivers verify (RFC 6376, section 3.6.1; RFC 8463, section 4.2): its name in the
// DNS, and its value in one piece.
func (k Key) Record() (name, value string) {
	return k.Name(), "v=DKIM1; k=" + k.Kind() + "; p=" + base64.StdEncoding.EncodeToString(k.bytes())
}

// bytes gives the public key as a record holds it.
func (k Key) bytes() []byte {
	switch public := k.public.(type) {
	case *rsa.PublicKey:
		der, err := x509.MarshalPKIXPublicKey(public)
		if err != nil {
			panic(err) // an RSA key always can be
		}
		return der
	case ed25519.PublicKey:
		return public
	}
	return nil
}

// longestString is how many bytes one string of a TXT record holds (RFC 1035, section 3.3).
const longestString = 255

// ZoneLine gives the record as it stands in a zone file (RFC 1035, section 5.1): the value in strings of 255 bytes or less,
// which receivers put together again.
func (k Key) ZoneLine() string {
	name, value := k.Record()
	var b strings.Builder
	b.WriteString(name + ". 3600 IN TXT (")
	for part := range slices.Chunk([]byte(value), longestString) {
		b.WriteString(" \"" + string(part) + "\"")
	}
	b.WriteString(" )")
	return b.String()
}
