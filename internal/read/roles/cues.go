package roles

// Cues say how often a stem with a tag, and a stem with any, is part of a cue, in levels from 1, seldom, to 5, nearly always.
type Cues map[uint64]uint8

const anyTag = 255

func cueKey(stem uint32, tag int) uint64 { return uint64(stem)<<8 | uint64(tag) } //nolint:gosec // a tag

func (c Cues) level(stem uint32, tag int) uint32 { return uint32(c[cueKey(stem, tag)]) }

// Counts are how often words of a kind were seen, and were part of a cue.
type Counts map[uint64][2]int

// Count counts what a text's right labels say of its words.
func (t *Text) Count(gold []int) Counts {
	c := Counts{}
	for i := range t.Tokens {
		for _, tag := range []int{t.Words[i].Tag, anyTag} {
			k := cueKey(t.stem[i], tag)
			v := c[k]
			v[0]++
			if gold[i] == CueB || gold[i] == CueI {
				v[1]++
			}
			c[k] = v
		}
	}
	return c
}

// Add adds other counts.
func (c Counts) Add(o Counts) {
	for k, v := range o {
		have := c[k]
		c[k] = [2]int{have[0] + v[0], have[1] + v[1]}
	}
}

// Levels turns counts into levels.
func (c Counts) Levels() Cues {
	out := Cues{}
	for k, v := range c {
		if l := level(v); l > 0 {
			out[k] = l
		}
	}
	return out
}

// Without gives the levels of a text's own words without what the text itself added to the counts, so that a model learns
// how far to trust them on texts it has not seen.
func (c Counts) Without(own Counts) Cues {
	out := Cues{}
	for k, w := range own {
		v := c[k]
		if l := level([2]int{v[0] - w[0], v[1] - w[1]}); l > 0 {
			out[k] = l
		}
	}
	return out
}

func level(v [2]int) uint8 {
	p := (float64(v[1]) + 0.02) / (float64(v[0]) + 1)
	for l, from := range []float64{0.03, 0.1, 0.25, 0.5, 0.75} {
		if p < from {
			return uint8(l) //nolint:gosec // at most 4
		}
	}
	return 5
}
