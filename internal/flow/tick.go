package flow

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Agenda knows what is due; the store is one. Each call marks what it gives as asked for, so that it is not given again
// before it has run.
type Agenda interface {
	Within(ctx context.Context, fn func(ctx context.Context) error) error
	// DueFeeds gives the feeds to be asked at now.
	DueFeeds(ctx context.Context, now time.Time) ([]news.ID, error)
	// DueDrafts gives the publications whose next edition is to be drafted, or drafted anew, at now.
	DueDrafts(ctx context.Context, now time.Time) ([]news.ID, error)
	// DueEditions gives the approved editions that are to appear at now.
	DueEditions(ctx context.Context, now time.Time) ([]news.ID, error)
	// DueSummonses gives what editors are to be told at now.
	DueSummonses(ctx context.Context, now time.Time) ([]news.ID, error)
	// DueSendings gives the editions whose mailing has something to do at now.
	DueSendings(ctx context.Context, now time.Time) ([]news.ID, error)
	// DuePushes gives the batches of browsers that are to be told of notices at now.
	DuePushes(ctx context.Context, now time.Time) ([]news.ID, error)
}

// Tick hands in the jobs that are due at now. It may be called as often as one likes, by any number of machines.
func (f *Flow) Tick(ctx context.Context, agenda Agenda, now time.Time) error {
	for _, due := range []struct {
		step news.Step
		list func(context.Context, time.Time) ([]news.ID, error)
		hand func(context.Context, news.Step, ...news.ID) error
	}{
		{news.Gather, agenda.DueFeeds, f.Hand},
		{news.Compose, agenda.DueDrafts, f.Hand},
		{news.Publish, agenda.DueEditions, f.Hand},
		{news.Send, agenda.DueSummonses, f.HandQuick},
		{news.Send, agenda.DueSendings, f.Hand},
		{news.Alert, agenda.DuePushes, f.HandQuick},
	} {
		err := agenda.Within(ctx, func(ctx context.Context) error {
			ids, err := due.list(ctx, now)
			if err != nil {
				return err
			}
			return due.hand(ctx, due.step, ids...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Keep ticks every interval until ctx ends. A tick that fails is logged and the next one comes all the same.
func (f *Flow) Keep(ctx context.Context, agenda Agenda, clock news.Clock, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if err := f.Tick(ctx, agenda, clock.Now()); err != nil && ctx.Err() == nil {
			f.log.Error("looking for what is due", "error", cause(err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
