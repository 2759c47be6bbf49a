package find

import (
	"cmp"
	"slices"
)

// Enough is the chance above which a candidate is kept. For the best balance of what is found and what is right it lies
// near half of the measure reached.
const Enough = 0.30

// Find gives the attributions of the text in the order of their cues.
func (t *Text) Find() []Candidate {
	var out []Candidate
	for _, c := range t.Propose() {
		if t.Chance(c) >= Enough {
			out = append(out, c)
		}
	}
	return t.settle(out)
}

// Chance says how likely a candidate is an attribution.
func (t *Text) Chance(c Candidate) float64 { return t.lexicon.Cues.Chance(c.Lemma, c.Frame) }

// settle orders candidates and leaves out those that say the same as one before them.
func (t *Text) settle(all []Candidate) []Candidate {
	slices.SortStableFunc(all, func(a, b Candidate) int {
		return cmp.Or(start(a)-start(b), a.Head-b.Head)
	})
	seen := map[[2]Range]bool{}
	return slices.DeleteFunc(all, func(c Candidate) bool {
		key := [2]Range{c.Content[0], c.Cue[0]}
		if seen[key] {
			return true
		}
		seen[key] = true
		return false
	})
}

func start(c Candidate) int {
	at := c.Cue[0].From
	for _, r := range c.Source {
		at = min(at, r.From)
	}
	for _, r := range c.Content {
		at = min(at, r.From)
	}
	return at
}
