package gather

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"onrecord/internal/gather/feed"
	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// Client fetches an address; fetch.Client is one. An answer other than 2xx, 304 and 410 is an error.
type Client interface {
	Get(ctx context.Context, request fetch.Request) (fetch.Response, error)
}

// Step gathers feeds.
type Step struct {
	store  Store
	next   Next
	client Client
	clock  news.Clock
	log    *slog.Logger
}

// New makes the step.
func New(store Store, next Next, client Client, clock news.Clock, log *slog.Logger) *Step {
	return &Step{store: store, next: next, client: client, clock: clock, log: log}
}

// Run asks one feed what is new, keeps the versions of its reports that differ from the last ones, and hands those on.
// Feeds that are gone, paused, removed or no longer there are left alone. It may be stopped at any moment and run again. What fails
// outside is noted with the feed or page; errors are those of the store, and of ctx.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	f, outlet, err := s.store.Feed(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("gathering feed %s: %w", id, err)
	}
	if f.State == news.FeedGone || f.State == news.FeedPaused || f.State == news.FeedRemoved {
		return nil
	}
	if err := s.gather(ctx, f, outlet); err != nil {
		return fmt.Errorf("gathering %s: %w", f.URL, err)
	}
	return nil
}

func (s *Step) gather(ctx context.Context, f news.Feed, outlet news.Outlet) error {
	answer, err := s.client.Get(ctx, fetch.Request{URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, Named: true})
	if ctx.Err() != nil {
		return ctx.Err() // we were stopped: no fault of the feed
	}
	now := s.clock.Now()
	if err != nil {
		return s.saveFeed(ctx, failed(f, now, err, answer.RetryAfter))
	}
	if answer.Gone {
		return s.saveFeed(ctx, gone(f, now))
	}

	var looks []look
	same := answer.NotModified || hash(answer.Body) == f.Hash
	if !same {
		doc, err := feed.Parse(answer.Body, answer.ContentType, answer.URL)
		if err != nil {
			return s.saveFeed(ctx, failed(f, now, err, 0))
		}
		if f.Title == "" {
			f.Title = doc.Title
		}
		if looks, err = s.changed(ctx, f, doc); err != nil {
			return err
		}
	}
	fresh := len(looks) > 0
	again, err := s.again(ctx, f, looks)
	if err != nil {
		return err
	}
	if err := s.all(ctx, append(looks, again...), func(ctx context.Context, l look, p page) error {
		return s.keep(ctx, f, outlet, l, p)
	}); err != nil {
		return err
	}

	// The feed's validators go last: until all its items are kept, it has to be sent again.
	if !answer.NotModified {
		f.ETag, f.LastModified, f.Hash = answer.ETag, answer.LastModified, hash(answer.Body)
	}
	return s.saveFeed(ctx, asked(f, s.clock.Now(), fresh))
}

func (s *Step) saveFeed(ctx context.Context, f news.Feed) error {
	if f.Error != "" {
		s.log.WarnContext(ctx, "feed fails", "feed", f.URL, "error", f.Error, "failures", f.Failures, "next", f.NextAt)
	}
	return s.store.Within(ctx, func(ctx context.Context) error { return s.store.SaveFeed(ctx, f) })
}

// parallel is how many pages are fetched at once; the host's rate holds besides.
const parallel = 4

// all fetches the pages of looks side by side and keeps what comes, one after the other in their order. Pages wait for
// their turn to be kept, so no more than a few are held at once.
func (s *Step) all(ctx context.Context, looks []look, keep func(context.Context, look, page) error) error {
	var wait sync.WaitGroup
	defer wait.Wait()
	fetching, stop := context.WithCancel(ctx)
	defer stop()
	pages := make(chan chan page, parallel-1) // in order; with the one that is waited for: parallel
	wait.Go(func() {
		defer close(pages)
		for _, l := range looks {
			one := make(chan page, 1)
			select {
			case pages <- one:
			case <-fetching.Done():
				return
			}
			wait.Go(func() { one <- s.fetch(fetching, l) })
		}
	})
	for _, l := range looks {
		one, open := <-pages
		if !open {
			return ctx.Err()
		}
		p := <-one
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := keep(ctx, l, p); err != nil {
			return err
		}
	}
	return nil
}

// How often a feed is asked: between these, twice as often after it had something new and less often after it had not.
const (
	shortest = 5 * time.Minute
	longest  = 6 * time.Hour
	patience = 24 * time.Hour // the longest wait after failures
)

// asked is the feed after a look that went well.
func asked(f news.Feed, now time.Time, fresh bool) news.Feed {
	if fresh {
		f.Interval /= 2
	} else {
		f.Interval += f.Interval / 2
	}
	f.Interval = min(max(f.Interval, shortest), longest)
	f.State, f.Failures, f.Error = news.FeedActive, 0, ""
	f.CheckedAt, f.NextAt = now, now.Add(f.Interval)
	return f
}

// failed is the feed after a look that did not: each failure in a row doubles the wait, and the server may ask for more.
func failed(f news.Feed, now time.Time, err error, retryAfter time.Duration) news.Feed {
	f.State, f.Error, f.CheckedAt = news.FeedBroken, err.Error(), now
	wait := max(f.Interval, shortest)
	for range f.Failures {
		if wait *= 2; wait > patience {
			break
		}
	}
	f.Failures++
	f.NextAt = now.Add(max(min(wait, patience), retryAfter))
	return f
}

// gone is the feed after its server said that it is no more.
func gone(f news.Feed, now time.Time) news.Feed {
	f.State, f.CheckedAt = news.FeedGone, now
	f.Error = f.URL + ": answers 410 Gone: the outlet has given it up; look for its new address"
	f.Failures++
	return f
}

func hash(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
