package site

import (
	"strings"

	"onrecord/internal/news"
)

// said is a statement as the report page lists it.
type said struct {
	news.Statement
	Number  int
	Who     string // the speaker, or the words of the source
	Page    string // of the speaker; empty: there is none
	Content string
	Cue     string
}

// Label says aloud whose statement it is, and what the marks around it mean.
func (s said) Label() string {
	who := s.Who
	if who == "" {
		who = "somebody"
	}
	out := who + ", " + standingWord(s.Standing) + ", " + string(s.Polarity)
	if len(s.Via) > 0 {
		out += ", by way of " + list(s.Via)
	}
	if s.ByEditor {
		out += ", by an editor"
	}
	return out
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
