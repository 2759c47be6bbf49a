package app

import (
	"context"
	"iter"
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/platform/readerlist"
	"onrecord/internal/send"
	"onrecord/internal/store"
	"onrecord/internal/web/desk"
)

// Import takes a list of readers, and tells refuse which lines it does not take and why: see send.People.
func (a *App) Import(ctx context.Context, o send.Import, lines iter.Seq2[news.ReaderLine, error], refuse func(send.Refused) error) (send.Imported, error) {
	return a.steps.People.Import(ctx, o, lines, refuse)
}

// Subscribe notes that somebody asked for a publication, and has the confirming mail sent.
func (a *App) Subscribe(ctx context.Context, s news.SignUp, v news.Visitor) error {
	return a.steps.People.Subscribe(ctx, s, v)
}

// Reader gives a reader by an address as it is typed.
func (a *App) Reader(ctx context.Context, given string) (news.Subscriber, error) {
	to, err := address.Parse(given)
	if err != nil {
		return news.Subscriber{}, err
	}
	return a.Store.SubscriberByAddress(ctx, to)
}

// ReaderData gives all that is kept of a reader.
func (a *App) ReaderData(ctx context.Context, u news.Subscriber) (news.ReaderData, error) {
	return a.steps.People.DataOf(ctx, u)
}

// EraseReader deletes all that says who the reader of an address is. It cannot be undone.
func (a *App) EraseReader(ctx context.Context, given string) error {
	return a.steps.People.EraseAddress(ctx, given)
}

// TagReader gives a reader tags and takes others away, each list as it is typed.
func (a *App) TagReader(ctx context.Context, given, add, remove string) (u news.Subscriber, err error) {
	more, err := news.ParseTags(add)
	if err != nil {
		return u, err
	}
	less, err := news.ParseTags(remove)
	if err != nil {
		return u, err
	}
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		if u, err = a.Reader(ctx, given); err != nil {
			return err
		}
		u.Tags = slices.DeleteFunc(append(u.Tags, more...), func(t string) bool { return slices.Contains(less, t) })
		slices.Sort(u.Tags)
		u.Tags = slices.Compact(u.Tags)
		if err := u.Validate(); err != nil {
			return err
		}
		return a.Store.SaveSubscriber(ctx, u)
	})
	return u, err
}

// deskReaders is what editors can see of readers, and do with them.
type deskReaders struct {
	*store.Store
	app *App
}

// ReaderData implements desk.Readers.
func (d deskReaders) ReaderData(ctx context.Context, u news.Subscriber) (news.ReaderData, error) {
	return d.app.ReaderData(ctx, u)
}

// SetReaderTags implements desk.Readers.
func (d deskReaders) SetReaderTags(ctx context.Context, id news.ID, tags string) error {
	all, err := news.ParseTags(tags)
	if err != nil {
		return err
	}
	return d.Within(ctx, func(ctx context.Context) error {
		u, err := d.Subscriber(ctx, id)
		if err != nil {
			return err
		}
		u.Tags = all
		return d.SaveSubscriber(ctx, u)
	})
}

// SuppressReader implements desk.Readers.
func (d deskReaders) SuppressReader(ctx context.Context, id news.ID, why string) error {
	return d.Suppress(ctx, id, news.ByOperator, why, d.app.Clock.Now())
}

// UnsuppressReader implements desk.Readers.
func (d deskReaders) UnsuppressReader(ctx context.Context, id news.ID) error {
	return d.Unsuppress(ctx, id)
}

// EraseReader implements desk.Readers.
func (d deskReaders) EraseReader(ctx context.Context, id news.ID) error {
	return d.app.steps.People.EraseReader(ctx, id)
}

// ImportReaders implements desk.Readers.
func (d deskReaders) ImportReaders(ctx context.Context, o desk.ReaderImport, list *readerlist.List, refuse func(line int, address string, why error) error) (read, taken int, err error) {
	done, err := d.app.Import(ctx, send.Import{Publication: o.Publication, Consent: o.Consent, Reconfirm: o.Reconfirm, Tags: o.Tags, DryRun: o.DryRun}, list.Lines(),
		func(r send.Refused) error { return refuse(r.Line, r.Address, r.Err) })
	return done.Read, done.Taken, err
}
