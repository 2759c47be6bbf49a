package send

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	letters "onrecord/internal/send/letter"
)

// Options are what the step needs.
type Options struct {
	Store Store
	Next  Next // hands subscriptions back to this step, for their confirming mail
	Relay Relay
	Links Links
	From  string // the mailbox that mails come from where a publication names none
	Clock news.Clock
	Log   *slog.Logger
}

// Step mails editions, and keeps subscriptions.
type Step struct {
	store Store
	next  Next
	relay Relay
	links Links
	from  string
	clock news.Clock
	log   *slog.Logger
	pages *letters.Writer
}

// New makes the step.
func New(o Options) (*Step, error) {
	pages, err := letters.New()
	if err != nil {
		return nil, err
	}
	return &Step{o.Store, o.Next, o.Relay, o.Links, o.From, o.Clock, o.Log, pages}, nil
}

// Run mails an edition to those who are still to get it, or a pending subscription its confirming mail. An edition that has
// not appeared is a Conflict. If the mail server cannot take some messages now, the error is Unavailable, and the next
// run goes on with those. If it takes none from this sender, the error is a Conflict: all wait until that is mended.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	e, err := s.store.Edition(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return s.confirmation(ctx, id)
	}
	if err != nil {
		return err
	}
	if e.State != news.Published {
		return news.Errorf(news.Conflict, "the edition of %s has not appeared", e.Slug)
	}
	p, err := s.store.Publication(ctx, e.PublicationID)
	if err != nil {
		return err
	}
	if err := s.list(ctx, e); err != nil {
		return fmt.Errorf("listing the readers of %s: %w", e.Slug, err)
	}
	letter, err := s.letter(p, e)
	if err != nil {
		return err
	}
	return s.deliver(ctx, e, letter)
}

// list makes the deliveries of an edition, once: somebody who subscribes later does not get it, however late a run is.
func (s *Step) list(ctx context.Context, e news.Edition) error {
	counts, err := s.store.DeliveryCounts(ctx, e.ID)
	if err != nil || counts.Total() > 0 {
		return err
	}
	_, err = s.store.AddDeliveries(ctx, e.ID, func() news.ID { return news.NewID(s.clock.Now()) })
	return err
}

// confirmation sends the mail by which somebody confirms that they asked.
func (s *Step) confirmation(ctx context.Context, id news.ID) (err error) {
	subscription, err := s.store.Subscription(ctx, id)
	if err != nil || subscription.State != news.Pending {
		return err
	}
	p, err := s.store.Publication(ctx, subscription.PublicationID)
	if err != nil {
		return err
	}
	reader, err := s.store.Subscriber(ctx, subscription.SubscriberID)
	if err != nil {
		return err
	}
	message, err := s.confirming(p, subscription, reader.Address)
	if err != nil {
		return err
	}
	line := line{relay: s.relay}
	defer line.hangUp()
	if err := line.open(ctx); err != nil {
		return err
	}
	err = line.send(ctx, message)
	var refusal *smtp.Refusal
	if !errors.As(err, &refusal) || !refusal.Final() {
		return err
	}
	// An address that takes no mail is the asker's mistake, and no editor can mend it.
	s.log.InfoContext(ctx, "a confirming mail was refused", "subscription", id, "reply", refusal.Reply)
	return s.store.AddConsent(ctx, news.Consent{SubscriptionID: id, At: s.clock.Now(), Act: actRefused, Wording: refusal.Reply})
}
