package syntax

const border = 1 // the word before the first and after the last

// tagFeatures gives the features of the word at i, whose predecessors bear the tags before and before2.
func tagFeatures(out []uint32, forms []form, i int, before, before2 int) []uint32 {
	at := func(k int) form {
		if k < 0 || k >= len(forms) {
			return form{lower: border}
		}
		return forms[k]
	}
	w, p, pp, n, nn := at(i), at(i-1), at(i-2), at(i+1), at(i+2)
	f := templates{out: out}
	t1, t2 := uint32(before+2), uint32(before2+2)
	f.one(w.lower)
	for _, s := range w.suffix[:] {
		f.one(s)
	}
	f.one(w.prefix)
	f.two(w.shape, b2u(i == 0))
	f.two(w.shape, w.suffix[2])
	f.one(t1)
	f.two(t1, t2)
	f.two(t1, w.lower)
	f.two(t1, w.suffix[2])
	f.one(p.lower)
	f.two(p.lower, w.suffix[2])
	f.one(pp.lower)
	f.one(n.lower)
	f.two(n.lower, w.lower)
	f.two(n.suffix[2], w.suffix[2])
	f.one(n.suffix[2])
	f.two(n.shape, w.shape)
	f.one(nn.lower)
	f.two(t1, n.lower)
	f.two(t1, n.suffix[2])
	return f.out
}

func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// best gives the class with the highest score, the first among equals.
func best[T int32 | float32](scores []T) int {
	at := 0
	for i, s := range scores {
		if s > scores[at] {
			at = i
		}
	}
	return at
}
