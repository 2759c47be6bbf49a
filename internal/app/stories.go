package app

import (
	"context"
	"slices"

	"onrecord/internal/news"
)

// MergeStories makes one story of two, in the name of who: what is in from goes to into, and the address of from leads there.
func (a *App) MergeStories(ctx context.Context, who string, from, into news.ID) error {
	m := a.newMending(who, from, into, nil)
	return a.mended(ctx, m, func(ctx context.Context) error { return a.Store.MergeStories(ctx, m) })
}

// SplitStory makes a new story, in the name of who, of some reports of another, and gives it. Its title is that of its earliest
// report.
func (a *App) SplitStory(ctx context.Context, who string, from news.ID, reports []news.ID) (news.ID, error) {
	in, err := a.Store.StoryReports(ctx, from)
	if err != nil {
		return "", err
	}
	fresh := news.Story{ID: news.NewID(a.Clock.Now())}
	for _, r := range in { // the earliest first
		if slices.Contains(reports, r.ID) {
			if fresh.Title == "" {
				fresh.Title, fresh.Language, fresh.First = r.Title, r.Language, r.Published
			}
			fresh.Last = r.Published
		}
	}
	m := a.newMending(who, from, fresh.ID, reports)
	return fresh.ID, a.mended(ctx, m, func(ctx context.Context) error { return a.Store.SplitStory(ctx, m, fresh) })
}

// MoveReports puts reports of one story into another, in the name of who.
func (a *App) MoveReports(ctx context.Context, who string, from news.ID, reports []news.ID, to news.ID) error {
	m := a.newMending(who, from, to, reports)
	return a.mended(ctx, m, func(ctx context.Context) error { return a.Store.MoveReports(ctx, m) })
}

func (a *App) newMending(who string, from, into news.ID, reports []news.ID) news.Mending {
	now := a.Clock.Now()
	return news.Mending{ID: news.NewID(now), At: now, Who: who, From: from, Into: into, Reports: reports, Because: "decided by " + who, Score: 1}
}

// mended changes stories and has both weighed again, all or nothing.
func (a *App) mended(ctx context.Context, m news.Mending, change func(ctx context.Context) error) error {
	return a.Store.Within(ctx, func(ctx context.Context) error {
		if err := change(ctx); err != nil {
			return err
		}
		return a.Flow.Hand(ctx, news.Weigh, m.From, m.Into)
	})
}
