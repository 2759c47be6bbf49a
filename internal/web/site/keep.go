package site

import (
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	tags "golang.org/x/text/language"

	"onrecord/internal/web/crowd"
)

// Keep says how public pages are kept.
type Keep struct {
	Fresh  time.Duration // a page is given out as it is for so long,
	Oldest time.Duration // and until it is that old, while it is made anew
	Bytes  int           // of memory, at most
}

// keep puts a cache before the handler of the pages of a mux.
func (s *Site) keep(mux *http.ServeMux, next http.Handler) http.Handler {
	if s.Keep == nil {
		return next
	}
	s.kept = crowd.New(crowd.Options{
		Public: func(r *http.Request) bool {
			_, pattern := mux.Handler(r)
			return s.public[pattern]
		},
		Languages: s.wanted, Fresh: s.Keep.Fresh, Oldest: s.Keep.Oldest, Bytes: s.Keep.Bytes,
	}, next)
	return s.kept
}

// Forget has public pages made anew before they are shown again on this machine, for an editor who changed something and looks.
func (s *Site) Forget() {
	if s.kept != nil {
		s.kept.Forget()
	}
}

// Forgetting puts Forget behind a desk: whatever an editor had done there. Others cannot set it off: what somebody sends who is not logged in
// leads to the form to log in.
func (s *Site) Forgetting(desk http.Handler, login string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			desk.ServeHTTP(w, r)
			return
		}
		desk.ServeHTTP(&forgetting{w, s, login}, r)
	})
}

// forgetting forgets before the answer to what was done goes out, which is a redirection.
type forgetting struct {
	http.ResponseWriter
	site  *Site
	login string
}

// WriteHeader implements http.ResponseWriter.
func (f *forgetting) WriteHeader(status int) {
	if status == http.StatusSeeOther && !strings.HasPrefix(f.Header().Get("Location"), f.login) {
		f.site.Forget()
	}
	f.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (f *forgetting) Unwrap() http.ResponseWriter { return f.ResponseWriter }

const (
	mostWanted    = 3   // languages of a reader that count, so that a page is kept in few orders of them
	longestWanted = 256 // of an Accept-Language header, in bytes
)

// wanted gives those languages of an Accept-Language header that the site speaks, without their regions, the one that the reader likes best
// first: no others make a difference to a page.
func (s *Site) wanted(header string) string {
	asked, _, err := tags.ParseAcceptLanguage(header[:min(len(header), longestWanted)])
	if err != nil {
		return ""
	}
	var out []string
	for _, tag := range asked {
		base, _ := tag.Base()
		if name := base.String(); len(out) < mostWanted && !slices.Contains(out, name) && s.spoken[name] {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// feedDates is since when the feeds have been as they are, as far as this process knows.
type feedDates struct {
	mu    sync.Mutex
	feeds map[feedKey]dating
}

// feedKey is a feed in a language.
type feedKey struct{ address, language string }

type dating struct {
	content [sha256.Size]byte
	since   time.Time
}

// mostDated bounds the memory of it, for anybody may think of searches that are feeds.
const mostDated = 10_000

// date tells a reader's program since when a feed is as it is, for those that know no tags. The dates of what is in it would not do: a piece
// that is withdrawn takes the newest with it. So it is when this process first saw the feed like this; after a start that is late, which
// costs a feed sent once more. It is early only where several processes serve the site and one that was not asked meanwhile missed that
// the feed became another and then the same again, and matters only to programs that know no tags. Dates have whole seconds, and a feed that changes twice in one has
// none until that is over
// (RFC 9110, section 8.8.2.2).
func (s *Site) date(w http.ResponseWriter, f Feed, written []byte) {
	of, content, now := feedKey{f.Self, f.Publication.Language}, sha256.Sum256(written), s.Clock.Now().UTC().Truncate(time.Second)
	s.dates.mu.Lock()
	defer s.dates.mu.Unlock()
	have, ok := s.dates.feeds[of]
	switch {
	case ok && have.content != content && !have.since.Before(now):
		have = dating{content, have.since.Add(time.Second)}
	case !ok || have.content != content:
		have = dating{content, now}
	}
	if s.dates.feeds == nil {
		s.dates.feeds = map[feedKey]dating{}
	}
	if !ok && len(s.dates.feeds) >= mostDated {
		for any := range s.dates.feeds {
			delete(s.dates.feeds, any)
			break
		}
	}
	s.dates.feeds[of] = have
	if !have.since.After(now) {
		w.Header().Set("Last-Modified", have.since.Format(http.TimeFormat))
	}
}
