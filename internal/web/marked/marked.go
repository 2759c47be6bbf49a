// Package marked cuts a text along the spans of its statements, so that a page can show them.
//
// In come a text and its statements, numbered from 1 in their order; out come paragraphs of pieces, each of which lies in the
// same spans throughout. Spans may overlap and lie in one another. One that does not lie in the text is passed over.
package marked

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

// Piece is a stretch of a text that lies in the same spans throughout.
type Piece struct {
	At    int // where it begins, in code points
	Text  string
	Class string // of its element, by what it is part of; empty: of no statement
	Of    string // the numbers of those statements, with spaces between
	Refs  []int  // the numbers of the statements whose cue begins here
}

// Paragraph is a run of pieces between blank lines.
type Paragraph []Piece

type role int

const (
	content role = iota
	cue
	source
)

// stretch is a span with what it is.
type stretch struct {
	news.Span
	role   role
	number int
	of     *news.Statement
}

// Cut cuts a text.
func Cut(text []rune, statements []news.Statement) []Paragraph {
	var all []stretch
	edges := []int{0, len(text)}
	refs := map[int][]int{}
	for i := range statements {
		st := &statements[i]
		for r, spans := range [][]news.Span{content: st.Content, cue: st.Cue, source: st.Source} {
			for j, s := range spans {
				if s[0] < 0 || s[1] > len(text) || s[0] >= s[1] {
					continue
				}
				all = append(all, stretch{s, role(r), i + 1, st})
				edges = append(edges, s[0], s[1])
				if role(r) == cue && j == 0 {
					refs[s[0]] = append(refs[s[0]], i+1)
				}
			}
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	// Those that begin first come first, of those that begin together the longer one: the last that still runs is the innermost.
	slices.SortStableFunc(all, func(a, b stretch) int { return cmp.Or(a.Span[0]-b.Span[0], b.Span[1]-a.Span[1]) })

	var out paragraphs
	var open []stretch
	for i := 1; i < len(edges); i++ {
		from, to := edges[i-1], edges[i]
		open = slices.DeleteFunc(open, func(s stretch) bool { return s.Span[1] <= from })
		for len(all) > 0 && all[0].Span[0] == from {
			open, all = append(open, all[0]), all[1:]
		}
		out.add(text[from:to], piece(open, from, to), refs[from])
	}
	return out.done()
}

// piece says what a stretch of the text is part of.
func piece(open []stretch, from, to int) Piece {
	p := Piece{At: from}
	var numbers []int
	var class []string
	depth := 0
	var inner, who *stretch
	isCue, begins, ends := false, false, false
	for i := range open {
		s := &open[i]
		if !slices.Contains(numbers, s.number) {
			numbers = append(numbers, s.number)
		}
		switch s.role {
		case content:
			depth++
			inner = s
			begins, ends = begins || s.Span[0] == from, ends || s.Span[1] == to
		case cue:
			isCue = true
		case source:
			who = s
		}
	}
	if inner != nil {
		class = append(class, "said", "said-"+string(inner.of.Polarity))
		for _, c := range []struct {
			name string
			is   bool
		}{{"said-in", depth > 1}, {"said-from", begins}, {"said-to", ends}} {
			if c.is {
				class = append(class, c.name)
			}
		}
	}
	if isCue {
		class = append(class, "cue")
	}
	if who != nil {
		class = append(class, "source", "is-"+string(who.of.Standing))
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		if i > 0 {
			p.Of += " "
		}
		p.Of += strconv.Itoa(n)
	}
	p.Class = strings.Join(class, " ")
	return p
}

// paragraphs collects pieces, and begins a new paragraph at every blank line.
type paragraphs struct {
	all []Paragraph
	now Paragraph
}

func (p *paragraphs) add(text []rune, like Piece, refs []int) {
	parts, class := strings.Split(string(text), "\n\n"), like.Class
	for j, part := range parts {
		like.Class = class
		if j > 0 {
			p.end()
			like.At += 2
			like.Class = strings.Replace(like.Class, " said-from", "", 1)
		}
		if j < len(parts)-1 {
			like.Class = strings.Replace(like.Class, " said-to", "", 1)
		}
		if part != "" {
			like.Text, like.Refs = part, refs
			p.now = append(p.now, like)
			like.At += len([]rune(part))
			refs = nil
		}
	}
}

func (p *paragraphs) end() {
	if len(p.now) > 0 {
		p.all, p.now = append(p.all, p.now), nil
	}
}

func (p *paragraphs) done() []Paragraph {
	p.end()
	return p.all
}
