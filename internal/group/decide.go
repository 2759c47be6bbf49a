package group

import (
	"cmp"
	"slices"
)

const (
	// weighed is how many stories a report is compared with, and sampled with how many members of each.
	weighed, sampled = 5, 24
)

// Decide says which story a report belongs to, without adding it. It depends on the reports that are held and their
// stories, and not on the order in which they came.
func (g *Grouper) Decide(r Report) Decision { return g.decide(g.Prepare(r)) }

// DecideReady is Decide of a report taken apart already.
func (g *Grouper) DecideReady(r Ready) Decision { return g.decide(r) }

func (g *Grouper) decide(r Ready) Decision {
	q := g.queryOf(r)
	near := g.near(&q)
	g.latest = latest{id: r.ID, near: near}
	var best Decision
	top := -2.0
	for _, f := range near {
		id := g.shelves[f.at.shelf()].id(f.at.place())
		if id == r.ID {
			continue
		}
		if f.like.over > top || f.like.over == top && id < best.Like {
			top, best.Like, best.Copy = f.like.over, id, f.like.copied >= copyAt
		}
	}
	score := -2.0
	for _, c := range g.contenders(&q, near, -1) {
		if id := g.stories[c.story].id; c.over > score || c.over == score && id < best.Story {
			best.Story, score = id, c.over
		}
	}
	best.Score = 0
	if score > -2 {
		best.Score = g.weights.odds(score)
	}
	if score < 0 {
		best.Story = ""
	}
	return best
}

// contender is a story with what speaks for a report's being in it.
type contender struct {
	story int32
	over  float64
}

// contenders gives the stories of the reports most like one, but one of them, with what speaks for each.
func (g *Grouper) contenders(q *query, near []found, but int32) []contender {
	likes := map[int32][]float64{}
	for _, f := range near {
		if st := g.shelves[f.at.shelf()].story[f.at.place()]; st != but {
			likes[st] = append(likes[st], f.like.over)
		}
	}
	out := make([]contender, 0, len(likes))
	for st, l := range likes {
		out = append(out, contender{st, slices.Max(l)})
	}
	slices.SortFunc(out, func(a, b contender) int {
		return cmp.Or(cmp.Compare(b.over, a.over), cmp.Compare(g.stories[a.story].id, g.stories[b.story].id))
	})
	out = out[:min(len(out), weighed)]
	for i, c := range out {
		if out[i].over = c.over + g.weights.Soon; out[i].over < 0 {
			continue // the mean over its members can only be less
		}
		of := nearest{published: q.published}
		for _, f := range near {
			if s := g.shelves[f.at.shelf()]; s.story[f.at.place()] == c.story {
				of.see(s.published[f.at.place()])
			}
		}
		sum, n := 0.0, 0
		for _, at := range g.sample(c.story, sampled) {
			if q.held && at == q.self {
				continue
			}
			member := g.doc(at)
			of.see(member.published)
			sum += g.compare(q, member).over
			n++
		}
		out[i].over = g.weights.overall(sum/float64(max(n, 1)), likes[c.story])
		if of.known {
			out[i].over += g.weights.timely(of.gap)
		}
	}
	return out
}

// sample gives some members of a story: half of them those that came last, half evenly from all before.
func (g *Grouper) sample(story int32, most int) []ref {
	members := g.stories[story].members
	if len(members) <= most {
		return members
	}
	late := len(members) - most/2
	out := make([]ref, 0, most)
	for i := range most - most/2 {
		out = append(out, members[i*late/(most-most/2)])
	}
	return append(out, members[late:]...)
}

// nearest finds the gap between a moment and the nearest of others, in seconds, as far as the times are known.
type nearest struct {
	published int64
	gap       int64
	known     bool
}

func (n *nearest) see(published int64) {
	if n.published == undated || published == undated {
		return
	}
	if gap := max(published-n.published, n.published-published); !n.known || gap < n.gap {
		n.gap, n.known = gap, true
	}
}
