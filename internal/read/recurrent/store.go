package recurrent

import (
	"encoding/binary"
	"errors"
	"math"
)

var errDamaged = errors.New("recurrent: damaged network")

// MarshalBinary writes a network: its shape, then each part's scale and weights, two bytes a weight.
func (n *Net) MarshalBinary() ([]byte, error) {
	var out []byte
	put := func(vs ...int) {
		for _, v := range vs {
			out = binary.AppendUvarint(out, uint64(v)) //nolint:gosec // sizes
		}
	}
	put(n.Fixed, n.First, n.Width, n.Layers, n.Labels, n.Steps, len(n.Slots))
	for _, s := range n.Slots {
		put(s[0], s[1])
	}
	for _, p := range n.parts {
		w := n.of(p)
		most := float32(1e-9)
		for _, v := range w {
			most = max(most, v, -v)
		}
		scale := most / math.MaxInt16
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(scale))
		for _, v := range w {
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(math.Round(float64(v/scale))))) //nolint:gosec // cut to range above
		}
	}
	return out, nil
}

// largest is how many weights a network may have, to turn damaged data down before making room for it.
const largest = 1 << 26

// UnmarshalBinary reads what MarshalBinary wrote.
func (n *Net) UnmarshalBinary(b []byte) error {
	ok := true
	get := func() int {
		v, size := binary.Uvarint(b)
		if size <= 0 || v > largest {
			ok = false
			return 0
		}
		b = b[size:]
		return int(v)
	}
	s := Shape{Fixed: get(), First: get(), Width: get(), Layers: get(), Labels: get(), Steps: get()}
	slots := get()
	if !ok || slots > len(b) || s.Layers > len(b) {
		return errDamaged
	}
	for range slots {
		s.Slots = append(s.Slots, [2]int{get(), get()})
	}
	if !ok || !s.fits() {
		return errDamaged
	}
	made := blank(s)
	if len(b) != 4*len(made.parts)+2*len(made.weight) {
		return errDamaged
	}
	for _, p := range made.parts {
		scale := math.Float32frombits(binary.LittleEndian.Uint32(b))
		b = b[4:]
		w := made.of(p)
		for i := range w {
			w[i] = scale * float32(int16(binary.LittleEndian.Uint16(b[2*i:]))) //nolint:gosec // as written
		}
		b = b[2*len(w):]
	}
	made.narrow()
	*n = *made
	return nil
}

// fits says whether a shape is one that a network may have.
func (s Shape) fits() bool {
	size := float64(s.Fixed) * float64(s.First)
	for _, t := range s.Slots {
		size += float64(t[0])*float64(t[1]) + float64(t[1])*float64(s.First)
	}
	size += float64(s.Layers) * float64(max(s.First, 2*s.Width)) * 6 * float64(s.Width)
	size += float64(2*s.Width)*float64(s.Labels) + float64(s.Steps)*float64(s.Labels)*float64(s.Labels)
	return size <= largest && s.First > 0 && s.Width > 0 && s.Layers > 0 && s.Labels > 0 && s.Steps > 0
}
