package roles

import (
	"math"
	"slices"

	"onrecord/internal/read/linear"
)

// Linker joins the spans of a reading: each content with a cue, each cue with a source, or with none. What is chosen is the
// likeliest by a log-linear model over the ways there are.
type Linker struct{ model *linear.Model }

// spread is how many cues or sources to each side are ways to choose from.
const spread = 2

// worth is what is lost at most, as a logarithm of probabilities, for a cue to have a content.
const worth = 2.5

// parts are the spans of a reading by role, in order, and how many of each begin before each token.
type parts struct {
	cues, sources, contents []Span
	before                  [3][]int32
}

// divide sorts spans; room is used again if it is large enough.
func divide(spans []Span, tokens int, room []int32) parts {
	var p parts
	for _, s := range spans {
		switch s.Role {
		case CueB:
			p.cues = append(p.cues, s)
		case SourceB:
			p.sources = append(p.sources, s)
		case ContentB:
			p.contents = append(p.contents, s)
		}
	}
	all := room
	if len(all) < 3*(tokens+1) {
		all = make([]int32, 3*(tokens+1))
	}
	for k, list := range [...][]Span{p.cues, p.sources, p.contents} {
		count := all[k*(tokens+1) : (k+1)*(tokens+1)]
		at := 0
		for i, s := range list {
			for ; at <= s.From; at++ {
				count[at] = int32(i) //nolint:gosec // at most the tokens
			}
		}
		for ; at <= tokens; at++ {
			count[at] = int32(len(list)) //nolint:gosec // at most the tokens
		}
		p.before[k] = count
	}
	return p
}

// near gives the range of the spans of a list that lie around a token; before counts those that begin before each.
func near(list []Span, before []int32, token int) (from, to int) {
	at := int(before[token])
	return max(0, at-spread), min(len(list), at+spread)
}

// pair is a cue and a span with how many cues, sources and contents begin between the two, 3 for more.
type pair struct {
	cue, other              Span
	cues, sources, contents uint32
}

func (p *parts) pair(cue, other Span) pair {
	from, to := cue.To, other.From
	if other.From <= cue.From {
		from, to = other.To, cue.From
	}
	between := func(k int) uint32 {
		return uint32(max(0, min(3, p.before[k][max(from, to)]-p.before[k][from]))) //nolint:gosec // 0 to 3
	}
	return pair{cue, other, between(0), between(1), between(2)}
}

// number tells a pair from all others of a text, if it lies in its first tokens.
func (p pair) number() (n uint64, ok bool) {
	const most = 1 << 13
	if max(p.cue.To, p.other.To) >= most {
		return 0, false
	}
	for _, v := range [...]int{p.cue.From, p.other.From} {
		n = n*most + uint64(v) //nolint:gosec // a place
	}
	n = n<<6 | uint64(p.cues<<4|p.sources<<2|p.contents)
	return n<<1 | uint64(b2u(p.other.Role == SourceB)), true
}

// ways to go from a cue's head to that of another span: steps up, the token by which the other hangs below where they
// meet, steps down; -1 steps up if they do not meet.
func (t *Text) way(a, b int) (up, by, down int) {
	var chain [deepest]int
	n := 0
	for k := a; k >= 0 && n < len(chain); k = t.Words[k].Head {
		chain[n] = k
		n++
	}
	by = -1
	for k := b; k >= 0 && down < deepest; k = t.Words[k].Head {
		if i := slices.Index(chain[:n], k); i >= 0 {
			return i, by, down
		}
		by = k
		down++
	}
	return -1, by, 0
}

// ofPair adds what speaks for joining a cue with a span; base keeps contents and sources apart.
func (t *Text) ofPair(f *features, base uint32, p pair) {
	cue, s := p.cue, p.other
	hc, hs := t.headOf(cue), t.headOf(s)
	side := b2u(s.From > cue.From)
	from, to := s.To, cue.From
	if side == 1 {
		from, to = cue.To, s.From
	}
	gap := max(0, to-from)
	d, cb, sb, tb := bucket(gap), p.cues, p.sources, p.contents
	far := u(max(-4, min(4, t.sentence[s.From]-t.sentence[cue.From])) + 5)
	up, by, down := t.way(hc, hs)
	bl, path, climbed := t.labelAt(by), uint32(0), uint32(7)
	if up >= 0 {
		climbed = u(min(up, 5))
		for a, k := hc, 0; k < min(up, 4) && a >= 0; a, k = t.Words[a].Head, k+1 {
			path = path*37 + t.labelAt(a)
		}
	}
	q, qe, cq := uint32(t.quote[s.From]), uint32(t.quote[s.To-1]), uint32(t.quote[cue.From]) //nolint:gosec // small
	same := b2u(t.quoted[s.From] == t.quoted[cue.From] && t.quoted[s.From] >= 0)
	stem, marks := t.stem[hc], t.marksBetween(from, to)
	first := t.formAt(s.From)
	f.one(base+1, side)
	f.four(base+2, side, cb, sb, tb)
	f.three(base+3, side, cb, far)
	f.three(base+4, side, sb, far)
	f.three(base+5, side, tb, far)
	f.three(base+6, side, d, far)
	f.three(base+7, side, d, cb)
	f.three(base+8, side, climbed, bl)
	f.three(base+9, side, path, bl)
	f.four(base+10, side, path, bl, u(min(down, 3)))
	f.four(base+11, side, path, bl, cb)
	f.four(base+12, side, climbed, bl, stem)
	f.two(base+13, side, stem)
	f.five(base+15, side, q, qe, cq, same)
	f.seven(base+16, side, q, qe, cq, same, far, cb)
	f.three(base+17, side, marks, cb)
	f.three(base+18, side, marks, d)
	f.three(base+19, side, t.tagAt(hc), t.tagAt(hs))
	f.five(base+20, side, t.tagAt(hc), t.labelAt(hc), bl, climbed)
	f.three(base+21, side, t.labelAt(hs), climbed)
	f.three(base+22, side, first, climbed)
	f.three(base+25, side, t.formAt(s.To), cb)
	f.three(base+29, side, u(min(s.To-s.From, 6)), cb)
	f.five(base+32, side, climbed, cb, sb, tb)
	f.three(base+33, side, b2u(gap == 0), cb)
	breaks, last := t.breaksBetween(from, to), t.lastMark(s)
	f.three(base+34, side, breaks, cb)
	f.four(base+35, side, breaks, q, far)
	f.three(base+36, side, last, cb)
	f.five(base+37, side, last, q, breaks, cb)
	f.four(base+38, side, last, u(min(gap, 4)), cb)
	f.four(base+39, side, t.formAt(cue.From), breaks, cb)
}

// marksBetween says which marks stand in the first tokens of a range: commas, colons, stronger ones.
func (t *Text) marksBetween(from, to int) uint32 {
	marks := uint32(0)
	for i := from; i < min(to, from+12); i++ {
		switch t.Tokens[i].Text {
		case ",":
			marks |= 1
		case ":":
			marks |= 2
		case ";", "--", "–", "—", "―":
			marks |= 4
		}
	}
	return marks
}

// breaksBetween says how many paragraphs begin in a range or with the token behind it, 2 for more.
func (t *Text) breaksBetween(from, to int) (breaks uint32) {
	for i := from; i <= to && i < len(t.Tokens) && breaks < 2; i++ {
		breaks += b2u(t.Tokens[i].Break)
	}
	return breaks
}

// lastMark says which mark a span ends with, before a quotation mark too: 1 a comma, 2 the end of a sentence.
func (t *Text) lastMark(s Span) uint32 {
	for i := s.To - 1; i >= max(s.From, s.To-2); i-- {
		switch t.Tokens[i].Text {
		case ",":
			return 1
		case ".", "!", "?":
			return 2
		}
	}
	return 0
}

// Bases of the features of each kind of choice, and of choosing nothing.
const (
	contentPair, contentAlone = 20000, 21000
	sourcePair, sourceAlone   = 22000, 23000
)

// aloneContent adds what speaks for a content without a cue.
func (t *Text) aloneContent(f *features, s Span) {
	f.alone(contentAlone + 1)
	f.one(contentAlone+2, u(min(s.To-s.From, 6)))
	f.one(contentAlone+3, uint32(t.quote[s.From])) //nolint:gosec // small
	f.one(contentAlone+4, t.form[s.From])
}

// aloneCue adds what speaks for a cue without a source.
func (t *Text) aloneCue(f *features, cue Span) {
	h := t.headOf(cue)
	f.alone(sourceAlone + 1)
	f.one(sourceAlone+2, t.stem[h])
	f.one(sourceAlone+3, t.tagAt(h))
	f.one(sourceAlone+4, t.labelAt(h))
	f.one(sourceAlone+5, t.formAt(cue.From-1))
}

// linking joins the readings of one text, and keeps the scores of pairs, since readings mostly agree.
type linking struct {
	*Linker
	x      *Context
	f      features
	known  map[uint64]int32
	scores []int32
	room   []int32
}

func (k *Linker) over(x *Context) *linking {
	return &linking{Linker: k, x: x, known: map[uint64]int32{}, scores: make([]int32, 1), room: make([]int32, 3*(len(x.Tokens)+1))}
}

func (k *linking) score() int32 {
	k.scores[0] = 0
	k.model.Score(k.f.out, k.scores)
	return k.scores[0]
}

func (k *linking) pairScore(base uint32, p pair) int32 {
	n, ok := p.number()
	if ok {
		if s, ok := k.known[n]; ok {
			return s
		}
	}
	k.f.out = k.f.out[:0]
	k.x.ofPair(&k.f, base, p)
	s := k.score()
	if ok {
		k.known[n] = s
	}
	return s
}

// choose gives the likeliest of some ways and its score, -1 for none of them.
func (k *linking) choose(base uint32, from, to int, at func(i int) pair) (best int, most int32) {
	best, most = -1, k.score()
	for i := from; i < to; i++ {
		if s := k.pairScore(base, at(i)); s > most {
			best, most = i, s
		}
	}
	return best, most
}

// join makes attributions of the spans of a reading.
func (k *linking) join(spans []Span) []Group {
	p := divide(spans, len(k.x.Tokens), k.room)
	out := make([]Group, len(p.cues))
	for i, c := range p.cues {
		out[i].Cue = c
		from, to := near(p.sources, p.before[1], c.From)
		k.f.out = k.f.out[:0]
		k.x.aloneCue(&k.f, c)
		if b, _ := k.choose(sourcePair, from, to, func(j int) pair { return p.pair(c, p.sources[j]) }); b >= 0 {
			out[i].Source = append(out[i].Source, p.sources[b])
		}
	}
	for j, b := range k.cuesOf(&p) {
		if b >= 0 {
			out[b].Content = append(out[b].Content, p.contents[j])
		}
	}
	return out
}

// cuesOf gives each content the cue that it most likely belongs to, -1 for none; then each cue that has none the one that
// loses least by it, of those that belong to none or to a cue that has others.
func (k *linking) cuesOf(p *parts) []int {
	cueOf, score, has := make([]int, len(p.contents)), make([]int32, len(p.contents)), make([]int, len(p.cues))
	for j, s := range p.contents {
		from, to := near(p.cues, p.before[0], s.From)
		k.f.out = k.f.out[:0]
		k.x.aloneContent(&k.f, s)
		cueOf[j], score[j] = k.choose(contentPair, from, to, func(i int) pair { return p.pair(p.cues[i], s) })
		if cueOf[j] >= 0 {
			has[cueOf[j]]++
		}
	}
	for i, c := range p.cues {
		if has[i] > 0 {
			continue
		}
		best, least := -1, int32(worth/k.model.Scale())
		from, to := near(p.contents, p.before[2], c.From)
		for j := from; j < to; j++ {
			if first, last := near(p.cues, p.before[0], p.contents[j].From); i < first || i >= last || cueOf[j] >= 0 && has[cueOf[j]] < 2 {
				continue
			}
			if loss := score[j] - k.pairScore(contentPair, p.pair(c, p.contents[j])); loss < least {
				best, least = j, loss
			}
		}
		if best < 0 {
			continue
		}
		if cueOf[best] >= 0 {
			has[cueOf[best]]--
		}
		cueOf[best], has[i] = i, 1
	}
	return cueOf
}

// softmax turns scores into probabilities.
func softmax(scores []float32) []float32 {
	out := make([]float32, len(scores))
	top, sum := slices.Max(scores), float32(0)
	for i, s := range scores {
		out[i] = float32(math.Exp(float64(s - top)))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}
