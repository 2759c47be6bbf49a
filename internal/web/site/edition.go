package site

import (
	"bytes"
	"net/http"
	"strings"

	"onrecord/internal/news"
)

const (
	fed       = 20  // editions in a feed
	shelf     = 8   // earlier editions on the front page
	paneled   = 14  // notices in the panel
	besides   = 8   // notices in the panel beside an edition
	noticeful = 200 // notices on their own page
)

type homePage struct {
	Edition *news.Edition // the newest; nil: none has appeared
	Lead    *news.EditionItem
	Rest    []strip // its sections without the lead
	Earlier []news.Edition
	Pieces  []pieceRow // the newest articles
	Panel   panelBox
	Form    subscribePage
}

// front shows the first publication; before there is one, a page that says so.
func (s *Site) front(w http.ResponseWriter, r *http.Request) error { return s.homeOf(w, r, "") }

func (s *Site) home(w http.ResponseWriter, r *http.Request) error {
	return s.homeOf(w, r, r.PathValue("publication"))
}

func (s *Site) homeOf(w http.ResponseWriter, r *http.Request, slug string) error {
	ctx := r.Context()
	v, err := s.frame(ctx, r, slug)
	if err != nil {
		return err
	}
	v.In = s.tongue(v.Publication.Language) // also at the front door, which has no publication's name in its address
	v.Title, v.Description, v.Here, v.Live = v.Publication.Name, v.Publication.About, "home", true
	p := homePage{Form: subscribePage{Publication: v.Publication}}
	if v.Publication.ID != "" {
		v.Path = "/" + v.Publication.Slug
		editions, err := s.Store.Editions(ctx, v.Publication.ID, shelf+1)
		if err != nil {
			return err
		}
		if len(editions) > 0 {
			p.Edition, p.Earlier = &editions[0], editions[1:]
			p.Lead, p.Rest = lead(editions[0])
		}
	}
	ofOne := v.Publication.ID
	if slug == "" {
		ofOne = "" // the house's front page has those of all publications
	}
	if p.Pieces, err = s.newestPieces(ctx, v, ofOne); err != nil {
		return err
	}
	if p.Panel, err = s.panelBox(ctx, v, paneled); err != nil {
		return err
	}
	v.Asks, v.Data = p.Panel.Asks, p
	return s.show(w, r, http.StatusOK, "home", v)
}

// strip is what the front page shows of a section.
type strip struct {
	news.Section
	Further int // how many more items the section has in the edition
}

// stripped is how many items of a section the front page shows: whoever wants all reads the edition.
const stripped = 6

// lead takes out the item that an edition has its headline from, so that the front page does not say it twice.
func lead(e news.Edition) (*news.EditionItem, []strip) {
	var found *news.EditionItem
	var rest []strip
	for _, section := range e.Sections {
		kept := strip{Section: news.Section{Name: section.Name}}
		for _, item := range section.Items {
			if found == nil && strings.TrimSpace(item.Headline) == strings.TrimSpace(e.Title) {
				found = &item
				continue
			}
			if len(kept.Items) == stripped {
				kept.Further++
				continue
			}
			kept.Items = append(kept.Items, item)
		}
		if len(kept.Items) > 0 {
			rest = append(rest, kept)
		}
	}
	return found, rest
}

// ofPublication shows what lies below a publication: its archive, its feeds, an edition. They share a pattern because a mux
// cannot tell /{publication}/archive from /story/{id}.
func (s *Site) ofPublication(w http.ResponseWriter, r *http.Request) error {
	page := r.PathValue("page")
	if page == "archive" {
		return s.archive(w, r)
	}
	if format, ok := strings.CutPrefix(page, "feed."); ok {
		return s.feed(w, r, Format(format))
	}
	if shown, err := s.piece(w, r, page); shown {
		return err
	}
	return s.edition(w, r, page)
}

type editionPage struct {
	Edition       news.Edition
	Briefs        map[news.ID]news.ClaimBrief // the ledgers that open under items, by story
	Before, After news.Edition                // an empty ID: none
	Form          subscribePage
	Panel         panelBox
}

func (s *Site) edition(w http.ResponseWriter, r *http.Request, slug string) error {
	ctx := r.Context()
	v, err := s.frame(ctx, r, r.PathValue("publication"))
	if err != nil {
		return err
	}
	p := editionPage{Form: subscribePage{Publication: v.Publication}}
	if p.Edition, err = s.Store.EditionBySlug(ctx, v.Publication.ID, slug); err != nil {
		return err
	}
	if p.Edition.State != news.Published {
		return news.Errorf(news.NotFound, "there is no edition of %s", slug).Say("no_edition")
	}
	if p.Before, p.After, err = s.Store.EditionsAround(ctx, v.Publication.ID, p.Edition.Due); err != nil {
		return err
	}
	if p.Briefs, err = s.briefs(ctx, p.Edition); err != nil {
		return err
	}
	if p.Panel, err = s.panelBox(ctx, v, besides); err != nil {
		return err
	}
	v.Title, v.Description, v.Live, v.Asks, v.Data = p.Edition.Title, p.Edition.Standfirst, true, p.Panel.Asks, p
	return s.show(w, r, http.StatusOK, "edition", v)
}

// Preview shows an edition in any state as readers would see it, to somebody who may. It is not to be kept or listed.
func (s *Site) Preview(w http.ResponseWriter, r *http.Request, p news.Publication, e news.Edition) error {
	v, err := s.frame(r.Context(), r, p.Slug)
	if err != nil {
		return err
	}
	briefs, err := s.briefs(r.Context(), e)
	if err != nil {
		return err
	}
	v.Title, v.Private, v.Preview, v.Data = e.Title, true, true, editionPage{Edition: e, Briefs: briefs, Form: subscribePage{Publication: p}}
	return s.show(w, r, http.StatusOK, "edition", v)
}

var feedTypes = map[Format]string{
	RSS:  "application/rss+xml; charset=utf-8",
	Atom: "application/atom+xml; charset=utf-8",
	JSON: "application/feed+json",
}

func (s *Site) feed(w http.ResponseWriter, r *http.Request, format Format) error {
	kind, ok := feedTypes[format]
	if !ok {
		return news.Errorf(news.NotFound, "there is no feed of that format; take feed.rss, feed.atom or feed.json").Say("no_feed")
	}
	p, err := s.Store.PublicationBySlug(r.Context(), r.PathValue("publication"))
	if err != nil {
		return err
	}
	editions, err := s.Store.Editions(r.Context(), p.ID, fed)
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, p.Slug)
	if err != nil {
		return err
	}
	pieces, err := s.fedPieces(r.Context(), v, news.ArticleFilter{Publication: p.ID})
	if err != nil {
		return err
	}
	home := s.BaseURL + "/" + p.Slug
	var b bytes.Buffer
	f := Feed{
		Format: format, Publication: p, Editions: editions, Pieces: pieces, Site: home, Self: home + "/feed." + string(format),
		Page: func(e news.Edition) string { return home + "/" + e.Slug },
	}
	if err := s.WriteFeed(&b, f); err != nil {
		return err
	}
	s.date(w, f, b.Bytes())
	reply(w, r, http.StatusOK, kind, b.Bytes())
	return nil
}
