package linear

import "math"

// Perceptron learns a model from mistakes; the mean of all its states is the result (Collins, 2002; Freund and Schapire,
// 1999).
type Perceptron struct {
	classes int
	index   *Index // features that a mistake touched
	now     []float32
	behind  []float64 // what the mean is behind the newest state, times the number of steps
	steps   float64
}

// NewPerceptron makes one that knows nothing.
func NewPerceptron(classes int) *Perceptron {
	return &Perceptron{classes: classes, index: NewIndex(), steps: 1}
}

// Score adds the weights of the moment to scores, which has one place a class.
func (p *Perceptron) Score(features []uint32, scores []float32) {
	n := p.classes
	scores = scores[:n]
	for _, f := range features {
		at, ok := p.index.Of(f)
		if !ok {
			continue
		}
		for i, w := range p.now[at*n : at*n+n] {
			scores[i] += w
		}
	}
}

// Mistake moves the weights of some features from the class that was chosen to the one that was right.
func (p *Perceptron) Mistake(features []uint32, right, chosen int) {
	n := p.classes
	for _, f := range features {
		at := p.index.Add(f) * n
		if at == len(p.now) {
			p.now, p.behind = append(p.now, make([]float32, n)...), append(p.behind, make([]float64, n)...)
		}
		p.now[at+right]++
		p.behind[at+right] += p.steps
		p.now[at+chosen]--
		p.behind[at+chosen] -= p.steps
	}
}

// Step counts an example that was seen, right or wrong.
func (p *Perceptron) Step() { p.steps++ }

// Mean gives the mean of all states so far as a model. Weights of under a share of the mean size are left out.
func (p *Perceptron) Mean(share float32) *Model {
	mean := make([]float32, len(p.now))
	sum, used := 0.0, 0
	for i, w := range p.now {
		mean[i] = w - float32(p.behind[i]/p.steps)
		if mean[i] != 0 {
			sum += math.Abs(float64(mean[i]))
			used++
		}
	}
	size := float32(sum / float64(max(1, used)))
	const cut = 40 // mean sizes: more is so sure that a little less makes no difference
	return rounded(p.classes, p.index.keys, mean, cut*size, share*size)
}
