// Package linear scores classes with sparse features, and learns the weights.
//
// In go features, as 32-bit hashes; out come scores, one a class. A model keeps the weights of the features that learning
// found to matter, a byte for each class; others count nothing. Two features with the same hash are one feature to it (one
// in some thousands). Everything is deterministic: the same examples in the same order give the same weights.
package linear

import (
	"cmp"
	"math"
	"slices"
)

// Model scores. It is not changed once made, and may be used by many at once.
type Model struct {
	classes int
	scale   float32  // what 1 in a row stands for
	keys    []uint32 // features by slot, 0 where there is none
	rows    []int8   // weights by slot and class, so many to a slot:
	stride  int
}

// Classes is how many classes the model tells apart.
func (m *Model) Classes() int { return m.classes }

// Scale is what a score of 1 stands for.
func (m *Model) Scale() float32 { return m.scale }

// Score adds the features' weights to scores, which has one place a class.
func (m *Model) Score(features []uint32, scores []int32) {
	var rows [batch]uint32
	for len(features) > 0 {
		some := features[:min(len(features), batch)]
		features = features[len(some):]
		m.sum(rows[:m.find(some, &rows)], scores[:m.classes])
	}
}

const (
	bucket = 8   // slots that a feature may be in; those that find no room in theirs are in the next
	lane   = 8   // weights that are added at once; a row is some lanes
	batch  = 128 // features that are looked up at once: so many weights of a byte can be summed in 16 bits
)

// bucketOf gives the bucket of a feature: its share of the whole range, so that features lie nearly in order.
func (m *Model) bucketOf(f uint32) int { return int(uint64(f) * uint64(len(m.keys)/bucket) >> 32) }

// findPlain fills rows with the slots of those features that have one, and counts them.
func (m *Model) findPlain(features []uint32, rows *[batch]uint32) int {
	n := 0
	for _, f := range features {
		f = max(f, 1) // 0 marks a free slot
		for at := m.bucketOf(f) * bucket; m.keys[at] != 0; {
			if m.keys[at] == f {
				rows[n] = uint32(at) //nolint:gosec // keys are 32 bits
				n++
				break
			}
			if at++; at == len(m.keys) {
				at = 0
			}
		}
	}
	return n
}

// sumPlain adds rows to scores.
func (m *Model) sumPlain(rows []uint32, scores []int32) {
	for _, at := range rows {
		row := m.rows[int(at)*m.stride:]
		for i, w := range row[:len(scores)] {
			scores[i] += int32(w)
		}
	}
}

// entry is a feature with its weights.
type entry struct {
	key uint32
	row []int8
}

// newModel puts entries, in the order of their keys, into slots.
func newModel(classes int, scale float32, entries int, next func() entry) *Model {
	size := (entries*8/5/bucket + 2) * bucket
	stride := (classes + lane - 1) / lane * lane
	m := &Model{classes: classes, scale: scale, keys: make([]uint32, size), rows: make([]int8, size*stride), stride: stride}
	for range entries {
		e := next()
		at := m.bucketOf(e.key) * bucket
		for m.keys[at] != 0 {
			if at++; at == size {
				at = 0
			}
		}
		m.keys[at] = e.key
		copy(m.rows[at*stride:], e.row)
	}
	return m
}

// entries gives a model's features with their weights in the order of their keys.
func (m *Model) entries() []entry {
	var out []entry
	for at, k := range m.keys {
		if k != 0 {
			out = append(out, entry{k, m.rows[at*m.stride : at*m.stride+m.classes]})
		}
	}
	slices.SortFunc(out, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	return out
}

// rounded makes a model of weights with fractions, a row for each key. Weights are cut at most, and features that have no
// weight of at least least are left out.
func rounded(classes int, keys []uint32, weights []float32, most, least float32) *Model {
	scale := most / 127
	var entries []entry
	for i, k := range keys {
		from := weights[i*classes : (i+1)*classes]
		row := make([]int8, classes)
		top := float32(0)
		for c, w := range from {
			top = max(top, w, -w)
			row[c] = int8(max(-127, min(127, math.Round(float64(w/scale)))))
		}
		if top >= max(least, scale/2) {
			entries = append(entries, entry{k, row})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	at := -1
	return newModel(classes, scale, len(entries), func() entry { at++; return entries[at] })
}

// Features counts the features that have weights.
func (m *Model) Features() int {
	n := 0
	for _, k := range m.keys {
		if k != 0 {
			n++
		}
	}
	return n
}
