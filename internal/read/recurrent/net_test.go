package recurrent

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The gradient agrees with what small changes of the weights do.
func TestGradient(t *testing.T) {
	n := New(Shape{Fixed: 3, Slots: [][2]int{{4, 2}, {5, 3}}, First: 4, Width: 3, Layers: 3, Labels: 3, Steps: 2}, 1)
	r := rand.New(rand.NewPCG(1, 2))
	s := &Sequence{Len: 5, Fixed: make([]float32, 15), Rows: [][]int32{{0, 1, 2, 3, 1}, {4, 4, 0, 2, 1}}, Steps: make([]uint8, 5)}
	for i := range s.Fixed {
		s.Fixed[i] = float32(r.NormFloat64())
	}
	for i := range n.weight {
		n.weight[i] = float32(r.NormFloat64() * 0.7)
	}
	target := make([]float32, 15)
	for i := range target {
		target[i] = float32(r.NormFloat64())
	}
	loss := func() float64 {
		o := n.forward(s, nil, 0, 0)
		sum := 0.0
		for i, v := range o.emit {
			d := float64(v - target[i])
			sum += d * d / 2
		}
		return sum
	}
	o := n.forward(s, nil, 0, 0)
	ge := make([]float32, len(o.emit))
	for i, v := range o.emit {
		ge[i] = v - target[i]
	}
	g := make([]float32, len(n.weight))
	n.back(s, o, ge, g)
	for i := range n.weight[:n.move.at] {
		w := n.weight[i]
		const e = 1e-2
		n.weight[i] = w + e
		a := loss()
		n.weight[i] = w - e
		b := loss()
		n.weight[i] = w
		if d := (a - b) / (2 * e); math.Abs(d-float64(g[i])) > 2e-2*max(1, math.Abs(d)) {
			t.Errorf("weight %d: %f, by change %f", i, g[i], d)
		}
	}
}

// What reading computes is what learning computes, but for what rounding takes.
func TestEmit(t *testing.T) {
	n := New(Shape{Fixed: 3, Slots: [][2]int{{4, 2}}, First: 4, Width: 3, Layers: 3, Labels: 3, Steps: 2}, 1)
	s := &Sequence{Len: 4, Fixed: []float32{1, -2, 3, 0.5, 0.1, 0, 0, 4, -1, 1, 1, 1}, Rows: [][]int32{{0, 1, 2, 3}}, Steps: make([]uint8, 4)}
	emit := n.Emit(s)
	for i, want := range n.forward(s, nil, 0, 0).emit {
		if math.Abs(float64(emit[i]-want)) > 1e-3 {
			t.Errorf("%d: %f, not %f", i, emit[i], want)
		}
	}
}

// What the processor's wide instructions compute is what plain code does, but for the last digits.
func TestWideAndPlainAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	numbers := func(n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = float32(r.NormFloat64())
		}
		return out
	}
	near := func(what string, size []int, got, want []float32) {
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-4*max(1, math.Abs(float64(want[i]))) {
				t.Fatalf("%s of %v: number %d is %v, plainly %v", what, size, i, got[i], want[i])
			}
		}
	}
	for _, size := range [][]int{{1, 1, 1}, {6, 5, 16}, {7, 3, 7}, {13, 40, 23}, {5, 64, 48}} {
		m, k, n := size[0], size[1], size[2]
		a, b, got := numbers(m*k), numbers(k*n), numbers(m*n)
		want := slices.Clone(got)
		times(m, k, n, a, b, got)
		productPlain(m, k, n, a, b, want, 1)
		near("sum of products", size, got, want)
		product(m, k, n, a, b, got, 0)
		productPlain(m, k, n, a, b, want, 0)
		near("product", size, got, want)
	}
	for _, k := range []int{1, 7, 8, 13, 64} {
		x, y := numbers(k), numbers(k)
		got, want := slices.Clone(x), slices.Clone(x)
		add(got, y)
		addPlain(want, y)
		softAll(got)
		softPlain(want)
		near("soft sum", []int{k}, got, want)
	}
	for _, k := range []int{1, 7, 8, 13, 64} {
		u, peep, bias, before := numbers(3*k), numbers(2*k), numbers(2*k), numbers(k)
		var got, want [4][]float32
		for i := range got {
			got[i], want[i] = make([]float32, k), make([]float32, k)
		}
		cell(u, peep, bias, before, got[0], got[1], got[2], got[3])
		cellPlain(0, u, peep, bias, before, want[0], want[1], want[2], want[3])
		for i := range got {
			near("cell", []int{k}, got[i], want[i])
		}
	}
}

// Whole numbers multiply to about what fractions do, and wide instructions to the same as plain code, up to the largest.
func TestWholeNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, size := range [][3]int{{1, 1, 1}, {1, 2, 16}, {6, 5, 16}, {13, 40, 32}, {5, 33, 9}, {7, 144, 192}} {
		rows, k, cols := size[0], size[1], size[2]
		for _, draw := range []func() float32{
			func() float32 { return 2*r.Float32() - 1 },
			func() float32 { return 1 },
		} {
			const most = 3
			x, w := make([]float32, rows*k), make([]float32, k*cols)
			for i := range x {
				x[i] = most * draw()
			}
			for i := range w {
				w[i] = draw()
			}
			n := narrowed(w, k, cols, most)
			padded := (rows + rowsOnce - 1) / rowsOnce * rowsOnce
			a := make([]int16, padded*n.rows)
			n.round(rows, k, x, most, a)
			plain := make([]int16, k)
			for i := range rows {
				roundPlain(x[i*k:(i+1)*k], largestIn/float32(most), plain)
				if !slices.Equal(a[i*n.rows:][:k], plain) {
					t.Fatalf("row %d of %v is rounded to %v, plainly %v", i, size, a[i*n.rows:][:k], plain)
				}
			}
			want := make([]float32, rows*cols)
			productPlain(rows, k, cols, x, w, want, 0)
			slow := make([]float32, padded*cols)
			n.timesPlain(rows, a, slow)
			for i, v := range want {
				if math.Abs(float64(slow[i]-v)) > 1e-3*float64(k) {
					t.Fatalf("%v: number %d is %v, not %v", size, i, slow[i], v)
				}
			}
			got := make([]float32, padded*cols)
			n.times(rows, a, got)
			if !slices.Equal(got[:rows*cols], slow[:rows*cols]) {
				t.Fatalf("%v: the product is %v, plainly %v", size, got, slow)
			}
		}
	}
}
