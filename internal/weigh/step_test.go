package weigh_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

// shelf is a store of one story in memory. Within forgets what fn wrote when it fails, as a transaction does.
type shelf struct {
	story            news.Story
	version, weighed int64
	accounts         []news.Account
	claims           []news.ClaimLedger
	acts             []news.ClaimAct
	changes          []news.Change
	saves            int
	meanwhile        func() // an editor at work between the reading and the writing
}

func (s *shelf) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	if s.meanwhile != nil {
		s.meanwhile()
	}
	before := *s
	if err := fn(ctx); err != nil {
		*s = before
		return err
	}
	return nil
}

func (s *shelf) StoryVersion(_ context.Context, id news.ID) (news.Story, int64, int64, error) {
	if id != s.story.ID {
		return news.Story{}, 0, 0, news.Errorf(news.NotFound, "there is no story %s", id)
	}
	return s.story, s.version, s.weighed, nil
}

func (s *shelf) Accounts(context.Context, news.ID) ([]news.Account, error) { return s.accounts, nil }

func (s *shelf) ClaimsEver(context.Context, news.ID) ([]news.Claim, error) {
	var out []news.Claim
	for _, c := range s.claims {
		out = append(out, c.Claim)
	}
	return out, nil
}

func (s *shelf) ClaimActs(context.Context, news.ID) ([]news.ClaimAct, error) { return s.acts, nil }

func (s *shelf) SaveLedger(_ context.Context, story news.Story, version int64, claims []news.ClaimLedger, changes []news.Change) error {
	if s.weighed > version {
		return news.Errorf(news.Conflict, "it was made from a later version")
	}
	s.story, s.weighed, s.claims, s.changes = story, version, claims, changes
	s.saves++
	return nil
}

func newStep(s *shelf, next weigh.Next) *weigh.Step {
	clock := news.ClockFunc(func() time.Time { return start.AddDate(0, 0, 1) })
	return weigh.New(s, next, clock, slog.New(slog.DiscardHandler))
}

func TestRunWeighsAStoryOnceAVersion(t *testing.T) {
	ctx := context.Background()
	s := &shelf{story: news.Story{ID: "s1"}, version: 3, accounts: secretPact(t)}
	var handed []news.ID
	step := newStep(s, func(_ context.Context, ids ...news.ID) error { handed = append(handed, ids...); return nil })

	if err := step.Run(ctx, "s1"); err != nil {
		t.Fatal(err)
	}
	if s.weighed != 3 || len(handed) != 1 || handed[0] != "s1" {
		t.Fatalf("weighed at %d, handed on %v", s.weighed, handed)
	}
	if s.story.Title != "Tarvia and Orlund agree to direct talks on reactor" || !s.story.First.Equal(start) || !s.story.Last.Equal(start.Add(8*time.Hour)) {
		t.Errorf("the story is %+v", s.story)
	}
	main := s.claims[0]
	if !main.ID.Valid() || main.StoryID != "s1" || main.Positions[0].ClaimID != main.ID || main.Origins[0].ClaimID != main.ID {
		t.Errorf("ids are missing: %+v", main.Claim)
	}

	if err := step.Run(ctx, "s1"); err != nil || s.saves != 1 || len(handed) != 1 {
		t.Errorf("a story at its version was weighed again: %v, %d saves", err, s.saves)
	}
	s.version = 4
	if err := step.Run(ctx, "s1"); err != nil || s.claims[0].ID != main.ID || s.weighed != 4 {
		t.Errorf("after a change of reports: %v, claim %s was %s", err, s.claims[0].ID, main.ID)
	}
}

func TestARunThatComesLateLeavesANewerLedger(t *testing.T) {
	s := &shelf{story: news.Story{ID: "s1"}, version: 3, accounts: secretPact(t)}
	step := newStep(s, func(context.Context, ...news.ID) error { return nil })
	s.meanwhile = func() { // another run read the story later and is done already
		s.meanwhile = nil
		s.version = 4
		if err := step.Run(context.Background(), "s1"); err != nil {
			t.Fatal(err)
		}
	}
	if err := step.Run(context.Background(), "s1"); err != nil || s.weighed != 4 || s.saves != 1 {
		t.Errorf("weighed at %d after %d saves, %v", s.weighed, s.saves, err)
	}
}

func TestRunKeepsWhatAnEditorDidMeanwhile(t *testing.T) {
	s := &shelf{story: news.Story{ID: "s1"}, version: 1, accounts: secretPact(t)}
	step := newStep(s, func(context.Context, ...news.ID) error { return nil })
	if err := step.Run(context.Background(), "s1"); err != nil {
		t.Fatal(err)
	}
	s.version = 2
	s.meanwhile = func() {
		s.acts = []news.ClaimAct{{Kind: news.ActReword, ClaimID: s.claims[0].ID, Wording: "They agreed to talk"}}
	}
	if err := step.Run(context.Background(), "s1"); err != nil {
		t.Fatal(err)
	}
	if !s.claims[0].Locked || s.claims[0].Wording != "They agreed to talk" {
		t.Errorf("the editor's wording is lost: %+v", s.claims[0].Claim)
	}
}

func TestRunLeavesNothingBehindWhenHandingOnFails(t *testing.T) {
	s := &shelf{story: news.Story{ID: "s1"}, version: 1, accounts: secretPact(t)}
	fault := errors.New("no room")
	err := newStep(s, func(context.Context, ...news.ID) error { return fault }).Run(context.Background(), "s1")
	if !errors.Is(err, fault) || s.weighed != 0 || s.claims != nil {
		t.Errorf("%v; weighed at %d with %d claims", err, s.weighed, len(s.claims))
	}
}

func TestRunOnWhatIsNotThere(t *testing.T) {
	s := &shelf{story: news.Story{ID: "s1", MergedInto: "s0"}, version: 1}
	step := newStep(s, func(context.Context, ...news.ID) error { t.Error("handed on"); return nil })
	if err := step.Run(context.Background(), "s1"); err != nil || s.saves != 0 {
		t.Errorf("a merged story: %v, %d saves", err, s.saves)
	}
	if err := step.Run(context.Background(), "s9"); news.KindOf(err) != news.NotFound {
		t.Errorf("an unknown story: %v", err)
	}
}
