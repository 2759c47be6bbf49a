package send

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"onrecord/internal/news"
)

// Purpose says what a signed link is for. A link for one purpose does nothing for another.
type Purpose string

// The purposes.
const (
	ToConfirm     Purpose = "confirm"
	ToUnsubscribe Purpose = "unsubscribe"
)

// Links makes and checks the signed links in mails.
type Links struct {
	key  []byte
	base string // address of the site, without a slash at the end
}

// NewLinks makes links to a site. The key is secret, and 32 bytes or more.
func NewLinks(key []byte, base string) Links { return Links{key, base} }

// Address gives the address that a reader follows.
func (l Links) Address(p Purpose, subscription news.ID) string {
	return l.base + "/" + string(p) + "/" + l.Token(p, subscription)
}

// Token is the last part of that address: the subscription and its HMAC-SHA-256 (RFC 2104), cut to 128 bits.
func (l Links) Token(p Purpose, subscription news.ID) string {
	return string(subscription) + "." + l.sign(p, subscription)
}

func (l Links) sign(p Purpose, subscription news.ID) string {
	mac := hmac.New(sha256.New, l.key)
	mac.Write([]byte("onrecord link 1\x00" + string(p) + "\x00" + string(subscription)))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// Check gives the subscription that a token is for. One that was not made here, for this purpose, is Forbidden.
func (l Links) Check(p Purpose, token string) (news.ID, error) {
	id, signature, _ := strings.Cut(token, ".")
	if !news.ID(id).Valid() || !hmac.Equal([]byte(signature), []byte(l.sign(p, news.ID(id)))) {
		return "", news.Errorf(news.Forbidden, "this link was not made here, or was cut off; take the whole link from the mail")
	}
	return news.ID(id), nil
}
