package linear

import "math"

// Ascent learns the weights of a model by stochastic gradient ascent with a rate of its own for each weight (AdaGrad:
// Duchi, Hazan and Singer, 2011). Features are given as numbers of an index.
type Ascent struct {
	classes int
	weight  []float32
	squares []float32
	rate    float32
}

// NewAscent makes one for so many features. The sum of squares starts with 1, so that the first steps are careful.
func NewAscent(classes, features int, rate float32) *Ascent {
	a := &Ascent{classes: classes, weight: make([]float32, classes*features), squares: make([]float32, classes*features), rate: rate}
	for i := range a.squares {
		a.squares[i] = 1
	}
	return a
}

// Score adds the weights of the moment to scores, which has one place a class.
func (a *Ascent) Score(rows []uint32, scores []float32) {
	n := a.classes
	scores = scores[:n]
	for _, r := range rows {
		at := int(r) * n
		for i, w := range a.weight[at : at+n] {
			scores[i] += w
		}
	}
}

// Climb moves the weights of some features along a gradient, one value a class.
func (a *Ascent) Climb(rows []uint32, gradient []float32) {
	n := a.classes
	for _, r := range rows {
		at := int(r) * n
		w, s := a.weight[at:at+n], a.squares[at:at+n]
		for i, g := range gradient {
			if g > -1e-3 && g < 1e-3 {
				continue
			}
			s[i] += g * g
			w[i] += a.rate * g / float32(math.Sqrt(float64(s[i])))
		}
	}
}

// Model gives the model as it is now, with all weights times a factor, and without features whose weights all are under least.
func (a *Ascent) Model(ix *Index, factor, least float32) *Model {
	weight := make([]float32, len(a.weight))
	most := float32(0)
	for i, w := range a.weight {
		weight[i] = w * factor
		most = max(most, weight[i], -weight[i])
	}
	return rounded(a.classes, ix.keys, weight, min(most, 2), least)
}
