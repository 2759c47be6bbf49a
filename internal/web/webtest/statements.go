package webtest

import (
	"context"
	"slices"
	"time"

	"onrecord/internal/news"
)

// statements are what editors do to statements, noted. An editor is refused as the program would refuse one.
type statements struct {
	*World
	acts *Acts
}

func (s statements) note(who, act string, on news.ID) error {
	s.acts.Mended = append(s.acts.Mended, who+" "+act+" "+string(on))
	return s.Fail
}

func (s statements) put(st news.Statement, revision news.ID) error {
	v, _, err := s.Revision(context.Background(), revision)
	if err != nil {
		return err
	}
	c := news.Correction{Act: news.Added, By: "somebody", At: Now, Statement: &st}
	if err := c.Validate(len([]rune(v.Text))); err != nil {
		return err
	}
	s.acts.Put = append(s.acts.Put, st)
	return nil
}

func (s statements) there(revision, id news.ID) error {
	if slices.ContainsFunc(s.Said[revision], func(st news.Statement) bool { return st.ID == id }) {
		return nil
	}
	return news.Errorf(news.Conflict, "this statement was changed meanwhile; here is what stands now")
}

func (s statements) CorrectStatement(_ context.Context, who string, revision, id news.ID, to news.Statement) error {
	if err := s.there(revision, id); err != nil {
		return err
	}
	if err := s.put(to, revision); err != nil {
		return err
	}
	return s.note(who, "corrected", id)
}

func (s statements) AddStatement(_ context.Context, who string, revision news.ID, st news.Statement) error {
	if err := s.put(st, revision); err != nil {
		return err
	}
	return s.note(who, "added to", revision)
}

func (s statements) RemoveStatement(_ context.Context, who string, revision, id news.ID) error {
	if err := s.there(revision, id); err != nil {
		return err
	}
	return s.note(who, "removed", id)
}

func (s statements) UndoCorrection(_ context.Context, who string, revision, id news.ID) error {
	for _, c := range s.Mended[revision] {
		if c.ID == id && c.Standing() {
			return s.note(who, "undid", id)
		}
	}
	return news.Errorf(news.Conflict, "that was undone or replaced already")
}

// corrections makes those of the sample's report: one that was replaced, one that stands, and one whose words are gone.
func (w *World) corrections() {
	v, _, _ := w.Revision(context.Background(), Record+"-v2")
	text := []rune(v.Text)
	found := w.Said[v.ID]
	act := func(id, root news.ID, act news.Act, by string, after time.Duration, machine, statement *news.Statement) news.Correction {
		c := news.Correction{ID: id, Root: root, RevisionID: v.ID, ReportID: Record, Act: act, By: by, At: at(2, 9, 0).Add(after), Machine: machine, Statement: statement}
		c.Remember(text)
		return c
	}
	denial, again, machine := found[2], found[2], found[2]
	machine.Standing, machine.Speaker = news.Unnamed, ""
	first := act("mend-1", "mend-1", news.Altered, "bo", 0, &machine, &denial)
	first.EndedBy, first.EndedAt = "ada", at(2, 9, 30)
	again.Via = []string{"the Chancellery"}
	second := act("mend-2", "mend-1", news.Altered, "ada", 30*time.Minute, &machine, &again)
	lost := act("mend-3", "mend-3", news.Removed, "ada", time.Hour, &found[1], nil)
	lost.Lost, lost.CarriedFrom = true, Record+"-v1"
	w.Mended = map[news.ID][]news.Correction{v.ID: {first, second, lost}}
}
