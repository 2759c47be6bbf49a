package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"onrecord/internal/group"
	"onrecord/internal/news"
	"onrecord/internal/store"
)

// RebuildFigures is how long it takes after a start until the first report can be grouped.
type RebuildFigures struct {
	Reports int     `json:"reports"`
	Days    int     `json:"days"`
	FileMB  int64   `json:"file_mb"`
	Seconds float64 `json:"seconds"`
	PeakMB  uint64  `json:"peak_rss_mb"`
}

// rebuildGroup fills a store with reports in stories, as grouping leaves them, and times a new step's first report.
func rebuildGroup(ctx context.Context, texts []string, o GroupOptions) (f RebuildFigures, err error) {
	folder, err := os.MkdirTemp("", "onrecord-bench-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "onrecord.db")
	s, err := store.Open(ctx, path)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	world := newGroupWorld(texts, o.Rebuild, o.Days)
	now, last, err := fill(ctx, s, world, o)
	if err != nil {
		return f, err
	}
	step := group.NewStep(s, func(context.Context, ...news.ID) error { return nil }, group.Options{},
		news.ClockFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler))
	began := time.Now()
	if err := step.Run(ctx, last); err != nil {
		return f, err
	}
	f = RebuildFigures{Reports: o.Rebuild, Days: o.Days, Seconds: time.Since(began).Seconds(), PeakMB: peakMemory() >> 20}
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			f.FileMB += info.Size() >> 20
		}
	}
	return f, nil
}

// fill adds reports, each with the story that it tells, and one more that has none yet.
func fill(ctx context.Context, s *store.Store, world *groupWorld, o GroupOptions) (now time.Time, last news.ID, err error) {
	outlet := news.Outlet{ID: "outlet", Name: "Outlet", Kind: news.Newspaper, Homepage: "https://outlet.example/", Created: world.begin}
	feed := news.Feed{ID: "feed", OutletID: outlet.ID, URL: "https://outlet.example/feed", State: news.FeedActive, Interval: time.Hour, Created: world.begin}
	if err := errors.Join(s.SaveOutlet(ctx, outlet), s.AddFeed(ctx, feed)); err != nil {
		return now, last, err
	}
	grouper := group.New(group.Options{})
	known := map[int]bool{}
	const together = 500
	for done := 0; done <= o.Rebuild; done += together {
		err := s.Within(ctx, func(ctx context.Context) error {
			for i := done; i < min(done+together, o.Rebuild+1); i++ {
				r, number, at := world.report()
				now, last = at, news.ID(r.ID)
				p := news.Report{ID: last, OutletID: outlet.ID, FeedID: feed.ID, URL: "https://outlet.example/" + r.ID, GUID: r.ID, Title: r.Title,
					Summary: r.Text, Language: r.Language, Published: r.Published, DatedBy: news.DatedByFeed, Seen: at}
				if err := s.SaveReport(ctx, p); err != nil || i == o.Rebuild {
					return err
				}
				story := news.ID(fmt.Sprintf("s%025d", number))
				if !known[number] {
					known[number] = true
					if err := s.SaveStory(ctx, news.Story{ID: story, Title: r.Title, Language: r.Language, First: r.Published, Last: r.Published}); err != nil {
						return err
					}
				}
				if err := errors.Join(s.SetStory(ctx, p.ID, story), s.SaveGist(ctx, p.ID, grouper.Prepare(r).Gist())); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return now, last, err
		}
		if done%50_000 == 0 {
			fmt.Fprintf(o.Err, "%d stored\n", done)
		}
	}
	return now, last, nil
}
