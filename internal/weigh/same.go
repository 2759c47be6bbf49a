package weigh

import (
	"math"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

// face is what is compared of a report to say whether two have a claim from one origin.
type face struct {
	judged
	in       *view
	stance   news.Stance
	keys     map[string]float64 // how likely each key is that of the source
	kinds    map[news.Standing]float64
	voiced   map[string]bool // keys of everybody who speaks of the claim
	root     *root
	group    int // of those that are plainly one
	top      *prospect
	topSure  float64
	first    string          // the outlet that it has it from, as its first sentences say
	tied     bool            // to sources that it does not name
	credits  map[string]bool // the outlets that it credits at all
	head     bag             // of its first sentences
	quotes   map[string]bool
	shingles map[uint64]bool
	bag      bag
	// Of the story: how likely the source that is likeliest in all reports is that of this one, and whether it occurs in it at all; in what
	// share of the reports the likeliest source is this one's.
	dominant, commonTop float64
	hasDominant         bool
}

// strong keys name somebody or something that can be told from others.
func strong(key string) bool {
	return strings.HasPrefix(key, "person ") || strings.HasPrefix(key, "body ") || strings.HasPrefix(key, "outlet ")
}

// faces prepares reports for comparison. The second value is how likely the commonest source is, on average.
func faces(sources []*sourced, groups union, all []judged) ([]*face, float64) {
	out := make([]*face, len(all))
	total, tops := map[string]float64{}, map[string]int{}
	for i, j := range all {
		f := &face{
			judged: j, in: sources[i].in, stance: sources[i].stance, root: sources[i].root, group: groups.find(i), keys: map[string]float64{}, kinds: map[news.Standing]float64{},
			voiced: map[string]bool{}, quotes: map[string]bool{}, shingles: map[uint64]bool{}, bag: stems(sources[i].in.Text),
		}
		for k, p := range j.prospects {
			f.kinds[p.standing] += j.chances[k]
			for _, key := range p.keys {
				f.keys[key] += j.chances[k]
				if p.f["around"] > 0 {
					f.voiced[key] = true
				}
			}
			if f.top == nil || j.chances[k] > f.topSure {
				f.top, f.topSure = p, j.chances[k]
			}
		}
		for key, x := range f.keys {
			total[key] += x
		}
		tops[f.topKey()]++
		f.first, f.tied, f.credits = sources[i].firstCredit(), f.root.standing == news.Unnamed || f.in.shows("sources", opening), map[string]bool{}
		for _, c := range f.in.credits {
			f.credits["outlet "+c.key] = true
		}
		for _, s := range f.in.sentences {
			if s.lead < opening {
				f.head = append(f.head, s.bag...)
			}
		}
		slices.Sort(f.head)
		f.head = slices.Compact(f.head)
		for _, s := range f.in.sayings {
			for _, q := range quotes(s) {
				f.quotes[q] = true
			}
		}
		for _, s := range words.Shingles(words.Tokens(f.in.Text), shingleLength) {
			f.shingles[s] = true
		}
		out[i] = f
	}
	dominant := ""
	for key, x := range total {
		if dominant == "" || x > total[dominant] || x == total[dominant] && key < dominant {
			dominant = key
		}
	}
	for _, f := range out {
		f.dominant = f.keys[dominant]
		_, f.hasDominant = f.keys[dominant]
		f.commonTop = float64(tops[f.topKey()]) / float64(len(out))
	}
	return out, total[dominant] / math.Max(1, float64(len(out)))
}

func (f *face) topKey() string {
	if f.top == nil || len(f.top.keys) == 0 {
		return ""
	}
	return f.top.keys[0]
}

// likeness gathers what speaks for and against two reports having a claim from one origin. It does not matter which comes first.
func likeness(a, b *face, dominance float64) features {
	f := features{"": 1}
	if a.in.twin == b.in || b.in.twin == a.in || a.in.twin != nil && a.in.twin == b.in.twin {
		f["twin"] = 1
	}
	f.add("quotes", squash(float64(common(a.quotes, b.quotes))/3))
	f.add("shingles", float64(common(a.shingles, b.shingles))/math.Max(1, float64(min(len(a.shingles), len(b.shingles)))))
	f.add("alike", weights{}.alike(a.bag, b.bag))
	f.add("heads alike", weights{}.alike(a.head, b.head))
	if a.first != "" && b.first != "" {
		switch {
		case a.first == b.first:
			f.add("first same", 1)
		case a.credits[b.first] || b.credits[a.first]:
			f.add("first credits the other", 1)
		default:
			f.add("first apart", 1)
			f.add("first apart tied", float64(order(a.tied)+order(b.tied))/2)
		}
	}
	squares := [2]float64{}
	product := map[string]float64{}
	for _, k := range sortedKeys(a.keys) {
		squares[0] += a.keys[k] * a.keys[k]
		kind, _, _ := strings.Cut(k, " ")
		product[kind] += a.keys[k] * b.keys[k]
	}
	for _, k := range sortedKeys(b.keys) {
		squares[1] += b.keys[k] * b.keys[k]
	}
	all := 0.0
	for _, kind := range []string{"body", "mention", "outlet", "paper", "person", "report"} {
		all += product[kind]
		f.add("same "+kind, math.Sqrt(product[kind]))
	}
	f.add("cosine", all/math.Sqrt(squares[0]*squares[1]+1e-9))
	for _, s := range news.Standings() {
		f.add("kind", a.kinds[s]*b.kinds[s])
		f.add("both "+string(s), a.kinds[s]*b.kinds[s])
	}
	for _, kind := range []string{"person ", "body ", "outlet "} {
		both, apart := meetings(a.voiced, b.voiced, kind)
		f.add("share "+kind, both)
		f.add("apart "+kind, apart)
	}
	f.add("sure", min(a.topSure, b.topSure))
	ours, theirs := slices.DeleteFunc(slices.Clone(a.top.keys), func(k string) bool { return !strong(k) }), slices.DeleteFunc(slices.Clone(b.top.keys), func(k string) bool { return !strong(k) })
	meet := slices.ContainsFunc(a.top.keys, func(k string) bool { return slices.Contains(b.top.keys, k) })
	f.add("top same", float64(order(meet)))
	if len(ours) > 0 && len(theirs) > 0 && !meet {
		f.add("top apart", a.topSure*b.topSure)
	}
	for _, x := range []struct {
		keys  []string
		sure  float64
		other *face
	}{{ours, a.topSure, b}, {theirs, b.topSure, a}} {
		if len(x.keys) == 0 {
			continue
		}
		if slices.ContainsFunc(x.keys, func(k string) bool { return x.other.voiced[k] }) {
			f.add("top heard", 0.5)
		} else {
			f.add("top alone", 0.5*x.sure)
		}
	}
	switch {
	case a.group == b.group:
		f.add("plainly one", 1)
	case a.root.sure && b.root.sure:
		f.add("plainly two", 1)
	case a.root.sure || b.root.sure:
		f.add("one is plain", 1)
	}
	f.add("stance same", float64(order(a.stance == b.stance)))
	f.add("one against", float64(order((a.stance == news.Against) != (b.stance == news.Against))))
	f.add("none", a.kinds[news.Other]+b.kinds[news.Other])
	f.add("dominance", dominance)
	f.add("dominant least", min(a.dominant, b.dominant))
	f.add("both have", float64(order(a.hasDominant && b.hasDominant)))
	f.add("neither has", float64(order(!a.hasDominant && !b.hasDominant)))
	f.add("common top", min(a.commonTop, b.commonTop))
	return f
}

func common[K comparable](a, b map[K]bool) int {
	if len(b) < len(a) {
		a, b = b, a
	}
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return n
}

// meetings says whether two sets have a key of a kind in common, or each has some and none is.
func meetings(a, b map[string]bool, kind string) (both, apart float64) {
	hasA, hasB := false, false
	for k := range a {
		if strings.HasPrefix(k, kind) {
			hasA = true
			if b[k] {
				both = 1
			}
		}
	}
	for k := range b {
		hasB = hasB || strings.HasPrefix(k, kind)
	}
	if hasA && hasB && both == 0 {
		apart = 1
	}
	return both, apart
}

func sortedKeys(m map[string]float64) []string { return features(m).names() }
