package news

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// Act is what an editor did to a statement.
type Act string

// The acts.
const (
	Altered Act = "corrected" // what the machine found, put right
	Added   Act = "added"     // what the machine did not find
	Removed Act = "removed"   // what is no statement
)

// Correction is what an editor says of one statement of a revision. It outlives every reading: what the machine finds anew
// is overruled again. One that was undone, or replaced by a later one, is kept as ended.
type Correction struct {
	ID         ID // the statement that it puts in place has the same
	Root       ID // the first correction of this statement, through all that replaced it and all versions of the text
	RevisionID ID
	ReportID   ID
	Act        Act
	By         string // who, by the name they log in with
	At         time.Time

	Machine   *Statement // what the machine had found; nil: nothing
	Statement *Statement // what stands in its place; nil: nothing

	// Around is the text about the spans when they last stood in it, and From where in it that began, in code points: by
	// these words the place is found again in another version.
	Around string
	From   int
	Lost   bool // the words no longer stand in the text; the spans are those that they had in Around

	CarriedFrom ID // the revision that it was made in, if another
	EndedBy     string
	EndedAt     time.Time // when it was undone or replaced; zero: it stands
}

// Standing says whether the correction has not been undone or replaced.
func (c Correction) Standing() bool { return c.EndedAt.IsZero() }

// about is how many code points are remembered on either side of a correction's spans.
const about = 120

// Remember notes the words of the text about the correction's spans.
func (c *Correction) Remember(text []rune) {
	from, to := len(text), 0
	for _, s := range c.spans() {
		from, to = min(from, s[0]), max(to, s[1])
	}
	from, to = max(0, from-about), min(len(text), to+about)
	if from > to {
		from, to = 0, 0
	}
	c.Around, c.From, c.Lost = string(text[from:to]), from, false
}

func (c *Correction) spans() []Span {
	var all []Span
	for _, st := range []*Statement{c.Machine, c.Statement} {
		if st != nil {
			all = append(append(append(all, st.Source...), st.Cue...), st.Content...)
		}
	}
	return all
}

// Words gives the words of a statement of the correction as they stood when it was last found.
func (c Correction) Words(spans []Span) string {
	moved := make([]Span, len(spans))
	for i, s := range spans {
		moved[i] = Span{s[0] - c.From, s[1] - c.From}
	}
	return Cut([]rune(c.Around), moved)
}

// Validate says whether the correction is whole, for a text of length code points.
func (c Correction) Validate(length int) error {
	if c.By == "" || c.At.IsZero() {
		return FieldErrorf("by", "a correction says who made it and when")
	}
	want := map[Act][2]bool{Altered: {true, true}, Added: {false, true}, Removed: {true, false}}
	if has, ok := want[c.Act]; !ok || has != [2]bool{c.Machine != nil, c.Statement != nil} {
		return FieldErrorf("act", "%q is not what this correction does", c.Act)
	}
	if c.Statement == nil || c.Lost {
		return nil
	}
	return errors.Join(c.Statement.Validate(length), c.Statement.worded())
}

// worded says whether what an editor typed of a statement can be kept.
func (s Statement) worded() error {
	errs := []error{fits("speaker", s.Speaker, LongestName), seen("speaker", s.Speaker)}
	if len(s.Content) == 0 && s.Polarity != Declines {
		errs = append(errs, FieldErrorf("content", "a statement says something; only one that declines may be without"))
	}
	if len(s.Via) > MostVia {
		errs = append(errs, FieldErrorf("via", "%d stations; %d are the most", len(s.Via), MostVia))
	}
	for _, v := range s.Via {
		errs = append(errs, fits("via", v, LongestName), seen("via", v))
	}
	return errors.Join(errs...)
}

// MostVia is through how many a statement can have come.
const MostVia = 20

// Alike says whether two statements of one text are about the same words: their cues have some in common, and their contents
// have, or one has none.
func Alike(a, b Statement) bool {
	return overlap(a.Cue, b.Cue) && (len(a.Content) == 0 || len(b.Content) == 0 || overlap(a.Content, b.Content))
}

func overlap(a, b []Span) bool {
	return slices.ContainsFunc(a, func(a Span) bool {
		return slices.ContainsFunc(b, func(b Span) bool { return a[0] < b[1] && b[0] < a[1] })
	})
}

// overrules says whether a correction takes the place of a statement that the machine found.
func (c Correction) overrules(st Statement) bool {
	return c.Standing() && !c.Lost &&
		(c.Machine != nil && Alike(*c.Machine, st) || c.Statement != nil && Alike(*c.Statement, st))
}

// begins is where a statement stands in its text: at its cue.
func (s Statement) begins() int {
	for _, spans := range [][]Span{s.Cue, s.Content, s.Source} {
		if len(spans) > 0 {
			return spans[0][0]
		}
	}
	return 0
}

// Settle puts what the machine found in a revision and what editors said of it together: all statements in the order of the
// text, those of editors among them, those of the machine marked where a correction overrules them.
func Settle(found []Statement, corrections []Correction) []Statement {
	all := slices.Clone(found)
	settled := false
	for i := range all {
		all[i].OverruledBy = ""
		for _, c := range corrections {
			if c.overrules(all[i]) {
				all[i].OverruledBy = c.ID
			}
		}
	}
	for _, c := range corrections {
		if c.Standing() && !c.Lost && c.Statement != nil {
			st := *c.Statement
			st.ID, st.RevisionID, st.ReportID, st.ByEditor = c.ID, c.RevisionID, c.ReportID, true
			all, settled = append(all, st), true
		}
	}
	if settled {
		slices.SortStableFunc(all, func(a, b Statement) int { return cmp.Compare(a.begins(), b.begins()) })
	}
	for i := range all {
		all[i].Ordinal = i
	}
	return all
}
