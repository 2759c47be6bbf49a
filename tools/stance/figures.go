package main

import (
	"fmt"
	"math"
)

// confusion counts pairs by what they are and what was said.
type confusion [4][4]int

func (m *confusion) add(other confusion) {
	for i := range m {
		for j := range m[i] {
			m[i][j] += other[i][j]
		}
	}
}

func (m *confusion) f1s() (out [4]float64) {
	for i := range m {
		sum := 0
		for j := range m {
			sum += m[j][i] + m[i][j]
		}
		out[i] = 2 * float64(m[i][i]) / math.Max(1, float64(sum))
	}
	return out
}

func (m *confusion) macro() float64 {
	f := m.f1s()
	return (f[0] + f[1] + f[2] + f[3]) / 4
}

// relative is FNC-1's score over the best that can be had: a quarter for telling related from unrelated, three quarters
// more for the direction.
func (m *confusion) relative() float64 {
	score, best := 0.0, 0.0
	for gold := range m {
		for said, count := range m[gold] {
			n := float64(count)
			if gold == unrelated {
				best += 0.25 * n
			} else {
				best += n
			}
			if (gold == unrelated) == (said == unrelated) {
				score += 0.25 * n
			}
			if gold == said && gold != unrelated {
				score += 0.75 * n
			}
		}
	}
	return 100 * score / best
}

// measures are the figures of one assignment of stories to parts, in the order of titles.
type measures [6]float64

var titles = [6]string{"agree", "disagree", "discuss", "unrelated", "macro F1", "relative score"}

func (m *confusion) measures() measures {
	f := m.f1s()
	return measures{f[0], f[1], f[2], f[3], m.macro(), m.relative()}
}

func (m measures) String() (out string) {
	for i, v := range m {
		out += fmt.Sprintf("  %s %.4g", titles[i], v)
	}
	return out[2:]
}

// spread gives the mean of figures, and the least and the most.
func spread(all []measures) (out string) {
	for i, title := range titles {
		sum, least, most := 0.0, math.Inf(1), math.Inf(-1)
		for _, m := range all {
			sum += m[i]
			least, most = math.Min(least, m[i]), math.Max(most, m[i])
		}
		out += fmt.Sprintf("  %s %.4g (%.4g to %.4g)", title, sum/float64(len(all)), least, most)
	}
	return out[2:]
}

// judged is a pair with what was made of it: how sure it is that it is related, and the scores of directions.
type judged struct {
	gold int
	sure float64
	odds [3]float64
}

func confuse(pairs []judged, least float64, lean [3]float64) (m confusion) {
	for _, p := range pairs {
		said := unrelated
		if p.sure >= least {
			said = 0
			for k := range lean {
				if p.odds[k]+lean[k] > p.odds[said]+lean[said] {
					said = k
				}
			}
		}
		m[p.gold][said]++
	}
	return m
}

// choose finds the surety and leaning with the best mean of F1 over the stances, by trying a grid.
func choose(pairs []judged) (least float64, lean [3]float64) {
	best := -1.0
	try := func(l float64, by [3]float64) {
		m := confuse(pairs, l, by)
		if v := m.macro(); v > best {
			best, least, lean = v, l, by
		}
	}
	for agree := -0.8; agree <= 0.81; agree += 0.1 {
		for disagree := -0.4; disagree <= 1.61; disagree += 0.1 {
			try(0.5, [3]float64{agree, disagree, 0})
		}
	}
	for _, l := range []float64{0.3, 0.35, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7} {
		try(l, lean)
	}
	return least, lean
}
