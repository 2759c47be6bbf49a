package site

import (
	"net/http"
	"slices"
	"strings"
	"time"

	tags "golang.org/x/text/language"

	"onrecord/internal/web/crowd"
)

// Keep says how public pages are kept.
type Keep struct {
	Fresh time.Duration // they are given out as they are
	Grace time.Duration // they are given out once more, and made anew behind the reader's back
	Bytes int           // of memory, at most
}

// keep puts a cache before the handler of the pages of a mux.
func (s *Site) keep(mux *http.ServeMux, next http.Handler) http.Handler {
	if s.Keep == nil {
		return next
	}
	return crowd.New(crowd.Options{
		Public: func(r *http.Request) bool {
			_, pattern := mux.Handler(r)
			return s.public[pattern]
		},
		Languages: s.wanted, Fresh: s.Keep.Fresh, Grace: s.Keep.Grace, Bytes: s.Keep.Bytes,
	}, next)
}

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
