package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

const listStories = "onrecord story list"

type storyMergeCmd struct {
	settings
	Story  string   `arg:"" help:"The id of the story that stays."`
	Others []string `arg:"" help:"Those that end in it; their addresses lead to it."`
}

// Run makes stories one.
func (c *storyMergeCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		into, err := a.Store.Story(ctx, news.ID(c.Story))
		if err != nil {
			return missing(err, "story", c.Story, listStories)
		}
		for _, id := range c.Others {
			if err := a.MergeStories(ctx, atTerminal, news.ID(id), into.ID); err != nil {
				return missing(err, "story", id, listStories)
			}
			fmt.Fprintf(s.out, "%s is %s %s from now on\n", oneLine(id), into.ID, oneLine(into.Title))
		}
		return nil
	})
}

type storySplitCmd struct {
	settings
	Story  string   `arg:"" help:"The story to take reports from, by id."`
	Report []string `help:"A report that is another happening, by id; may be given several times." required:"" placeholder:"ID"`
	To     string   `help:"The story that they belong to; a new one if none is given." placeholder:"STORY"`
}

// Run takes reports out of a story.
func (c *storySplitCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		reports := make([]news.ID, len(c.Report))
		for i, id := range c.Report {
			reports[i] = news.ID(id)
		}
		to := news.ID(c.To)
		var err error
		if to == "" {
			to, err = a.SplitStory(ctx, atTerminal, news.ID(c.Story), reports)
		} else {
			err = a.MoveReports(ctx, atTerminal, news.ID(c.Story), reports, to)
		}
		if err != nil {
			return missing(err, "story", c.Story, listStories)
		}
		st, err := a.Store.Story(ctx, to)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s went to %s %s\n", app.Count(len(reports), "report"), st.ID, oneLine(st.Title))
		return err
	})
}

type storyHistoryCmd struct {
	settings
	JSON  bool   `name:"json" help:"Print JSON Lines."`
	Story string `arg:"" help:"The story's id."`
}

// Run lists what was done to a story.
func (c *storyHistoryCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if _, err := a.Store.Story(ctx, news.ID(c.Story)); err != nil {
			return missing(err, "story", c.Story, listStories)
		}
		all, err := a.Store.Mendings(ctx, news.ID(c.Story))
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(all, mendingLine))
		}
		t := newTable(s, "AT", "WHAT", "REPORTS", "FROM", "INTO", "BY", "WHY")
		for _, m := range all {
			who := m.Who
			if who == "" {
				who = "the program"
			}
			t.row(m.At, m.Kind, len(m.Reports), m.From, m.Into, who, m.Because)
		}
		return t.flush()
	})
}

// mendingRow is one act as JSON.
type mendingRow struct {
	At      *string       `json:"at"`
	Kind    news.MendKind `json:"kind"`
	Who     string        `json:"who"` // empty: the program
	From    news.ID       `json:"from"`
	Into    news.ID       `json:"into"`
	Reports []news.ID     `json:"reports"`
	Because string        `json:"because"`
	Score   float64       `json:"score"`
}

func mendingLine(m news.Mending) mendingRow {
	return mendingRow{stamp(m.At), m.Kind, m.Who, m.From, m.Into, m.Reports, m.Because, m.Score}
}
