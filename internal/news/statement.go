package news

import (
	"slices"
)

// Span is a stretch of a text: code points from the start, end exclusive.
type Span [2]int

// Standing says on whose authority a statement rests.
type Standing string

// The standings, as the design's table has them. Other is what none of them fits.
const (
	Named       Standing = "named"
	Office      Standing = "office"
	Institution Standing = "institution"
	Unnamed     Standing = "unnamed"
	FromPaper   Standing = "document"
	FromOutlet  Standing = "outlet"
	Public      Standing = "public"
	Other       Standing = "other"
)

// Standings lists them all, the strongest authority first.
func Standings() []Standing {
	return []Standing{Named, Institution, FromPaper, Office, Unnamed, FromOutlet, Public, Other}
}

// Polarity says what a statement does to what it is about.
type Polarity string

// The polarities.
const (
	Asserts  Polarity = "asserts"
	Confirms Polarity = "confirms"
	Denies   Polarity = "denies"
	Doubts   Polarity = "doubts"
	Declines Polarity = "declines"
	Asks     Polarity = "asks"
)

// Polarities lists them all.
func Polarities() []Polarity {
	return []Polarity{Asserts, Confirms, Denies, Doubts, Declines, Asks}
}

// Statement is one attribution in a revision's text: source, cue and content as spans, and what was concluded.
type Statement struct {
	ID         ID
	RevisionID ID
	ReportID   ID
	Ordinal    int // in the order of the text, from 0

	Source  []Span // may be empty: an implicit source
	Cue     []Span // never empty
	Content []Span // may be empty for declined comments

	Polarity Polarity
	Standing Standing
	Speaker  string   // whom the source resolves to, in words; empty if nobody is named
	Via      []string // through whom it reached the report, nearest first
	ByEditor bool     // an editor wrote or corrected it
	// OverruledBy is the correction that took the place of what the machine found; empty: it stands.
	OverruledBy ID
}

// Validate says whether the spans are ordered, do not overlap within a role, and lie in a text of length code points.
func (s Statement) Validate(length int) error {
	if len(s.Cue) == 0 {
		return FieldErrorf("cue", "a statement needs a cue")
	}
	for _, role := range []struct {
		name  string
		spans []Span
	}{{"source", s.Source}, {"cue", s.Cue}, {"content", s.Content}} {
		last := 0
		for _, span := range role.spans {
			if span[0] < last || span[1] <= span[0] || span[1] > length {
				return FieldErrorf(role.name, "the span %d–%d is not in order within a text of %d", span[0], span[1], length)
			}
			last = span[1]
		}
	}
	if !slices.Contains(Standings(), s.Standing) {
		return FieldErrorf("standing", "%q is no standing", s.Standing)
	}
	if !slices.Contains(Polarities(), s.Polarity) {
		return FieldErrorf("polarity", "%q is no polarity", s.Polarity)
	}
	return nil
}

// Cut gives the words of a text that spans cover, joined by " … ".
func Cut(text []rune, spans []Span) string {
	var out []rune
	for i, s := range spans {
		if s[0] < 0 || s[1] > len(text) || s[0] > s[1] {
			continue
		}
		if i > 0 {
			out = append(out, []rune(" … ")...)
		}
		out = append(out, text[s[0]:s[1]]...)
	}
	return string(out)
}

// Reading is what the read step found in one text.
type Reading struct {
	Language   string // BCP 47, "und" if it could not tell
	Statements []Statement
}
