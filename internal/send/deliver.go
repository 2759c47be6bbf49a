package send

import (
	"context"
	"errors"
	"log/slog"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
)

// batch is how many deliveries are read at a time.
const batch = 200

// deliver sends what waits, one message after the other.
func (s *Step) deliver(ctx context.Context, e news.Edition, letter letter) error {
	line := line{relay: s.relay}
	defer line.hangUp()
	var late error // why a message is still to be sent
	for after := news.ID(""); ; {
		deliveries, err := s.store.WaitingDeliveries(ctx, e.ID, after, batch)
		if err != nil {
			return err
		}
		if len(deliveries) == 0 {
			break
		}
		for _, d := range deliveries {
			after = d.ID
			if err := ctx.Err(); err != nil {
				return err
			}
			outcome, err := s.deliverOne(ctx, &line, letter, d)
			if err != nil {
				return err
			}
			if outcome != nil {
				late = outcome
			}
			if line.worn() {
				return late
			}
		}
	}
	counts, err := s.store.DeliveryCounts(ctx, e.ID)
	if err != nil {
		return err
	}
	s.log.LogAttrs(ctx, slog.LevelInfo, "mailed", slog.String("edition", e.Slug), slog.Int("sent", counts.Sent), slog.Int("failed", counts.Failed), slog.Int("waiting", counts.Waiting))
	if late != nil {
		return news.Errorf(news.Unavailable, "%d messages of the edition of %s are still to be sent: %w", counts.Waiting, e.Slug, late)
	}
	return nil
}

// deliverOne sends one message and notes what became of it. late says why the message still waits; err ends the run.
func (s *Step) deliverOne(ctx context.Context, line *line, letter letter, d news.Delivery) (late, err error) {
	subscription, err := s.store.Subscription(ctx, d.Subscription)
	if err != nil {
		return nil, err
	}
	if subscription.State != news.Active {
		d.State, d.Error = news.Failed, "the reader ended the subscription before the message was sent"
		return nil, s.store.SaveDelivery(ctx, d)
	}
	message, err := letter.to(d)
	if err != nil { // an address that no message can carry
		d.State, d.Error = news.Failed, err.Error()
		return nil, s.store.SaveDelivery(ctx, d)
	}
	if err := line.open(ctx); err != nil {
		return nil, err
	}
	outcome := line.send(ctx, message)
	if kind := news.KindOf(outcome); kind != "" && kind != news.Invalid && kind != news.Unavailable {
		return nil, outcome // of the sender or of this run, not of this message
	}
	d.Attempts++
	var refusal *smtp.Refusal
	switch {
	case outcome == nil:
		d.State, d.SentAt, d.Error = news.Sent, s.clock.Now(), ""
	case errors.As(outcome, &refusal) && refusal.Final():
		d.State, d.Error, outcome = news.Failed, refusal.Reply, nil
	case refusal != nil:
		d.Error = refusal.Reply
	default:
		d.Error = outcome.Error()
	}
	// What the server took is noted also when the run is being stopped; else the next run would send it again.
	return outcome, s.store.SaveDelivery(context.WithoutCancel(ctx), d)
}
