package store

import (
	"context"
	"iter"
	"time"

	"onrecord/internal/news"
)

// grouping is how many reports are read at a time when the index of stories is made.
const grouping = 500

// GroupedSince gives the reports whose story was set after the given number, in the order in which it was last set; 0
// gives all that are in a story. Reports published before from are left out. Each comes with the gist of its words, or,
// where there is none, with the text of its newest read revision, or with what its feed says of it where there is none or it
// is empty.
func (s *Store) GroupedSince(ctx context.Context, after int64, from time.Time) iter.Seq2[news.Grouped, error] {
	return func(yield func(news.Grouped, error) bool) {
		for {
			batch, err := list(ctx, s, func(r row) (g news.Grouped, err error) {
				err = r.Scan(&g.Number, &g.ReportID, &g.StoryID, &g.Title, &g.Gist, &g.Text, &g.Language, stamp{&g.Published}, &g.Pinned)
				return g, err
			}, `SELECT r.grouped, r.id, r.story_id, r.title, g.words, CASE WHEN g.words IS NOT NULL THEN '' ELSE
				coalesce(nullif((SELECT v.text FROM revision v WHERE v.report_id = r.id AND v.read ORDER BY v.number DESC LIMIT 1), ''), r.summary) END,
				r.language, r.published, r.pinned
				FROM report r LEFT JOIN gist g ON g.report_id = r.id
				WHERE r.grouped > $1 AND r.published >= $2 AND r.story_id <> '' ORDER BY r.grouped LIMIT $3`,
				after, micros(from), grouping)
			if err != nil {
				yield(news.Grouped{}, err)
				return
			}
			for _, g := range batch {
				if !yield(g, nil) {
					return
				}
				after = g.Number
			}
			if len(batch) < grouping {
				return
			}
		}
	}
}

// GroupedText gives what GroupedSince gives of one report where there is no gist: its newest text, or what its feed says.
func (s *Store) GroupedText(ctx context.Context, reportID news.ID) (string, error) {
	return one(ctx, s, "report", func(r row) (text string, err error) { return text, r.Scan(&text) },
		`SELECT coalesce(nullif((SELECT v.text FROM revision v WHERE v.report_id = r.id AND v.read ORDER BY v.number DESC LIMIT 1), ''), r.summary)
		FROM report r WHERE r.id = $1`, reportID)
}

// SaveGist keeps what grouping needs of a report's words. An empty gist keeps nothing.
func (s *Store) SaveGist(ctx context.Context, reportID news.ID, gist []byte) error {
	if len(gist) == 0 {
		_, err := s.exec(ctx, `DELETE FROM gist WHERE report_id = $1`, reportID)
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO gist (report_id, words) VALUES ($1, $2)
		ON CONFLICT (report_id) DO UPDATE SET words = excluded.words`, reportID, gist)
	return err
}
