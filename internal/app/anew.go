package app

import (
	"context"

	"onrecord/internal/news"
)

// weighing names how this program makes ledgers; it goes up when that changes so that a ledger would come out differently.
const weighing = "3"

// weighAnew has every story weighed again, the newest first, when the ledgers in the store were made by a program that weighed
// differently. What editors did is done again, as in every run.
func (a *App) weighAnew(ctx context.Context) error {
	const madeBy = "ledgers made by"
	was, err := a.Store.Setting(ctx, madeBy)
	if err != nil && news.KindOf(err) != news.NotFound || was == weighing {
		return err
	}
	return a.Store.Within(ctx, func(ctx context.Context) error {
		stories, err := a.Store.TouchStories(ctx)
		if err != nil {
			return err
		}
		if len(stories) > 0 {
			a.Log.InfoContext(ctx, "stories are weighed anew, for ledgers are made differently now", "stories", len(stories))
			if err := a.Flow.Hand(ctx, news.Weigh, stories...); err != nil {
				return err
			}
		}
		return a.Store.SetSetting(ctx, madeBy, weighing)
	})
}
