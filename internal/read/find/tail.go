package find

import (
	"slices"
	"strings"
)

// longestTail is how many tokens say at the end of a sentence who said it.
const longestTail = 8

// tails gives what a sentence says of itself at its end: "The dam is safe, the Harbour Times reports." A verb that could be a
// noun, and a headline without articles, hide some from what was learned. What is reported within such a sentence is part
// of what is said.
func (t *Text) tails(found []Candidate) []Candidate {
	for _, s := range t.Sentences {
		c, ok := t.tail(s)
		if !ok || slices.ContainsFunc(found, func(o Candidate) bool { return covers(o.Cue, c.Head) || covers(o.Content, c.Head) }) {
			continue
		}
		inside := func(o Candidate) bool { return o.Head >= c.Content[0].From && o.Head < c.Content[0].To }
		found = append(slices.DeleteFunc(found, inside), c)
	}
	return found
}

func (t *Text) tail(s Range) (Candidate, bool) {
	end := s.To
	for end > s.From && !t.Tokens[end-1].Word() {
		end--
	}
	verb := end - 1
	for when, ok := t.Chunk(verb); ok && verb > s.From && t.Temporal(when) && !t.saying(verb); when, ok = t.Chunk(verb) { // "said on Tuesday"
		verb = when.From - 1
		if t.has(verb, "before-times") {
			verb--
		}
	}
	if verb-s.From < 4 || !t.saying(verb) || t.inside(verb) {
		return Candidate{}, false
	}
	comma := verb - 1
	for comma > s.From && comma >= verb-longestTail && t.Tokens[comma].Word() {
		comma--
	}
	who := Range{comma + 1, verb}
	if t.Tokens[comma].Text != "," || t.inside(comma) || who.Empty() || !t.somebody(who) {
		return Candidate{}, false
	}
	what := Range{s.From, comma}
	if what.To-what.From < 3 || t.has(what.From, "subordinating") {
		return Candidate{}, false
	}
	return Candidate{Source: []Range{who}, Cue: []Range{{verb, verb + 1}}, Content: []Range{what}, Head: verb}, true
}

// saying reports whether a token is a verb that says that something was said, whatever the tagger takes it for, in a form that
// a subject stands before.
func (t *Text) saying(i int) bool {
	w := t.Tokens[i].Lower
	return t.has(i, "saying") || t.lexicon.Has("saying", t.lexicon.Lemma(w)) && !strings.HasSuffix(w, "ing")
}

// somebody reports whether a run of tokens is a noun phrase that can say something: one that ends with a pronoun, a name, or a
// word for people or bodies.
func (t *Text) somebody(r Range) bool {
	last := r.To - 1
	switch k := t.kind(last); k {
	case "PRP", "NNP", "NNPS":
		return true
	case "NN", "NNS":
		w := t.Tokens[last].Lower
		for _, list := range []string{"roles", "unnamed", "institutions", "outlets", "publics", "documents"} {
			if t.lexicon.Has(list, w) || k == "NNS" && t.lexicon.Has(list, strings.TrimSuffix(w, "s")) {
				return true
			}
		}
	}
	return false
}
