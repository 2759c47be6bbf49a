package stance

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Stance is where a report stands to a claim.
type Stance string

// The stances.
const (
	Agree     Stance = "agree"
	Disagree  Stance = "disagree"
	Discuss   Stance = "discuss"
	Unrelated Stance = "unrelated"
)

// Directions lists the stances of a report that is about the claim, in the order of the weights.
func Directions() []Stance { return []Stance{Agree, Disagree, Discuss} }

// Weights is what was learned.
type Weights struct {
	Related   map[string]float64    // of whether a report is about the claim
	Direction map[string][3]float64 // of which way it goes
	Known     map[string]bool       // the stems that are features of their own
	// Least is how sure, from 0 to 1, it must be that a report is about the claim; Lean is added to the scores of the
	// directions, so that rare ones are found.
	Least float64
	Lean  [3]float64
}

// Judge tells stances. It is safe for concurrent use.
type Judge struct {
	weights Weights
	rarity  *Rarity
}

// NewJudge makes a judge from weights and from how rare words are among the texts at hand.
func NewJudge(w Weights, r *Rarity) *Judge { return &Judge{w, r} }

// Stance tells where a text stands to a claim.
func (j *Judge) Stance(c *Claim, t *Text) Stance {
	related, direction := j.Scores(c, t)
	if related < j.weights.Least {
		return Unrelated
	}
	best := 0
	for i := range direction {
		direction[i] += j.weights.Lean[i]
		if direction[i] > direction[best] {
			best = i
		}
	}
	return Directions()[best]
}

// Scores gives how sure it is that the text is about the claim, from 0 to 1, and the logarithms of the odds of the
// directions, before leaning.
func (j *Judge) Scores(c *Claim, t *Text) (related float64, direction [3]float64) {
	if len(c.content) == 0 || len(t.in) == 0 {
		return 0, direction
	}
	m := meet(c, t, j.rarity)
	sum := 0.0
	features := m.related(c)
	for _, k := range features.Names() {
		sum += features[k] * j.weights.Related[k]
	}
	related = 1 / (1 + math.Exp(-sum))
	if related < j.weights.Least/4 {
		return related, direction
	}
	features = m.direction(c, t, func(s string) bool { return j.weights.Known[s] })
	for _, k := range features.Names() {
		w := j.weights.Direction[k]
		for i := range direction {
			direction[i] += features[k] * w[i]
		}
	}
	return related, direction
}

// RelatedFeatures and DirectionFeatures are what tools/stance learns from.
func RelatedFeatures(c *Claim, t *Text, r *Rarity) Features { return meet(c, t, r).related(c) }

// DirectionFeatures are the features of the second question.
func DirectionFeatures(c *Claim, t *Text, r *Rarity, known func(stem string) bool) Features {
	return meet(c, t, r).direction(c, t, known)
}

// Stems gives the stems of a text, each once, in no order.
func (t *Text) Stems() map[string]bool {
	out := map[string]bool{}
	for _, s := range t.sentences {
		for _, w := range s {
			out[w] = true
		}
	}
	return out
}

//go:embed weights.txt
var learned string

// Learned gives the weights that tools/stance wrote.
func Learned() (Weights, error) { return ParseWeights(learned) }

// ParseWeights reads weights as tools/stance writes them: tab-separated lines, the first field saying what follows; lines
// that begin with # are notes. An error names the line.
func ParseWeights(text string) (Weights, error) {
	w := Weights{Related: map[string]float64{}, Direction: map[string][3]float64{}, Known: map[string]bool{}}
	for i, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		field := strings.Split(line, "\t")
		var v [3]float64
		var name string
		var numbers []string
		switch field[0] {
		case "least", "lean":
			numbers = field[1:]
		case "related", "direction", "known":
			if len(field) < 2 {
				return w, fmt.Errorf("weights, line %d: the name is missing", i+1)
			}
			name, numbers = field[1], field[2:]
		default:
			return w, fmt.Errorf("weights, line %d: %q is nothing known", i+1, field[0])
		}
		want := map[string]int{"least": 1, "lean": 3, "related": 1, "direction": 3}[field[0]]
		if len(numbers) != want {
			return w, fmt.Errorf("weights, line %d: %d numbers, not %d", i+1, len(numbers), want)
		}
		for k, n := range numbers {
			var err error
			if v[k], err = strconv.ParseFloat(n, 64); err != nil {
				return w, fmt.Errorf("weights, line %d: %q is no number", i+1, n)
			}
		}
		switch field[0] {
		case "least":
			w.Least = v[0]
		case "lean":
			w.Lean = v
		case "related":
			w.Related[name] = v[0]
		case "direction":
			w.Direction[name] = v
		case "known":
			w.Known[name] = true
		}
	}
	return w, nil
}
