package roles

// transition adds what speaks for the step from the label of the token before to that of a token.
func (x *Context) transition(f *features, i int) {
	t := x.Text
	first := t.Sentences[t.sentence[i]][0] == i
	w, w1, g, g1 := t.formAt(i), t.formAt(i-1), t.tagAt(i), t.tagAt(i-1)
	q, q1 := uint32(t.quote[i]), uint32(9) //nolint:gosec // small
	if i > 0 {
		q1 = uint32(t.quote[i-1]) //nolint:gosec // small
	}
	f.alone(5001)
	f.two(5002, b2u(first), b2u(t.Tokens[i].Break))
	f.one(5003, g)
	f.one(5004, g1)
	f.two(5005, g1, g)
	f.one(5006, w)
	f.one(5007, w1)
	f.two(5008, w1, w)
	f.one(5009, t.labelAt(i))
	f.one(5010, q)
	f.two(5011, q1, q)
	f.three(5012, q1, q, b2u(first))
	f.two(5013, w, t.tagAt(i+1))
	f.two(5014, g, t.tagAt(i+1))
	if i == 0 || first {
		s := t.sentence[i]
		f.one(5015, x.most[s])
		if s > 0 {
			f.four(5016, x.most[s], x.most[s-1], q1, q)
		}
		return
	}
	x.borders(f, i)
}

// borders: the largest phrase that ends before a token, and the largest that begins with it.
func (x *Context) borders(f *features, i int) {
	t := x.Text
	a, b := i-1, i
	ends := a
	for k := 0; k < 12 && t.Words[ends].Head >= 0 && t.right[t.Words[ends].Head] == a; k++ {
		ends = t.Words[ends].Head
	}
	opens := b
	for k := 0; k < 12 && t.Words[opens].Head >= 0 && t.left[t.Words[opens].Head] == b; k++ {
		opens = t.Words[opens].Head
	}
	le, lo := t.labelAt(ends), t.labelAt(opens)
	cueOf := func(i int) uint32 {
		if h := t.Words[i].Head; h >= 0 {
			return x.cueish[h]
		}
		return 9
	}
	f.one(5021, le)
	f.one(5022, lo)
	f.two(5023, le, lo)
	f.two(5024, b2u(t.Words[opens].Head == a), lo)
	f.two(5025, b2u(t.Words[ends].Head == b), le)
	f.two(5026, lo, cueOf(opens))
	f.two(5027, le, cueOf(ends))
	f.two(5028, x.cueish[a], t.tagAt(b))
	f.two(5029, x.cueish[b], t.tagAt(a))
	f.three(5030, x.cueish[a], lo, t.tagAt(b))
}
