package syntax

import "onrecord/internal/read/linear"

// templates gathers features: each is the hash of a number of its own, one more than the last one's, and some values.
type templates struct {
	out  []uint32
	last uint32
}

func (t *templates) next() uint32 {
	t.last++
	return t.last
}

func (t *templates) one(a uint32) { t.out = append(t.out, linear.Hash(t.next(), a)) }

func (t *templates) two(a, b uint32) {
	t.out = append(t.out, linear.Hash(linear.Hash(t.next(), a), b))
}

func (t *templates) three(a, b, c uint32) {
	t.out = append(t.out, linear.Hash(linear.Hash(linear.Hash(t.next(), a), b), c))
}

func (t *templates) four(a, b, c, d uint32) {
	t.out = append(t.out, linear.Hash(linear.Hash(linear.Hash(linear.Hash(t.next(), a), b), c), d))
}

func (t *templates) five(a, b, c, d, e uint32) {
	t.out = append(t.out, linear.Hash(linear.Hash(linear.Hash(linear.Hash(linear.Hash(t.next(), a), b), c), d), e))
}
