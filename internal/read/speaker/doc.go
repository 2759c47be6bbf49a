// Package speaker resolves the people whom reports name as sources to one speaker across reports.
//
// In come the statements of a report, with the names that were resolved inside it, and its text; out come appearances: each name
// with what the report says of its bearer (office and affiliation, and the words that say so) and the speaker that it was
// matched to, by which rule and because of what. Only people with a name are matched; an institution, an outlet or an unnamed
// official is no speaker.
//
// The rules are conservative, for a wrong match is worse than a missing one, which is only a suggestion away:
//
//   - context: one speaker of the same full name has an office or affiliation in common with this one.
//   - company: the same full name, and the report names at least two other things that a report of that speaker names
//     (company.go): the two tell of the same happening.
//   - form: the name is a form of a speaker's with the same surname. A middle name, an initial or a short form more or less wants the
//     same office or body, or more things that both reports name; another spelling or the surname alone wants both office and body.
//   - alias: the name is one that an editor gave, and nothing speaks against it.
//   - name: few people have that full name (the surname is none that many bear, or there is a middle name), the reports are within a
//     year, and nothing speaks against it; or an earlier reading matched the two, and nothing speaks against it by now.
//   - first: nobody of that full name is known: a new speaker.
//   - alone: a surname by itself, or with one initial, says too little: a new speaker, whom only a form of the name can join.
//   - apart: each speaker of that name held another office with another body within a year: a new speaker.
//   - unclear: speakers of that name are known, and nothing says that it is one of them, or which: a new speaker.
//   - editor: an editor said so; no reading changes it.
//
// Where several speakers fit, which happens when they are one person who was not recognised at first, the strongest evidence and
// then the speaker with more of it is taken; where those speak against one another, it is unclear.
//
// The same full name means the same words in the same order, titles, accents, hyphens and case aside: a middle name, an initial
// or a "Jr." more makes another name. What looks alike for other reasons is a suggestion (suggest.go, likely.go).
//
// Matching is done again whenever a report is read again, in the same transaction: what was matched stays with its speaker
// unless the new reading speaks against it. Matches are with speakers as they were before editors joined them: a joining holds for
// what comes later, and when it is undone, each name is with the one whose report was its evidence. Nothing here fails but the
// store; what a text says in a form that is not known here is simply not seen.
package speaker

import (
	"onrecord/internal/read/lexicon"
)

// Rules are what is known of a language's names and offices. They are not changed once made.
type Rules struct {
	lists      lexicon.Lists
	everywhere map[string]bool // words with capitals that reports about anything have
}

// New reads the rules of a language, "en" for English.
func New(language string) (*Rules, error) {
	lists, err := lexicon.LoadLists(language, "people.txt")
	if err != nil {
		return nil, err
	}
	everywhere, err := lexicon.LoadWords(language, "everywhere.txt")
	if err != nil {
		return nil, err
	}
	return &Rules{lists: lists, everywhere: everywhere}, nil
}
