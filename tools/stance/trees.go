package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"onrecord/internal/weigh/stance"
)

// growth says how trees are grown.
type growth struct {
	trees, depth int
	rate         float64
	least        float64 // weight (the second derivative) that a leaf needs
	seed         uint64
}

const (
	steps  = 64  // of a column: cuts are sought between them
	ridge  = 1.0 // pulls answers towards nothing
	sample = 0.7 // of the rows and of the columns that a tree is grown from
)

// grow learns to tell rows that are from rows that are not, by boosting with first and second derivatives of the logistic
// loss over histograms (Chen and Guestrin 2016, "XGBoost"; Ke 2017, "LightGBM"). The same input gives the same trees.
func grow(rows [][]float64, is []bool, weight []float64, how growth) stance.Forest {
	g := newGrower(rows, how)
	yes, all := 0.0, 0.0
	for i, w := range weight {
		all += w
		if is[i] {
			yes += w
		}
	}
	f := stance.Forest{Base: math.Log(yes / (all - yes))}
	odds := make([]float64, len(rows))
	for i := range odds {
		odds[i] = f.Base
	}
	random := rand.New(rand.NewPCG(how.seed, 7))
	for range how.trees {
		for i, w := range weight {
			p := 1 / (1 + math.Exp(-odds[i]))
			g.first[i], g.second[i] = w*p, w*p*(1-p)
			if is[i] {
				g.first[i] -= w
			}
		}
		var some []int32
		for i := range rows {
			if random.Float64() < sample {
				some = append(some, int32(i))
			}
		}
		g.tree, g.columns = nil, random.Perm(len(g.cuts))[:max(1, int(sample*float64(len(g.cuts))))]
		g.branch(some, 0)
		f.Trees = append(f.Trees, g.tree)
		for i, row := range rows {
			odds[i] += stance.Answer(g.tree, row)
		}
	}
	return f
}

type grower struct {
	how           growth
	cuts          [][]float64 // by column
	step          [][]uint8   // by column and row
	first, second []float64   // derivatives of the loss, by row
	columns       []int
	tree          []stance.Node
}

func newGrower(rows [][]float64, how growth) *grower {
	n, width := len(rows), len(rows[0])
	g := &grower{how: how, cuts: make([][]float64, width), step: make([][]uint8, width), first: make([]float64, n), second: make([]float64, n)}
	column := make([]float64, n)
	for k := range width {
		for i := range rows {
			column[i] = rows[i][k]
		}
		sorted := slices.Sorted(slices.Values(column))
		last := sorted[0]
		for s := 1; s < steps; s++ {
			if c := sorted[s*n/steps]; c > last {
				g.cuts[k] = append(g.cuts[k], c)
				last = c
			}
		}
		g.step[k] = make([]uint8, n)
		for i, v := range column {
			at, hit := slices.BinarySearch(g.cuts[k], v)
			if hit {
				at++
			}
			g.step[k][i] = uint8(at)
		}
	}
	return g
}

// branch adds the best tree of some rows and gives the number of its root.
func (g *grower) branch(rows []int32, level int) int {
	first, second := 0.0, 0.0
	for _, i := range rows {
		first += g.first[i]
		second += g.second[i]
	}
	at := len(g.tree)
	g.tree = append(g.tree, stance.Node{Column: -1, Value: -g.how.rate * first / (second + ridge)})
	if level == g.how.depth || second < 2*g.how.least {
		return at
	}
	best, column, cut := 1e-3, -1, 0
	for _, k := range g.columns {
		var sum [steps + 1][2]float64
		step := g.step[k]
		for _, i := range rows {
			sum[step[i]][0] += g.first[i]
			sum[step[i]][1] += g.second[i]
		}
		a, b := 0.0, 0.0
		for c := range g.cuts[k] {
			a += sum[c][0]
			b += sum[c][1]
			if b < g.how.least || second-b < g.how.least {
				continue
			}
			gain := a*a/(b+ridge) + (first-a)*(first-a)/(second-b+ridge) - first*first/(second+ridge)
			if gain > best {
				best, column, cut = gain, k, c
			}
		}
	}
	if column < 0 {
		return at
	}
	var below, above []int32
	for _, i := range rows {
		if int(g.step[column][i]) <= cut {
			below = append(below, i)
		} else {
			above = append(above, i)
		}
	}
	left := g.branch(below, level+1)
	right := g.branch(above, level+1)
	g.tree[at] = stance.Node{Column: column, Cut: g.cuts[column][cut], Left: left, Right: right}
	return at
}
