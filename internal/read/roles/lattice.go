package roles

import (
	"math"
)

// Scores are what a model gives a text: of each label for each token, and of each step from a label to the next, before
// their sum over a whole way is turned into a probability (a linear-chain conditional random field: Lafferty, McCallum and
// Pereira, 2001).
type Scores struct {
	Emit []float32 // tokens × Labels
	Move []float32 // tokens × Labels × Labels: from, to
}

const steps = Labels * Labels

// newScores makes room for a text of so many tokens.
func newScores(n int) Scores { return Scores{make([]float32, n*Labels), make([]float32, n*steps)} }

// Add adds a share of other scores.
func (s Scores) Add(share float32, o Scores) {
	for i, v := range o.Emit {
		s.Emit[i] += share * v
	}
	for i, v := range o.Move {
		s.Move[i] += share * v
	}
}

// lattice holds the sums over all ways through a text.
type lattice struct {
	Scores
	n           int
	emit, move  []float64 // e to the scores, 0 for steps that cannot be
	alpha, beta []float64 // sums up to and from a token, scaled; beta is there after backward
	norm        []float64 // what alpha was divided by
	usual       []float64 // how likely a token has the label that usually stands before the next one's, by that one
	total       float64   // the logarithm of the sum over all ways
}

func newLattice(s Scores) *lattice {
	n := len(s.Emit) / Labels
	room := make([]float64, n*(3*Labels+steps+1))
	cut := func(size int) []float64 {
		part := room[: n*size : n*size]
		room = room[n*size:]
		return part
	}
	l := &lattice{Scores: s, n: n, emit: cut(Labels), move: cut(steps), alpha: cut(Labels), norm: cut(1), usual: cut(Labels)}
	l.exponents()
	l.forward()
	return l
}

// exponents fills emit and move; each token's largest score counts as 0 and goes into the total.
func (l *lattice) exponents() {
	for i := range l.n {
		es, ms := l.Emit[i*Labels:(i+1)*Labels], l.Move[i*steps:(i+1)*steps]
		top, most := es[0], ms[0]
		for _, v := range es {
			top = max(top, v)
		}
		for b := range Labels {
			for y := range Labels {
				if follows(b, y) {
					most = max(most, ms[b*Labels+y])
				}
			}
		}
		for y, v := range es {
			l.emit[i*Labels+y] = math.Exp(float64(v - top))
		}
		for b := range Labels {
			for y := range Labels {
				if follows(b, y) && (i > 0 || b == Out) {
					l.move[i*steps+b*Labels+y] = math.Exp(float64(ms[b*Labels+y] - most))
				}
			}
		}
		l.total += float64(top) + float64(most)
	}
}

func (l *lattice) forward() {
	before := make([]float64, Labels)
	before[Out] = 1 // what stands before the text
	for i := range l.n {
		a, m := l.alpha[i*Labels:(i+1)*Labels], l.move[i*steps:(i+1)*steps]
		sum := 0.0
		for y := range a {
			v := 0.0
			for b, p := range before {
				v += p * m[b*Labels+y]
			}
			if i > 0 && v > 0 {
				b := usually(y)
				l.usual[(i-1)*Labels+y] = before[b] * m[b*Labels+y] / v
			}
			a[y] = v * l.emit[i*Labels+y]
			sum += a[y]
		}
		if sum == 0 || math.IsInf(sum, 0) || math.IsNaN(sum) { // scores that no model gives: all ways are alike
			for y := range a {
				a[y] = 1
			}
			sum = Labels
		}
		for y := range a {
			a[y] /= sum
		}
		l.norm[i] = sum
		l.total += math.Log(sum)
		before = a
	}
}

func (l *lattice) backward() {
	l.beta = make([]float64, l.n*Labels)
	if l.n == 0 {
		return
	}
	for y := range Labels {
		l.beta[(l.n-1)*Labels+y] = 1
	}
	for i := l.n - 2; i >= 0; i-- {
		m := l.move[(i+1)*steps : (i+2)*steps]
		var to [Labels]float64
		for y := range Labels {
			to[y] = l.emit[(i+1)*Labels+y] * l.beta[(i+1)*Labels+y] / l.norm[i+1]
		}
		for b := range Labels {
			v := 0.0
			for y, p := range to {
				v += m[b*Labels+y] * p
			}
			l.beta[i*Labels+b] = v
		}
	}
}

// at gives the probability of a label at a token.
func (l *lattice) at(i, label int) float64 { return l.alpha[i*Labels+label] * l.beta[i*Labels+label] }

// step gives the probability of a step to a token.
func (l *lattice) step(i, before, label int) float64 {
	p := 0.0
	switch {
	case i > 0:
		p = l.alpha[(i-1)*Labels+before]
	case before == Out:
		p = 1
	}
	return p * l.move[i*steps+before*Labels+label] * l.emit[i*Labels+label] * l.beta[i*Labels+label] / l.norm[i]
}

// best gives the likeliest labels of all (Viterbi, 1967).
func (l *lattice) best() []int {
	n := l.n
	best, from := make([]float32, n*Labels), make([]int8, n*Labels)
	low := float32(math.Inf(-1))
	for i := range n {
		m := l.Move[i*steps : (i+1)*steps]
		for y := range Labels {
			top, at := low, 0
			if i == 0 {
				if follows(Out, y) {
					top = m[y]
				}
			} else {
				for b := range Labels {
					if !follows(b, y) {
						continue
					}
					if v := best[(i-1)*Labels+b] + m[b*Labels+y]; v > top {
						top, at = v, b
					}
				}
			}
			best[i*Labels+y], from[i*Labels+y] = top+l.Emit[i*Labels+y], int8(at) //nolint:gosec // a label
		}
	}
	out := make([]int, n)
	at := 0
	for y := range Labels {
		if n > 0 && best[(n-1)*Labels+y] > best[(n-1)*Labels+at] {
			at = y
		}
	}
	for i := n - 1; i >= 0; i-- {
		out[i] = at
		at = int(from[i*Labels+at])
	}
	return out
}

// usually gives the label that mostly stands before another.
func usually(label int) int {
	if label%2 == 1 {
		return Out
	}
	return label
}

// draw gives labels by chance, a number from 0 up to 1 for each token: each way is as likely as the model holds it to be if
// any number is as likely as any other (forward filtering, backward sampling).
func (l *lattice) draw(chance func(i int) float64) []int {
	out := make([]int, l.n)
	var w [Labels]float64
	for i := l.n - 1; i >= 0; i-- {
		sum := 0.0
		next, mostly, u := Out, -1, chance(i)
		if i+1 < l.n {
			next = out[i+1]
			mostly = usually(next)
			usual := l.usual[i*Labels+next]
			if u < usual {
				out[i] = mostly
				continue
			}
			u = (u - usual) / (1 - usual) // what is left of chance
		}
		for b := range Labels {
			w[b] = l.alpha[i*Labels+b]
			if i+1 < l.n {
				w[b] *= l.move[(i+1)*steps+b*Labels+next]
				if b == mostly {
					w[b] = 0 // it was not drawn above
				}
			}
			sum += w[b]
		}
		if sum == 0 && mostly >= 0 {
			out[i] = mostly
			continue
		}
		at := u * sum
		for b, v := range w {
			if v > 0 {
				out[i] = b
			}
			if at -= v; at < 0 {
				break
			}
		}
	}
	return out
}

// Best gives the likeliest labels.
func (s Scores) Best() []int { return newLattice(s).best() }
