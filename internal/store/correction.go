package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const correctionColumns = `id, root, revision_id, report_id, act, editor, at, machine, statement, around, begins, lost, carried_from, ended_by, ended_at`

// wording is a statement as a correction keeps it: what it says, without what it is part of.
type wording struct {
	Source   []news.Span   `json:"source"`
	Cue      []news.Span   `json:"cue"`
	Content  []news.Span   `json:"content"`
	Polarity news.Polarity `json:"polarity"`
	Standing news.Standing `json:"standing"`
	Speaker  string        `json:"speaker"`
	Via      []string      `json:"via"`
}

func wordingOf(st *news.Statement) *wording {
	if st == nil {
		return nil
	}
	return &wording{list0(st.Source), list0(st.Cue), list0(st.Content), st.Polarity, st.Standing, st.Speaker, list0(st.Via)}
}

func (w *wording) statement() *news.Statement {
	if w == nil {
		return nil
	}
	return &news.Statement{Source: w.Source, Cue: w.Cue, Content: w.Content, Polarity: w.Polarity, Standing: w.Standing, Speaker: w.Speaker, Via: w.Via}
}

func scanCorrection(r row) (c news.Correction, err error) {
	var machine, statement *wording
	err = r.Scan(&c.ID, &c.Root, &c.RevisionID, &c.ReportID, &c.Act, &c.By, stamp{&c.At}, parsed{&machine}, parsed{&statement},
		&c.Around, &c.From, &c.Lost, &c.CarriedFrom, &c.EndedBy, stamp{&c.EndedAt})
	c.Machine, c.Statement = machine.statement(), statement.statement()
	return c, err
}

// Corrections gives all that editors said of a revision's statements, what they undid again too, the oldest first.
func (s *Store) Corrections(ctx context.Context, revisionID news.ID) ([]news.Correction, error) {
	return list(ctx, s, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE revision_id = $1 ORDER BY at, id`, revisionID)
}

// StandingCorrections gives the corrections made at or after since that stand, of all revisions, the oldest first.
func (s *Store) StandingCorrections(ctx context.Context, since time.Time) ([]news.Correction, error) {
	return list(ctx, s, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE ended_at = 0 AND at >= $1 ORDER BY at, id`, micros(since))
}

// LostCorrections gives the corrections that stand while their words no longer do in the newest text of the report, the newest first.
func (s *Store) LostCorrections(ctx context.Context, limit int) ([]news.Correction, error) {
	return list(ctx, s, scanCorrection, `SELECT `+correctionColumns+` FROM correction c WHERE ended_at = 0 AND lost
		AND NOT EXISTS (SELECT 1 FROM revision v JOIN revision o ON o.report_id = v.report_id AND o.number > v.number AND o.read WHERE v.id = c.revision_id)
		ORDER BY at DESC, id DESC LIMIT $1`, limit)
}

// CorrectedBefore gives the versions of a text before one in which something that editors said of a statement, the one whose
// corrections have that root, still stands; the newest first.
func (s *Store) CorrectedBefore(ctx context.Context, revisionID, root news.ID) ([]news.ID, error) {
	return list(ctx, s, scanID, `SELECT o.id FROM revision o JOIN revision v ON v.report_id = o.report_id AND o.number < v.number
		WHERE v.id = $1 AND EXISTS (SELECT 1 FROM correction c WHERE c.revision_id = o.id AND c.root = $2 AND c.ended_at = 0)
		ORDER BY o.number DESC`, revisionID, root)
}

// LockRevision keeps everybody else from reading or correcting a revision until the transaction of ctx ends.
func (s *Store) LockRevision(ctx context.Context, id news.ID) error {
	return must("revision")(s.exec(ctx, `UPDATE revision SET read = read WHERE id = $1`, id))
}

// SaveCorrections adds corrections of one revision, or changes those that are there, and puts its statements in order
// accordingly. If the report is in a story, that has changed.
func (s *Store) SaveCorrections(ctx context.Context, revisionID news.ID, corrections []news.Correction) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.settle(ctx, revisionID, corrections); err != nil {
			return err
		}
		report, err := one(ctx, s, "revision", scanID, `SELECT report_id FROM revision WHERE id = $1`, revisionID)
		if err != nil {
			return err
		}
		if err := s.mark(ctx, report); err != nil {
			return err
		}
		_, err = s.exec(ctx, `UPDATE story SET version = version + 1 WHERE id = (SELECT r.story_id FROM report r JOIN revision v ON v.report_id = r.id WHERE v.id = $1)`, revisionID)
		return err
	})
}

// settle keeps corrections, and works out anew which statements of a revision stand.
func (s *Store) settle(ctx context.Context, revisionID news.ID, corrections []news.Correction) error {
	for _, c := range corrections {
		if _, err := s.exec(ctx, `INSERT INTO correction (`+correctionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
			ON CONFLICT (id) DO UPDATE SET machine = excluded.machine, statement = excluded.statement, around = excluded.around,
				begins = excluded.begins, lost = excluded.lost, ended_by = excluded.ended_by, ended_at = excluded.ended_at`,
			c.ID, c.Root, revisionID, c.ReportID, c.Act, c.By, micros(c.At), text(wordingOf(c.Machine)), text(wordingOf(c.Statement)),
			c.Around, c.From, c.Lost, c.CarriedFrom, c.EndedBy, micros(c.EndedAt)); err != nil {
			return err
		}
	}
	found, err := s.Found(ctx, revisionID)
	if err != nil {
		return err
	}
	all, err := s.Corrections(ctx, revisionID)
	if err != nil {
		return err
	}
	if _, err := s.exec(ctx, `DELETE FROM statement WHERE revision_id = $1 AND by_editor`, revisionID); err != nil {
		return err
	}
	was := map[news.ID]news.Statement{}
	for _, st := range found {
		was[st.ID] = st
	}
	for _, st := range news.Settle(found, all) {
		switch {
		case st.ByEditor:
			err = s.addStatement(ctx, st)
		case st.Ordinal != was[st.ID].Ordinal || st.OverruledBy != was[st.ID].OverruledBy:
			_, err = s.exec(ctx, `UPDATE statement SET ordinal = $2, overruled_by = $3 WHERE id = $1`, st.ID, st.Ordinal, st.OverruledBy)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
