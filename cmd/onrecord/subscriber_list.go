package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/platform/readerlist"
)

type subscriberListCmd struct {
	settings
	readerFilter
	Limit limit `default:"50" help:"How many to list at most."`
	JSON  bool  `name:"json" help:"Print JSON Lines."`
}

// Run lists readers, those who came first at the top.
func (c *subscriberListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		f, err := c.of(ctx, a)
		if err != nil {
			return err
		}
		readers, err := a.Store.Readers(ctx, f, "", int(c.Limit))
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(readers, readerLine))
		}
		t := newTable(s, "ADDRESS", "STATE", "SINCE", "LANGUAGE", "TAGS", "SUPPRESSED")
		for _, r := range readers {
			t.row(address.Show(r.Address), r.Subscription.State, r.Subscription.Changed, dash(r.Language), dash(strings.Join(r.Tags, ",")), dash(string(r.Suppressed)))
		}
		if err := t.flush(); err != nil {
			return err
		}
		n, err := a.Store.CountReaders(ctx, f)
		if err != nil || n <= len(readers) {
			return err
		}
		_, err = fmt.Fprintf(s.err, "%d of %d; --limit %d lists all\n", len(readers), n, n)
		return err
	})
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

type subscriberExportCmd struct {
	settings
	readerFilter
	JSON bool `name:"json" help:"Write JSON Lines in the place of CSV."`
}

// Run writes the readers of a publication, however many they are.
func (c *subscriberExportCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		f, err := c.of(ctx, a)
		if err != nil {
			return err
		}
		if c.JSON {
			e := jsonLines(s.out)
			return each(ctx, a, f, func(r news.Reader) error { return e.Encode(readerLine(r)) })
		}
		w := csv.NewWriter(s.out)
		_ = w.Write([]string{"email", "state", "since", "language", "tags", "suppressed"})
		err = each(ctx, a, f, func(r news.Reader) error {
			row := []string{r.Address, string(r.Subscription.State), r.Subscription.Changed.Format(time.RFC3339), r.Language, strings.Join(r.Tags, " "), string(r.Suppressed)}
			for i := range row {
				row[i] = readerlist.Safe(row[i]) // whoever opens it in a spreadsheet runs nothing
			}
			return w.Write(row)
		})
		w.Flush()
		if err != nil {
			return err
		}
		return w.Error()
	})
}

// readerRow is a reader of a publication as JSON.
type readerRow struct {
	Email         string                 `json:"email"`
	State         news.SubscriptionState `json:"state"`
	Since         *string                `json:"since"`
	Language      string                 `json:"language"`
	Tags          []string               `json:"tags"`
	PausedUntil   *string                `json:"paused_until"`
	Suppressed    news.SuppressedBy      `json:"suppressed"`
	SuppressedAt  *string                `json:"suppressed_at"`
	SuppressedWhy string                 `json:"suppressed_why"`
}

func readerLine(r news.Reader) readerRow {
	return readerRow{r.Address, r.Subscription.State, stamp(r.Subscription.Changed), r.Language, some(r.Tags), stamp(r.PausedUntil), r.Suppressed, stamp(r.SuppressedAt), r.SuppressedWhy}
}

type subscriberShowCmd struct {
	settings
	Address string `arg:"" help:"The reader's address."`
	JSON    bool   `name:"json" help:"Print all that is kept, as the reader themselves can download it."`
}

// Run shows a reader with what proves their consent.
func (c *subscriberShowCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		u, err := reader(ctx, a, c.Address)
		if err != nil {
			return err
		}
		d, err := a.ReaderData(ctx, u)
		if err != nil {
			return err
		}
		if c.JSON {
			return printDocument(s, d)
		}
		return showReader(s, d)
	})
}

func showReader(s *streams, d news.ReaderData) error {
	out := s.people()
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(out, "%-12s %s\n", name, oneLine(value))
		}
	}
	line("address", address.Show(d.Address))
	line("since", moment(d.Since))
	line("language", d.Language)
	line("tags", strings.Join(d.Tags, ", "))
	if d.PausedUntil != nil {
		line("paused until", moment(*d.PausedUntil))
	}
	if d.Suppressed != "" {
		line("suppressed", fmt.Sprintf("%s, since %s: %s", d.Suppressed, moment(*d.SuppressedAt), orNone(d.SuppressedWhy)))
	}
	if d.SoftBounces > 0 {
		line("bounced", app.Count(d.SoftBounces, "time")+" in a row, for what may pass; 'onrecord mail returned' has what came back")
	}
	if d.NewAddress != "" {
		line("moving to", address.Show(d.NewAddress))
	}
	for _, sub := range d.Subscriptions {
		fmt.Fprintf(out, "\n%s: %s since %s\n", oneLine(sub.Publication), sub.State, moment(sub.Changed))
		for _, p := range sub.Proof {
			fmt.Fprintf(out, "  %s  %s\n", moment(p.At), p.Act)
			for _, more := range []struct{ name, value string }{{"from", p.Address}, {"with", p.Agent}, {"wording", p.Wording}, {"message", p.MessageID}, {"note", p.Note}} {
				if more.value != "" {
					fmt.Fprintf(out, "      %-8s %s\n", more.name, oneLine(more.value))
				}
			}
		}
	}
	return nil
}
