package roles

import (
	"fmt"
	"math/rand/v2"

	"onrecord/internal/read/linear"
)

// Field scores roles by sparse features.
type Field struct{ emit, move *linear.Model }

// Scores gives the scores of a text.
func (g *Field) Scores(x *Context) Scores {
	s := newScores(len(x.Tokens))
	g.addTo(s, 1, x)
	return s
}

// addTo adds a share of a text's scores to others.
func (g *Field) addTo(s Scores, share float32, x *Context) {
	var f features
	var e [Labels]int32
	var m [steps]int32
	es, ms := share*g.emit.Scale(), share*g.move.Scale()
	for i := range x.Tokens {
		f.out = f.out[:0]
		x.emission(&f, i)
		clear(e[:])
		g.emit.Score(f.out, e[:])
		for y, v := range e {
			s.Emit[i*Labels+y] += float32(v) * es
		}
		f.out = f.out[:0]
		x.transition(&f, i)
		clear(m[:])
		g.move.Score(f.out, m[:])
		for y, v := range m {
			s.Move[i*steps+y] += float32(v) * ms
		}
	}
}

// FieldOptions say how a field is learned.
type FieldOptions struct {
	Rounds    int
	AtLeast   uint8   // how often a feature must occur
	Rate      float32 // of ascent
	Drop      float32 // which share of the features is left out at random, so that no weight relies on others being there
	Least     float32 // features of tokens whose weights all are smaller are left out in the end
	LeastStep float32 // and those of steps
	Seed      uint64
}

// chain is a text as rows of features, by token.
type chain struct{ emit, move [][]uint32 }

// LearnField learns a field from texts and what their labels should be.
func LearnField(texts []*Context, gold []Target, o FieldOptions, each func(round int, loss float64)) *Field {
	chains := make([]chain, len(texts))
	for k, x := range texts {
		for i := range x.Tokens {
			var e, m features
			x.emission(&e, i)
			x.transition(&m, i)
			chains[k].emit, chains[k].move = append(chains[k].emit, e.out), append(chains[k].move, m.out)
		}
	}
	number := func(of func(c chain) [][]uint32) *linear.Index {
		ix := linear.Frequent(o.AtLeast, func(yield func([]uint32)) {
			for _, c := range chains {
				for _, fs := range of(c) {
					yield(fs)
				}
			}
		})
		for _, c := range chains {
			list := of(c)
			for i, fs := range list {
				list[i] = ix.Rows(fs)
			}
		}
		return ix
	}
	ei, mi := number(func(c chain) [][]uint32 { return c.emit }), number(func(c chain) [][]uint32 { return c.move })
	emit, move := linear.NewAscent(Labels, ei.Len(), o.Rate), linear.NewAscent(steps, mi.Len(), o.Rate)
	r := rand.New(rand.NewPCG(o.Seed, 5)) //nolint:gosec // not for secrets
	for round := range o.Rounds {
		loss, tokens := 0.0, 0
		for _, at := range r.Perm(len(chains)) {
			c := chains[at].thinned(o.Drop, r)
			s := newScores(len(c.emit))
			for i := range c.emit {
				emit.Score(c.emit[i], s.Emit[i*Labels:(i+1)*Labels])
				move.Score(c.move[i], s.Move[i*steps:(i+1)*steps])
			}
			l := newLattice(s)
			loss, tokens = loss+gold[at].loss(l), tokens+l.n
			g := gold[at].slope(l)
			for i := range g.Emit {
				g.Emit[i] = -g.Emit[i]
			}
			for i := range g.Move {
				g.Move[i] = -g.Move[i]
			}
			for i := range c.emit {
				emit.Climb(c.emit[i], g.Emit[i*Labels:(i+1)*Labels])
				move.Climb(c.move[i], g.Move[i*steps:(i+1)*steps])
			}
		}
		if each != nil {
			each(round, loss/float64(max(1, tokens)))
		}
	}
	return &Field{emit.Model(ei, 1-o.Drop, o.Least), move.Model(mi, 1-o.Drop, o.LeastStep)}
}

// thinned leaves out a share of the features at random (dropout: Srivastava et al., 2014).
func (c chain) thinned(share float32, r *rand.Rand) chain {
	cut := uint32(float64(share) * (1 << 32))
	thin := func(lists [][]uint32) [][]uint32 {
		out := make([][]uint32, len(lists))
		for i, list := range lists {
			kept := make([]uint32, 0, len(list))
			for _, f := range list {
				if r.Uint32() >= cut {
					kept = append(kept, f)
				}
			}
			out[i] = kept
		}
		return out
	}
	return chain{thin(c.emit), thin(c.move)}
}

// Size says how many features there are.
func (g *Field) Size() string {
	return fmt.Sprintf("%d features of tokens, %d of steps", g.emit.Features(), g.move.Features())
}
