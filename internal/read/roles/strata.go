package roles

import "math/rand/v2"

// strata are chances for all readings of a text: of each token, every reading has its number from another of as many equal
// parts of 0 to 1, in an order of the token's own. So what is likely for a token is in its share of the readings, and not by
// luck in more or fewer (Latin hypercube sampling: McKay, Beckman and Conover, 1979).
type strata struct {
	random *rand.Rand
	order  []uint32 // by token: reading n has part step·n + first, where step is odd and the parts are a power of two
}

func newStrata(tokens int) *strata {
	s := &strata{rand.New(rand.NewPCG(1, 1)), make([]uint32, tokens)} //nolint:gosec // not for secrets: the same text is read alike each time
	for i := range s.order {
		s.order[i] = s.random.Uint32()
	}
	return s
}

// of gives the chances of a reading, by token.
func (s *strata) of(reading int) func(token int) float64 {
	return func(token int) float64 {
		step, first := s.order[token]>>16|1, s.order[token]&0xffff
		part := (step*uint32(reading) + first) % readings //nolint:gosec // at most 64
		return (float64(part) + s.random.Float64()) / readings
	}
}
