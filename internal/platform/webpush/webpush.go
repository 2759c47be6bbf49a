// Package webpush hands messages for browsers in at their push services (RFC 8030), encrypted to the browser (RFC 8291) and signed by the
// house (VAPID, RFC 8292).
//
// In come the house's secret, from which its key is made, and a client that goes to no private network; for each message, a browser and a
// few words. Out comes what the push service says: taken, gone for good, or later. A failure is Unavailable; one that no retry mends is
// Invalid. Nothing is kept here.
//
// The key is made from the secret and is not stored: machines that share the secret share it, and a backup that has the secret has it. With
// another secret the browsers' push services refuse what comes, until the browsers ask again.
package webpush

import (
	"context"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"time"

	lib "github.com/SherClockHolmes/webpush-go"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// Client makes requests; it is to refuse those that lead into private networks. A fetch.Client is one.
type Client interface {
	Do(r *http.Request) (*http.Response, error)
}

// Sender hands messages in.
type Sender struct {
	client          Client
	private, public string
	contact         string
	clock           news.Clock
}

// New makes a sender. Contact is where push services write if something is wrong: an https address, or one of mail.
func New(secret []byte, contact string, client Client, clock news.Clock) (*Sender, error) {
	d, err := scalar(secret)
	if err != nil {
		return nil, err
	}
	key, err := ecdh.P256().NewPrivateKey(d)
	if err != nil {
		return nil, err
	}
	enc := base64.RawURLEncoding
	return &Sender{client: client, private: enc.EncodeToString(d), public: enc.EncodeToString(key.PublicKey().Bytes()),
		contact: strings.TrimPrefix(contact, "mailto:"), clock: clock}, nil
}

// scalar makes a private key of P-256 from a secret: more bits than it has, taken modulo the order (FIPS 186-5, appendix A.2.1).
func scalar(secret []byte) ([]byte, error) {
	wide, err := hkdf.Key(sha256.New, secret, nil, "onrecord web push", 48)
	if err != nil {
		return nil, err
	}
	order, _ := new(big.Int).SetString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16)
	one := big.NewInt(1)
	d := new(big.Int).SetBytes(wide)
	d.Mod(d, order.Sub(order, one)).Add(d, one)
	return d.FillBytes(make([]byte, 32)), nil
}

// Key is the house's public key, for PushManager.subscribe: base64url of the point, not compressed.
func (s *Sender) Key() string { return s.public }

// Browser is whom a message is for, as the Push API gives it.
type Browser struct {
	Endpoint string
	Key      string // base64url: p256dh
	Auth     string // base64url: 16 bytes
}

// Check says whether there can be such a browser: a public https address, and keys that messages can be encrypted to. With loopback, this
// machine itself may be a push service. The error is Invalid.
func Check(b Browser, loopback bool) error {
	u, err := url.Parse(b.Endpoint)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(b.Endpoint) > news.LongestAddress || fetch.MayAsk(b.Endpoint, loopback) != nil {
		return news.FieldErrorf("endpoint", "this is no address of a push service; a browser gives one")
	}
	key, err := decode(b.Key)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(key)
	}
	if err != nil {
		return news.FieldErrorf("key", "this is no public key of a browser (P-256, not compressed, in base64url)")
	}
	if auth, err := decode(b.Auth); err != nil || len(auth) != 16 {
		return news.FieldErrorf("auth", "this is no secret of a browser (16 bytes in base64url)")
	}
	return nil
}

func decode(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
}

// Message is what a browser is told.
type Message struct {
	Body    []byte        // at most MaxBody bytes
	TTL     time.Duration // for how long the push service is to keep it for a browser that is away
	Urgency string        // very-low, low, normal or high (RFC 8030, section 5.3)
	Topic   string        // a later message of the same topic takes the place of one that still waits; 32 letters of base64url at most
}

// MaxBody is how many bytes a message may have, so that any push service takes it (RFC 8030, section 7.2) with all that goes around it.
const MaxBody = 3900

// Answer is what a push service said.
type Answer struct {
	Gone       bool          // there is no such browser any more: it is to be forgotten
	RetryAfter time.Duration // when to try again, if the service said so
}

// patience is how long a push service may take.
const patience = 20 * time.Second

// Send hands a message in. An error of kind Invalid says that this message will never be taken; any other, that a later try may be.
func (s *Sender) Send(ctx context.Context, to Browser, m Message) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	res, err := lib.SendNotificationWithContext(ctx, m.Body, &lib.Subscription{Endpoint: to.Endpoint, Keys: lib.Keys{Auth: to.Auth, P256dh: to.Key}}, &lib.Options{
		HTTPClient: s.client, Subscriber: s.contact, VAPIDPublicKey: s.public, VAPIDPrivateKey: s.private,
		TTL: int(m.TTL / time.Second), Urgency: lib.Urgency(m.Urgency), Topic: m.Topic,
	})
	host := hostOf(to.Endpoint)
	if err != nil {
		var said *news.Error
		if errors.As(err, &said) { // without the address: whoever has it may write to the browser
			return Answer{}, news.Errorf(said.Kind, "%s %s", host, said.Message)
		}
		return Answer{}, news.Errorf(news.Invalid, "the message for %s cannot be made: %v", host, err)
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 4096)) // so that the connection can be used again
	a := Answer{RetryAfter: fetch.RetryAfter(res.Header.Get("Retry-After"), s.clock.Now())}
	switch c := res.StatusCode; {
	case c >= 200 && c < 300:
		return Answer{}, nil
	case c == http.StatusNotFound || c == http.StatusGone: // RFC 8030, section 7.3
		a.Gone = true
		return a, nil
	case c == http.StatusBadRequest || c == http.StatusRequestEntityTooLarge:
		return a, news.Errorf(news.Invalid, "%s answers %s", host, res.Status)
	}
	return a, news.Errorf(news.Unavailable, "%s answers %s", host, res.Status)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the push service"
	}
	return u.Host
}
