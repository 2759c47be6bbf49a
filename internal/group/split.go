package group

import (
	"cmp"
	"math"
	"slices"
)

// splits finds the parts of a story that are stories of their own. Some of its reports are drawn together, the likest parts
// first (average linkage, Sokal and Michener 1958), until what is left speaks against being drawn together; the others go
// where they are most alike. The part with the most reports keeps the story's address.
func (g *Grouper) splits(story int32) []Mending {
	some := g.prepared(story, halved)
	parts := g.parts(some)
	if len(parts) < 2 {
		return nil
	}
	reports := make([][]ref, len(parts))
	placed := map[ref]bool{}
	for i, p := range parts {
		for _, n := range p.members {
			reports[i] = append(reports[i], some[n].self)
			placed[some[n].self] = true
		}
	}
	for _, at := range g.stories[story].members {
		if placed[at] {
			continue
		}
		other := g.doc(at)
		best, top := 0, -2.0
		for i, p := range parts {
			sum := 0.0
			for _, n := range p.members {
				sum += g.compare(&some[n], other).over
			}
			if mean := sum / float64(len(p.members)); mean > top {
				best, top = i, mean
			}
		}
		reports[best] = append(reports[best], at)
	}
	main := 0
	for i := range reports {
		if c := cmp.Compare(len(reports[i]), len(reports[main])); c > 0 || c == 0 && g.firstOf(reports[i]) < g.firstOf(reports[main]) {
			main = i
		}
	}
	var out []Mending
	keeps := some[:0:0]
	for _, n := range parts[main].members {
		keeps = append(keeps, some[n])
	}
	for i := range reports {
		if i == main {
			continue
		}
		over, like := g.across(keeps, reports[i][:min(len(reports[i]), paired)])
		out = append(out, Mending{
			From: g.stories[story].id, Reports: g.ids(reports[i]), Split: true, Score: 1 - g.weights.odds(over), Like: like,
		})
	}
	return out
}

// firstOf is when the earliest of some reports was published.
func (g *Grouper) firstOf(reports []ref) int64 {
	first := int64(math.MaxInt64)
	for _, at := range reports {
		first = min(first, g.shelves[at.shelf()].published[at.place()])
	}
	return first
}

// part is a set of reports, by their places in a list.
type part struct {
	members []int
	gone    bool
}

// parts draws reports together.
func (g *Grouper) parts(some []query) []part {
	n := len(some)
	mean := make([]float64, n*n) // between two parts
	top := make([]float64, n*n)  // of the two reports most alike
	gap := make([]nearest, n*n)
	for i := range n {
		for j := range i {
			l := g.compare(&some[i], some[j].doc).over
			between := nearest{published: some[i].published}
			between.see(some[j].published)
			mean[i*n+j], mean[j*n+i] = l, l
			top[i*n+j], top[j*n+i] = l, l
			gap[i*n+j], gap[j*n+i] = between, between
		}
	}
	worth := make([]float64, n*n) // what speaks for drawing two parts together
	weigh := func(k int) {
		worth[k] = (1-g.weights.Nearest)*mean[k] + g.weights.Nearest*top[k]
		if gap[k].known {
			worth[k] += g.weights.timely(gap[k].gap)
		}
	}
	for k := range worth {
		weigh(k)
	}
	parts := make([]part, n)
	for i := range parts {
		parts[i].members = []int{i}
	}
	for {
		a, b, best := -1, -1, -g.weights.Split
		for i := range n {
			for j := range i {
				if parts[i].gone || parts[j].gone {
					continue
				}
				if v := worth[i*n+j]; v >= best {
					a, b, best = j, i, v
				}
			}
		}
		if a < 0 {
			break
		}
		na, nb := float64(len(parts[a].members)), float64(len(parts[b].members))
		for k := range n {
			if k == a || k == b || parts[k].gone {
				continue
			}
			x, y := a*n+k, b*n+k
			mean[x] = (mean[x]*na + mean[y]*nb) / (na + nb)
			top[x] = max(top[x], top[y])
			if gap[y].known && (!gap[x].known || gap[y].gap < gap[x].gap) {
				gap[x] = gap[y]
			}
			weigh(x)
			back := k*n + a
			mean[back], top[back], gap[back], worth[back] = mean[x], top[x], gap[x], worth[x]
		}
		parts[a].members = append(parts[a].members, parts[b].members...)
		parts[b].gone = true
	}
	return slices.DeleteFunc(parts, func(p part) bool { return p.gone })
}
