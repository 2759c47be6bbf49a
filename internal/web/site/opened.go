package site

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"onrecord/internal/news"
)

// followed leads a reader from a mail to what an item of an edition is about, and counts that somebody went there. The address is the
// same in all mails and says nothing of who follows it; nothing of who does is kept, and nothing is told to where it leads. It leads
// nowhere but to the address that stands in the edition.
func (s *Site) followed(w http.ResponseWriter, r *http.Request) error {
	e, err := s.mailedEdition(r, r.PathValue("edition"))
	if err != nil {
		return err
	}
	given := r.PathValue("item")
	n, err := strconv.Atoi(given)
	item, there := e.Item(n)
	to := news.WebAddress(item.URL)
	if err != nil || strconv.Itoa(n) != given || !there || to == "" { // one item has one address
		return news.Errorf(news.NotFound, "there is no such link in this edition").Say("no_link")
	}
	s.count(r, e.ID, item.ID)
	h := w.Header()
	untold(h)
	h.Set("Location", to)
	w.WriteHeader(http.StatusFound)
	return nil
}

// looked answers with a picture that is not seen, and counts that a mail of an edition was opened.
func (s *Site) looked(w http.ResponseWriter, r *http.Request) error {
	id, gif := strings.CutSuffix(r.PathValue("picture"), ".gif")
	if !gif {
		return news.Errorf(news.NotFound, "there is no page at this address")
	}
	e, err := s.mailedEdition(r, id)
	if err != nil {
		return err
	}
	s.count(r, e.ID, news.MailItself)
	h := w.Header()
	untold(h)
	h.Set("Content-Type", "image/gif")
	h.Set("Content-Length", strconv.Itoa(len(blank)))
	_, _ = w.Write([]byte(blank))
	return nil
}

// blank is a picture of one transparent pixel (GIF89a).
const blank = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// mailedEdition gives an edition that readers may have in their mails. After an edition has gone out very many ask for the same one, so
// the last ones are remembered for a while.
func (s *Site) mailedEdition(r *http.Request, id string) (news.Edition, error) {
	now := s.Clock.Now()
	s.mailed.mu.Lock()
	known, there := s.mailed.editions[news.ID(id)]
	s.mailed.mu.Unlock()
	if there && now.Sub(known.at).Abs() < rememberMailed {
		return known.Edition, nil
	}
	e, err := s.Store.Edition(r.Context(), news.ID(id))
	if err == nil && e.State != news.Published {
		err = news.Errorf(news.NotFound, "there is no such edition").Say("no_edition")
	}
	if err != nil {
		return e, err
	}
	s.mailed.mu.Lock()
	defer s.mailed.mu.Unlock()
	if len(s.mailed.editions) >= mostMailed || s.mailed.editions == nil {
		s.mailed.editions = map[news.ID]mailedAt{}
	}
	s.mailed.editions[e.ID] = mailedAt{e, now}
	return e, nil
}

// How long editions are remembered, and how many.
const (
	rememberMailed = 10 * time.Second
	mostMailed     = 32
)

type mailedAt struct {
	news.Edition
	at time.Time
}

// mailed remembers editions whose mails are being opened.
type mailed struct {
	mu       sync.Mutex
	editions map[news.ID]mailedAt
}

// count counts what somebody opened. Who only asks what is there, or fetches it in case it is wanted, has not opened it.
func (s *Site) count(r *http.Request, edition, what news.ID) {
	ahead := strings.Contains(r.Header.Get("Sec-Purpose"), "prefetch") || r.Header.Get("Purpose") == "prefetch" || r.Header.Get("X-Moz") == "prefetch"
	if s.Opened != nil && r.Method == http.MethodGet && !ahead {
		s.Opened(edition, what)
	}
}

// untold has nothing kept, listed, or told to other sites.
func untold(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}
