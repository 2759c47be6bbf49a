package main

import (
	"math"
	"math/rand/v2"

	"onrecord/internal/weigh/stance"
)

// names numbers the features.
type names struct{ ids map[string]int32 }

type entry struct {
	id    int32
	value float32
}

type vector []entry

func (n *names) vector(f stance.Features) vector {
	v := make(vector, 0, len(f))
	for _, name := range f.Names() {
		id, ok := n.ids[name]
		if !ok {
			id = int32(len(n.ids))
			n.ids[name] = id
		}
		v = append(v, entry{id, float32(f[name])})
	}
	return v
}

// model is a regression with one row of weights an outcome; a single row is a yes-or-no question.
type model struct{ weights, squares [][]float64 }

func newModel(rows, features int) *model {
	m := &model{}
	for range rows {
		m.weights = append(m.weights, make([]float64, features))
		m.squares = append(m.squares, make([]float64, features))
	}
	return m
}

func (m *model) score(row int, v vector) float64 {
	sum := 0.0
	w := m.weights[row]
	for _, e := range v {
		if int(e.id) < len(w) { // a feature first seen after learning has no weight
			sum += w[e.id] * float64(e.value)
		}
	}
	return sum
}

func (m *model) sure(v vector) float64 { return 1 / (1 + math.Exp(-m.score(0, v))) }

func (m *model) odds(v vector) (out [3]float64) {
	for i := range out {
		out[i] = m.score(i, v)
	}
	return out
}

// step moves a row against the error of one example (AdaGrad, Duchi 2011; L2 on the weights that are touched).
func (m *model) step(row int, v vector, wrong, rate, shrink float64) {
	w, s := m.weights[row], m.squares[row]
	for _, e := range v {
		g := wrong*float64(e.value) + shrink*w[e.id]
		s[e.id] += g * g
		w[e.id] -= rate * g / math.Sqrt(1+s[e.id])
	}
}

// learn makes both models from examples.
func learn(pairs []*pair, n *names) (related, direction *model) {
	related, direction = newModel(1, len(n.ids)), newModel(3, len(n.ids))
	rnd := rand.New(rand.NewPCG(1, 1))
	order := rnd.Perm(len(pairs))
	for range 4 {
		for _, i := range order {
			p := pairs[i]
			want := 1.0
			if p.gold == 3 {
				want = 0
			}
			related.step(0, p.related, related.sure(p.related)-want, 0.3, 1e-5)
		}
	}
	for range 8 {
		for _, i := range order {
			p := pairs[i]
			if p.gold == 3 {
				continue
			}
			o := direction.odds(p.direction)
			top := math.Max(o[0], math.Max(o[1], o[2]))
			sum := 0.0
			for k := range o {
				o[k] = math.Exp(o[k] - top)
				sum += o[k]
			}
			for k := range o {
				want := 0.0
				if k == p.gold {
					want = 1
				}
				direction.step(k, p.direction, o[k]/sum-want, 0.15, 3e-2)
			}
		}
	}
	return related, direction
}
