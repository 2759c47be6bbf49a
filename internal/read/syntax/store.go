package syntax

import (
	"bytes"
	"encoding/gob"
	"maps"
	"slices"

	"onrecord/internal/read/linear"
)

// stored is a model as it is written.
type stored struct {
	Tags, Labels   []string
	Known          []uint32 // in order
	KnownTags      []int
	Tag, Move, Arc *linear.Model
}

// MarshalBinary writes a model.
func (m *Model) MarshalBinary() ([]byte, error) {
	s := stored{Tags: m.Tags, Labels: m.Labels, Known: slices.Sorted(maps.Keys(m.known)), Tag: m.tag, Move: m.move, Arc: m.arc}
	for _, k := range s.Known {
		s.KnownTags = append(s.KnownTags, m.known[k])
	}
	var out bytes.Buffer
	err := gob.NewEncoder(&out).Encode(s)
	return out.Bytes(), err
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (m *Model) UnmarshalBinary(b []byte) error {
	var s stored
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&s); err != nil {
		return err
	}
	*m = Model{Tags: s.Tags, Labels: s.Labels, known: make(map[uint32]int, len(s.Known)), tag: s.Tag, move: s.Move, arc: s.Arc}
	for i, k := range s.Known {
		m.known[k] = s.KnownTags[i]
	}
	return nil
}
