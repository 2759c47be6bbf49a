package roles

import (
	"cmp"
	"math/bits"
	"slices"
)

// Options of reading.
const (
	readings = 32   // how many are drawn: a power of two, at most 64
	seldom   = 0.12 // the share of readings that must have an attribution like one for it to be looked at
	enough   = 0.35 // how likely people mark one like it for it to be kept
	exactly  = 1.5  // how much being the very same counts beside being alike,
	wholly   = 1    // and having the same cue too
	farthest = 400  // tokens: contents that begin further apart are not alike
)

// drawn is an attribution, with its source and content as they are without the marks around them, and the readings that have
// it, a bit each.
type drawn struct {
	Group
	source, content []Span
	in              uint64
}

// pool holds the different attributions of all readings.
type pool struct {
	text *Text
	all  []drawn
	at   map[uint64]int // in all, by number
}

// add adds the attributions of a reading.
func (p *pool) add(groups []Group, reading int) {
	for _, g := range groups {
		n := g.number()
		if at, ok := p.at[n]; ok && just(&p.all[at].Group, &g) {
			p.all[at].in |= 1 << reading
			continue
		}
		content := p.text.bare(g.Content)
		if len(content) == 0 {
			continue
		}
		p.at[n] = len(p.all)
		p.all = append(p.all, drawn{g, p.text.bare(g.Source), content, 1 << reading})
	}
}

// number is the same for the same attribution, and mostly another for another.
func (g *Group) number() uint64 {
	h := uint64(14695981039346656037)
	see := func(s Span) {
		h = (h ^ uint64(s.From)) * 1099511628211                   //nolint:gosec // a place
		h = (h ^ uint64(s.To)<<2 ^ uint64(s.Role)) * 1099511628211 //nolint:gosec // a place
	}
	see(g.Cue)
	for _, s := range g.Source {
		see(s)
	}
	for _, s := range g.Content {
		see(s)
	}
	return h
}

// bare gives spans without the marks at their ends.
func (t *Text) bare(spans []Span) []Span {
	out := make([]Span, 0, len(spans))
	for _, s := range spans {
		if s = t.trim(s); s.From < s.To {
			out = append(out, s)
		}
	}
	return out
}

func (t *Text) trim(s Span) Span {
	for s.From < s.To && !t.Tokens[s.From].Word() {
		s.From++
	}
	for s.From < s.To && !t.Tokens[s.To-1].Word() {
		s.To--
	}
	return s
}

// like says whether two attributions are about the same: half of the tokens of their contents are shared, and a token of
// their sources, if they have any.
func like(a, b *drawn) bool { return likeWith(a, b, shared(a.content, b.content)) }

// likeWith is like for two that share so many tokens of their contents.
func likeWith(a, b *drawn, both int) bool {
	if both == 0 || 2*both < length(a.content)+length(b.content)-both {
		return false
	}
	return len(a.source) == 0 && len(b.source) == 0 || shared(a.source, b.source) > 0
}

// same says whether two attributions differ in marks or the cue only.
func same(a, b *drawn) bool {
	return slices.Equal(a.content, b.content) && slices.Equal(a.source, b.source)
}

func just(a, b *Group) bool {
	return a.Cue == b.Cue && slices.Equal(a.Content, b.Content) && slices.Equal(a.Source, b.Source)
}

// consensus draws readings, each as likely as the models hold it to be, and keeps the attributions that people most likely
// mark, by what the readings have in common and what a ranker says of each, so that the expected number of right ones is as
// large as can be (minimum Bayes risk: Kumar and Byrne, 2004).
func consensus(k *linking, r *Ranker, l *lattice) []Group {
	p, borders := k.draw(l)
	weights := p.weigh()
	all := make([][chances]float64, len(weights))
	var f features
	for i, w := range weights {
		if w.like >= seldom {
			k.x.ofDrawn(&f, &p.all[i], w, borders)
			all[i] = r.chances(&f)
		}
	}
	var found []ranked
	for i, w := range weights {
		if w.like < seldom {
			continue
		}
		sum, of := 0.0, 0.0 // whether it is kept is said by all that are like it, how it is worded by itself
		for _, j := range w.likes {
			sum, of = sum+weights[j].just*all[j][alike], of+weights[j].just
		}
		if c := sum / of; c >= enough {
			found = append(found, ranked{p.all[i].Group, c + exactly*all[i][verysame] + wholly*all[i][cueToo]})
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(b.value, a.value) })
	var kept []Group
	taken := make([]bool, l.n)
	for _, w := range found {
		if take(taken, w.Group) {
			kept = append(kept, w.Group)
		}
	}
	slices.SortStableFunc(kept, func(a, b Group) int { return cmp.Compare(a.Content[0].From, b.Content[0].From) })
	return kept
}

// ranked is an attribution and what it is worth to keep it.
type ranked struct {
	Group
	value float64
}

// draw draws readings and joins each, and notes where their spans begin and end.
func (k *linking) draw(l *lattice) (*pool, *borders) {
	p := &pool{text: k.x.Text, at: map[uint64]int{}}
	b := newBorders(l.n)
	by := newStrata(l.n)
	for n := range readings {
		spans := Spans(l.draw(by.of(n)))
		b.add(spans, n)
		p.add(k.join(spans), n)
	}
	return p, b
}

// borders holds, by role and token, the readings that have a span begin or end there, a bit each.
type borders struct{ begin, end [3][]uint64 }

func newBorders(tokens int) *borders {
	b := &borders{}
	for r := range b.begin {
		b.begin[r], b.end[r] = make([]uint64, tokens+1), make([]uint64, tokens+1)
	}
	return b
}

func (b *borders) add(spans []Span, reading int) {
	for _, s := range spans {
		b.begin[s.Role/2][s.From] |= 1 << reading
		b.end[s.Role/2][s.To] |= 1 << reading
	}
}

// begins and ends say how many sixteenths of the readings have a span of a role begin, or end, where one does.
func (b *borders) begins(s Span) uint32 { return sixteenths(share(b.begin[s.Role/2][s.From])) }
func (b *borders) ends(s Span) uint32   { return sixteenths(share(b.end[s.Role/2][s.To])) }

// share gives which share of all readings some are.
func share(of uint64) float64 { return float64(bits.OnesCount64(of)) / readings }

func sixteenths(share float64) uint32 { return uint32(share*16 + 0.5) }

// weighed says which shares of the readings have an attribution like one, the same, just it, and one that shares some of its
// content and is not like it.
type weighed struct {
	like, same, just, foe float64
	likes                 []int32 // those like it, itself too
}

// weigh puts the attributions in the order of their contents and weighs each.
func (p *pool) weigh() []weighed {
	all := p.all
	slices.SortStableFunc(all, func(a, b drawn) int { return cmp.Compare(a.Content[0].From, b.Content[0].From) })
	out := make([]weighed, len(all))
	for i := range all {
		a := &all[i]
		var likes, sames, foes uint64
		var alike []int32
		begin, end := a.Content[0].From, a.Content[len(a.Content)-1].To
		see := func(j int) {
			b := &all[j]
			if b.Content[len(b.Content)-1].To <= begin {
				return
			}
			both := shared(a.content, b.content)
			switch {
			case likeWith(a, b, both):
				likes |= b.in
				alike = append(alike, int32(j)) //nolint:gosec // few
				if same(a, b) {
					sames |= b.in
				}
			case both > 0:
				foes |= b.in
			}
		}
		for j := i; j < len(all) && all[j].Content[0].From < end; j++ {
			see(j)
		}
		for j := i - 1; j >= 0 && all[j].Content[0].From > begin-farthest; j-- {
			see(j)
		}
		out[i] = weighed{share(likes), share(sames), share(a.in), share(foes), alike}
	}
	return out
}

// take marks the cue and content of an attribution, unless one of their tokens is taken. Sources may be shared.
func take(taken []bool, g Group) bool {
	spans := append([]Span{g.Cue}, g.Content...)
	for _, s := range append(spans, g.Source...) {
		if slices.Contains(taken[s.From:s.To], true) {
			return false
		}
	}
	for _, s := range spans {
		for i := s.From; i < s.To; i++ {
			taken[i] = true
		}
	}
	return true
}
