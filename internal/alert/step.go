package alert

import (
	"context"
	"log/slog"
	"strconv"

	"onrecord/internal/news"
)

// Step raises notices.
type Step struct {
	store Store
	wake  func()
	log   *slog.Logger
}

// New makes the step. wake, if not nil, is called after notices were raised: the hub's Wake.
func New(store Store, wake func(), log *slog.Logger) *Step {
	if wake == nil {
		wake = func() {}
	}
	return &Step{store: store, wake: wake, log: log}
}

// Run raises what a story or an edition gives cause for. An id that is neither is NotFound.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	notices, err := s.ofStory(ctx, id)
	if news.KindOf(err) == news.NotFound {
		notices, err = s.ofEdition(ctx, id)
	}
	if err != nil {
		return err
	}
	raised := 0
	err = s.store.Within(ctx, func(ctx context.Context) error {
		raised = 0
		for _, n := range notices {
			var err error
			if n.Parts > 0 {
				if n.Thread, err = s.thread(ctx, n); err != nil {
					return err
				}
			}
			seq, err := s.store.AddNotice(ctx, n)
			if err != nil {
				return err
			}
			if seq != 0 {
				raised++
			}
		}
		return nil
	})
	if err == nil && raised > 0 {
		s.wake()
	}
	return err
}

// ofEdition says that an edition appeared.
func (s *Step) ofEdition(ctx context.Context, id news.ID) ([]news.Notice, error) {
	e, err := s.store.Edition(ctx, id)
	if err != nil {
		return nil, err
	}
	if e.State != news.Published {
		return nil, nil
	}
	p, err := s.store.Publication(ctx, e.PublicationID)
	if err != nil {
		return nil, err
	}
	return []news.Notice{{
		Key: "edition/" + string(e.ID), At: e.PublishedAt, Kind: news.NoticeEdition, Who: p.Name, Title: e.Title, Body: e.Standfirst,
		URL: "/" + p.Slug + "/" + e.Slug, PublicationID: p.ID,
	}}, nil
}

// ofStory gives the notices of a story's changes that somebody watches, and of what the house's own social outlets posted.
func (s *Step) ofStory(ctx context.Context, id news.ID) ([]news.Notice, error) {
	story, err := s.store.Story(ctx, id)
	if err != nil {
		return nil, err
	}
	ledger, err := s.store.Ledger(ctx, id)
	if err != nil {
		return nil, err
	}
	accounts, err := s.store.Accounts(ctx, id)
	if err != nil {
		return nil, err
	}
	watches, err := s.store.Watches(ctx)
	if err != nil {
		return nil, err
	}
	byReport := map[news.ID]news.Account{}
	var out []news.Notice
	for _, a := range accounts {
		byReport[a.Report.ID] = a
		if a.Outlet.Kind == news.Social && a.Outlet.Own {
			out = append(out, post(a))
		}
	}
	for _, c := range ledger.Changes {
		if !watched(watches, c.Kind, id) {
			continue
		}
		told := c.Told
		if told.Kind != "" {
			told.Story = story.Title
		}
		out = append(out, news.Notice{
			Key: changeKey(id, c), At: c.At, Kind: news.NoticeWatch, Who: byReport[c.ReportID].Outlet.Name,
			Title: sentence(c.Kind) + ": " + story.Title, Body: c.Words, Told: told, URL: "/story/" + string(id), StoryID: id,
		})
	}
	return out, nil
}

func watched(watches []news.Watch, kind news.ChangeKind, story news.ID) bool {
	for _, w := range watches {
		if w.Kind == kind.Watch() && (w.StoryID == "" || w.StoryID == story) {
			return true
		}
	}
	return false
}

// changeKey says what raised a notice. What can happen but once in a story (its first denial) is raised once, also if a
// report that arrives late turns out to have been earlier; a new origin is raised once a report, and an edit once a kind of what it changed.
func changeKey(story news.ID, c news.Change) string {
	key := "story/" + string(story) + "/" + string(c.Kind)
	switch {
	case c.Kind == news.NewOrigin:
		key += "/" + string(c.ReportID)
	case c.Kind.OfText():
		key += "/" + string(c.ReportID) + "/" + strconv.FormatInt(c.At.Unix(), 10)
	}
	return key
}

// sentence writes a kind of change as the beginning of one.
func sentence(kind news.ChangeKind) string {
	s := []rune(string(kind))
	if len(s) > 0 && s[0] >= 'a' && s[0] <= 'z' {
		s[0] -= 'a' - 'A'
	}
	return string(s)
}
