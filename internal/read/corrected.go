package read

import (
	"context"
	"fmt"
	"math"
	"time"

	"onrecord/internal/news"
)

// corrections gives what editors said of a revision's statements, moved to where the words stand in its text now. One that is
// read for the first time has those of the version before it, and all of their past if that one goes.
func (s *Step) corrections(ctx context.Context, v news.Revision, again bool, previous *news.Revision, goes bool) ([]news.Correction, error) {
	kept, err := s.store.Corrections(ctx, v.ID)
	if err != nil {
		return nil, err
	}
	if !again && len(kept) == 0 && previous != nil {
		if err := s.store.LockRevision(ctx, previous.ID); err != nil {
			return nil, err
		}
		if kept, err = s.store.Corrections(ctx, previous.ID); err != nil {
			return nil, err
		}
		kept = s.handOn(kept, v.ID, goes)
	}
	return s.find(kept, v.Text), nil
}

// find moves corrections to where their words stand in a text. One that is over stays as it was.
func (s *Step) find(corrections []news.Correction, text string) []news.Correction {
	if len(corrections) == 0 {
		return nil
	}
	runes := []rune(text)
	in := marks(runes)
	for i, c := range corrections {
		if c.Standing() {
			corrections[i], _ = carry(c, runes, in)
		}
	}
	return corrections
}

// handOn copies corrections to another revision: those that stand, or all.
func (s *Step) handOn(corrections []news.Correction, to news.ID, all bool) []news.Correction {
	now := s.clock.Now()
	var out []news.Correction
	for _, c := range corrections {
		if !all && !c.Standing() {
			continue
		}
		if c.CarriedFrom == "" {
			c.CarriedFrom = c.RevisionID
		}
		if c.CarriedFrom == to {
			c.CarriedFrom = ""
		}
		c.ID, c.RevisionID = news.NewID(now), to
		out = append(out, c)
	}
	return out
}

// giveBack hands the corrections of a revision that turns out to be no version of its own to the one before it. What was said
// of the same statement there has been replaced.
func (s *Step) giveBack(ctx context.Context, gone news.ID, previous news.Revision) (bool, error) {
	said, err := s.store.Corrections(ctx, gone)
	if err != nil || len(said) == 0 {
		return false, err
	}
	if err := s.store.LockRevision(ctx, previous.ID); err != nil {
		return false, err
	}
	kept, err := s.store.Corrections(ctx, previous.ID)
	if err != nil {
		return false, err
	}
	last := map[news.ID]news.Correction{}
	for _, c := range said {
		last[c.Root] = c
	}
	for i, c := range kept {
		if by, ok := last[c.Root]; ok && c.Standing() {
			kept[i].EndedBy, kept[i].EndedAt = by.By, latest(by.At, by.EndedAt)
		}
	}
	return true, s.store.SaveCorrections(ctx, previous.ID, append(kept, s.find(s.handOn(said, previous.ID, true), previous.Text)...))
}

// matchAgain matches the speakers of a version whose corrections have changed.
func (s *Step) matchAgain(ctx context.Context, report news.Report, v news.Revision) error {
	standing, err := s.store.Statements(ctx, v.ID)
	if err != nil {
		return err
	}
	newest, err := s.store.PreviousRevision(ctx, report.ID, math.MaxInt32)
	if err != nil {
		return err
	}
	return s.matcher.Keep(ctx, report, s.reader.people.Look(v.Text, standing), newest.Number > v.Number)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// number makes statements of a reading those of a revision. What was found before in the same words keeps its id, so that
// whoever looked at it finds it again.
func (s *Step) number(revision news.Revision, statements, before []news.Statement) []news.Statement {
	known := map[string]news.ID{}
	for _, st := range before {
		known[wordsOf(st)] = st.ID
	}
	now := s.clock.Now()
	out := make([]news.Statement, len(statements))
	for i, st := range statements {
		id, ok := known[wordsOf(st)]
		if !ok {
			id = news.NewID(now)
		}
		delete(known, wordsOf(st))
		st.ID, st.RevisionID, st.ReportID, st.Ordinal = id, revision.ID, revision.ReportID, i
		out[i] = st
	}
	return out
}

func wordsOf(st news.Statement) string { return fmt.Sprint(st.Source, st.Cue, st.Content) }
