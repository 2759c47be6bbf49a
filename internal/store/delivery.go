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

const deliveryColumns = `d.id, d.edition_id, d.subscriber_id, d.subscription_id, u.address, d.state, d.attempts, d.error, d.sent_at`

func scanDelivery(r row) (d news.Delivery, err error) {
	err = r.Scan(&d.ID, &d.EditionID, &d.SubscriberID, &d.Subscription, &d.Address, &d.State, &d.Attempts, &d.Error, stamp{&d.SentAt})
	return d, err
}

// WaitingDeliveries gives deliveries of an edition that are waiting and come after the given one, in the order of their
// ids.
func (s *Store) WaitingDeliveries(ctx context.Context, editionID, after news.ID, limit int) ([]news.Delivery, error) {
	return list(ctx, s, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery d JOIN subscriber u ON u.id = d.subscriber_id
		WHERE d.edition_id = $1 AND d.state = $2 AND d.id > $3 ORDER BY d.id LIMIT $4`, editionID, news.Waiting, after, limit)
}

// Deliveries gives all deliveries of an edition, in the order of their ids.
func (s *Store) Deliveries(ctx context.Context, editionID news.ID) ([]news.Delivery, error) {
	return list(ctx, s, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery d JOIN subscriber u ON u.id = d.subscriber_id
		WHERE d.edition_id = $1 ORDER BY d.id`, editionID)
}

// SaveDelivery changes state, attempts, error and time of a delivery.
func (s *Store) SaveDelivery(ctx context.Context, d news.Delivery) error {
	return must("delivery")(s.exec(ctx, `UPDATE delivery SET state = $2, attempts = $3, error = $4, sent_at = $5 WHERE id = $1`,
		d.ID, d.State, d.Attempts, d.Error, micros(d.SentAt)))
}
