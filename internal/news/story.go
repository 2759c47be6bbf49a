package news

import (
	"strings"
	"time"
)

// Story is a set of reports about the same happening.
type Story struct {
	ID         ID
	Title      string
	Language   string
	First      time.Time // of its earliest report
	Last       time.Time // of its newest report
	Reports    int
	MergedInto ID // where a merged story went; its address redirects
}

// Grouped is a report that is in a story, as lean as the index of stories needs it.
type Grouped struct {
	Number    int64 // in the order of GroupedSince
	ReportID  ID
	StoryID   ID
	Title     string
	Text      string // empty where there is a Gist
	Language  string
	Published time.Time
	Pinned    bool   // an editor put it there
	Gist      []byte // what grouping kept of its words; empty: nothing, and Text is given instead
}

// Stance is where a report stands to a claim.
type Stance string

// The stances.
const (
	For     Stance = "for"
	Against Stance = "against"
	Beside  Stance = "beside"
)

// Claim is a proposition in a story that statements are for or against.
type Claim struct {
	ID      ID
	StoryID ID
	Ordinal int // the main claim is 0
	Wording string
	Main    bool
	Locked  bool // an editor worded it; no re-run changes it
	// Key says which proposition it is, so that a re-run finds it again and keeps what an editor did to it.
	Key string
}

// Validate says whether the claim can be worded so.
func (c Claim) Validate() error {
	if strings.TrimSpace(c.Wording) == "" {
		return FieldErrorf("wording", "a claim is one sentence; write it")
	}
	return fits("wording", c.Wording, LongestSentence)
}

// Position is where one report stands to a claim, and from where it has it.
type Position struct {
	ClaimID     ID
	ReportID    ID
	Stance      Stance
	Origin      string   // the label of the origin; "" or "none-N": credits nobody
	Also        []string // further origins
	EchoOf      ID       // the report of which this one is wire copy or a near-identical text
	Standing    Standing // of the origin, as this report presents it
	Credits     string   // the outlet that the report names as where it has the story from
	StatementID ID       // the statement that shows it best; may be empty
	Quote       string   // the words to prove it
	Speaker     string   // whose words those are
	ByEditor    bool
}

// Origin is an independent root of a claim.
type Origin struct {
	ClaimID  ID
	Label    string // unique within the claim: o1, o2, …
	Name     string // in words: "Obama administration officials, to The New York Times"
	Standing Standing
	Stance   Stance // which side of the claim it supports
	Root     ID     // the report nearest to it
	Reports  int    // how many reports rest on it
}

// Change is one thing that happened to a story: a first denial, a silent edit, a new origin.
type Change struct {
	At       time.Time
	Kind     ChangeKind
	ReportID ID
	Words    string // what to say about it, plain text
}

// ChangeKind sorts the changes of a story.
type ChangeKind string

// The kinds of change.
const (
	FirstReport  ChangeKind = "first report"
	NewOrigin    ChangeKind = "new origin"
	FirstDenial  ChangeKind = "first denial"
	FirstNamed   ChangeKind = "first named source"
	TextChanged  ChangeKind = "text changed"
	Corrected    ChangeKind = "correction"
	FirstConfirm ChangeKind = "first confirmation"
)

// Ledger is a story's claims with their positions, origins and changes.
type Ledger struct {
	Story   Story
	Claims  []ClaimLedger // the main one first
	Changes []Change      // oldest first
}

// ClaimLedger is one claim with all that bears on it.
type ClaimLedger struct {
	Claim
	Origins   []Origin
	Positions []Position // by time of the report
}

// Sides counts the reports for and against the claim and the independent origins behind each side.
func (c ClaimLedger) Sides() (forReports, againstReports, forOrigins, againstOrigins int) {
	for _, p := range c.Positions {
		switch p.Stance {
		case For:
			forReports++
		case Against:
			againstReports++
		}
	}
	for _, o := range c.Origins {
		switch o.Stance {
		case For:
			forOrigins++
		case Against:
			againstOrigins++
		}
	}
	return
}

// Account is all that the weigh step needs to know of a report to place it in a ledger.
type Account struct {
	Report     Report
	Outlet     Outlet
	Text       string    // of the newest revision
	Fetched    time.Time // when the newest revision was seen; zero if unknown
	Links      []string
	Statements []Statement // of the newest revision
	Earlier    []EarlierText
}

// EarlierText is what a report said before its text was changed.
type EarlierText struct {
	Number     int
	Fetched    time.Time
	Title      string
	Text       string
	Statements []Statement
}
