package group

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"time"

	"onrecord/internal/news"
)

// Step puts reports into stories.
type Step struct {
	store Store
	next  Next
	clock news.Clock
	log   *slog.Logger

	// turn is taken before the store's transaction and held until it ends, never the other way about. It guards:
	turn    chan struct{}
	grouper *Grouper
	window  time.Duration
	seen    int64 // the number of the last grouped report that the grouper knows of
}

// NewStep makes the step. Its index is read from the store when the first report comes.
func NewStep(store Store, next Next, o Options, clock news.Clock, log *slog.Logger) *Step {
	g := New(o)
	return &Step{store: store, next: next, clock: clock, log: log, turn: make(chan struct{}, 1), grouper: g, window: time.Duration(g.window) * time.Second}
}

// Run puts one report into a story and hands the story on. A report that has a story already keeps it, and the story is
// handed on all the same. A report that is gone needs no story. It may be stopped at any moment and run again.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	report, text, err := s.load(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("grouping report %s: %w", id, err)
	}
	lean := Report{
		ID: string(id), Title: report.Title, Text: text, Outlet: report.Outlet, URL: report.URL, Language: report.Language,
		Published: report.Published,
	}
	ready := s.grouper.Prepare(lean)
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if report.StoryID == "" {
		if err := s.catchUp(ctx); err != nil { // the long part after a start, not under the lock
			return fmt.Errorf("grouping report %s: %w", id, err)
		}
	}
	in := report.StoryID
	err = s.store.Within(ctx, func(ctx context.Context) error {
		if err := s.store.LockGrouping(ctx); err != nil {
			return err
		}
		// Another run, or an editor, may have been quicker.
		now, err := s.store.Report(ctx, id)
		if news.KindOf(err) == news.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if in = now.StoryID; in != "" {
			return s.next(ctx, in)
		}
		if err := s.catchUp(ctx); err != nil {
			return err
		}
		story, err := s.storyFor(ctx, now, s.grouper.decide(ready))
		if err != nil {
			return err
		}
		if err := s.store.SaveStory(ctx, story); err != nil {
			return err
		}
		if err := s.store.SetStory(ctx, id, story.ID); err != nil {
			return err
		}
		if err := s.store.SaveGist(ctx, id, ready.Gist()); err != nil {
			return err
		}
		in = story.ID
		return s.next(ctx, in)
	})
	if err == nil && in != "" {
		err = s.mend(ctx, in)
	}
	if err != nil {
		return fmt.Errorf("grouping report %s: %w", id, err)
	}
	return nil
}

// load gives a report and what is known of its text: the newest one read, or what its feed said of it.
func (s *Step) load(ctx context.Context, id news.ID) (news.Report, string, error) {
	report, err := s.store.Report(ctx, id)
	if err != nil {
		return report, "", err
	}
	text := report.Summary
	revision, err := s.store.PreviousRevision(ctx, id, math.MaxInt32)
	if news.KindOf(err) == news.NotFound {
		err = nil
	}
	if err == nil && revision.Text != "" {
		text = revision.Text
	}
	return report, text, err
}

// catchUp brings the grouper up to what is committed in the store.
func (s *Step) catchUp(ctx context.Context) error {
	from := s.clock.Now().Add(-s.window)
	s.grouper.Forget(from)
	// Shelves go whole: what is moved among the reports of the oldest must be heard of too.
	for r, err := range s.store.GroupedSince(ctx, s.seen, from.Add(-span*time.Second)) {
		if err != nil {
			return err
		}
		lean := Report{ID: string(r.ReportID), Title: r.Title, Text: r.Text, Language: r.Language, Published: r.Published}
		ready, known := s.grouper.Recall(lean, r.Gist)
		if !known {
			if len(r.Gist) > 0 { // of another version of this program
				if lean.Text, err = s.store.GroupedText(ctx, r.ReportID); err != nil {
					return err
				}
			}
			ready = s.grouper.Prepare(lean)
		}
		s.grouper.Put(ready, string(r.StoryID))
		s.seen = r.Number
	}
	return nil
}

// storyFor gives the story that a report joins as it is with the report in it, or the new one that the report opens.
func (s *Step) storyFor(ctx context.Context, report news.Report, d Decision) (news.Story, error) {
	if d.Story == "" {
		s.log.DebugContext(ctx, "story opened", "report", report.ID, "nearest", d.Like, "score", d.Score)
		return news.Story{
			ID: news.NewID(s.clock.Now()), Title: report.Title, Language: report.Language,
			First: report.Published, Last: report.Published,
		}, nil
	}
	story, err := s.store.Story(ctx, news.ID(d.Story))
	for err == nil && story.MergedInto != "" {
		story, err = s.store.Story(ctx, story.MergedInto)
	}
	if err != nil {
		return story, fmt.Errorf("story %s: %w", d.Story, err)
	}
	s.log.DebugContext(ctx, "story joined", "report", report.ID, "story", story.ID, "nearest", d.Like, "copy", d.Copy, "score", d.Score)
	if report.Published.Before(story.First) {
		story.First = report.Published
	}
	if report.Published.After(story.Last) {
		story.Last = report.Published
	}
	return story, nil
}
