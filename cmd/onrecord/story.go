package main

import (
	"context"
	"encoding/json"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type storyCmd struct {
	List storyListCmd `cmd:"" help:"List the stories with the newest reports."`
	Show storyShowCmd `cmd:"" help:"Print a story's ledger: who asserts, who denies, on whose authority."`
}

type storyListCmd struct {
	settings
	JSON  bool `name:"json" help:"Print JSON Lines."`
	Limit int  `help:"How many at most." default:"50"`
}

// Run lists stories.
func (c *storyListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		stories, err := a.Store.Stories(ctx, c.Limit)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s.out, stories)
		}
		t := newTable(s.out, "ID", "REPORTS", "FIRST", "LAST", "TITLE")
		for _, st := range stories {
			t.row(st.ID, st.Reports, st.First, st.Last, st.Title)
		}
		return t.flush()
	})
}

type storyShowCmd struct {
	settings
	JSON bool   `name:"json" help:"Print the ledger as JSON."`
	ID   string `arg:"" help:"The story's id."`
}

// Run prints a ledger.
func (c *storyShowCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if !c.JSON {
			return a.PrintLedger(ctx, s.out, news.ID(c.ID))
		}
		ledger, err := a.Store.Ledger(ctx, news.ID(c.ID))
		if err != nil {
			return err
		}
		return json.NewEncoder(s.out).Encode(ledger)
	})
}

// printJSON prints a list as JSON Lines.
func printJSON[T any](w interface{ Write([]byte) (int, error) }, all []T) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, v := range all {
		if err := e.Encode(v); err != nil {
			return fmt.Errorf("printing: %w", err)
		}
	}
	return nil
}
