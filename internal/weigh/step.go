package weigh

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error

	// StoryVersion gives a story, the version that its reports are at, and the version that its ledger was last made
	// from (0: never). An unknown story is NotFound.
	StoryVersion(ctx context.Context, id news.ID) (story news.Story, version, weighed int64, err error)

	// Accounts gives the story's reports with their outlets, their newest texts and statements, and the texts and
	// statements they had before, oldest first. A report none of whose revisions is read yet has an empty text.
	Accounts(ctx context.Context, storyID news.ID) ([]news.Account, error)

	// ClaimsEver gives the claims that the ledger has or had, those that it has first and in its order.
	ClaimsEver(ctx context.Context, storyID news.ID) ([]news.Claim, error)

	// ClaimActs gives what editors did to the story's claims, in order.
	ClaimActs(ctx context.Context, storyID news.ID) ([]news.ClaimAct, error)

	// SaveLedger replaces the story's claims, with all that bears on them, and its changes by these, sets the story's title, language,
	// first and last, and notes that the ledger was made from this version. Every claim has an id; those of claims that
	// were stored before are the same as then, so what refers to a claim goes on doing so. Claims that have left the ledger
	// come too, with Gone set. If the ledger was made from a later version meanwhile, that is a Conflict, and nothing is changed.
	SaveLedger(ctx context.Context, story news.Story, version int64, claims []news.ClaimLedger, changes []news.Change) error
}

// Next hands the story on to whatever follows, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error

// Step weighs stories.
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

// Run makes the ledger of one story anew and hands the story on. A story that is already weighed at its present version
// and one that was merged into another are left alone. It may be stopped at any moment and run again.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	story, version, weighed, err := s.store.StoryVersion(ctx, id)
	if err != nil {
		return fmt.Errorf("weighing story %s: %w", id, err)
	}
	if story.MergedInto != "" || weighed >= version {
		return nil
	}
	accounts, err := s.store.Accounts(ctx, id)
	if err != nil {
		return fmt.Errorf("weighing story %s: %w", id, err)
	}
	kept, err := s.kept(ctx, id)
	if err != nil {
		return fmt.Errorf("weighing story %s: %w", id, err)
	}
	claims, changes := Ledger(accounts, kept)

	err = s.store.Within(ctx, func(ctx context.Context) error {
		// An editor may have worked on the ledger since it was read: their word goes, so it is looked at again.
		now, err := s.kept(ctx, id)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(now, kept) {
			claims, changes = Ledger(accounts, now)
		}
		s.name(id, claims, changes)
		if err := s.store.SaveLedger(ctx, Headline(story, accounts), version, append(claims, s.left(now, claims)...), changes); err != nil {
			return err
		}
		return s.next(ctx, id)
	})
	if news.KindOf(err) == news.Conflict {
		if _, _, weighed, lost := s.store.StoryVersion(ctx, id); lost == nil && weighed > version {
			return nil // another run was quicker, and knew more
		}
	}
	if err != nil {
		return fmt.Errorf("weighing story %s: %w", id, err)
	}
	s.log.DebugContext(ctx, "story weighed", "story", id, "version", version, "reports", len(accounts), "claims", len(claims))
	return nil
}

// kept gives what outlives the re-run.
func (s *Step) kept(ctx context.Context, id news.ID) (k Kept, err error) {
	if k.Claims, err = s.store.ClaimsEver(ctx, id); err != nil {
		return k, err
	}
	k.Acts, err = s.store.ClaimActs(ctx, id)
	return k, err
}

// left gives the claims that are no longer in the ledger, so that their addresses go on answering.
func (s *Step) left(kept Kept, claims []news.ClaimLedger) []news.ClaimLedger {
	var out []news.ClaimLedger
	for _, c := range kept.Left(claims) {
		if c.Gone.IsZero() {
			c.Gone = s.clock.Now()
		}
		out = append(out, news.ClaimLedger{Claim: c})
	}
	return out
}

// name gives new claims their ids and writes the story's and the claims' ids where they belong. A change names its claim by its key
// until then.
func (s *Step) name(story news.ID, claims []news.ClaimLedger, changes []news.Change) {
	ids := map[news.ID]news.ID{}
	for i := range claims {
		c := &claims[i]
		if c.ID == "" {
			c.ID = news.NewID(s.clock.Now())
		}
		c.StoryID = story
		ids[news.ID(c.Key)] = c.ID
		for j := range c.Origins {
			c.Origins[j].ClaimID = c.ID
		}
		for j := range c.Positions {
			c.Positions[j].ClaimID = c.ID
		}
		for j := range c.Evidence {
			c.Evidence[j].ClaimID = c.ID
		}
	}
	for i := range changes {
		if id, ok := ids[changes[i].ClaimID]; ok {
			changes[i].ClaimID = id
		}
	}
}
