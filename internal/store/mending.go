package store

import (
	"context"
	"slices"

	"onrecord/internal/news"
)

func scanMending(r row) (m news.Mending, err error) {
	err = r.Scan(&m.ID, stamp{&m.At}, &m.Kind, &m.Who, &m.From, &m.Into, parsed{&m.Reports}, &m.Because, &m.Score, &m.FromTitle, &m.IntoTitle)
	return m, err
}

// Mendings gives what was done to a story and to those that ended in it, the last first.
func (s *Store) Mendings(ctx context.Context, storyID news.ID) ([]news.Mending, error) {
	return list(ctx, s, scanMending, `SELECT m.id, m.at, m.kind, m.who, m.from_story, m.into_story, m.reports, m.because, m.score, f.title, i.title
		FROM mending m JOIN story f ON f.id = m.from_story JOIN story i ON i.id = m.into_story
		WHERE m.from_story = $1 OR m.into_story = $1 ORDER BY m.seq DESC`, storyID)
}

// Shaped reports whether an editor had a hand in which reports are in a story.
func (s *Store) Shaped(ctx context.Context, storyID news.ID) (bool, error) {
	return one(ctx, s, "story", func(r row) (is bool, err error) { return is, r.Scan(&is) }, `SELECT shaped FROM story WHERE id = $1`, storyID)
}

// MergeStories has all reports of m.From go to m.Into, to which its address leads from then on. m.Reports is filled in.
// The machine, without m.Who, cannot end a story that an editor shaped: a Conflict, as is a story that has ended already.
func (s *Store) MergeStories(ctx context.Context, m news.Mending) error {
	m.Kind = news.MergedStories
	return s.mend(ctx, m, func(ctx context.Context) error {
		if _, err := s.exec(ctx, `UPDATE story SET merged_into = $2 WHERE id = $1 OR merged_into = $1`, m.From, m.Into); err != nil {
			return err
		}
		return s.takeClaims(ctx, m)
	})
}

// takeClaims has the claims of a story that ended go with its reports, and what editors did to them: it is done again where they are now.
func (s *Store) takeClaims(ctx context.Context, m news.Mending) error {
	ended, err := s.Story(ctx, m.From)
	if err != nil || ended.MergedInto != m.Into {
		return err
	}
	if _, err := s.exec(ctx, `UPDATE claim SET story_id = $2, main = FALSE,
		ordinal = ordinal + (SELECT count(*) FROM claim c WHERE c.story_id = $2) WHERE story_id = $1`, m.From, m.Into); err != nil {
		return err
	}
	_, err = s.exec(ctx, `UPDATE claim_act SET story_id = $2 WHERE story_id = $1`, m.From, m.Into)
	return err
}

// SplitStory has m.Reports go from m.From to a new story. At least one must stay. The machine cannot split a story that an
// editor shaped.
func (s *Store) SplitStory(ctx context.Context, m news.Mending, into news.Story) error {
	m.Kind, m.Into = news.SplitStory, into.ID
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.SaveStory(ctx, into); err != nil {
			return err
		}
		return s.mend(ctx, m, nil)
	})
}

// MoveReports has m.Reports go from m.From to m.Into by an editor. Where none is left, the address of m.From leads to m.Into.
func (s *Store) MoveReports(ctx context.Context, m news.Mending) error {
	m.Kind = news.MovedReports
	return s.mend(ctx, m, func(ctx context.Context) error {
		if _, err := s.exec(ctx, `UPDATE story SET merged_into = $2 WHERE (id = $1 OR merged_into = $1)
			AND NOT EXISTS (SELECT 1 FROM report WHERE story_id = $1)`, m.From, m.Into); err != nil {
			return err
		}
		return s.takeClaims(ctx, m)
	})
}

// mend moves reports from one story to another, does what else is to be done, and notes both.
func (s *Store) mend(ctx context.Context, m news.Mending, more func(ctx context.Context) error) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.LockGrouping(ctx); err != nil { // numbers must come to light in their order: see GroupedSince
			return err
		}
		if err := s.mayMend(ctx, &m); err != nil {
			return err
		}
		for _, id := range m.Reports {
			n, err := s.exec(ctx, `UPDATE report SET story_id = $3, pinned = pinned OR $4,
				grouped = (SELECT coalesce(max(grouped), 0) + 1 FROM report) WHERE id = $1 AND story_id = $2`, id, m.From, m.Into, m.Who != "")
			if err != nil {
				return err
			}
			if n == 0 {
				return news.Errorf(news.Conflict, "a report is no longer in that story; look again")
			}
		}
		for _, id := range []news.ID{m.From, m.Into} {
			if _, err := s.exec(ctx, `UPDATE story SET version = version + 1, shaped = shaped OR $2,
				reports = (SELECT count(*) FROM report WHERE story_id = $1),
				first_at = coalesce((SELECT min(published) FROM report WHERE story_id = $1), first_at),
				last_at = coalesce((SELECT max(published) FROM report WHERE story_id = $1), last_at) WHERE id = $1`, id, m.Who != ""); err != nil {
				return err
			}
		}
		if more != nil {
			if err := more(ctx); err != nil {
				return err
			}
		}
		_, err := s.exec(ctx, `INSERT INTO mending (id, at, kind, who, from_story, into_story, reports, because, score)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, m.ID, micros(m.At), m.Kind, m.Who, m.From, m.Into, text(m.Reports), m.Because, m.Score)
		return err
	})
}

// mayMend checks whether stories are as a change of them takes for granted.
func (s *Store) mayMend(ctx context.Context, m *news.Mending) error {
	from, err := s.Story(ctx, m.From)
	if err != nil {
		return err
	}
	into, err := s.Story(ctx, m.Into)
	switch {
	case err != nil:
		return err
	case from.ID == into.ID:
		return news.FieldErrorf("to", "that is the same story; name another one")
	case from.MergedInto != "" || into.MergedInto != "":
		return news.Errorf(news.Conflict, "one of the two stories has ended in another by now; look again")
	}
	if m.Who == "" {
		shaped, err := s.Shaped(ctx, m.From)
		if err != nil {
			return err
		}
		if shaped {
			return news.Errorf(news.Conflict, "an editor shaped that story")
		}
	}
	in, err := s.StoryReports(ctx, m.From)
	if err != nil {
		return err
	}
	if m.Kind == news.MergedStories {
		m.Reports = nil
		for _, r := range in {
			m.Reports = append(m.Reports, r.ID)
		}
		return nil
	}
	m.Reports = slices.Compact(slices.Sorted(slices.Values(m.Reports)))
	switch {
	case len(m.Reports) == 0:
		return news.FieldErrorf("report", "choose at least one report")
	case m.Kind == news.SplitStory && len(m.Reports) >= len(in):
		return news.FieldErrorf("report", "at least one report stays in the story; choose fewer")
	}
	return nil
}
