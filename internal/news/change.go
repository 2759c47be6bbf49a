package news

import "time"

// Change is one thing that happened to a story: a first denial, a silent edit, a new origin.
type Change struct {
	At       time.Time
	Kind     ChangeKind
	ReportID ID
	ClaimID  ID     // the claim that it bears on; empty: none, or the story as a whole
	Words    string // what to say about it, plain text, in English
	// After is how long after the report appeared it was seen to have changed, for changes of a text; 0 for others.
	After time.Duration
	// Told is the same in facts, by which pages say it in their own language.
	Told Telling
}

// ChangeKind sorts the changes of a story.
type ChangeKind string

// The kinds of change.
const (
	FirstReport     ChangeKind = "first report"
	NewOrigin       ChangeKind = "new origin"
	FirstDenial     ChangeKind = "first denial"
	FirstNamed      ChangeKind = "first named source"
	FirstConfirm    ChangeKind = "first confirmation"
	TextChanged     ChangeKind = "text changed"     // words came or went that are no statement
	HeadlineChanged ChangeKind = "headline changed" // another title
	StatementCame   ChangeKind = "statement added"
	StatementGone   ChangeKind = "statement removed"
	PolarityChanged ChangeKind = "statement changed" // the same source on the same thing, but it denies now what it asserted
	Corrected       ChangeKind = "correction"        // the report says that it was wrong
	Withdrawal      ChangeKind = "withdrawal"        // the report takes back the claim
)

// Watch gives the kind of watch that such a change raises: whoever watches for changed texts hears of headlines and statements too, and
// whoever watches for corrections of what was taken back.
func (k ChangeKind) Watch() ChangeKind {
	switch k {
	case HeadlineChanged, StatementCame, StatementGone, PolarityChanged:
		return TextChanged
	case Withdrawal:
		return Corrected
	}
	return k
}

// OfText says whether the change is one of a report's text after it appeared.
func (k ChangeKind) OfText() bool {
	switch k {
	case TextChanged, HeadlineChanged, StatementCame, StatementGone, PolarityChanged, Corrected, Withdrawal:
		return true
	}
	return false
}
