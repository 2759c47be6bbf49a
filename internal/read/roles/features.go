package roles

import "onrecord/internal/read/linear"

// features gathers the features of a place: each is the hash of a number of its own and some values.
type features struct{ out []uint32 }

func (f *features) alone(id uint32) { f.out = append(f.out, id) }

func (f *features) one(id, a uint32) { f.out = append(f.out, linear.Hash(id, a)) }

func (f *features) two(id, a, b uint32) { f.out = append(f.out, linear.Hash(linear.Hash(id, a), b)) }

func (f *features) three(id, a, b, c uint32) {
	f.out = append(f.out, linear.Hash(linear.Hash(linear.Hash(id, a), b), c))
}

func (f *features) four(id, a, b, c, d uint32) {
	f.out = append(f.out, linear.Hash(linear.Hash(linear.Hash(linear.Hash(id, a), b), c), d))
}

func (f *features) five(id, a, b, c, d, e uint32) {
	f.out = append(f.out, linear.Hash(linear.Hash(linear.Hash(linear.Hash(linear.Hash(id, a), b), c), d), e))
}

func (f *features) seven(id, a, b, c, d, e, g, h uint32) {
	f.five(id, a, b, c, d, e)
	last := &f.out[len(f.out)-1]
	*last = linear.Hash(linear.Hash(*last, g), h)
}

// emission adds what speaks for the label of a token.
func (x *Context) emission(f *features, i int) {
	x.ofWords(f, i)
	x.ofTree(f, i)
	x.ofCues(f, i)
	x.ofQuotations(f, i)
	x.ofPhrase(f, i)
}

// ofWords: the token and its neighbours.
func (x *Context) ofWords(f *features, i int) {
	t := x.Text
	w, s, g := t.formAt(i), t.stemAt(i), t.tagAt(i)
	w1, n1, s1, m1 := t.formAt(i-1), t.formAt(i+1), t.stemAt(i-1), t.stemAt(i+1)
	g1, g2, h1, h2 := t.tagAt(i-1), t.tagAt(i-2), t.tagAt(i+1), t.tagAt(i+2)
	f.alone(1001)
	f.one(1002, w)
	f.one(1003, s)
	f.one(1004, g)
	f.two(1005, w, g)
	f.one(1006, w1)
	f.one(1007, n1)
	f.one(1008, t.formAt(i-2))
	f.one(1009, t.formAt(i+2))
	f.one(1010, g1)
	f.one(1011, h1)
	f.two(1012, g1, g)
	f.two(1013, g, h1)
	f.three(1014, g2, g1, g)
	f.three(1015, g, h1, h2)
	f.three(1016, g1, g, h1)
	f.two(1017, s, s1)
	f.two(1018, s, m1)
	f.two(1019, s, h1)
	f.two(1020, s, g1)
	f.three(1021, s, h1, h2)
	f.two(1022, x.stemish[i], g)
	sentence := t.sentence[i]
	begin := t.Sentences[sentence][0]
	f.two(1023, u(min(i-begin, 5)), g)
	f.three(1024, x.most[sentence], t.tagAt(begin), t.formAt(begin))
	f.two(1025, b2u(sentence == 0), g)
}

// ofTree: what the token hangs on and what hangs on it.
func (x *Context) ofTree(f *features, i int) {
	t := x.Text
	h := t.Words[i].Head
	gg := -1
	if h >= 0 {
		gg = t.Words[h].Head
	}
	s, g, l := t.stemAt(i), t.tagAt(i), t.labelAt(i)
	hs, hg, hl := t.stemAt(h), t.tagAt(h), t.labelAt(h)
	f.one(1101, l)
	f.two(1102, l, g)
	f.two(1103, l, hs)
	f.two(1104, l, hg)
	f.two(1105, s, hs)
	f.two(1106, s, l)
	f.three(1107, s, l, hg)
	f.three(1108, l, hl, t.stemAt(gg))
	f.three(1109, l, hl, t.tagAt(gg))
	f.four(1110, l, hl, g, hg)
	f.two(1111, hs, g)
	var kids uint32
	for _, k := range t.kids[i] {
		side, kl := b2u(k > i), t.labelAt(k)
		f.three(1112, kl, side, s)
		f.three(1113, kl, side, g)
		f.three(1114, kl, t.stemAt(k), g)
		f.three(1115, kl, t.tagAt(k), s)
		kids |= 1 << (kl % 31)
	}
	f.two(1116, kids, g)
	f.two(1117, kids, s)
	f.two(1118, x.cueish[i], g)
	f.two(1119, x.cueish[i], l)
	f.two(1120, x.cueish[i], kids)
	if h < 0 {
		return
	}
	f.three(1121, x.cueish[h], l, g)
	for _, k := range t.kids[h] { // siblings that may be a cue in an aside: "…, he said, …"
		if k != i && x.cueish[k] > 0 {
			f.three(1122, x.cueish[k], t.labelAt(k), l)
		}
	}
}

// ofCues: the cue-like words on which the token hangs, and those near it.
func (x *Context) ofCues(f *features, i int) {
	t := x.Text
	q, g, l := uint32(t.quote[i]), t.tagAt(i), t.labelAt(i) //nolint:gosec // small
	if a, by, far := x.governor(i, 1, 12); a >= 0 {
		x.ofGovernor(f, i, a, by, far)
	}
	x.ofHighest(f, i)
	prevFar, prev, at := x.near(i, -1)
	nextFar, next, _ := x.near(i, +1)
	f.two(1201, prev, prevFar)
	f.two(1202, next, nextFar)
	f.two(1203, prev, next)
	f.three(1204, prev, next, q)
	sentence := t.sentence[i]
	begin := t.quote[t.Sentences[sentence][0]] > 0
	f.two(1205, x.most[sentence], q)
	f.three(1206, x.mostOf(sentence-1), q, b2u(begin))
	f.three(1207, x.mostOf(sentence+1), q, b2u(begin))
	if at < 0 {
		return
	}
	// another verb like the one before: "said …, adding …"
	f.four(1208, g, t.tagAt(at), x.cueish[i], t.formAt(i-1))
	f.five(1209, g, t.tagAt(at), t.formAt(i-1), l, b2u(t.Words[i].Head == at))
	f.three(1210, x.stemish[i], t.formAt(i), t.stemAt(at))
}

// ofGovernor: the nearest cue-like word a on which the token hangs by another.
func (x *Context) ofGovernor(f *features, i, a, by, far int) {
	t := x.Text
	side, c, l, s, q := b2u(by > a), x.cueish[a], t.labelAt(by), t.stemAt(a), uint32(t.quote[i]) //nolint:gosec // small
	f.four(1221, l, side, s, c)
	f.three(1222, l, side, c)
	f.four(1223, l, side, c, u(min(far, 3)))
	f.five(1224, l, t.tagAt(by), side, c, b2u(by == i))
	f.five(1225, l, side, c, b2u(t.left[by] == i), b2u(t.right[by] == i))
	f.four(1226, l, side, c, q)
	after, before, first := t.labelAt(x.after[by]), t.labelAt(x.before[by]), t.formAt(t.left[by])
	f.three(1227, l, side, x.kidsOf[a])
	f.five(1228, l, side, after, before, c)
	f.four(1229, l, side, after, s)
	f.four(1230, l, side, before, s)
	f.four(1231, l, side, t.labelAt(a), c)
	f.five(1232, l, side, t.labelAt(a), t.tagAt(a), c)
	f.four(1233, l, side, first, c)
	f.four(1234, l, side, first, s)
	f.five(1235, l, t.tagAt(by), side, t.tagAt(x.after[by]), c)
}

// ofHighest: the highest cue-like word on which the token hangs: what a whole statement hangs on, whatever is nested in it.
func (x *Context) ofHighest(f *features, i int) {
	t := x.Text
	top, topBy, count := -1, -1, uint32(0)
	by := i
	for a, k := t.Words[i].Head, 0; a >= 0 && k < deepest; a, k = t.Words[a].Head, k+1 {
		if x.cueish[a] >= cuelike {
			top, topBy = a, by
			count++
		}
		by = a
	}
	if top < 0 {
		f.two(1241, x.cueish[i], uint32(t.quote[i])) //nolint:gosec // small
		f.two(1242, x.cueish[i], t.labelAt(i))
		return
	}
	side, c, l := b2u(topBy > top), x.cueish[top], t.labelAt(topBy)
	count = min(count, 3)
	f.three(1243, l, side, c)
	f.three(1244, l, side, t.stemAt(top))
	f.four(1245, l, side, c, count)
	f.five(1246, l, side, c, count, x.cueish[i])
	f.five(1247, l, t.tagAt(topBy), side, c, x.cueish[i])
	f.five(1248, l, side, c, t.labelAt(i), b2u(topBy == i))
	f.five(1249, l, side, c, b2u(t.left[topBy] == i), b2u(t.right[topBy] == i))
}

// ofQuotations: where the token stands to quotations.
func (x *Context) ofQuotations(f *features, i int) {
	t := x.Text
	q, g := uint32(t.quote[i]), t.tagAt(i) //nolint:gosec // small
	f.one(1301, q)
	f.two(1302, q, g)
	f.two(1303, q, t.labelAt(i))
	if k := t.quoted[i]; k >= 0 {
		f.two(1304, q, bucket(t.quoteLen[k]))
	} else {
		f.two(1304, q, 99)
	}
	seg := x.segments[x.segment[i]]
	from, to, size := u(min(i-seg.from, 4)), u(min(seg.to-i, 5)), bucket(seg.to-seg.from)
	f.three(1305, seg.kind, seg.most, from)
	f.three(1306, seg.kind, seg.most, to)
	f.four(1307, seg.kind, g, from, seg.mark)
	f.four(1308, seg.kind, from, to, g)
	f.four(1309, seg.kind, x.stemish[i], seg.mark, size)
	f.four(1310, seg.kind, from, x.stemish[i], g)
	f.four(1311, seg.kind, seg.mark, size, seg.most)
	s := t.Sentences[t.sentence[i]]
	before, after := uint32(99), uint32(99)
	if seg.from > s[0] {
		before = x.segments[x.segment[seg.from-1]].most
	}
	if seg.to < s[1] {
		after = x.segments[x.segment[seg.to]].most
	}
	f.three(1312, seg.kind, before, after)
	f.four(1313, seg.kind, before, after, g)
}

// ofPhrase: subjects of verbs on which cue-like ones hang, and the noun phrase that the token is in.
func (x *Context) ofPhrase(f *features, i int) {
	t := x.Text
	h, l, g := t.Words[i].Head, t.labelAt(i), t.tagAt(i)
	if h >= 0 {
		f.three(1401, l, x.under[h], x.cueish[h])
		f.four(1402, l, x.under[h], g, t.tagAt(h))
	}
	by := i
	for a, k := h, 0; a >= 0 && k < 6; a, k = t.Words[a].Head, k+1 {
		if x.under[a] > 1 {
			f.four(1403, t.labelAt(by), x.under[a], x.cueish[a], b2u(by > a))
			f.five(1404, t.labelAt(by), x.under[a], t.labelAt(a), b2u(by > a), g)
			break
		}
		by = a
	}
	f.three(1405, x.under[i], x.cueish[i], g)
	np := i
	for range 6 {
		hh := t.Words[np].Head
		if hh < 0 || hh-np > 8 || np-hh > 8 || !t.names.noun[t.Words[hh].Tag] || t.names.verb[t.Words[np].Tag] {
			break
		}
		np = hh
	}
	if np == i {
		return
	}
	f.two(1406, t.stemAt(np), t.labelAt(np))
	hh := t.Words[np].Head
	f.two(1407, t.labelAt(np), t.stemAt(hh))
	if hh >= 0 {
		f.two(1408, t.labelAt(np), x.cueish[hh])
		f.two(1409, t.labelAt(np), x.under[hh])
	}
}
