package site

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/crowd"
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
		return true, errNoPage
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

// errNoPage says that nothing is there.
var errNoPage = news.Errorf(news.NotFound, "there is no page at this address")

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
	if p.Body, err = s.body(ctx, v, a); err != nil {
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

// body renders the text of an article, once for each version, set of pictures, and language of the page's own words.
func (s *Site) body(ctx context.Context, v view, a news.Article) (markdown.Document, error) {
	words := markdown.Words{Back: v.In.say("article.back"), Table: v.In.say("article.table")}
	var pictures []news.ArticlePicture
	var err error
	if markdown.MayHavePictures(a.Text) {
		if pictures, err = s.Store.ArticlePictures(ctx, a.ID); err != nil {
			return markdown.Document{}, err
		}
	}
	below := "/desk/articles/" + string(a.ID)
	if !v.Preview {
		p, err := s.publicationOf(ctx, v, a)
		if err != nil {
			return markdown.Document{}, err
		}
		below = pieceAddress(p, a)
	}
	render := func() (markdown.Document, error) {
		return s.markdown.Render(a.Text, words, markdown.Shown(pictures, below+"/pictures/")...), nil
	}
	if v.Preview {
		return render()
	}
	return s.bodies.get(bodyKey{a.ID, a.Version, v.In.Tag, below, fmt.Sprint(pictures)}, render)
}

type bodyKey struct {
	article  news.ID
	version  int
	language string
	below    string // the address of the article
	pictures string // and what is known of them
}

type namedKey struct {
	article news.ID
	version int
}

// piecePicture serves a picture that readers see in an article, also below an address that the article had before. One that the text
// names no longer is not theirs to see.
func (s *Site) piecePicture(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !mayName(r.PathValue("page")) {
		return errNoPage
	}
	p, err := s.Store.PublicationBySlug(ctx, r.PathValue("publication"))
	if err != nil {
		return err
	}
	a, err := s.Store.ArticleBySlug(ctx, p.ID, r.PathValue("page"))
	if err != nil {
		return err
	}
	if a.State != news.ArticlePublished {
		return errNoPage
	}
	// A text is read for the names once, not for each of its pictures and each reader.
	named, err := s.named.get(namedKey{a.ID, a.Version}, func() (names []string, err error) {
		for _, n := range markdown.Pictures(a.Text) {
			names = append(names, n.Name)
		}
		return names, nil
	})
	if err != nil {
		return err
	}
	// Caches on the way ask again before long: readers see nothing any more of what was withdrawn, or taken from the text.
	return s.articlePicture(w, r, a.ID, "public, max-age=300, must-revalidate", func(name string) bool { return slices.Contains(named, name) })
}

// PreviewPicture serves the picture that the address names of an article in any state, to somebody who may. Their browser asks
// each time whether they still may.
func (s *Site) PreviewPicture(w http.ResponseWriter, r *http.Request, article news.ID) error {
	return s.articlePicture(w, r, article, "private, no-cache", func(string) bool { return true })
}

func (s *Site) articlePicture(w http.ResponseWriter, r *http.Request, article news.ID, keep string, may func(name string) bool) error {
	all, err := s.Store.ArticlePictures(r.Context(), article)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p news.ArticlePicture) bool { return !may(p.Name) })
	p, size, there := news.PictureByFile(all, r.PathValue("file"))
	if !there {
		return errNoPage
	}
	jpeg, err := s.Store.ArticlePictureJPEG(r.Context(), article, p.Name, size.Width)
	if err != nil {
		return err
	}
	putJPEG(w, r, jpeg, keep)
	return nil
}

// putJPEG serves a JPEG that caches may keep as keep says.
func putJPEG(w http.ResponseWriter, r *http.Request, jpeg []byte, keep string) {
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", keep)
	crowd.Put(w, r, jpeg)
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
