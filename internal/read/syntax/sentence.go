// Package syntax gives each word of a sentence its part of speech and the word that it depends on.
//
// In goes a sentence as words; out come tags of the Penn Treebank and a dependency tree with Universal Dependencies 1
// labels. Nothing fails; on odd input the tree is odd. Time grows in proportion to the number of words.
//
// Tagging is greedy, from left to right. Parsing is transition-based (arc-hybrid: Kuhlmann et al., 2011), greedy, learned
// with a dynamic oracle that lets it make mistakes while it learns (Goldberg and Nivre, 2013); an arc's label is chosen
// when the arc is made.
package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/read/linear"
)

// Word is a word or mark of a sentence.
type Word struct {
	Form  string // as written
	Tag   int    // its part of speech, by number; see Model.Tags
	Head  int    // the word that it depends on, by place in the sentence; -1: none, it is the root
	Label int    // what it is to its head; see Model.Labels
}

// features of a form, worked out once.
type form struct {
	lower  uint32
	shape  uint32
	suffix [4]uint32 // the last 1 to 4 letters
	prefix uint32
}

func newForm(s string) form {
	lower := strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	f := form{lower: linear.Word(lower), shape: shape(s)}
	n := len(lower)
	for k := range f.suffix {
		if n > 0 {
			_, size := utf8.DecodeLastRuneInString(lower[:n])
			n -= size
		}
		f.suffix[k] = linear.Word(lower[n:])
	}
	r, size := utf8.DecodeRuneInString(lower)
	f.prefix = uint32(r)
	if size < len(lower) {
		r, _ = utf8.DecodeRuneInString(lower[size:])
		f.prefix = f.prefix*31 + uint32(r)
	}
	return f
}

// shape says of which kinds of characters a form is made: capital first, all capitals, digits, a hyphen, marks.
func shape(s string) uint32 {
	var upper, lower, digit, other, hyphen bool
	first := true
	var capital bool
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper = true
			capital = capital || first
		case unicode.IsLetter(r):
			lower = true
		case unicode.IsDigit(r):
			digit = true
		case r == '-':
			hyphen = true
		default:
			other = true
		}
		first = false
	}
	var out uint32
	for i, b := range []bool{upper, lower, digit, other, hyphen, capital} {
		if b {
			out |= 1 << i
		}
	}
	return out
}
