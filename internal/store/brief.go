package store

import (
	"context"

	"onrecord/internal/news"
)

// MainClaims gives the main claim of each of some stories in brief, by story: two questions for a whole edition. A story without a claim,
// or that was merged into another, is left out.
func (s *Store) MainClaims(ctx context.Context, stories []news.ID) (map[news.ID]news.ClaimBrief, error) {
	claims, err := list(ctx, s, scanClaim, `SELECT `+claimColumns+` FROM claim WHERE story_id IN (`+s.dialect.words("$1")+`) AND gone = 0
		ORDER BY story_id, ordinal, id`, text(list0(stories)))
	if err != nil {
		return nil, err
	}
	out := map[news.ID]news.ClaimBrief{}
	var chosen []news.ID
	storyOf := map[news.ID]news.ID{}
	for _, c := range claims {
		if _, has := out[c.StoryID]; !has {
			out[c.StoryID] = news.ClaimBrief{Claim: c}
			chosen = append(chosen, c.ID)
			storyOf[c.ID] = c.StoryID
		}
	}
	origins, err := list(ctx, s, func(r row) (o news.OriginBrief, err error) {
		err = r.Scan(&o.ClaimID, &o.Label, &o.Name, &o.Standing, &o.Stance, &o.Party, &o.Root, &o.Reports, &o.Quote, &o.Speaker, &o.Outlet, stamp{&o.Published})
		return o, err
	}, `SELECT o.claim_id, o.label, o.name, o.standing, o.stance, o.party, o.root, o.reports, coalesce(e.words, p.quote, ''), coalesce(e.speaker, p.speaker, ''),
			coalesce(t.name, ''), coalesce(r.published, 0)
		FROM origin o LEFT JOIN evidence e ON e.claim_id = o.claim_id
			AND e.ordinal = (SELECT min(ordinal) FROM evidence f WHERE f.claim_id = o.claim_id AND f.origin = o.label AND f.stance = o.stance AND f.words <> '')
		LEFT JOIN position p ON p.claim_id = o.claim_id AND p.report_id = o.root AND p.origin = o.label
		LEFT JOIN report r ON r.id = o.root LEFT JOIN outlet t ON t.id = r.outlet_id
		WHERE o.claim_id IN (`+s.dialect.words("$1")+`) ORDER BY o.claim_id, o.ordinal`, text(list0(chosen)))
	for _, o := range origins {
		c := out[storyOf[o.ClaimID]]
		c.Origins = append(c.Origins, o)
		out[storyOf[o.ClaimID]] = c
	}
	return out, err
}
