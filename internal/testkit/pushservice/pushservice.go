// Package pushservice is a push service for tests, and the browsers that have subscribed at it: an HTTPS server on this machine that takes
// messages (RFC 8030), checks who signed them (RFC 8292), and opens them as a browser would (RFC 8291).
//
// In come requests; out come messages in plain words. It shares no code with what sends them. What is wrong with a request is answered as a
// push service would, and told to the test.
package pushservice

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/testkit/certificate"
)

// Message is one that came.
type Message struct {
	Browser              string // which one it is for
	Body                 string
	TTL, Urgency, Topic  string
	Key, Contact, Origin string // who signed it, where they can be reached, and what for
}

// Service is a push service.
type Service struct {
	URL   string
	Roots *x509.CertPool // that believe its certificate

	t        testing.TB
	mu       sync.Mutex
	browsers map[string]*Browser
	answer   func(browser string) (status int, retryAfter string)
	messages chan Message
}

// Browser is one that has subscribed.
type Browser struct {
	Name, Endpoint, Key, Auth string

	private *ecdh.PrivateKey
	secret  []byte
}

// Start starts one, which ends with the test.
func Start(t testing.TB) *Service {
	t.Helper()
	folder := t.TempDir()
	roots, err := certificate.Write(folder)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{t: t, Roots: roots, browsers: map[string]*Browser{}, messages: make(chan Message, 1000)}
	server := httptest.NewUnstartedServer(s)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Browser subscribes one.
func (s *Service) Browser(name string) *Browser {
	s.t.Helper()
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	b := &Browser{Name: name, Endpoint: s.URL + "/send/" + name, private: private, secret: make([]byte, 16)}
	_, _ = rand.Read(b.secret)
	enc := base64.RawURLEncoding
	b.Key, b.Auth = enc.EncodeToString(private.PublicKey().Bytes()), enc.EncodeToString(b.secret)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.browsers[name] = b
	return b
}

// Answer has the service answer so from now on, 201 and nothing else for a function that is nil.
func (s *Service) Answer(how func(browser string) (status int, retryAfter string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = how
}

// Next waits for a message.
func (s *Service) Next() Message {
	s.t.Helper()
	select {
	case m := <-s.messages:
		return m
	case <-time.After(time.Minute):
		s.t.Fatal("no message came within a minute")
		return Message{}
	}
}

// Waiting gives the messages that came and were not asked for.
func (s *Service) Waiting() (out []Message) {
	for {
		select {
		case m := <-s.messages:
			out = append(out, m)
		default:
			return out
		}
	}
}

// ServeHTTP takes a message.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/send/")
	s.mu.Lock()
	b, answer := s.browsers[name], s.answer
	s.mu.Unlock()
	if b == nil {
		http.Error(w, "no such subscription", http.StatusNotFound)
		return
	}
	m, err := s.read(r, b)
	if err != nil {
		s.t.Errorf("the push service refuses: %v", err)
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if answer != nil {
		if status, after := answer(name); status != http.StatusCreated {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			w.WriteHeader(status)
			return
		}
	}
	s.messages <- m
	w.WriteHeader(http.StatusCreated)
}

func (s *Service) read(r *http.Request, b *Browser) (m Message, err error) {
	h := r.Header
	m = Message{Browser: b.Name, TTL: h.Get("TTL"), Urgency: h.Get("Urgency"), Topic: h.Get("Topic")}
	if r.Method != http.MethodPost || h.Get("Content-Encoding") != "aes128gcm" || m.TTL == "" {
		return m, fmt.Errorf("%s with Content-Encoding %q and TTL %q", r.Method, h.Get("Content-Encoding"), m.TTL)
	}
	if len(m.Topic) > 32 || strings.Trim(m.Topic, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		return m, fmt.Errorf("the topic %q (RFC 8030, section 5.4)", m.Topic)
	}
	if err := signed(h.Get("Authorization"), s.URL, &m); err != nil {
		return m, err
	}
	sealed, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return m, err
	}
	if len(sealed) > 4096 {
		return m, fmt.Errorf("%d bytes, which is more than 4096 (RFC 8030, section 7.2)", len(sealed))
	}
	body, err := Open(sealed, b.private, b.secret)
	m.Body = string(body)
	return m, err
}

// signed checks who sends (RFC 8292).
func signed(authorization, origin string, m *Message) error {
	rest, ok := strings.CutPrefix(authorization, "vapid ")
	if !ok {
		return fmt.Errorf("the authorization %q", authorization)
	}
	fields := map[string]string{}
	for f := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(f), "=")
		fields[name] = value
	}
	enc := base64.RawURLEncoding
	point, err := enc.DecodeString(fields["k"])
	if err != nil {
		return err
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return err
	}
	parts := strings.Split(fields["t"], ".")
	if len(parts) != 3 {
		return fmt.Errorf("the token %q", fields["t"])
	}
	var raw [3][]byte
	for i, p := range parts {
		if raw[i], err = enc.DecodeString(p); err != nil {
			return err
		}
	}
	var head struct{ Alg string }
	var claims struct {
		Aud, Sub string
		Exp      int64
	}
	if err := errors.Join(json.Unmarshal(raw[0], &head), json.Unmarshal(raw[1], &claims)); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if head.Alg != "ES256" || len(raw[2]) != 64 || !ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(raw[2][:32]), new(big.Int).SetBytes(raw[2][32:])) {
		return errors.New("the signature is not good")
	}
	if left := time.Until(time.Unix(claims.Exp, 0)); claims.Aud != origin || left <= 0 || left > 24*time.Hour {
		return fmt.Errorf("signed for %q until %v", claims.Aud, left)
	}
	m.Key, m.Contact, m.Origin = fields["k"], claims.Sub, claims.Aud
	return nil
}

// Open opens a message with a browser's key and secret (RFC 8291, section 3.4; RFC 8188, section 2).
func Open(sealed []byte, private *ecdh.PrivateKey, secret []byte) ([]byte, error) {
	if len(sealed) < 21 || len(sealed) < 21+int(sealed[20]) {
		return nil, errors.New("no header")
	}
	salt, size, id := sealed[:16], binary.BigEndian.Uint32(sealed[16:20]), sealed[21:21+int(sealed[20])]
	record := sealed[21+len(id):]
	if uint32(len(record)) > size {
		return nil, fmt.Errorf("more than one record: %d bytes of %d", len(record), size)
	}
	sender, err := ecdh.P256().NewPublicKey(id)
	if err != nil {
		return nil, err
	}
	shared, err := private.ECDH(sender)
	if err != nil {
		return nil, err
	}
	ikm, err := hkdf.Key(sha256.New, shared, secret, "WebPush: info\x00"+string(private.PublicKey().Bytes())+string(id), 32)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, nonce, record, nil)
	if err != nil {
		return nil, err
	}
	plain = bytes.TrimRight(plain, "\x00")
	if len(plain) == 0 || plain[len(plain)-1] != 2 {
		return nil, errors.New("the last record does not end as one (RFC 8188, section 2)")
	}
	return plain[:len(plain)-1], nil
}
