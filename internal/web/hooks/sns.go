package hooks

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // SNS's signature version 1, which is its default
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// snsMessage is what SNS sends.
type snsMessage struct {
	Type, MessageID, TopicArn, Subject, Message, Timestamp, Token, SubscribeURL string
	SignatureVersion, Signature, SigningCertURL                                 string
}

// amazon are SNS's own hosts. Others below amazonaws.com are everybody's: a bucket of S3 is bucket.s3.amazonaws.com.
var amazon = regexp.MustCompile(`^sns\.[a-z0-9-]{3,40}\.amazonaws\.com(\.cn)?$`)

// atAmazon says whether an address is SNS's.
func atAmazon(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.User == nil && u.Port() == "" && amazon.MatchString(u.Host)
}

// sns reads a message of SNS and makes sure that it is one of our topics'.
func (h *hooks) sns(ctx context.Context, body []byte) (snsMessage, error) {
	var m snsMessage
	if err := json.Unmarshal(body, &m); err != nil {
		return m, noMessage(err)
	}
	var signed []string
	switch m.Type {
	case "Notification":
		signed = []string{"Message", m.Message, "MessageId", m.MessageID}
		if m.Subject != "" {
			signed = append(signed, "Subject", m.Subject)
		}
		signed = append(signed, "Timestamp", m.Timestamp, "TopicArn", m.TopicArn, "Type", m.Type)
	case "SubscriptionConfirmation", "UnsubscribeConfirmation":
		signed = []string{"Message", m.Message, "MessageId", m.MessageID, "SubscribeURL", m.SubscribeURL, "Timestamp", m.Timestamp, "Token", m.Token, "TopicArn", m.TopicArn, "Type", m.Type}
	default:
		return m, noMessage(nil)
	}
	at, err := time.Parse(time.RFC3339, m.Timestamp)
	if err != nil {
		return m, noMessage(err)
	}
	if err := h.fresh(at); err != nil {
		return m, err
	}
	if !slices.Contains(h.options.SESTopics, m.TopicArn) {
		return m, news.Errorf(news.Forbidden, "The topic %q is none that hook.ses names.", news.ReplyLine(m.TopicArn))
	}
	if !atAmazon(m.SigningCertURL) || !strings.HasSuffix(m.SigningCertURL, ".pem") {
		return m, news.Errorf(news.Forbidden, "The certificate is not at Amazon SNS.")
	}
	key, err := h.key(ctx, m.SigningCertURL)
	if err != nil {
		return m, err
	}
	signature, err := base64.StdEncoding.DecodeString(m.Signature)
	if err != nil {
		return m, wrongSignature()
	}
	text := []byte(strings.Join(signed, "\n") + "\n")
	switch m.SignatureVersion {
	case "1":
		sum := sha1.Sum(text) //nolint:gosec // see above
		err = rsa.VerifyPKCS1v15(key, crypto.SHA1, sum[:], signature)
	case "2":
		sum := sha256.Sum256(text)
		err = rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature)
	default:
		return m, news.Errorf(news.Forbidden, "There is no signature version %q.", news.ReplyLine(m.SignatureVersion))
	}
	if err != nil {
		return m, wrongSignature()
	}
	return m, nil
}

// subscribe confirms that we want to be told, for one of our own topics.
func (h *hooks) subscribe(ctx context.Context, m snsMessage) error {
	if !atAmazon(m.SubscribeURL) {
		return news.Errorf(news.Forbidden, "The address of the confirmation is not at Amazon SNS.")
	}
	ctx, cancel := context.WithTimeout(ctx, fetching)
	defer cancel()
	if _, err := h.options.Fetch.Get(ctx, fetch.Request{URL: m.SubscribeURL, Named: true}); err != nil {
		return news.Errorf(news.Unavailable, "the subscription to %s cannot be confirmed: %w", m.TopicArn, err)
	}
	h.options.Log.Info("Amazon SNS tells us of bounces and complaints from now on", "topic", m.TopicArn)
	return nil
}

// certificates are those that SNS signs with, by their address. They are replaced every year or so.
type certificates struct {
	mu   sync.Mutex
	keys map[string]*x509.Certificate
}

// key gives the key of a certificate, which is fetched once.
func (h *hooks) key(ctx context.Context, address string) (*rsa.PublicKey, error) {
	h.mu.Lock()
	certificate := h.keys[address]
	h.mu.Unlock()
	if certificate == nil {
		var err error
		if certificate, err = h.certificate(ctx, address); err != nil {
			return nil, err
		}
	}
	now := h.options.Clock.Now()
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	if !ok || now.Before(certificate.NotBefore) || now.After(certificate.NotAfter) {
		return nil, news.Errorf(news.Forbidden, "The certificate is not valid today.")
	}
	return key, nil
}

func (h *hooks) certificate(ctx context.Context, address string) (*x509.Certificate, error) {
	ctx, cancel := context.WithTimeout(ctx, fetching)
	defer cancel()
	answer, err := h.options.Fetch.Get(ctx, fetch.Request{URL: address, Named: true})
	if err != nil {
		return nil, news.Errorf(news.Unavailable, "the certificate of Amazon SNS cannot be fetched: %w", err)
	}
	if !atAmazon(answer.URL) {
		return nil, news.Errorf(news.Forbidden, "The certificate is not at Amazon SNS.") // redirected
	}
	block, _ := pem.Decode(answer.Body)
	if block == nil {
		return nil, news.Errorf(news.Forbidden, "The certificate is none.")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, news.Errorf(news.Forbidden, "The certificate is none.")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.keys == nil || len(h.keys) >= 16 { // addresses at Amazon that strangers make up
		h.keys = map[string]*x509.Certificate{}
	}
	h.keys[address] = certificate
	return certificate, nil
}
