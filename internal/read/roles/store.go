package roles

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"onrecord/internal/read/linear"
	"onrecord/internal/read/recurrent"
)

// Parts are the names of the parts that a model is written in.
var Parts = []string{"syntax", "cues", "field", "network", "vectors", "linker", "ranker"}

type storedCues struct {
	Keys   []uint64
	Levels []byte
}

type storedField struct{ Emit, Move *linear.Model }

type storedNetwork struct {
	Stems []uint32 // by number, from 1
	Net   *recurrent.Net
}

type storedVectors struct {
	Words string // one a line, by place
	Width int
	Scale float32
	All   []byte
	Stems []uint32
}

// Write gives each part of a model as bytes.
func (m *Model) Write() (map[string][]byte, error) {
	cues := storedCues{Keys: slices.Sorted(maps.Keys(m.Cues))}
	for _, k := range cues.Keys {
		cues.Levels = append(cues.Levels, m.Cues[k])
	}
	stems := make([]uint32, len(m.Network.stems))
	for s, n := range m.Network.stems {
		stems[n-1] = s
	}
	v := m.Network.Vectors
	words := make([]string, len(v.Place))
	for w, at := range v.Place {
		words[at] = w
	}
	all := make([]byte, len(v.All))
	for i, x := range v.All {
		all[i] = byte(x)
	}
	parts := map[string]any{
		"syntax": m.Syntax, "cues": cues, "field": storedField{m.Field.emit, m.Field.move}, "network": storedNetwork{stems, m.Network.net},
		"vectors": storedVectors{strings.Join(words, "\n"), v.Width, v.Scale, all, v.Stems}, "linker": m.Linker.model,
		"ranker": m.Ranker.model,
	}
	out := map[string][]byte{}
	for _, name := range Parts { // in this order: gob numbers types as they come
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(parts[name]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = b.Bytes()
	}
	return out, nil
}

// Read makes a model of its parts, which are asked for side by side.
func Read(part func(name string) ([]byte, error)) (*Model, error) {
	m := &Model{Field: &Field{}, Network: &Network{}, Linker: &Linker{}, Ranker: &Ranker{}}
	var cues storedCues
	var field storedField
	var network storedNetwork
	var vectors storedVectors
	into := map[string]any{"syntax": &m.Syntax, "cues": &cues, "field": &field, "network": &network, "vectors": &vectors, "linker": &m.Linker.model, "ranker": &m.Ranker.model}
	errs := make([]error, len(Parts))
	var wait sync.WaitGroup
	for i, name := range Parts {
		wait.Go(func() {
			b, err := part(name)
			if err == nil {
				err = gob.NewDecoder(bytes.NewReader(b)).Decode(into[name])
			}
			if err == nil && name == "vectors" {
				m.Network.Vectors, err = vectors.open()
			}
			if err != nil {
				errs[i] = fmt.Errorf("%s: %w", name, err)
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	m.Names = NewNames(m.Syntax.Tags, m.Syntax.Labels)
	m.Names.vectors = m.Network.Vectors
	m.Field.emit, m.Field.move = field.Emit, field.Move
	m.Network.net, m.Network.stems = network.Net, make(map[uint32]int32, len(network.Stems))
	for i, s := range network.Stems {
		m.Network.stems[s] = int32(i) + 1 //nolint:gosec // some thousands
	}
	m.Cues = make(Cues, len(cues.Keys))
	for i, k := range cues.Keys {
		m.Cues[k] = cues.Levels[i]
	}
	return m, m.fit()
}

func (s storedVectors) open() (*Vectors, error) {
	words := strings.Split(s.Words, "\n")
	if s.Width < 1 || len(words)*s.Width != len(s.All) || len(words) != len(s.Stems) {
		return nil, fmt.Errorf("%d words of %d numbers, but %d numbers and %d stems", len(words), s.Width, len(s.All), len(s.Stems))
	}
	v := &Vectors{Place: make(map[string]int, len(words)), Width: s.Width, Scale: s.Scale, All: make([]int8, len(s.All)), Stems: s.Stems}
	for i, w := range words {
		v.Place[w] = i
	}
	for i, b := range s.All {
		v.All[i] = int8(b) //nolint:gosec // as written
	}
	return v, nil
}

// fit says what of a model does not fit the rest.
func (m *Model) fit() error {
	want := shape(m.Names, len(m.Network.stems), m.Network.Vectors.Width, NetworkOptions{First: m.Network.net.First, Width: m.Network.net.Width, Layers: m.Network.net.Layers})
	have := m.Network.net.Shape
	if fmt.Sprint(want) != fmt.Sprint(have) {
		return fmt.Errorf("network: its shape is %v, and the other parts need %v", have, want)
	}
	if m.Field.emit.Classes() != Labels || m.Field.move.Classes() != steps || m.Linker.model.Classes() != 1 || m.Ranker.model.Classes() != chances {
		return fmt.Errorf("field, linker and ranker tell %d, %d, %d and %d classes apart", m.Field.emit.Classes(), m.Field.move.Classes(), m.Linker.model.Classes(), m.Ranker.model.Classes())
	}
	return nil
}
