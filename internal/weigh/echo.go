package weigh

import (
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

// copied is the share of the shorter text's word sequences that must also stand in the longer one for the two to be one
// text: the same sentences but for an opening, a cut or a remark. A quoted paragraph alone stays far below it.
const copied = 0.5

// shingleLength is the number of words in a sequence; shortest is how many sequences a text needs to be compared at all.
const (
	shingleLength = 5
	shortest      = 15
)

// markTwins sets the twin of every report that is a copy of another: of the agency's own report where the copies have
// one, else of the earliest. Views are in order. What two texts share is counted, not estimated: a story is small enough, and
// a cut text has little Jaccard similarity with the whole.
func markTwins(views []*view) {
	holders := map[uint64][]int{}
	size := make([]int, len(views))
	for i, v := range views {
		distinct := words.Shingles(words.Tokens(v.Text), shingleLength)
		slices.Sort(distinct)
		distinct = slices.Compact(distinct)
		size[i] = len(distinct)
		for _, s := range distinct {
			holders[s] = append(holders[s], i)
		}
	}
	common := map[[2]int]int{}
	for _, is := range holders {
		for x, i := range is {
			for _, j := range is[x+1:] {
				common[[2]int{i, j}]++
			}
		}
	}
	groups := newUnion(len(views))
	for pair, n := range common {
		if least := min(size[pair[0]], size[pair[1]]); least >= shortest && float64(n) >= copied*float64(least) {
			groups.join(pair[0], pair[1])
		}
	}
	first := map[int]*view{}
	for i, v := range views {
		g := groups.find(i)
		if f := first[g]; f == nil || v.Outlet.Kind == news.Agency && f.Outlet.Kind != news.Agency {
			first[g] = v
		}
	}
	for i, v := range views {
		if f := first[groups.find(i)]; f != v {
			v.twin = f
		}
	}
}

// union is a set of numbers in groups that can be joined. A group is named by its smallest member, so the order of joining
// does not matter.
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

func (u union) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) join(i, j int) {
	i, j = u.find(i), u.find(j)
	u[max(i, j)] = min(i, j)
}
