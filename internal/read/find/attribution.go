package find

import (
	"cmp"
	"slices"
)

// Candidate is an attribution.
type Candidate struct {
	Source, Cue, Content []Range
	Head                 int  // the token that carries the cue
	Turn                 bool // somebody's turn in a transcript
}

// Find gives the attributions of a text in the order of their cues.
func (t *Text) Find() []Candidate {
	sentences := make([][2]int, len(t.Sentences))
	for i, s := range t.Sentences {
		sentences[i] = [2]int{s.From, s.To}
	}
	found := newFinds(len(t.Tokens))
	for _, g := range t.model.Find(t.Tokens, sentences, t.words) {
		if c := t.mended(g); len(t.Spans(c.Cue)) > 0 && len(t.Spans(c.Content)) > 0 && !t.supposed(c) && !t.idle(c) && !t.nameless(c) {
			found.add(c)
		}
	}
	for _, pattern := range []func(*finds){t.turns, t.silences, t.beliefs, t.tails, t.announced} {
		pattern(found)
	}
	out := found.left()
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(a.Head, b.Head) })
	return out
}

// supposed reports whether an attribution is left open by what stands before it: "It is not clear whether he approved the deal."
func (t *Text) supposed(c Candidate) bool {
	return len(c.Source) > 0 && c.Source[0].From > 0 && c.Source[0].To <= c.Head && t.has(c.Source[0].From-1, "supposing")
}

// idle reports whether a cue has no word that does something, but auxiliaries: "were".
func (t *Text) idle(c Candidate) bool {
	for _, r := range c.Cue {
		for i := r.From; i < r.To; i++ {
			if !t.has(i, "auxiliaries") {
				return false
			}
		}
	}
	return true
}

// nameless reports whether what is said is only that somebody wants to have no name: "asked not to be named".
func (t *Text) nameless(c Candidate) bool {
	r := c.Content[0]
	for n := 1; n <= 4 && r.From+n <= r.To; n++ {
		if t.lexicon.Has("nameless", t.Lower(Range{r.From, r.From + n})) {
			return true
		}
	}
	return false
}

// head gives the token of a range on which the others hang.
func (t *Text) head(r Range) int {
	for i := r.From; i < r.To; i++ {
		if h := t.words[i].Head; h < r.From || h >= r.To {
			return i
		}
	}
	return r.From
}

// label gives what a token is to its head.
func (t *Text) label(i int) string { return t.model.Names.Labels[t.words[i].Label] }
