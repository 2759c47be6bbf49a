package store

import (
	"context"

	"onrecord/internal/news"
)

// AddDeliveries makes a delivery to each reader with an active subscription to the edition's publication who has none
// yet, and says how many it made.
func (s *Store) AddDeliveries(ctx context.Context, editionID news.ID, newID func() news.ID) (int, error) {
	made := 0
	err := s.Within(ctx, func(ctx context.Context) error {
		type reader struct{ subscriber, subscription news.ID }
		readers, err := list(ctx, s, func(r row) (v reader, err error) { return v, r.Scan(&v.subscriber, &v.subscription) },
			`SELECT u.subscriber_id, u.id FROM subscription u JOIN edition e ON e.publication_id = u.publication_id
			WHERE e.id = $1 AND u.state = $2
			AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.edition_id = $1 AND d.subscriber_id = u.subscriber_id)
			ORDER BY u.id`, editionID, news.Active)
		if err != nil {
			return err
		}
		for _, v := range readers {
			if _, err := s.exec(ctx, `INSERT INTO delivery (id, edition_id, subscriber_id, subscription_id, state, attempts, error, sent_at)
				VALUES ($1, $2, $3, $4, $5, 0, '', 0)`, newID(), editionID, v.subscriber, v.subscription, news.Waiting); err != nil {
				return err
			}
			made++
		}
		return nil
	})
	return made, err
}

// DeliveryCounts gives how many deliveries of an edition are in each state.
func (s *Store) DeliveryCounts(ctx context.Context, editionID news.ID) (c news.DeliveryCounts, err error) {
	type count struct {
		state news.DeliveryState
		n     int
	}
	counts, err := list(ctx, s, func(r row) (v count, err error) { return v, r.Scan(&v.state, &v.n) },
		`SELECT state, count(*) FROM delivery WHERE edition_id = $1 GROUP BY state`, editionID)
	for _, v := range counts {
		switch v.state {
		case news.Waiting:
			c.Waiting = v.n
		case news.Sent:
			c.Sent = v.n
		case news.Failed:
			c.Failed = v.n
		}
	}
	return c, err
}
