package site

import (
	"context"

	"onrecord/internal/news"
)

// briefs gives the ledgers of an edition's items in brief.
func (s *Site) briefs(ctx context.Context, e news.Edition) (map[news.ID]news.ClaimBrief, error) {
	var stories []news.ID
	for _, section := range e.Sections {
		for _, item := range section.Items {
			if item.StoryID != "" && item.Ledger != "" {
				stories = append(stories, item.StoryID)
			}
		}
	}
	if len(stories) == 0 {
		return nil, nil //nolint:nilnil // nothing opens
	}
	return s.Store.MainClaims(ctx, stories)
}

// brief is a ledger that opens under an item: a few origins of each side.
type brief struct {
	View  view
	Item  news.EditionItem
	Claim news.ClaimBrief
	Sides []briefSide
}

type briefSide struct {
	Stance news.Stance
	Shown  []news.OriginBrief
	Left   int // further ones
}

// briefly is how many origins of a side a brief shows.
const briefly = 3

// briefFor gives the ledger that opens under an item; without sides, there is nothing to open, and its line leads to the story.
func briefFor(v view, item news.EditionItem) brief {
	b := brief{View: v, Item: item}
	page, is := v.Data.(editionPage)
	if !is {
		return b
	}
	b.Claim = page.Briefs[item.StoryID]
	for _, stance := range []news.Stance{news.For, news.Against} {
		if all := b.Claim.On(stance); len(all) > 0 {
			n := min(len(all), briefly)
			b.Sides = append(b.Sides, briefSide{stance, all[:n], len(all) - n})
		}
	}
	return b
}
