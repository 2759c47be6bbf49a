package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Counts says how much there is of everything.
func (s *Store) Counts(ctx context.Context) (news.Counts, error) {
	return one(ctx, s, "row", func(r row) (c news.Counts, err error) {
		return c, r.Scan(&c.Feeds, &c.Reports, &c.Revisions, &c.Statements, &c.Stories, &c.Claims, &c.Origins, &c.Notices)
	}, `SELECT (SELECT count(*) FROM feed WHERE state <> $1), (SELECT count(*) FROM report), (SELECT count(*) FROM revision WHERE read),
		(SELECT count(*) FROM statement WHERE overruled_by = ''), (SELECT count(*) FROM story WHERE merged_into = '' AND reports > 0),
		(SELECT count(*) FROM claim), (SELECT count(*) FROM origin), (SELECT count(*) FROM notice)`, news.FeedRemoved)
}

// Now gives the database's own time.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	return one(ctx, s, "row", func(r row) (t time.Time, err error) { return t, r.Scan(stamp{&t}) }, s.dialect.now)
}
