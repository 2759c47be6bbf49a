package group

import (
	"math"

	"onrecord/internal/words"
)

const (
	// kept is how many of a report's terms are kept, the weightiest, and posted how many of them it is found by.
	kept, posted = 64, 16
	// bands and rows say by which parts of its signature wire copy is looked up: sets that are alike share one of 6 bands of
	// 3 values almost certainly (0.92 at a similarity of 0.7, 0.55 at 0.5), others seldom (0.05 at 0.2).
	bands, rows = 6, 3
)

// ref says where a report is held: its shelf in the upper half, its place on it in the lower.
type ref uint64

func (r ref) shelf() int32  { return int32(r >> 32) }
func (r ref) place() uint32 { return uint32(r) }

// doc is a report as it is compared.
type doc struct {
	terms     []uint32 // by hash
	tf        []uint8
	norm      float32 // the length of its weights
	signature []uint8
	words     int
	language  uint8
	published int64 // Unix seconds; undated: unknown
}

// undated is the time of a report that has none.
const undated = math.MinInt64

// shelf holds the reports of a span of days, so that those near in time are found first and old ones go together. What it
// holds of them lies in a few long slices without a pointer, which is what a million reports in two gigabytes need.
type shelf struct {
	ids       []byte // one after the other
	idEnds    []uint32
	story     []int32
	published []int64
	words     []uint16
	language  []uint8
	norm      []float32
	asOf      []float32 // how many texts rarity was known from when norm was taken
	termEnds  []uint32
	terms     []uint32
	tf        []uint8
	signature []uint8

	byTerm lists
	byBand chains
}

func newShelf() *shelf {
	return &shelf{byTerm: newLists(), byBand: newChains()}
}

func (s *shelf) len() int { return len(s.story) }

func (s *shelf) id(i uint32) string {
	from := uint32(0)
	if i > 0 {
		from = s.idEnds[i-1]
	}
	return string(s.ids[from:s.idEnds[i]])
}

// doc gives a report to compare. It shares the shelf's memory.
func (s *shelf) doc(i uint32) doc {
	from := uint32(0)
	if i > 0 {
		from = s.termEnds[i-1]
	}
	return doc{
		terms: s.terms[from:s.termEnds[i]], tf: s.tf[from:s.termEnds[i]], norm: s.norm[i], words: int(s.words[i]),
		signature: s.signature[int(i)*signatureSize:][:signatureSize], language: s.language[i], published: s.published[i],
	}
}

// add puts a report on the shelf. Its first lookups terms are in the order of their weight.
func (s *shelf) add(id string, d doc, lookups []weight, bands []uint32, story int32, texts float64) uint32 {
	n := uint32(s.len())
	s.ids = append(s.ids, id...)
	s.idEnds = append(s.idEnds, uint32(len(s.ids)))
	s.story = append(s.story, story)
	s.published = append(s.published, d.published)
	s.words = append(s.words, uint16(min(d.words, math.MaxUint16)))
	s.language = append(s.language, d.language)
	s.norm, s.asOf = append(s.norm, d.norm), append(s.asOf, float32(texts))
	s.terms = append(s.terms, d.terms...)
	s.tf = append(s.tf, d.tf...)
	s.termEnds = append(s.termEnds, uint32(len(s.terms)))
	s.signature = append(s.signature, d.signature...)
	for _, w := range lookups {
		s.byTerm.add(w.hash, n)
	}
	for _, b := range bands {
		s.byBand.add(b, n)
	}
	return n
}

// clip gives back the room that slices had for growing. Reports may still come.
func (s *shelf) clip() {
	s.ids, s.idEnds, s.story, s.published = clipped(s.ids), clipped(s.idEnds), clipped(s.story), clipped(s.published)
	s.words, s.language, s.norm, s.asOf = clipped(s.words), clipped(s.language), clipped(s.norm), clipped(s.asOf)
	s.termEnds, s.terms, s.tf, s.signature = clipped(s.termEnds), clipped(s.terms), clipped(s.tf), clipped(s.signature)
	s.byTerm.blocks, s.byBand.link = clipped(s.byTerm.blocks), clipped(s.byBand.link)
}

func clipped[T any](s []T) []T {
	if cap(s)-len(s) <= len(s)/32 {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}

// lists lists reports by a term, the newest first and seven together: a look at one that is not in the cache costs as much as
// a look at all.
type lists struct {
	head   map[uint32]uint32 // by term: one more than the place of its newest block
	blocks []block
}

type block struct {
	docs [7]uint32 // one more than each; 0: none yet
	next uint32    // one more than the place of the block before
}

func newLists() lists { return lists{head: map[uint32]uint32{}} }

func (l *lists) add(term, doc uint32) {
	at := l.head[term]
	if at != 0 {
		for i, d := range l.blocks[at-1].docs {
			if d == 0 {
				l.blocks[at-1].docs[i] = doc + 1
				return
			}
		}
	}
	l.blocks = append(l.blocks, block{[7]uint32{doc + 1}, at})
	l.head[term] = uint32(len(l.blocks))
}

// chains lists reports by a key that seldom has two, the newest first.
type chains struct {
	head map[uint32]uint32 // by key: one more than the place in links
	link []link
}

type link struct{ doc, next uint32 }

func newChains() chains { return chains{head: map[uint32]uint32{}} }

func (c *chains) add(key, doc uint32) {
	c.link = append(c.link, link{doc, c.head[key]})
	c.head[key] = uint32(len(c.link))
}

// signatureSize is how many bytes are kept of a signature: the lowest of each value (Li and König 2010, "b-bit minwise
// hashing"). All zero: there is none.
const signatureSize = len(words.Signature{})

func shortened(s words.Signature) []uint8 {
	out := make([]uint8, signatureSize)
	for i, v := range s {
		out[i] = uint8(v)
	}
	return out
}

// copied is how much wording two signatures' texts have in common, from 0 to 1: values agree by chance once in 256.
func copied(a, b []uint8) float64 {
	same, none := 0, true
	for i := range a {
		if a[i] == b[i] {
			same++
		}
		if a[i]|b[i] != 0 {
			none = false
		}
	}
	if none {
		return 0
	}
	return max(0, (float64(same)/float64(len(a))-1.0/256)/(1-1.0/256))
}
