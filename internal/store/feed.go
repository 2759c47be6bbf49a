package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const feedColumns = `id, outlet_id, url, title, whole, state, etag, last_modified, hash, failures, error, every, checked_at, next_at, created`

func scanFeed(r row) (f news.Feed, err error) {
	var every int64
	err = r.Scan(&f.ID, &f.OutletID, &f.URL, &f.Title, &f.Full, &f.State, &f.ETag, &f.LastModified, &f.Hash, &f.Failures, &f.Error,
		&every, stamp{&f.CheckedAt}, stamp{&f.NextAt}, stamp{&f.Created})
	f.Interval = time.Duration(every) * time.Microsecond
	return f, err
}

// AddFeed adds a feed. An address that another feed has, also one that was removed, is a Conflict.
func (s *Store) AddFeed(ctx context.Context, f news.Feed) error {
	if err := f.Validate(); err != nil {
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO feed (`+feedColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		f.ID, f.OutletID, f.URL, f.Title, f.Full, f.State, f.ETag, f.LastModified, f.Hash, f.Failures, f.Error,
		f.Interval.Microseconds(), micros(f.CheckedAt), micros(f.NextAt), micros(f.Created))
	return err
}

// SaveFeed keeps what a look at the feed found. What an editor decides stays: its address, its outlet, whether its items
// are whole, and that it is paused or removed. What was found at an address that it had until then is not kept.
func (s *Store) SaveFeed(ctx context.Context, f news.Feed) error {
	n, err := s.exec(ctx, `UPDATE feed SET title = $2, state = CASE WHEN state IN ($3, $13) THEN state ELSE $4 END, etag = $5,
		last_modified = $6, hash = $7, failures = $8, error = $9, every = $10, checked_at = $11, next_at = $12, queued_at = 0
		WHERE id = $1 AND url = $14`,
		f.ID, f.Title, news.FeedPaused, f.State, f.ETag, f.LastModified, f.Hash, f.Failures, f.Error,
		f.Interval.Microseconds(), micros(f.CheckedAt), micros(f.NextAt), news.FeedRemoved, f.URL)
	if err != nil || n > 0 {
		return err
	}
	return must("feed")(s.exec(ctx, `UPDATE feed SET queued_at = 0 WHERE id = $1`, f.ID))
}

// ChangeFeed is an editor's word on everything about a feed. Its reports go with it to another outlet. An address that another
// feed has is a Conflict.
func (s *Store) ChangeFeed(ctx context.Context, f news.Feed) error {
	if err := f.Validate(); err != nil {
		return err
	}
	return s.Within(ctx, func(ctx context.Context) error {
		if err := must("feed")(s.exec(ctx, `UPDATE feed SET outlet_id = $2, url = $3, title = $4, whole = $5, state = $6, etag = $7, last_modified = $8,
			hash = $9, failures = $10, error = $11, every = $12, checked_at = $13, next_at = $14, queued_at = 0 WHERE id = $1`,
			f.ID, f.OutletID, f.URL, f.Title, f.Full, f.State, f.ETag, f.LastModified, f.Hash, f.Failures, f.Error,
			f.Interval.Microseconds(), micros(f.CheckedAt), micros(f.NextAt))); err != nil {
			return err
		}
		_, err := s.exec(ctx, `UPDATE report SET outlet_id = $2 WHERE feed_id = $1 AND outlet_id <> $2`, f.ID, f.OutletID)
		return err
	})
}

// TouchFeed notes that something changed in the stories that a feed's reports are in, and gives them, so that they are weighed
// again.
func (s *Store) TouchFeed(ctx context.Context, id news.ID) (stories []news.ID, err error) {
	err = s.Within(ctx, func(ctx context.Context) error {
		stories, err = list(ctx, s, scanID, `UPDATE story SET version = version + 1 WHERE id IN (SELECT story_id FROM report WHERE feed_id = $1) RETURNING id`, id)
		return err
	})
	return stories, err
}

// SetFeedState is an editor's word on whether a feed is asked. One that was removed is NotFound.
func (s *Store) SetFeedState(ctx context.Context, id news.ID, state news.FeedState) error {
	return must("feed")(s.exec(ctx, `UPDATE feed SET state = $2 WHERE id = $1 AND state <> $3`, id, state, news.FeedRemoved))
}

// Feed gives a feed, also one that was removed, and the outlet it belongs to.
func (s *Store) Feed(ctx context.Context, id news.ID) (news.Feed, news.Outlet, error) {
	f, err := one(ctx, s, "feed", scanFeed, `SELECT `+feedColumns+` FROM feed WHERE id = $1`, id)
	if err != nil {
		return f, news.Outlet{}, err
	}
	o, err := s.Outlet(ctx, f.OutletID)
	return f, o, err
}

// FeedByURL gives a feed by its address, also one that was removed.
func (s *Store) FeedByURL(ctx context.Context, url string) (news.Feed, error) {
	return one(ctx, s, "feed", scanFeed, `SELECT `+feedColumns+` FROM feed WHERE url = $1`, url)
}

// Feeds gives all feeds by address, save those that were removed.
func (s *Store) Feeds(ctx context.Context) ([]news.Feed, error) {
	return list(ctx, s, scanFeed, `SELECT `+feedColumns+` FROM feed WHERE state <> $1 ORDER BY url`, news.FeedRemoved)
}

// AskFeedNow makes a feed due, whatever its state. One that was removed is NotFound.
func (s *Store) AskFeedNow(ctx context.Context, id news.ID) error {
	return must("feed")(s.exec(ctx, `UPDATE feed SET next_at = 0, queued_at = 0, state = CASE WHEN state = $2 THEN $3 ELSE state END WHERE id = $1 AND state <> $4`,
		id, news.FeedGone, news.FeedActive, news.FeedRemoved))
}

// patience is how long a job that was asked for may take before it is asked for again: it was lost or is parked.
const patience = time.Hour

// DueFeeds gives the feeds to be asked at now and marks them as asked for.
func (s *Store) DueFeeds(ctx context.Context, now time.Time) ([]news.ID, error) {
	due, err := list(ctx, s, scanID, `SELECT id FROM feed WHERE next_at <= $1 AND queued_at <= $2 AND state IN ($3, $4) ORDER BY next_at, id`,
		micros(now), micros(now.Add(-patience)), news.FeedActive, news.FeedBroken)
	if err != nil {
		return nil, err
	}
	var taken []news.ID
	for _, id := range due {
		// The condition again: another machine may have been quicker.
		n, err := s.exec(ctx, `UPDATE feed SET queued_at = $2 WHERE id = $1 AND queued_at <= $3`, id, micros(now), micros(now.Add(-patience)))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			taken = append(taken, id)
		}
	}
	return taken, nil
}

func scanID(r row) (id news.ID, err error) {
	err = r.Scan(&id)
	return id, err
}
