package stance

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/words"
)

//go:embed lexicon.en.txt
var english string

// kinds are what words do to what they stand beside, in the order of counts; lexicon.en.txt has a list for each.
var kinds = [...]string{"refute", "deny", "doubt", "not", "turn", "hedge", "cite", "confirm"}

// counts says how many words of each kind there are.
type counts [len(kinds)]float64

func (c *counts) add(other counts) {
	for k := range c {
		c[k] += other[k]
	}
}

// parseLexicon reads which kinds a stem is of, a bit for each: lines that begin with # are notes, a kind in brackets is
// that of the words which follow. An error names the line.
func parseLexicon(list string) (map[string]uint16, error) {
	of := map[string]uint16{}
	kind := -1
	for i, line := range strings.Split(list, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			if kind = slices.Index(kinds[:], strings.Trim(line, "[]")); kind < 0 {
				return nil, fmt.Errorf("list of words, line %d: %s is no kind; it is one of %q", i+1, line, kinds)
			}
		case kind < 0:
			return nil, fmt.Errorf("list of words, line %d: words before the first kind in brackets", i+1)
		default:
			for _, w := range strings.Fields(line) {
				of[words.Stem(w)] |= 1 << kind
			}
		}
	}
	return of, nil
}
