// Package roles finds who says what in a parsed text: which words name the source, which are the cue, which the content.
//
// In go tokens with sentences and their dependency trees; out come attributions as spans of tokens. Two models score each
// token's role, one over sparse features of the tree and its words (a linear-chain conditional random field), one over
// vectors (a recurrent network); their scores are added, since they err in different places. Many ways of reading the text
// are then drawn, each as likely as the models hold it to be; in each, contents are joined with cues and cues with sources;
// and what most readings share is kept. Nothing fails, the same text gives the same spans, and time grows in proportion to
// the length.
package roles

import (
	"slices"

	"onrecord/internal/read/linear"
	"onrecord/internal/read/syntax"
	"onrecord/internal/read/tag"
)

// Text is a text with its analysis, token by token.
type Text struct {
	Tokens    []tag.Token
	Sentences [][2]int
	Words     []syntax.Word // heads are places in the text; -1: none

	names    *Names
	sentence []int
	quote    []int8 // outside, opening, within, closing
	quoted   []int  // number of the quotation, -1 for none
	quoteLen []int  // tokens of each quotation
	left     []int  // leftmost and rightmost token of what depends on a token
	right    []int
	form     []uint32 // hash of the lower-case form
	stem     []uint32
	kids     [][]int
}

// Where a token stands to a quotation.
const (
	outside = iota
	opening
	within
	closing
)

// deepest is how many heads are followed from a token.
const deepest = 60

// New takes tokens, their sentences and the words of these with their trees, whose heads are places in the text.
func New(tokens []tag.Token, sentences [][2]int, parsed []syntax.Word, names *Names) *Text {
	n := len(tokens)
	t := &Text{Tokens: tokens, Sentences: sentences, Words: parsed, names: names, sentence: make([]int, n),
		quote: make([]int8, n), quoted: make([]int, n), left: make([]int, n), right: make([]int, n), form: make([]uint32, n), stem: make([]uint32, n),
		kids: make([][]int, n)}
	for i := range tokens {
		t.form[i] = linear.Word(tokens[i].Lower)
		t.stem[i] = names.stem(tokens[i].Lower)
		t.quoted[i] = -1
		t.left[i], t.right[i] = i, i
	}
	for si, s := range sentences {
		for i := s[0]; i < s[1]; i++ {
			t.sentence[i] = si
		}
	}
	counts := make([]int, n)
	for i := range tokens {
		if h := parsed[i].Head; h >= 0 {
			counts[h]++
		}
	}
	room := make([]int, 0, n)
	for i, c := range counts {
		t.kids[i] = room[len(room) : len(room) : len(room)+c]
		room = room[:len(room)+c]
	}
	for i := range tokens {
		if h := parsed[i].Head; h >= 0 {
			t.kids[h] = append(t.kids[h], i)
		}
		for h, k := parsed[i].Head, 0; h >= 0 && k < deepest; h, k = parsed[h].Head, k+1 {
			t.left[h], t.right[h] = min(t.left[h], i), max(t.right[h], i)
		}
	}
	t.quotes()
	return t
}

// Part gives some of a text's sentences as a text.
func (t *Text) Part(first, last int, names *Names) *Text {
	sentences := t.Sentences[first:last]
	from, to := sentences[0][0], sentences[len(sentences)-1][1]
	tokens := slices.Clone(t.Tokens[from:to])
	tokens[0].Break, tokens[0].Space = false, false
	return New(tokens, moved(sentences, from), hung(t.Words[from:to], from), names)
}

// quotes marks what stands between quotation marks, paragraph by paragraph.
func (t *Text) quotes() {
	number, open := 0, -1
	end := func(to int) { // the quotation ends before to
		t.quoteLen = append(t.quoteLen, to-open)
		for i := open + 1; i < to; i++ {
			t.quote[i], t.quoted[i] = within, number
		}
		t.quoted[open] = number
		number++
		open = -1
	}
	closed := func(i int) {
		end(i)
		t.quote[i], t.quoted[i] = closing, number-1
	}
	for i, tok := range t.Tokens {
		if tok.Break && open >= 0 {
			end(i)
		}
		spaceAfter := i+1 >= len(t.Tokens) || t.Tokens[i+1].Space || t.Tokens[i+1].Break
		switch tok.Text {
		case "“", "„", "«", "``":
			if open < 0 {
				open = i
				t.quote[i] = opening
			}
		case "”", "»":
			if open >= 0 {
				closed(i)
			}
		case "\"", "''":
			switch {
			case open >= 0 && (!tok.Space || spaceAfter):
				closed(i)
			case open < 0 && (!spaceAfter || tok.Space):
				open = i
				t.quote[i] = opening
			}
		}
	}
	if open >= 0 {
		end(len(t.Tokens))
	}
}

// What follows gives numbers that features are made of; places outside the text have numbers of their own.

func (t *Text) in(i int) bool { return i >= 0 && i < len(t.Tokens) }

func (t *Text) formAt(i int) uint32 {
	if !t.in(i) {
		return 1
	}
	return t.form[i]
}

func (t *Text) stemAt(i int) uint32 {
	if !t.in(i) {
		return 1
	}
	return t.stem[i]
}

func (t *Text) tagAt(i int) uint32 {
	if !t.in(i) {
		return 1
	}
	return uint32(t.Words[i].Tag) + 2 //nolint:gosec // small
}

func (t *Text) labelAt(i int) uint32 {
	if !t.in(i) {
		return 1
	}
	return uint32(t.Words[i].Label) + 2 //nolint:gosec // small
}

// headOf gives the token of a span on which the others hang.
func (t *Text) headOf(s Span) int {
	for i := s.From; i < s.To; i++ {
		if h := t.Words[i].Head; h < s.From || h >= s.To {
			return i
		}
	}
	return s.From
}

// bucket sorts a distance.
func bucket(n int) uint32 {
	switch {
	case n < 4:
		return uint32(max(0, n)) //nolint:gosec // not negative
	case n < 6:
		return 4
	case n < 10:
		return 5
	case n < 20:
		return 6
	}
	return 7
}

func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func u(n int) uint32 { return uint32(n) } //nolint:gosec // small and not negative
