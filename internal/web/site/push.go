package site

import (
	"bytes"
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/assets"
)

// Push is how browsers are told of notices while no page is open.
type Push interface {
	// Key is the house's public key, which browsers ask with.
	Key() string
	// Ask keeps that a browser wants to be told; what it says may be Invalid, and where very many ask already, that is a Conflict.
	Ask(ctx context.Context, ask news.PushAsk) error
	// End deletes all that is kept of a browser.
	End(ctx context.Context, endpoint string) error
}

const (
	// A household's browsers may ask ten times at once, and once more every ten seconds. They ask again by themselves once a day.
	pushEvery = 10 * time.Second
	pushBurst = 10
	// largestAsk is how many bytes a browser may send.
	largestAsk = 16 << 10
)

// push is what a page offers of it.
type push struct {
	Key          string
	Publications []news.Publication
}

func (s *Site) pushOf(v view) *push {
	if s.Push == nil || v.Private {
		return nil
	}
	return &push{s.Push.Key(), v.Publications}
}

// pushWorker is the script that a browser runs when it is told something. It stands at the root, for its scope is what lies below it
// (Service Workers, W3C), under a name that stays.
func (s *Site) pushWorker(w http.ResponseWriter, r *http.Request) error {
	script, err := s.assets.Source(assets.Worker)
	if err != nil {
		return err
	}
	reply(w, r, http.StatusOK, "text/javascript; charset=utf-8", script)
	return nil
}

// wanted is what a browser sends: its PushSubscription, what it is to be told of, and where it was before.
type wanted struct {
	Endpoint string   `json:"endpoint"`
	Expires  *float64 `json:"expirationTime"` // milliseconds since 1970
	Keys     struct {
		Key  string `json:"p256dh"`
		Auth string `json:"auth"`
	} `json:"keys"`
	Topics   []string `json:"topics"`
	Language string   `json:"language"` // of the page that asks; empty: that which it had before
	Was      string   `json:"was"`
}

// readAsk reads what a browser sent. No form of another site can send JSON, and what its scripts send is refused by its origin.
func (s *Site) readAsk(w http.ResponseWriter, r *http.Request) (a wanted, err error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return a, news.Errorf(news.Invalid, "a browser asks with application/json")
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, largestAsk)); err != nil {
		return a, web.TooLong(err, largestAsk)
	}
	if err := json.Unmarshal(b.Bytes(), &a); err != nil {
		return a, news.Errorf(news.Invalid, "what the browser sent is no JSON that can be read here")
	}
	return a, nil
}

// mayPush says whether a request may ask now; if not, it is answered.
func (s *Site) mayPush(w http.ResponseWriter, r *http.Request) bool {
	if s.pushes.Allow(web.Household(r)) {
		return true
	}
	w.Header().Set("Retry-After", "60")
	http.Error(w, s.tongue("").say("subscribe.often"), http.StatusTooManyRequests) // to a script, which has words of its own
	return false
}

func (s *Site) askPush(w http.ResponseWriter, r *http.Request) error {
	if !s.mayPush(w, r) {
		return nil
	}
	a, err := s.readAsk(w, r)
	if err != nil {
		return err
	}
	ask := news.PushAsk{Endpoint: a.Endpoint, Key: a.Keys.Key, Auth: a.Keys.Auth, Topics: a.Topics, Language: s.spokenAs(a.Language), Was: a.Was}
	if a.Expires != nil && *a.Expires > 0 && *a.Expires < 1e15 {
		ask.Expires = time.UnixMilli(int64(*a.Expires)).UTC()
	}
	if err := s.Push.Ask(r.Context(), ask); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// spokenAs gives the tag of the language that is spoken to who asks for one; none to who asks for none.
func (s *Site) spokenAs(asked string) string {
	if asked == "" || len(asked) > news.LongestLanguage {
		return ""
	}
	return s.tongue(asked).Tag
}

// endPush answers the same whether the browser was known or not.
func (s *Site) endPush(w http.ResponseWriter, r *http.Request) error {
	if !s.mayPush(w, r) {
		return nil
	}
	a, err := s.readAsk(w, r)
	if err != nil {
		return err
	}
	if err := s.Push.End(r.Context(), a.Endpoint); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
