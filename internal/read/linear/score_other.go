//go:build !amd64

package linear

// find fills rows with the slots of those features that have one, and counts them.
func (m *Model) find(features []uint32, rows *[batch]uint32) int { return m.findPlain(features, rows) }

// sum adds rows to scores.
func (m *Model) sum(rows []uint32, scores []int32) { m.sumPlain(rows, scores) }
