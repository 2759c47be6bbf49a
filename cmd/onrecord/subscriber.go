package main

import (
	"context"
	"fmt"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type subscriberCmd struct {
	Count      subscriberCountCmd      `cmd:"" help:"Count the readers of each publication."`
	List       subscriberListCmd       `cmd:"" help:"List a publication's readers."`
	Show       subscriberShowCmd       `cmd:"" help:"Show one reader, with the proof that they agreed."`
	Import     subscriberImportCmd     `cmd:"" help:"Subscribe readers who agreed elsewhere, or ask them."`
	Export     subscriberExportCmd     `cmd:"" help:"Write a publication's readers as CSV to standard output."`
	Tag        subscriberTagCmd        `cmd:"" help:"Give a reader tags, or take them away."`
	Suppress   subscriberSuppressCmd   `cmd:"" help:"Keep all mail from an address."`
	Unsuppress subscriberUnsuppressCmd `cmd:"" help:"Let an address have mail again."`
	Erase      subscriberEraseCmd      `cmd:"" help:"Erase all that says who a reader is; it cannot be undone."`
}

type subscriberCountCmd struct{ settings }

// Run counts readers.
func (c *subscriberCountCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		publications, err := a.Store.Publications(ctx)
		if err != nil {
			return err
		}
		t := newTable(s, "PUBLICATION", "ACTIVE", "TO CONFIRM", "ENDED", "SUPPRESSED")
		for _, p := range publications {
			n, err := a.Store.SubscriptionCounts(ctx, p.ID)
			if err != nil {
				return err
			}
			held, err := a.Store.CountReaders(ctx, news.ReaderFilter{PublicationID: p.ID, State: news.Active, Suppressed: news.Anything})
			if err != nil {
				return err
			}
			t.row(p.Slug, n[news.Active], n[news.Pending], n[news.Ended], held)
		}
		return t.flush()
	})
}

// readerFilter are the flags that say which readers of a publication are meant.
type readerFilter struct {
	Publication string `arg:"" help:"The publication's name in its address."`
	State       string `help:"Only those whose subscription is active, pending or ended." enum:",active,pending,ended" default:"" placeholder:"STATE"`
	Language    string `help:"Only those who read in this language, or whose publication is in it if they chose none." placeholder:"TAG"`
	Tag         string `help:"Only those with this tag." placeholder:"WORD"`
	Suppressed  string `help:"Only those who get no mail: any, or because of a bounce, complaint or operator." enum:",any,bounce,complaint,operator" default:"" placeholder:"WHY"`
	Search      string `help:"Only those whose address has this in it." placeholder:"PART"`
}

// of finds the publication, and gives the filter.
func (f readerFilter) of(ctx context.Context, a *app.App) (news.ReaderFilter, error) {
	p, err := a.Store.PublicationBySlug(ctx, f.Publication)
	if err != nil {
		return news.ReaderFilter{}, missing(err, "publication", f.Publication, listPublications)
	}
	return news.ReaderFilter{
		PublicationID: p.ID, State: news.SubscriptionState(f.State), Language: f.Language, Tag: strings.ToLower(f.Tag), Suppressed: news.SuppressedBy(f.Suppressed), Address: f.Search,
	}, nil
}

// each reads the readers of a filter in pages, so that a list of any length needs no memory.
func each(ctx context.Context, a *app.App, f news.ReaderFilter, do func(news.Reader) error) error {
	const page = 1000
	for after := news.ID(""); ; {
		readers, err := a.Store.Readers(ctx, f, after, page)
		if err != nil {
			return err
		}
		for _, r := range readers {
			after = r.ID
			if err := do(r); err != nil {
				return err
			}
		}
		if len(readers) < page {
			return nil
		}
	}
}

// reader finds a reader by the address that was typed.
func reader(ctx context.Context, a *app.App, address string) (news.Subscriber, error) {
	u, err := a.Reader(ctx, address)
	return u, missing(err, "reader", strings.TrimSpace(address), "onrecord subscriber list PUBLICATION")
}

type subscriberTagCmd struct {
	settings
	Address string `arg:"" help:"The reader's address."`
	Tags    string `arg:"" optional:"" help:"Tags to give, with commas between them."`
	Remove  string `help:"Tags to take away, with commas between them." placeholder:"WORDS"`
}

// Run changes a reader's tags and prints those that they have then.
func (c *subscriberTagCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if c.Tags == "" && c.Remove == "" {
			return news.FieldErrorf("tags", "say which tags to give, as donor,press, or to take away, as --remove press")
		}
		u, err := a.TagReader(ctx, c.Address, c.Tags, c.Remove)
		if err != nil {
			return missing(err, "reader", c.Address, "onrecord subscriber list PUBLICATION")
		}
		_, err = fmt.Fprintf(s.people(), "%s: %s\n", u.Address, orNone(strings.Join(u.Tags, ", ")))
		return err
	})
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

type subscriberSuppressCmd struct {
	settings
	Address string `arg:"" help:"The reader's address."`
	Because string `required:"" help:"Why; it is kept, and shown to who looks at the reader." placeholder:"WORDS"`
}

// Run suppresses an address.
func (c *subscriberSuppressCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		u, err := reader(ctx, a, c.Address)
		if err != nil {
			return err
		}
		if strings.TrimSpace(c.Because) == "" {
			return news.FieldErrorf("because", "say why, so that others know")
		}
		if err := a.Store.Suppress(ctx, u.ID, news.ByOperator, c.Because, a.Clock.Now()); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.people(), "nothing is sent to %s any more\n", u.Address)
		return err
	})
}

type subscriberUnsuppressCmd struct {
	settings
	Address string `arg:"" help:"The reader's address."`
}

// Run lifts what keeps mail from an address.
func (c *subscriberUnsuppressCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		u, err := reader(ctx, a, c.Address)
		if err != nil {
			return err
		}
		if u.Suppressed == "" {
			return news.Errorf(news.Conflict, "%s is not suppressed", u.Address)
		}
		if err := a.Store.Unsuppress(ctx, u.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.people(), "%s gets mail again; it was suppressed since %s (%s: %s)\n", u.Address, moment(u.SuppressedAt), u.Suppressed, orNone(u.SuppressedWhy))
		return err
	})
}

type subscriberEraseCmd struct {
	settings
	Address string `arg:"" help:"The reader's address."`
}

// Run erases a reader.
func (c *subscriberEraseCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if err := a.EraseReader(ctx, c.Address); err != nil {
			return missing(err, "reader", c.Address, "onrecord subscriber list PUBLICATION")
		}
		_, err := fmt.Fprintln(s.people(), "erased; no import brings this reader back, and backups from before still have them")
		return err
	})
}
