package weigh

import (
	"cmp"
	"slices"
)

const (
	// oneClaim is how alike what two people say must be to be one claim.
	oneClaim = 0.4
	// rareWords is by how many of the words of what is said others like it are looked for, the rarest; likely is how many others are compared
	// for each of them, the earliest.
	rareWords, likely = 8, 50
)

// alike puts statements that say the same together, each group in the order of the statements. Two are compared where they share one of
// the rarer words of either; who is like one of a group is of it. In a story of ordinary size that is every two that could be alike.
func alike(w weights, all []*saying) [][]*saying {
	in := map[string]int{}
	for _, s := range all {
		for _, word := range s.content.bag {
			in[word]++
		}
	}
	by := map[string][]int{}
	groups := newUnion(len(all))
	for i, s := range all {
		words := slices.Clone(s.content.bag)
		slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(in[a], in[b]) })
		compared := map[int]bool{}
		for _, word := range words[:min(len(words), rareWords)] {
			others := by[word]
			for _, j := range others[:min(len(others), likely)] {
				if compared[j] {
					continue
				}
				compared[j] = true
				if groups.find(i) != groups.find(j) && w.alike(s.content.bag, all[j].content.bag) >= oneClaim {
					groups.join(i, j)
				}
			}
			by[word] = append(others, i)
		}
	}
	var out [][]*saying
	at := map[int]int{}
	for i, s := range all {
		g := groups.find(i)
		n, known := at[g]
		if !known {
			n = len(out)
			at[g] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], s)
	}
	return out
}
