// Package speaker resolves the people whom reports name as sources to one speaker across reports.
//
// In come the statements of a report, with the names that were resolved inside it, and its text; out come appearances: each name
// with what the report says of its bearer (office and affiliation, and the words that say so) and the speaker that it was
// matched to, by which rule and because of what. Only people with a name are matched; an institution, an outlet or an unnamed
// official is no speaker.
//
// The rules are conservative, for a wrong match is worse than a missing one, which is only a suggestion away:
//
//   - alone: a surname by itself, or with one initial, says too little. It gets a speaker of its own, which nobody else joins.
//   - first: nobody of that full name is known: a new speaker.
//   - context: one speaker of the same full name has an office or affiliation in common with this one.
//   - name: one speaker has the same full name and nothing speaks against it.
//   - alias: the same, with a name that an editor gave.
//   - apart: each speaker of that name held another office with another body within a year: a new speaker.
//   - unclear: several speakers of that name fit, or one fits no better than others: a new speaker.
//   - editor: an editor said so; no reading changes it.
//
// The same full name means the same words in the same order, titles, accents, hyphens and case aside: a middle name, an initial
// or a "Jr." more makes another name. What looks alike for other reasons is a suggestion (suggest.go), never a match.
//
// Matching is done again whenever a report is read again, in the same transaction: what was matched stays with its speaker
// unless the new reading speaks against it. Matches are to speakers as they were before editors merged them, so that a merge
// holds for what comes later, and undoing it undoes all of it. Nothing here fails but the store; what a text says in a form that
// is not known here is simply not seen.
package speaker

import (
	"onrecord/internal/read/lexicon"
)

// Rules are what is known of a language's names and offices. They are not changed once made.
type Rules struct {
	lists lexicon.Lists
}

// New reads the rules of a language, "en" for English.
func New(language string) (*Rules, error) {
	lists, err := lexicon.LoadLists(language, "people.txt")
	if err != nil {
		return nil, err
	}
	return &Rules{lists: lists}, nil
}
