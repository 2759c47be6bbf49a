package send

import (
	"crypto/rand"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/news"
	letters "onrecord/internal/send/letter"
)

// never is when the links to end a subscription expire.
var never time.Time

// letter is an edition ready to be addressed: both parts are made once, with a mark where the reader's own link goes.
type letter struct {
	envelope   envelope
	links      Links
	subject    string
	date       time.Time
	archive    string
	text, html string
	mark       string
}

func (s *Step) letter(p news.Publication, e news.Edition) (letter, error) {
	envelope, err := s.envelope(p)
	if err != nil {
		return letter{}, err
	}
	l := letters.Links{
		Web: s.links.base + "/" + p.Slug + "/" + e.Slug, Archive: s.links.base + "/" + p.Slug + "/archive",
		// The mark is an address, so that both templates let it through, and nobody can guess it and put it into a report.
		Unsubscribe: "https://" + strings.ToLower(rand.Text()) + ".invalid/",
	}
	w, err := s.pages.Edition(p, e, p.Language, l)
	if err != nil {
		return letter{}, err
	}
	return letter{envelope, s.links, phrase(w.Subject), e.PublishedAt, l.Archive, w.Text, w.HTML, l.Unsubscribe}, nil
}

// host is the site's name as people read it.
func (s *Step) host() string {
	if u, err := url.Parse(s.links.base); err == nil && u.Host != "" {
		return u.Host
	}
	return s.links.base
}
