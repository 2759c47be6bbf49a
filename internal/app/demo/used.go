package demo

import (
	"context"
	"slices"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/testkit/sampleworld"
)

// used says what somebody did since the edition e appeared that the figures show; "" if nothing.
func (d *demo) used(ctx context.Context, feeds []news.Feed, e news.Edition) (string, error) {
	for _, look := range []func() (string, error){
		func() (string, error) { return d.usedFeeds(ctx, feeds) },
		func() (string, error) { return d.usedPublications(ctx, e) },
		func() (string, error) { return d.corrected(ctx) },
	} {
		if what, err := look(); what != "" || err != nil {
			return what, err
		}
	}
	return "", nil
}

func (d *demo) usedFeeds(ctx context.Context, feeds []news.Feed) (string, error) {
	own := map[string]*sampleworld.Outlet{}
	for _, o := range d.world.Outlets() {
		for _, url := range o.Feeds {
			own[url] = &o
		}
	}
	if len(feeds) < len(own) {
		return "feeds were removed", nil
	}
	for _, f := range feeds {
		o := own[f.URL]
		if o == nil {
			return "feeds were added", nil
		}
		outlet, err := d.app.Store.Outlet(ctx, f.OutletID)
		if err != nil {
			return "", err
		}
		if f.State == news.FeedPaused || f.Full != o.Full || outlet.Name != o.Name || outlet.Kind != o.Kind {
			return "feeds were changed", nil
		}
	}
	return "", nil
}

// usedPublications looks at the publications, their editions besides e, and their readers.
func (d *demo) usedPublications(ctx context.Context, e news.Edition) (string, error) {
	publications, err := d.app.Store.Publications(ctx)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(publications, func(p news.Publication) bool { return p.ID != e.PublicationID && p.Slug != briefs }) {
		return "publications were added", nil
	}
	const many = 1_000_000
	editions, err := d.app.Store.AllEditions(ctx, many)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(editions, func(other news.Edition) bool { return other.ID != e.ID && other.State != news.Draft }) {
		return "editions were approved", nil
	}
	readers, err := d.app.Store.SubscriptionCounts(ctx, e.PublicationID)
	if err != nil {
		return "", err
	}
	if readers[news.Active] != Readers || readers[news.Pending] > 0 || readers[news.Ended] > 0 {
		return "readers came or went", nil
	}
	return "", nil
}

// corrected looks for what an editor put right: statements, where a report belongs, how a claim is worded, where a report stands
// to it.
func (d *demo) corrected(ctx context.Context) (string, error) {
	if all, err := d.app.Store.StandingCorrections(ctx, time.Time{}); err != nil || len(all) > 0 {
		return "statements were corrected", err
	}
	stories := map[news.ID]bool{}
	for g, err := range d.app.Store.GroupedSince(ctx, 0, time.Time{}) {
		if err != nil {
			return "", err
		}
		if g.Pinned {
			return "reports were moved", nil
		}
		stories[g.StoryID] = true
	}
	for id := range stories {
		acts, err := d.app.Store.ClaimActs(ctx, id)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(acts, news.ClaimAct.Stands) {
			return "claims were corrected", nil
		}
	}
	return "", nil
}
