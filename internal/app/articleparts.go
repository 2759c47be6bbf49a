package app

import (
	"context"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
)

// ExportArticle gives an article as a file that AddArticle takes back.
func (a *App) ExportArticle(ctx context.Context, v news.Article) (string, error) {
	p, err := a.Store.Publication(ctx, v.PublicationID)
	if err != nil {
		return "", err
	}
	f := markdown.Front{Publication: &p.Slug, Slug: &v.Slug, Title: &v.Title}
	for _, set := range []struct {
		to    **string
		value string
	}{{&f.Standfirst, v.Standfirst}, {&f.Language, v.Language}} {
		if set.value != "" {
			*set.to = &set.value
		}
	}
	if !v.Published.IsZero() {
		date := v.Published.UTC().Format(time.RFC3339)
		f.Date = &date
	}
	var authors, stories []string
	for _, id := range v.Authors {
		author, err := a.Store.Author(ctx, id)
		if err != nil {
			return "", err
		}
		authors = append(authors, author.Slug)
	}
	for _, id := range v.Stories {
		stories = append(stories, string(id))
	}
	if len(authors) > 0 {
		f.Authors = markdown.Several(authors)
	}
	if len(v.Tags) > 0 {
		f.Tags = markdown.Several(v.Tags)
	}
	if len(stories) > 0 {
		f.Stories = markdown.Several(stories)
	}
	return markdown.Join(f, v.Text)
}

// PlaceArticle puts an article that readers see into an edition that has not appeared, in the section named, or the first. The editor
// has the edition in hand by that: it is not drafted anew, which would lose the item.
func (a *App) PlaceArticle(ctx context.Context, id, editionID news.ID, section string) (e news.Edition, err error) {
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		v, err := a.Store.Article(ctx, id)
		if err != nil {
			return err
		}
		if v.State != news.ArticlePublished {
			return news.Errorf(news.Conflict, "readers cannot see the article yet; publish it first")
		}
		if e, err = a.Store.Edition(ctx, editionID); err != nil {
			return err
		}
		if e.State != news.Draft {
			return news.Errorf(news.Conflict, "the edition is %s, and not to be changed; withdraw its approval first, if it has not appeared", e.State)
		}
		of, err := a.Store.Publication(ctx, e.PublicationID)
		if err != nil {
			return err
		}
		item, err := a.itemOf(ctx, v)
		if err != nil {
			return err
		}
		if e, err = placed(e, of, item, strings.TrimSpace(section)); err != nil {
			return err
		}
		return a.Store.SaveEdition(ctx, e)
	})
	return e, err
}

// itemOf makes the item of an edition that leads to an article.
func (a *App) itemOf(ctx context.Context, v news.Article) (news.EditionItem, error) {
	p, err := a.Store.Publication(ctx, v.PublicationID)
	if err != nil {
		return news.EditionItem{}, err
	}
	var names []string
	for _, id := range v.Authors {
		author, err := a.Store.Author(ctx, id)
		if err != nil {
			return news.EditionItem{}, err
		}
		names = append(names, author.Name)
	}
	item := news.EditionItem{
		ID: news.NewID(a.Clock.Now()), ArticleID: v.ID, Headline: v.Title, Outlet: p.Name, Author: strings.Join(names, ", "), Date: v.Published,
		Summary: v.Standfirst, URL: a.ArticleAddress(p, v),
	}
	return item, nil
}

// placed gives an edition with an item more, at the end of a section.
func placed(e news.Edition, p news.Publication, item news.EditionItem, name string) (news.Edition, error) {
	known := append([]string(nil), p.Sections...)
	for _, s := range e.Sections {
		known = append(known, s.Name)
		for _, i := range s.Items {
			if i.ArticleID == item.ArticleID {
				return e, news.Errorf(news.Conflict, "the edition has the article already, in the section %q", s.Name)
			}
		}
	}
	if name == "" {
		name = known[0]
	}
	there := false
	for _, k := range known {
		there = there || k == name
	}
	if !there {
		return e, news.FieldErrorf("section", "the publication has no section %q; it has %s", name, strings.Join(p.Sections, ", "))
	}
	e.Touched = true
	for i := range e.Sections {
		if e.Sections[i].Name == name {
			e.Sections[i].Items = append(e.Sections[i].Items, item)
			return e, nil
		}
	}
	// A section that had no item is put where the publication has it.
	var out []news.Section
	added := false
	for _, k := range known {
		if k == name && !added {
			out, added = append(out, news.Section{Name: name, Items: []news.EditionItem{item}}), true
			continue
		}
		for i, s := range e.Sections {
			if s.Name == k {
				out = append(out, s)
				e.Sections[i].Name = "" // taken
			}
		}
	}
	e.Sections = out
	return e, nil
}

// longestMade is how many letters of a title its address has.
const longestMade = 70

// slugOf makes the name of an article in its address from its title: letters without their accents. Titles in other letters give
// nothing.
func slugOf(title string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn))), strings.ToLower(title))
	if err != nil {
		return ""
	}
	plain = strings.NewReplacer("'", "", "’", "", "ß", "ss", "æ", "ae", "ø", "o", "ł", "l", "đ", "d", "þ", "th", "œ", "oe", "ı", "i").Replace(plain)
	var b strings.Builder
	for _, c := range plain {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return cut(strings.Trim(b.String(), "-"), longestMade)
}

// cut shortens a name in an address to whole words.
func cut(slug string, most int) string {
	if len(slug) <= most {
		return slug
	}
	slug = slug[:most]
	if i := strings.LastIndexByte(slug, '-'); i > most/2 {
		slug = slug[:i]
	}
	return strings.Trim(slug, "-")
}
