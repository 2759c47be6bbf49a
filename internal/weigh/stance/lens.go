package stance

import (
	"math"
	"strings"
)

// Lens is what texts and claims are looked at through: which words are known by name, what words do to what they stand
// beside, and how rare they are.
type Lens struct {
	known  map[string]bool
	kinds  map[string]uint16
	rarity Rarity
}

// Rarity says in how many stories of how many a stem occurs. A stem that is not in it is in none.
type Rarity struct {
	Stories int
	In      map[string]int
}

// of is the weight of a stem: its inverse frequency, with a hundred stories without it taken as given.
func (r Rarity) of(stem string) float64 {
	return math.Log(float64(100+r.Stories) / float64(1+r.In[stem]))
}

// NewLens makes a lens. Known are the stems that belong to no story, and are features of their own.
func NewLens(known []string, r Rarity) (*Lens, error) {
	of, err := parseLexicon(english)
	if err != nil {
		return nil, err
	}
	l := &Lens{map[string]bool{}, of, r}
	for _, s := range known {
		l.known[s] = true
	}
	return l, nil
}

func (l *Lens) count(stems []string) (out counts) {
	for _, s := range stems {
		if of := l.kinds[s]; of != 0 {
			for k := range out {
				out[k] += float64(of >> k & 1)
			}
		}
	}
	return out
}

// skeleton leaves the stems that are known or do something, and the marks; of others only that there were some, and of
// numbers that there was one. What is left is how something is said, not what of.
func (l *Lens) skeleton(stems []string) []string {
	out := make([]string, 0, len(stems)+2)
	out = append(out, "^")
	for _, s := range stems {
		switch {
		case l.known[s] || l.kinds[s] != 0 || isMark(s):
		case s != "" && strings.IndexByte("0123456789", s[0]) >= 0:
			s = "#"
		default:
			if s = "_"; out[len(out)-1] == s {
				continue
			}
		}
		out = append(out, s)
	}
	return append(out, "$")
}
