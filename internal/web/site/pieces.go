package site

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
)

const (
	shelved = 6 // articles in a box, or on the front page of a publication that has nothing else
)

// pieceRow is an article in a list.
type pieceRow struct {
	news.Article
	Address string
	Of      string // its publication's name
	By      string
}

// pieceRows gives articles as lists show them.
func (s *Site) pieceRows(ctx context.Context, v view, all []news.Article) ([]pieceRow, error) {
	out := make([]pieceRow, 0, len(all))
	for _, a := range all {
		p, err := s.publicationOf(ctx, v, a)
		if err != nil {
			return nil, err
		}
		names, err := s.namesOf(ctx, a)
		if err != nil {
			return nil, err
		}
		by, err := v.together(names)
		if err != nil {
			return nil, err
		}
		out = append(out, pieceRow{a, pieceAddress(p, a), p.Name, by})
	}
	return out, nil
}

func (s *Site) publicationOf(ctx context.Context, v view, a news.Article) (news.Publication, error) {
	for _, p := range v.Publications {
		if p.ID == a.PublicationID {
			return p, nil
		}
	}
	return s.Store.Publication(ctx, a.PublicationID)
}

func (s *Site) namesOf(ctx context.Context, a news.Article) ([]string, error) {
	var names []string
	for _, id := range a.Authors {
		author, err := s.Store.Author(ctx, id)
		if err != nil {
			return nil, err
		}
		names = append(names, author.Name)
	}
	return names, nil
}

// newestPieces gives the newest articles of a publication, or of the house.
func (s *Site) newestPieces(ctx context.Context, v view, publication news.ID) ([]pieceRow, error) {
	all, err := s.Store.Articles(ctx, news.ArticleFilter{Publication: publication, State: news.ArticlePublished}, 0, shelved)
	if err != nil {
		return nil, err
	}
	return s.pieceRows(ctx, v, all)
}

// together joins names as prose does, in the language of the page.
func (v view) together(names []string) (string, error) { return v.In.List(names), nil }

// On names a day in the page's language and zone.
func (v view) On(t time.Time) string { return v.In.Date(t.In(v.Zone)) }

// OnAt names a day and the time of it.
func (v view) OnAt(t time.Time) string {
	return v.In.Date(t.In(v.Zone)) + ", " + v.In.Clock(t.In(v.Zone))
}

// fedPieces gives articles as a feed has them.
func (s *Site) fedPieces(ctx context.Context, v view, f news.ArticleFilter) ([]news.Piece, error) {
	f.State = news.ArticlePublished
	all, err := s.Store.Articles(ctx, f, 0, fed)
	if err != nil {
		return nil, err
	}
	var out []news.Piece
	for _, a := range all {
		p, err := s.publicationOf(ctx, v, a)
		if err != nil {
			return nil, err
		}
		names, err := s.namesOf(ctx, a)
		if err != nil {
			return nil, err
		}
		body, err := s.body(ctx, v, a)
		if err != nil {
			return nil, err
		}
		at := s.BaseURL + pieceAddress(p, a)
		out = append(out, news.Piece{
			ID: a.ID, Title: a.Title, Summary: a.Standfirst, HTML: leadingOut(body, s.BaseURL, at), By: names, Made: a.Created, Published: a.Published, Updated: a.Updated, URL: at,
		})
	}
	return out, nil
}

// leadingOut gives a text in which every address says where it leads by itself, and a picture has one address, since programs that read
// feeds choose none. After sanitising an attribute begins so and in no other way, and quotes in words are written as entities.
func leadingOut(d markdown.Document, site, page string) string {
	words := ofPages.ReplaceAllString(string(d.HTML), "")
	return strings.NewReplacer(`href="/`, `href="`+site+`/`, `href="#`, `href="`+page+`#`, ` src="/`, ` src="`+site+`/`).Replace(words)
}

// ofPages is what pictures have on pages alone.
var ofPages = regexp.MustCompile(` (srcset|sizes|decoding|loading)="[^"]*"`)

// feedOf writes a feed document of no one publication.
func (s *Site) feedOf(w http.ResponseWriter, r *http.Request, f Feed) error {
	kind, ok := feedTypes[f.Format]
	if !ok {
		return news.Errorf(news.NotFound, "there is no feed of that format; take feed.rss, feed.atom or feed.json").Say("no_feed")
	}
	var b strings.Builder
	if err := s.WriteFeed(&b, f); err != nil {
		return err
	}
	w.Header().Set("Content-Language", f.Publication.Language)
	w.Header().Set("Vary", "Accept-Language")
	s.date(w, f, []byte(b.String()))
	reply(w, r, http.StatusOK, kind, []byte(b.String()))
	return nil
}
