package linear

import "golang.org/x/sys/cpu"

//go:noescape
func find8(keys *uint32, buckets int, features *uint32, n int, rows *uint32) int

//go:noescape
func sum8(weights *int8, stride int, rows *uint32, n int, sums *[8]int16)

//go:noescape
func sum16(weights *int8, stride int, rows *uint32, n int, sums *[16]int16)

// vectors says whether the processor compares and adds many numbers at once.
var vectors = cpu.X86.HasAVX2

// find fills rows with the slots of those features that have one, and counts them. Most of the time goes into waiting for
// memory, since slots lie anywhere; find8 waits for those of many features together, because it does not jump.
func (m *Model) find(features []uint32, rows *[batch]uint32) int {
	if !vectors || len(features) == 0 {
		return m.findPlain(features, rows)
	}
	_ = rows[len(features)-1]
	return find8(&m.keys[0], len(m.keys)/bucket, &features[0], len(features), &rows[0])
}

// sum adds rows to scores.
func (m *Model) sum(rows []uint32, scores []int32) {
	if !vectors {
		m.sumPlain(rows, scores)
		return
	}
	if len(rows) == 0 {
		return
	}
	from := 0
	for ; from+8 < len(scores); from += 16 {
		var sums [16]int16
		sum16(&m.rows[from], m.stride, &rows[0], len(rows), &sums)
		for i := range min(16, len(scores)-from) {
			scores[from+i] += int32(sums[i])
		}
	}
	if from < len(scores) {
		var sums [8]int16
		sum8(&m.rows[from], m.stride, &rows[0], len(rows), &sums)
		for i := range len(scores) - from {
			scores[from+i] += int32(sums[i])
		}
	}
}
