package store

import (
	"context"
	"slices"

	"onrecord/internal/news"
)

func scanAct(r row) (a news.SpeakerAct, err error) {
	err = r.Scan(&a.ID, stamp{&a.At}, &a.Who, &a.Kind, &a.Speaker, &a.Other, &a.Undoes, &a.Undone, parsed{&a.Change}, &a.SpeakerName, &a.OtherName)
	return a, err
}

const actQuery = `SELECT c.id, c.at, c.who, c.kind, c.speaker_id, c.other_id, c.undoes, c.undone, c.change,
	coalesce((SELECT s.name FROM speaker s WHERE s.id = c.speaker_id), ''), coalesce((SELECT s.name FROM speaker s WHERE s.id = c.other_id), '') FROM speaker_act c `

// SpeakerActs gives what editors did to a speaker and to those joined with it, the last act first.
func (s *Store) SpeakerActs(ctx context.Context, root news.ID) ([]news.SpeakerAct, error) {
	return list(ctx, s, scanAct, actQuery+`WHERE c.speaker_id IN (SELECT id FROM speaker WHERE root = $1)
		OR c.other_id IN (SELECT id FROM speaker WHERE root = $1) ORDER BY c.seq DESC`, root)
}

// SpeakerAct gives one act.
func (s *Store) SpeakerAct(ctx context.Context, id news.ID) (news.SpeakerAct, error) {
	return one(ctx, s, "act", scanAct, actQuery+`WHERE c.id = $1`, id)
}

// MergeSpeakers joins a.Other with a.Speaker: from now on they are one to readers, and a match with either is one with both.
// Both must be roots.
func (s *Store) MergeSpeakers(ctx context.Context, a news.SpeakerAct) error {
	return s.act(ctx, a, func(ctx context.Context, a *news.SpeakerAct) error {
		for _, id := range []news.ID{a.Speaker, a.Other} {
			if err := s.isRoot(ctx, id); err != nil {
				return err
			}
		}
		if a.Speaker == a.Other {
			return news.FieldErrorf("other", "that is the same speaker; name another one")
		}
		if _, err := s.exec(ctx, `UPDATE speaker SET merged_into = $2 WHERE id = $1`, a.Other, a.Speaker); err != nil {
			return err
		}
		_, err := s.exec(ctx, `UPDATE speaker SET root = $2 WHERE root = $1`, a.Other, a.Speaker)
		return err
	})
}

// SplitSpeaker takes names in reports, a.Change.Moved, from the speaker a.Speaker to a.Other, who is added if it is new. What was
// there is noted in the act. No reading moves them again.
func (s *Store) SplitSpeaker(ctx context.Context, a news.SpeakerAct, to news.Speaker) error {
	return s.act(ctx, a, func(ctx context.Context, a *news.SpeakerAct) error {
		if len(a.Change.Moved) == 0 {
			return news.FieldErrorf("names", "choose at least one name in a report to take out")
		}
		if err := s.isRoot(ctx, a.Speaker); err != nil {
			return err
		}
		a.Other = to.ID
		if _, err := s.Speaker(ctx, to.ID); news.KindOf(err) == news.NotFound {
			if err := s.AddSpeaker(ctx, to); err != nil {
				return err
			}
		} else if err != nil {
			return err
		} else if err := s.isRoot(ctx, to.ID); err != nil {
			return err
		}
		for i := range a.Change.Moved {
			m := &a.Change.Moved[i]
			is, err := one(ctx, s, "name in a report", scanAppearance, appearanceQuery+`WHERE a.report_id = $1 AND a.name = $2`, m.ReportID, m.Name)
			if err != nil {
				return err
			}
			if is.Root != a.Speaker {
				return news.Errorf(news.Conflict, "%s in that report is another speaker's by now; look again", m.Name)
			}
			m.From, m.Rule, m.With, m.Because, m.Pinned = is.SpeakerID, is.Rule, is.With, is.Because, is.Pinned
			if err := s.moveName(ctx, *m, to.ID, news.ByEditor, "", a.Who+" placed it here", true); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) moveName(ctx context.Context, m news.MovedName, to news.ID, rule news.MatchRule, with news.ID, because string, pinned bool) error {
	return must("name in a report")(s.exec(ctx, `UPDATE appearance SET speaker_id = $3, rule = $4, with_report = $5, because = $6, pinned = $7
		WHERE report_id = $1 AND name = $2`, m.ReportID, m.Name, to, rule, with, because, pinned))
}

// SetSpeaker writes what an editor says of a speaker: a.Change.After. What was there is noted in the act.
func (s *Store) SetSpeaker(ctx context.Context, a news.SpeakerAct) error {
	return s.act(ctx, a, func(ctx context.Context, a *news.SpeakerAct) error {
		if err := s.isRoot(ctx, a.Speaker); err != nil {
			return err
		}
		is, err := s.written(ctx, a.Speaker)
		if err != nil {
			return err
		}
		before, after := is.Fields(), *a.Change.After
		if len(after.Given) == 0 {
			after.Given = nil // as it is read back
		}
		a.Change = news.SpeakerChange{Before: &before, After: &after}
		return s.writeFields(ctx, a.Speaker, *a.Change.After)
	})
}

// written gives a speaker with what editors wrote alone.
func (s *Store) written(ctx context.Context, id news.ID) (news.Speaker, error) {
	v, err := one(ctx, s, "speaker", scanSpeaker, `SELECT `+speakerColumns+` FROM speaker s WHERE s.id = $1`, id)
	if err != nil {
		return v, err
	}
	v.Given, err = s.aliases(ctx, id)
	return v, err
}

func (s *Store) writeFields(ctx context.Context, id news.ID, f news.SpeakerFields) error {
	if err := (news.Speaker{Name: f.Name, Office: f.Office, Affiliation: f.Affiliation, Given: f.Given}).Validate(); err != nil {
		return err
	}
	if err := must("speaker")(s.exec(ctx, `UPDATE speaker SET name = $2, folded = $3, office = $4, affiliation = $5, fields = $6 WHERE id = $1`,
		id, f.Name, f.Folded, f.Office, f.Affiliation, text(f.Set))); err != nil {
		return err
	}
	if _, err := s.exec(ctx, `DELETE FROM speaker_alias WHERE speaker_id = $1`, id); err != nil {
		return err
	}
	for i, l := range f.Given {
		if _, err := s.exec(ctx, `INSERT INTO speaker_alias (speaker_id, ordinal, name, key) VALUES ($1, $2, $3, $4)`, id, i, l.Name, l.Key); err != nil {
			return err
		}
	}
	return nil
}

// KeepApart notes that a.Other is somebody else than a.Speaker: they are no longer suggested to be one.
func (s *Store) KeepApart(ctx context.Context, a news.SpeakerAct) error {
	return s.act(ctx, a, func(ctx context.Context, a *news.SpeakerAct) error {
		for _, id := range []news.ID{a.Speaker, a.Other} {
			if err := s.isRoot(ctx, id); err != nil {
				return err
			}
		}
		if a.Speaker == a.Other {
			return news.FieldErrorf("other", "that is the same speaker; name another one")
		}
		return nil
	})
}

// UndoSpeakerAct undoes an act, a.Undoes, whatever came between; what a later act changed again must be undone there first, and is
// a Conflict.
func (s *Store) UndoSpeakerAct(ctx context.Context, a news.SpeakerAct) error {
	return s.act(ctx, a, func(ctx context.Context, a *news.SpeakerAct) error {
		was, err := s.SpeakerAct(ctx, a.Undoes)
		if err != nil {
			return err
		}
		if was.Undone || was.Kind == news.UndoAct {
			return news.Errorf(news.Conflict, "that is undone already")
		}
		a.Speaker, a.Other = was.Speaker, was.Other
		switch was.Kind {
		case news.MergeAct:
			err = s.unmerge(ctx, was)
		case news.SplitAct:
			err = s.unsplit(ctx, was)
		case news.SetAct:
			err = s.unset(ctx, was)
		}
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `UPDATE speaker_act SET undone = TRUE WHERE id = $1`, was.ID)
		return err
	})
}

// unmerge takes a speaker, and those joined with it, out of another again.
func (s *Store) unmerge(ctx context.Context, was news.SpeakerAct) error {
	if _, err := s.exec(ctx, `UPDATE speaker SET merged_into = '' WHERE id = $1`, was.Other); err != nil {
		return err
	}
	_, err := s.exec(ctx, `WITH RECURSIVE tree (id) AS (SELECT CAST($1 AS TEXT) UNION SELECT s.id FROM speaker s JOIN tree ON s.merged_into = tree.id)
		UPDATE speaker SET root = $1 WHERE id IN (SELECT id FROM tree)`, was.Other)
	return err
}

func (s *Store) unsplit(ctx context.Context, was news.SpeakerAct) error {
	for _, m := range was.Change.Moved {
		is, err := one(ctx, s, "name in a report", scanAppearance, appearanceQuery+`WHERE a.report_id = $1 AND a.name = $2`, m.ReportID, m.Name)
		if news.KindOf(err) == news.NotFound {
			continue // the report no longer has it
		}
		if err != nil {
			return err
		}
		if is.SpeakerID != was.Other {
			return news.Errorf(news.Conflict, "%s in one of the reports was taken elsewhere since; undo that first", m.Name)
		}
		if err := s.moveName(ctx, m, m.From, m.Rule, m.With, m.Because, m.Pinned); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) unset(ctx context.Context, was news.SpeakerAct) error {
	is, err := s.written(ctx, was.Speaker)
	if err != nil {
		return err
	}
	if now, then := text(is.Fields()), text(*was.Change.After); now != then {
		return news.Errorf(news.Conflict, "this was changed again since; undo that first")
	}
	return s.writeFields(ctx, was.Speaker, *was.Change.Before)
}

// isRoot makes sure that a speaker is there and joined with none.
func (s *Store) isRoot(ctx context.Context, id news.ID) error {
	v, err := s.written(ctx, id)
	if err == nil && v.Root != id {
		err = news.Errorf(news.Conflict, "%s was joined with another speaker; look again", v.Name)
	}
	return err
}

// act runs one act of an editor at a time, and keeps it.
func (s *Store) act(ctx context.Context, a news.SpeakerAct, do func(ctx context.Context, a *news.SpeakerAct) error) error {
	a.Change.Moved = slices.Clone(a.Change.Moved) // a try that fails leaves the caller's as it was
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.lock(ctx, s.dialect.lockSpeakers); err != nil {
			return err
		}
		if err := do(ctx, &a); err != nil {
			return err
		}
		_, err := s.exec(ctx, `INSERT INTO speaker_act (id, at, who, kind, speaker_id, other_id, undoes, undone, change) VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8)`,
			a.ID, micros(a.At), a.Who, a.Kind, a.Speaker, a.Other, a.Undoes, text(a.Change))
		return err
	})
}
