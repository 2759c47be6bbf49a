package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/send"
	"onrecord/internal/store"
)

// The sample publication.
const (
	slug   = "morning-ledger"
	editor = "editor"
)

// setUp makes the publication, its readers, the feeds and the editor, as far as they are not there.
func (d *demo) setUp(ctx context.Context) (news.Publication, error) {
	s := d.app.Store
	p, err := s.PublicationBySlug(ctx, slug)
	if news.KindOf(err) == news.NotFound {
		p = news.Publication{
			ID: news.NewID(d.clock.Now()), Slug: slug, Name: "The Morning Ledger", Language: "en", Schedule: schedule(), Created: d.clock.Now(),
			About:    "What was reported, who says so, and how many of them really know. Sunday, Tuesday and Thursday at seven.",
			Sections: []string{"News", "Denials and Corrections", "Analysis"}, From: "The Morning Ledger <ledger@onrecord.example>",
			Late: news.DefaultLate, Remind: news.DefaultRemind,
		}
		err = s.SavePublication(ctx, p)
	}
	if err != nil {
		return p, err
	}
	if _, err := s.UserByName(ctx, editor); news.KindOf(err) == news.NotFound {
		if _, err := d.app.AddUser(ctx, editor, d.state.Password); err != nil {
			return p, err
		}
	}
	for _, o := range d.world.Outlets() {
		for _, url := range o.Feeds {
			_, err := d.app.AddFeed(ctx, app.NewFeed{URL: url, Outlet: o.Name, Kind: o.Kind, Site: o.Homepage, Full: o.Full, Own: o.Kind == news.Social})
			if err != nil && news.KindOf(err) != news.Conflict {
				return p, err
			}
		}
	}
	readers := func(yield func(news.ReaderLine, error) bool) {
		for i := range Readers {
			if !yield(news.ReaderLine{Line: i + 1, Address: fmt.Sprintf("reader%02d@readers.example", i+1)}, nil) {
				return
			}
		}
	}
	_, err = d.app.Import(ctx, send.Import{Publication: slug, Consent: "Sample readers of the demonstration; nobody was asked, and nothing leaves this machine."}, readers,
		func(r send.Refused) error {
			if news.KindOf(r.Err) == news.Conflict { // they are there from an earlier run
				return nil
			}
			return r.Err
		})
	return p, err
}

// live goes through the six days and gives the edition at their end.
func (d *demo) live(ctx context.Context) (news.Edition, error) {
	end := d.world.End()
	edition, err := d.appeared(ctx, end)
	if err != nil {
		return edition, err
	}
	if edition.ID != "" {
		// An earlier run came this far; what it left undone is done now. What was changed since, as a feed removed, stays so.
		d.again = true
		if err := d.move(ctx, end); err != nil {
			return edition, err
		}
		return edition, d.settle(ctx)
	}
	p, err := d.setUp(ctx)
	if err != nil {
		return edition, err
	}
	ticks := d.world.Ticks()
	done, err := d.ticksDone(ctx)
	if err != nil {
		return edition, err
	}
	for i, t := range ticks {
		if i < done || !t.Before(end) {
			continue
		}
		if err := d.look(ctx, t); err != nil {
			return edition, err
		}
		if err := d.app.Store.SetSetting(ctx, ticksKey, strconv.Itoa(i+1)); err != nil {
			return edition, err
		}
	}
	return d.appear(ctx, p, end)
}

// appeared gives the edition at the end if an earlier run has published it, else one without an id.
func (d *demo) appeared(ctx context.Context, end time.Time) (news.Edition, error) {
	p, err := d.app.Store.PublicationBySlug(ctx, slug)
	if err == nil {
		var e news.Edition
		if e, err = d.app.Store.EditionBySlug(ctx, p.ID, editionSlug(end)); err == nil && e.State == news.Published {
			return e, nil
		}
	}
	if news.KindOf(err) == news.NotFound {
		err = nil
	}
	return news.Edition{}, err
}

// Where the demonstration keeps how far it is, and what time it is.
const (
	ticksKey = "demo looks"
	nowKey   = "demo now"
)

// ticksDone is how many looks an earlier run finished.
func (d *demo) ticksDone(ctx context.Context) (int, error) {
	v, err := d.app.Store.Setting(ctx, ticksKey)
	if news.KindOf(err) == news.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(v)
}

// look moves the world to a moment, asks every feed, and waits until all that follows is done.
func (d *demo) look(ctx context.Context, t time.Time) error {
	if err := d.move(ctx, t); err != nil {
		return err
	}
	feeds, err := d.app.Store.Feeds(ctx)
	if err != nil {
		return err
	}
	for _, f := range feeds {
		if f.State == news.FeedGone {
			continue
		}
		if err := d.app.Store.AskFeedNow(ctx, f.ID); err != nil {
			return err
		}
	}
	// First the news, then what is made of it: a draft is a picture of a moment, and the moment is when all is done.
	if err := d.app.Flow.Tick(ctx, onlyFeeds{d.app.Store}, t); err != nil {
		return err
	}
	if err := d.settle(ctx); err != nil {
		return err
	}
	if err := d.app.Flow.Tick(ctx, d.app.Store, t); err != nil {
		return err
	}
	return d.settle(ctx)
}

// onlyFeeds is the agenda without drafts and editions.
type onlyFeeds struct{ *store.Store }

func (onlyFeeds) DueDrafts(context.Context, time.Time) ([]news.ID, error)   { return nil, nil }
func (onlyFeeds) DueEditions(context.Context, time.Time) ([]news.ID, error) { return nil, nil }
func (onlyFeeds) DueSendings(context.Context, time.Time) ([]news.ID, error) { return nil, nil }

// move makes it a moment of the six days, for the outlets and for the desk. It is kept, so that a desk that was killed
// wakes up at the same moment: jobs that were cut off run before anything else.
func (d *demo) move(ctx context.Context, t time.Time) error {
	d.world.SetTime(t)
	d.clock.set(t)
	d.progress.moment(t)
	return d.app.Store.SetSetting(ctx, nowKey, t.Format(time.RFC3339Nano))
}

// wake goes to the moment at which an earlier run was, if there was one.
func (d *demo) wake(ctx context.Context) error {
	v, err := d.app.Store.Setting(ctx, nowKey)
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	t, err := time.Parse(time.RFC3339Nano, v)
	if err != nil {
		return err
	}
	d.world.SetTime(t)
	d.clock.set(t)
	return nil
}

// appear drafts the edition from all the news, approves it, and lets it appear and be mailed at its hour.
func (d *demo) appear(ctx context.Context, p news.Publication, end time.Time) (news.Edition, error) {
	eve := end.Add(-time.Minute)
	if err := d.move(ctx, eve); err != nil {
		return news.Edition{}, err
	}
	if err := d.app.Flow.Hand(ctx, news.Compose, p.ID); err != nil {
		return news.Edition{}, err
	}
	if err := d.settle(ctx); err != nil {
		return news.Edition{}, err
	}
	edition, err := d.app.Store.EditionBySlug(ctx, p.ID, editionSlug(end))
	if err != nil {
		return edition, fmt.Errorf("looking for the draft: %w", err)
	}
	if edition.State == news.Draft {
		if err := d.app.Approve(ctx, edition.ID, editor); err != nil {
			return edition, err
		}
	}
	if err := d.move(ctx, end); err != nil {
		return edition, err
	}
	if err := d.app.Flow.Tick(ctx, d.app.Store, end); err != nil {
		return edition, err
	}
	if err := d.settle(ctx); err != nil {
		return edition, err
	}
	return d.app.Store.Edition(ctx, edition.ID)
}

// editionSlug is the date of an edition in the zone that the sample publication is made with.
func editionSlug(due time.Time) string {
	zone, err := time.LoadLocation(schedule().Zone)
	if err != nil {
		zone = time.UTC
	}
	return due.In(zone).Format(time.DateOnly)
}

// settle waits until no job is left.
func (d *demo) settle(ctx context.Context) error {
	ticker := time.NewTicker(30 * time.Millisecond)
	defer ticker.Stop()
	for {
		left, err := d.app.Flow.Left(ctx)
		if err != nil {
			return err
		}
		d.progress.left(left)
		if len(left) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}
