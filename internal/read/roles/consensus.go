package roles

import (
	"cmp"
	"math/bits"
	"slices"
)

// Options of reading.
const (
	readings = 32   // how many are drawn: a power of two, at most 64
	enough   = 0.43 // the share of readings that must have an attribution like one for it to be kept
	exactly  = 1.5  // how much having just the same spans counts beside being alike
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
func like(a, b *drawn) bool {
	both := shared(a.content, b.content)
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

// consensus draws readings, each as likely as the models hold it to be, and keeps the attributions that enough of them have,
// those first that most have, so that the expected number of right ones is as large as can be (minimum Bayes risk: Kumar and
// Byrne, 2004).
func consensus(k *linking, l *lattice) []Group {
	p := &pool{text: k.x.Text, at: map[uint64]int{}}
	by := newStrata(l.n)
	for n := range readings {
		p.add(k.join(Spans(l.draw(by.of(n)))), n)
	}
	found := p.weigh()
	slices.SortStableFunc(found, func(a, b weighed) int { return cmp.Compare(b.value, a.value) })
	var kept []Group
	taken := make([]bool, l.n)
	for _, w := range found {
		if w.like >= enough && take(taken, w.Group) {
			kept = append(kept, w.Group)
		}
	}
	slices.SortStableFunc(kept, func(a, b Group) int { return cmp.Compare(a.Content[0].From, b.Content[0].From) })
	return kept
}

// weighed is an attribution with the share of readings that have one like it, and what it is worth to keep it.
type weighed struct {
	Group
	like, value float64
}

// weigh weighs each attribution by how many readings have one like it, the same, and just it.
func (p *pool) weigh() []weighed {
	all := p.all
	slices.SortStableFunc(all, func(a, b drawn) int { return cmp.Compare(a.Content[0].From, b.Content[0].From) })
	out := make([]weighed, len(all))
	for i := range all {
		a := &all[i]
		var likes, sames uint64
		begin, end := a.Content[0].From, a.Content[len(a.Content)-1].To
		see := func(b *drawn) {
			if b.Content[len(b.Content)-1].To > begin && like(a, b) {
				likes |= b.in
				if same(a, b) {
					sames |= b.in
				}
			}
		}
		for j := i; j < len(all) && all[j].Content[0].From < end; j++ {
			see(&all[j])
		}
		for j := i - 1; j >= 0 && all[j].Content[0].From > begin-farthest; j-- {
			see(&all[j])
		}
		share := func(of uint64) float64 { return float64(bits.OnesCount64(of)) / readings }
		out[i] = weighed{a.Group, share(likes), share(likes) + exactly*share(sames) + share(a.in)/readings}
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
