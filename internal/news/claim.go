package news

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Stance is where a report, or a statement, stands to a claim.
type Stance string

// The stances.
const (
	For     Stance = "for"
	Against Stance = "against"
	Beside  Stance = "beside"
)

// Stances lists them all.
func Stances() []Stance { return []Stance{For, Against, Beside} }

// Claim is a proposition in a story that statements are for or against.
type Claim struct {
	ID      ID
	StoryID ID
	Ordinal int // the main claim is 0
	Wording string
	Main    bool
	Locked  bool // an editor worded or locked it; no re-run words it anew or drops it
	// Key says which proposition it is, so that a re-run finds it again and keeps what an editor did to it.
	Key string
	// Gone is when the claim left the ledger: no report bears it out any more, or it was joined with another; zero: it stands. Its
	// address goes on answering.
	Gone time.Time
	// MergedInto is the claim that an editor made it part of; its address redirects there.
	MergedInto ID
}

// Validate says whether the claim can be worded so.
func (c Claim) Validate() error {
	if !strings.ContainsFunc(c.Wording, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return FieldErrorf("wording", "a claim is one sentence; write it")
	}
	if i := strings.IndexFunc(c.Wording, commands); i >= 0 {
		r, _ := utf8.DecodeRuneInString(c.Wording[i:])
		return FieldErrorf("wording", "the character U+%04X cannot be seen and changes how text is shown; leave it out", r)
	}
	return fits("wording", c.Wording, LongestSentence)
}

// commands says whether a character does something to a text instead of being read: controls, and marks that turn its direction round.
func commands(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// ClaimActKind is what an editor does to claims.
type ClaimActKind string

// The acts. What each uses beside the claim stands behind it.
const (
	ActReword  ClaimActKind = "reworded"     // Wording; the claim is locked by it
	ActLock    ClaimActKind = "locked"       // the wording stays as it is and the claim is never dropped
	ActUnlock  ClaimActKind = "unlocked"     // the machine may word it anew and drop it; ends its rewording
	ActLead    ClaimActKind = "made central" // the story's main claim is this one
	ActMerge   ClaimActKind = "merged"       // Into: the claim that it is part of from now on
	ActSplit   ClaimActKind = "split"        // Into: the new claim, Wording: its words, Evidence: what goes there
	ActMove    ClaimActKind = "moved"        // Into: the claim that the Evidence goes to (empty: to none), Stance: how it stands there
	ActPlace   ClaimActKind = "placed"       // ReportID, Stance: where the whole report stands
	ActUnplace ClaimActKind = "let go"       // ReportID: the machine places it again
)

// ClaimAct is one thing that an editor did to the claims of a story. Acts are kept in order and done again in every re-run, so
// that they outlive it; one that was undone is kept, and counts for nothing.
type ClaimAct struct {
	ID       ID
	StoryID  ID
	At       time.Time
	By       string // who, by the name they log in with
	Kind     ClaimActKind
	ClaimID  ID
	Into     ID
	ReportID ID
	Evidence []string // keys of evidence
	Wording  string
	Stance   Stance
	UndoneBy string
	Undone   time.Time // zero: it stands
}

// Stands says whether the act has not been undone.
func (a ClaimAct) Stands() bool { return a.Undone.IsZero() }

// Validate says whether the act is whole.
func (a ClaimAct) Validate() error {
	if a.By == "" || a.At.IsZero() || a.StoryID == "" || a.ClaimID == "" {
		return FieldErrorf("act", "an act says who does it, when, and to which claim of which story")
	}
	stance := func() error {
		if !slices.Contains(Stances(), a.Stance) {
			return FieldErrorf("stance", "%q is no stance: it is for, against or beside", a.Stance)
		}
		return nil
	}
	switch a.Kind {
	case ActReword:
		return Claim{Wording: a.Wording}.Validate()
	case ActLock, ActUnlock, ActLead:
		return nil
	case ActMerge:
		if a.Into == "" || a.Into == a.ClaimID {
			return FieldErrorf("into", "a claim is made part of another one; choose it")
		}
		return nil
	case ActSplit:
		switch {
		case len(a.Evidence) == 0:
			return FieldErrorf("evidence", "choose at least one statement that the new claim is about")
		case a.Into == "" || a.Into == a.ClaimID:
			return FieldErrorf("into", "what is split off needs an id of its own")
		}
		return Claim{Wording: a.Wording}.Validate()
	case ActMove:
		switch {
		case len(a.Evidence) == 0:
			return FieldErrorf("evidence", "choose at least one statement to move")
		case a.Into == "":
			return nil
		}
		return stance()
	case ActPlace, ActUnplace:
		if a.ReportID == "" {
			return FieldErrorf("report", "say which report it is about")
		}
		if a.Kind == ActUnplace {
			return nil
		}
		return stance()
	}
	return FieldErrorf("act", "%q is nothing that can be done to a claim", a.Kind)
}
