package syntax

import (
	"math/rand/v2"

	"onrecord/internal/read/linear"
)

// Example is a sentence whose tags, heads and labels are known.
type Example []Word

// Options say how to learn.
type Options struct {
	Rounds   int // through all sentences
	Seed     uint64
	Least    float32 // weights of under this share of their mean size are left out
	Progress func(what string, round int, right, of int)
}

// Learn learns a model from examples. The same examples and options give the same model.
func Learn(examples []Example, tags, labels []string, o Options) *Model {
	m := &Model{Tags: tags, Labels: labels}
	m.known = known(examples)
	m.tag = learnTags(examples, m, o)
	m.move, m.arc = learnTrees(examples, m, o)
	return m
}

// known finds the words that bear one tag nearly always.
func known(examples []Example) map[uint32]int {
	counts := map[uint32]map[int]int{}
	for _, e := range examples {
		for _, w := range e {
			k := newForm(w.Form).key()
			if counts[k] == nil {
				counts[k] = map[int]int{}
			}
			counts[k][w.Tag]++
		}
	}
	out := map[uint32]int{}
	for k, c := range counts {
		total, most, tag := 0, 0, -1
		for t, n := range c {
			total += n
			if n > most || n == most && t < tag {
				most, tag = n, t
			}
		}
		if total >= 30 && float64(most) >= 0.997*float64(total) {
			out[k] = tag
		}
	}
	return out
}

func order(n int, seed uint64) []int {
	return rand.New(rand.NewPCG(seed, 17)).Perm(n) //nolint:gosec // not for secrets
}

func learnTags(examples []Example, m *Model, o Options) *linear.Model {
	l := linear.NewPerceptron(len(m.Tags))
	scores := make([]float32, len(m.Tags))
	var features []uint32
	for round := range o.Rounds {
		right, of := 0, 0
		for _, at := range order(len(examples), o.Seed+uint64(round)) {
			e := examples[at]
			forms := make([]form, len(e))
			for i, w := range e {
				forms[i] = newForm(w.Form)
			}
			before, before2 := -1, -1
			for i, w := range e {
				t, ok := m.known[forms[i].key()]
				if !ok {
					features = tagFeatures(features[:0], forms, i, before, before2)
					clear(scores)
					l.Score(features, scores)
					t = best(scores)
					of++
					if t == w.Tag {
						right++
					} else {
						l.Mistake(features, w.Tag, t)
					}
					l.Step()
				}
				before, before2 = t, before
			}
		}
		if o.Progress != nil {
			o.Progress("tags", round, right, of)
		}
	}
	return l.Mean(o.Least)
}

// learnTrees learns the transitions and the labels together. The sentences bear the tags that the model gives them, so that
// the parser learns to live with its mistakes.
func learnTrees(examples []Example, m *Model, o Options) (move, arc *linear.Model) {
	moveL, arcL := linear.NewPerceptron(moves), linear.NewPerceptron(len(m.Labels))
	p := m.NewParser()
	r := rand.New(rand.NewPCG(o.Seed, 23)) //nolint:gosec // not for secrets
	moveScores, arcScores := make([]float32, moves), make([]float32, len(m.Labels))
	var features []uint32
	var words []Word
	for round := range o.Rounds {
		right, of := 0, 0
		for _, at := range order(len(examples), o.Seed+100+uint64(round)) {
			e := examples[at]
			words = append(words[:0], e...)
			p.Tag(words)
			v := sight{p.forms, p.tags}
			n := len(e)
			gold := make([]int, n)
			for i, w := range e {
				gold[i] = w.Head
				if w.Head < 0 {
					gold[i] = n
				}
			}
			s := &p.state
			s.reset(n)
			for !s.done() {
				may := s.may()
				costs := s.costs(gold)
				features = moveFeatures(features[:0], s, v)
				clear(moveScores)
				moveL.Score(features, moveScores)
				predicted := allowed(moveScores, may)
				least := 1 << 30
				for k, ok := range may {
					if ok {
						least = min(least, costs[k])
					}
				}
				good := may
				for k := range good {
					good[k] = may[k] && costs[k] == least
				}
				wanted := allowed(moveScores, good)
				of++
				if good[predicted] {
					right++
				} else {
					moveL.Mistake(features, wanted, predicted)
				}
				moveL.Step()
				next := wanted
				if round > 0 && r.Float64() < 0.9 {
					next = predicted
				}
				label := -1
				if next != shift {
					head, dep := s.arc(next)
					features = arcFeatures(features[:0], s, v, head, dep)
					clear(arcScores)
					arcL.Score(features, arcScores)
					label = best(arcScores)
					if gold[dep] == head {
						if label != e[dep].Label {
							arcL.Mistake(features, e[dep].Label, label)
						}
						arcL.Step()
					}
				}
				s.do(next, label)
			}
		}
		if o.Progress != nil {
			o.Progress("trees", round, right, of)
		}
	}
	return moveL.Mean(o.Least), arcL.Mean(o.Least)
}
