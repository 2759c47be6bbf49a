package syntax

// The transitions of the arc-hybrid system.
const (
	shift    = iota // the next word goes on the stack
	leftArc         // the top of the stack depends on the next word, and leaves
	rightArc        // the top of the stack depends on the one under it, and leaves
	moves
)

// state is a parse under way. The root stands behind the last word, as one more.
type state struct {
	n      int
	stack  []int
	next   int
	head   []int
	label  []int
	left   [][2]int // the outermost two dependents to the left, the outermost first; -1: none
	right  [][2]int
	lefts  []int // how many there are
	rights []int
}

func (s *state) reset(n int) {
	s.n, s.next = n, 0
	s.stack = s.stack[:0]
	size := n + 1
	if cap(s.head) < size {
		s.head, s.label = make([]int, size), make([]int, size)
		s.left, s.right = make([][2]int, size), make([][2]int, size)
		s.lefts, s.rights = make([]int, size), make([]int, size)
	}
	s.head, s.label, s.left, s.right, s.lefts, s.rights = s.head[:size], s.label[:size], s.left[:size], s.right[:size], s.lefts[:size], s.rights[:size]
	for i := range size {
		s.head[i], s.label[i], s.lefts[i], s.rights[i] = -1, -1, 0, 0
		s.left[i], s.right[i] = [2]int{-1, -1}, [2]int{-1, -1}
	}
}

func (s *state) done() bool { return s.next == s.n && len(s.stack) == 0 }

// peek gives the kth word from the top of the stack, -1 if it has fewer.
func (s *state) peek(k int) int {
	if i := len(s.stack) - 1 - k; i >= 0 {
		return s.stack[i]
	}
	return -1
}

// may says which transitions can be made.
func (s *state) may() (out [moves]bool) {
	out[shift] = s.next < s.n
	out[leftArc] = len(s.stack) > 0
	out[rightArc] = len(s.stack) > 1
	return out
}

// arc gives the head and the dependent that a transition would join.
func (s *state) arc(move int) (head, dependent int) {
	if move == leftArc {
		return s.next, s.peek(0)
	}
	return s.peek(1), s.peek(0)
}

// do makes a transition.
func (s *state) do(move, label int) {
	if move == shift {
		s.stack = append(s.stack, s.next)
		s.next++
		return
	}
	h, d := s.arc(move)
	s.head[d], s.label[d] = h, label
	if h > d {
		s.left[h] = push(s.left[h], d, s.lefts[h])
		s.lefts[h]++
	} else {
		s.right[h] = push(s.right[h], d, s.rights[h])
		s.rights[h]++
	}
	s.stack = s.stack[:len(s.stack)-1]
}

// push keeps the outermost two: what comes later lies further out.
func push(at [2]int, d, count int) [2]int {
	if count == 0 {
		return [2]int{d, -1}
	}
	return [2]int{d, at[0]}
}

// costs gives for each transition how many arcs of the gold tree it puts out of reach.
func (s *state) costs(gold []int) (out [moves]int) {
	b, s0, s1 := s.next, s.peek(0), s.peek(1)
	if b < s.n {
		for i, k := range s.stack {
			if gold[k] == b {
				out[shift]++
			}
			if i < len(s.stack)-1 && gold[b] == k {
				out[shift]++
			}
		}
	}
	if s0 >= 0 {
		if g := gold[s0]; g != b && (g == s1 && s1 >= 0 || g > b) {
			out[leftArc]++
		}
		if g := gold[s0]; g >= b {
			out[rightArc]++
		}
		for k := b; k < s.n; k++ {
			if gold[k] == s0 {
				out[leftArc]++
				out[rightArc]++
			}
		}
	}
	return out
}

// sight is what the parser sees of the sentence.
type sight struct {
	forms []form
	tags  []int
}

func (v sight) word(i int) uint32 {
	switch {
	case i < 0:
		return border
	case i >= len(v.forms):
		return 2 // the root
	}
	return v.forms[i].lower
}

func (v sight) tag(i int) uint32 {
	switch {
	case i < 0:
		return 0
	case i >= len(v.forms):
		return 1
	}
	return uint32(v.tags[i]) + 2
}

func near(d int) uint32 {
	switch {
	case d < 5:
		return uint32(d)
	case d < 8:
		return 5
	case d < 14:
		return 6
	}
	return 7
}

// moveFeatures gives the features by which the next transition is chosen.
func moveFeatures(out []uint32, s *state, v sight) []uint32 {
	s0, s1, s2, b0 := s.peek(0), s.peek(1), s.peek(2), s.next
	b1, b2 := b0+1, b0+2
	if b1 > s.n {
		b1 = -1
	}
	if b2 > s.n {
		b2 = -1
	}
	f := templates{out, 100}
	child := func(i int, side [][2]int, k int) int {
		if i < 0 {
			return -1
		}
		return side[i][k]
	}
	label := func(i int) uint32 {
		if i < 0 {
			return 0
		}
		return uint32(s.label[i]) + 2
	}
	w, t := v.word, v.tag
	s0w, s0t, s1w, s1t, b0w, b0t := w(s0), t(s0), w(s1), t(s1), w(b0), t(b0)
	b1w, b1t, b2t, s2t := w(b1), t(b1), t(b2), t(s2)
	s0l, s0r, s1l, s1r, b0l := child(s0, s.left, 0), child(s0, s.right, 0), child(s1, s.left, 0), child(s1, s.right, 0), child(b0, s.left, 0)
	s0l2, s0r2, b0l2, s1r2 := child(s0, s.left, 1), child(s0, s.right, 1), child(b0, s.left, 1), child(s1, s.right, 1)
	dist := uint32(0)
	if s0 >= 0 {
		dist = near(b0 - s0)
	}
	gap := uint32(0)
	if s1 >= 0 {
		gap = near(s0 - s1)
	}
	count := func(i int, of []int) uint32 {
		if i < 0 {
			return 9
		}
		return uint32(min(of[i], 5))
	}
	f.two(s0w, s0t)
	f.one(s0w)
	f.one(s0t)
	f.two(s1w, s1t)
	f.one(s1w)
	f.one(s1t)
	f.two(b0w, b0t)
	f.one(b0w)
	f.one(b0t)
	f.two(b1w, b1t)
	f.one(b1t)
	f.one(b2t)
	f.two(s0t, b0t)
	f.two(b0t, b1t)
	f.two(s0t, s1t)
	f.three(s0t, s1t, b0t)
	f.three(s0t, b0t, b1t)
	f.three(b0t, b1t, b2t)
	f.three(s0t, s1t, s2t)
	f.three(s0t, t(s0l), b0t)
	f.three(s0t, t(s0r), b0t)
	f.three(s0t, b0t, t(b0l))
	f.three(s1t, t(s1l), s0t)
	f.three(s1t, t(s1r), s0t)
	f.three(s0t, t(s0l), s1t)
	f.three(s0t, t(s0r), s1t)
	f.two(s0w, dist)
	f.two(s0t, dist)
	f.two(b0w, dist)
	f.two(b0t, dist)
	f.three(s0t, b0t, dist)
	f.three(s0t, s1t, gap)
	f.three(s0t, count(s0, s.rights), b0t)
	f.three(s0t, count(s0, s.lefts), b0t)
	f.two(b0t, count(b0, s.lefts))
	f.three(s1t, count(s1, s.rights), s0t)
	f.three(s0t, label(s0l), b0t)
	f.three(s0t, label(s0r), b0t)
	f.four(s0t, label(s0r), label(s0r2), b0t)
	f.three(s0t, label(s0l), label(s0l2))
	f.three(b0t, label(b0l), s0t)
	f.three(b0t, label(b0l), label(b0l2))
	f.three(s1t, label(s1r), s0t)
	f.four(s1t, label(s1r), label(s1r2), s0t)
	f.two(w(s0l), s0t)
	f.two(w(s0r), s0t)
	f.two(w(b0l), b0t)
	return f.out
}

// arcFeatures gives the features by which an arc's label is chosen.
func arcFeatures(out []uint32, s *state, v sight, head, dep int) []uint32 {
	f := templates{out, 300}
	w, t := v.word, v.tag
	hw, ht, dw, dt := w(head), t(head), w(dep), t(dep)
	dir := b2u(head > dep)
	label := func(i int) uint32 {
		if i < 0 {
			return 0
		}
		return uint32(s.label[i]) + 2
	}
	dl, dr := s.left[dep], s.right[dep]
	hr, hl := s.right[head], s.left[head]
	d := head - dep
	if d < 0 {
		d = -d
	}
	dist := near(d)
	f.three(ht, dt, dir)
	f.two(hw, dir)
	f.two(dw, dir)
	f.four(ht, dt, dir, dist)
	f.four(dw, dt, w(dl[0]), t(dl[0]))
	f.four(dt, t(dl[0]), t(dl[1]), ht)
	f.four(dt, t(dr[0]), t(dr[1]), ht)
	f.five(dt, label(dl[0]), label(dl[1]), ht, dir)
	f.five(dt, label(dr[0]), label(dr[1]), ht, dir)
	f.three(w(dl[0]), ht, dt)
	f.three(w(dr[0]), ht, dt)
	f.three(dt, t(dep-1), dir)
	f.three(dt, t(dep+1), dir)
	f.four(ht, t(head-1), dt, dir)
	f.four(ht, t(head+1), dt, dir)
	f.four(ht, label(hr[0]), dt, dir)
	f.four(ht, label(hl[0]), dt, dir)
	f.four(ht, dt, uint32(min(s.rights[head], 4)), dir)
	f.four(ht, dt, uint32(min(s.lefts[head], 4)), dir)
	f.three(dw, uint32(min(s.lefts[dep], 4)), uint32(min(s.rights[dep], 4)))
	return f.out
}
