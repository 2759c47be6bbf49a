package send

import (
	"context"
	"fmt"
	"log/slog"

	"onrecord/internal/news"
)

// Options are what the step needs.
type Options struct {
	Store  Store
	People *People // who subscribed, and what mails they asked for
	Relay  Relay
	Links  Links
	From   string // the mailbox that mails come from where a publication names none
	Clock  news.Clock
	Log    *slog.Logger
}

// Step mails editions, and what readers asked for.
type Step struct {
	store  Store
	people *People
	relay  Relay
	links  Links
	from   string
	clock  news.Clock
	log    *slog.Logger
	pages  templates
}

// New makes the step.
func New(o Options) (*Step, error) {
	pages, err := parse()
	if err != nil {
		return nil, err
	}
	return &Step{o.Store, o.People, o.Relay, o.Links, o.From, o.Clock, o.Log, pages}, nil
}

// Run mails an edition to those who are still to get it, or an errand: the mail by which somebody confirms, or a link. An edition that has
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
