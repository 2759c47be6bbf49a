package site

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"onrecord/internal/news"
)

const (
	found   = 50  // hits on a page of results
	longest = 200 // characters of a query
)

type searchPage struct {
	Query string
	Asked bool
	Hits  []news.Hit
	More  bool // there are more than are shown
	Error string
}

func (s *Site) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	p := searchPage{Query: strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), ""))}
	status := http.StatusOK
	switch {
	case p.Query == "":
	case utf8.RuneCountInString(p.Query) > longest:
		p.Error = v.In.say("search.too_long")
		status = http.StatusUnprocessableEntity
	default:
		p.Asked = true
		if p.Hits, err = s.Store.Search(ctx, p.Query, found+1); err != nil {
			return err
		}
		if len(p.Hits) > found {
			p.Hits, p.More = p.Hits[:found], true
		}
	}
	v.Title, v.Here, v.Query, v.Data = v.In.say("search.title"), "search", p.Query, p
	return s.show(w, r, status, "search", v)
}
