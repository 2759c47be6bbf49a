package store

import (
	"context"
	"slices"

	"onrecord/internal/news"
)

// SpeakerTurns gives the claims on which a speaker is reported to have said one thing and later the contrary: per claim the first time they
// said so, and the first time after it that they said otherwise; the newest first.
func (s *Store) SpeakerTurns(ctx context.Context, root news.ID, limit int) ([]news.Turn, error) {
	type said struct {
		claim, story news.ID
		wording, of  string
		side         news.TurnSide
	}
	all, err := list(ctx, s, func(r row) (v said, err error) {
		return v, r.Scan(&v.claim, &v.story, &v.wording, &v.of, &v.side.Stance, &v.side.Words, &v.side.ReportID, &v.side.Outlet, stamp{&v.side.At}, &v.side.Span[0], &v.side.Span[1])
	}, `SELECT c.id, c.story_id, c.wording, coalesce((SELECT y.title FROM story y WHERE y.id = c.story_id), ''), e.stance, e.words, e.report_id,
			coalesce((SELECT o.name FROM outlet o WHERE o.id = r.outlet_id), ''), CASE WHEN e.since > r.published THEN e.since ELSE r.published END, e.begins, e.ends
		FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN evidence e ON e.report_id = a.report_id AND e.speaker = a.name AND e.statement_id <> ''
		JOIN claim c ON c.id = e.claim_id AND c.gone = 0 JOIN report r ON r.id = e.report_id
		WHERE m.root = $1 AND e.words <> '' AND e.stance IN ('for', 'against') ORDER BY c.id, 9, e.report_id, e.ordinal`, root)
	if err != nil {
		return nil, err
	}
	var out []news.Turn
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(v said) bool { return v.claim != all[0].claim })
		if n < 0 {
			n = len(all)
		}
		first := all[0]
		for _, v := range all[:n] {
			if v.side.Stance != first.side.Stance && v.side.At.After(first.side.At) {
				out = append(out, news.Turn{Claim: first.claim, Story: first.story, Wording: first.wording, Of: first.of, Before: first.side, After: v.side})
				break
			}
		}
		all = all[n:]
	}
	slices.SortStableFunc(out, func(a, b news.Turn) int { return b.After.At.Compare(a.After.At) })
	return out[:min(len(out), limit)], nil
}
