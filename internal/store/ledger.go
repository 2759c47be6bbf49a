package store

import (
	"context"

	"onrecord/internal/news"
)

// StoryVersion gives a story, the version that its reports are at, and the version its ledger was made from (0: never).
func (s *Store) StoryVersion(ctx context.Context, id news.ID) (story news.Story, version, weighed int64, err error) {
	story, err = one(ctx, s, "story", func(r row) (st news.Story, err error) {
		err = r.Scan(&st.ID, &st.Title, &st.Language, stamp{&st.First}, stamp{&st.Last}, &st.Reports, &st.MergedInto, &version, &weighed)
		return st, err
	}, `SELECT `+storyColumns+`, version, weighed FROM story WHERE id = $1`, id)
	return story, version, weighed, err
}

// Accounts gives the reports of a story with their outlets, newest texts, statements, and what they said before.
func (s *Store) Accounts(ctx context.Context, storyID news.ID) ([]news.Account, error) {
	reports, err := s.StoryReports(ctx, storyID)
	if err != nil {
		return nil, err
	}
	accounts := make([]news.Account, 0, len(reports))
	for _, report := range reports {
		a := news.Account{Report: report}
		if a.Outlet, err = s.Outlet(ctx, report.OutletID); err != nil {
			return nil, err
		}
		revisions, err := s.Revisions(ctx, report.ID)
		if err != nil {
			return nil, err
		}
		for i, v := range revisions {
			statements, err := s.Statements(ctx, v.ID)
			if err != nil {
				return nil, err
			}
			if i == len(revisions)-1 {
				a.Text, a.Fetched, a.Links, a.Statements = v.Text, v.Fetched, v.Links, statements
				break
			}
			a.Earlier = append(a.Earlier, news.EarlierText{Number: v.Number, Fetched: v.Fetched, Title: v.Title, Text: v.Text, Statements: statements})
		}
		accounts = append(accounts, a)
	}
	return accounts, nil
}

func scanClaim(r row) (c news.ClaimLedger, err error) {
	err = r.Scan(&c.ID, &c.StoryID, &c.Ordinal, &c.Wording, &c.Main, &c.Locked, &c.Key)
	return c, err
}

func scanOrigin(r row) (o news.Origin, err error) {
	err = r.Scan(&o.ClaimID, &o.Label, &o.Name, &o.Standing, &o.Stance, &o.Root, &o.Reports)
	return o, err
}

func scanPosition(r row) (p news.Position, err error) {
	err = r.Scan(&p.ClaimID, &p.ReportID, &p.Stance, &p.Origin, parsed{&p.Also}, &p.EchoOf, &p.Standing, &p.Credits,
		&p.StatementID, &p.Quote, &p.Speaker, &p.ByEditor)
	return p, err
}

func scanChange(r row) (c news.Change, err error) {
	err = r.Scan(stamp{&c.At}, &c.Kind, &c.ReportID, &c.Words)
	return c, err
}

// Claims gives a story's claims with their origins and positions, the main one first.
func (s *Store) Claims(ctx context.Context, storyID news.ID) ([]news.ClaimLedger, error) {
	claims, err := list(ctx, s, scanClaim, `SELECT id, story_id, ordinal, wording, main, locked, key FROM claim WHERE story_id = $1 ORDER BY ordinal, id`, storyID)
	if err != nil {
		return nil, err
	}
	for i := range claims {
		c := &claims[i]
		if c.Origins, err = list(ctx, s, scanOrigin, `SELECT claim_id, label, name, standing, stance, root, reports
			FROM origin WHERE claim_id = $1 ORDER BY ordinal`, c.ID); err != nil {
			return nil, err
		}
		if c.Positions, err = list(ctx, s, scanPosition, `SELECT claim_id, report_id, stance, origin, also, echo_of, standing, credits,
			statement_id, quote, speaker, by_editor FROM position WHERE claim_id = $1 ORDER BY ordinal`, c.ID); err != nil {
			return nil, err
		}
	}
	return claims, nil
}

// Ledger gives all that is known of a story's claims and how they changed.
func (s *Store) Ledger(ctx context.Context, storyID news.ID) (l news.Ledger, err error) {
	if l.Story, err = s.Story(ctx, storyID); err != nil {
		return l, err
	}
	if l.Claims, err = s.Claims(ctx, storyID); err != nil {
		return l, err
	}
	l.Changes, err = list(ctx, s, scanChange, `SELECT at, kind, report_id, words FROM change WHERE story_id = $1 ORDER BY ordinal`, storyID)
	return l, err
}

// SaveLedger replaces a story's claims, origins, positions and changes, and notes that they were made from version.
func (s *Store) SaveLedger(ctx context.Context, story news.Story, version int64, claims []news.ClaimLedger, changes []news.Change) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := must("story")(s.exec(ctx, `UPDATE story SET title = $2, language = $3, first_at = $4, last_at = $5, weighed = $6 WHERE id = $1`,
			story.ID, story.Title, story.Language, micros(story.First), micros(story.Last), version)); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM change WHERE story_id = $1`, story.ID); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM claim WHERE story_id = $1`, story.ID); err != nil { // origins and positions go with it
			return err
		}
		for i, c := range claims {
			if err := s.addClaim(ctx, story.ID, i, c); err != nil {
				return err
			}
		}
		for i, c := range changes {
			if _, err := s.exec(ctx, `INSERT INTO change (story_id, ordinal, at, kind, report_id, words) VALUES ($1, $2, $3, $4, $5, $6)`,
				story.ID, i, micros(c.At), c.Kind, c.ReportID, c.Words); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) addClaim(ctx context.Context, storyID news.ID, ordinal int, c news.ClaimLedger) error {
	if _, err := s.exec(ctx, `INSERT INTO claim (id, story_id, ordinal, wording, main, locked, key) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, storyID, ordinal, c.Wording, c.Main, c.Locked, c.Key); err != nil {
		return err
	}
	for i, o := range c.Origins {
		if _, err := s.exec(ctx, `INSERT INTO origin (claim_id, label, ordinal, name, standing, stance, root, reports) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			c.ID, o.Label, i, o.Name, o.Standing, o.Stance, o.Root, o.Reports); err != nil {
			return err
		}
	}
	for i, p := range c.Positions {
		if _, err := s.exec(ctx, `INSERT INTO position (claim_id, report_id, ordinal, stance, origin, also, echo_of, standing, credits, statement_id, quote, speaker, by_editor)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			c.ID, p.ReportID, i, p.Stance, p.Origin, text(list0(p.Also)), p.EchoOf, p.Standing, p.Credits, p.StatementID, p.Quote, p.Speaker, p.ByEditor); err != nil {
			return err
		}
	}
	return nil
}

// RewordClaim words a claim for good: no re-run changes it.
func (s *Store) RewordClaim(ctx context.Context, claimID news.ID, wording string) error {
	if err := (news.Claim{Wording: wording}).Validate(); err != nil {
		return err
	}
	return must("claim")(s.exec(ctx, `UPDATE claim SET wording = $2, locked = TRUE WHERE id = $1`, claimID, wording))
}

// SetStance says for good where a report stands to a claim, and has the story weighed again.
func (s *Store) SetStance(ctx context.Context, claimID, reportID news.ID, stance news.Stance) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := must("position")(s.exec(ctx, `UPDATE position SET stance = $3, by_editor = TRUE WHERE claim_id = $1 AND report_id = $2`,
			claimID, reportID, stance)); err != nil {
			return err
		}
		_, err := s.exec(ctx, `UPDATE story SET version = version + 1 WHERE id = (SELECT story_id FROM claim WHERE id = $1)`, claimID)
		return err
	})
}
