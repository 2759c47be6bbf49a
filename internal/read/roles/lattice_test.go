package roles

import (
	"math"
	"math/rand/v2"
	"testing"
)

func randomScores(r *rand.Rand, n int) Scores {
	s := newScores(n)
	for i := range s.Emit {
		s.Emit[i] = float32(r.NormFloat64())
	}
	for i := range s.Move {
		s.Move[i] = float32(r.NormFloat64())
	}
	return s
}

// ways calls each for every way through a text that can be, with its score.
func ways(s Scores, each func(labels []int, score float64)) {
	n := len(s.Emit) / Labels
	labels := make([]int, n)
	var walk func(i, before int, score float64)
	walk = func(i, before int, score float64) {
		if i == n {
			each(labels, score)
			return
		}
		for y := range Labels {
			if follows(before, y) {
				labels[i] = y
				walk(i+1, y, score+float64(s.Emit[i*Labels+y]+s.Move[i*steps+before*Labels+y]))
			}
		}
	}
	walk(0, Out, 0)
}

// The sums over all ways are what counting all ways gives.
func TestLattice(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	const n = 4
	s := randomScores(r, n)
	total := 0.0
	var at [n * Labels]float64
	var step [n * steps]float64
	best, most := make([]int, n), math.Inf(-1)
	ways(s, func(labels []int, score float64) {
		p := math.Exp(score)
		total += p
		before := Out
		for i, y := range labels {
			at[i*Labels+y] += p
			step[i*steps+before*Labels+y] += p
			before = y
		}
		if score > most {
			most = score
			copy(best, labels)
		}
	})
	l := newLattice(s)
	l.backward()
	if math.Abs(l.total-math.Log(total)) > 1e-6 {
		t.Errorf("total %f, want %f", l.total, math.Log(total))
	}
	for i := range n {
		for y := range Labels {
			if want := at[i*Labels+y] / total; math.Abs(l.at(i, y)-want) > 1e-6 {
				t.Errorf("token %d, label %d: %f, want %f", i, y, l.at(i, y), want)
			}
			for b := range Labels {
				if want := step[i*steps+b*Labels+y] / total; math.Abs(l.step(i, b, y)-want) > 1e-6 {
					t.Errorf("token %d, step %d to %d: %f, want %f", i, b, y, l.step(i, b, y), want)
				}
			}
		}
	}
	got := l.best()
	for i := range best {
		if got[i] != best[i] {
			t.Fatalf("best %v, want %v", got, best)
		}
	}
	if loss := Known(best).loss(l); math.Abs(loss-(math.Log(total)-most)) > 1e-5 {
		t.Errorf("loss %f, want %f", loss, math.Log(total)-most)
	}
	seen := [n * Labels]float64{}
	const draws = 20000
	for range draws {
		for i, y := range l.draw(func(int) float64 { return r.Float64() }) {
			seen[i*Labels+y]++
		}
	}
	for k := range seen {
		if math.Abs(seen[k]/draws-at[k]/total) > 0.02 {
			t.Errorf("token %d is drawn as %d %f of the time, want %f", k/Labels, k%Labels, seen[k]/draws, at[k]/total)
		}
	}
}

// The slope is what small changes of the scores do to the loss.
func TestSlope(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 3))
	s := randomScores(r, 3)
	gold := []int{CueB, CueI, Out}
	g := Known(gold).slope(newLattice(s))
	for _, list := range [][2][]float32{{s.Emit, g.Emit}, {s.Move, g.Move}} {
		for i := range list[0] {
			was := list[0][i]
			list[0][i] = was + 1e-2
			up := Known(gold).loss(newLattice(s))
			list[0][i] = was - 1e-2
			down := Known(gold).loss(newLattice(s))
			list[0][i] = was
			if d := (up - down) / 2e-2; math.Abs(d-float64(list[1][i])) > 1e-3 {
				t.Errorf("%d: %f, by change %f", i, list[1][i], d)
			}
		}
	}
}

// Scores that no model gives end in labels all the same.
func TestLatticeOfAnything(t *testing.T) {
	for _, v := range []float32{float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), 1e30, -1e30} {
		s := newScores(3)
		for i := range s.Emit {
			s.Emit[i] = v
		}
		l := newLattice(s)
		if len(l.best()) != 3 || len(l.draw(newStrata(3).of(0))) != 3 {
			t.Errorf("%f: no labels", v)
		}
	}
	if l := newLattice(newScores(0)); len(l.best()) != 0 || len(l.draw(nil)) != 0 {
		t.Error("labels of nothing")
	}
}
