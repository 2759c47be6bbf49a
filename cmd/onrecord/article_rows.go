package main

import (
	"context"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type articleRow struct {
	ID          news.ID           `json:"id"`
	Publication string            `json:"publication"`
	Slug        string            `json:"slug"`
	Address     string            `json:"address"`
	Title       string            `json:"title"`
	Standfirst  string            `json:"standfirst"`
	Authors     []string          `json:"authors"`
	Language    string            `json:"language"`
	Tags        []string          `json:"tags"`
	Stories     []news.ID         `json:"stories"`
	State       news.ArticleState `json:"state"`
	Published   *string           `json:"published"`
	Updated     *string           `json:"updated"`
	Withdrawn   *string           `json:"withdrawn"`
	Because     string            `json:"because"`
	Version     int               `json:"version"`
	ChangedBy   string            `json:"changed_by"`
	Changed     *string           `json:"changed"`
}

// articleWhole is a piece with its text and what it was before.
type articleWhole struct {
	articleRow
	Text     string       `json:"text"`
	Pictures []pictureRow `json:"pictures"`
	Versions []versionRow `json:"versions"` // the last first
}

type pictureRow struct {
	Name    string `json:"name"`
	Alt     string `json:"alt"`
	Caption string `json:"caption"`
	Credit  string `json:"credit"`
	Width   int    `json:"width"` // in pixels, as large as it is kept
	Height  int    `json:"height"`
}

type versionRow struct {
	Number int               `json:"number"`
	At     *string           `json:"at"`
	By     string            `json:"by"`
	State  news.ArticleState `json:"state"`
	Title  string            `json:"title"`
}

// namesOf are what pieces are shown with: ids tell people nothing.
type namesOf struct {
	publications map[news.ID]news.Publication
	authors      map[news.ID]string
	address      func(news.Publication, news.Article) string
}

func articleNames(ctx context.Context, a *app.App) (namesOf, error) {
	n := namesOf{map[news.ID]news.Publication{}, map[news.ID]string{}, a.ArticleAddress}
	publications, err := a.Store.Publications(ctx)
	if err != nil {
		return n, err
	}
	for _, p := range publications {
		n.publications[p.ID] = p
	}
	authors, err := a.Store.Authors(ctx)
	for _, author := range authors {
		n.authors[author.ID] = author.Slug
	}
	return n, err
}

func (n namesOf) line(v news.Article) articleRow {
	p := n.publications[v.PublicationID]
	return articleRow{
		v.ID, p.Slug, v.Slug, n.address(p, v), v.Title, v.Standfirst, rows(v.Authors, func(id news.ID) string { return n.authors[id] }), v.Language,
		some(v.Tags), some(v.Stories), v.State, stamp(v.Published), stamp(v.Updated), stamp(v.Withdrawn), v.Because, v.Version, v.ChangedBy, stamp(v.Changed),
	}
}

type authorRow struct {
	ID        news.ID `json:"id"`
	Slug      string  `json:"slug"`
	Name      string  `json:"name"`
	Role      string  `json:"role"`
	Biography string  `json:"biography"`
	Portrait  bool    `json:"portrait"`
	Articles  int     `json:"articles"` // published
}
