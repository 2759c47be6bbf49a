package speaker

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// manyOfOne is how many names of one surname or sound are compared with each other; a surname that more have tells too little.
const manyOfOne = 80

// Likely gives pairs of speakers whose names are most alike, save those that are known to be two. It looks at pairs that have a
// surname in common or sound alike, so the time is in proportion to the number of names.
func (r *Rules) Likely(names []news.CalledSo, apart [][2]news.ID, limit int) [][2]news.ID {
	type named struct {
		root news.ID
		name Name
	}
	groups := map[string][]named{}
	for _, n := range names {
		name := r.Name(n.Name)
		if len(name.Words) == 0 {
			continue
		}
		for _, key := range []string{"f " + name.Family(), "s " + name.Sound()} {
			groups[key] = append(groups[key], named{n.Root, name})
		}
	}
	not := map[[2]news.ID]bool{}
	for _, p := range apart {
		not[inOrder(p[0], p[1])] = true
	}
	weights := map[[2]news.ID]int{}
	for _, group := range groups {
		group = group[:min(manyOfOne, len(group))]
		for i, a := range group {
			for _, b := range group[:i] {
				pair := inOrder(a.root, b.root)
				if a.root == b.root || not[pair] {
					continue
				}
				if _, weight := r.alikeNames(a.name, b.name); weight > weights[pair] {
					weights[pair] = weight
				}
			}
		}
	}
	pairs := make([][2]news.ID, 0, len(weights))
	for pair := range weights {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(a, b [2]news.ID) int {
		return cmp.Or(weights[b]-weights[a], strings.Compare(string(b[1]), string(a[1])), strings.Compare(string(b[0]), string(a[0]))) // newer speakers first
	})
	return pairs[:min(limit, len(pairs))]
}

func inOrder(a, b news.ID) [2]news.ID { return [2]news.ID{min(a, b), max(a, b)} }
