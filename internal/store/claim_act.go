package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const claimActColumns = `id, story_id, at, editor, kind, claim_id, into_id, report_id, evidence, wording, stance, undone_by, undone_at`

func scanClaimAct(r row) (a news.ClaimAct, err error) {
	err = r.Scan(&a.ID, &a.StoryID, stamp{&a.At}, &a.By, &a.Kind, &a.ClaimID, &a.Into, &a.ReportID, parsed{&a.Evidence}, &a.Wording, &a.Stance,
		&a.UndoneBy, stamp{&a.Undone})
	return a, err
}

// ClaimActs gives what editors did to the claims of a story, what was undone too, the first act first.
func (s *Store) ClaimActs(ctx context.Context, storyID news.ID) ([]news.ClaimAct, error) {
	return list(ctx, s, scanClaimAct, `SELECT `+claimActColumns+` FROM claim_act WHERE story_id = $1 ORDER BY seq`, storyID)
}

// ClaimAct gives an act by id.
func (s *Store) ClaimAct(ctx context.Context, id news.ID) (news.ClaimAct, error) {
	return one(ctx, s, "act", scanClaimAct, `SELECT `+claimActColumns+` FROM claim_act WHERE id = $1`, id)
}

// AddClaimAct keeps what an editor does to a claim, and has the story weighed again, which is when it shows. A claim or report that is
// not in the story is NotFound; what another editor's act stands in the way of is a Conflict.
func (s *Store) AddClaimAct(ctx context.Context, a news.ClaimAct) error {
	if err := a.Validate(); err != nil {
		return err
	}
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.TouchStory(ctx, a.StoryID); err != nil { // which keeps other editors and the machine out until this is done
			return err
		}
		acts, err := s.ClaimActs(ctx, a.StoryID)
		if err != nil {
			return err
		}
		log := news.ClaimLog(acts)
		if err := log.Refuse(a); err != nil {
			return err
		}
		split := log.SplitFrom() // claims that may not be in the ledger yet
		claims := []news.ID{a.ClaimID}
		if a.Into != "" && a.Kind != news.ActSplit {
			claims = append(claims, a.Into)
		}
		for _, id := range claims {
			if split[id] != "" {
				continue
			}
			c, err := s.Claim(ctx, id)
			if err != nil {
				return err
			}
			if c.StoryID != a.StoryID {
				return news.Errorf(news.NotFound, "there is no such claim in this story")
			}
		}
		if a.ReportID != "" {
			p, err := s.Report(ctx, a.ReportID)
			if err != nil {
				return err
			}
			if p.StoryID != a.StoryID {
				return news.Errorf(news.NotFound, "there is no such report in this story")
			}
		}
		_, err = s.exec(ctx, `INSERT INTO claim_act (`+claimActColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 0)`,
			a.ID, a.StoryID, micros(a.At), a.By, a.Kind, a.ClaimID, a.Into, a.ReportID, text(list0(a.Evidence)), a.Wording, a.Stance)
		return err
	})
}

// UndoClaimAct takes back what an editor did, and has the story weighed again. An act that was undone already is a Conflict.
func (s *Store) UndoClaimAct(ctx context.Context, id news.ID, by string, at time.Time) error {
	return s.Within(ctx, func(ctx context.Context) error {
		a, err := s.ClaimAct(ctx, id)
		if err != nil {
			return err
		}
		if err := s.TouchStory(ctx, a.StoryID); err != nil {
			return err
		}
		n, err := s.exec(ctx, `UPDATE claim_act SET undone_by = $2, undone_at = $3 WHERE id = $1 AND undone_at = 0`, id, by, micros(at))
		if err == nil && n == 0 {
			return news.Errorf(news.Conflict, "this has been undone already")
		}
		return err
	})
}
