package store

import (
	"context"
	"strings"
	"time"

	"onrecord/internal/news"
)

const errandColumns = `id, kind, subscriber_id, subscription_id, address, at, used`

func scanErrand(r row) (e news.Errand, err error) {
	err = r.Scan(&e.ID, &e.Kind, &e.SubscriberID, &e.SubscriptionID, &e.Address, stamp{&e.At}, stamp{&e.Used})
	return e, err
}

// AddErrand keeps a mail that is to be sent to one reader.
func (s *Store) AddErrand(ctx context.Context, e news.Errand) error {
	_, err := s.exec(ctx, `INSERT INTO errand (id, kind, subscriber_id, subscription_id, address, folded, at, used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		e.ID, e.Kind, e.SubscriberID, e.SubscriptionID, e.Address, strings.ToLower(e.Address), micros(e.At), micros(e.Used))
	return err
}

// Errand gives one by id.
func (s *Store) Errand(ctx context.Context, id news.ID) (news.Errand, error) {
	return one(ctx, s, "errand", scanErrand, `SELECT `+errandColumns+` FROM errand WHERE id = $1`, id)
}

// ErrandsOf gives the errands of a reader, the oldest first.
func (s *Store) ErrandsOf(ctx context.Context, subscriberID news.ID) ([]news.Errand, error) {
	return list(ctx, s, scanErrand, `SELECT `+errandColumns+` FROM errand WHERE subscriber_id = $1 ORDER BY id`, subscriberID)
}

// UseErrand marks that what an errand offers was done. If it was before, that is a Conflict.
func (s *Store) UseErrand(ctx context.Context, id news.ID, at time.Time) error {
	n, err := s.exec(ctx, `UPDATE errand SET used = $2 WHERE id = $1 AND used = 0`, id, micros(at))
	if err == nil && n == 0 {
		return news.Errorf(news.Conflict, "that was done already")
	}
	return err
}

// DropErrands takes back the errands of a reader of one kind that nothing came of: their links do nothing any more. They still count.
func (s *Store) DropErrands(ctx context.Context, subscriberID news.ID, kind news.ErrandKind) error {
	_, err := s.exec(ctx, `UPDATE errand SET kind = $3 WHERE subscriber_id = $1 AND kind = $2 AND used = 0`, subscriberID, kind, news.Dropped)
	return err
}

// CountErrands says how many errands there were since a time: to one address in whatever case, and to all but those who were
// asked because they stood on an imported list.
func (s *Store) CountErrands(ctx context.Context, address string, since time.Time) (to, all int, err error) {
	if to, err = s.number(ctx, `SELECT count(*) FROM errand WHERE folded = $1 AND at >= $2`, strings.ToLower(address), micros(since)); err != nil {
		return 0, 0, err
	}
	all, err = s.number(ctx, `SELECT count(*) FROM errand WHERE at >= $1 AND kind <> $2`, micros(since), news.ToAsk)
	return to, all, err
}

// ForgetErrands deletes those from before a time.
func (s *Store) ForgetErrands(ctx context.Context, before time.Time) error {
	_, err := s.exec(ctx, `DELETE FROM errand WHERE at < $1`, micros(before))
	return err
}
