// Package news holds the nouns of the desk and their rules: what an outlet, a report, a statement, a story, a claim, an
// edition and a subscriber are, which values they may take, and the kinds of error that every other package speaks in.
//
// It uses the standard library alone and does no I/O, so that any package may import it and it imports none.
// Times are UTC; text offsets count Unicode code points from the start of the text, end exclusive.
package news
