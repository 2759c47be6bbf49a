package linear_test

import (
	"slices"
	"testing"

	"onrecord/internal/read/linear"
)

// colours is a small thing to learn: class 0 has feature 10, class 1 feature 20, class 2 both; 30 says nothing.
var colours = []struct {
	features []uint32
	class    int
}{{[]uint32{10, 30}, 0}, {[]uint32{20, 30}, 1}, {[]uint32{10, 20, 30}, 2}, {[]uint32{10, 40}, 0}, {[]uint32{20, 50}, 1}}

func learned(t testing.TB) *linear.Model {
	t.Helper()
	p := linear.NewPerceptron(3)
	for range 20 {
		for _, e := range colours {
			scores := make([]float32, 3)
			p.Score(e.features, scores)
			if got := slices.Index(scores, slices.Max(scores)); got != e.class {
				p.Mistake(e.features, e.class, got)
			}
			p.Step()
		}
	}
	return p.Mean(0)
}

func chosen(m *linear.Model, features []uint32) int {
	scores := make([]int32, m.Classes())
	m.Score(features, scores)
	return slices.Index(scores, slices.Max(scores))
}

func TestAPerceptronLearns(t *testing.T) {
	m := learned(t)
	for _, e := range colours {
		if got := chosen(m, e.features); got != e.class {
			t.Errorf("%v is %d, want %d", e.features, got, e.class)
		}
	}
	scores := make([]int32, 3)
	if m.Score([]uint32{0, 77, 1 << 31}, scores); slices.Max(scores) != 0 || slices.Min(scores) != 0 {
		t.Errorf("features never seen count: %v", scores)
	}
}

func TestAscentClimbs(t *testing.T) {
	ix := linear.Frequent(2, func(yield func([]uint32)) {
		for _, e := range colours {
			yield(e.features)
		}
	})
	if ix.Len() != 3 {
		t.Fatalf("%d features occur twice, want 3", ix.Len())
	}
	a := linear.NewAscent(2, ix.Len(), 0.5)
	rows := ix.Rows([]uint32{10, 40})
	if len(rows) != 1 {
		t.Fatalf("rows %v: 40 occurs once", rows)
	}
	for range 10 {
		a.Climb(rows, []float32{1, -1})
	}
	m := a.Model(ix, 1, 0.01)
	if m.Features() != 1 || chosen(m, []uint32{10}) != 0 {
		t.Errorf("%d features have weights, want 1; 10 is %d", m.Features(), chosen(m, []uint32{10}))
	}
}

func TestAModelIsReadAsItWasWritten(t *testing.T) {
	m := learned(t)
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var again linear.Model
	if err := again.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if again.Classes() != m.Classes() || again.Scale() != m.Scale() || again.Features() != m.Features() {
		t.Errorf("%d classes, %v, %d features", again.Classes(), again.Scale(), again.Features())
	}
	for _, e := range colours {
		if chosen(&again, e.features) != e.class {
			t.Errorf("%v is %d after reading", e.features, chosen(&again, e.features))
		}
	}
	for n := range b {
		if err := again.UnmarshalBinary(b[:n]); err == nil {
			t.Errorf("%d of %d bytes are taken for a model", n, len(b))
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	b, err := learned(f).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var m linear.Model
		if m.UnmarshalBinary(b) == nil {
			m.Score([]uint32{1, 10, 1 << 31}, make([]int32, m.Classes()))
		}
	})
}
