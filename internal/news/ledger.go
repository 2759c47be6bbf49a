package news

import "time"

// Ledger is a story's claims with their evidence, positions, origins and changes.
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
	Evidence  []Evidence // by time of the report, then in the order of its text
}

// Evidence is one statement that bears on a claim, or a bare assertion of it in the report's own voice.
type Evidence struct {
	ClaimID     ID
	ReportID    ID
	StatementID ID // empty: the report says so in its own voice
	// Key names the words, so that a re-run knows which an editor meant: the same words of the same report have the same key,
	// also in a later version of its text.
	Key      string
	Stance   Stance
	Polarity Polarity
	Standing Standing // of who speaks; for a bare assertion FromOutlet
	Speaker  string   // who speaks, in words; empty for a bare assertion
	Origin   string   // the label of the origin that this is the word of; "" if it is nobody's
	At       Span     // where the words stand in the report's newest text; empty: in its headline
	Words    string
	Since    time.Time // when the report was first seen with these words; when it appeared, where it had them then
	ByEditor bool      // an editor put it here
}

// Position is where one report stands to a claim, and from where it has it.
type Position struct {
	ClaimID     ID
	ReportID    ID
	Stance      Stance
	Origin      string   // the label of the origin; "" or "none-N": credits nobody
	Also        []string // further origins
	EchoOf      ID       // the report of which this one is wire copy or a near-identical text
	TookFrom    ID       // the report of the story that it has the claim from, as far as that can be shown; EchoOf is one way
	TookHow     Path     // how that is shown; also set where what it took it from is no report of the story
	Standing    Standing // of the origin, as this report presents it
	Credits     string   // the outlet that the report names as where it has the story from
	StatementID ID       // the statement that shows it best; may be empty
	Quote       string   // the words to prove it
	Speaker     string   // whose words those are
	Withdrawn   bool     // the report takes back what it said of the claim
	ByEditor    bool
}

// Path is what shows that a report has a claim from another, or from an origin.
type Path string

// The paths, the surest first.
const (
	PathNone   Path = ""
	PathCopy   Path = "copy"   // it has the other's text
	PathLink   Path = "link"   // it links to it
	PathCredit Path = "credit" // it names the outlet
	PathQuote  Path = "quote"  // it quotes the same words
	PathSource Path = "source" // it quotes the origin itself
)

// Origin is an independent root of a claim.
type Origin struct {
	ClaimID  ID
	Label    string // unique within the claim: o1, o2, …
	Name     string // in words: "Obama administration officials, to The New York Times"
	Standing Standing
	Stance   Stance // which side of the claim it supports
	Party    bool   // the claim is about it, or about those it speaks for
	Root     ID     // the report nearest to it
	Reports  int    // how many reports rest on it
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
