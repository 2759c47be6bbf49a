package app

import (
	"context"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web/portrait"
)

// AuthorChange is what is to be different about an author; what is nil stays.
type AuthorChange struct {
	Slug, Name, Role, Biography *string
	Portrait                    []byte // a picture as a file has it; nil: the portrait stays
	NoPortrait                  bool   // the portrait is taken away
}

// AddAuthor adds an author. Without a name in addresses it gets one from the name.
func (a *App) AddAuthor(ctx context.Context, c AuthorChange) (news.Author, error) {
	now := a.Clock.Now()
	author := news.Author{ID: news.NewID(now), Created: now}
	if c.Slug == nil || strings.TrimSpace(*c.Slug) == "" {
		slug := ""
		if c.Name != nil {
			slug = slugOf(*c.Name)
		}
		if slug == "" {
			slug = "author-" + string(author.ID[len(author.ID)-6:])
		}
		c.Slug = &slug
	}
	return a.keepAuthor(ctx, author, c)
}

// SetAuthor changes an author.
func (a *App) SetAuthor(ctx context.Context, id news.ID, c AuthorChange) (news.Author, error) {
	author, err := a.Store.Author(ctx, id)
	if err != nil {
		return author, err
	}
	if c.Slug == nil && c.Name == nil && c.Role == nil && c.Biography == nil && c.Portrait == nil && !c.NoPortrait {
		return author, news.Errorf(news.Invalid, "nothing is to be changed; say what, as in --role")
	}
	return a.keepAuthor(ctx, author, c)
}

func (a *App) keepAuthor(ctx context.Context, author news.Author, c AuthorChange) (news.Author, error) {
	for _, set := range []struct{ to, from *string }{{&author.Slug, c.Slug}, {&author.Name, c.Name}, {&author.Role, c.Role}, {&author.Biography, c.Biography}} {
		if set.from != nil {
			*set.to = strings.TrimSpace(strings.ReplaceAll(*set.from, "\r\n", "\n"))
		}
	}
	var sizes []news.Portrait
	var wrong error
	if c.Portrait != nil {
		a.unpacking(func() { author.Portrait, sizes, wrong = portrait.Make(c.Portrait) })
	} else if c.NoPortrait {
		author.Portrait = ""
	}
	if err := onceEach(wrong, author.Validate()); err != nil {
		return author, err
	}
	if wrong != nil {
		return author, wrong
	}
	return author, a.Store.Within(ctx, func(ctx context.Context) error {
		if err := taken(a.Store.SaveAuthor(ctx, author), "slug", "author", author.Slug); err != nil {
			return err
		}
		if c.Portrait == nil && !c.NoPortrait {
			return nil
		}
		return a.Store.SetPortrait(ctx, author.ID, author.Portrait, sizes...)
	})
}
