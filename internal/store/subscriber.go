package store

import (
	"context"
	"strings"

	"onrecord/internal/news"
)

func scanSubscriber(r row) (u news.Subscriber, err error) {
	err = r.Scan(&u.ID, &u.Address, stamp{&u.Created})
	return u, err
}

// SaveSubscriber adds a reader, or changes the address of the one with that id. An address that another reader has, in
// whatever case, is a Conflict.
func (s *Store) SaveSubscriber(ctx context.Context, u news.Subscriber) error {
	_, err := s.exec(ctx, `INSERT INTO subscriber (id, address, folded, created) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET address = excluded.address, folded = excluded.folded`, u.ID, u.Address, strings.ToLower(u.Address), micros(u.Created))
	return err
}

// Subscriber gives a reader by id.
func (s *Store) Subscriber(ctx context.Context, id news.ID) (news.Subscriber, error) {
	return one(ctx, s, "subscriber", scanSubscriber, `SELECT id, address, created FROM subscriber WHERE id = $1`, id)
}

// SubscriberByAddress gives a reader by address, in whatever case.
func (s *Store) SubscriberByAddress(ctx context.Context, address string) (news.Subscriber, error) {
	return one(ctx, s, "subscriber", scanSubscriber, `SELECT id, address, created FROM subscriber WHERE folded = $1`, strings.ToLower(address))
}

func scanSubscription(r row) (u news.Subscription, err error) {
	err = r.Scan(&u.ID, &u.SubscriberID, &u.PublicationID, &u.State, stamp{&u.Changed})
	return u, err
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
	return one(ctx, s, "subscription", scanSubscription, `SELECT id, subscriber_id, publication_id, state, changed FROM subscription WHERE id = $1`, id)
}

// SubscriptionOf gives a reader's subscription to a publication.
func (s *Store) SubscriptionOf(ctx context.Context, subscriberID, publicationID news.ID) (news.Subscription, error) {
	return one(ctx, s, "subscription", scanSubscription, `SELECT id, subscriber_id, publication_id, state, changed FROM subscription
		WHERE subscriber_id = $1 AND publication_id = $2`, subscriberID, publicationID)
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

// AddConsent adds a line to the proof of what a reader agreed to. No line is ever changed.
func (s *Store) AddConsent(ctx context.Context, c news.Consent) error {
	_, err := s.exec(ctx, `INSERT INTO consent (subscription_id, at, act, address, wording) VALUES ($1, $2, $3, $4, $5)`,
		c.SubscriptionID, micros(c.At), c.Act, c.Address, c.Wording)
	return err
}

// Consents gives the proof of one subscription, the first line first.
func (s *Store) Consents(ctx context.Context, subscriptionID news.ID) ([]news.Consent, error) {
	return list(ctx, s, func(r row) (c news.Consent, err error) {
		err = r.Scan(&c.SubscriptionID, stamp{&c.At}, &c.Act, &c.Address, &c.Wording)
		return c, err
	}, `SELECT subscription_id, at, act, address, wording FROM consent WHERE subscription_id = $1 ORDER BY seq`, subscriptionID)
}

// Readers gives the readers of a publication with the state of their subscriptions, in the order in which they came.
func (s *Store) Readers(ctx context.Context, publicationID news.ID) ([]news.Reader, error) {
	return list(ctx, s, func(r row) (v news.Reader, err error) {
		err = r.Scan(&v.Address, &v.State, stamp{&v.Changed})
		return v, err
	}, `SELECT u.address, s.state, s.changed FROM subscription s JOIN subscriber u ON u.id = s.subscriber_id
		WHERE s.publication_id = $1 ORDER BY s.id`, publicationID)
}
