package read

import (
	"slices"
	"unicode"

	"onrecord/internal/news"
)

// A correction is carried to another text by its words: those of its spans must stand there, in their order and about as far
// from one another as they stood before. Where they stand more than once, the place counts whose surroundings are the most
// alike, then the nearest. Small letters and capitals, straight and curly quotation marks, and white space are the same.

// mark is a word of a text, or a single mark that is no part of one.
type mark struct {
	word  string // folded
	start int    // in code points
}

func (m mark) end() int { return m.start + len([]rune(m.word)) }

func marks(text []rune) []mark {
	var out []mark
	for i := 0; i < len(text); {
		j := i + 1
		switch {
		case unicode.IsSpace(text[i]):
			i++
			continue
		case wordy(text[i]):
			for j < len(text) && wordy(text[j]) {
				j++
			}
		}
		out = append(out, mark{fold(text[i:j]), i})
		i = j
	}
	return out
}

func wordy(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '_' }

// fold folds code point by code point, so that lengths stay.
func fold(word []rune) string {
	out := make([]rune, len(word))
	for i, r := range word {
		switch r {
		case '‘', '’', '‚', 'ʼ':
			r = '\''
		case '“', '”', '„':
			r = '"'
		}
		out[i] = unicode.ToLower(r)
	}
	return string(out)
}

// carry moves a correction's spans to where its words stand in a text. False: they do not stand there, and the correction is
// given back as lost.
func carry(c news.Correction, text []rune, in []mark) (news.Correction, bool) {
	old := marks([]rune(c.Around))
	must := spansOf(c.Statement)
	if c.Statement == nil {
		must = spansOf(c.Machine)
	}
	move, ok := place(old, in, back(append(spansOf(c.Machine), must...), c.From), c.From)
	whole := ok
	if !ok {
		move, ok = place(old, in, back(must, c.From), c.From)
	}
	if !ok {
		c.Lost = true
		return c, false
	}
	moved := func(st *news.Statement) *news.Statement {
		if st == nil {
			return nil
		}
		out := *st
		for _, role := range []*[]news.Span{&out.Source, &out.Cue, &out.Content} {
			spans := slices.Clone(*role)
			for i, s := range back(spans, c.From) {
				spans[i] = move(s)
			}
			*role = spans
		}
		return &out
	}
	c.Statement = moved(c.Statement)
	if whole || c.Statement == nil {
		c.Machine = moved(c.Machine)
	} else if c.Machine != nil {
		// Of what the machine had found only the part that the editor kept still stands.
		machine := *c.Machine
		machine.Source, machine.Cue, machine.Content = c.Statement.Source, c.Statement.Cue, c.Statement.Content
		c.Machine = &machine
	}
	c.Remember(text)
	return c, true
}

func spansOf(st *news.Statement) []news.Span {
	if st == nil {
		return nil
	}
	return slices.Concat(st.Source, st.Cue, st.Content)
}

// back gives spans as they lie in a stretch of the text that begins at from.
func back(spans []news.Span, from int) []news.Span {
	out := make([]news.Span, len(spans))
	for i, s := range spans {
		out[i] = news.Span{s[0] - from, s[1] - from}
	}
	return out
}

// place finds the marks of old that spans cover among those of a text, and gives the function that moves a span there. From
// is where old began in its own text.
func place(old, in []mark, spans []news.Span, from int) (func(news.Span) news.Span, bool) {
	var covered, part []int // the marks, by number, and which spans each is in
	seen := make([]bool, len(spans))
	parts := map[string]int{}
	for i, m := range old {
		in := make([]byte, 0, len(spans))
		for j, s := range spans {
			if m.start < s[1] && s[0] < m.end() {
				in, seen[j] = append(in, byte(j), byte(j>>8)), true
			}
		}
		if len(in) > 0 {
			if _, ok := parts[string(in)]; !ok {
				parts[string(in)] = len(parts)
			}
			covered, part = append(covered, i), append(part, parts[string(in)])
		}
	}
	if len(covered) == 0 || slices.Contains(seen, false) { // a span of white space alone cannot be found again
		return nil, false
	}
	var best []int // where each covered mark went
	bestAlike, bestFar := -1, 0
	for at := 0; at < len(in); at++ {
		to := chain(old, in, covered, part, at)
		if to == nil {
			continue
		}
		alike := surroundings(old, in, covered[0], to[0], -1) + surroundings(old, in, covered[len(covered)-1], to[len(to)-1], 1)
		far := in[to[0]].start - (from + old[covered[0]].start)
		if far = max(far, -far); alike > bestAlike || alike == bestAlike && far < bestFar {
			best, bestAlike, bestFar = to, alike, far
		}
	}
	if best == nil {
		return nil, false
	}
	return func(s news.Span) news.Span {
		first, last := -1, -1
		for i, n := range covered {
			if old[n].start < s[1] && s[0] < old[n].end() {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
		a, b := old[covered[first]], old[covered[last]]
		return news.Span{in[best[first]].start + max(0, s[0]-a.start), in[best[last]].end() - max(0, b.end()-s[1])}
	}, true
}

// slack is by how many marks the distance between two pieces may have changed.
const slack = 60

// chain follows the covered marks of old from in[at] on: those of one span stay together, and the gaps between spans may
// change. It gives where each went, nil if they do not all follow.
func chain(old, in []mark, covered, part []int, at int) []int {
	to := make([]int, 0, len(covered))
	for i := 0; i < len(covered); {
		run := 1
		for i+run < len(covered) && covered[i+run] == covered[i]+run && part[i+run] == part[i] {
			run++
		}
		want := at
		if i > 0 {
			want = to[i-1] + covered[i] - covered[i-1]
		}
		found := -1
		for off := 0; off <= slack && found < 0; off++ { // the nearest to where it would be had nothing changed between
			for _, n := range []int{want + off, want - off} {
				if (i == 0 || n > to[i-1]) && stands(old[covered[i]:covered[i]+run], in, n) {
					found = n
					break
				}
			}
			if i == 0 {
				break
			}
		}
		if found < 0 {
			return nil
		}
		for n := range run {
			to = append(to, found+n)
		}
		i += run
	}
	return to
}

func stands(run, in []mark, at int) bool {
	if at < 0 || at+len(run) > len(in) {
		return false
	}
	for i, m := range run {
		if in[at+i].word != m.word {
			return false
		}
	}
	return true
}

// surroundings counts the marks beside two places that are the same, outward until one differs.
func surroundings(old, in []mark, a, b, step int) (n int) {
	for a, b = a+step, b+step; a >= 0 && b >= 0 && a < len(old) && b < len(in) && old[a].word == in[b].word; a, b = a+step, b+step {
		n++
	}
	return n
}
