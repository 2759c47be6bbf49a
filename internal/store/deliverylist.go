package store

import (
	"context"
	"fmt"
	"strings"

	"onrecord/internal/news"
)

// The ways to go through the deliveries of a mailing, in pages, each at the cost of a page. CROSS JOIN has SQLite go in this order.
const (
	// fromDeliveries goes along the list, or along an index of those in one state.
	fromDeliveries = ` FROM delivery d%s CROSS JOIN subscription u CROSS JOIN subscriber r
		WHERE d.sending = $1 AND u.id = d.subscription_id AND r.id = u.subscriber_id`
	// fromAddresses goes along the addresses.
	fromAddresses = ` FROM subscriber r CROSS JOIN subscription u CROSS JOIN delivery d
		WHERE u.subscriber_id = r.id AND d.sending = $1 AND d.subscription_id = u.id`
)

// movedSince is the note of a reader's first move after the last try of a delivery. A bounce that comes back later changes when a
// delivery came into its state, but not when it was tried.
const movedSince = `coalesce((SELECT c.note FROM consent c WHERE c.subscription_id = d.subscription_id AND c.act = 'moved' AND d.attempts > 0
	AND c.at > CASE WHEN d.attempts = 1 THEN d.began ELSE d.at END ORDER BY c.seq LIMIT 1), '')`

// fewAddresses is how many addresses are rather looked up one by one than sought along the list.
const fewAddresses = 2000

// FindDeliveries gives the deliveries of a mailing that a filter leaves, with the addresses that their readers have, and those that
// the messages went to where that was another, at most so many, and what the filter must say to get those after; empty: there are none. They are in the order of the list, but those that wait come from its end,
// where they are found at once however many have gone, and those sought by address alone in the order of addresses. A state that is
// none is Invalid. In a cancelled mailing, what was open is cancelled.
func (s *Store) FindDeliveries(ctx context.Context, number int64, f news.DeliveryFilter, limit int) (found []news.Addressed, after string, err error) {
	v, err := s.SendingByNumber(ctx, number)
	if err != nil {
		return nil, "", err
	}
	aside, back, condition := false, false, ""
	switch {
	case f.State == "":
	case v.State == news.Cancelled && (f.State == news.Waiting || f.State == news.Deferred) || v.State != news.Cancelled && f.State == news.Withheld:
		return nil, "", nil
	case f.State == news.Withheld:
		back, condition = true, " AND d.state IN ('waiting', 'deferred')"
	case f.State == news.Waiting:
		back, condition = true, " AND d.state = 'waiting'"
	case f.State == news.Sent:
		condition = " AND d.state = 'sent'"
	case f.State == news.Deferred, f.State == news.Bounced, f.State == news.Suppressed:
		aside, condition = true, " AND d.state = '"+string(f.State)+"'" // spelled out, or no index of these states is taken
	default:
		return nil, "", news.FieldErrorf("state", "there is no state %q; a message is waiting, sent, deferred, bounced, suppressed or cancelled", f.State)
	}
	args := []any{number}
	add := func(format string, value any) {
		args = append(args, value)
		condition += fmt.Sprintf(format, len(args))
	}
	folded := "r.folded" + s.dialect.bytewise
	few := false // addresses begin so
	if begins, ends := strings.ToLower(f.Address), strings.ToLower(f.Address)+"\U0010FFFF"; f.Address != "" {
		n, err := s.number(ctx, `SELECT count(*) FROM (SELECT 1 FROM subscriber r WHERE `+folded+` >= $1 AND `+folded+` < $2 LIMIT $3) AS found`, begins, ends, fewAddresses+1)
		if err != nil {
			return nil, "", err
		}
		few = n <= fewAddresses
		add(" AND "+folded+" >= $%d", begins)
		add(" AND "+folded+" < $%d", ends)
	}
	key, from := "d.subscription_id", fmt.Sprintf(fromDeliveries, "")
	switch {
	case f.Address != "" && f.State == "":
		key, from = folded, fromAddresses
	case f.Address != "" && few:
		from = fromAddresses
	case aside:
		from = fmt.Sprintf(fromDeliveries, s.dialect.aside)
	}
	compare, order := ">", ""
	if back {
		compare, order = "<", " DESC"
	}
	if f.After != "" {
		add(" AND "+key+" "+compare+" $%d", f.After)
	}
	args = append(args, limit+1)
	type keyed struct {
		news.Addressed
		key string
	}
	all, err := list(ctx, s, func(r row) (k keyed, err error) {
		var moved string
		err = r.Scan(append(deliveryFields(&k.Delivery), &k.Subscriber, &k.Address, &k.Language, &moved, &k.key)...)
		k.WentTo = news.MovedFrom(moved)
		return k, err
	}, `SELECT `+deliveryColumns+`, r.id, r.address, r.language, `+movedSince+`, `+key+from+condition+` ORDER BY `+key+order+fmt.Sprintf(` LIMIT $%d`, len(args)), args...)
	if err != nil {
		return nil, "", err
	}
	if len(all) > limit {
		all = all[:limit]
		after = all[limit-1].key
	}
	for _, k := range all {
		k.Delivery = cancelledOnes(v, []news.Delivery{k.Delivery})[0]
		found = append(found, k.Addressed)
	}
	return found, after, nil
}

// OpenSendings gives the mailings that have not ended, those that began first at the top.
func (s *Store) OpenSendings(ctx context.Context) ([]news.Sending, error) {
	return list(ctx, s, scanSending, `SELECT `+sendingColumns+` FROM sending WHERE state IN ($1, $2, $3) ORDER BY number`, news.Listing, news.Underway, news.Paused)
}
