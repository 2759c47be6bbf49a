package app

import (
	"context"
	"reflect"
	"slices"
	"time"

	"onrecord/internal/news"
)

// What editors do to the statements of a text. Each act is kept with who did it and when, outlives every reading, and can be
// undone. It holds in that version and goes on to newer ones, of which each has a copy; what leaves nothing of it standing in a
// version leaves nothing in older ones either, or they would go on to show, and to export, what an editor took back. After each
// act, the names in the report are matched with speakers anew.

// CorrectStatement puts another statement in the place of one that stands. The same as the machine found is an act too: an editor
// says that it stays so, whatever a later reading finds. The same as an editor said already is none.
func (a *App) CorrectStatement(ctx context.Context, who string, revisionID, id news.ID, to news.Statement) error {
	return a.correct(ctx, revisionID, func(t *corrected) error {
		st, before, err := t.standing(id)
		if err != nil || before != nil && same(st, to) {
			return err
		}
		c := news.Correction{Act: news.Altered, Statement: &to, Machine: &st}
		if before != nil {
			c.Act, c.Machine = before.Act, before.Machine
		}
		return t.add(who, c, before)
	})
}

// AddStatement adds a statement that nobody found.
func (a *App) AddStatement(ctx context.Context, who string, revisionID news.ID, st news.Statement) error {
	return a.correct(ctx, revisionID, func(t *corrected) error {
		for _, other := range t.statements {
			if other.ByEditor && reflect.DeepEqual([][]news.Span{none(other.Source), none(other.Cue), none(other.Content)}, [][]news.Span{none(st.Source), none(st.Cue), none(st.Content)}) {
				return news.Errorf(news.Conflict, "an editor added or corrected a statement of these words already")
			}
		}
		return t.add(who, news.Correction{Act: news.Added, Statement: &st}, nil)
	})
}

// RemoveStatement takes away what is no statement.
func (a *App) RemoveStatement(ctx context.Context, who string, revisionID, id news.ID) error {
	return a.correct(ctx, revisionID, func(t *corrected) error {
		st, before, err := t.standing(id)
		if err != nil {
			return err
		}
		if before != nil && before.Machine == nil { // what the machine did not find needs nothing against it
			t.end(before, who)
			return nil
		}
		c := news.Correction{Act: news.Removed, Machine: &st}
		if before != nil {
			c.Machine = before.Machine
		}
		return t.add(who, c, before)
	})
}

// UndoCorrection undoes an act that stands: what stood before it stands again.
func (a *App) UndoCorrection(ctx context.Context, who string, revisionID, id news.ID) error {
	return a.correct(ctx, revisionID, func(t *corrected) error {
		c := t.correction(id)
		if c == nil {
			return news.Errorf(news.NotFound, "there is no such act on this text")
		}
		if !c.Standing() {
			return news.Errorf(news.Conflict, "that was undone or replaced already")
		}
		t.end(c, who)
		// The one that it replaced ended when it was made.
		for i := slices.IndexFunc(t.all, func(o news.Correction) bool { return o.ID == id }) - 1; i >= 0; i-- {
			if before := &t.all[i]; before.Root == c.Root && before.EndedAt.Equal(c.At) {
				before.EndedBy, before.EndedAt, before.Lost = "", time.Time{}, !t.fits(*before)
				t.changed = append(t.changed, before.ID)
				break
			}
		}
		return nil
	})
}

// corrected is a text whose statements are being corrected.
type corrected struct {
	app        *App
	revision   news.Revision
	text       []rune
	statements []news.Statement
	all        []news.Correction
	changed    []news.ID
}

// correct has fn correct a text, and keeps what it did: in one transaction, in which nobody else reads or corrects that text.
func (a *App) correct(ctx context.Context, revisionID news.ID, fn func(t *corrected) error) error {
	return a.Store.Within(ctx, func(ctx context.Context) error {
		if err := a.Store.LockRevision(ctx, revisionID); err != nil {
			return err
		}
		v, _, err := a.Store.Revision(ctx, revisionID)
		if err != nil {
			return err
		}
		if !v.Read {
			return news.Errorf(news.Conflict, "this text has not been read yet")
		}
		t := &corrected{app: a, revision: v, text: []rune(v.Text)}
		if t.statements, err = a.Store.Statements(ctx, v.ID); err != nil {
			return err
		}
		if t.all, err = a.Store.Corrections(ctx, v.ID); err != nil {
			return err
		}
		if err := fn(t); err != nil || len(t.changed) == 0 {
			return err
		}
		var changed []news.Correction
		for _, c := range t.all {
			if slices.Contains(t.changed, c.ID) {
				changed = append(changed, c)
			}
		}
		if err := a.Store.SaveCorrections(ctx, v.ID, changed); err != nil {
			return err
		}
		for _, last := range t.over() {
			if err := a.endBefore(ctx, v.ID, last); err != nil {
				return err
			}
		}
		return a.MatchReport(ctx, v.ReportID)
	})
}

// over gives the correction that was ended of each statement of which editors say nothing any longer.
func (t *corrected) over() (out []news.Correction) {
	for _, c := range t.all {
		of := func(o news.Correction) bool { return o.Root == c.Root && o.Standing() }
		if !c.Standing() && slices.Contains(t.changed, c.ID) && !slices.ContainsFunc(t.all, of) {
			out = append(out, c)
		}
	}
	return out
}

// endBefore ends what stands of a statement's corrections in the versions before one, as it ended there. Versions are locked from
// the newest to the oldest, as reading them does.
func (a *App) endBefore(ctx context.Context, revisionID news.ID, last news.Correction) error {
	versions, err := a.Store.CorrectedBefore(ctx, revisionID, last.Root)
	if err != nil {
		return err
	}
	for _, id := range versions {
		if err := a.Store.LockRevision(ctx, id); err != nil {
			if news.KindOf(err) == news.NotFound { // a reading dropped it meanwhile
				continue
			}
			return err
		}
		all, err := a.Store.Corrections(ctx, id)
		if err != nil {
			return err
		}
		var ended []news.Correction
		for _, c := range all {
			if c.Root == last.Root && c.Standing() {
				c.EndedBy, c.EndedAt = last.EndedBy, last.EndedAt
				ended = append(ended, c)
			}
		}
		if err := a.Store.SaveCorrections(ctx, id, ended); err != nil {
			return err
		}
	}
	return nil
}

// standing gives a statement that stands, and the correction that put it there, if one did.
func (t *corrected) standing(id news.ID) (news.Statement, *news.Correction, error) {
	for _, st := range t.statements {
		if st.ID != id {
			continue
		}
		if !st.ByEditor {
			return st, nil, nil
		}
		if c := t.correction(id); c != nil {
			return st, c, nil
		}
	}
	return news.Statement{}, nil, news.Errorf(news.Conflict, "this statement was changed meanwhile; here is what stands now")
}

func (t *corrected) correction(id news.ID) *news.Correction {
	for i := range t.all {
		if t.all[i].ID == id {
			return &t.all[i]
		}
	}
	return nil
}

// add adds a correction in the place of another one, if there is one.
func (t *corrected) add(who string, c news.Correction, before *news.Correction) error {
	now := t.app.Clock.Now()
	c.ID, c.RevisionID, c.ReportID, c.By, c.At = news.NewID(now), t.revision.ID, t.revision.ReportID, who, now
	c.Root = c.ID
	c.Remember(t.text)
	if err := c.Validate(len(t.text)); err != nil {
		return err
	}
	if before != nil {
		c.Root = before.Root
		before.EndedBy, before.EndedAt = who, now
		t.changed = append(t.changed, before.ID)
	}
	t.all, t.changed = append(t.all, c), append(t.changed, c.ID)
	return nil
}

func (t *corrected) end(c *news.Correction, who string) {
	c.EndedBy, c.EndedAt = who, t.app.Clock.Now()
	t.changed = append(t.changed, c.ID)
}

// fits says whether the words of a correction stand where it says: the text may have been read anew since it ended.
func (t *corrected) fits(c news.Correction) bool {
	for _, st := range []*news.Statement{c.Machine, c.Statement} {
		if st == nil {
			continue
		}
		for _, spans := range [][]news.Span{st.Source, st.Cue, st.Content} {
			if c.Words(spans) != news.Cut(t.text, spans) {
				return false
			}
		}
	}
	return true
}

// same says whether two statements say the same of a text.
func same(a, b news.Statement) bool {
	told := func(st news.Statement) []any {
		return []any{none(st.Source), none(st.Cue), none(st.Content), none(st.Via), st.Polarity, st.Standing, st.Speaker}
	}
	return reflect.DeepEqual(told(a), told(b))
}

// none makes of an empty list the one list that is empty.
func none[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
