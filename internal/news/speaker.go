package news

import (
	"strconv"
	"strings"
	"time"
)

// Speaker is whom sources resolve to, across reports.
type Speaker struct {
	ID      ID
	Created time.Time
	// MergedInto is the speaker that an editor joined this one with, and Root the one at the end of such joins: itself, if it was
	// joined with none. Readers see roots only.
	MergedInto ID
	Root       ID

	Name        string
	Folded      string // the name in small letters without accents, for finding it
	Office      string
	Affiliation string
	// Set says which of the fields above an editor wrote; the others are what reports say, Office and Affiliation as the newest does.
	Set     SpeakerSet
	Given   []Alias  // names that an editor gave
	Aliases []string // all other names: those given, and those in reports

	Reports     int       // that name the speaker as a source
	First, Last time.Time // when the first and the last of them were published
}

// SpeakerSet says which fields of a speaker an editor wrote.
type SpeakerSet struct{ Name, Office, Affiliation bool }

// Alias is another name of a speaker, with what names are compared by.
type Alias struct{ Name, Key string }

// Validate says whether the speaker may be stored so.
func (s Speaker) Validate() error {
	switch {
	case strings.TrimSpace(s.Name) == "":
		return FieldErrorf("name", "a speaker has a name; write it")
	case len(s.Given) > MostAliases:
		return FieldErrorf("aliases", "those are too many names; give at most %d", MostAliases)
	}
	for _, f := range []struct{ field, text string }{{"name", s.Name}, {"office", s.Office}, {"affiliation", s.Affiliation}} {
		if err := fits(f.field, f.text, LongestName); err != nil {
			return err
		}
	}
	for _, a := range s.Given {
		if err := fits("aliases", a.Name, LongestName); err != nil {
			return err
		}
	}
	return nil
}

// MostAliases is how many names an editor can give to one speaker.
const MostAliases = 50

// MatchRule says by which rule a name in a report was matched with a speaker.
type MatchRule string

// The rules; the package of the reader that applies them says what they mean.
const (
	FirstOfName MatchRule = "first"
	NameAlone   MatchRule = "alone"
	SameContext MatchRule = "context"
	SameCompany MatchRule = "company"
	SameName    MatchRule = "name"
	OtherForm   MatchRule = "form"
	GivenAlias  MatchRule = "alias"
	SetApart    MatchRule = "apart"
	NotClear    MatchRule = "unclear"
	ByEditor    MatchRule = "editor"
)

// Appearance is a person named as a source in one report, under one name, and the speaker that they were matched with.
type Appearance struct {
	ReportID ID
	Name     string // as the report's statements have it
	Key      string // what names are compared by; empty for a name that tells nobody apart
	Family   string
	Sound    string

	Office      string
	Affiliation string
	Words       string // the words of the report that say so
	Company     string // what else the report names: folded words, divided by spaces

	SpeakerID ID // as matched; Root is where editors have joined it since
	Root      ID
	Rule      MatchRule
	With      ID     // the report that it was matched by; may be empty
	Because   string // the evidence, as a sentence
	Pinned    bool   // an editor placed it

	Published time.Time // of the report
	Outlet    string
	Title     string // of the report
}

// Namesake is what one report says of somebody who has a name, or one like it.
type Namesake struct {
	Root        ID
	SpeakerID   ID
	Name        string // as the report has it
	Key         string
	Office      string
	Affiliation string
	Company     string
	At          time.Time // when the report was published
	Report      ID
	Rule        MatchRule // by which it was matched
	Alias       string    // the name is one that an editor gave; of the other fields only Root and SpeakerID are set then
}

// Quoted is a statement of a speaker, with the report that has it.
type Quoted struct {
	Statement
	Words     string // of its content
	CueWords  string
	As        string // the speaker's name there
	Published time.Time
	OutletID  ID
	Outlet    string
	Title     string
	StoryID   ID     // empty: the report is in no story yet
	Story     string // its title
	Number    int    // of the statement in its text, from 1
}

// Held is an office or affiliation that reports give to a speaker, and when.
type Held struct {
	Office, Affiliation string
	First, Last         time.Time
	Reports             int
}

// Suggestion is another speaker who may be the same, and why.
type Suggestion struct {
	Speaker Speaker
	Because string
	Weight  int // more is likelier
}

// Doubt is a pair of speakers who may be the same.
type Doubt struct {
	One Speaker
	Suggestion
}

// CalledSo is a name that a speaker has in reports.
type CalledSo struct {
	Root ID
	Name string
}

// SpeakerAct is something that an editor did to speakers. Acts are kept for good; undoing one is an act too.
type SpeakerAct struct {
	ID      ID
	At      time.Time
	Who     string
	Kind    SpeakerActKind
	Speaker ID // whom it was done to
	Other   ID // merge: who was joined with it; split: where names went; apart: who is somebody else
	Undoes  ID // undo: the act that was undone
	Undone  bool
	Change  SpeakerChange
	// The names of the speakers as they are now, for display.
	SpeakerName, OtherName string
}

// SpeakerActKind sorts acts.
type SpeakerActKind string

// The kinds of acts.
const (
	MergeAct SpeakerActKind = "merge"
	SplitAct SpeakerActKind = "split"
	SetAct   SpeakerActKind = "set"
	ApartAct SpeakerActKind = "apart"
	UndoAct  SpeakerActKind = "undo"
)

// SpeakerChange is what an act changed, so that it can be shown and undone.
type SpeakerChange struct {
	Before, After *SpeakerFields `json:",omitempty"`
	Moved         []MovedName    `json:",omitempty"`
}

// SpeakerFields are what an editor can write of a speaker.
type SpeakerFields struct {
	Name, Folded, Office, Affiliation string
	Set                               SpeakerSet
	Given                             []Alias
}

// Fields gives what an editor can write of the speaker.
func (s Speaker) Fields() SpeakerFields {
	f := SpeakerFields{Name: s.Name, Folded: s.Folded, Set: s.Set, Given: s.Given}
	if s.Set.Office {
		f.Office = s.Office
	}
	if s.Set.Affiliation {
		f.Affiliation = s.Affiliation
	}
	return f
}

// MovedName is a name in a report that was taken from one speaker to another, and how it stood there.
type MovedName struct {
	ReportID ID
	Name     string
	From     ID
	Rule     MatchRule
	With     ID
	Because  string
	Pinned   bool
}

// InWords says what was done, as one line.
func (a SpeakerAct) InWords() string {
	switch a.Kind {
	case MergeAct:
		return "joined " + a.OtherName + " with " + a.SpeakerName
	case SplitAct:
		names := "a name"
		if n := len(a.Change.Moved); n != 1 {
			names = strconv.Itoa(n) + " names"
		}
		return "took " + names + " out of " + a.SpeakerName
	case ApartAct:
		return "kept " + a.SpeakerName + " and " + a.OtherName + " apart"
	case UndoAct:
		return "undid an act on " + a.SpeakerName
	case SetAct:
		return a.Change.inWords()
	}
	return string(a.Kind)
}

// inWords lists the fields that a change wrote.
func (c SpeakerChange) inWords() string {
	if c.Before == nil || c.After == nil {
		return "wrote"
	}
	var done []string
	note := func(what, before, after string) {
		switch {
		case before == after:
		case after == "":
			done = append(done, "left the "+what+" to the reports")
		default:
			done = append(done, "wrote the "+what+" “"+after+"”")
		}
	}
	note("name", c.Before.Name, c.After.Name)
	note("office", c.Before.Office, c.After.Office)
	note("affiliation", c.Before.Affiliation, c.After.Affiliation)
	if before, after := names(c.Before.Given), names(c.After.Given); before != after {
		if after == "" {
			done = append(done, "took the further names away")
		} else {
			done = append(done, "gave the further names "+after)
		}
	}
	return strings.Join(done, ", ")
}

func names(all []Alias) string {
	out := make([]string, len(all))
	for i, l := range all {
		out[i] = l.Name
	}
	return strings.Join(out, ", ")
}
