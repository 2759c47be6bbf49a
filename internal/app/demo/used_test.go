package demo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

// A restart is held against the sample world as the first run is, unless somebody has used the desk since; that is said.
func TestARestartOfADeskThatWasUsedIsNotCalledWrong(t *testing.T) {
	first := t.TempDir()
	if out, err := once(t, first); err != nil || strings.Contains(out, "must be") || strings.Contains(out, "used since") {
		t.Fatalf("the first run: %v\n%s", err, out)
	}
	for name, c := range map[string]struct {
		use   func(ctx context.Context, s *store.Store, p news.Publication) error
		said  string // in the summary
		wrong bool   // the run fails
	}{
		"nothing was done": {use: func(context.Context, *store.Store, news.Publication) error { return nil }},
		"a feed was added": {said: "feeds were added", use: func(ctx context.Context, s *store.Store, p news.Publication) error {
			feeds, err := s.Feeds(ctx)
			if err != nil {
				return err
			}
			return s.AddFeed(ctx, news.Feed{ID: news.NewID(p.Created), OutletID: feeds[0].OutletID, URL: "http://127.0.0.1:9/rss", State: news.FeedActive, Created: p.Created})
		}},
		"a feed was removed": {said: "feeds were removed", use: firstFeed(news.FeedRemoved)},
		"a feed was paused":  {said: "feeds were changed", use: firstFeed(news.FeedPaused)},
		"a publication was added and the first moved to another zone": {said: "publications were added", use: func(ctx context.Context, s *store.Store, p news.Publication) error {
			p.Schedule.Zone = "America/Los_Angeles"
			if err := s.SavePublication(ctx, p); err != nil {
				return err
			}
			p.ID, p.Slug, p.Name = news.NewID(p.Created), "second", "Second"
			return s.SavePublication(ctx, p)
		}},
		"a draft was approved": {said: "editions were approved", use: func(ctx context.Context, s *store.Store, _ news.Publication) error {
			all, err := s.AllEditions(ctx, 100)
			if err != nil {
				return err
			}
			for _, e := range all {
				if e.State == news.Draft {
					e.State, e.ApprovedBy, e.ApprovedAt = news.Approved, editor, e.Due
					return s.SaveEdition(ctx, e)
				}
			}
			return os.ErrNotExist
		}},
		"a claim was worded anew": {said: "claims were corrected", use: func(ctx context.Context, s *store.Store, _ news.Publication) error {
			l, err := talks(ctx, s)
			if err != nil {
				return err
			}
			return s.AddClaimAct(ctx, news.ClaimAct{ID: "a1", StoryID: l.Story.ID, By: "ada", At: time.Now(), Kind: news.ActReword, ClaimID: l.Claims[0].ID, Wording: "There were talks"})
		}},
		"a stance was put right": {said: "claims were corrected", use: func(ctx context.Context, s *store.Store, _ news.Publication) error {
			l, err := talks(ctx, s)
			if err != nil {
				return err
			}
			return s.AddClaimAct(ctx, news.ClaimAct{ID: "a1", StoryID: l.Story.ID, By: "ada", At: time.Now(), Kind: news.ActPlace, ClaimID: l.Claims[0].ID,
				ReportID: l.Claims[0].Positions[0].ReportID, Stance: news.Beside})
		}},
		"a statement was removed": {said: "statements were corrected", use: func(ctx context.Context, s *store.Store, _ news.Publication) error {
			l, err := talks(ctx, s)
			if err != nil {
				return err
			}
			v, err := s.NewestText(ctx, l.Claims[0].Positions[0].ReportID)
			if err != nil {
				return err
			}
			said, err := s.Statements(ctx, v.ID)
			if err != nil || len(said) == 0 {
				return errors.Join(err, os.ErrNotExist)
			}
			at := time.Now()
			c := news.Correction{ID: news.NewID(at), RevisionID: v.ID, ReportID: v.ReportID, Act: news.Removed, By: editor, At: at, Machine: &said[0]}
			c.Root = c.ID
			return s.SaveCorrections(ctx, v.ID, []news.Correction{c})
		}},
		"a report was moved": {said: "reports were moved", use: func(ctx context.Context, s *store.Store, _ news.Publication) error {
			return misplace(ctx, s, func(ctx context.Context, report, story news.ID) error {
				r, err := s.Report(ctx, report)
				if err != nil {
					return err
				}
				return s.MoveReports(ctx, news.Mending{ID: "moved", At: time.Now(), Who: "ada", From: r.StoryID, Into: story, Reports: []news.ID{report}})
			})
		}},
		"the program put a report where it does not belong": {wrong: true, use: func(ctx context.Context, s *store.Store, _ news.Publication) error {
			return misplace(ctx, s, s.SetStory)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS(first)); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(t.Context(), filepath.Join(folder, "onrecord.db"))
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.PublicationBySlug(t.Context(), slug)
			if err == nil {
				err = c.use(t.Context(), s, p)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			out, err := once(t, folder)
			if (err != nil) != c.wrong || !c.wrong && strings.Contains(out, "must be") {
				t.Errorf("%v\n%s", err, out)
			}
			if got := strings.Contains(out, "has been used since ("+c.said+")"); got != (c.said != "") {
				t.Errorf("it does not say %q:\n%s", c.said, out)
			}
		})
	}
}

// once runs the demonstration over a folder and gives its summary.
func once(t *testing.T, folder string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := Run(t.Context(), Options{Data: folder, End: now, Once: true, Anywhere: true, Out: &out, Err: io.Discard})
	return out.String(), err
}

// firstFeed brings a feed of the world into a state.
func firstFeed(state news.FeedState) func(context.Context, *store.Store, news.Publication) error {
	return func(ctx context.Context, s *store.Store, _ news.Publication) error {
		feeds, err := s.Feeds(ctx)
		if err != nil {
			return err
		}
		return s.SetFeedState(ctx, feeds[0].ID, state)
	}
}

// talks is the ledger of the story whose shape the product comes from.
func talks(ctx context.Context, s *store.Store) (news.Ledger, error) {
	all, err := s.Stories(ctx, 1000)
	if err != nil {
		return news.Ledger{}, err
	}
	for _, story := range all {
		if l, err := s.Ledger(ctx, story.ID); err != nil || len(l.Claims) > 0 && len(l.Claims[0].Positions) > 5 {
			return l, err
		}
	}
	return news.Ledger{}, os.ErrNotExist
}

// misplace puts a report of one happening into the story of another.
func misplace(ctx context.Context, s *store.Store, put func(ctx context.Context, report, story news.ID) error) error {
	l, err := talks(ctx, s)
	if err != nil {
		return err
	}
	all, err := s.Stories(ctx, 1000)
	if err != nil {
		return err
	}
	for _, story := range all {
		if story.ID != l.Story.ID {
			return put(ctx, l.Claims[0].Positions[0].ReportID, story.ID)
		}
	}
	return os.ErrNotExist
}
