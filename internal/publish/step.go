package publish

import (
	"context"
	"log/slog"

	"onrecord/internal/news"
)

// Store is what the step needs of the store.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error
	// Publication gives a publication.
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	// Edition gives an edition, or NotFound. Until the transaction ends, nobody else changes it.
	Edition(ctx context.Context, id news.ID) (news.Edition, error)
	// SaveEdition changes an edition.
	SaveEdition(ctx context.Context, e news.Edition) error
}

// Next hands editions on to whatever follows, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error

// Step publishes editions.
type Step struct {
	store Store
	next  Next
	clock news.Clock
	log   *slog.Logger
}

// New makes the step.
func New(store Store, next Next, clock news.Clock, log *slog.Logger) *Step {
	return &Step{store: store, next: next, clock: clock, log: log}
}

// Run publishes an approved edition whose hour has come. A draft, or one whose hour is still to come, is a Conflict. One that is held,
// because the machine was off at its hour and for long after, is left to the editors.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	return s.store.Within(ctx, func(ctx context.Context) error {
		e, err := s.store.Edition(ctx, id)
		if err != nil {
			return err
		}
		p, err := s.store.Publication(ctx, e.PublicationID)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		switch {
		case e.State == news.Published:
			return nil
		case e.State != news.Approved:
			return news.Errorf(news.Conflict, "the edition of %s is not approved; an editor must do that first", e.Slug)
		case e.Due.After(now):
			return news.Errorf(news.Conflict, "the edition of %s is due only at %s", e.Slug, e.Due)
		case e.Held(p, now):
			s.log.WarnContext(ctx, "an edition is held: its hour passed while the machine was off; an editor must release it", "edition", e.Slug, "due", e.Due)
			return nil
		}
		e.State, e.PublishedAt = news.Published, now
		if err := s.store.SaveEdition(ctx, e); err != nil {
			return err
		}
		s.log.InfoContext(ctx, "published", "edition", e.Slug, "items", e.Items())
		return s.next(ctx, id)
	})
}
