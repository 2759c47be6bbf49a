package roles

import (
	"math"
	"math/rand/v2"

	"onrecord/internal/read/linear"
)

// Ranker says of an attribution that was drawn how likely people would mark one like it, and the very same: it sees the whole
// of it at once, its borders, how it fits the tree, and what the other readings say, which models of single words do not.
type Ranker struct{ model *linear.Model }

// What a ranker gives the chances of.
const (
	alike = iota
	verysame
	cueToo // the very same, and the cue
	chances
)

// chances gives how likely an attribution of a pool is like one that people mark, and the same as one.
func (k *Ranker) chances(f *features) (out [chances]float64) {
	var scores [chances]int32
	k.model.Score(f.out, scores[:])
	for i, s := range scores {
		out[i] = logistic(float64(float32(s) * k.model.Scale()))
	}
	return out
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// example is an attribution that was drawn, with what is right of it.
type example struct {
	rows  []uint32
	right [chances]float32
}

// examples draws the readings of a text that was not learned from, and says which attributions are right.
func (c Case) examples(k *Linker) []example {
	p, borders := k.over(c.Text).draw(newLattice(c.Scores))
	right := &pool{text: c.Text.Text, at: map[uint64]int{}}
	right.add(c.Gold, 0)
	var out []example
	for i, w := range p.weigh() {
		if w.like < seldom {
			continue
		}
		d, e := &p.all[i], example{}
		for j := range right.all {
			if like(d, &right.all[j]) {
				e.right[alike] = 1
			}
			if same(d, &right.all[j]) {
				e.right[verysame] = 1
				if c.Text.trim(d.Cue) == c.Text.trim(right.all[j].Cue) {
					e.right[cueToo] = 1
				}
			}
		}
		var f features
		c.Text.ofDrawn(&f, d, w, borders)
		e.rows = f.out
		out = append(out, e)
	}
	return out
}

// LearnRanker learns to rank what a linker makes of readings (logistic regression).
func LearnRanker(k *Linker, cases []Case, rounds int, rate float32, seed uint64) *Ranker {
	var all []example
	for _, c := range cases {
		all = append(all, c.examples(k)...)
	}
	ix := linear.Frequent(2, func(yield func([]uint32)) {
		for _, e := range all {
			yield(e.rows)
		}
	})
	for i := range all {
		all[i].rows = ix.Rows(all[i].rows)
	}
	a := linear.NewAscent(chances, ix.Len(), rate)
	r := rand.New(rand.NewPCG(seed, 5)) //nolint:gosec // not for secrets
	for range rounds {
		for _, at := range r.Perm(len(all)) {
			e := all[at]
			var scores, slope [chances]float32
			a.Score(e.rows, scores[:])
			for i, s := range scores {
				slope[i] = e.right[i] - float32(logistic(float64(s)))
			}
			a.Climb(e.rows, slope[:])
		}
	}
	return &Ranker{a.Model(ix, 1, 0.002)}
}
