package main

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"onrecord/internal/weigh/stance"
)

const (
	innerParts = 4
	// shareOfStories and capitals say which stems belong to no story: they occur in so many of them, and stand with a
	// capital within a sentence in fewer than that of the texts that have them, so that they are no names.
	shareOfStories = 0.1
	capitals       = 0.3
	// storiesForRarity is the number of stories that a stem must be in to be counted: fewer are as good as none, and names
	// of people among them are nobody's business in the weights.
	storiesForRarity = 3
	// storyPower holds back stories of many pairs when trees of directions are grown.
	storyPower = 0.25
)

var (
	relatedGrowth   = growth{trees: 150, depth: 4, rate: 0.1, least: 20, seed: 1}
	directionGrowth = growth{trees: 100, depth: 3, rate: 0.06, least: 8}
)

// encoded is pairs as regressions and trees see them.
type encoded struct {
	lens                      *stance.Lens
	pairs                     []*pair
	meetings                  []*stance.Meeting
	rows                      [][]float64 // of whether they are related
	related                   []*related  // nil for those that are not
	claimNames, textNames     *names
	claimVectors, textVectors []vector
	claimAt, textAt           map[string]int
}

func encode(b bench, pairs []*pair, lens *stance.Lens) *encoded {
	e := &encoded{lens: lens, pairs: pairs, claimNames: newNames(), textNames: newNames(), claimAt: map[string]int{}, textAt: map[string]int{}}
	var claims []*stance.Claim
	var texts []*stance.Text
	for i, p := range pairs {
		if _, ok := e.claimAt[p.claim]; !ok {
			c := lens.Claim(p.claim)
			e.claimAt[p.claim] = len(claims)
			claims, e.claimVectors = append(claims, c), append(e.claimVectors, e.claimNames.vector(lens.ClaimFeatures(c), p.claimStory))
		}
		if _, ok := e.textAt[p.text]; !ok {
			t := lens.Text(b.texts[p.text])
			e.textAt[p.text] = len(texts)
			texts, e.textVectors = append(texts, t), append(e.textVectors, e.textNames.vector(lens.TextFeatures(t), p.textStory))
		}
		m := lens.Meet(claims[e.claimAt[p.claim]], texts[e.textAt[p.text]])
		e.meetings, e.rows = append(e.meetings, m), append(e.rows, m.RelatedRow())
		var r *related
		if p.gold != unrelated {
			r = e.relate(i)
		}
		e.related = append(e.related, r)
	}
	return e
}

// relate looks closer at a pair.
func (e *encoded) relate(i int) *related {
	p, m := e.pairs[i], e.meetings[i]
	e.lens.Nearby(m)
	story := p.textStory
	if p.gold == unrelated {
		story = ""
	}
	return &related{p, m, e.claimAt[p.claim], e.textAt[p.text], e.textNames.vector(e.lens.NearFeatures(m), story)}
}

func (e *encoded) row(l *leanings, r *related) []float64 {
	claim, text := l.scores(e, r)
	return r.meeting.StanceRow(claim, text)
}

// trial is a pair with what models make of it that were learned without its story. Without a row it is surely unrelated.
type trial struct {
	judged
	story string
	row   []float64
}

// possible is how sure it must be that a pair is related for its direction to be tried.
const possible = 0.25

// try shows the pairs of one part to models learned from the others.
func (e *encoded) try(s split, part int) (out []trial) {
	in := func(story string) bool { return s.of(story) != part }
	l, forest := lean(e, in), e.growRelated(in)
	for i, p := range e.pairs {
		if in(p.textStory) {
			continue
		}
		t := trial{judged{gold: p.gold, sure: chance(forest.Odds(e.rows[i]))}, p.textStory, nil}
		if r := e.related[i]; r != nil {
			t.row = e.row(l, r)
		} else if t.sure > possible {
			t.row = e.row(l, e.relate(i))
		}
		out = append(out, t)
	}
	return out
}

func chance(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// learn makes weights from pairs. What trees of directions see of leanings, and what surety and leaning are chosen by,
// comes from models that were learned without the story in question.
func learn(b bench, pairs []*pair) stance.Weights {
	w := stance.Weights{}
	w.Known, w.Rarity = common(b, pairs)
	lens, err := stance.NewLens(w.Known, w.Rarity)
	if err != nil {
		panic(err) // the lists are part of the program
	}
	e := encode(b, pairs, lens)
	s := split{"inner", innerParts}
	var trials [innerParts][]trial
	for part := range trials {
		trials[part] = e.try(s, part)
	}
	var tried []judged
	for part := range trials {
		d := growDirections(slices.Concat(slices.Concat(trials[:part]...), slices.Concat(trials[part+1:]...)))
		for _, t := range trials[part] {
			for k := range d {
				if t.row != nil {
					t.odds[k] = math.Log(chance(d[k].Odds(t.row)) + 1e-4)
				}
			}
			tried = append(tried, t.judged)
		}
	}
	w.Least, w.Lean = choose(tried)
	w.Direction = growDirections(slices.Concat(trials[:]...))
	everywhere := func(string) bool { return true }
	w.Related = e.growRelated(everywhere)
	l := lean(e, everywhere)
	w.Claim, w.Text = l.claim.weights(e.claimNames), l.text.weights(e.textNames)
	return w
}

func (e *encoded) growRelated(in func(story string) bool) stance.Forest {
	var rows [][]float64
	var is []bool
	var weight []float64
	for i, p := range e.pairs {
		if in(p.textStory) && in(p.claimStory) {
			rows, is, weight = append(rows, e.rows[i]), append(is, p.gold != unrelated), append(weight, 1)
		}
	}
	return grow(rows, is, weight, relatedGrowth)
}

// growDirections grows trees from the trials that are related.
func growDirections(trials []trial) (out [3]stance.Forest) {
	size := map[string]float64{}
	var from []trial
	for _, t := range trials {
		if t.gold != unrelated {
			from = append(from, t)
			size[t.story]++
		}
	}
	rows, is, weight := make([][]float64, len(from)), make([]bool, len(from)), make([]float64, len(from))
	total := 0.0
	for i, t := range from {
		rows[i], weight[i] = t.row, math.Pow(size[t.story], -storyPower)
		total += weight[i]
	}
	for i := range weight {
		weight[i] *= float64(len(from)) / total
	}
	for k := range out {
		for i, t := range from {
			is[i] = t.gold == k
		}
		how := directionGrowth
		how.seed = uint64(k)
		out[k] = grow(rows, is, weight, how)
	}
	return out
}

// common gives the stems that belong to no story, and in how many stories each stem occurs.
func common(b bench, pairs []*pair) (known []string, r stance.Rarity) {
	lens, err := stance.NewLens(nil, stance.Rarity{})
	if err != nil {
		panic(err) // the lists are part of the program
	}
	in := map[string]map[string]bool{}
	texts, named := map[string]int{}, map[string]int{}
	stories, done := map[string]bool{}, map[string]bool{}
	for _, p := range pairs {
		if done[p.text] {
			continue
		}
		done[p.text] = true
		stories[p.textStory] = true
		lens.Text(b.texts[p.text]).Stems(func(stem string, name bool) {
			if in[stem] == nil {
				in[stem] = map[string]bool{}
			}
			in[stem][p.textStory] = true
			texts[stem]++
			if name {
				named[stem]++
			}
		})
	}
	r = stance.Rarity{Stories: len(stories), In: map[string]int{}}
	for _, stem := range slices.SortedFunc(maps.Keys(in), cmp.Compare) {
		n := len(in[stem])
		if n >= storiesForRarity {
			r.In[stem] = n
		}
		if float64(n) >= shareOfStories*float64(len(stories)) && float64(named[stem]) < capitals*float64(texts[stem]) {
			known = append(known, stem)
		}
	}
	return known, r
}
