package words

import "github.com/zeebo/xxh3"

// Shingles gives a hash for each run of n words, in order, repeats included. A text of fewer words is one run. No words
// give none.
func Shingles(tokens []Token, n int) []uint64 {
	if len(tokens) == 0 || n < 1 {
		return nil
	}
	n = min(n, len(tokens))
	out := make([]uint64, 0, len(tokens)-n+1)
	var run []byte
	for i := 0; i+n <= len(tokens); i++ {
		run = run[:0]
		for _, t := range tokens[i : i+n] {
			run = append(append(run, t.Text...), 0)
		}
		out = append(out, xxh3.Hash(run))
	}
	return out
}
