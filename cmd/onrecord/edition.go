package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type editionCmd struct {
	List    editionListCmd    `cmd:"" help:"List editions, drafts included."`
	Show    editionShowCmd    `cmd:"" help:"Print an edition as JSON."`
	Draft   editionDraftCmd   `cmd:"" help:"Draft a publication's next edition now, from the news so far."`
	Approve editionApproveCmd `cmd:"" help:"Let a draft appear at its hour."`

	Mailing    editionMailingCmd    `cmd:"" help:"Say how the mailing of an edition stands."`
	Pause      editionPauseCmd      `cmd:"" help:"Pause the mailing of an edition."`
	Resume     editionResumeCmd     `cmd:"" help:"Let a paused mailing go on."`
	Cancel     editionCancelCmd     `cmd:"" help:"End the mailing of an edition; it cannot be undone."`
	Test       editionTestCmd       `cmd:"" help:"Send an edition as a test to a few addresses."`
	Deliveries editionDeliveriesCmd `cmd:"" help:"Print what became of each message."`
	Withdraw   editionWithdrawCmd   `cmd:"" help:"Take the approval of an edition back, as long as it has not appeared."`
	Release    editionReleaseCmd    `cmd:"" help:"Send an edition now that is held, because the machine was off at its hour."`
	Audience   editionAudienceCmd   `cmd:"" help:"Say which readers an edition is mailed to; without flags, show it."`
}

// Where to see what there is.
const (
	listEditions     = "onrecord edition list"
	listPublications = "onrecord publication list"
)

type editionListCmd struct {
	settings
	JSON  bool  `name:"json" help:"Print JSON Lines."`
	Limit limit `help:"How many at most." default:"50"`
}

// Run lists editions.
func (c *editionListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		editions, err := a.Store.AllEditions(ctx, int(c.Limit))
		if err != nil {
			return err
		}
		held, err := heldOf(ctx, a)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(editions, func(e news.Edition) editionRow { return editionLine(e, held(e)) }))
		}
		t := newTable(s, editionHead...)
		for _, e := range editions {
			t.row(editionCells(e, held(e))...)
		}
		return t.flush()
	})
}

// heldOf gives what says whether an edition is held.
func heldOf(ctx context.Context, a *app.App) (func(news.Edition) bool, error) {
	all, err := a.Store.Publications(ctx)
	if err != nil {
		return nil, err
	}
	by, now := map[news.ID]news.Publication{}, a.Clock.Now()
	for _, p := range all {
		by[p.ID] = p
	}
	return func(e news.Edition) bool { return e.Held(by[e.PublicationID], now) }, nil
}

var editionHead = []any{"ID", "DATE", "STATE", "DUE", "ITEMS", "TITLE"}

func editionCells(e news.Edition, held bool) []any {
	state := string(e.State)
	if held {
		state = "held"
	}
	return []any{e.ID, e.Slug, state, e.Due, e.Items(), e.Title}
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
			return missing(err, "edition", c.ID, listEditions)
		}
		held, err := heldOf(ctx, a)
		if err != nil {
			return err
		}
		opened, err := a.Store.Opened(ctx, e.ID)
		if err != nil {
			return err
		}
		var mailing *mailedRow
		v, err := a.Store.Sending(ctx, e.ID)
		switch {
		case err == nil:
			mailing = mailingLine(v, a.Config.MailKeep)
		case news.KindOf(err) != news.NotFound:
			return err
		}
		return printDocument(s, editionDocument(e, held(e), mailing, opened))
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
			return missing(err, "publication", c.Publication, listPublications)
		}
		e, err := a.DraftNext(ctx, p)
		if err != nil {
			return err
		}
		t := newTable(s, editionHead...)
		t.row(editionCells(e, e.Held(p, a.Clock.Now()))...)
		return t.flush()
	})
}

type editionApproveCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run approves a draft in the name of whoever runs the command.
func (c *editionApproveCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if err := a.Approve(ctx, news.ID(c.ID), caller()); err != nil {
			return missing(err, "edition", c.ID, listEditions)
		}
		e, err := a.Store.Edition(ctx, news.ID(c.ID))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, "approved;", e.Appears(a.Clock.Now()))
		return err
	})
}
