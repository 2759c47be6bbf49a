package recurrent

import (
	"bytes"
	"testing"
)

// remembering is a thing that needs memory: a token's label is whether the first token of its sequence was of kind 1.
func remembering() (sequences []*Sequence, gold [][]int) {
	for i := range 40 {
		n := 3 + i%5
		s := &Sequence{Len: n, Fixed: make([]float32, n), Rows: [][]int32{make([]int32, n)}, Steps: make([]uint8, n)}
		s.Rows[0][0] = int32(i % 2)
		for k := 1; k < n; k++ {
			s.Rows[0][k] = int32((i/2 + k) % 2 * 2)
		}
		g := make([]int, n)
		for k := range g {
			g[k] = i % 2
		}
		sequences, gold = append(sequences, s), append(gold, g)
	}
	return sequences, gold
}

func TestLearn(t *testing.T) {
	sequences, gold := remembering()
	learn := func() (*Net, float64) {
		n := New(Shape{Fixed: 1, Slots: [][2]int{{3, 4}}, First: 6, Width: 6, Layers: 1, Labels: 2, Steps: 1}, 1)
		last := 0.0
		Learn(n, sequences, func(at int, emit, move []float32) (float64, []float32, []float32) {
			ge := make([]float32, len(emit)) // squared distance from 1 for the right label, -1 for the other
			loss := 0.0
			for i, y := range gold[at] {
				for k := range 2 {
					want := float32(-1)
					if k == y {
						want = 1
					}
					d := emit[2*i+k] - want
					loss += float64(d * d / 2)
					ge[2*i+k] = d
				}
			}
			return loss, ge, make([]float32, len(move))
		}, Options{Rounds: 60, Batch: 30, Rate: 0.02, Seed: 1}, func(_ int, loss float64) { last = loss })
		return n, last
	}
	n, loss := learn()
	if loss > 0.05 {
		t.Errorf("loss %f after learning", loss)
	}
	for i, s := range sequences {
		emit := n.Emit(s)
		for k, y := range gold[i] {
			if emit[2*k+y] < emit[2*k+1-y] {
				t.Errorf("sequence %d, token %d is taken for %d", i, k, 1-y)
			}
		}
	}
	a, err := n.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := learn()
	if b, err := again.MarshalBinary(); err != nil || !bytes.Equal(a, b) {
		t.Errorf("learning the same again gives another network (%v)", err)
	}
	var read Net
	if err := read.UnmarshalBinary(a); err != nil {
		t.Fatal(err)
	}
	want := n.Emit(sequences[0])
	got := read.Emit(sequences[0])
	for i := range want {
		if d := want[i] - got[i]; d > 0.01 || d < -0.01 {
			t.Errorf("%d: %f after reading, was %f", i, got[i], want[i])
		}
	}
	for k := range a {
		if err := read.UnmarshalBinary(a[:k]); err == nil {
			t.Errorf("%d of %d bytes are taken for a network", k, len(a))
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	b, err := New(Shape{Fixed: 1, Slots: [][2]int{{3, 4}}, First: 2, Width: 2, Layers: 1, Labels: 2, Steps: 1}, 1).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(_ *testing.T, b []byte) {
		var n Net
		_ = n.UnmarshalBinary(b)
	})
}
