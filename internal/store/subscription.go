package store

import (
	"context"

	"onrecord/internal/news"
)

const subscriptionColumns = `s.id, s.subscriber_id, s.publication_id, s.state, s.changed`

func subscriptionInto(u *news.Subscription) []any {
	return []any{&u.ID, &u.SubscriberID, &u.PublicationID, &u.State, stamp{&u.Changed}}
}

func scanSubscription(r row) (u news.Subscription, err error) {
	return u, r.Scan(subscriptionInto(&u)...)
}

// SaveSubscription adds a subscription or changes its state. A reader's second subscription to a publication is a
// Conflict.
func (s *Store) SaveSubscription(ctx context.Context, u news.Subscription) error {
	_, err := s.exec(ctx, `INSERT INTO subscription (id, subscriber_id, publication_id, state, changed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, changed = excluded.changed`, u.ID, u.SubscriberID, u.PublicationID, u.State, micros(u.Changed))
	return err
}

// Subscription gives a subscription by id.
func (s *Store) Subscription(ctx context.Context, id news.ID) (news.Subscription, error) {
	return one(ctx, s, "subscription", scanSubscription, `SELECT `+subscriptionColumns+` FROM subscription s WHERE s.id = $1`, id)
}

// SubscriptionOf gives a reader's subscription to a publication.
func (s *Store) SubscriptionOf(ctx context.Context, subscriberID, publicationID news.ID) (news.Subscription, error) {
	return one(ctx, s, "subscription", scanSubscription, `SELECT `+subscriptionColumns+` FROM subscription s
		WHERE s.subscriber_id = $1 AND s.publication_id = $2`, subscriberID, publicationID)
}

// SubscriptionsOf gives all subscriptions of a reader, the oldest first.
func (s *Store) SubscriptionsOf(ctx context.Context, subscriberID news.ID) ([]news.Subscription, error) {
	return list(ctx, s, scanSubscription, `SELECT `+subscriptionColumns+` FROM subscription s WHERE s.subscriber_id = $1 ORDER BY s.id`, subscriberID)
}

// SubscriptionCounts gives how many subscriptions of a publication are in each state.
func (s *Store) SubscriptionCounts(ctx context.Context, publicationID news.ID) (map[news.SubscriptionState]int, error) {
	type count struct {
		state news.SubscriptionState
		n     int
	}
	counts, err := list(ctx, s, func(r row) (c count, err error) { return c, r.Scan(&c.state, &c.n) },
		`SELECT state, count(*) FROM subscription WHERE publication_id = $1 GROUP BY state`, publicationID)
	if err != nil {
		return nil, err
	}
	out := map[news.SubscriptionState]int{}
	for _, c := range counts {
		out[c.state] = c.n
	}
	return out, nil
}
