package desk

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"onrecord/internal/news"
)

// backTo says what was done to a statement, and leads back to where it stands in the list of its text: a text may be long. Where it
// stands no longer, it leads to its neighbour, or else to what editors did.
func (d *desk) backTo(w http.ResponseWriter, r *http.Request, said string, text news.ID, about news.Statement, neighbour bool) error {
	all, err := d.Store.Statements(r.Context(), text)
	if err != nil {
		return err
	}
	i := placeOf(all, about)
	if i < 0 && neighbour {
		i = neighbourOf(all, about)
	}
	if i < 0 {
		return d.done(w, r, said, textAddress(text)+"#acts-title")
	}
	return d.done(w, r, said, fmt.Sprintf("%s#statement-%d", textAddress(text), i+1))
}

// placeOf gives which of the statements of a text is about the words of one: all of them, else some; -1: none.
func placeOf(all []news.Statement, of news.Statement) int {
	words := func(st news.Statement) string { return fmt.Sprint(st.Source, st.Cue, st.Content) }
	if i := slices.IndexFunc(all, func(st news.Statement) bool { return words(st) == words(of) }); i >= 0 {
		return i
	}
	return slices.IndexFunc(all, func(st news.Statement) bool { return news.Alike(st, of) })
}

// neighbourOf gives the last statement of a text whose cue is before that of one, else the first; -1: there is none.
func neighbourOf(all []news.Statement, of news.Statement) int {
	if len(all) == 0 {
		return -1
	}
	after := slices.IndexFunc(all, func(st news.Statement) bool { return slices.CompareFunc(st.Cue, of.Cue, inOrder) > 0 })
	if after < 0 {
		after = len(all)
	}
	return max(0, after-1)
}

func inOrder(a, b news.Span) int { return slices.Compare(a[:], b[:]) }

// standing gives a statement that stands in a text. Of one that no longer does nothing is known; the act on it is refused.
func (d *desk) standing(ctx context.Context, text, id news.ID) (news.Statement, error) {
	all, err := d.Store.Statements(ctx, text)
	if i := slices.IndexFunc(all, func(st news.Statement) bool { return st.ID == id }); i >= 0 {
		return all[i], err
	}
	return news.Statement{}, err
}

// correctedBy gives the statement that an act was about; nothing is known of one whose words no longer stand in the text.
func (d *desk) correctedBy(ctx context.Context, text, act news.ID) (news.Statement, error) {
	all, err := d.Store.Corrections(ctx, text)
	i := slices.IndexFunc(all, func(c news.Correction) bool { return c.ID == act })
	switch {
	case i < 0 || all[i].Lost:
	case all[i].Machine != nil:
		return *all[i].Machine, err
	case all[i].Statement != nil:
		return *all[i].Statement, err
	}
	return news.Statement{}, err
}
