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

// plenty is how many reports a word sequence may stand in and still tell which others to compare a report with: the first so many.
const plenty = 24

// markTwins sets the twin of every report that is a copy of another: of the agency's own report where the copies have
// one, else of the earliest. Views are in order. What two texts share is counted, not estimated, for a
// cut text has little Jaccard similarity with the whole; and a report is compared with the first of each text, not with all its copies, so
// that a thousand copies take no longer than a thousand reports.
func markTwins(views []*view) {
	holders := map[uint64][]int{} // the first reports of each text that have a word sequence
	sizes := make([]int, len(views))
	groups := newUnion(len(views))
	for i, v := range views {
		distinct := words.Shingles(words.Tokens(v.Text), shingleLength)
		slices.Sort(distinct)
		distinct = slices.Compact(distinct)
		sizes[i] = len(distinct)
		if len(distinct) < shortest {
			continue
		}
		shared := map[int]int{}
		for _, s := range distinct {
			for _, j := range holders[s] {
				shared[j]++
			}
		}
		copies := false
		for j, n := range shared {
			if float64(n) >= copied*float64(min(sizes[i], sizes[j])) {
				groups.join(i, j)
				copies = copies || sizes[i] <= sizes[j]
			}
		}
		if copies {
			continue // who copies it copies the longer one too
		}
		for _, s := range distinct {
			if h := holders[s]; len(h) < plenty {
				holders[s] = append(h, i)
			}
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
