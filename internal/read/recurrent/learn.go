package recurrent

import (
	"math"
	"math/rand/v2"
	"sync"
)

// Gradient gives how unlikely the right labels of a sequence are and how that changes with the scores: its emissions and
// steps, of the length times labels and labels squared.
type Gradient func(at int, emit, move []float32) (loss float64, ge, gm []float32)

// Options of learning.
type Options struct {
	Rounds       int // through all sequences
	Batch        int // tokens that are looked at before the weights are changed, at least
	Rate         float64
	DropIn, Drop float32 // shares of the input, and of what goes from layer to layer, that are left out at random
	Seed         uint64
}

// workers is how many goroutines share a batch. It is part of what is learned: what they find is summed in their order.
const workers = 2

// learner is the state of learning (Adam: Kingma and Ba, 2015).
type learner struct {
	*Net
	Options
	sequences []*Sequence
	gradient  Gradient
	mean      []float32 // of the gradient,
	square    []float32 // and of its square
	slopes    [workers][]float32
	taken     float64 // steps so far
}

// Learn teaches a network. The rate falls to nothing along a cosine.
func Learn(n *Net, sequences []*Sequence, gradient Gradient, o Options, each func(round int, loss float64)) {
	l := &learner{Net: n, Options: o, sequences: sequences, gradient: gradient, mean: make([]float32, len(n.weight)), square: make([]float32, len(n.weight))}
	for p := range l.slopes {
		l.slopes[p] = make([]float32, len(n.weight))
	}
	all := 0
	for _, s := range sequences {
		all += s.Len
	}
	r := rand.New(rand.NewPCG(o.Seed, 11)) //nolint:gosec // not for secrets
	done := 0
	for round := range o.Rounds {
		loss := 0.0
		for order := r.Perm(len(sequences)); len(order) > 0; {
			var shares [workers][]int
			var tokens int
			shares, tokens, order = l.share(order)
			if tokens == 0 {
				continue
			}
			loss += l.look(shares, r)
			done += tokens
			l.change(tokens, float64(done)/float64(o.Rounds*all))
		}
		each(round, loss/float64(max(1, all)))
	}
	n.narrow()
}

// share takes a batch from the sequences that are still to be looked at, and gives each worker what it has least of.
func (l *learner) share(order []int) (shares [workers][]int, tokens int, left []int) {
	var sizes [workers]int
	for len(order) > 0 && tokens < l.Batch {
		least := 0
		for p, size := range sizes {
			if size < sizes[least] {
				least = p
			}
		}
		size := l.sequences[order[0]].Len
		shares[least] = append(shares[least], order[0])
		sizes[least] += size
		tokens += size
		order = order[1:]
	}
	return shares, tokens, order
}

// look works the gradient of a batch out, and gives its loss.
func (l *learner) look(shares [workers][]int, r *rand.Rand) float64 {
	var wait sync.WaitGroup
	var losses [workers]float64
	for p, share := range shares {
		r := rand.New(rand.NewPCG(r.Uint64(), 13)) //nolint:gosec // not for secrets
		wait.Go(func() {
			clear(l.slopes[p])
			for _, at := range share {
				if l.sequences[at].Len > 0 {
					losses[p] += l.one(at, l.slopes[p], r)
				}
			}
		})
	}
	wait.Wait()
	loss := 0.0
	for _, v := range losses {
		loss += v
	}
	return loss
}

// one adds the gradient of a sequence to a slope.
func (l *learner) one(at int, slope []float32, r *rand.Rand) float64 {
	s := l.sequences[at]
	pass := l.forward(s, r, l.DropIn, l.Drop)
	loss, emit, move := l.gradient(at, pass.emit, l.Net.steps(s))
	size := l.Labels * l.Labels
	to := slope[l.move.at:]
	for i := range s.Len {
		add(to[int(s.Steps[i])*size:][:size], move[i*size:(i+1)*size])
	}
	l.back(s, pass, emit, slope)
	return loss
}

// change changes the weights by the gradient of so many tokens; done is the share of all learning that is behind.
func (l *learner) change(tokens int, done float64) {
	const warm, longest = 50, 0.05 // steps until the full rate; a longer gradient is cut
	g := l.slopes[0]
	norm := 0.0
	for i := range g {
		for _, o := range l.slopes[1:] {
			g[i] += o[i]
		}
		norm += float64(g[i]) * float64(g[i])
	}
	scale := float32(1 / float64(tokens))
	if norm = math.Sqrt(norm) / float64(tokens); norm > longest {
		scale *= float32(longest / norm)
	}
	l.taken++
	rate := l.Rate * 0.5 * (1 + math.Cos(math.Pi*done)) * min(1, l.taken/warm)
	a := float32(rate * math.Sqrt(1-math.Pow(0.999, l.taken)) / (1 - math.Pow(0.9, l.taken)))
	for i := range g {
		x := g[i] * scale
		l.mean[i] = 0.9*l.mean[i] + 0.1*x
		l.square[i] = 0.999*l.square[i] + 0.001*x*x
		l.weight[i] -= a * l.mean[i] / (float32(math.Sqrt(float64(l.square[i]))) + 1e-8)
	}
}
