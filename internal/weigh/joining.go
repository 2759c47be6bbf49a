package weigh

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// How much is compared where a story is large. Beyond these the surest signs alone decide: the same source, outlet or words.
const (
	comparedGroups = 120 // the largest
	comparedEach   = 3   // reports of a group
)

// joinAlike makes one of groups of reports that have a claim from the same origin as far as what is seen of them tells: those of which the
// mean chance of that, over pairs of reports, is highest first, until none reaches the model's bar (average linkage).
func (m *Model) joinAlike(all []*sourced, judgements []judged, groups union) {
	members := map[int][]int{}
	for i := range all {
		g := groups.find(i)
		members[g] = append(members[g], i)
	}
	var names []int
	for g, of := range members {
		if !all[of[0]].mute() {
			names = append(names, g)
		}
	}
	slices.SortFunc(names, func(a, b int) int { return cmp.Or(cmp.Compare(len(members[b]), len(members[a])), cmp.Compare(a, b)) })
	names = names[:min(len(names), comparedGroups)]
	slices.Sort(names)
	if len(names) < 2 {
		return
	}
	faces, dominance := faces(all, groups, judgements)
	// links holds the sums of chances and how many there are of each two groups.
	type link struct{ sum, n float64 }
	links := make([][]link, len(names))
	for x := range names {
		links[x] = make([]link, len(names))
		for y := range x {
			a, b := compared(members[names[x]]), compared(members[names[y]])
			for _, i := range a {
				for _, j := range b {
					links[x][y].sum += logistic(likeness(faces[i], faces[j], dominance).score(m.Same))
					links[x][y].n++
				}
			}
			// What is not compared counts as what is.
			whole := float64(len(members[names[x]]) * len(members[names[y]]))
			links[x][y].sum *= whole / links[x][y].n
			links[x][y].n = whole
			links[y][x] = links[x][y]
		}
	}
	gone := make([]bool, len(names))
	own := make([]firsthand, len(names))
	for x, g := range names {
		own[x] = firsthandOf(all, members[g])
	}
	for {
		best, x, y := m.Joining, -1, -1
		for i := range names {
			for j := 0; j < i && !gone[i]; j++ {
				if mean := links[i][j].sum / links[i][j].n; !gone[j] && mean >= best && (x < 0 || mean > best) && !apart(own[i], own[j]) {
					best, x, y = mean, i, j
				}
			}
		}
		if x < 0 {
			return
		}
		groups.join(names[x], names[y])
		gone[x] = true
		own[y].add(own[x])
		for k := range names {
			if k != y && !gone[k] {
				links[y][k] = link{links[y][k].sum + links[x][k].sum, links[y][k].n + links[x][k].n}
				links[k][y] = links[y][k]
			}
		}
	}
}

// compared gives as many of a group's reports as are compared.
func compared(members []int) []int { return members[:min(len(members), comparedEach)] }

// firsthand is what a group of reports has of its own, and whom it hears.
type firsthand struct {
	outlets map[string]bool // that have it from somebody whom they do not name
	plain   map[string]bool // who plainly says so, at the head of a report
	heard   map[string]bool // who says something in it, and which outlets it credits
	// Which outlets its reports have it from, as their first sentences say, and which outlets each credits; whether the outlets have it
	// from people whom they do not name.
	credited map[string]bool
	credits  []map[string]bool
	tied     bool
}

func firsthandOf(all []*sourced, members []int) firsthand {
	f := firsthand{outlets: map[string]bool{}, plain: map[string]bool{}, heard: map[string]bool{}, credited: map[string]bool{}}
	for _, i := range members {
		s := all[i]
		if k := s.firstCredit(); k != "" {
			f.credited[k] = true
			if s.root.standing == news.Unnamed || s.in.shows("sources", opening) {
				f.tied = true
			}
		}
		credits := map[string]bool{}
		for _, c := range s.in.credits {
			credits["outlet "+c.key] = true
		}
		f.credits = append(f.credits, credits)
		if s.root.own != "" {
			f.outlets["outlet "+s.root.own] = true
		}
		if s.root.plain {
			f.plain[s.root.keys[0]] = true
		}
		for _, t := range s.in.sayings {
			if t.Polarity == news.Asserts || t.Polarity == news.Confirms {
				for _, k := range identity(t) {
					f.heard[k] = true
				}
			}
		}
		for _, c := range s.in.credits {
			f.heard["outlet "+c.key] = true
		}
	}
	return f
}

// firstCredit gives the key of the outlet that a report has the claim from where its first sentences credit it, and nobody with a name.
func (s *sourced) firstCredit() string {
	r := s.root
	if r.keyless() || !strings.HasPrefix(r.keys[0], "outlet ") || r.mention {
		return ""
	}
	for _, c := range s.in.credits {
		if "outlet "+c.key == r.keys[0] && c.sentence >= 0 && s.in.sentences[c.sentence].lead < opening {
			return r.keys[0]
		}
	}
	return ""
}

// hears says whether more than a third of a group's reports credit an outlet that the other has it from.
func (f firsthand) hears(o firsthand) bool {
	n := 0
	for _, credits := range f.credits {
		n += order(common(credits, o.credited) > 0)
	}
	return 3*n > len(f.credits)
}

func (f *firsthand) add(o firsthand) {
	f.tied = f.tied || o.tied
	maps.Copy(f.credited, o.credited)
	f.credits = append(f.credits, o.credits...)
	maps.Copy(f.outlets, o.outlets)
	maps.Copy(f.plain, o.plain)
	maps.Copy(f.heard, o.heard)
}

// apart says whether two groups cannot be one: each is what an outlet had from somebody that it does not name, and the outlets are two; or
// their reports credit two outlets with sources of their own, and seldom both; or each has the claim at first hand, and nobody in the one
// quotes or credits those of the other.
func apart(a, b firsthand) bool {
	if len(a.outlets) > 0 && len(b.outlets) > 0 && common(a.outlets, b.outlets) == 0 {
		return true
	}
	if a.tied && b.tied && len(a.credited) > 0 && len(b.credited) > 0 && common(a.credited, b.credited) == 0 && !a.hears(b) && !b.hears(a) {
		return true
	}
	return (len(a.plain) > 0 || len(a.outlets) > 0) && (len(b.plain) > 0 || len(b.outlets) > 0) &&
		common(a.plain, b.plain)+common(a.outlets, b.outlets) == 0 &&
		common(a.plain, b.heard)+common(a.outlets, b.heard)+common(b.plain, a.heard)+common(b.outlets, a.heard) == 0
}
