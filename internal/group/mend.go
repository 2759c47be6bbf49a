package group

import (
	"cmp"
	"slices"
)

// Mending is what the reports held say against the stories as they are: that two are one, or that one is two.
type Mending struct {
	From, Into string   // the story that loses reports, and the one that gets them; "" is a new one
	Reports    []string // those that go from one to the other
	Split      bool     // Into is new; else From ends in Into
	Score      float64  // how likely it is, from 0 to 1
	// Like are the two reports, one from each side, that are most like one another: what a merger rests on, and what a split
	// sets apart all the same.
	Like [2]string
}

const (
	// probed is by how many of its reports the neighbours of a story are looked for when it has grown, else by the newest
	// alone, and paired how many of each of two stories are compared with each other.
	probed, paired = 4, 12
	// halved is how many reports of a story are compared with each other to see whether it is one, and grown by how much it
	// must have grown since.
	halved = 32
	grown  = 1.4
)

// Mend says what is wrong with a story since reports joined it. It changes nothing but what it remembers of having looked:
// the caller moves the reports, with Add, and asks again. A story that an editor shaped is neither
// split nor ended in another; others may end in it.
func (g *Grouper) Mend(story string) []Mending {
	n, held := g.named[story]
	if !held {
		return nil
	}
	st := &g.stories[n]
	size := len(st.members)
	if float64(size) < grown*float64(st.checked) {
		if m, ok := g.merger(n, st.members[size-1:]); ok {
			return []Mending{m}
		}
		return nil
	}
	if !st.fixed && size >= 3 {
		if out := g.splits(n); len(out) > 0 {
			return out
		}
	}
	if m, ok := g.merger(n, g.sample(n, probed)); ok {
		return []Mending{m}
	}
	st.checked = size
	return nil
}

// Recheck has Mend look again whether a story is one.
func (g *Grouper) Recheck(story string) {
	if n, held := g.named[story]; held {
		g.stories[n].checked = 0
	}
}

// Fix says that an editor shaped a story, or no longer did.
func (g *Grouper) Fix(story string, fixed bool) {
	if n, held := g.named[story]; held {
		g.stories[n].fixed = fixed
	}
}

// merger finds the story that another is one with, by the neighbours of some of its reports.
func (g *Grouper) merger(story int32, by []ref) (Mending, bool) {
	near := map[int32]float64{}
	for _, at := range by {
		found := g.latest.near
		if !g.latest.kept || g.latest.at != at {
			probe := g.stored(at)
			found = g.near(&probe)
		}
		for _, f := range found {
			if st := g.shelves[f.at.shelf()].story[f.at.place()]; st != story {
				if over, seen := near[st]; !seen || f.like.over > over {
					near[st] = f.like.over
				}
			}
		}
	}
	others := make([]contender, 0, len(near))
	for st, over := range near {
		// The mean over the members can only be less than what the two most alike have.
		if over+g.weights.Soon >= g.weights.Merge && (!g.stories[st].fixed || !g.stories[story].fixed) {
			others = append(others, contender{st, over})
		}
	}
	slices.SortFunc(others, func(a, b contender) int {
		return cmp.Or(cmp.Compare(b.over, a.over), cmp.Compare(g.stories[a.story].id, g.stories[b.story].id))
	})
	if len(others) == 0 {
		return Mending{}, false
	}
	mine := g.prepared(story, paired)
	best, found := Mending{}, false
	top := g.weights.Merge
	for _, o := range others[:min(len(others), weighed)] {
		over, like := g.across(mine, g.sample(o.story, paired))
		if over < top || found && over == top {
			continue
		}
		from, into := story, o.story
		if g.outlives(story, o.story) {
			from, into = into, from
		}
		top, found = over, true
		best = Mending{From: g.stories[from].id, Into: g.stories[into].id, Score: g.weights.odds(over), Like: like}
	}
	if found {
		best.Reports = g.ids(g.stories[g.named[best.From]].members)
	}
	return best, found
}

// outlives says which of two stories keeps its address: the one that an editor shaped, else the larger, else the older.
func (g *Grouper) outlives(a, b int32) bool {
	sa, sb := &g.stories[a], &g.stories[b]
	if sa.fixed != sb.fixed {
		return sa.fixed
	}
	if len(sa.members) != len(sb.members) {
		return len(sa.members) > len(sb.members)
	}
	return cmp.Or(cmp.Compare(g.firstOf(sa.members), g.firstOf(sb.members)), cmp.Compare(sa.id, sb.id)) < 0
}

// prepared makes some members of a story ready to be compared.
func (g *Grouper) prepared(story int32, most int) []query {
	members := g.sample(story, most)
	out := make([]query, len(members))
	for i, at := range members {
		out[i] = g.member(at)
	}
	return out
}

// across says how alike two sets of reports are, and which two are most alike.
func (g *Grouper) across(mine []query, theirs []ref) (over float64, like [2]string) {
	sum, top := 0.0, -2.0
	var all []float64
	var of nearest
	for i := range mine {
		for _, at := range theirs {
			other := g.doc(at)
			l := g.compare(&mine[i], other).over
			sum += l
			all = append(all, l)
			if l > top {
				top, like = l, [2]string{g.id(mine[i].self), g.id(at)}
			}
			of.published = mine[i].published
			of.see(other.published)
		}
	}
	over = g.weights.overall(sum/float64(len(all)), all)
	if of.known {
		over += g.weights.timely(of.gap)
	}
	return over, like
}

func (g *Grouper) id(at ref) string { return g.shelves[at.shelf()].id(at.place()) }

func (g *Grouper) ids(at []ref) []string {
	out := make([]string, len(at))
	for i, r := range at {
		out[i] = g.id(r)
	}
	return out
}
