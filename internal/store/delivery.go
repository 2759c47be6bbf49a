package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const deliveryColumns = `d.sending, d.subscription_id, d.state, d.attempts, d.unheard, d.began, d.at, d.due, d.status, d.reply`

func deliveryFields(d *news.Delivery) []any {
	return []any{&d.Sending, &d.Subscription, &d.State, &d.Attempts, &d.Unheard, stamp{&d.Began}, stamp{&d.At}, stamp{&d.Due}, &d.Status, &d.Reply}
}

// addressed is what it takes to make messages; the deliveries come first, so that both databases begin with them.
const addressed = `SELECT ` + deliveryColumns + `, u.subscriber_id, u.state, r.address, r.language, r.suppressed, r.paused_until
	FROM delivery d JOIN subscription u ON u.id = d.subscription_id JOIN subscriber r ON r.id = u.subscriber_id
	WHERE d.sending = $1 AND `

func scanAddressed(now time.Time) func(r row) (news.Addressed, error) {
	return func(r row) (a news.Addressed, err error) {
		var state news.SubscriptionState
		var suppressed string
		var paused time.Time
		err = r.Scan(append(deliveryFields(&a.Delivery), &a.Subscriber, &state, &a.Address, &a.Language, &suppressed, stamp{&paused})...)
		switch {
		case state != news.Active:
			a.Against = "the reader ended the subscription before the message was sent"
		case suppressed != "":
			a.Against = "nothing is sent to this address: " + suppressed
		case paused.After(now):
			a.Against = "the reader asked for a pause before the message was sent"
		case a.Address == "":
			a.Against = "the reader had their address erased"
		}
		return a, err
	}
}

// WaitingDeliveries gives the deliveries of a mailing that are waiting and come after the given subscription, in their order.
func (s *Store) WaitingDeliveries(ctx context.Context, number int64, after news.ID, now time.Time, limit int) ([]news.Addressed, error) {
	return list(ctx, s, scanAddressed(now), addressed+`d.subscription_id > $2 AND d.state = $3 ORDER BY d.subscription_id LIMIT $4`,
		number, after, news.Waiting, limit)
}

// Addressed gives one delivery of a mailing as it is now.
func (s *Store) Addressed(ctx context.Context, number int64, subscription news.ID, now time.Time) (news.Addressed, error) {
	return one(ctx, s, "message", scanAddressed(now), addressed+`d.subscription_id = $2`, number, subscription)
}

// Deliveries that are to be tried again: by a time, and those put off for longer than anything is. They are two questions, because for
// both at once all that is put off would be gone through.
const (
	dueBy    = addressed + `d.state = 'deferred' AND d.due <= $2 ORDER BY d.due LIMIT $3`
	dueAfter = addressed + `d.state = 'deferred' AND d.due > $2 ORDER BY d.due LIMIT $3`
)

// DeferredDeliveries gives the deliveries of a mailing that are to be tried again by now, those that are longest due first. If there
// are none, it gives those that a clock which was wrong put off too far.
func (s *Store) DeferredDeliveries(ctx context.Context, number int64, now time.Time, limit int) ([]news.Addressed, error) {
	due, err := list(ctx, s, scanAddressed(now), dueBy, number, micros(now), limit)
	if err != nil || len(due) > 0 {
		return due, err
	}
	return list(ctx, s, scanAddressed(now), dueAfter, number, micros(now.Add(farthest)), limit)
}

// NextDeferred gives when the next deferred delivery of a mailing is due; the zero time: none is.
func (s *Store) NextDeferred(ctx context.Context, number int64) (due time.Time, err error) {
	found, err := list(ctx, s, func(r row) (t time.Time, err error) { return t, r.Scan(stamp{&t}) },
		`SELECT due FROM delivery WHERE sending = $1 AND state = 'deferred' ORDER BY due LIMIT 1`, number)
	if len(found) > 0 {
		due = found[0]
	}
	return due, err
}

func scanDelivery(r row) (d news.Delivery, err error) { return d, r.Scan(deliveryFields(&d)...) }

// cancelledOnes reads what a cancelled mailing left open as what it is.
func cancelledOnes(v news.Sending, all []news.Delivery) []news.Delivery {
	for i, d := range all {
		if v.State == news.Cancelled && (d.State == news.Waiting || d.State == news.Deferred) {
			all[i].State, all[i].Due = news.Withheld, time.Time{} // it is not tried again
		}
	}
	return all
}

// Deliveries gives deliveries of a mailing after the given subscription, in their order.
func (s *Store) Deliveries(ctx context.Context, number int64, after news.ID, limit int) ([]news.Delivery, error) {
	v, err := s.SendingByNumber(ctx, number)
	if err != nil {
		return nil, err
	}
	all, err := list(ctx, s, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery d WHERE d.sending = $1 AND d.subscription_id > $2 ORDER BY d.subscription_id LIMIT $3`,
		number, after, limit)
	return cancelledOnes(v, all), err
}

// Delivery gives what became of one reader's message.
func (s *Store) Delivery(ctx context.Context, number int64, subscription news.ID) (news.Delivery, error) {
	v, err := s.SendingByNumber(ctx, number)
	if err != nil {
		return news.Delivery{}, err
	}
	d, err := one(ctx, s, "message", scanDelivery, `SELECT `+deliveryColumns+` FROM delivery d WHERE d.sending = $1 AND d.subscription_id = $2`, number, subscription)
	return cancelledOnes(v, []news.Delivery{d})[0], err
}

// DeliveriesTo gives what became of the messages of one subscription, the newest first.
func (s *Store) DeliveriesTo(ctx context.Context, subscription news.ID, limit int) ([]news.DeliveryData, error) {
	return list(ctx, s, func(r row) (v news.DeliveryData, err error) {
		var d news.Delivery
		var state news.SendingState
		err = r.Scan(append(deliveryFields(&d), &state, &v.Edition)...)
		v.State = cancelledOnes(news.Sending{State: state}, []news.Delivery{d})[0].State
		v.At, v.Attempts, v.Reply = d.At, d.Attempts, d.Reply
		return v, err
	}, `SELECT `+deliveryColumns+`, s.state, e.slug FROM sending s JOIN edition e ON e.id = s.edition_id
		JOIN delivery d ON d.sending = s.number AND d.subscription_id = $1 ORDER BY s.number DESC LIMIT $2`, subscription, limit)
}

// CountDeliveries counts the rows of a mailing by state: what DeliveryCounts must say too.
func (s *Store) CountDeliveries(ctx context.Context, number int64) (c news.DeliveryCounts, err error) {
	v, err := s.SendingByNumber(ctx, number)
	if err != nil {
		return c, err
	}
	type count struct {
		state news.DeliveryState
		n     int
	}
	counts, err := list(ctx, s, func(r row) (v count, err error) { return v, r.Scan(&v.state, &v.n) },
		`SELECT state, count(*) FROM delivery WHERE sending = $1 GROUP BY state`, number)
	for _, n := range counts {
		state := cancelledOnes(v, []news.Delivery{{State: n.state}})[0].State
		*c.Of(state) += n.n
	}
	return c, err
}
