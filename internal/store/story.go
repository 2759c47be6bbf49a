package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const storyColumns = `id, title, language, first_at, last_at, reports, merged_into`

func scanStory(r row) (st news.Story, err error) {
	err = r.Scan(&st.ID, &st.Title, &st.Language, stamp{&st.First}, stamp{&st.Last}, &st.Reports, &st.MergedInto)
	return st, err
}

// SaveStory adds a story, or changes one's title, language and times.
func (s *Store) SaveStory(ctx context.Context, st news.Story) error {
	_, err := s.exec(ctx, `INSERT INTO story (`+storyColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, language = excluded.language, first_at = excluded.first_at,
			last_at = excluded.last_at, merged_into = excluded.merged_into`,
		st.ID, st.Title, st.Language, micros(st.First), micros(st.Last), st.Reports, st.MergedInto)
	return err
}

// Story gives a story by id.
func (s *Store) Story(ctx context.Context, id news.ID) (news.Story, error) {
	return one(ctx, s, "story", scanStory, `SELECT `+storyColumns+` FROM story WHERE id = $1`, id)
}

// Stories gives the stories with the newest reports, the newest first.
func (s *Store) Stories(ctx context.Context, limit int) ([]news.Story, error) {
	return list(ctx, s, scanStory, `SELECT `+storyColumns+` FROM story WHERE merged_into = '' AND reports > 0 ORDER BY last_at DESC, id DESC LIMIT $1`, limit)
}

// StoriesBetween gives the stories that have a report published in [from, until), the one with the newest report first.
func (s *Store) StoriesBetween(ctx context.Context, from, until time.Time) ([]news.Story, error) {
	return list(ctx, s, scanStory, `SELECT `+storyColumns+` FROM story WHERE merged_into = ''
		AND EXISTS (SELECT 1 FROM report r WHERE r.story_id = story.id AND r.published >= $1 AND r.published < $2)
		ORDER BY last_at DESC, id DESC`, micros(from), micros(until))
}

// LockGrouping keeps every other machine from grouping until the transaction of ctx ends.
func (s *Store) LockGrouping(ctx context.Context) error { return s.lock(ctx, s.dialect.lockGrouping) }

// SetStory puts a report into a story and notes that both the old story and the new one have changed. A report that an
// editor moved is left where it is.
func (s *Store) SetStory(ctx context.Context, reportID, storyID news.ID) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.LockGrouping(ctx); err != nil { // numbers must come to light in their order: see GroupedSince
			return err
		}
		old, err := s.Report(ctx, reportID)
		if err != nil {
			return err
		}
		n, err := s.exec(ctx, `UPDATE report SET story_id = $2,
			grouped = (SELECT coalesce(max(grouped), 0) + 1 FROM report) WHERE id = $1 AND NOT pinned`, reportID, storyID)
		if err != nil || n == 0 {
			return err
		}
		for _, id := range []news.ID{old.StoryID, storyID} {
			if id == "" {
				continue
			}
			if _, err := s.exec(ctx, `UPDATE story SET version = version + 1,
				reports = (SELECT count(*) FROM report WHERE story_id = $1) WHERE id = $1`, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// TouchStories notes of all stories that something in them changed, and gives them.
func (s *Store) TouchStories(ctx context.Context) (ids []news.ID, err error) {
	err = s.Within(ctx, func(ctx context.Context) error {
		if _, err := s.exec(ctx, `UPDATE story SET version = version + 1 WHERE merged_into = '' AND reports > 0`); err != nil {
			return err
		}
		ids, err = list(ctx, s, scanID, `SELECT id FROM story WHERE merged_into = '' AND reports > 0 ORDER BY last_at DESC, id`)
		return err
	})
	return ids, err
}

// TouchStory notes that something in a story changed, so that it is weighed again.
func (s *Store) TouchStory(ctx context.Context, id news.ID) error {
	return must("story")(s.exec(ctx, `UPDATE story SET version = version + 1 WHERE id = $1`, id))
}
