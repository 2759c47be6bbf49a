package roles

import (
	"math/rand/v2"

	"onrecord/internal/read/linear"
)

// choice is one decision of a linker: the features of each way, the last one being none of them.
type choice struct {
	ways  [][]uint32
	right int
}

// Case is a text with the scores of models that were not learned from it, and the attributions that are right.
type Case struct {
	Text   *Context
	Scores Scores
	Gold   []Group
}

// choices gives the decisions that there are for a text, as far as its spans touch an attribution.
func (c Case) choices() []choice {
	t, p := c.Text.Text, divide(Spans(c.Scores.Best()), len(c.Text.Tokens), nil)
	most := func(s Span, of func(g Group) []Span) int {
		best, n := -1, 0
		for i, g := range c.Gold {
			if k := overlap(s, of(g)); k > n {
				best, n = i, k
			}
		}
		return best
	}
	of := make([]int, len(p.cues)) // each cue's attribution
	for i, cue := range p.cues {
		of[i] = most(cue, func(g Group) []Span { return []Span{g.Cue} })
	}
	var out []choice
	way := func(add func(f *features)) []uint32 {
		var f features
		add(&f)
		return f.out
	}
	for i, cue := range p.cues {
		if of[i] < 0 {
			continue
		}
		from, to := near(p.sources, p.before[1], cue.From)
		ch := choice{right: to - from}
		n := 0
		for j := from; j < to; j++ {
			s := p.sources[j]
			ch.ways = append(ch.ways, way(func(f *features) { t.ofPair(f, sourcePair, p.pair(cue, s)) }))
			if k := overlap(s, c.Gold[of[i]].Source); k > n {
				n, ch.right = k, j-from
			}
		}
		ch.ways = append(ch.ways, way(func(f *features) { t.aloneCue(f, cue) }))
		out = append(out, ch)
	}
	for _, s := range p.contents {
		g := most(s, func(g Group) []Span { return g.Content })
		if g < 0 {
			continue
		}
		from, to := near(p.cues, p.before[0], s.From)
		ch := choice{right: to - from}
		for j := from; j < to; j++ {
			ch.ways = append(ch.ways, way(func(f *features) { t.ofPair(f, contentPair, p.pair(p.cues[j], s)) }))
			if of[j] == g {
				ch.right = j - from
			}
		}
		ch.ways = append(ch.ways, way(func(f *features) { t.aloneContent(f, s) }))
		out = append(out, ch)
	}
	return out
}

// LearnLinker learns to join.
func LearnLinker(cases []Case, rounds int, rate float32, seed uint64) *Linker {
	var all []choice
	for _, c := range cases {
		all = append(all, c.choices()...)
	}
	ix := linear.Frequent(2, func(yield func([]uint32)) {
		for _, c := range all {
			for _, w := range c.ways {
				yield(w)
			}
		}
	})
	for _, c := range all {
		for i, w := range c.ways {
			c.ways[i] = ix.Rows(w)
		}
	}
	a := linear.NewAscent(1, ix.Len(), rate)
	r := rand.New(rand.NewPCG(seed, 3)) //nolint:gosec // not for secrets
	one := make([]float32, 1)
	for range rounds {
		for _, at := range r.Perm(len(all)) {
			c := all[at]
			scores := make([]float32, len(c.ways))
			for i, w := range c.ways {
				one[0] = 0
				a.Score(w, one)
				scores[i] = one[0]
			}
			for i, p := range softmax(scores) {
				one[0] = -p
				if i == c.right {
					one[0]++
				}
				a.Climb(c.ways[i], one)
			}
		}
	}
	return &Linker{a.Model(ix, 1, 0.005)}
}
