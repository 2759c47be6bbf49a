package store

import (
	"context"

	"onrecord/internal/news"
)

// judge keeps for a reader's address what an outcome says of it.
func (s *Store) judge(ctx context.Context, o news.Outcome, limit int) error {
	switch o.Verdict {
	case news.VerdictDead:
		return s.Suppress(ctx, o.Subscriber, news.ByBounce, o.Reply, o.At)
	case news.VerdictSoft:
		_, err := s.SoftBounce(ctx, o.Subscriber, o.At, limit)
		return err
	}
	return nil
}
