package find

// finds are the attributions found so far. No word is part of two of them, nor of cue and content of one; sources may be
// shared.
type finds struct {
	all []Candidate
	off []bool  // given up again
	by  []int32 // by token: which of them has it in its cue or content, from 1; 0 for none
}

func newFinds(tokens int) *finds { return &finds{by: make([]int32, tokens)} }

// at gives which attribution has a token in its cue or content, -1 for none.
func (f *finds) at(token int) int { return int(f.by[token]) - 1 }

// none reports whether no attribution has a word of a range.
func (f *finds) none(r Range) bool {
	for i := r.From; i < r.To; i++ {
		if f.by[i] != 0 {
			return false
		}
	}
	return true
}

// add adds an attribution if its words are free.
func (f *finds) add(c Candidate) { f.put(c, func(Candidate) bool { return false }) }

// addOver adds an attribution in place of those that are within what it says, if its other words are free.
func (f *finds) addOver(c Candidate) {
	f.put(c, func(o Candidate) bool { return covers(c.Content, o.Head) })
}

func (f *finds) put(c Candidate, giveWay func(o Candidate) bool) {
	n := int32(len(f.all)) + 1 //nolint:gosec // fewer than tokens
	var over []int
	words := append(append([]Range{}, c.Cue...), c.Content...)
	for k, r := range words {
		for _, o := range words[:k] {
			if r.From < o.To && o.From < r.To {
				return
			}
		}
		for i := r.From; i < r.To; i++ {
			if o := f.at(i); o >= 0 {
				if !giveWay(f.all[o]) {
					return
				}
				over = append(over, o)
			}
		}
	}
	for _, o := range over {
		f.giveUp(o)
	}
	for _, r := range words {
		for i := r.From; i < r.To; i++ {
			f.by[i] = n
		}
	}
	f.all, f.off = append(f.all, c), append(f.off, false)
}

// giveUp takes an attribution out again.
func (f *finds) giveUp(n int) {
	if f.off[n] {
		return
	}
	f.off[n] = true
	for _, list := range [][]Range{f.all[n].Cue, f.all[n].Content} {
		for _, r := range list {
			clear(f.by[r.From:r.To])
		}
	}
}

// left gives those that were not given up.
func (f *finds) left() []Candidate {
	var out []Candidate
	for i, c := range f.all {
		if !f.off[i] {
			out = append(out, c)
		}
	}
	return out
}
