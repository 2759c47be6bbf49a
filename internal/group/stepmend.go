package group

import (
	"context"
	"fmt"

	"onrecord/internal/news"
)

// mendings is how often a story is mended after one report at most: what a merger brings together may want splitting.
const mendings = 3

// mend does to a story, and to those beside it, what the evidence asks for since a report joined it. Looking costs little and
// is done without a lock; only what is found is looked at again under it, and done in the transaction that has it.
func (s *Step) mend(ctx context.Context, story news.ID) error {
	for range mendings {
		if err := s.catchUp(ctx); err != nil {
			return err
		}
		if len(s.grouper.Mend(string(story))) == 0 {
			return nil
		}
		goesOn := story
		err := s.store.Within(ctx, func(ctx context.Context) error {
			goesOn = story
			if err := s.store.LockGrouping(ctx); err != nil {
				return err
			}
			if err := s.catchUp(ctx); err != nil {
				return err
			}
			s.grouper.Recheck(string(story))
			for _, m := range s.grouper.Mend(string(story)) {
				into, err := s.do(ctx, m)
				if err != nil {
					return err
				}
				if into != "" && !m.Split {
					goesOn = into
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		story = goesOn
	}
	return nil
}

// do mends the stories in the store, and gives the one that got the reports; "" if an editor's hand forbids it.
func (s *Step) do(ctx context.Context, m Mending) (into news.ID, err error) {
	shaped, err := s.store.Shaped(ctx, news.ID(m.From))
	if err != nil {
		return "", err
	}
	if shaped {
		s.grouper.Fix(m.From, true)
		return "", nil
	}
	now := s.clock.Now()
	kept := news.Mending{ID: news.NewID(now), At: now, From: news.ID(m.From), Into: news.ID(m.Into), Score: m.Score}
	one, err := s.store.Report(ctx, news.ID(m.Like[0]))
	if err != nil {
		return "", err
	}
	other, err := s.store.Report(ctx, news.ID(m.Like[1]))
	if err != nil {
		return "", err
	}
	if !m.Split {
		kept.Because = fmt.Sprintf("the two tell of one happening: most alike are “%s” (%s) and “%s” (%s)", one.Title, one.Outlet, other.Title, other.Outlet)
		s.log.InfoContext(ctx, "story merged", "from", m.From, "into", m.Into, "reports", len(m.Reports), "score", m.Score)
		if err := s.store.MergeStories(ctx, kept); err != nil {
			return "", err
		}
		return kept.Into, s.next(ctx, kept.From, kept.Into)
	}
	var fresh news.Story
	for _, id := range m.Reports {
		r, err := s.store.Report(ctx, news.ID(id))
		if err != nil {
			return "", err
		}
		if fresh.ID == "" || r.Published.Before(fresh.First) {
			fresh.Title, fresh.Language, fresh.First = r.Title, r.Language, r.Published
		}
		if fresh.ID == "" || r.Published.After(fresh.Last) {
			fresh.Last = r.Published
		}
		if fresh.ID == "" {
			fresh.ID = news.NewID(now)
		}
		kept.Reports = append(kept.Reports, r.ID)
	}
	kept.Because = fmt.Sprintf("the two tell of different happenings: even the most alike, “%s” (%s) and “%s” (%s), are not much so", one.Title, one.Outlet, other.Title, other.Outlet)
	s.log.InfoContext(ctx, "story split", "from", m.From, "into", fresh.ID, "reports", len(m.Reports), "score", m.Score)
	if err := s.store.SplitStory(ctx, kept, fresh); err != nil {
		return "", err
	}
	return fresh.ID, s.next(ctx, kept.From, fresh.ID)
}
