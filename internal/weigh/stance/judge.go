package stance

import "math"

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
func Directions() [3]Stance { return [3]Stance{Agree, Disagree, Discuss} }

// Language is the one that claims and texts are read in (BCP 47).
const Language = "en"

// The leanings of claims and texts, in the order of the weights: for what is rumoured, against it, or neither.
const (
	For = iota
	Against
	Open
)

// Judge tells stances. It is safe for concurrent use. Texts and claims that one judge took apart are not for another.
type Judge struct {
	weights Weights
	lens    *Lens
}

// Learned gives the judge with the weights that tools/stance learned. It takes about a fifth of a second; keep it.
func Learned() (*Judge, error) {
	w, err := LearnedWeights()
	if err != nil {
		return nil, err
	}
	return NewJudge(w)
}

// NewJudge makes a judge from weights. An error says what of them does not fit together.
func NewJudge(w Weights) (*Judge, error) {
	lens, err := NewLens(w.Known, w.Rarity)
	if err != nil {
		return nil, err
	}
	j := &Judge{w, lens}
	return j, w.check(lens)
}

// Claim takes a claim, a sentence or a headline, apart.
func (j *Judge) Claim(claim string) *Claim {
	c := j.lens.Claim(claim)
	c.leaning = score(j.weights.Claim, j.lens.ClaimFeatures(c))
	return c
}

// Text takes a report's text apart.
func (j *Judge) Text(text string) *Text {
	t := j.lens.Text(text)
	t.leaning = score(j.weights.Text, j.lens.TextFeatures(t))
	return t
}

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
	return t.turn(c, Directions()[best])
}

// Scores gives how sure it is that the text is about the claim, from 0 to 1, and, where that is not out of the question,
// the logarithm of how sure each direction is, taken by itself, before leaning.
func (j *Judge) Scores(c *Claim, t *Text) (related float64, direction [3]float64) {
	if len(c.content) == 0 || len(t.in) == 0 {
		return 0, direction
	}
	m := j.lens.Meet(c, t)
	related = sure(j.weights.Related.Odds(m.RelatedRow()))
	if related < j.weights.Least/2 {
		return related, direction
	}
	j.lens.Nearby(m)
	leaning := score(j.weights.Text, j.lens.NearFeatures(m))
	for k := range leaning {
		leaning[k] += t.leaning[k]
	}
	row := m.StanceRow(c.leaning, leaning)
	for k := range direction {
		direction[k] = math.Log(sure(j.weights.Direction[k].Odds(row)) + 1e-4)
	}
	return related, direction
}

// score gives what a regression makes of features.
func score(weights map[string][3]float32, f Features) (out [3]float64) {
	for i, name := range f.Names {
		for k, w := range weights[name] {
			out[k] += float64(w) * f.Values[i]
		}
	}
	return out
}
