package news

import "time"

// Telling is what a change is in facts, so that each page says it in its own language: locale has the sentences. One that is not told
// so, because it was found before tellings were kept, has its words alone.
type Telling struct {
	Kind   ChangeKind `json:",omitempty"` // empty: not told in facts
	What   Told       `json:",omitempty"`
	Story  string     `json:",omitempty"` // the story's title; in notices alone
	Outlet string     `json:",omitempty"` // of the report; empty: it has no name
	Who    string     `json:",omitempty"` // the source, or the origin; empty: a source without a name
	Claim  string     `json:",omitempty"` // the wording of the claim that it bears on, where that is not the main one
	Was    string     `json:",omitempty"` // the headline or the words that were there before
	Words  string     `json:",omitempty"` // what is quoted: the words, the headline
	Count  int        `json:",omitempty"` // of sentences or statements
	Gone   int        `json:",omitempty"` // of sentences that went
	// After is how long after the report appeared it was seen; 0: not known. Found: its appearance is when it was first seen itself.
	After time.Duration `json:",omitempty"`
	Found bool          `json:",omitempty"`
}

// Told says more of a change than its kind.
type Told string

// What may be told of a change.
const (
	ToldDenial       Told = "denial"       // what came or went is one
	ToldConfirmation Told = "confirmation" // likewise
	ToldRefusal      Told = "refusal"      // likewise, to comment
	ToldStatement    Told = "statement"    // likewise, of another kind
	ToldSeveral      Told = "several"      // Count statements came, went or turned round; Who and Words are the first one's

	ToldAsserted  Told = "asserted" // what a statement was that turned round
	ToldDenied    Told = "denied"
	ToldConfirmed Told = "confirmed"
	ToldDoubted   Told = "doubted"
	ToldDeclined  Told = "declined"
	ToldAsked     Told = "asked"
)
