package find

import "strings"

// longestTail is how many tokens say at the end of a sentence who said it.
const longestTail = 8

// tails gives what a sentence says of itself at its end: "The dam is safe, the Harbour Times reports." A verb that could be a
// noun, and a headline without articles, hide some from what was learned. What is reported within such a sentence is part
// of what is said.
func (t *Text) tails(found *finds) {
	for _, s := range t.Sentences {
		c, ok := t.tail(s)
		if !ok {
			c, ok = t.tailTurned(s)
		}
		if ok {
			found.addOver(c)
			continue
		}
		if c, ok := t.aside(s); ok { // of a sentence that somebody else says, it is part
			found.add(c)
		}
	}
}

func (t *Text) tail(s Range) (Candidate, bool) {
	verb := t.lastWord(s)
	for when, ok := t.Chunk(verb); ok && verb > s.From && t.Temporal(when) && !t.saying(verb); when, ok = t.Chunk(verb) { // "said on Tuesday"
		verb = when.From - 1
		if t.has(verb, "before-times") {
			verb--
		}
	}
	if verb < s.From {
		return Candidate{}, false // nothing but marks, or a time
	}
	if told, ok := t.Chunk(verb); ok && told.From > s.From && t.telling(told.From-1) && told.To == verb+1 { // "…, two sources tell the Courier"
		verb = told.From - 1
	} else if !t.saying(verb) {
		return Candidate{}, false
	}
	if verb-s.From < 4 || t.inside(verb) || !strings.HasPrefix(string(t.kind(verb)), "VB") {
		return Candidate{}, false
	}
	who := t.sinceComma(s, verb)
	if who.Empty() || t.inside(who.From-1) || !t.somebody(who) {
		return Candidate{}, false
	}
	what := Range{t.afterRubric(s), who.From - 1}
	if what.To-what.From < 3 || t.has(what.From, "subordinating") {
		return Candidate{}, false
	}
	return Candidate{Source: []Range{who}, Cue: []Range{{verb, verb + 1}}, Content: []Range{what}, Head: verb}, true
}

// tailTurned gives a tail with its verb before who speaks: "The deal is dead, says the energy minister."
func (t *Text) tailTurned(s Range) (Candidate, bool) {
	who, ok := t.Chunk(t.lastWord(s))
	if of, more := t.Chunk(who.From - 2); ok && more && t.has(who.From-1, "of") && of.To == who.From-1 { // "head of UN agency"
		who.From = of.From
	}
	verb := who.From - 1
	if !ok || verb-s.From < 4 || !t.saying(verb) || t.Tokens[verb-1].Text != "," || t.inside(verb-1) || !t.somebody(who) && !t.headed(who) || t.has(s.From, "subordinating") {
		return Candidate{}, false
	}
	return Candidate{Source: []Range{who}, Cue: []Range{{verb, verb + 1}}, Content: []Range{{s.From, verb - 1}}, Head: verb}, true
}

// lastWord gives the last word of a sentence, or the token before it if there is none.
func (t *Text) lastWord(s Range) int {
	end := s.To - 1
	for end >= s.From && !t.Tokens[end].Word() {
		end--
	}
	return end
}

// sinceComma gives the words between a verb and the comma before it, nothing where another mark stands there or none.
func (t *Text) sinceComma(s Range, verb int) Range {
	comma := verb - 1
	for comma > s.From && comma >= verb-longestTail && t.Tokens[comma].Word() {
		comma--
	}
	if comma < s.From || t.Tokens[comma].Text != "," {
		return Range{}
	}
	return Range{comma + 1, verb}
}

// verbs makes verbs of what the tagger took for nouns at the end of a sentence: "…, the Harbour Times reports."
func (t *Text) verbs(s Range) {
	i := t.lastWord(s)
	if i-s.From < 4 || t.kind(i) != "NNS" || !t.saying(i) {
		return
	}
	if who := t.sinceComma(s, i); !who.Empty() && t.somebody(who) {
		t.Tokens[i].Tag = "VBZ"
	}
}

// aside gives what a sentence says of itself within: "Were there talks, as the Harbour Times suggested, or not?"
func (t *Text) aside(s Range) (Candidate, bool) {
	for i := s.From + 3; i+2 < s.To; i++ {
		who, ok := t.Chunk(i + 2)
		if t.Tokens[i].Text != "," || !t.has(i+1, "as-said") || t.inside(i) || !ok || who.From != i+2 {
			continue
		}
		verb := who.To
		for verb < s.To && t.has(verb, "auxiliaries") {
			verb++
		}
		if verb+1 >= s.To || t.Tokens[verb+1].Word() || !t.saying(verb) || !t.somebody(who) || t.has(s.From, "subordinating") {
			continue
		}
		return Candidate{Source: []Range{who}, Cue: []Range{{verb, verb + 1}}, Content: []Range{{s.From, i}}, Head: verb}, true
	}
	return Candidate{}, false
}

// afterRubric leaves out the word that a headline begins with: "BREAKING: …".
func (t *Text) afterRubric(s Range) int {
	if t.is(s.From+1, ":") && t.has(s.From, "rubrics") {
		return s.From + 2
	}
	return s.From
}

// telling reports whether a token is a verb with an object that is told what somebody says.
func (t *Text) telling(i int) bool {
	return t.lexicon.Has("telling", t.lexicon.Lemma(t.Tokens[i].Lower))
}

// saying reports whether a token is a verb that says that something was said, whatever the tagger takes it for, in a form that
// a subject stands before.
func (t *Text) saying(i int) bool {
	return t.has(i, "saying") || t.kind(i) != "VBG" && t.lexicon.Has("saying", t.lexicon.Lemma(t.Tokens[i].Lower))
}

// somebody reports whether a run of tokens is a noun phrase that can say something: one that ends with a pronoun, a name, or a
// word for people or bodies.
func (t *Text) somebody(r Range) bool {
	switch t.kind(r.To - 1) {
	case "PRP", "NNP", "NNPS":
		return true
	case "NN", "NNS":
		return t.oneOf(r.To-1, "roles", "unnamed", "publics", "institutions", "outlets", "documents")
	}
	return false
}

// headed reports whether a phrase with "of" is one for somebody: "head of UN agency".
func (t *Text) headed(r Range) bool {
	first, ok := t.Chunk(r.From)
	return ok && first.To < r.To && t.oneOf(first.To-1, "roles", "unnamed", "publics")
}

// oneOf reports whether one of some lists has a noun, in the singular or the plural.
func (t *Text) oneOf(i int, lists ...string) bool {
	w := t.Tokens[i].Lower
	single := w
	if n := len(w) - 1; n > 1 && t.lexicon.Has("plural-endings", w[n:]) {
		single = w[:n]
	}
	for _, list := range lists {
		if t.lexicon.Has(list, w) || t.lexicon.Has(list, single) {
			return true
		}
	}
	return false
}
