package group

import (
	"cmp"
	"math"
	"slices"
)

const (
	// candidates is how many reports, found by their weightiest words, are compared in full.
	candidates = 40
	// walked is how many reports are looked at on a shelf to find them, those with the rarest words first and the newest of
	// a word, and strolled how many on a shelf that is not among the nearby ones in time.
	walked, strolled, nearby = 1000, 100, 3
	// copies is how many reports with the same part of a signature are looked at on one shelf, the newest.
	copies = 8
)

// weight is what a term counts in a report, its rarity included.
type weight struct {
	hash uint32
	by   float32
}

// query is a report with all that is needed to compare it.
type query struct {
	doc
	factors []float32 // squared rarity of each term; below 0: not looked up yet
	lookups []weight  // what it is found by: the weightiest terms, the rarest first
	bands   []uint32
	self    ref // where it is held itself, if it is
	held    bool
}

// found is a report that shares words or wording with another.
type found struct {
	at   ref
	like likeness
}

// rarity is how rare a term is among the reports seen so far and those of the background.
func (g *Grouper) rarity(hash uint32) float64 {
	return max(0, math.Log((1+weighty+g.texts)/(1+float64(g.df[hash])+g.background.texts(hash))))
}

// queryOf makes a report ready to be compared and kept.
func (g *Grouper) queryOf(r Ready) query {
	d := r.digest
	q := query{doc: doc{
		signature: d.signature, words: d.words, language: g.languageOf(d.language), published: undated,
	}, bands: d.bands}
	if !r.Published.IsZero() {
		q.published = r.Published.Unix()
	}
	type rated struct {
		term
		rarity float64
		by     float64
	}
	all := make([]rated, len(d.terms))
	sum := 0.0
	for i, t := range d.terms {
		rare := g.rarity(t.hash)
		all[i] = rated{t, rare, float64(t.tf) * rare}
		sum += all[i].by * all[i].by
	}
	q.norm = float32(math.Sqrt(sum))
	slices.SortFunc(all, func(a, b rated) int { return cmp.Or(cmp.Compare(b.by, a.by), cmp.Compare(a.hash, b.hash)) })
	some := slices.Clone(all[:min(len(all), posted)])
	slices.SortFunc(some, func(a, b rated) int { return cmp.Or(cmp.Compare(b.rarity, a.rarity), cmp.Compare(a.hash, b.hash)) })
	for _, t := range some {
		if t.by > 0 {
			q.lookups = append(q.lookups, weight{t.hash, float32(t.by)})
		}
	}
	slices.SortFunc(all, func(a, b rated) int { return cmp.Compare(a.hash, b.hash) })
	for _, t := range all {
		q.terms, q.tf, q.factors = append(q.terms, t.hash), append(q.tf, t.tf), append(q.factors, float32(t.rarity*t.rarity))
	}
	return q
}

// member makes a report that is held ready to be compared, but not to be looked up by.
func (g *Grouper) member(at ref) query {
	q := query{doc: g.doc(at), self: at, held: true}
	q.factors = make([]float32, len(q.terms))
	for i := range q.factors {
		q.factors[i] = -1
	}
	return q
}

// stored makes a report that is held ready to be compared and looked up by.
func (g *Grouper) stored(at ref) query {
	q := g.member(at)
	all := make([]weight, len(q.terms))
	for i, h := range q.terms {
		rare := float32(g.rarity(h))
		q.factors[i] = rare * rare
		all[i] = weight{h, rare * float32(q.tf[i])}
	}
	slices.SortFunc(all, func(a, b weight) int { return cmp.Or(cmp.Compare(b.by, a.by), cmp.Compare(a.hash, b.hash)) })
	q.lookups = all[:min(len(all), posted)]
	rare := func(w weight) float32 {
		i, _ := slices.BinarySearch(q.terms, w.hash)
		return q.factors[i]
	}
	slices.SortFunc(q.lookups, func(a, b weight) int { return cmp.Or(cmp.Compare(rare(b), rare(a)), cmp.Compare(a.hash, b.hash)) })
	return q
}

// near gives the reports most like one, in no order.
func (g *Grouper) near(q *query) []found {
	top := g.scratch.top[:0]
	for i, key := range g.shelvesBy(q.published) {
		s := g.shelves[key]
		budget := strolled
		if i < nearby || key == timeless {
			budget = walked
		}
		touched := g.scratch.touched[:0]
		if len(g.scratch.sums) < s.len() {
			g.scratch.sums = make([]float32, s.len()+s.len()/4)
		}
		sums := g.scratch.sums
		for _, w := range q.lookups {
			if budget <= 0 {
				break
			}
			for at := s.byTerm.head[w.hash]; at != 0 && budget > 0; {
				l := s.byTerm.link[at-1]
				if sums[l.doc] == 0 {
					touched = append(touched, l.doc)
				}
				sums[l.doc] += w.by * w.by
				at = l.next
				budget--
			}
		}
		for _, n := range touched {
			if g.comparable(q, s, key, n) {
				top = keep(top, rough{ref(uint64(uint32(key))<<32 | uint64(n)), sums[n]})
			}
			sums[n] = 0
		}
		for _, b := range q.bands {
			seen := 0
			for at := s.byBand.head[b]; at != 0 && seen < copies; seen++ {
				l := s.byBand.link[at-1]
				if g.comparable(q, s, key, l.doc) {
					top = keep(top, rough{ref(uint64(uint32(key))<<32 | uint64(l.doc)), math.MaxFloat32})
				}
				at = l.next
			}
		}
		g.scratch.touched = touched
	}
	g.scratch.top = top
	slices.SortFunc(top, func(a, b rough) int { return cmp.Compare(a.at, b.at) })
	top = slices.CompactFunc(top, func(a, b rough) bool { return a.at == b.at })
	out := make([]found, 0, len(top))
	for _, t := range top {
		out = append(out, found{t.at, g.compare(q, g.doc(t.at))})
	}
	return out
}

// comparable reports whether a report on a shelf may be compared with another at all: it is not the same one, not in another
// language, and not too far away in time.
func (g *Grouper) comparable(q *query, s *shelf, key int32, n uint32) bool {
	switch {
	case q.held && q.self == ref(uint64(uint32(key))<<32|uint64(n)):
		return false
	case q.language != 0 && s.language[n] != 0 && q.language != s.language[n]:
		return false
	case q.published == undated || s.published[n] == undated:
		return true
	}
	gap := q.published - s.published[n]
	return max(gap, -gap) <= g.window
}

// rough is a candidate with what it shares with a report, roughly.
type rough struct {
	at ref
	by float32
}

// keep puts a candidate among the best, as a heap whose first is the worst.
func keep(top []rough, r rough) []rough {
	worse := func(a, b rough) bool { return a.by < b.by || a.by == b.by && a.at > b.at }
	if len(top) < candidates {
		top = append(top, r)
		for i := len(top) - 1; i > 0; {
			up := (i - 1) / 2
			if !worse(top[i], top[up]) {
				break
			}
			top[i], top[up] = top[up], top[i]
			i = up
		}
		return top
	}
	if !worse(top[0], r) {
		return top
	}
	top[0] = r
	for i := 0; ; {
		low := 2*i + 1
		if low+1 < len(top) && worse(top[low+1], top[low]) {
			low++
		}
		if low >= len(top) || !worse(top[low], top[i]) {
			return top
		}
		top[i], top[low] = top[low], top[i]
		i = low
	}
}
