package news

import (
	"strings"
	"unicode/utf8"
)

// How many characters people may type, so that a slip of the hand does not become an edition.
const (
	LongestName       = 200  // of an outlet, a publication, a section
	LongestHeadline   = 300  // of an edition or an item
	LongestSentence   = 500  // the wording of a claim, what a publication is about
	LongestStandfirst = 1000 // of an edition
	LongestSummary    = 3000 // of an item
	LongestAddress    = 2048 // of a feed or page
)

// fits says whether what was typed into a field is at most so many characters long.
func fits(field, typed string, most int) error {
	if n := utf8.RuneCountInString(typed); n > most {
		return FieldErrorf(field, "it has %d characters; %d are the most", n, most)
	}
	return nil
}

// seen says whether all that was typed into a field of one line is there to be seen. What commands a terminal is shown as a box or
// not at all, and what is no letter of any alphabet is not kept by every database.
func seen(field, typed string) error {
	if strings.ContainsAny(typed, "\n\r") {
		return FieldErrorf(field, "it has several lines; write it on one")
	}
	if !utf8.ValidString(typed) || strings.ContainsFunc(typed, commands) {
		return FieldErrorf(field, "it has a character that cannot be seen; write it anew, without copying")
	}
	return nil
}
