package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

type mailReturnedCmd struct {
	settings
	Kind    string `help:"Only these: bounced, complained, unknown (nobody could read it) or delayed." enum:"bounced,complained,unknown,delayed," default:""`
	Verdict string `help:"Only what says this of the address: dead, soft or refused." enum:"dead,soft,refused," default:""`
	Reader  string `help:"Only what is about the mails to this address." placeholder:"ADDRESS"`
	Limit   limit  `default:"50" help:"How many at most."`
	JSON    bool   `name:"json" help:"Print JSON Lines."`
}

// Run lists what came back of mails, the newest first.
func (c *mailReturnedCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		f := news.ReturnedFilter{Kind: news.FeedbackKind(c.Kind), Verdict: news.Verdict(c.Verdict)}
		if c.Reader != "" {
			u, err := reader(ctx, a, c.Reader)
			if err != nil {
				return err
			}
			f.Subscriber = u.ID
		}
		all, err := a.Store.Feedback(ctx, f, 0, int(c.Limit)+1)
		if err != nil {
			return err
		}
		more := len(all) > int(c.Limit)
		all = all[:min(len(all), int(c.Limit))]
		if c.JSON {
			return printJSON(s, rows(all, returnedLine))
		}
		t := newTable(s, "CAME", "ADDRESS", "WHAT", "CODE", "EDITION", "BY", "WORDS")
		for _, r := range all {
			t.row(r.At, dash(address.Show(r.Address)), r.Words(), dash(r.Status), dash(r.Edition), r.By, dash(r.Reply))
		}
		if err := t.flush(); err != nil {
			return err
		}
		if more {
			fmt.Fprintf(s.err, "the newest %d; --limit shows more\n", len(all))
		}
		return nil
	})
}

// returnedRow is what came back about one message, as JSON.
type returnedRow struct {
	At          *string           `json:"at"`
	Kind        news.FeedbackKind `json:"kind"`
	Verdict     news.Verdict      `json:"verdict"`
	Means       string            `json:"means"` // the same two in words
	Address     string            `json:"address"`
	Known       bool              `json:"known"` // it is one of our readers'
	Publication string            `json:"publication"`
	Edition     string            `json:"edition"`
	EditionID   news.ID           `json:"edition_id"`
	Status      string            `json:"status"`
	Reply       string            `json:"reply"`
	By          string            `json:"by"`
}

func returnedLine(r news.Returned) returnedRow {
	return returnedRow{stamp(r.At), r.Kind, r.Verdict, r.Words(), r.Address, r.Subscriber != "", r.Publication, r.Edition, r.EditionID, r.Status, r.Reply, r.By}
}
