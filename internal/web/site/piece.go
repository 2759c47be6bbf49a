package site

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
)

const (
	akin         = 6   // related articles below an article
	fewestPlaces = 2   // headings from which a table of contents is worth its room
	wordsMinute  = 230 // that a reader reads
	signsMinute  = 500 // likewise, in scripts that put no space between words
)

// piecePage is an article of the house.
type piecePage struct {
	Article  news.Article
	Address  string
	Language string // of the article, for the page to say
	Side     string // how it is written: ltr or rtl
	Body     markdown.Document
	Contents []entry
	Minutes  int
	Authors  []authorView
	Share    share
	Stories  []news.Story
	Akin     []akinView
	Form     subscribePage
}

// entry is an entry of the table of contents with those below it.
type entry struct {
	markdown.Heading
	Below []markdown.Heading
}

// akinView is a related article, and why it is one.
type akinView struct {
	pieceRow
	Story bool
	Words string
}

// piece shows an article of a publication by the name in its address, or the picture of it; false: there is none of that name.
func (s *Site) piece(w http.ResponseWriter, r *http.Request, name string) (bool, error) {
	slug, picture := strings.CutSuffix(name, ".png")
	if !mayName(slug) {
		return false, nil
	}
	ctx := r.Context()
	v, err := s.frame(ctx, r, r.PathValue("publication"))
	if err != nil {
		return true, err
	}
	a, err := s.Store.ArticleBySlug(ctx, v.Publication.ID, slug)
	if news.KindOf(err) == news.NotFound || err == nil && a.State == news.ArticleDraft {
		return true, news.Errorf(news.NotFound, "there is no page at this address")
	}
	if err != nil {
		return true, err
	}
	if a.Slug != slug || a.PublicationID != v.Publication.ID {
		of, err := s.Store.Publication(ctx, a.PublicationID)
		if err != nil {
			return true, err
		}
		to := url.URL{Path: pieceAddress(of, a), RawQuery: r.URL.RawQuery}
		if picture {
			to.Path += ".png"
		}
		http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
		return true, nil
	}
	if a.State == news.ArticleWithdrawn {
		v.Title, v.Private, v.Data = a.Title, true, a
		return true, s.show(w, r, http.StatusGone, "withdrawn", v)
	}
	if picture {
		return true, s.pieceCard(w, r, v, a)
	}
	return true, s.showPiece(w, r, v, a)
}

// mayName says whether an article may have this name in its address.
func mayName(slug string) bool { return news.CheckArticleSlug(slug) == nil }

// PreviewArticle shows an article in any state as readers would see it, to somebody who may. It is not to be kept or listed.
func (s *Site) PreviewArticle(w http.ResponseWriter, r *http.Request, a news.Article) error {
	p, err := s.Store.Publication(r.Context(), a.PublicationID)
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, p.Slug)
	if err != nil {
		return err
	}
	v.Private, v.Preview = true, true
	if a.Published.IsZero() {
		a.Published = v.Now
	}
	return s.showPiece(w, r, v, a)
}

func (s *Site) showPiece(w http.ResponseWriter, r *http.Request, v view, a news.Article) error {
	ctx := r.Context()
	p := piecePage{Article: a, Address: pieceAddress(v.Publication, a), Language: a.Language, Form: subscribePage{Publication: v.Publication}}
	if p.Language == "" {
		p.Language = v.Publication.Language
	}
	var err error
	if p.Body, err = s.body(v, a); err != nil {
		return err
	}
	// A text says by its letters how it is written; one of numbers alone, by its language.
	if p.Side = p.Body.Side; p.Side == "" {
		p.Side = locale.Direction(p.Language)
	}
	if p.Contents = contents(p.Body.Headings); len(p.Contents) < fewestPlaces {
		p.Contents = nil
	}
	p.Minutes = minutes(p.Body.Plain)
	if p.Authors, err = s.authorsOf(ctx, a); err != nil {
		return err
	}
	for _, id := range a.Stories {
		story, err := s.Store.Story(ctx, id)
		if err == nil && story.MergedInto != "" {
			story, err = s.Store.Story(ctx, story.MergedInto)
		}
		switch news.KindOf(err) {
		case "":
			p.Stories = append(p.Stories, story)
		case news.NotFound: // its reports were taken away
		default:
			return err
		}
	}
	if p.Akin, err = s.akin(ctx, v, a); err != nil {
		return err
	}
	v.Title, v.Description, v.Path, v.Reads, v.Data = a.Title, a.Standfirst, p.Address, true, &p
	v.Italic = strings.Contains(string(p.Body.HTML), "<em>")
	p.Share = shareOf(s.BaseURL+p.Address, a.Title)
	if !v.Private {
		picture := s.BaseURL + cardAddress(v.Publication, a)
		v.Card = &cardView{
			Kind: "article", Picture: picture, Wide: true, Published: a.Published, Changed: a.Updated, Authors: addresses(s.BaseURL, p.Authors), Tags: a.Tags,
			Of: v.Publication.Name, Language: p.Language,
		}
		if v.LD, err = linked(s.newsArticle(v, p, picture)); err != nil {
			return err
		}
	}
	return s.show(w, r, http.StatusOK, "article", v)
}

// akin gives related articles with why they are.
func (s *Site) akin(ctx context.Context, v view, a news.Article) ([]akinView, error) {
	found, err := s.Store.ArticlesAkin(ctx, a.ID, akin)
	if err != nil {
		return nil, err
	}
	var out []akinView
	for _, k := range found {
		rows, err := s.pieceRows(ctx, v, []news.Article{k.Article})
		if err != nil {
			return nil, err
		}
		words, err := v.together(k.Words)
		if err != nil {
			return nil, err
		}
		out = append(out, akinView{rows[0], k.Story, words})
	}
	return out, nil
}

// body renders the text of an article, once for each version and language of the page's own words.
func (s *Site) body(v view, a news.Article) (markdown.Document, error) {
	words := markdown.Words{Back: v.In.say("article.back"), Table: v.In.say("article.table")}
	if v.Preview {
		return s.markdown.Render(a.Text, words), nil
	}
	key := bodyKey{a.ID, a.Version, v.In.Tag}
	return s.bodies.get(key, func() (markdown.Document, error) { return s.markdown.Render(a.Text, words), nil })
}

type bodyKey struct {
	article  news.ID
	version  int
	language string
}

// contents puts headings below those that they belong to.
func contents(all []markdown.Heading) (out []entry) {
	for _, h := range all {
		switch {
		case h.Level == 2 || len(out) == 0:
			out = append(out, entry{Heading: h})
		case h.Level == 3:
			last := &out[len(out)-1]
			last.Below = append(last.Below, h)
		}
	}
	return out
}

// minutes is how long a text takes to read, at least one.
func minutes(text string) int {
	words, signs := 0, 0
	for _, word := range strings.Fields(text) {
		n := 0
		for _, c := range word {
			if c >= 0x2E80 && c < 0xA4D0 || c >= 0xAC00 && c < 0xD7B0 || c >= 0x20000 { // ideographs, kana, hangul
				n++
			}
		}
		signs += n
		if n == 0 {
			words++
		}
	}
	return max(1, (words*signsMinute+signs*wordsMinute+wordsMinute*signsMinute/2)/(wordsMinute*signsMinute))
}

func pieceAddress(p news.Publication, a news.Article) string { return "/" + p.Slug + "/" + a.Slug }
