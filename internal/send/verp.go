package send

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

// Bounces makes and checks the addresses that bounces come back to: one for each message, so that it is known whose message
// a bounce is about whatever the bounce says (variable envelope return paths), and signed, so that nobody can make one up.
type Bounces struct {
	key           []byte
	local, domain string
}

// NewBounces makes addresses below one such as bounces@example.org, by the sub-address that mail servers keep after a plus sign
// (RFC 5233). With the empty address there are none, and bounces go to where the mails come from. The key is secret.
func NewBounces(key []byte, address string) Bounces {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return Bounces{}
	}
	return Bounces{key, address[:at], strings.ToLower(address[at+1:])}
}

// base32 without padding in small letters: mail servers may change the case of what stands before the @.
var small = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// signed is how many bytes of the HMAC-SHA-256 (RFC 2104) stand in an address: 80 bits, in 16 letters.
const signed = 10

// Address gives the address for one message, at most 64 characters before the @ (RFC 5321, section 4.5.3.1.1), if the
// address below which it stands has no more than 9:
//
//	bounces+NUMBER-SUBSCRIPTION-SIGNATURE@example.org
//
// Of a mail that is no edition, the number is 0, and in place of a subscription there is what it was sent for: an errand or a
// summons.
func (b Bounces) Address(number int64, subscription news.ID) string {
	if b.domain == "" {
		return ""
	}
	what := strconv.FormatInt(number, 36) + "-" + string(subscription)
	return b.local + "+" + what + "-" + b.signature(what) + "@" + b.domain
}

func (b Bounces) signature(what string) string {
	h := hmac.New(sha256.New, b.key)
	h.Write([]byte("bounce " + what))
	return small.EncodeToString(h.Sum(nil)[:signed])
}

// Check gives the message that an address stands for. One that was not made here is Forbidden.
func (b Bounces) Check(address string) (number int64, subscription news.ID, err error) {
	foreign := news.Errorf(news.Forbidden, "this is no address of ours")
	address = strings.ToLower(strings.Trim(address, "<>"))
	at := strings.LastIndexByte(address, '@')
	if b.domain == "" || at < 0 || address[at+1:] != b.domain {
		return 0, "", foreign
	}
	token, ok := strings.CutPrefix(address[:at], strings.ToLower(b.local)+"+")
	parts := strings.Split(token, "-")
	if !ok || len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(b.signature(parts[0]+"-"+parts[1]))) {
		return 0, "", foreign
	}
	number, err = strconv.ParseInt(parts[0], 36, 64)
	if err != nil || number < 0 || !news.ID(parts[1]).Valid() {
		return 0, "", foreign
	}
	return number, news.ID(parts[1]), nil
}
