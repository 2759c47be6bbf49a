package send

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Purpose says what a signed link is for. A link for one purpose does nothing for another.
type Purpose string

// The purposes.
const (
	ToConfirm     Purpose = "confirm"
	ToUnsubscribe Purpose = "unsubscribe"
	ToPreferences Purpose = "preferences" // the reader's own page, by a subscription of theirs
	ToMove        Purpose = "new-address" // confirms a new address, by the errand that asks for it
)

// preferencesWithin is how long a link to the preferences works: who finds a mail years later in a mailbox that has changed hands
// does not find a reader's data with it. A new one is mailed to who asks.
const preferencesWithin = 180 * 24 * time.Hour

// Preferences gives the address of a reader's own page, by one of their subscriptions, for a mail that is written now.
func (l Links) Preferences(subscription news.ID, now time.Time) string {
	return l.Address(ToPreferences, subscription, now.Add(preferencesWithin))
}

// Links makes and checks the signed links in mails.
type Links struct {
	key  []byte
	base string // address of the site, without a slash at the end
}

// NewLinks makes links to a site. The key is secret, and 32 bytes or more.
func NewLinks(key []byte, base string) Links { return Links{key, base} }

// Address gives the address that a reader follows. The link works before the time expires; with the zero time, always.
func (l Links) Address(p Purpose, subscription news.ID, expires time.Time) string {
	return l.base + "/" + string(p) + "/" + l.Token(p, subscription, expires)
}

// version stands in front of every token, so that those in old mails are known if tokens are ever made otherwise.
const version = "1"

// Token is the last part of that address:
//
//	1.SUBSCRIPTION.EXPIRES.SIGNATURE
//
// EXPIRES is in Unix seconds in base 36, 0 for never. SIGNATURE is the HMAC-SHA-256 (RFC 2104) of the purpose and all that
// stands before it, cut to 128 bits, in base 64 (RFC 4648, section 5).
func (l Links) Token(p Purpose, subscription news.ID, expires time.Time) string {
	until := "0"
	if !expires.IsZero() {
		until = strconv.FormatInt(expires.Unix(), 36)
	}
	said := version + "." + string(subscription) + "." + until
	return said + "." + l.sign(p, said)
}

func (l Links) sign(p Purpose, said string) string {
	mac := hmac.New(sha256.New, l.key)
	mac.Write([]byte("onrecord link\x00" + string(p) + "\x00" + said))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// Check gives what a token is for: a subscription, or the errand to move. One that was not made here, for this purpose, or has
// expired, is Forbidden.
func (l Links) Check(p Purpose, token string, now time.Time) (news.ID, error) {
	id, _, err := l.check(p, token, now)
	return id, err
}

// check is Check, and gives when the token expires.
func (l Links) check(p Purpose, token string, now time.Time) (id news.ID, expires time.Time, err error) {
	forged := news.Errorf(news.Forbidden, "this link was not made here, or was cut off; take the whole link from the mail").Say("link_forged")
	parts := strings.Split(token, ".")
	if len(parts) != 4 || parts[0] != version {
		return "", expires, forged
	}
	if !hmac.Equal([]byte(parts[3]), []byte(l.sign(p, strings.Join(parts[:3], ".")))) {
		return "", expires, forged
	}
	until, err := strconv.ParseInt(parts[2], 36, 64)
	if err != nil {
		return "", expires, forged
	}
	if until != 0 && now.Unix() >= until {
		return "", expires, news.Errorf(news.Forbidden, "this link is too old; %s to get a new one", anew(p)).Say("link_old_" + strings.ReplaceAll(string(p), "-", "_"))
	}
	return news.ID(parts[1]), time.Unix(until, 0), nil
}

// anew says how a new link of a kind is had.
func anew(p Purpose) string {
	switch p {
	case ToUnsubscribe:
		return "take that of a newer mail"
	case ToPreferences:
		return "ask for a link to your preferences"
	case ToMove:
		return "ask for the change again"
	}
	return "subscribe again"
}
