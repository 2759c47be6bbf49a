package linear

import (
	"encoding/binary"
	"errors"
	"math"
)

var errDamaged = errors.New("linear: damaged model")

// MarshalBinary writes a model: classes, scale, number of features; the differences of their sorted hashes; their weights.
func (m *Model) MarshalBinary() ([]byte, error) {
	entries := m.entries()
	out := binary.LittleEndian.AppendUint32(nil, uint32(m.classes))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(m.scale))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(entries)))
	before := uint32(0)
	for _, e := range entries {
		out = binary.AppendUvarint(out, uint64(e.key-before))
		before = e.key
	}
	for c := range m.classes { // class by class, since the weights of one class are alike
		for _, e := range entries {
			out = append(out, byte(e.row[c]))
		}
	}
	return out, nil
}

// mostClasses is how many classes a model may have, to turn damaged data down before making room for it.
const mostClasses = 1 << 12

// UnmarshalBinary reads what MarshalBinary wrote.
func (m *Model) UnmarshalBinary(b []byte) error {
	if len(b) < 12 {
		return errDamaged
	}
	classes := int(binary.LittleEndian.Uint32(b))
	scale := math.Float32frombits(binary.LittleEndian.Uint32(b[4:]))
	n := int(binary.LittleEndian.Uint32(b[8:]))
	b = b[12:]
	if classes < 1 || classes > mostClasses || n > len(b) {
		return errDamaged
	}
	keys := make([]uint32, n)
	before := uint32(0)
	for i := range keys {
		d, size := binary.Uvarint(b)
		if size <= 0 || d > math.MaxUint32 {
			return errDamaged
		}
		before += uint32(d)
		keys[i], b = before, b[size:]
	}
	if len(b) != n*classes {
		return errDamaged
	}
	row, at := make([]int8, classes), -1
	*m = *newModel(classes, scale, n, func() entry {
		at++
		for c := range row {
			row[c] = int8(b[c*n+at])
		}
		return entry{keys[at], row}
	})
	return nil
}
