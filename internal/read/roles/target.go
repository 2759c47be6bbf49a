package roles

// Target is what the labels of a text should be: known ones, or how likely other models hold each to be.
type Target struct {
	labels []int
	likely Scores
	Weight float32 // how much the text counts beside others
}

// Known is a target of known labels.
func Known(labels []int) Target { return Target{labels: labels, Weight: 1} }

// Likely is a target of the labels that scores make likely, each as much as they do (distillation: Hinton, Vinyals and Dean,
// 2015).
func Likely(s Scores, weight float32) Target {
	l := newLattice(s)
	l.backward()
	likely := newScores(l.n)
	for i := range l.n {
		for y := range Labels {
			likely.Emit[i*Labels+y] = float32(l.at(i, y))
			for b := range Labels {
				likely.Move[i*steps+b*Labels+y] = float32(l.step(i, b, y))
			}
		}
	}
	return Target{likely: likely, Weight: weight}
}

// loss gives how unlikely a target is: the negative logarithm of its labels' probability, or the mean of it.
func (t Target) loss(l *lattice) float64 {
	score, before := 0.0, Out
	for i, y := range t.labels {
		score += float64(l.Emit[i*Labels+y] + l.Move[i*steps+before*Labels+y])
		before = y
	}
	for i, p := range t.likely.Emit {
		score += float64(p * l.Emit[i])
	}
	for i, p := range t.likely.Move {
		score += float64(p * l.Move[i])
	}
	return float64(t.Weight) * (l.total - score)
}

// slope gives how the loss changes with the scores.
func (t Target) slope(l *lattice) Scores {
	l.backward()
	g := newScores(l.n)
	for i := range l.n {
		for y := range Labels {
			g.Emit[i*Labels+y] = float32(l.at(i, y))
			for b := range Labels {
				g.Move[i*steps+b*Labels+y] = float32(l.step(i, b, y))
			}
		}
	}
	before := Out
	for i, y := range t.labels {
		g.Emit[i*Labels+y]--
		g.Move[i*steps+before*Labels+y]--
		before = y
	}
	g.Add(-1, t.likely)
	if t.Weight != 1 {
		for _, list := range [][]float32{g.Emit, g.Move} {
			for i := range list {
				list[i] *= t.Weight
			}
		}
	}
	return g
}

// Loss gives how unlikely the right labels of texts are by a model's scores, by token, in natural logarithms.
func Loss(scores func(x *Context) Scores, texts []*Context, gold []Target) float64 {
	loss, tokens := 0.0, 0
	for i, x := range texts {
		loss += gold[i].loss(newLattice(scores(x)))
		tokens += len(x.Tokens)
	}
	return loss / float64(max(1, tokens))
}
