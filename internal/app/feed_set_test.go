package app

import (
	"errors"
	"strings"
	"testing"

	"onrecord/internal/news"
)

func p[T any](v T) *T { return &v }

func TestWhatIsNoFeedIsRefusedWhereItWasTyped(t *testing.T) {
	onDesks(t, nil, func(t *testing.T, a *App) {
		good, err := a.AddFeed(t.Context(), NewFeed{URL: "https://courier.example/rss", Outlet: "The Courier", Kind: news.Newspaper})
		ok(t, err)
		for _, c := range []struct {
			url, outlet, kind string
			field, says       string
		}{
			{"courier.example", "", "other", "url", "no feed address"},
			{"https://courier.example/" + strings.Repeat("x", 2048), "", "other", "url", "2048 are the most"},
			{"https://ada:secret@courier.example/x", "", "other", "url", "before the @"},
			{"http://127.0.0.1:8080/rss", "", "other", "url", "gather.loopback"},
			{"http://10.1.2.3/rss", "", "other", "url", "private"},
			{"https://courier.example:22/rss", "", "other", "url", "port 22"},
			{"https://courier.example/2", "The Courier", "pirate", "kind", "no kind of outlet"},
			{"https://courier.example/2", strings.Repeat("x", 201), "other", "outlet", "200 are the most"},
		} {
			_, added := a.AddFeed(t.Context(), NewFeed{URL: c.url, Outlet: c.outlet, Kind: news.OutletKind(c.kind)})
			change := FeedChange{URL: &c.url, Kind: p(news.OutletKind(c.kind))}
			if c.outlet != "" {
				change.Outlet = &c.outlet
			}
			_, _, changed := a.SetFeed(t.Context(), string(good.ID), change)
			for _, err := range []error{added, changed} {
				var e *news.Error
				if !errors.As(err, &e) || e.Kind != news.Invalid || e.Field != c.field || !strings.Contains(e.Message, c.says) || strings.Contains(e.Message, "secret") {
					t.Errorf("%.40s of %.20s (%s): %v", c.url, c.outlet, c.kind, err)
				}
			}
		}
		if f, o, err := a.Feed(t.Context(), string(good.ID)); err != nil || f.URL != good.URL || o.Kind != news.Newspaper {
			t.Errorf("afterwards: %+v of %+v, %v", f, o, err)
		}
	})
}

func TestAFeedIsMendedRemovedAndTakenUpAgain(t *testing.T) {
	onDesks(t, map[string]string{"roles": "web"}, func(t *testing.T, a *App) {
		ctx, now := t.Context(), a.Clock.Now()
		f, err := a.AddFeed(ctx, NewFeed{URL: "https://currier.example/rss", Outlet: "The Currier", Kind: news.Newspaper})
		ok(t, err)
		other, err := a.AddFeed(ctx, NewFeed{URL: "https://gazette.example/rss", Outlet: "The Gazette", Kind: news.Agency})
		ok(t, err)
		report := news.Report{ID: news.NewID(now), OutletID: f.OutletID, FeedID: f.ID, URL: "https://currier.example/1", Title: "One", Language: "en", Published: now, DatedBy: news.DatedByFeed, Seen: now}
		ok(t, a.Store.SaveReport(ctx, report))
		story := news.Story{ID: news.NewID(now), Title: "One", Language: "en", First: now, Last: now}
		ok(t, a.Store.SaveStory(ctx, story))
		ok(t, a.Store.SetStory(ctx, report.ID, story.ID))
		f.ETag, f.Hash, f.Failures, f.State, f.Error, f.CheckedAt, f.NextAt = "old", "old", 3, news.FeedBroken, "404", now, now.AddDate(0, 0, 1)
		ok(t, a.Store.SaveFeed(ctx, f))

		_, _, err = a.SetFeed(ctx, f.URL, FeedChange{URL: p("https://courier.example/rss#top"), Outlet: p(" The Courier "), Full: p(true)})
		ok(t, err)
		got, outlet, err := a.Feed(ctx, "https://courier.example/rss")
		ok(t, err)
		if got.ID != f.ID || got.ETag+got.Hash+got.Error != "" || got.State != news.FeedActive || !got.NextAt.IsZero() || !got.Full || outlet.Name != "The Courier" || outlet.Kind != news.Newspaper {
			t.Errorf("changed: %+v of %+v", got, outlet)
		}
		if r, err := a.Store.Report(ctx, report.ID); err != nil || r.Outlet != "The Courier" {
			t.Errorf("the report is of %q, %v", r.Outlet, err)
		}
		if _, err := a.Store.OutletByName(ctx, "The Currier"); news.KindOf(err) != news.NotFound {
			t.Errorf("the misspelt outlet, of which nothing is left, is there: %v", err)
		}
		if left, err := a.Flow.Left(ctx); err != nil || left[news.Weigh] != 1 {
			t.Errorf("the story is not weighed again: %v, %v", left, err)
		}

		// To an outlet that is there, which keeps its kind unless another is given.
		_, outlet, err = a.SetFeed(ctx, string(f.ID), FeedChange{Outlet: p("The Gazette"), Paused: p(true)})
		ok(t, err)
		if outlet.ID != other.OutletID || outlet.Kind != news.Agency {
			t.Errorf("of %+v", outlet)
		}
		if got, outlet, err = a.SetFeed(ctx, string(f.ID), FeedChange{Kind: p(news.Social), URL: p("https://courier.example/atom")}); err != nil || outlet.Kind != news.Social || got.State != news.FeedPaused {
			t.Errorf("%+v of %+v, %v", got, outlet, err)
		}
		if got, _, err = a.SetFeed(ctx, string(f.ID), FeedChange{Paused: p(false)}); err != nil || got.State != news.FeedActive {
			t.Errorf("resumed: %+v, %v", got, err)
		}
		_, _, err = a.SetFeed(ctx, string(f.ID), FeedChange{URL: &other.URL})
		if news.KindOf(err) != news.Conflict || !strings.Contains(err.Error(), "a feed of the desk already") {
			t.Errorf("at another feed's address: %v", err)
		}

		_, err = a.RemoveFeed(ctx, "https://courier.example/atom")
		ok(t, err)
		if all, err := a.Store.Feeds(ctx); err != nil || len(all) != 1 {
			t.Errorf("listed: %v, %v", all, err)
		}
		if due, err := a.Store.DueFeeds(ctx, now.AddDate(1, 0, 0)); err != nil || len(due) != 1 || due[0] != other.ID {
			t.Errorf("asked: %v, %v", due, err)
		}
		if r, err := a.Store.Report(ctx, report.ID); err != nil || r.StoryID != story.ID {
			t.Errorf("the report is gone: %+v, %v", r, err)
		}
		for what, err := range map[string]error{
			"set":    func() error { _, _, err := a.SetFeed(ctx, string(f.ID), FeedChange{Full: p(true)}); return err }(),
			"remove": func() error { _, err := a.RemoveFeed(ctx, string(f.ID)); return err }(),
			"ask":    a.Store.AskFeedNow(ctx, f.ID),
			"resume": a.Store.SetFeedState(ctx, f.ID, news.FeedActive),
		} {
			if news.KindOf(err) != news.NotFound {
				t.Errorf("%s of a removed feed: %v", what, err)
			}
		}
		_, _, err = a.SetFeed(ctx, other.URL, FeedChange{URL: p("https://courier.example/atom")})
		if news.KindOf(err) != news.Conflict || !strings.Contains(err.Error(), "was removed") {
			t.Errorf("at a removed feed's address: %v", err)
		}
		again, err := a.AddFeed(ctx, NewFeed{URL: "https://courier.example/atom", Outlet: "The Courier"})
		if err != nil || again.ID != f.ID {
			t.Errorf("added again: %+v, %v", again, err)
		}
		if got, outlet, err := a.Feed(ctx, again.URL); err != nil || got.State != news.FeedActive || outlet.Name != "The Courier" {
			t.Errorf("added again: %+v of %+v, %v", got, outlet, err)
		}
	})
}
