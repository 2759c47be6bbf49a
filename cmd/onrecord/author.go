package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
)

type authorCmd struct {
	Add  authorAddCmd  `cmd:"" help:"Add somebody who writes for the house."`
	Set  authorSetCmd  `cmd:"" help:"Change an author: only what is given."`
	List authorListCmd `cmd:"" help:"List the authors."`
}

const listAuthors = "onrecord author list"

type authorAddCmd struct {
	settings
	Slug      string  `arg:"" optional:"" help:"The name in addresses, as dana-roth; without one it is made from the name."`
	Name      string  `help:"The name, as bylines have it." required:""`
	Role      *string `help:"What they are, in a few words."`
	Biography *string `help:"A few sentences; a blank line divides paragraphs."`
	Portrait  string  `help:"A picture: JPEG, PNG, GIF or WebP. It is cut to a square, and what a camera noted in it is dropped." type:"path" placeholder:"FILE"`
}

// Run adds an author.
func (c *authorAddCmd) Run(ctx context.Context, s *streams) error {
	change := app.AuthorChange{Slug: &c.Slug, Name: &c.Name, Role: c.Role, Biography: c.Biography}
	if err := withPortrait(&change, c.Portrait); err != nil {
		return err
	}
	return c.with(ctx, s, func(a *app.App) error {
		author, err := a.AddAuthor(ctx, change)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, author.ID, author.Slug)
		return err
	})
}

func withPortrait(change *app.AuthorChange, file string) (err error) {
	if file != "" {
		change.Portrait, err = readPicture(file, photo.LargestFile)
	}
	return err
}

type authorSetCmd struct {
	settings
	Author     string  `arg:"" help:"The author's name in addresses."`
	Slug       *string `help:"Another name in addresses; the old one leads nowhere."`
	Name       *string `help:"The name, as bylines have it."`
	Role       *string `help:"What they are, in a few words; empty: it is left out."`
	Biography  *string `help:"A few sentences; empty: they are left out."`
	Portrait   string  `help:"Another picture." type:"path" placeholder:"FILE" xor:"portrait"`
	NoPortrait bool    `help:"Take the picture away." xor:"portrait"`
}

// Run changes an author.
func (c *authorSetCmd) Run(ctx context.Context, s *streams) error {
	change := app.AuthorChange{Slug: c.Slug, Name: c.Name, Role: c.Role, Biography: c.Biography, NoPortrait: c.NoPortrait}
	if err := withPortrait(&change, c.Portrait); err != nil {
		return err
	}
	return c.with(ctx, s, func(a *app.App) error {
		author, err := a.Store.AuthorBySlug(ctx, c.Author)
		if err != nil {
			return missing(err, "author", c.Author, listAuthors)
		}
		if author, err = a.SetAuthor(ctx, author.ID, change); err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, author.ID, author.Slug)
		return err
	})
}

type authorListCmd struct {
	settings
	JSON bool `name:"json" help:"Print JSON Lines."`
}

// Run lists authors.
func (c *authorListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		all, err := a.Store.Authors(ctx)
		if err != nil {
			return err
		}
		var lines []authorRow
		for _, v := range all {
			n, err := a.Store.CountArticles(ctx, news.ArticleFilter{Author: v.ID, State: news.ArticlePublished})
			if err != nil {
				return err
			}
			lines = append(lines, authorRow{v.ID, v.Slug, v.Name, v.Role, v.Biography, v.Portrait != "", n})
		}
		if c.JSON {
			return printJSON(s, lines)
		}
		t := newTable(s, "SLUG", "NAME", "ROLE", "ARTICLES")
		for _, l := range lines {
			t.row(l.Slug, l.Name, l.Role, l.Articles)
		}
		return t.flush()
	})
}
