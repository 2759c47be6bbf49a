package store

import (
	"context"
	"fmt"
	"time"

	"onrecord/internal/news"
)

// Suppress keeps all mail from a reader, from now on. Why is what the server or the operator said. Where they are suppressed
// already, the reason that weighs more stays, and of two alike the first.
func (s *Store) Suppress(ctx context.Context, subscriberID news.ID, by news.SuppressedBy, why string, at time.Time) error {
	if err := by.Validate(); err != nil || by == "" {
		return news.FieldErrorf("suppressed", "say what suppresses the address: bounce, complaint or operator")
	}
	return s.Within(ctx, func(ctx context.Context) error {
		u, err := s.Subscriber(ctx, subscriberID)
		if err != nil || !u.Erased.IsZero() || !by.Outranks(u.Suppressed) {
			return err
		}
		_, err = s.exec(ctx, `UPDATE subscriber SET suppressed = $2, suppressed_at = $3, suppressed_why = $4 WHERE id = $1 AND erased = 0`, subscriberID, by, micros(at), why)
		return err
	})
}

// Unsuppress lets a reader have mail again, and forgets their soft bounces.
func (s *Store) Unsuppress(ctx context.Context, subscriberID news.ID) error {
	return must("reader")(s.exec(ctx, `UPDATE subscriber SET suppressed = '', suppressed_at = 0, suppressed_why = '', soft = 0, soft_at = 0 WHERE id = $1`, subscriberID))
}

const (
	// softOnceIn is the time within which only one soft bounce is counted: many editions on one bad day are one bad day.
	softOnceIn = 24 * time.Hour
	// softForgotten is the time after which a soft bounce has nothing to do with the next.
	softForgotten = 30 * 24 * time.Hour
)

// SoftBounce counts that a reader's server did not take a message for now. Only one a day counts, and one that comes thirty days
// after the last is the first again. Once there are limit of them, the reader is suppressed; then, and if they were before,
// suppressed is true.
func (s *Store) SoftBounce(ctx context.Context, subscriberID news.ID, at time.Time, limit int) (suppressed bool, err error) {
	err = s.Within(ctx, func(ctx context.Context) error {
		u, err := s.Subscriber(ctx, subscriberID)
		if err != nil {
			return err
		}
		suppressed = u.Suppressed != ""
		since := at.Sub(u.SoftAt)
		if suppressed || !u.Erased.IsZero() || u.Soft > 0 && since < softOnceIn {
			return nil
		}
		if since > softForgotten {
			u.Soft = 0
		}
		u.Soft++
		if _, err := s.exec(ctx, `UPDATE subscriber SET soft = $2, soft_at = $3 WHERE id = $1 AND erased = 0`, subscriberID, u.Soft, micros(at)); err != nil {
			return err
		}
		if suppressed = u.Soft >= limit; suppressed {
			return s.Suppress(ctx, subscriberID, news.ByBounce, fmt.Sprintf("no message was taken on %d days", u.Soft), at)
		}
		return nil
	})
	return suppressed, err
}
