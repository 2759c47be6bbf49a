package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Erase deletes all that says who a reader is: their address everywhere, what servers said about it, and in the proof of their
// consent where each act came from. Their subscriptions end; that there was a reader who agreed and left, when and to what, stays.
// Hash is a keyed hash of the address, by which Erased knows it again; empty: it is not to be known. A reader who is not there, or was erased, is NotFound.
func (s *Store) Erase(ctx context.Context, subscriberID news.ID, hash string, at time.Time) error {
	return s.Within(ctx, func(ctx context.Context) error {
		// What was told of the address by who did not know whose it is goes while the address is there.
		if _, err := s.exec(ctx, `DELETE FROM feedback WHERE subscriber_id = '' AND lower(address) IN (SELECT folded FROM subscriber WHERE id = $1)`, subscriberID); err != nil {
			return err
		}
		// The reader's row is next: only then does the database let the proof be blanked.
		if err := must("reader")(s.exec(ctx, `UPDATE subscriber SET address = '', folded = 'erased ' || id, language = '', tags = '[]', paused_until = 0,
			suppressed = '', suppressed_at = 0, suppressed_why = '', soft = 0, soft_at = 0, erased = $2 WHERE id = $1 AND erased = 0`, subscriberID, micros(at))); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `UPDATE subscription SET state = $2, changed = $3 WHERE subscriber_id = $1 AND state <> $2`, subscriberID, news.Ended, micros(at)); err != nil {
			return err
		}
		for _, forget := range []string{
			`UPDATE consent SET address = '', agent = '', message_id = '', note = '' WHERE subscription_id IN (SELECT id FROM subscription WHERE subscriber_id = $1)`,
			// By mailing, for which there is an index.
			`UPDATE delivery SET reply = '' WHERE sending IN (SELECT number FROM sending)
				AND subscription_id IN (SELECT id FROM subscription WHERE subscriber_id = $1) AND reply <> ''`,
			`UPDATE feedback SET reply = '', address = '' WHERE subscriber_id = $1`,
			`DELETE FROM errand WHERE subscriber_id = $1`,
		} {
			if _, err := s.exec(ctx, forget, subscriberID); err != nil {
				return err
			}
		}
		if hash == "" {
			return nil
		}
		_, err := s.exec(ctx, `INSERT INTO erased (hash, at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`, hash, micros(at))
		return err
	})
}

// unlessErased is a server's words about a reader; nothing, if they were erased, for such words have the address in them.
func unlessErased(words, subscriber string) string {
	return `CASE WHEN EXISTS (SELECT 1 FROM subscriber WHERE id = ` + subscriber + ` AND erased > 0) THEN '' ELSE ` + words + ` END`
}

// Erased says whether the reader with an address that has this keyed hash was erased.
func (s *Store) Erased(ctx context.Context, hash string) (bool, error) {
	n, err := s.number(ctx, `SELECT count(*) FROM erased WHERE hash = $1`, hash)
	return n > 0, err
}

// Unconfirmed gives readers, at most so many, who asked before a time, never confirmed anything, and whom no operator suppressed.
func (s *Store) Unconfirmed(ctx context.Context, before time.Time, limit int) ([]news.ID, error) {
	return list(ctx, s, func(r row) (id news.ID, err error) { return id, r.Scan(&id) }, `SELECT DISTINCT s.subscriber_id FROM publication p
		JOIN subscription s ON s.publication_id = p.id AND s.state = $1 AND s.changed < $2
		JOIN subscriber u ON u.id = s.subscriber_id AND u.suppressed <> $3
		WHERE NOT EXISTS (SELECT 1 FROM subscription o WHERE o.subscriber_id = s.subscriber_id AND (o.state <> $1 OR o.changed >= $2)) LIMIT $4`,
		news.Pending, micros(before), news.ByOperator, limit)
}
