package store

import (
	"context"

	"onrecord/internal/news"
)

// Settle writes down what became of deliveries, and changes the counts of their mailing, in one transaction: when it returns
// without an error, all of it is on disk. It gives the mailing after that. Only the run that owns the mailing may settle; to
// any other it is a Conflict, and nothing is written. A delivery that is no longer in the state that an outcome says it comes
// from is left as it is. Of an address that is dead nothing is sent any more, nor of one that bounced softly as often as
// limit says.
func (s *Store) Settle(ctx context.Context, number int64, owner string, outcomes []news.Outcome, limit int) (v news.Sending, err error) {
	if from, replies, at := onlySent(outcomes); s.dialect.settled != "" && from != "" {
		v, err = one(ctx, s, "mailing", scanSending, s.dialect.settled+` RETURNING `+sendingColumns, number, from, at, text(replies), owner)
		if news.KindOf(err) == news.NotFound {
			err = owned(0, nil)
		}
		return v, err
	}
	err = s.Within(ctx, func(ctx context.Context) error {
		// The row of the mailing comes first, so that nobody else settles meanwhile.
		if err := owned(s.exec(ctx, `UPDATE sending SET owner = owner WHERE number = $1 AND owner = $2`, number, owner)); err != nil {
			return err
		}
		if err := s.move(ctx, number, outcomes, limit); err != nil {
			return err
		}
		v, err = s.SendingByNumber(ctx, number)
		return err
	})
	return v, err
}

func (s *Store) move(ctx context.Context, number int64, outcomes []news.Outcome, limit int) error {
	type way struct{ from, to news.DeliveryState }
	moved := map[way]int64{}
	sent := map[news.DeliveryState]map[news.ID]string{} // by the state that they come from: replies by subscription
	var sentAt int64
	for _, o := range outcomes {
		if o.To == news.Sent {
			if sent[o.From] == nil {
				sent[o.From] = map[news.ID]string{}
			}
			sent[o.From][o.Subscription] = o.Reply
			sentAt = micros(o.At)
			continue
		}
		n, err := s.exec(ctx, `UPDATE delivery SET state = $4, attempts = attempts + $5, began = CASE WHEN began = 0 THEN $6 ELSE began END,
			at = $6, due = $7, status = $8, reply = `+unlessErased("$9", "$10")+`, unheard = unheard + $11 WHERE sending = $1 AND subscription_id = $2 AND state = $3`,
			number, o.Subscription, o.From, o.To, tried(o), micros(o.At), micros(o.Due), o.Status, o.Reply, o.Subscriber, unheard(o))
		if err != nil {
			return err
		}
		moved[way{o.From, o.To}] += n
		if n > 0 {
			if err := s.judge(ctx, o, limit); err != nil {
				return err
			}
		}
	}
	for from, replies := range sent {
		// One statement for them all: this is what happens most, thousands of times a second.
		n, err := s.exec(ctx, s.dialect.sent, number, from, sentAt, text(replies))
		if err != nil {
			return err
		}
		moved[way{from, news.Sent}] += n
	}
	change := news.DeliveryCounts{}
	for w, n := range moved {
		*change.Of(w.from) -= int(n)
		*change.Of(w.to) += int(n)
	}
	_, err := s.exec(ctx, `UPDATE sending SET waiting = waiting + $2, sent = sent + $3, deferred = deferred + $4, bounced = bounced + $5,
		suppressed = suppressed + $6 WHERE number = $1`, number, change.Waiting, change.Sent, change.Deferred, change.Bounced, change.Suppressed)
	return err
}

// tried says how many attempts more a delivery has had.
func tried(o news.Outcome) int {
	if o.To == news.Suppressed || o.From == news.Sent {
		return 0
	}
	return 1
}

// unheard says how many attempts more the server broke off after the last dot.
func unheard(o news.Outcome) int {
	if o.Unheard {
		return 1
	}
	return 0
}

// onlySent gives the replies of outcomes, by subscription, if all were sent and come from the same state, as nearly always; else no
// state.
func onlySent(outcomes []news.Outcome) (from news.DeliveryState, replies map[news.ID]string, at int64) {
	replies = make(map[news.ID]string, len(outcomes))
	for _, o := range outcomes {
		if o.To != news.Sent || from != "" && o.From != from {
			return "", nil, 0
		}
		from, at, replies[o.Subscription] = o.From, micros(o.At), o.Reply
	}
	return from, replies, at
}
