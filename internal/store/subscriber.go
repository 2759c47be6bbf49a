package store

import (
	"context"
	"strings"

	"onrecord/internal/news"
)

const subscriberColumns = `u.id, u.address, u.language, u.tags, u.paused_until, u.created, u.erased, u.suppressed, u.suppressed_at, u.suppressed_why, u.soft, u.soft_at`

// subscriberInto gives where the columns of a reader go.
func subscriberInto(u *news.Subscriber) []any {
	return []any{
		&u.ID, &u.Address, &u.Language, parsed{&u.Tags}, stamp{&u.PausedUntil}, stamp{&u.Created}, stamp{&u.Erased},
		&u.Suppressed, stamp{&u.SuppressedAt}, &u.SuppressedWhy, &u.Soft, stamp{&u.SoftAt},
	}
}

func scanSubscriber(r row) (u news.Subscriber, err error) {
	return u, r.Scan(subscriberInto(&u)...)
}

// SaveSubscriber adds a reader, or changes address, language, tags and pause of the one with that id. An address that another
// reader has, in whatever case, is a Conflict. Suppression, soft bounces and erasure have calls of their own; who was erased
// is not there any more, and nothing is changed: NotFound.
func (s *Store) SaveSubscriber(ctx context.Context, u news.Subscriber) error {
	return must("reader")(s.exec(ctx, `INSERT INTO subscriber (id, address, folded, language, tags, paused_until, created) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET address = excluded.address, folded = excluded.folded, language = excluded.language, tags = excluded.tags,
			paused_until = excluded.paused_until WHERE subscriber.erased = 0`,
		u.ID, u.Address, strings.ToLower(u.Address), u.Language, tags(u.Tags), micros(u.PausedUntil), micros(u.Created)))
}

// tags gives the tags of a reader as they are stored.
func tags(all []string) string {
	if len(all) == 0 {
		return "[]"
	}
	return text(all)
}

// Subscriber gives a reader by id, one who was erased too.
func (s *Store) Subscriber(ctx context.Context, id news.ID) (news.Subscriber, error) {
	return one(ctx, s, "reader", scanSubscriber, `SELECT `+subscriberColumns+` FROM subscriber u WHERE u.id = $1`, id)
}

// SubscriberByAddress gives a reader by address, in whatever case.
func (s *Store) SubscriberByAddress(ctx context.Context, address string) (news.Subscriber, error) {
	return one(ctx, s, "reader", scanSubscriber, `SELECT `+subscriberColumns+` FROM subscriber u WHERE u.folded = $1 AND u.erased = 0`, strings.ToLower(address))
}
