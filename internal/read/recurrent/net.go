// Package recurrent scores the labels of sequences with a small recurrent network over vectors of words and classes, and
// learns its weights.
//
// In goes a sequence: by token, given numbers and a row of each table of learned vectors. Its vectors go through a first
// layer, then through recurrent layers, each of which runs forwards and backwards (simple recurrent units: Lei et al., 2018)
// and adds to what came before it; and out come scores of each label for each token and of the steps between them. Time grows in proportion to the length. The same
// sequence gives the same scores on one kind of processor; on others the last digits may differ. What was learned is read with
// whole numbers of two bytes in the recurrent layers, which changes scores by a few thousandths at most.
package recurrent

import (
	"math"
	"math/rand/v2"
	"sync"
)

// Shape says how large a network is.
type Shape struct {
	Fixed  int      // numbers of a token that are given
	Slots  [][2]int // rows and width of each table of learned vectors
	First  int      // width of the first layer
	Width  int      // of a recurrent layer, each way
	Layers int
	Labels int
	Steps  int // kinds of steps from a token to the next
}

// Sequence is what goes in: by token, its given numbers, a row of each table, and the kind of the step to it.
type Sequence struct {
	Len   int
	Fixed []float32 // Len × Fixed
	Rows  [][]int32 // by slot
	Steps []uint8
}

// Net is a network. All its weights stand in one list.
type Net struct {
	Shape
	in     int // width of the input
	weight []float32
	parts  []part // all of them, in order
	tables []part // by slot
	first  part
	bias0  part
	layers []layer
	out    part
	outB   part
	move   part
	whole  [][2]*narrow // the weights of the layers, for reading
	spare  *sync.Pool   // of scratch
}

// part is where a matrix stands among the weights.
type part struct{ at, rows, cols int }

// layer is a recurrent layer, in each direction: weights of the input, of what is remembered, and what is added.
type layer struct{ w, peep, bias [2]part }

func (n *Net) of(p part) []float32 { return n.weight[p.at : p.at+p.rows*p.cols] }

// blank makes a network without weights.
func blank(s Shape) *Net {
	n := &Net{Shape: s, in: s.Fixed, spare: &sync.Pool{New: func() any { return &scratch{} }}}
	size := 0
	add := func(rows, cols int) part {
		p := part{size, rows, cols}
		n.parts = append(n.parts, p)
		size += rows * cols
		return p
	}
	for _, t := range s.Slots {
		n.tables = append(n.tables, add(t[0], t[1]))
		n.in += t[1]
	}
	n.first, n.bias0 = add(n.in, s.First), add(1, s.First)
	in := s.First
	for range s.Layers {
		var l layer
		for d := range 2 {
			l.w[d], l.peep[d], l.bias[d] = add(in, 3*s.Width), add(2, s.Width), add(2, s.Width)
		}
		n.layers = append(n.layers, l)
		in = 2 * s.Width
	}
	n.out, n.outB, n.move = add(in, s.Labels), add(1, s.Labels), add(s.Steps, s.Labels*s.Labels)
	n.weight = make([]float32, size)
	return n
}

// New makes a network with small weights at random.
func New(s Shape, seed uint64) *Net {
	n := blank(s)
	r := rand.New(rand.NewPCG(seed, 9)) //nolint:gosec // not for secrets
	fill := func(p part, scale float64) {
		w := n.of(p)
		for i := range w {
			w[i] = float32(r.NormFloat64() * scale)
		}
	}
	for _, t := range n.tables {
		fill(t, 0.1)
	}
	fill(n.first, math.Sqrt(1/float64(n.in)))
	for _, l := range n.layers {
		for d := range 2 {
			fill(l.w[d], math.Sqrt(1.5/float64(l.w[d].rows)))
			b := n.of(l.bias[d])
			for i := range s.Width {
				b[i] = 1 // remember at first
			}
		}
	}
	fill(n.out, math.Sqrt(0.5/float64(n.out.rows)))
	n.narrow()
	return n
}
