package store

import (
	"context"

	"onrecord/internal/news"
)

// TakeFeedback keeps what came back about a message, and does what it says: a bounce ends the delivery, a dead address and a
// complaint suppress the reader, a soft bounce is counted, all in one transaction. Told again it does nothing. Known is what it
// is known again by. Where the message is still to be written down as sent, the error is Unavailable, and it is to be told again
// later. limit is after how many soft bounces an address gets no more mail.
func (s *Store) TakeFeedback(ctx context.Context, r news.Returned, known string, limit int) error {
	return s.Within(ctx, func(ctx context.Context) error {
		n, err := s.exec(ctx, `INSERT INTO feedback (known, at, kind, verdict, sending, subscription_id, subscriber_id, address, status, reply, how)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, `+unlessErased("$10", "$7")+`, $11) ON CONFLICT (known) DO NOTHING`,
			known, micros(r.At), r.Kind, r.Verdict, r.Sending, r.Subscription, r.Subscriber, r.Address, r.Status, r.Reply, r.By)
		if err != nil || n == 0 || r.Subscriber == "" {
			return err
		}
		o := news.Outcome{Subscription: r.Subscription, Subscriber: r.Subscriber, From: news.Sent, To: news.Bounced, At: r.At,
			Status: r.Status, Reply: r.Reply, Verdict: r.Verdict}
		switch {
		case r.Kind == news.FeedbackComplained:
			return s.Suppress(ctx, r.Subscriber, news.ByComplaint, r.Reply, r.At)
		case r.Kind == news.FeedbackBounced && r.Sending != 0:
			return s.returned(ctx, r.Sending, o, limit)
		case r.Kind == news.FeedbackBounced || r.Verdict == news.VerdictSoft:
			return s.judge(ctx, o, limit)
		}
		return nil
	})
}

// returned ends a delivery that had been taken and came back.
func (s *Store) returned(ctx context.Context, number int64, o news.Outcome, limit int) error {
	// The row of the mailing comes first, as in Settle.
	if err := must("mailing")(s.exec(ctx, `UPDATE sending SET owner = owner WHERE number = $1`, number)); err != nil {
		return err
	}
	d, err := s.Delivery(ctx, number, o.Subscription)
	if news.KindOf(err) == news.NotFound { // it is too long ago (see Forget); what is said of the address holds all the same
		return s.judge(ctx, o, limit)
	}
	if err != nil {
		return err
	}
	switch d.State {
	case news.Sent:
		return s.move(ctx, number, []news.Outcome{o}, limit)
	case news.Waiting, news.Deferred: // what was cancelled meanwhile is not sent again, and is what it is
		return news.Errorf(news.Unavailable, "it came back before it was written down as sent; it is to be told again")
	}
	return s.judge(ctx, o, limit)
}

// Feedback gives what came back, the newest first, before the one with that number (0: from the newest on). kind, verdict and
// subscriber leave out others, unless they are empty.
func (s *Store) Feedback(ctx context.Context, f news.ReturnedFilter, before int64, limit int) ([]news.Returned, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	return list(ctx, s, func(r row) (v news.Returned, err error) {
		err = r.Scan(&v.Seq, stamp{&v.At}, &v.Kind, &v.Verdict, &v.Sending, &v.Subscription, &v.Subscriber, &v.Address, &v.Status, &v.Reply, &v.By,
			&v.EditionID, &v.Edition, &v.Publication)
		return v, err
	}, `SELECT f.seq, f.at, f.kind, f.verdict, f.sending, f.subscription_id, f.subscriber_id, CASE WHEN f.address = '' THEN coalesce(u.address, '') ELSE f.address END,
		f.status, f.reply, f.how, coalesce(e.id, ''), coalesce(e.slug, ''), coalesce(p.name, '')
		FROM feedback f LEFT JOIN subscriber u ON u.id = f.subscriber_id LEFT JOIN sending s ON s.number = f.sending
		LEFT JOIN edition e ON e.id = s.edition_id LEFT JOIN publication p ON p.id = e.publication_id
		WHERE f.seq < $1 AND ($2 = '' OR f.kind = $2) AND ($3 = '' OR f.verdict = $3) AND ($4 = '' OR f.subscriber_id = $4) ORDER BY f.seq DESC LIMIT $5`,
		before, string(f.Kind), string(f.Verdict), string(f.Subscriber), limit)
}
