package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

type subscriberCmd struct {
	Count  subscriberCountCmd  `cmd:"" help:"Count the readers of each publication."`
	Import subscriberImportCmd `cmd:"" help:"Subscribe readers who agreed elsewhere."`
	Export subscriberExportCmd `cmd:"" help:"Write a publication's readers as CSV to standard output."`
}

type subscriberCountCmd struct{ settings }

// Run counts readers.
func (c *subscriberCountCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		publications, err := a.Store.Publications(ctx)
		if err != nil {
			return err
		}
		t := newTable(s, "PUBLICATION", "ACTIVE", "TO CONFIRM", "ENDED")
		for _, p := range publications {
			n, err := a.Store.SubscriptionCounts(ctx, p.ID)
			if err != nil {
				return err
			}
			t.row(p.Slug, n[news.Active], n[news.Pending], n[news.Ended])
		}
		return t.flush()
	})
}

type subscriberImportCmd struct {
	settings
	Publication string `arg:"" help:"The publication's name in its address."`
	File        string `arg:"" help:"One address a line; '-' is stdin."`
	Consent     string `help:"Where and to what these readers agreed; it is kept as the proof." required:""`
}

// Run subscribes the addresses of a file and says line by line which were not taken and why.
func (c *subscriberImportCmd) Run(ctx context.Context, s *streams) error {
	in, err := input.Open(ctx, c.File, s.in)
	if err != nil {
		return err
	}
	return c.with(ctx, s, func(a *app.App) error {
		addresses := strings.Split(strings.TrimPrefix(string(in.Body), "\ufeff"), "\n") // some programs put the mark in front
		taken, refused, err := a.Import(ctx, c.Publication, addresses, c.Consent)
		bad := 0
		for _, r := range refused {
			what := r.Err
			if news.KindOf(what) == news.Invalid {
				bad++
			} else {
				what = fmt.Errorf("%s: %w", strings.TrimSpace(r.Address), what)
			}
			s.complain(fmt.Errorf("%s:%d: %w", c.File, r.Line, what))
		}
		if err != nil {
			return missing(err, "publication", c.Publication, listPublications)
		}
		return s.imported(taken, taken+len(refused), bad, "reader", "taken")
	})
}

type subscriberExportCmd struct {
	settings
	Publication string `arg:"" help:"The publication's name in its address."`
}

// Run writes the readers of a publication.
func (c *subscriberExportCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		p, err := a.Store.PublicationBySlug(ctx, c.Publication)
		if err != nil {
			return missing(err, "publication", c.Publication, listPublications)
		}
		const page = 1000
		w := csv.NewWriter(s.out)
		_ = w.Write([]string{"email", "state", "since"})
		for after, more := news.ID(""), true; more; {
			readers, err := a.Store.Readers(ctx, news.ReaderFilter{PublicationID: p.ID}, after, page)
			if err != nil {
				return err
			}
			for _, r := range readers {
				after = r.ID
				_ = w.Write([]string{r.Address, string(r.Subscription.State), r.Subscription.Changed.Format(time.RFC3339)})
			}
			more = len(readers) == page
		}
		w.Flush()
		return w.Error()
	})
}
