package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/user"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type editionCmd struct {
	List    editionListCmd    `cmd:"" help:"List editions, drafts included."`
	Show    editionShowCmd    `cmd:"" help:"Print an edition as JSON."`
	Draft   editionDraftCmd   `cmd:"" help:"Draft a publication's next edition now, from the news so far."`
	Approve editionApproveCmd `cmd:"" help:"Let a draft appear at its hour."`
}

type editionListCmd struct {
	settings
	JSON  bool `name:"json" help:"Print JSON Lines."`
	Limit int  `help:"How many at most." default:"50"`
}

// Run lists editions.
func (c *editionListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		editions, err := a.Store.AllEditions(ctx, c.Limit)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s.out, editions)
		}
		t := newTable(s.out, "ID", "DATE", "STATE", "DUE", "ITEMS", "TITLE")
		for _, e := range editions {
			t.row(e.ID, e.Slug, e.State, e.Due, e.Items(), e.Title)
		}
		return t.flush()
	})
}

type editionShowCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run prints an edition.
func (c *editionShowCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		e, err := a.Store.Edition(ctx, news.ID(c.ID))
		if err != nil {
			return err
		}
		out := json.NewEncoder(s.out)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(e)
	})
}

type editionDraftCmd struct {
	settings
	Publication string `arg:"" help:"The publication's name in its address."`
}

// Run drafts an edition.
func (c *editionDraftCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		p, err := a.Store.PublicationBySlug(ctx, c.Publication)
		if err != nil {
			return err
		}
		return a.Draft(ctx, p.ID)
	})
}

type editionApproveCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run approves a draft in the name of whoever runs the command.
func (c *editionApproveCmd) Run(ctx context.Context, s *streams) error {
	who := "the command line"
	if u, err := user.Current(); err == nil {
		who = u.Username + " at the command line"
	}
	return c.with(ctx, s, func(a *app.App) error {
		if err := a.Approve(ctx, news.ID(c.ID), who); err != nil {
			return err
		}
		_, err := fmt.Fprintln(s.out, "approved; it appears at its hour")
		return err
	})
}
