package store

import (
	"context"
	"time"

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
	outlets, err := list(ctx, s, scanOutlet, `SELECT `+outletColumns+` FROM outlet
		WHERE id IN (SELECT outlet_id FROM report WHERE story_id = $1)`, storyID)
	if err != nil {
		return nil, err
	}
	revisions, err := list(ctx, s, scanRevision, `SELECT `+revisionColumns+` FROM revision
		WHERE report_id IN (SELECT id FROM report WHERE story_id = $1) AND read ORDER BY report_id, number`, storyID)
	if err != nil {
		return nil, err
	}
	statements, err := list(ctx, s, scanStatement, `SELECT `+statementColumns+` FROM statement
		WHERE report_id IN (SELECT id FROM report WHERE story_id = $1) AND overruled_by = '' ORDER BY revision_id, ordinal, id`, storyID)
	if err != nil {
		return nil, err
	}
	outletOf := map[news.ID]news.Outlet{}
	for _, o := range outlets {
		outletOf[o.ID] = o
	}
	in := map[news.ID][]news.Statement{}
	for _, st := range statements {
		in[st.RevisionID] = append(in[st.RevisionID], st)
	}
	of := map[news.ID][]news.Revision{}
	for _, v := range revisions {
		of[v.ReportID] = append(of[v.ReportID], v)
	}
	accounts := make([]news.Account, 0, len(reports))
	for _, report := range reports {
		a := news.Account{Report: report, Outlet: outletOf[report.OutletID]}
		for i, v := range of[report.ID] {
			if i == len(of[report.ID])-1 {
				a.Title, a.Text, a.Fetched, a.Links, a.Statements = v.Title, v.Text, v.Fetched, v.Links, in[v.ID]
				break
			}
			a.Earlier = append(a.Earlier, news.EarlierText{Number: v.Number, Fetched: v.Fetched, Title: v.Title, Text: v.Text, Statements: in[v.ID]})
		}
		accounts = append(accounts, a)
	}
	return accounts, nil
}

// Ledger gives all that is known of a story's claims and how they changed.
func (s *Store) Ledger(ctx context.Context, storyID news.ID) (l news.Ledger, err error) {
	if l.Story, err = s.Story(ctx, storyID); err != nil {
		return l, err
	}
	if l.Claims, err = s.Claims(ctx, storyID); err != nil {
		return l, err
	}
	l.Changes, err = list(ctx, s, func(r row) (c news.Change, err error) {
		var after int64
		err = r.Scan(stamp{&c.At}, &c.Kind, &c.ReportID, &c.ClaimID, &c.Words, &after, parsed{&c.Told})
		c.After = time.Duration(after) * time.Microsecond
		return c, err
	}, `SELECT at, kind, report_id, claim_id, words, later, told FROM change WHERE story_id = $1 ORDER BY ordinal`, storyID)
	return l, err
}

// SaveLedger replaces a story's claims with all that bears on them, and its changes, and notes that they were made from version. Claims
// that have left the ledger come with Gone set. Where the ledger was made from a later version meanwhile, by a run that was quicker, it
// is left as it is, and that is a Conflict.
func (s *Store) SaveLedger(ctx context.Context, story news.Story, version int64, claims []news.ClaimLedger, changes []news.Change) error {
	return s.Within(ctx, func(ctx context.Context) error {
		n, err := s.exec(ctx, `UPDATE story SET title = $2, language = $3, first_at = $4, last_at = $5, weighed = $6 WHERE id = $1 AND weighed <= $6`,
			story.ID, story.Title, story.Language, micros(story.First), micros(story.Last), version)
		if err == nil && n == 0 {
			_, _, weighed, lost := s.StoryVersion(ctx, story.ID)
			if err = lost; err == nil {
				err = news.Errorf(news.Conflict, "the ledger of this story was made from version %d meanwhile, and this is %d", weighed, version)
			}
		}
		if err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM change WHERE story_id = $1`, story.ID); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM claim WHERE story_id = $1`, story.ID); err != nil { // what bears on them goes too
			return err
		}
		for i, c := range claims {
			if err := s.addClaim(ctx, story.ID, i, c); err != nil {
				return err
			}
		}
		for i, c := range changes {
			if _, err := s.exec(ctx, `INSERT INTO change (story_id, ordinal, at, kind, report_id, claim_id, words, later, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				story.ID, i, micros(c.At), c.Kind, c.ReportID, c.ClaimID, c.Words, c.After.Microseconds(), text(c.Told)); err != nil {
				return err
			}
		}
		return nil
	})
}
