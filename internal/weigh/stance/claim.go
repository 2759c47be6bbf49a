package stance

import "onrecord/internal/words"

// Claim is a claim, taken apart once for all the texts it is held against.
type Claim struct {
	stems   []string // all, and marks, in order
	content []string // those that are no stop words, each once
	own     map[string]bool
	pairs   [][2]string
	counts  counts

	leaning [3]float64 // what the judge's regression makes of it
}

// Claim takes a claim apart.
func (l *Lens) Claim(claim string) *Claim {
	c := &Claim{own: map[string]bool{}}
	runes := []rune(claim)
	last, end := "", 0
	for _, t := range words.Tokens(claim) {
		c.stems = marks(c.stems, runes[end:t.Span[0]])
		end = t.Span[1]
		stem := words.Stem(t.Text)
		c.stems = append(c.stems, stem)
		if words.Stop(t.Text) {
			continue
		}
		if !c.own[stem] {
			c.own[stem] = true
			c.content = append(c.content, stem)
		}
		if last != "" {
			c.pairs = append(c.pairs, [2]string{last, stem})
		}
		last = stem
	}
	c.stems = marks(c.stems, runes[end:])
	c.counts = l.count(c.stems)
	return c
}
