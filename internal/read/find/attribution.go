package find

import (
	"cmp"
	"slices"
)

// Candidate is an attribution.
type Candidate struct {
	Source, Cue, Content []Range
	Head                 int // the token that carries the cue
}

// Find gives the attributions of a text in the order of their cues.
func (t *Text) Find() []Candidate {
	sentences := make([][2]int, len(t.Sentences))
	for i, s := range t.Sentences {
		sentences[i] = [2]int{s.From, s.To}
	}
	var out []Candidate
	for _, g := range t.model.Find(t.Tokens, sentences, t.words) {
		if c := t.mended(g); len(t.Spans(c.Cue)) > 0 && len(t.Spans(c.Content)) > 0 && !t.supposed(c) {
			out = append(out, c)
		}
	}
	out = t.announced(t.tails(t.beliefs(append(out, t.silences(out)...))))
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(a.Head, b.Head) })
	return out
}

// supposed reports whether an attribution is left open by what stands before it: "It is not clear whether he approved the deal."
func (t *Text) supposed(c Candidate) bool {
	return len(c.Source) > 0 && c.Source[0].From > 0 && c.Source[0].To <= c.Head && t.has(c.Source[0].From-1, "supposing")
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
