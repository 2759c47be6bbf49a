package group

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"onrecord/internal/words"
)

const (
	// lookups is how many of a report's weightiest words candidates are looked up by, and candidates how many of those
	// found are compared in full.
	lookups, candidates = 20, 40
	// common is how many reports of a word's are looked at, the newest.
	common = 2000
)

// term is a stem and how much it counts in a report, its rarity aside.
type term struct {
	id     int32
	weight float32
}

// doc is a report as the index holds it.
type doc struct {
	id, story string
	terms     []term // by id
	signature words.Signature
	published time.Time
}

// index holds the reports of one language, to find by their words and wording.
type index struct {
	before   int                // texts in the background
	ids      map[string]int32   // of stems
	df       []int32            // by term: in how many reports and texts of the background it is
	postings [][]int32          // by term: the reports it is in
	bands    map[uint64][]int32 // reports by a part of their signature
	docs     []doc
}

func newIndex(b background) *index {
	ix := &index{before: b.texts, ids: map[string]int32{}, bands: map[uint64][]int32{}}
	for _, stem := range slices.Sorted(maps.Keys(b.in)) {
		ix.ids[stem] = int32(len(ix.df))
		ix.df = append(ix.df, int32(b.in[stem]))
	}
	ix.postings = make([][]int32, len(ix.df))
	return ix
}

// doc gives a report's terms ids. Stems that no report has had get one for good only if keep is set; else they get a
// negative one, for nothing can match them, yet they count in the report's length.
func (ix *index) doc(r Report, words digest, keep bool) doc {
	d := doc{id: r.ID, published: r.Published, signature: words.signature, terms: make([]term, 0, len(words.stems))}
	unknown := int32(0)
	for _, stem := range slices.Sorted(maps.Keys(words.stems)) {
		id, known := ix.ids[stem]
		switch {
		case !known && keep:
			id = int32(len(ix.df))
			ix.ids[stem] = id
			ix.df = append(ix.df, 0)
			ix.postings = append(ix.postings, nil)
		case !known:
			unknown--
			id = unknown
		}
		d.terms = append(d.terms, term{id, float32(words.stems[stem])})
	}
	slices.SortFunc(d.terms, func(a, b term) int { return int(a.id) - int(b.id) })
	return d
}

func (ix *index) add(d doc, story string) int32 {
	d.story = story
	n := int32(len(ix.docs))
	for _, t := range d.terms {
		ix.df[t.id]++
		ix.postings[t.id] = append(ix.postings[t.id], n)
	}
	for _, k := range d.signature.Bands() {
		ix.bands[k] = append(ix.bands[k], n)
	}
	ix.docs = append(ix.docs, d)
	return n
}

// idf is how rare a term is among the reports seen so far and those of the background. A negative id is that of a stem in
// no report.
func (ix *index) idf(id int32) float64 {
	in := int32(0)
	if id >= 0 {
		in = ix.df[id]
	}
	return math.Log(float64(1+ix.before+len(ix.docs)) / float64(1+in))
}

// nearest compares a report with those that share its weightiest words or its wording, in the order of their ids.
func (ix *index) nearest(d doc, window time.Duration) []likeness {
	weights := make([]float64, len(d.terms)) // of length 1
	norm := 0.0
	for i, t := range d.terms {
		weights[i] = float64(t.weight) * ix.idf(t.id)
		norm += weights[i] * weights[i]
	}
	if norm == 0 {
		return nil
	}
	norm = math.Sqrt(norm)
	for i := range weights {
		weights[i] /= norm
	}
	var out []likeness
	for _, n := range ix.candidates(d, weights, window) {
		o := &ix.docs[n]
		out = append(out, likeness{o, ix.cosine(d, weights, o), d.signature.Similarity(o.signature)})
	}
	return out
}

// candidates gives the reports worth a full comparison.
func (ix *index) candidates(d doc, weights []float64, window time.Duration) []int32 {
	order := make([]int, 0, len(weights))
	for i, t := range d.terms {
		if t.id >= 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })
	scores := map[int32]float64{}
	for _, i := range order[:min(len(order), lookups)] {
		list := ix.postings[d.terms[i].id]
		for _, n := range list[max(0, len(list)-common):] {
			if o := &ix.docs[n]; near(d.published, o.published, window) {
				scores[n] += weights[i] * weights[i]
			}
		}
	}
	found := make([]int32, 0, len(scores))
	for n := range scores {
		found = append(found, n)
	}
	slices.SortFunc(found, func(a, b int32) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(ix.docs[a].id, ix.docs[b].id))
	})
	found = found[:min(len(found), candidates)]
	for _, k := range d.signature.Bands() {
		list := ix.bands[k]
		for _, n := range list[max(0, len(list)-8):] {
			if near(d.published, ix.docs[n].published, window) {
				found = append(found, n)
			}
		}
	}
	slices.SortFunc(found, func(a, b int32) int { return cmp.Compare(ix.docs[a].id, ix.docs[b].id) })
	return slices.Compact(found)
}

func near(a, b time.Time, window time.Duration) bool {
	return a.IsZero() || b.IsZero() || a.Sub(b).Abs() <= window
}

// cosine is how alike a report, by its weights, and a stored one are.
func (ix *index) cosine(d doc, weights []float64, o *doc) float64 {
	dot, norm := 0.0, 0.0
	i := 0
	for _, t := range o.terms {
		w := float64(t.weight) * ix.idf(t.id)
		norm += w * w
		for i < len(d.terms) && d.terms[i].id < t.id {
			i++
		}
		if i < len(d.terms) && d.terms[i].id == t.id {
			dot += weights[i] * w
		}
	}
	if norm == 0 {
		return 0
	}
	return dot / math.Sqrt(norm)
}
