package site

import (
	"slices"
	"strings"

	"onrecord/internal/news"
)

// piece is a stretch of a text that lies in the same statements throughout.
type piece struct {
	Text  string
	Class string // of its span; empty: no statement
	Refs  []int  // the numbers of the statements whose cue begins here
}

// paragraph is a run of pieces between blank lines.
type paragraph []piece

// said is a statement as the report page lists it.
type said struct {
	news.Statement
	Number  int
	Who     string // the speaker, or the words of the source
	Page    string // of the speaker; empty: there is none
	Content string
	Cue     string
}

// statementsOf numbers the statements of a text in its order.
func statementsOf(text []rune, statements []news.Statement) []said {
	out := make([]said, 0, len(statements))
	for i, st := range statements {
		s := said{Statement: st, Number: i + 1, Who: st.Speaker, Content: oneLine(news.Cut(text, st.Content)), Cue: oneLine(news.Cut(text, st.Cue))}
		if s.Who == "" {
			s.Who = oneLine(news.Cut(text, st.Source))
		}
		out = append(out, s)
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// markUp cuts a text at every edge of a statement's spans and at blank lines. A piece in the source or cue of a statement is
// marked as that, one in the content of any by its polarity; where statements lie in one another the inner one, which begins
// later, is seen. Spans that do not lie in the text are passed over.
func markUp(text []rune, statements []said) []paragraph {
	edges := []int{0, len(text)}
	class := make([]string, len(text))
	refs := map[int][]int{}
	paint := func(spans []news.Span, with string) {
		for _, s := range spans {
			if s[0] < 0 || s[1] > len(text) || s[0] >= s[1] {
				continue
			}
			edges = append(edges, s[0], s[1])
			for i := s[0]; i < s[1]; i++ {
				class[i] = with
			}
		}
	}
	for _, st := range statements { // outer ones first: they begin earlier
		paint(st.Statement.Content, "said said-"+string(st.Polarity))
	}
	for _, st := range statements {
		paint(st.Statement.Cue, "cue")
		paint(st.Source, "source is-"+string(st.Standing))
		if len(st.Statement.Cue) > 0 {
			if at := st.Statement.Cue[0][0]; at >= 0 && at < len(text) {
				refs[at] = append(refs[at], st.Number)
			}
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)

	var out []paragraph
	var now paragraph
	for i := 1; i < len(edges); i++ {
		from, to := edges[i-1], edges[i]
		p := piece{Class: class[from], Refs: refs[from]}
		for j, part := range strings.Split(string(text[from:to]), "\n\n") {
			if j > 0 {
				if len(now) > 0 {
					out = append(out, now)
				}
				now = nil
			}
			if part != "" {
				p.Text = part
				now = append(now, p)
				p.Refs = nil
			}
		}
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return out
}
