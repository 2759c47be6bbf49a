package site

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/card"
)

// share is what it takes to pass a page on. Nothing of it tells anybody anything before the reader presses it.
type share struct {
	Address string
	Title   string
	Mail    string
	Nets    []network
}

// network is a place where people share things, with the page of it that does so.
type network struct{ Name, Address string }

func shareOf(address, title string) share {
	q := func(pairs ...string) string {
		var b strings.Builder
		for i := 0; i < len(pairs); i += 2 {
			if i > 0 {
				b.WriteByte('&')
			}
			b.WriteString(pairs[i] + "=" + strings.ReplaceAll(url.QueryEscape(pairs[i+1]), "+", "%20")) // mailboxes show a + as one
		}
		return b.String()
	}
	both := title + " " + address
	return share{
		Address: address, Title: title, Mail: "mailto:?" + q("subject", title, "body", title+"\n\n"+address),
		Nets: []network{
			{"X", "https://x.com/intent/post?" + q("url", address, "text", title)},
			{"Bluesky", "https://bsky.app/intent/compose?" + q("text", both)},
			{"Facebook", "https://www.facebook.com/sharer/sharer.php?" + q("u", address)},
			{"LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?" + q("url", address)},
			{"WhatsApp", "https://wa.me/?" + q("text", both)},
			{"Telegram", "https://t.me/share/url?" + q("url", address, "text", title)},
		},
	}
}

// cardView is what a page tells programs that show a preview of it (ogp.me; Twitter cards).
type cardView struct {
	Kind      string // article, profile
	Picture   string // absolute; empty: none
	Wide      bool   // the picture is as wide as a preview
	Published time.Time
	Changed   time.Time
	Authors   []string // addresses of their pages
	Tags      []string
	Of        string // whose page it is
	Language  string
}

// Size gives the sides of the picture.
func (cardView) Size() (out struct{ Width, Height int }) {
	out.Width, out.Height = card.Width, card.Height
	return out
}

func cardAddress(p news.Publication, a news.Article) string { return pieceAddress(p, a) + ".png" }

// pieceCard sends the preview picture of an article.
func (s *Site) pieceCard(w http.ResponseWriter, r *http.Request, v view, a news.Article) error {
	names, err := s.namesOf(r.Context(), a)
	if err != nil {
		return err
	}
	by, err := v.together(names)
	if err != nil {
		return err
	}
	language := a.Language
	if language == "" {
		language = v.Publication.Language
	}
	words := card.Words{Publication: v.Publication.Name, Title: a.Title, By: by, Language: language}
	png, err := s.pictures.get(words, func() ([]byte, error) { return s.cards.PNG(words) })
	if err != nil {
		return err
	}
	reply(w, r, http.StatusOK, "image/png", png)
	return nil
}

// stash holds what took long to make, the latest things that were asked for. One thing is made at a time, so that a crowd that asks for
// pictures takes one processor and no more.
type stash[K comparable, V any] struct {
	most   int
	mu     sync.Mutex
	values map[K]V
	order  []K // the oldest first
}

func keep[K comparable, V any](most int) *stash[K, V] {
	return &stash[K, V]{most: most, values: map[K]V{}}
}

func (k *stash[K, V]) get(key K, make func() (V, error)) (V, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if v, ok := k.values[key]; ok {
		return v, nil
	}
	v, err := make()
	if err != nil {
		return v, err
	}
	if len(k.order) == k.most {
		delete(k.values, k.order[0])
		k.order = k.order[1:]
	}
	k.values[key] = v
	k.order = append(k.order, key)
	return v, nil
}
