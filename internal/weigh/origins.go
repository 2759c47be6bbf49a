package weigh

import (
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// origin is a group of roots that are one.
type origin struct {
	label    string
	name     string
	standing news.Standing
	stance   news.Stance
	stoodBy  bool // some report that has it as its root is for the claim
	root     *view
	reports  map[*view]bool
	keys     []string // by which it is known again
	titles   []string // what reports call it
	party    bool     // the claim is about it
}

// sourced is a placing with its root and origins.
type sourced struct {
	*placing
	root   *root
	origin *origin
	also   []*origin

	from *view // the report that it has the claim from, nil: none is shown
	how  news.Path
}

// mute says whether a report says nothing of the claim, so that it has no origin.
func (s *sourced) mute() bool {
	return s.silent && !s.byEditor && s.root.keyless() && s.root.standing == news.Other
}

// trace finds the origins behind the placings of one claim, which are in the order of the story: first who puts it
// forward, then who denies it. Roots are one when they name the same person or body, quote the same words, or have it
// from the same outlet, and where what is seen of their reports makes it likely; a root that nothing tells apart is explained by the
// origin that most reports rest on.
func trace(m *Model, w weights, placings []*placing, claim *proposition) ([]*sourced, []*origin) {
	judgements := m.judge(prospectsOf(w, placings, claim))
	all, groups := grouped(w, placings, judgements, claim)
	m.joinAlike(all, judgements, groups)
	alone := joinRest(all, groups)

	found := map[int]*origin{}
	var out []*origin
	for i, s := range all {
		g := groups.find(i)
		if alone[g] {
			continue
		}
		o := found[g]
		if o == nil {
			o = &origin{reports: map[*view]bool{}}
			found[g] = o
			out = append(out, o)
		}
		s.origin = o
		if s.root.titles != "" {
			o.titles = append(o.titles, s.root.titles)
		}
		for _, k := range s.root.keys {
			if strings.HasPrefix(k, "person ") || strings.HasPrefix(k, "body ") {
				o.keys = append(o.keys, k)
			}
		}
		if s.stance != news.Against { // that a report says where a falsehood comes from is no support for it
			o.reports[s.in] = true
		}
	}
	for g, o := range found {
		o.describe(all, groups, g)
	}
	// The root of a claim is for it, also where all who report it are not. But where reports stand by one, another that no report
	// stands by is a different account.
	if slices.ContainsFunc(out, func(o *origin) bool { return o.stoodBy }) {
		for _, o := range out {
			if !o.stoodBy {
				o.stance = news.Beside
			}
		}
	}
	vouch(all)
	against := deniers(all, out)
	out = slices.DeleteFunc(out, func(o *origin) bool { return o.yields(all, against) })
	return all, append(out, against...)
}

// grouped finds the roots of reports and puts those together that are plainly one.
func grouped(w weights, placings []*placing, judgements []judged, claim *proposition) ([]*sourced, union) {
	all := make([]*sourced, len(placings))
	index := map[*view]int{}
	for i, p := range placings {
		all[i] = &sourced{placing: p, root: findRoot(w, p, judgements[i], claim)}
		index[p.in] = i
	}
	groups := newUnion(len(all))
	joinKeys(all, groups)
	joinBodies(all, groups)
	joinOutlets(all, groups)
	for i, s := range all {
		if s.in.twin != nil {
			if j, ok := index[s.in.twin]; ok {
				groups.join(i, j)
			}
		}
	}
	joinQuoted(all, groups)
	return all, groups
}

func joinKeys(all []*sourced, groups union) {
	first := map[string]int{}
	for i, s := range all {
		for _, k := range s.root.keys {
			if j, ok := first[k]; ok {
				groups.join(i, j)
			} else {
				first[k] = i
			}
		}
	}
}

// joinBodies makes one of a body and who speaks for it: the ministry, its minister, "the ministry's spokesman Jan Dorn". A
// body without a name of its own ("the government", "police") is whichever public body or office the others name.
func joinBodies(all []*sourced, groups union) {
	speakers := map[string][]int{} // by a word of what they are called
	officials := []int{}
	for i, b := range all {
		if b.root.saying == nil {
			continue
		}
		switch b.root.standing {
		case news.Named, news.Institution, news.Office:
		default:
			continue
		}
		b.root.called = stems(b.root.titles)
		for _, w := range b.root.called {
			speakers[w] = append(speakers[w], i)
		}
		if public(b.root.titles) {
			officials = append(officials, i)
		}
	}
	done := map[string]bool{} // a body many times over says no more than once
	for i, a := range all {
		if a.root.saying == nil || a.root.standing != news.Institution && a.root.standing != news.Office {
			continue
		}
		own := ownWords(a.root.name)
		if name := strings.Join(own, " "); done[name] && name != "" {
			continue
		} else {
			done[name] = true
		}
		if len(own) == 0 {
			for _, j := range officials {
				groups.join(i, j)
			}
			officials = officials[:min(len(officials), 1)] // they are one now
			continue
		}
		rarest := speakers[own[0]]
		for _, w := range own[1:] {
			if len(speakers[w]) < len(rarest) {
				rarest = speakers[w]
			}
		}
		for _, j := range rarest {
			if j != i && subset(own, all[j].root.called) {
				groups.join(i, j)
			}
		}
	}
}

func public(source string) bool {
	for _, f := range fields(strings.ToLower(source)) {
		switch f {
		case "government", "minister", "ministry", "department", "secretary", "authorities", "police", "officials", "official",
			"officer", "president", "mayor", "governor":
			return true
		}
	}
	return false
}

func subset(a, b bag) bool {
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); !ok {
			return false
		}
	}
	return true
}

// joinOutlets explains what has it from an outlet alone by what that outlet has it from: by the outlet's own report where
// the story has it, else by the source that most who credit the outlet name.
func joinOutlets(all []*sourced, groups union) {
	behind := map[string]map[int]int{} // outlet to group to the number of reports that say so
	for i, s := range all {
		r := s.root
		if r.keyless() || strings.HasPrefix(r.keys[0], "outlet ") {
			continue
		}
		name := func(outlet string, weight int) {
			if outlet == "" {
				return
			}
			if behind[outlet] == nil {
				behind[outlet] = map[int]int{}
			}
			behind[outlet][groups.find(i)] += weight
		}
		if !r.wire {
			name(r.outlet, 1)
		}
		name(s.in.own, 2)
	}
	for i, s := range all {
		r := s.root
		if r.keyless() || r.sure || !strings.HasPrefix(r.keys[0], "outlet ") {
			continue
		}
		total, most, group := 0, 0, -1
		counts := behind[strings.TrimPrefix(r.keys[0], "outlet ")]
		for g, n := range counts {
			total += n
			if n > most || n == most && g < group {
				most, group = n, g
			}
		}
		if group >= 0 && most*2 > total {
			groups.join(i, group)
		}
	}
}

// joinQuoted explains what is credited to an outlet by somebody who is quoted on the claim in the same report and whom
// another report has as its root: the outlet had it from them too.
func joinQuoted(all []*sourced, groups union) {
	first := map[string]int{}
	for i, s := range all {
		for _, k := range s.root.keys {
			if _, ok := first[k]; !ok && s.root.sure && (strings.HasPrefix(k, "person ") || strings.HasPrefix(k, "body ")) {
				first[k] = i
			}
		}
	}
	for i, s := range all {
		if s.root.sure {
			continue
		}
		for _, q := range s.roots {
			if q.Standing != news.Named && q.Standing != news.Institution {
				continue
			}
			for _, k := range identity(q) {
				if j, ok := first[k]; ok {
					groups.join(i, j)
				}
			}
		}
	}
}

// joinRest keeps the count of origins honest: independence must be shown. What nothing tells apart, what credits an outlet
// that nobody else credits and whose own source nobody names, and where a denial says the claim comes from, is explained
// by the origin that most reports rest on. It gives the groups that stay alone because they credit nobody.
func joinRest(all []*sourced, groups union) map[int]bool {
	size := map[int]int{}
	shown := map[int]bool{}
	for i, s := range all {
		g := groups.find(i)
		if s.root.keyless() {
			continue
		}
		size[g]++
		if s.stance != news.Against {
			size[g] += len(all) // those who stand by a claim say more about where it comes from than those who deny it
			shown[g] = shown[g] || s.root.sure
		}
	}
	main, most := -1, 0
	for g, n := range size {
		if n > most || n == most && g < main {
			main, most = g, n
		}
	}
	alone := map[int]bool{}
	for i := range all {
		g := groups.find(i)
		switch {
		case main < 0, all[g].mute():
			alone[g] = true
		case g == groups.find(main), shown[g], size[g] > 2*len(all):
		case !all[i].root.keyless(): // judged by what is seen of it
		case all[i].root.nobody && all[i].in.twin == nil:
			alone[g] = true
		default:
			groups.join(i, main)
		}
	}
	return alone
}

// describe names an origin after the root that tells most about it, and finds the report nearest to it.
func (o *origin) describe(all []*sourced, groups union, group int) {
	best, nearest := -1.0, -1.0
	votes := map[news.Stance]int{}
	for i, s := range all {
		if groups.find(i) != group {
			continue
		}
		r := s.root
		score := authority(r.standing)
		if r.sure {
			score++
		}
		if r.plain {
			score++
		}
		if score > best && r.name != "" {
			o.name, o.standing, best = r.name, r.standing, score
		}
		// The nearest report is the outlet's own, then one with a source of its own, then the earliest.
		near := 0.0
		if r.saying != nil {
			near = 1
		}
		if r.plain || r.own != "" {
			near++
		}
		if own := s.in.own; own != "" && (r.outlet == "" || r.outlet == own) {
			near++
		}
		if s.in.twin != nil {
			near = -0.5
		}
		if near > nearest {
			o.root, nearest = s.in, near
		}
		votes[s.stance]++
	}
	// The nearest report knows best whom it has the claim from; others shorten it.
	for _, s := range all {
		if s.in == o.root && s.root.saying != nil && s.root.sure {
			o.name, o.standing = s.root.name, s.root.standing
		}
	}
	if o.root == nil {
		for i, s := range all {
			if groups.find(i) == group {
				o.root = s.in
				break
			}
		}
	}
	if o.name == "" {
		o.name, o.standing = "no source given", news.Other
	}
	o.stance, o.stoodBy = news.For, votes[news.For] > 0
	if votes[news.For] == 0 && votes[news.Against] == 0 {
		o.stance = news.Beside
	}
}

// number gives origins their labels.
func number(origins []*origin) {
	for i, o := range origins {
		o.label = fmt.Sprintf("o%d", i+1)
	}
}
