package weigh

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"

	"onrecord/internal/news"
)

// passage is a stretch of a report's text with the words that carry its meaning.
type passage struct {
	span news.Span
	text string
	lead int // how near to the start: 0 the headline, 1 the first sentence, …
	bag  bag // stems of its content words
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

// stem gives a word's stem, or "" for a word that carries no meaning of its own.
func stem(w string) string {
	w = strings.TrimSuffix(strings.ToLower(w), "'s")
	if idle[w] || w == "" {
		return ""
	}
	r := []rune(w)
	if len(r) < 2 && !unicode.IsDigit(r[0]) {
		return ""
	}
	return english.Stem(w, false)
}

// fields splits a text into words; an apostrophe or hyphen inside a word stays.
func fields(s string) []string {
	s = strings.NewReplacer("’", "'", "‘", "'").Replace(s)
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	}) {
		if w = strings.Trim(w, "'"); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// idle words say nothing about which happening a sentence is about.
var idle = set(`a an the this that these those some any each every no not never none nor neither and or but if then than so as
	of in on at by for from to into onto over under up down out off about after before during between through with without
	within upon against near amid is are was were be been being am do does did done doing has have had having will would shall
	should can could may might must it its he him his she her hers they them their theirs we us our ours you your yours i me my
	mine who whom whose which what when where why how there here now just also very more most much many such own same other
	another only even still yet already again ever too both either all one two
	said say says saying told tell tells telling according report reports reported reporting reportedly claim claims claimed
	claiming alleged allegedly apparently statement spokesman spokeswoman spokesperson source sources official officials
	deny denies denied denying denial true false untrue truth confirm confirms confirmed confirming confirmation announce
	announced announces added adding reject rejects rejected dismiss dismissed isn't wasn't aren't weren't don't doesn't didn't
	won't wouldn't hasn't haven't hadn't can't couldn't cannot ain't that's there's he's she's they're we're
	monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year day
	mr mrs ms dr sir news newspaper story article paper website`)

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
