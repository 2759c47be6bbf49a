package compose

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Approve lets a draft appear at its hour, in the name of who. One that is not a draft, or has no items, is a Conflict.
func (s *Step) Approve(ctx context.Context, editionID news.ID, who string) error {
	return s.say(ctx, editionID, func(e *news.Edition) error {
		if e.State != news.Draft {
			return news.Errorf(news.Conflict, "the edition of %s is %s already", e.Slug, e.State)
		}
		if e.Items() == 0 {
			return news.Errorf(news.Conflict, "the edition of %s has no items; add one before you approve it", e.Slug)
		}
		e.State, e.ApprovedBy, e.ApprovedAt = news.Approved, who, s.clock.Now()
		return nil
	})
}

// Withdraw takes the approval of an edition that has not appeared back, in the name of who: it is a draft again, in an editor's hand.
// One that is not approved, or has appeared, is a Conflict.
func (s *Step) Withdraw(ctx context.Context, editionID news.ID, who string) error {
	return s.say(ctx, editionID, func(e *news.Edition) error {
		if e.State != news.Approved {
			return news.Errorf(news.Conflict, "the edition of %s %s; only an approval can be withdrawn", e.Slug, stands(e.State))
		}
		s.log.InfoContext(ctx, "an approval was withdrawn", "edition", e.Slug, "by", who)
		e.State, e.Touched = news.Draft, true
		e.ApprovedBy, e.ApprovedAt, e.ReleasedBy, e.ReleasedAt = "", time.Time{}, "", time.Time{}
		return nil
	})
}

// Release lets an edition that is held appear at once, in the name of who. One that is not held is a Conflict.
func (s *Step) Release(ctx context.Context, editionID news.ID, who string) error {
	return s.say(ctx, editionID, func(e *news.Edition) error {
		p, err := s.store.Publication(ctx, e.PublicationID)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		if !e.Held(p, now) {
			if e.State == news.Approved {
				return news.Errorf(news.Conflict, "the edition of %s is not held; %s", e.Slug, e.Appears(now))
			}
			return news.Errorf(news.Conflict, "the edition of %s is not held; it %s", e.Slug, stands(e.State))
		}
		e.ReleasedBy, e.ReleasedAt = who, now
		return nil
	})
}

// Address says which readers an edition is mailed to. One that has appeared is a Conflict.
func (s *Step) Address(ctx context.Context, editionID news.ID, to news.Audience) error {
	if err := to.Validate(); err != nil {
		return err
	}
	return s.say(ctx, editionID, func(e *news.Edition) error {
		if e.State == news.Published {
			return news.Errorf(news.Conflict, "the edition of %s has appeared; whom it is mailed to stands", e.Slug)
		}
		e.Audience = to
		return nil
	})
}

// stands says in words what an edition is.
func stands(s news.EditionState) string {
	switch s {
	case news.Draft:
		return "is a draft"
	case news.Published:
		return "has appeared"
	}
	return "is " + string(s)
}

// say changes an edition in one transaction.
func (s *Step) say(ctx context.Context, id news.ID, change func(*news.Edition) error) error {
	return s.store.Within(ctx, func(ctx context.Context) error {
		e, err := s.store.Edition(ctx, id)
		if err != nil {
			return err
		}
		if err := change(&e); err != nil {
			return err
		}
		return s.store.SaveEdition(ctx, e)
	})
}
