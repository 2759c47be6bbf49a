package recurrent

import (
	"math/rand/v2"
	"slices"
)

// way keeps what one direction of a layer computed.
type way struct{ u, c, f, r []float32 }

// pass is one run of the network, with what the way back needs.
type pass struct {
	x, keep0 []float32   // input, after dropping
	p        []float32   // first layer
	in       [][]float32 // input of each recurrent layer
	ways     [][2]way
	last     []float32 // output of the last
	drops    [][]float32
	emit     []float32
}

// forward runs the network; with r, numbers are dropped at random.
func (n *Net) forward(s *Sequence, r *rand.Rand, dropIn, drop float32) *pass {
	t := s.Len
	o := &pass{x: make([]float32, t*n.in)}
	n.fill(s, o.x)
	o.keep0 = dropped(o.x, r, dropIn)
	o.p = repeat(n.of(n.bias0), t)
	times(t, n.in, n.First, o.x, n.of(n.first), o.p)
	softAll(o.p)
	cur := o.p
	for _, l := range n.layers {
		in := cur
		if r != nil {
			in = slices.Clone(cur)
		}
		o.drops = append(o.drops, dropped(in, r, drop))
		o.in = append(o.in, in)
		var w [2]way
		h := make([]float32, t*2*n.Width)
		for d := range 2 {
			k := n.Width
			w[d] = way{u: make([]float32, t*3*k), c: make([]float32, t*k), f: make([]float32, t*k), r: make([]float32, t*k)}
			times(t, l.w[d].rows, 3*k, in, n.of(l.w[d]), w[d].u)
			n.walk(l, d, w[d], h)
		}
		o.ways = append(o.ways, w)
		if len(cur) == len(h) { // what a layer learns is what to add (residual: He et al., 2016)
			add(h, cur)
		}
		cur = h
	}
	o.last = cur
	o.drops = append(o.drops, dropped(o.last, r, drop))
	o.emit = repeat(n.of(n.outB), t)
	times(t, n.out.rows, n.Labels, o.last, n.of(n.out), o.emit)
	return o
}

// fill puts tokens' given numbers and their rows of the tables side by side.
func (n *Net) fill(s *Sequence, x []float32) {
	for i := range s.Len {
		row := x[i*n.in:]
		copy(row, s.Fixed[i*n.Fixed:(i+1)*n.Fixed])
		at := n.Fixed
		for k, p := range n.tables {
			copy(row[at:at+p.cols], n.weight[p.at+int(s.Rows[k][i])*p.cols:])
			at += p.cols
		}
	}
}

// walk runs one direction of a recurrent layer (simple recurrent unit: Lei et al., 2018, without its highway) over what its
// input gives, and writes its part of h. Where w keeps one step, only the last is kept.
func (n *Net) walk(l layer, d int, w way, h []float32) {
	k := n.Width
	t := len(w.u) / (3 * k)
	peep, bias := n.of(l.peep[d]), n.of(l.bias[d])
	all := len(w.c) > k
	before := make([]float32, k)
	for step := range t {
		i := step
		if d == 1 {
			i = t - 1 - step
		}
		at := 0
		if all {
			at = i * k
		}
		c := w.c[at : at+k]
		cell(w.u[i*3*k:(i+1)*3*k], peep, bias, before, c, w.f[at:at+k], w.r[at:at+k], h[i*2*k+d*k:i*2*k+(d+1)*k])
		before = c
	}
}

// cellPlain is one step of a recurrent layer from number at on: by what comes in (u: what is new and what opens the two gates)
// and what is remembered (before), what is remembered next (c), the gates that keep (f) and let out (r), and what comes out.
func cellPlain(at int, u, peep, bias, before, c, f, r, h []float32) {
	k := len(c)
	for j := at; j < k; j++ {
		b := before[j]
		f[j] = gate(u[k+j] + peep[j]*b + bias[j])
		r[j] = gate(u[2*k+j] + peep[k+j]*b + bias[k+j])
		c[j] = u[j] + f[j]*(b-u[j])
		h[j] = r[j] * soft(c[j])
	}
}

// dropped sets a share of numbers to nothing and makes the others larger, and gives the factors.
func dropped(x []float32, r *rand.Rand, share float32) []float32 {
	if r == nil || share == 0 {
		return nil
	}
	keep := make([]float32, len(x))
	up := 1 / (1 - share)
	cut := uint64(float64(share) * (1 << 16))
	var bits uint64
	for i := range x {
		if i%4 == 0 {
			bits = r.Uint64()
		}
		if bits&(1<<16-1) >= cut {
			keep[i] = up
		}
		bits >>= 16
		x[i] *= keep[i]
	}
	return keep
}

func repeat(row []float32, n int) []float32 {
	out := make([]float32, 0, n*len(row))
	for range n {
		out = append(out, row...)
	}
	return out
}
