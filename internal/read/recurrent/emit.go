package recurrent

// scratch is room for what is worked out on the way, used again for the next sequence.
type scratch struct {
	room  []float32
	used  int
	whole []int16
}

// reserve makes room for so many numbers in all.
func (s *scratch) reserve(n int) {
	if cap(s.room) < n {
		s.room = make([]float32, n)
	}
	s.room, s.used = s.room[:cap(s.room)], 0
}

// take gives so many numbers, which are anything.
func (s *scratch) take(n int) []float32 {
	s.used += n
	return s.room[s.used-n : s.used : s.used]
}

// Emit gives the scores of each label for each token: tokens × labels.
func (n *Net) Emit(s *Sequence) []float32 {
	t, k := s.Len, n.Width
	w := n.spare.Get().(*scratch) //nolint:forcetypeassert // nothing else is put there
	defer n.spare.Put(w)
	padded := (t + rowsOnce - 1) / rowsOnce * rowsOnce
	w.reserve(t*(n.in+n.First+4*k) + padded*3*k + 3*k)
	if widest := padded * (1 + max(n.First, 2*k)); len(w.whole) < widest {
		w.whole = make([]int16, widest)
	}
	x, cur := w.take(t*n.in), w.take(t*n.First)
	n.fill(s, x)
	for i, b := 0, n.of(n.bias0); i < len(cur); i += n.First {
		copy(cur[i:], b)
	}
	times(t, n.in, n.First, x, n.of(n.first), cur)
	softAll(cur)
	one := way{u: w.take(padded * 3 * k), c: w.take(k), f: w.take(k), r: w.take(k)}
	h, spare := w.take(t*2*k), w.take(t*2*k)
	for i, l := range n.layers {
		n.whole[i][0].round(t, l.w[0].rows, cur, n.most(i), w.whole)
		for d := range 2 {
			n.whole[i][d].times(t, w.whole, one.u)
			n.walk(l, d, way{u: one.u[:t*3*k], c: one.c, f: one.f, r: one.r}, h)
		}
		if len(cur) == len(h) {
			add(h, cur)
		}
		cur, h, spare = h, spare, h
	}
	emit := repeat(n.of(n.outB), t)
	times(t, n.out.rows, n.Labels, cur, n.of(n.out), emit)
	return emit
}

// Step gives the scores of the steps of a kind from each label to each: labels × labels.
func (n *Net) Step(kind uint8) []float32 {
	size := n.Labels * n.Labels
	return n.of(n.move)[int(kind)*size : (int(kind)+1)*size]
}

// steps gives the scores of the steps of a sequence: tokens × labels × labels.
func (n *Net) steps(s *Sequence) []float32 {
	move := make([]float32, 0, s.Len*n.Labels*n.Labels)
	for _, kind := range s.Steps {
		move = append(move, n.Step(kind)...)
	}
	return move
}
