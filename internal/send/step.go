package send

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
)

// Relay opens connections to the mail server.
type Relay interface {
	Open(ctx context.Context) (Conn, error)
}

// Conn is a connection to the mail server.
type Conn interface {
	// Send hands over one message. An Invalid error is final; any other may pass.
	Send(ctx context.Context, m *mail.Msg) error
	Close() error
}

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
	pages templates
}

// New makes the step.
func New(o Options) (*Step, error) {
	pages, err := parse()
	if err != nil {
		return nil, err
	}
	return &Step{o.Store, o.Next, o.Relay, o.Links, o.From, o.Clock, o.Log, pages}, nil
}

// Run mails an edition to those who are still to get it, or a pending subscription its confirming mail. An edition that has
// not appeared is a Conflict. If the mail server cannot take some messages now the error is Unavailable, and the next
// run goes on with those.
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
	if _, err := s.store.AddDeliveries(ctx, id, func() news.ID { return news.NewID(s.clock.Now()) }); err != nil {
		return fmt.Errorf("listing the readers of %s: %w", e.Slug, err)
	}
	letter, err := s.letter(p, e)
	if err != nil {
		return err
	}
	return s.deliver(ctx, e, letter)
}

// batch is how many deliveries are read at a time.
const batch = 200

// deliver sends what waits, one message after the other.
func (s *Step) deliver(ctx context.Context, e news.Edition, letter letter) (err error) {
	var (
		conn    Conn
		after   news.ID
		waiting int
		last    error
	)
	defer func() {
		if conn != nil {
			err = errors.Join(err, conn.Close())
		}
	}()
	for {
		deliveries, err := s.store.WaitingDeliveries(ctx, e.ID, after, batch)
		if err != nil {
			return err
		}
		if len(deliveries) == 0 {
			break
		}
		for _, d := range deliveries {
			after = d.ID
			if conn == nil {
				if conn, err = s.relay.Open(ctx); err != nil {
					return err
				}
			}
			outcome, err := s.deliverOne(ctx, conn, letter, d)
			if err != nil {
				return err
			}
			if news.KindOf(outcome) == news.Unavailable {
				waiting, last = waiting+1, outcome
				_ = conn.Close() // the connection may be the trouble
				conn = nil
			}
		}
	}
	if waiting > 0 {
		return news.Errorf(news.Unavailable, "%d messages of the edition of %s are still to be sent: %w", waiting, e.Slug, last)
	}
	s.log.InfoContext(ctx, "mailed", "edition", e.Slug)
	return nil
}

// deliverOne sends one message and notes what became of it. outcome is what the mail server said; err is a fault of the
// store.
func (s *Step) deliverOne(ctx context.Context, conn Conn, letter letter, d news.Delivery) (outcome, err error) {
	message, err := letter.to(d)
	if err == nil {
		outcome = conn.Send(ctx, message)
	} else {
		outcome = err // an address that no message can carry
	}
	d.Attempts++
	switch news.KindOf(outcome) {
	case "":
		d.State, d.SentAt, d.Error = news.Sent, s.clock.Now(), ""
	case news.Invalid:
		d.State, d.Error = news.Failed, outcome.Error()
	default:
		d.Error = outcome.Error()
	}
	return outcome, s.store.SaveDelivery(ctx, d)
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
	conn, err := s.relay.Open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(conn.Send(ctx, message), conn.Close())
}
