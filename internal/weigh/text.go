package weigh

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

// passage is a stretch of a report's text with the words that carry its meaning.
type passage struct {
	span news.Span
	text string
	lead int // how near to the start: 0 the headline, 1 the first sentence, …
	bag  bag // stems of its content words
	// How a sentence takes what it tells, as its words show it; set for sentences of a view.
	busted, refused, perhaps, corrected bool
	hedged                              []string // the first word of what leaves it open, each time
}

// mark notes how a sentence takes what it tells.
func (p *passage) mark() {
	low := strings.ToLower(p.text)
	p.busted, p.refused = busts(p.text), refused.in(p.text, low)
	if hedged.may(low) {
		for _, h := range hedged.FindAllString(p.text, -1) {
			p.hedged = append(p.hedged, fields(h)[0])
		}
	}
	p.perhaps, p.corrected = perhaps.in(p.text, low), corrected.in(p.text, low)
}

// newPassage cuts a span out of a text.
func newPassage(text []rune, span news.Span, lead int) passage {
	s := string(text[span[0]:span[1]])
	return passage{span: span, text: tidy(s), lead: lead, bag: stems(s)}
}

// bag is a set of stems, sorted, so that what is summed over it does not depend on chance.
type bag []string

// stems gives the stems of a text's content words: what is left without grammar, negation and verbs of saying, so that a
// denial and what it denies look alike.
func stems(s string) bag {
	var out bag
	for _, w := range fields(s) {
		if w := stem(w); w != "" {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stem gives a word's stem, or "" for a word that carries no meaning of its own. The word is in lower case.
func stem(w string) string {
	if r, _ := utf8.DecodeRuneInString(w); words.Stop(w) || idle[w] || len(w) < 2 && !unicode.IsDigit(r) {
		return ""
	}
	return words.Stem(w)
}

// fields gives a text's words, in lower case.
func fields(s string) []string {
	tokens := words.Tokens(s)
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.Text
	}
	return out
}

// idle words say nothing about which happening a sentence is about, beyond those that say nothing in any text.
var idle = set(`every never none neither either onto upon among within without shall must us mine whose also another yet already
	two told tell tells telling saying reportedly claim claims claimed claiming alleged allegedly apparently statement
	spokesman spokeswoman spokesperson source sources official officials deny denies denied denying denial true false untrue
	truth confirm confirms confirmed confirming confirmation announce announced announces added adding reject rejects rejected
	dismiss dismissed ain't news newspaper story article paper website`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// weights says how much each stem tells one proposition of a story from another.
type weights map[string]float64

func (w weights) at(stem string) float64 {
	if v, ok := w[stem]; ok {
		return v
	}
	return 1 // of no other sentence of the story
}

// shared gives the weight of a, of b, and of what they have in common.
func (w weights) shared(a, b bag) (inA, inB, both float64) {
	j := 0
	for _, s := range a {
		inA += w.at(s)
		for j < len(b) && b[j] < s {
			inB += w.at(b[j])
			j++
		}
		if j < len(b) && b[j] == s {
			both += w.at(s)
		}
	}
	for ; j < len(b); j++ {
		inB += w.at(b[j])
	}
	return inA, inB, both
}

// covered says how much of a's meaning is also in b: 0 nothing, 1 all of it.
func (w weights) covered(a, b bag) float64 {
	all, _, both := w.shared(a, b)
	if all == 0 {
		return 0
	}
	return both / all
}

// alike says how alike two bags are, from 0 to 1 (weighted Jaccard).
func (w weights) alike(a, b bag) float64 {
	inA, inB, both := w.shared(a, b)
	if both == 0 {
		return 0
	}
	return both / (inA + inB - both)
}

// tidy puts a text on one line.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
