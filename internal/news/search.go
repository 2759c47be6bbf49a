package news

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// MostWords bounds a search: what a query has beyond so many words counts for nothing.
const MostWords = 16

// Search says what is sought. The zero Search is of nothing.
type Search struct {
	Phrases  [][]string // that the text must have, each one's words one after the other
	Outlet   ID
	Speaker  ID // the root of one
	Standing Standing
	Polarity Polarity
	From     time.Time // published then or later
	Until    time.Time // published before
	Newest   bool      // the newest first, in place of the best; without phrases nothing is better than another
}

// Empty says whether nothing is sought.
func (s Search) Empty() bool {
	return len(s.Phrases) == 0 && s.Outlet == "" && s.From.IsZero() && s.Until.IsZero() && !s.OfStatements()
}

// OfStatements says whether what is sought is something that somebody said, which one statement must have all of.
func (s Search) OfStatements() bool { return s.Speaker != "" || s.Standing != "" || s.Polarity != "" }

// Takes says whether a statement is what is sought, as far as it tells by itself.
func (s Search) Takes(st Statement) bool {
	return (s.Standing == "" || st.Standing == s.Standing) && (s.Polarity == "" || st.Polarity == s.Polarity)
}

// Phrases gives what a query asks for: its words, and what stands in quotation marks as one phrase. A quotation mark without its
// partner is none.
func Phrases(query string) [][]string {
	var out [][]string
	left := MostWords
	add := func(words []string) {
		if words = words[:min(len(words), left)]; len(words) > 0 {
			left -= len(words)
			out = append(out, words)
		}
	}
	for _, part := range strings.FieldsFunc(quoted(query), func(c rune) bool { return c == '\x00' }) {
		if part[0] == '"' {
			add(queryWords(part))
			continue
		}
		for _, w := range queryWords(part) {
			add([]string{w})
		}
	}
	return out
}

// quoted divides a query by NUL into what stands in quotation marks, which begins with one, and what does not.
func quoted(query string) string {
	marks := strings.NewReplacer("\x00", " ", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "״", `"`)
	parts := strings.Split(marks.Replace(query), `"`)
	var b strings.Builder
	for i, p := range parts {
		b.WriteByte(0)
		if i%2 == 1 && i < len(parts)-1 {
			b.WriteByte('"')
		}
		b.WriteString(p)
	}
	return b.String()
}

// Wordy says whether a character belongs to a word, as searches divide texts.
func Wordy(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c) }

func queryWords(s string) []string {
	words := strings.FieldsFunc(s, func(c rune) bool { return !Wordy(c) })
	// A mark by itself is no letter: databases would not find it.
	return slices.DeleteFunc(words, func(w string) bool { return strings.IndexFunc(w, func(c rune) bool { return !unicode.IsMark(c) }) < 0 })
}

// Hit is a report that a search found.
type Hit struct {
	Report     Report
	Text       string // its newest text
	Statements []HitStatement
}

// HitStatement is a statement of a report that was found: one that is what is sought, if that is something said, else any.
type HitStatement struct {
	Statement
	Number                       int // in its text, from 1
	Words, CueWords, SourceWords string
	Root                         ID // the speaker; empty: nobody known
}

// OutletFigures are how often an outlet does what a ledger notes.
type OutletFigures struct {
	Reports, Stories int
	First, Last      time.Time // when the earliest and the newest of its reports were published
	Origins          int       // claims of which a report of its own is the root of an origin
	Repeats          int       // claims that a report has from elsewhere
	Denials          int       // stories in which it had the first denial
	Corrections      int       // corrections, and claims taken back
	Changes          int       // texts changed after they appeared
}

// OutletDeed is one of the things that figures of an outlet count.
type OutletDeed struct {
	At     time.Time
	Kind   ChangeKind // empty: it is about a claim
	Words  string     // of the change, or the claim's wording
	Told   Telling    // of the change
	Claim  ID         // empty: none
	Story  ID
	Of     string // the story's title
	Report Report
	Origin string // the name of the origin
	Stance Stance
}

// OutletDeeds names what can be listed of an outlet.
type OutletDeeds string

// What can be listed of an outlet.
const (
	OutletOrigins     OutletDeeds = "origins"
	OutletRepeats     OutletDeeds = "repeats"
	OutletDenials     OutletDeeds = "denials"
	OutletCorrections OutletDeeds = "corrections"
	OutletChanges     OutletDeeds = "changes"
)

// Turn is what a speaker is reported to have said on a claim, and, later, the contrary.
type Turn struct {
	Claim, Story  ID
	Wording, Of   string // the claim's, and the story's title
	Before, After TurnSide
}

// TurnSide is one half of a turn.
type TurnSide struct {
	Stance   Stance
	Words    string
	ReportID ID
	Outlet   string
	At       time.Time
	Span     Span // of the words, in the report's newest text
}

// Listed is something that has a page of its own, for the lists that search engines read.
type Listed struct {
	Path    string
	Changed time.Time // zero: it does not say
}
