package main

import (
	"math"
	"math/rand/v2"

	"onrecord/internal/weigh/stance"
)

// names numbers features, and knows in which stories each occurs.
type names struct {
	ids     map[string]int32
	list    []string
	stories []map[string]bool
}

func newNames() *names { return &names{ids: map[string]int32{}} }

type entry struct {
	id    int32
	value float64
}

type vector []entry

// vector numbers features; story is where they were found, "" if that is not to be counted.
func (n *names) vector(f stance.Features, story string) vector {
	v := make(vector, len(f.Names))
	for i, name := range f.Names {
		id, ok := n.ids[name]
		if !ok {
			id = int32(len(n.list))
			n.ids[name] = id
			n.list = append(n.list, name)
			n.stories = append(n.stories, map[string]bool{})
		}
		if story != "" {
			n.stories[id][story] = true
		}
		v[i] = entry{id, f.Values[i]}
	}
	return v
}

// regression gives three scores, one for each leaning. What it does not use has no weight.
type regression struct {
	use    []bool
	weight [][3]float64
}

// leastStories is in how many of the stories that are learned from a feature must occur.
const leastStories = 3

func newRegression(n *names, in func(story string) bool) *regression {
	r := &regression{make([]bool, len(n.list)), make([][3]float64, len(n.list))}
	for i, stories := range n.stories {
		count := 0
		for s := range stories {
			if in(s) {
				count++
			}
		}
		r.use[i] = count >= leastStories
	}
	return r
}

func (r *regression) score(vs ...vector) (out [3]float64) {
	for _, v := range vs {
		for _, e := range v {
			if int(e.id) < len(r.weight) { // a feature first seen after learning has no weight
				for k, w := range r.weight[e.id] {
					out[k] += w * e.value
				}
			}
		}
	}
	return out
}

// example is what a regression learns from: features, of two sorts, and what is right.
type example struct {
	features [2]vector
	right    int8
	weight   float64
}

const (
	rate   = 0.1
	shrink = 1e-3
	epochs = 8
)

// learn fits the weights, from nothing, to examples (AdaGrad, Duchi 2011; L2 on the weights that are touched).
func (r *regression) learn(examples []example) {
	r.weight = make([][3]float64, len(r.use))
	squares := make([][3]float64, len(r.use))
	total := 0.0
	used := make([][]entry, len(examples))
	for i, x := range examples {
		total += x.weight
		for _, v := range x.features {
			for _, e := range v {
				if r.use[e.id] {
					used[i] = append(used[i], e)
				}
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range epochs {
		for _, i := range random.Perm(len(examples)) {
			wrong := stance.Chances(r.score(used[i]))
			wrong[examples[i].right]--
			weight := examples[i].weight * float64(len(examples)) / total
			for _, e := range used[i] {
				w, s := &r.weight[e.id], &squares[e.id]
				for k := range w {
					slope := weight*wrong[k]*e.value + shrink*w[k]
					s[k] += slope * slope
					w[k] -= rate * slope / math.Sqrt(1+s[k])
				}
			}
		}
	}
}

// weights gives the weights that count for anything, by name.
func (r *regression) weights(n *names) map[string][3]float32 {
	out := map[string][3]float32{}
	for i, w := range r.weight {
		if math.Abs(w[0])+math.Abs(w[1])+math.Abs(w[2]) >= 0.01 {
			out[n.list[i]] = [3]float32{float32(w[0]), float32(w[1]), float32(w[2])}
		}
	}
	return out
}
