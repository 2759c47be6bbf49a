package site

import (
	"html/template"
	"net/http"

	tags "golang.org/x/text/language"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// speaks gives the language that a page's own words are in: that of the publication at its head, for a paper speaks one language. Pages
// that are no publication's, in a house that has publications in several, take the one of these that the reader would rather read.
func (s *Site) speaks(r *http.Request, v view, publication bool) *locale.Language {
	if publication || len(v.Publications) < 2 {
		return s.locale.Choose(v.Publication.Language)
	}
	wanted, _, _ := tags.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	for _, w := range wanted {
		base, _ := w.Base()
		for _, p := range v.Publications {
			if isIn(p, base) {
				return s.locale.Choose(p.Language)
			}
		}
	}
	return s.locale.Choose(v.Publication.Language)
}

func isIn(p news.Publication, base tags.Base) bool {
	tag, err := tags.Parse(p.Language)
	if err != nil {
		return false
	}
	b, _ := tag.Base()
	return b == base
}

// T gives one of the site's own messages, messages/TAG.toml's site.KEY, with its places filled: name, value, name, value.
func (v view) T(key string, pairs ...any) (template.HTML, error) {
	return v.In.HTML("site."+key, pairs...)
}

// N is T of a message that counts.
func (v view) N(key string, n int, pairs ...any) (template.HTML, error) {
	return v.In.CountHTML("site."+key, n, pairs...)
}

// Words is T as plain text, for attributes and titles; NWords is that of a message that counts.
func (v view) Words(key string, pairs ...any) (string, error) {
	return v.In.Text("site."+key, pairs...)
}

// NWords is Words of a message that counts.
func (v view) NWords(key string, n int, pairs ...any) (string, error) {
	return v.In.Count("site."+key, n, pairs...)
}
