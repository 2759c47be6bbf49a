package dkim

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"
)

// Signer signs the mail of some domains. It is safe for concurrent use.
type Signer struct {
	keys map[string][]signing // by domain
	pool sync.Pool            // of *scratch
}

// signing is a key with the part of its header field that never changes.
type signing struct {
	Key
	begin string
}

// scratch is what signing one message needs and the next can use again.
type scratch struct {
	fields []field
	names  []byte // of the signed fields, as h= lists them
	head   []byte // the signed fields, relaxed
	body   []byte
	all    []byte // head, and the signature's own field
	hash   hash.Hash
}

// NewSigner makes a signer. Keys that were retired are passed over.
func NewSigner(keys []Key) *Signer {
	s := &Signer{keys: map[string][]signing{}, pool: sync.Pool{New: func() any { return &scratch{hash: sha256.New()} }}}
	for _, k := range keys {
		if !k.Retired() {
			s.keys[k.Domain] = append(s.keys[k.Domain], signing{k, "DKIM-Signature: v=1; a=" + k.Kind() + "-sha256; c=relaxed/relaxed;\r\n d=" + k.Domain + ";\r\n s=" + k.Selector + ";"})
		}
	}
	for _, all := range s.keys {
		// RSA first: receivers that look at one signature alone know that kind.
		slices.SortStableFunc(all, func(a, b signing) int { return strings.Compare(b.Kind(), a.Kind()) })
	}
	return s
}

// Signs says whether mail from a domain is signed: by a key of the domain, or of one that it is below and that belongs to the
// same organisation (relaxed alignment, RFC 7489, section 3.1.1).
func (s *Signer) Signs(domain string) bool { return len(s.of(domain)) > 0 }

// Keys gives the keys by which mail from a domain is signed, RSA first.
func (s *Signer) Keys(domain string) (keys []Key) {
	for _, k := range s.of(domain) {
		keys = append(keys, k.Key)
	}
	return keys
}

// of gives the keys of the domain that is nearest.
func (s *Signer) of(domain string) []signing {
	if s == nil || len(s.keys) == 0 {
		return nil
	}
	if keys := s.keys[domain]; keys != nil {
		return keys
	}
	domain, err := Domain(domain)
	if err != nil {
		return nil
	}
	organisation, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return s.keys[domain]
	}
	for len(domain) >= len(organisation) {
		if keys := s.keys[domain]; keys != nil {
			return keys
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return nil
}

// Sign gives the header fields that go before a whole message from a mailbox of the domain, one for each of its keys, with
// CRLF; nil if it has none. The time is told in them, to the second. A message that cannot be signed so that every receiver
// agrees is Invalid. The message is not changed.
func (s *Signer) Sign(domain string, message []byte, at time.Time) ([]byte, error) {
	keys := s.of(domain)
	if len(keys) == 0 {
		return nil, nil
	}
	w := s.pool.Get().(*scratch)
	defer s.pool.Put(w)
	bodyHash, err := w.read(message)
	clear(w.fields) // they hold the message
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(keys)*(len(w.names)+640))
	for _, k := range keys {
		if out, err = w.sign(out, k, bodyHash, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read takes a message apart, into names and head, and hashes its body.
func (w *scratch) read(message []byte) (bodyHash [sha256.Size]byte, err error) {
	var body []byte
	if w.fields, body, err = parse(w.fields[:0], message); err != nil {
		return bodyHash, err
	}
	w.names, w.head = w.names[:0], w.head[:0]
	authors := 0
	// Of fields of one name the last is named first (RFC 6376, section 5.4.2).
	for _, f := range slices.Backward(w.fields) {
		begin := len(w.names)
		w.names = append(lower(w.names, f.name), ':')
		name := w.names[begin : len(w.names)-1]
		if !isSigned(name) {
			w.names = w.names[:begin]
			continue
		}
		if string(name) == "from" {
			authors++
		}
		w.head = append(f.relax(w.head), crlf...)
	}
	if authors != 1 {
		return bodyHash, invalid("the message has %d header fields From; it needs one", authors)
	}
	w.names = append(w.names, once...)
	relaxed, err := relaxBody(w.body, body)
	if err != nil {
		return bodyHash, err
	}
	if len(relaxed) == 0 {
		return sha256.Sum256(nil), nil
	}
	// The last line's end is not part of what was relaxed.
	w.hash.Reset()
	w.hash.Write(relaxed)
	w.hash.Write(crlf)
	w.hash.Sum(bodyHash[:0])
	if &relaxed[0] != &body[0] {
		w.body = relaxed
	}
	return bodyHash, nil
}

// longestLine is where a line of the field is broken (RFC 5322, section 2.1.1, asks for 78 at most).
const longestLine = 76

// sign appends the field of one key.
func (w *scratch) sign(out []byte, k signing, bodyHash [sha256.Size]byte, at time.Time) ([]byte, error) {
	begin := len(out)
	out = append(out, k.begin...)
	out = append(out, "\r\n t="...)
	out = strconv.AppendInt(out, at.Unix(), 10)
	out = append(out, "; h="...)
	column := 32
	for rest := w.names; len(rest) > 0; {
		end := 0
		for end < len(rest) && rest[end] != ':' {
			end++
		}
		end = min(end+1, len(rest)) // with its colon
		if column+end > longestLine {
			out = append(out, "\r\n "...)
			column = 1
		}
		out = append(out, rest[:end]...)
		column += end
		rest = rest[end:]
	}
	out = append(out, ";\r\n bh="...)
	out = base64.StdEncoding.AppendEncode(out, bodyHash[:])
	out = append(out, ";\r\n b="...)

	// What is signed is the fields and this field itself, as yet without a signature and without a line's end.
	w.all = append(w.all[:0], w.head...)
	w.all = field{out[begin : begin+len(fieldName)], out[begin+len(fieldName)+1:]}.relax(w.all)
	sum := sha256.Sum256(w.all)
	var signature []byte
	switch private := k.private.(type) {
	case ed25519.PrivateKey:
		signature = ed25519.Sign(private, sum[:]) // RFC 8463, section 3
	case *rsa.PrivateKey:
		var err error
		if signature, err = rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, sum[:]); err != nil {
			return nil, err
		}
	}
	for i := 0; len(signature) > 0; i++ {
		n := min(len(signature), 51) // 68 characters
		if i > 0 {
			out = append(out, "\r\n "...)
		}
		out = base64.StdEncoding.AppendEncode(out, signature[:n])
		signature = signature[n:]
	}
	return append(out, crlf...), nil
}

const fieldName = "DKIM-Signature"
