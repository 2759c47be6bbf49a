package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Forget deletes what became of single messages of mailings that ended before a time, and what came back before it: so many rows
// at most, in one transaction, so that others who write do not wait long. It says whether there may be more. The counts of a mailing
// stand in its own row and stay.
func (s *Store) Forget(ctx context.Context, before, now time.Time, limit int) (more bool, err error) {
	err = s.Within(ctx, func(ctx context.Context) error {
		ended, err := list(ctx, s, func(r row) (n int64, err error) { return n, r.Scan(&n) },
			`SELECT number FROM sending WHERE ended > 0 AND ended < $1 AND forgotten = 0 ORDER BY number LIMIT 1`, micros(before))
		if err != nil {
			return err
		}
		if len(ended) == 0 {
			n, err := s.exec(ctx, `DELETE FROM feedback WHERE seq IN (SELECT seq FROM feedback WHERE at < $1 ORDER BY at LIMIT $2)`, micros(before), limit)
			more = n == int64(limit)
			return err
		}
		more = true
		n, err := s.exec(ctx, `DELETE FROM delivery WHERE sending = $1 AND subscription_id IN
			(SELECT subscription_id FROM delivery WHERE sending = $1 ORDER BY subscription_id LIMIT $2)`, ended[0], limit)
		if err != nil || n == int64(limit) {
			return err
		}
		_, err = s.exec(ctx, `UPDATE sending SET forgotten = $2 WHERE number = $1`, ended[0], micros(now))
		return err
	})
	return more, err
}

// CameBackSince counts what came back since a time, by kind.
func (s *Store) CameBackSince(ctx context.Context, since time.Time) (map[news.FeedbackKind]int, error) {
	type count struct {
		kind news.FeedbackKind
		n    int
	}
	all, err := list(ctx, s, func(r row) (c count, err error) { return c, r.Scan(&c.kind, &c.n) },
		`SELECT kind, count(*) FROM feedback WHERE at >= $1 GROUP BY kind`, micros(since))
	out := map[news.FeedbackKind]int{}
	for _, c := range all {
		out[c.kind] = c.n
	}
	return out, err
}
