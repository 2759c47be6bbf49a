package main

import (
	"maps"
	"math"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

// How strongly weights are held near 0: lambda/2 times the sum of their squares is taken from the log-likelihood. Chosen by the figures on
// the eleven parts.
const (
	shrinkStance = 10.0
	shrinkWhence = 0.5
	shrinkAmid   = 3.0
	shrinkSame   = 1.0
	joining      = 0.50
	inner        = 8 // parts in which the first judgements are made that the second ones learn from
)

// learn makes a model from stories.
func learn(stories []*story) *weigh.Model {
	m := &weigh.Model{Joining: joining}
	m.Stance = learnStance(stories)
	m.Whence = learnChoice(stories, shrinkWhence, func(s *story) [][]map[string]float64 { return first(s) })
	chances := map[*story][][]float64{} // of the first judgement, by weights that have not seen the story
	for part := range inner {
		var own, others []*story
		for i, s := range stories {
			if i%inner == part {
				own = append(own, s)
			} else {
				others = append(others, s)
			}
		}
		w := learnChoice(others, shrinkWhence, first)
		for _, s := range own {
			chances[s] = choose(w, first(s))
		}
	}
	m.Amid = learnChoice(stories, shrinkAmid, func(s *story) [][]map[string]float64 { return s.study.Again(chances[s]) })
	var pairs []example
	for _, s := range stories {
		stances := make([]news.Stance, len(s.labels))
		for i, f := range s.study.Stance {
			stances[i] = standOf(m, f)
		}
		for i, row := range s.study.Pairs(choose(m.Amid, s.study.Again(chances[s])), stances) {
			for j, f := range row {
				a, b := s.labels[i].Origin, s.labels[j].Origin
				same := 0.0
				if a == b && !strings.HasPrefix(a, "none") {
					same = 1
				}
				pairs = append(pairs, example{f, same})
			}
		}
	}
	m.Same = learnPairs(pairs)
	return m
}

func first(s *story) [][]map[string]float64 {
	out := make([][]map[string]float64, len(s.study.Prospects))
	for i, ps := range s.study.Prospects {
		for _, p := range ps {
			out[i] = append(out[i], p.Features)
		}
	}
	return out
}

// index numbers features.
type index struct {
	number map[string]int
	names  []string
}

type entry struct {
	at    int
	value float64
}

func (ix *index) vector(f map[string]float64) []entry {
	out := make([]entry, 0, len(f))
	for _, k := range slices.Sorted(maps.Keys(f)) {
		n, ok := ix.number[k]
		if !ok {
			n = len(ix.names)
			ix.number[k] = n
			ix.names = append(ix.names, k)
		}
		out = append(out, entry{n, f[k]})
	}
	return out
}

func newIndex() *index { return &index{number: map[string]int{}} }

func dot(w []float64, v []entry) float64 {
	sum := 0.0
	for _, e := range v {
		sum += w[e.at] * e.value
	}
	return sum
}

// climb finds the weights at which a concave function is greatest, by resilient propagation (Riedmiller and Braun, 1993): each weight has a
// step of its own, which grows while its slope keeps its sign. slope gives the gradient.
func climb(n int, slope func(w, gradient []float64)) []float64 {
	w, g, before, step := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range step {
		step[i] = 0.05
	}
	for range 250 {
		clear(g)
		slope(w, g)
		for i := range w {
			switch x := g[i] * before[i]; {
			case x > 0:
				step[i] = math.Min(step[i]*1.2, 1)
			case x < 0:
				step[i] = math.Max(step[i]*0.5, 1e-5)
				g[i] = 0
			}
			if g[i] > 0 {
				w[i] += step[i]
			} else if g[i] < 0 {
				w[i] -= step[i]
			}
			before[i] = g[i]
		}
	}
	return w
}

func learnStance(stories []*story) map[string][3]float64 {
	ix := newIndex()
	type one struct {
		v    []entry
		gold int
	}
	var all []one
	for _, s := range stories {
		for i, f := range s.study.Stance {
			all = append(all, one{ix.vector(f), slices.Index(news.Stances(), s.labels[i].Stance)})
		}
	}
	n := len(ix.names)
	w := climb(3*n, func(w, g []float64) {
		for i := range w {
			g[i] = -shrinkStance * w[i]
		}
		for _, o := range all {
			p := softmax([]float64{dot(w[:n], o.v), dot(w[n:2*n], o.v), dot(w[2*n:], o.v)})
			for c := range p {
				d := -p[c]
				if c == o.gold {
					d++
				}
				for _, e := range o.v {
					g[c*n+e.at] += d * e.value
				}
			}
		}
	})
	out := map[string][3]float64{}
	for i, k := range ix.names {
		out[k] = [3]float64{w[i], w[n+i], w[2*n+i]}
	}
	return out
}

func standOf(m *weigh.Model, f map[string]float64) news.Stance {
	var sum [3]float64
	for _, k := range slices.Sorted(maps.Keys(f)) {
		for c, w := range m.Stance[k] {
			sum[c] += w * f[k]
		}
	}
	best := 0
	for c := range sum {
		if sum[c] > sum[best] {
			best = c
		}
	}
	return news.Stances()[best]
}

// learnChoice learns which of its prospects a report has its claim from, where the labels only say of what standing it is: the chance of all
// prospects of that standing together is raised (a conditional logit with a hidden choice).
func learnChoice(stories []*story, shrink float64, features func(*story) [][]map[string]float64) map[string]float64 {
	ix := newIndex()
	type one struct {
		vs   [][]entry
		gold []bool
	}
	var all []one
	for _, s := range stories {
		for i, fs := range features(s) {
			o := one{}
			any := false
			for k, f := range fs {
				o.vs = append(o.vs, ix.vector(f))
				o.gold = append(o.gold, string(s.study.Prospects[i][k].Standing) == s.labels[i].Standing)
				any = any || o.gold[k]
			}
			if any {
				all = append(all, o)
			}
		}
	}
	w := climb(len(ix.names), func(w, g []float64) {
		for i := range w {
			g[i] = -shrink * w[i]
		}
		for _, o := range all {
			scores := make([]float64, len(o.vs))
			for k, v := range o.vs {
				scores[k] = dot(w, v)
			}
			p := softmax(scores)
			right := 0.0
			for k, x := range p {
				if o.gold[k] {
					right += x
				}
			}
			for k, v := range o.vs {
				d := -p[k]
				if o.gold[k] {
					d += p[k] / math.Max(right, 1e-12)
				}
				for _, e := range v {
					g[e.at] += d * e.value
				}
			}
		}
	})
	return named(ix, w)
}

func named(ix *index, w []float64) map[string]float64 {
	out := map[string]float64{}
	for i, k := range ix.names {
		out[k] = w[i]
	}
	return out
}

// choose gives how likely each prospect is.
func choose(w map[string]float64, all [][]map[string]float64) [][]float64 {
	out := make([][]float64, len(all))
	for i, fs := range all {
		scores := make([]float64, len(fs))
		for k, f := range fs {
			for _, name := range slices.Sorted(maps.Keys(f)) {
				scores[k] += w[name] * f[name]
			}
		}
		out[i] = softmax(scores)
	}
	return out
}

func softmax(scores []float64) []float64 {
	out := make([]float64, len(scores))
	if len(scores) == 0 {
		return out
	}
	top, sum := slices.Max(scores), 0.0
	for i, s := range scores {
		out[i] = math.Exp(s - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// example is something with an answer of yes (1) or no (0).
type example struct {
	features map[string]float64
	yes      float64
}

func learnPairs(pairs []example) map[string]float64 {
	ix := newIndex()
	vs := make([][]entry, len(pairs))
	for i, p := range pairs {
		vs[i] = ix.vector(p.features)
	}
	w := climb(len(ix.names), func(w, g []float64) {
		for i := range w {
			g[i] = -shrinkSame * w[i]
		}
		for i, v := range vs {
			d := pairs[i].yes - 1/(1+math.Exp(-dot(w, v)))
			for _, e := range v {
				g[e.at] += d * e.value
			}
		}
	})
	return named(ix, w)
}
