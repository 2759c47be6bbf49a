package linear

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// scattered makes a model with so many features and weights at random, and gives the features.
func scattered(r *rand.Rand, classes, n int) (*Model, []uint32) {
	keys := map[uint32]bool{}
	for len(keys) < n {
		keys[r.Uint32()>>r.IntN(12)|1] = true // many small ones, so that buckets overflow
	}
	var entries []entry
	var list []uint32
	for k := range keys {
		list = append(list, k)
	}
	slices.Sort(list)
	for _, k := range list {
		e := entry{k, make([]int8, classes)}
		for c := range e.row {
			e.row[c] = int8(r.IntN(255) - 127)
		}
		entries = append(entries, e)
	}
	at := -1
	return newModel(classes, 1, n, func() entry { at++; return entries[at] }), list
}

// What the processor's wide instructions find and sum is what plain code does.
func TestWideAndPlainScoresAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, classes := range []int{1, 3, 7, 8, 9, 16, 23, 45, 49} {
		for _, n := range []int{1, 7, 100, 5000} {
			m, keys := scattered(r, classes, n)
			for _, k := range []int{0, 1, 50, 300} {
				features := make([]uint32, k)
				for i := range features {
					if features[i] = r.Uint32() >> r.IntN(32); r.IntN(2) == 0 {
						features[i] = keys[r.IntN(n)]
					}
				}
				got, want := make([]int32, classes), make([]int32, classes)
				m.Score(features, got)
				var rows [batch]uint32
				for part := range slices.Chunk(features, batch) {
					m.sumPlain(rows[:m.findPlain(part, &rows)], want)
				}
				if !slices.Equal(got, want) {
					t.Fatalf("%d classes, %d features in the model, %d scored: %v, plainly %v", classes, n, k, got, want)
				}
			}
		}
	}
}

// Features of different templates differ, also where their values are small numbers.
func TestHashesDiffer(t *testing.T) {
	seen := map[uint32][3]uint32{}
	for id := uint32(1001); id < 1100; id++ {
		for a := range uint32(50) {
			for b := range uint32(50) {
				for _, x := range [][3]uint32{{id, a, 1 << 20}, {id, a, b}} {
					h := Hash(id, a)
					if x[2] != 1<<20 {
						h = Hash(h, b)
					}
					if o, ok := seen[h]; ok && o != x {
						if len(seen) < 200000 {
							t.Fatalf("%v and %v are both %d", o, x, h)
						}
						continue // by chance: 32 bits
					}
					seen[h] = x
				}
			}
		}
	}
	if n := 99 * 50 * 51; len(seen) < n-n/1000 {
		t.Errorf("%d hashes of %d features", len(seen), n)
	}
}

func BenchmarkScore(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	m, keys := scattered(r, 45, 200000)
	features := make([]uint32, 60)
	scores := make([]int32, 45)
	for b.Loop() {
		for i := range features {
			features[i] = keys[r.IntN(len(keys))] + uint32(r.IntN(2))
		}
		m.Score(features, scores)
	}
}
