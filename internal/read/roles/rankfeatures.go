package roles

// Feature numbers of the parts of an attribution.
const (
	rankShares = 30000 + 100*iota
	rankContent
	rankCue
	rankSource
)

// ofDrawn adds what speaks for an attribution that was drawn.
func (t *Text) ofDrawn(f *features, d *drawn, w weighed, b *borders) {
	f.out = f.out[:0]
	likes, sames, foes := sixteenths(w.like), sixteenths(w.same), sixteenths(w.foe)
	f.alone(rankShares)
	f.one(rankShares+1, likes)
	f.one(rankShares+2, sames)
	f.one(rankShares+3, sixteenths(w.just))
	f.two(rankShares+4, likes, sames)
	f.two(rankShares+5, sames, sixteenths(w.just))
	f.one(rankShares+6, foes)
	f.two(rankShares+7, foes, likes)
	f.three(rankShares+8, foes, likes, sames)
	cue := t.trim(d.Cue)
	if cue.From >= cue.To { // a mark
		cue = d.Cue
	}
	head := t.headOf(cue)
	t.ofDrawnContent(f, d, cue, head, sames, b)
	t.ofDrawnCue(f, d, cue, head, likes, b)
	if len(d.source) == 0 {
		f.one(rankSource, likes)
		f.two(rankSource+1, t.stem[head], t.tagAt(head))
		f.one(rankSource+2, sames)
		f.two(rankSource+3, t.tagAt(head), t.labelAt(head))
		return
	}
	t.ofDrawnSource(f, d, cue, head, sames, b)
}

// ofDrawnContent: where it begins and ends, and whether that fits the tree, the sentence and the quotation marks.
func (t *Text) ofDrawnContent(f *features, d *drawn, cue Span, head int, sames uint32, b *borders) {
	first, last := d.content[0], d.content[len(d.content)-1]
	begins, ends := b.begins(d.Content[0]), b.ends(d.Content[len(d.Content)-1])
	h, g := t.headOf(first), t.headOf(last)
	fit, lastFit := t.fit(first), t.fit(last)
	n, size := u(min(len(d.content), 4)), bucket(length(d.content))
	next, nextTag := t.formAt(last.To), t.tagAt(last.To)
	relation := t.relation(h, cue, head)
	over := b2u(t.endsSentence(last.To))
	quotes := uint32(t.quote[first.From])*16 + uint32(t.quote[last.To-1])*4 //nolint:gosec // small
	if first.From > 0 {
		quotes += uint32(t.quote[first.From-1]) * 64 //nolint:gosec // small
	}
	f.two(rankContent, begins, ends)
	f.one(rankContent+1, begins)
	f.one(rankContent+2, ends)
	f.three(rankContent+3, begins, ends, sames)
	f.one(rankContent+4, n)
	f.two(rankContent+5, n, size)
	f.one(rankContent+6, t.formAt(first.From))
	f.two(rankContent+7, t.tagAt(first.From), t.labelAt(h))
	f.two(rankContent+8, fit, t.labelAt(h))
	f.two(rankContent+9, lastFit, t.labelAt(g))
	f.one(rankContent+10, next)
	f.one(rankContent+11, nextTag)
	f.three(rankContent+12, nextTag, lastFit, ends)
	f.two(rankContent+13, t.tagAt(last.To-1), nextTag)
	f.two(rankContent+14, t.formAt(first.From-1), t.tagAt(first.From))
	f.one(rankContent+15, quotes)
	f.three(rankContent+16, quotes, next, n)
	f.two(rankContent+17, relation, t.labelAt(h))
	f.three(rankContent+18, relation, fit, nextTag)
	f.two(rankContent+19, b2u(t.sentence[last.To-1] != t.sentence[first.From]), quotes)
	f.two(rankContent+20, over, lastFit)
	f.three(rankContent+21, over, lastFit, ends)
	f.two(rankContent+22, t.formAt(last.To-1), nextTag)
	f.two(rankContent+23, next, lastFit)
	f.two(rankContent+24, next, ends)
	f.three(rankContent+25, b2u(t.hasComma(first)), over, lastFit)
}

func (t *Text) ofDrawnCue(f *features, d *drawn, cue Span, head int, likes uint32, b *borders) {
	first := d.content[0]
	stem, tag := t.stem[head], t.tagAt(head)
	side := b2u(first.From > cue.From)
	f.two(rankCue, b.begins(d.Cue), b.ends(d.Cue))
	f.one(rankCue+1, stem)
	f.two(rankCue+2, stem, tag)
	f.two(rankCue+3, stem, t.tagAt(first.From))
	f.two(rankCue+4, stem, likes)
	f.three(rankCue+5, tag, t.labelAt(head), u(min(cue.To-cue.From, 5)))
	f.two(rankCue+6, t.formAt(cue.From), t.formAt(cue.To-1))
	f.two(rankCue+7, side, bucket(gap(cue, first)))
	f.two(rankCue+8, stem, side)
	f.two(rankCue+9, t.formAt(cue.To), tag)
}

func (t *Text) ofDrawnSource(f *features, d *drawn, cue Span, head int, sames uint32, b *borders) {
	s, first := d.source[0], d.content[0]
	begins, ends := b.begins(d.Source[0]), b.ends(d.Source[0])
	h, fit, side, size := t.headOf(s), t.fit(s), b2u(s.From > cue.From), s.To-s.From
	f.two(rankSource+4, begins, ends)
	f.three(rankSource+5, begins, ends, sames)
	f.two(rankSource+6, fit, t.labelAt(h))
	f.two(rankSource+7, t.formAt(s.To), fit)
	f.two(rankSource+8, t.tagAt(s.To), ends)
	f.two(rankSource+9, t.formAt(s.To), ends)
	f.two(rankSource+10, t.tagAt(s.From), t.tagAt(s.To-1))
	f.two(rankSource+11, t.formAt(s.From), u(min(size, 4)))
	f.three(rankSource+12, t.relation(h, cue, head), t.labelAt(h), side)
	f.two(rankSource+13, t.formAt(s.From-1), t.tagAt(s.From))
	f.three(rankSource+14, u(min(size, 8)), t.tagAt(s.To), fit)
	f.two(rankSource+15, bucket(gap(cue, s)), side)
	f.two(rankSource+16, t.stem[h], t.tagAt(h))
	f.three(rankSource+17, b2u(s.From < first.From), side, b2u(first.From > cue.From))
}

// gap gives how many tokens stand between two spans.
func gap(a, b Span) int { return max(0, a.From-b.To, b.From-a.To) }

func (t *Text) hasComma(s Span) bool {
	for i := s.From; i < s.To; i++ {
		if t.Tokens[i].Text == "," {
			return true
		}
	}
	return false
}

// endsSentence reports whether only marks stand between a place and the end of its sentence.
func (t *Text) endsSentence(at int) bool {
	for at < len(t.Tokens) && !t.Tokens[at].Word() && !t.Tokens[at].Break {
		at++
	}
	return at >= len(t.Tokens) || t.Tokens[at].Break || t.sentence[at] != t.sentence[at-1]
}

// fit says how a span's borders stand to those of what hangs on its head: at them, within or beyond.
func (t *Text) fit(s Span) uint32 {
	h := t.headOf(s)
	l, r := t.left[h], t.right[h]
	for l < h && !t.Tokens[l].Word() {
		l++
	}
	for r > h && !t.Tokens[r].Word() {
		r--
	}
	return order(l, s.From) + 3*order(s.To-1, r)
}

// order says whether two places are the same, 0, or the first comes before, 1, or after the second, 2.
func order(a, b int) uint32 { return b2u(a < b) + 2*b2u(a > b) }

// relation says how a head hangs together with a cue.
func (t *Text) relation(h int, cue Span, head int) uint32 {
	g := t.Words[h].Head
	switch {
	case g == head:
		return 1
	case g >= cue.From && g < cue.To:
		return 2
	case t.Words[head].Head == h:
		return 3
	case g >= 0 && t.Words[head].Head == g:
		return 4
	case g >= 0 && t.Words[g].Head == head:
		return 5
	case g < 0:
		return 6
	}
	return 0
}
