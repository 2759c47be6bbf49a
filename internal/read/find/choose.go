package find

import (
	"cmp"
	"slices"
	"strings"
)

// Enough is the chance above which a candidate is kept. For the best balance of what is found and what is right it lies
// near half of the measure reached.
const Enough = 0.34

// Find gives the attributions of the text in the order in which they begin.
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
func (t *Text) Chance(c Candidate) float64 {
	p := t.lexicon.Cues.Chance(c.Lemma, c.Frame)
	// Some patterns are too rare in the counted texts to weigh and leave no doubt.
	frame := c.Frame
	if strings.HasPrefix(frame, "np-") && frame != "np-to" {
		frame = "np" // "denied a deal with", "denied a report of"
	}
	if p < sure && (t.lexicon.Has("sure", c.Lemma) || t.lexicon.Has("sure", c.Lemma+"|"+frame)) && (len(c.Source) > 0 || c.Frame == "n-that") {
		return sure
	}
	return p
}

// sure is the least chance of a pattern that the lexicon lists as such.
const sure = 0.5

// settle orders candidates and leaves out those that say the same as one before them.
func (t *Text) settle(all []Candidate) []Candidate {
	slices.SortStableFunc(all, func(a, b Candidate) int {
		return cmp.Or(start(a)-start(b), a.Head-b.Head)
	})
	seen := map[[2]Range]bool{}
	wider := within(all)
	return slices.DeleteFunc(all, func(c Candidate) bool {
		key := [2]Range{c.Content[0], c.Cue[0]}
		if seen[key] || wider[c.Head] > c.Cue[0].To-c.Cue[0].From {
			return true
		}
		seen[key] = true
		return false
	})
}

// within notes for each token how long the longest cue is that covers it: "issued a denial" is one cue, and "issued" in it
// none of its own.
func within(all []Candidate) map[int]int {
	out := map[int]int{}
	for _, c := range all {
		for _, r := range c.Cue {
			for i := r.From; i < min(r.To, r.From+12); i++ {
				out[i] = max(out[i], r.To-r.From)
			}
		}
	}
	return out
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
