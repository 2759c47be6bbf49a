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

	// Claims gives the ledger as it is stored, what editors did to it included, the main claim first.
	Claims(ctx context.Context, storyID news.ID) ([]news.ClaimLedger, error)

	// SaveLedger replaces the story's claims, positions, origins and changes by these, sets the story's title, language,
	// first and last, and notes that the ledger was made from this version. Every claim has an id; those of claims that
	// were stored before are the same as then, so what refers to a claim goes on doing so.
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
	stored, err := s.store.Claims(ctx, id)
	if err != nil {
		return fmt.Errorf("weighing story %s: %w", id, err)
	}
	kept := Keep(stored)
	claims, changes := Ledger(accounts, kept)

	err = s.store.Within(ctx, func(ctx context.Context) error {
		// An editor may have worked on the ledger since it was read: their word goes, so it is looked at again.
		now, err := s.store.Claims(ctx, id)
		if err != nil {
			return err
		}
		if again := Keep(now); !reflect.DeepEqual(again, kept) {
			claims, changes = Ledger(accounts, again)
		}
		s.name(id, claims)
		if err := s.store.SaveLedger(ctx, Headline(story, accounts), version, claims, changes); err != nil {
			return err
		}
		return s.next(ctx, id)
	})
	if err != nil {
		return fmt.Errorf("weighing story %s: %w", id, err)
	}
	s.log.DebugContext(ctx, "story weighed", "story", id, "version", version, "reports", len(accounts), "claims", len(claims))
	return nil
}

// name gives new claims their ids and writes the story's and the claims' ids where they belong.
func (s *Step) name(story news.ID, claims []news.ClaimLedger) {
	for i := range claims {
		c := &claims[i]
		if c.ID == "" {
			c.ID = news.NewID(s.clock.Now())
		}
		c.StoryID = story
		for j := range c.Origins {
			c.Origins[j].ClaimID = c.ID
		}
		for j := range c.Positions {
			c.Positions[j].ClaimID = c.ID
		}
	}
}
