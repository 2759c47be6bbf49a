package site

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// ofAuthor is how many articles stand on one page of an author.
const ofAuthor = 30

// authorView is an author as pages show them.
type authorView struct {
	news.Author
	Address    string
	Small      string // addresses of the portrait; empty: there is none
	Large      string
	Paragraphs []string // of the biography
}

type authorPage struct {
	Author authorView
	Total  int
	Pieces []pieceRow
	turning
}

func authorAddress(a news.Author) string { return "/authors/" + url.PathEscape(a.Slug) }

func authorOf(a news.Author) authorView {
	v := authorView{Author: a, Address: authorAddress(a)}
	if a.Portrait != "" {
		v.Small, v.Large = portraitAddress(a, news.SmallPortrait), portraitAddress(a, news.LargePortrait)
	}
	for _, p := range strings.Split(a.Biography, "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			v.Paragraphs = append(v.Paragraphs, p)
		}
	}
	return v
}

// portraitAddress is where a portrait is; it is another one when the portrait is.
func portraitAddress(a news.Author, size news.PortraitSize) string {
	return fmt.Sprintf("%s/portrait-%d.%s.jpg", authorAddress(a), size, url.PathEscape(a.Portrait))
}

func (s *Site) authorsOf(ctx context.Context, a news.Article) ([]authorView, error) {
	var out []authorView
	for _, id := range a.Authors {
		author, err := s.Store.Author(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, authorOf(author))
	}
	return out, nil
}

func addresses(base string, authors []authorView) (out []string) {
	for _, a := range authors {
		out = append(out, base+a.Address)
	}
	return out
}

// author shows an author with all pieces, the newest first.
func (s *Site) author(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, err := web.Page(r)
	if err != nil {
		return err
	}
	author, err := s.Store.AuthorBySlug(ctx, r.PathValue("author"))
	if err != nil {
		return err
	}
	by := news.ArticleFilter{Author: author.ID, State: news.ArticlePublished}
	v, err := s.frameOfAuthor(ctx, r, by)
	if err != nil {
		return err
	}
	p := authorPage{Author: authorOf(author)}
	if p.Total, err = s.Store.CountArticles(ctx, by); err != nil {
		return err
	}
	at := func(page int) string {
		if page > 1 {
			return p.Author.Address + "?page=" + strconv.Itoa(page)
		}
		return p.Author.Address
	}
	if p.turning, err = turn(page, p.Total, ofAuthor, at); err != nil {
		return err
	}
	all, err := s.Store.Articles(ctx, by, (page-1)*ofAuthor, ofAuthor)
	if err != nil {
		return err
	}
	if p.Pieces, err = s.pieceRows(ctx, v, all); err != nil {
		return err
	}
	v.Title, v.Path, v.Description = author.Name, at(page), author.Role
	if len(p.Author.Paragraphs) > 0 {
		v.Description = shortened(p.Author.Paragraphs[0], 200)
	}
	v.Card = &cardView{Kind: "profile", Of: v.Publication.Name, Language: v.In.Tag}
	if p.Author.Large != "" {
		v.Card.Picture = s.BaseURL + p.Author.Large
	}
	if v.LD, err = linked(s.profile(p.Author)); err != nil {
		return err
	}
	v.Data = &p
	return s.show(w, r, http.StatusOK, "author", v)
}

// frameOfAuthor begins a page of an author: the publication that has the newest piece stands at its head.
func (s *Site) frameOfAuthor(ctx context.Context, r *http.Request, by news.ArticleFilter) (view, error) {
	newest, err := s.Store.Articles(ctx, by, 0, 1)
	if err != nil {
		return view{}, err
	}
	slug := ""
	if len(newest) > 0 {
		p, err := s.Store.Publication(ctx, newest[0].PublicationID)
		if err != nil {
			return view{}, err
		}
		slug = p.Slug
	}
	return s.frame(ctx, r, slug)
}

// authorFile serves what lies below an author: the portrait, and the feeds.
func (s *Site) authorFile(w http.ResponseWriter, r *http.Request) error {
	ctx, file := r.Context(), r.PathValue("file")
	author, err := s.Store.AuthorBySlug(ctx, r.PathValue("author"))
	if err != nil {
		return err
	}
	if format, ok := strings.CutPrefix(file, "feed."); ok {
		by := news.ArticleFilter{Author: author.ID}
		v, err := s.frameOfAuthor(ctx, r, news.ArticleFilter{Author: author.ID, State: news.ArticlePublished})
		if err != nil {
			return err
		}
		f := Feed{
			Format: Format(format), Site: s.BaseURL + authorAddress(author), Self: s.BaseURL + authorAddress(author) + "/feed." + format,
			Publication: news.Publication{Name: author.Name, About: author.Role, Language: v.In.Tag, Created: author.Created},
		}
		if f.Pieces, err = s.fedPieces(ctx, v, by); err != nil {
			return err
		}
		return s.feedOf(w, r, f)
	}
	for _, size := range []news.PortraitSize{news.SmallPortrait, news.LargePortrait} {
		if author.Portrait == "" || authorAddress(author)+"/"+file != portraitAddress(author, size) {
			continue
		}
		p, err := s.Store.Portrait(ctx, author.ID, size)
		if err != nil {
			return err
		}
		putJPEG(w, r, p.JPEG, "public, max-age=31536000, immutable") // another portrait has another address
		return nil
	}
	return news.Errorf(news.NotFound, "there is no page at this address")
}
