package main

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"onrecord/internal/weigh/stance"
)

// Nobody labelled leanings, only stances of pairs. But the stances between the claims and the texts of a story all but give
// them away: leanings can be found that explain 98 in 100 of them, and which side is "for" is what the words of all of them
// together say. So leanings and regressions are learned by turns (expectation and maximisation with hard choices, Dempster
// 1977), from what the lists of words say to begin with.

// related is a pair that is related, as regressions see it.
type related struct {
	*pair
	meeting         *stance.Meeting
	claimAt, textAt int // numbers of claim and text
	near            vector
}

// leanings is a regression each for claims and texts.
type leanings struct{ claim, text *regression }

const (
	turns     = 3
	unlikely  = 4.0 // what a stance that leanings do not explain costs, as the logarithm of a chance
	perStory  = 0.3 // how far stories with many claims or texts are held back: a power of their number
	perExtent = 0.5 // how much a claim or a text counts that many pairs show: a power of their number
	starts    = 8
)

// scores gives the leanings of a pair's claim and text.
func (l *leanings) scores(e *encoded, r *related) (claim, text [3]float64) {
	return l.claim.score(e.claimVectors[r.claimAt]), l.text.score(e.textVectors[r.textAt], r.near)
}

// lean learns both regressions from the pairs of the stories that in accepts.
func lean(e *encoded, in func(story string) bool) *leanings {
	stories := map[string][]*related{}
	for _, r := range e.related {
		if r != nil && in(r.textStory) {
			stories[r.textStory] = append(stories[r.textStory], r)
		}
	}
	order := slices.Sorted(maps.Keys(stories))
	l := &leanings{newRegression(e.claimNames, in), newRegression(e.textNames, in)}
	l.begin(e)
	random := rand.New(rand.NewPCG(3, 1))
	for range turns {
		var claims, texts []example
		for _, s := range order {
			t := newTangle(stories[s])
			for _, r := range t.pairs {
				claim, text := l.scores(e, r)
				t.favour(r, stance.Chances(claim), stance.Chances(text))
			}
			best := t.unravel(random)
			claimWeight := math.Pow(float64(len(t.byClaim)), -perStory)
			for _, c := range t.claims {
				claims = append(claims, example{[2]vector{e.claimVectors[c]}, best.claim[c], claimWeight * math.Pow(float64(len(t.byClaim[c])), perExtent)})
			}
			textWeight := math.Pow(float64(len(t.byText)), -perStory)
			for _, r := range t.pairs {
				texts = append(texts, example{[2]vector{e.textVectors[r.textAt], r.near}, best.text[r.textAt], textWeight * math.Pow(float64(len(t.byText[r.textAt])), perExtent-1)})
			}
		}
		l.claim.learn(claims)
		l.text.learn(texts)
	}
	return l
}

// begin gives the regressions what the lists of words say.
func (l *leanings) begin(e *encoded) {
	for i, name := range e.claimNames.list {
		switch w := &l.claim.weight[i]; name {
		case "one":
			w[stance.For] = 1
		case "any:refute", "any:deny", "any:not", "any:doubt":
			w[stance.Against] = 1.5
		case "any:turn":
			w[stance.Against] = 0.7
		case "any:hedge", "any:cite", "?":
			w[stance.Open] = 1
		}
	}
	for i, name := range e.textNames.list {
		w := &l.text.weight[i]
		if name == "one" {
			w[stance.For] = 1
		}
		if kind, ok := strings.CutPrefix(name, "share "); ok && (kind == "refute" || kind == "deny") {
			w[stance.Against] = 2
		}
	}
}

// tangle is the pairs of a story, and what speaks for each leaning.
type tangle struct {
	pairs           []*related
	claims, texts   []int
	byClaim, byText map[int][]*related
	forClaim        map[int][3]float64
	forText         map[int][3]float64
}

func newTangle(pairs []*related) *tangle {
	t := &tangle{pairs, nil, nil, map[int][]*related{}, map[int][]*related{}, map[int][3]float64{}, map[int][3]float64{}}
	for _, r := range pairs {
		t.byClaim[r.claimAt] = append(t.byClaim[r.claimAt], r)
		t.byText[r.textAt] = append(t.byText[r.textAt], r)
	}
	t.claims, t.texts = slices.Sorted(maps.Keys(t.byClaim)), slices.Sorted(maps.Keys(t.byText))
	return t
}

// favour adds what the regressions say of a pair. A text's leanings, which depend on the claim, are averaged.
func (t *tangle) favour(r *related, claim, text [3]float64) {
	c, x := t.forClaim[r.claimAt], t.forText[r.textAt]
	for k := range c {
		c[k] = math.Log(claim[k] + 1e-3)
		x[k] += math.Log(text[k]+1e-3) / float64(len(t.byText[r.textAt]))
	}
	t.forClaim[r.claimAt], t.forText[r.textAt] = c, x
}

// answer gives every claim and every text of a story a leaning.
type answer struct{ claim, text map[int]int8 }

// explains reports whether a stance is the one that two leanings lead to.
func explains(claim, text int8, gold int) bool {
	switch {
	case claim == stance.Open || text == stance.Open:
		return gold == 2
	case claim == text:
		return gold == 0
	}
	return gold == 1
}

// unravel finds the leanings that fit best, climbing from several starts; each is also tried the other way round.
func (t *tangle) unravel(random *rand.Rand) (best answer) {
	most := math.Inf(-1)
	for start := range starts {
		a := answer{map[int]int8{}, map[int]int8{}}
		for _, c := range t.claims {
			if a.claim[c] = int8(random.IntN(3)); start == 0 {
				a.claim[c] = first(t.forClaim[c])
			}
		}
		for _, x := range t.texts {
			if a.text[x] = int8(random.IntN(3)); start == 0 {
				a.text[x] = first(t.forText[x])
			}
		}
		if fit := t.climb(a); fit > most {
			most, best = fit, answer{maps.Clone(a.claim), maps.Clone(a.text)}
		}
		for _, side := range []map[int]int8{a.claim, a.text} {
			for i, v := range side {
				if v != stance.Open {
					side[i] = stance.For + stance.Against - v
				}
			}
		}
		if fit := t.climb(a); fit > most {
			most, best = fit, a
		}
	}
	return best
}

// climb changes one leaning after the other for the better until none is left to change, and says how well they fit.
func (t *tangle) climb(a answer) float64 {
	last := math.Inf(-1)
	for {
		fit := 0.0
		for _, c := range t.claims {
			a.claim[c], _ = better(t.forClaim[c], t.byClaim[c], func(k int8, r *related) bool { return explains(k, a.text[r.textAt], r.gold) })
			fit += t.forClaim[c][a.claim[c]]
		}
		for _, x := range t.texts {
			leaning, how := better(t.forText[x], t.byText[x], func(k int8, r *related) bool { return explains(a.claim[r.claimAt], k, r.gold) })
			a.text[x] = leaning
			fit += how
		}
		if fit <= last+1e-9 {
			return fit
		}
		last = fit
	}
}

// better gives the leaning that fits best, and how well.
func better(favour [3]float64, pairs []*related, explained func(leaning int8, r *related) bool) (best int8, most float64) {
	most = math.Inf(-1)
	for k := range int8(3) {
		fit := favour[k]
		for _, r := range pairs {
			if !explained(k, r) {
				fit -= unlikely
			}
		}
		if fit > most {
			best, most = k, fit
		}
	}
	return best, most
}

// first gives the place of the greatest.
func first(v [3]float64) (best int8) {
	for k := range int8(3) {
		if v[k] > v[best] {
			best = k
		}
	}
	return best
}
