package main

import (
	"context"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type storyCmd struct {
	List storyListCmd `cmd:"" help:"List the stories with the newest reports."`
	Show storyShowCmd `cmd:"" help:"Print a story's ledger: who asserts, who denies, on whose authority."`

	Merge   storyMergeCmd   `cmd:"" help:"Make stories one; the addresses of those that end lead to the one that stays."`
	Split   storySplitCmd   `cmd:"" help:"Take reports out of a story, to a new one or to another."`
	History storyHistoryCmd `cmd:"" help:"List how a story was merged and split, by whom and why."`
}

type storyListCmd struct {
	settings
	JSON  bool  `name:"json" help:"Print JSON Lines."`
	Limit limit `help:"How many at most." default:"50"`
}

// Run lists stories.
func (c *storyListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		stories, err := a.Store.Stories(ctx, int(c.Limit))
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(stories, storyLine))
		}
		t := newTable(s, "ID", "REPORTS", "FIRST", "LAST", "TITLE")
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
			return missing(a.PrintLedger(ctx, s.people(), news.ID(c.ID)), "story", c.ID, "onrecord story list")
		}
		ledger, err := a.Store.Ledger(ctx, news.ID(c.ID))
		if err != nil {
			return missing(err, "story", c.ID, "onrecord story list")
		}
		return printJSON(s, []any{ledgerDocument(ledger)})
	})
}
