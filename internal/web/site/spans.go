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
	Source  string // its words, where they are more than who
}

// Words are those by which the text says who says it: of the source, where it has more of them than Who, and of the cue.
func (s said) Words() string {
	if s.Source != "" && s.Cue != "" {
		return s.Source + " · " + s.Cue
	}
	return s.Source + s.Cue
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
		if words := oneLine(news.Cut(text, st.Source)); s.Who == "" {
			s.Who = words
		} else if words != s.Who {
			s.Source = words
		}
		out = append(out, s)
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
