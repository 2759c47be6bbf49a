package roles

import "testing"

// Each token has a number from every part in one of the readings, and not all tokens in the same order.
func TestStrata(t *testing.T) {
	const tokens = 50
	s := newStrata(tokens)
	var seen [tokens][readings]bool
	alike := 0
	for n := range readings {
		by := s.of(n)
		first := 0
		for i := range tokens {
			u := by(i)
			if u < 0 || u >= 1 {
				t.Fatalf("reading %d, token %d: %f", n, i, u)
			}
			part := int(u * readings)
			if seen[i][part] {
				t.Errorf("token %d has two numbers of part %d", i, part)
			}
			seen[i][part] = true
			if i == 0 {
				first = part
			} else if part == first {
				alike++
			}
		}
	}
	if most := tokens * readings / 8; alike > most {
		t.Errorf("%d numbers of %d are from the first token's part", alike, tokens*readings)
	}
}
