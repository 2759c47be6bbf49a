package recurrent

import (
	"math/rand/v2"
	"testing"
)

func BenchmarkTrain(b *testing.B) { bench(b, true) }
func BenchmarkEmit(b *testing.B)  { bench(b, false) }

func bench(b *testing.B, train bool) {
	slots := [][2]int{{8000, 24}, {1024, 8}, {46, 12}, {46, 12}, {6, 6}, {6, 6}, {128, 8}, {6, 3}, {9, 4}, {9, 4}, {8, 3}, {10, 4}, {10, 4}}
	n := New(Shape{Fixed: 100, Slots: slots, First: 48, Width: 64, Layers: 4, Labels: 7, Steps: 11}, 1)
	const t = 750
	s := &Sequence{Len: t, Fixed: make([]float32, t*100), Rows: make([][]int32, len(slots)), Steps: make([]uint8, t)}
	r := rand.New(rand.NewPCG(1, 1))
	for k := range slots {
		s.Rows[k] = make([]int32, t)
		for i := range t {
			s.Rows[k][i] = int32(r.IntN(slots[k][0]))
		}
	}
	for i := range s.Fixed {
		s.Fixed[i] = float32(r.NormFloat64())
	}
	ge := make([]float32, t*7)
	for i := range ge {
		ge[i] = float32(r.NormFloat64())
	}
	g := make([]float32, len(n.weight))
	for b.Loop() {
		if !train {
			n.Emit(s)
			continue
		}
		o := n.forward(s, r, 0.3, 0.4)
		n.back(s, o, ge, g)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/t, "ns/token")
}
