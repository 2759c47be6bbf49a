package linear

// Index numbers features in the order in which they come.
type Index struct {
	slots []uint32 // features by slot, 0 where there is none
	rows  []int32
	keys  []uint32 // by number
}

// NewIndex makes an empty one.
func NewIndex() *Index {
	ix := &Index{}
	ix.grow(1 << 12)
	return ix
}

// Frequent numbers the features that occur at least so many times in lists, which are gone through twice.
func Frequent(atLeast uint8, lists func(yield func([]uint32))) *Index {
	const bits = 28
	seen := make([]uint8, 1<<bits) // how often, by hash; two that share a place count together
	lists(func(fs []uint32) {
		for _, f := range fs {
			if c := &seen[f&(1<<bits-1)]; *c < 255 {
				*c++
			}
		}
	})
	ix := NewIndex()
	lists(func(fs []uint32) {
		for _, f := range fs {
			if seen[f&(1<<bits-1)] >= atLeast {
				ix.Add(f)
			}
		}
	})
	return ix
}

func (ix *Index) grow(n int) {
	ix.slots, ix.rows = make([]uint32, n), make([]int32, n)
	for i, k := range ix.keys {
		at := ix.slot(k)
		ix.slots[at], ix.rows[at] = k, int32(i)
	}
}

// slot gives the place of a feature, or where it would stand.
func (ix *Index) slot(f uint32) uint32 {
	mask := uint32(len(ix.slots) - 1)
	at := f * 0x9e3779b1 >> 3 & mask
	for ix.slots[at] != 0 && ix.slots[at] != f {
		at = (at + 1) & mask
	}
	return at
}

// Add gives the number of a feature, which is the next one if it is new.
func (ix *Index) Add(f uint32) int {
	f = max(f, 1) // 0 marks a free slot
	at := ix.slot(f)
	if ix.slots[at] == f {
		return int(ix.rows[at])
	}
	n := len(ix.keys)
	ix.slots[at], ix.rows[at] = f, int32(n)
	ix.keys = append(ix.keys, f)
	if 2*len(ix.keys) > len(ix.slots) {
		ix.grow(2 * len(ix.slots))
	}
	return n
}

// Of gives the number of a feature, and whether it has one.
func (ix *Index) Of(f uint32) (int, bool) {
	f = max(f, 1)
	at := ix.slot(f)
	return int(ix.rows[at]), ix.slots[at] == f
}

// Len is how many features have a number.
func (ix *Index) Len() int { return len(ix.keys) }

// Rows puts numbers in the place of features, and leaves those without one out.
func (ix *Index) Rows(features []uint32) []uint32 {
	out := features[:0]
	for _, f := range features {
		if n, ok := ix.Of(f); ok {
			out = append(out, uint32(n))
		}
	}
	return out
}
