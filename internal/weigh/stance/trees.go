package stance

import "math"

// Forest is a sum of trees over rows of numbers, the logarithm of odds (Friedman 2001, "Greedy function approximation: a
// gradient boosting machine").
type Forest struct {
	Base  float64
	Trees [][]Node
}

// Node is a question or, where Column is -1, an answer. The first node of a tree is its root, and children come after
// their parents.
type Node struct {
	Column      int // of the row
	Cut         float64
	Left, Right int // where to go: values below the cut to the left
	Value       float64
}

// Odds gives the logarithm of the odds for a row.
func (f *Forest) Odds(row []float64) float64 {
	sum := f.Base
	for _, t := range f.Trees {
		sum += Answer(t, row)
	}
	return sum
}

// Answer gives what a tree says of a row.
func Answer(tree []Node, row []float64) float64 {
	i := 0
	for tree[i].Column >= 0 {
		if row[tree[i].Column] < tree[i].Cut {
			i = tree[i].Left
		} else {
			i = tree[i].Right
		}
	}
	return tree[i].Value
}

// sure turns the logarithm of odds into a chance.
func sure(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }
