package site

import (
	"strings"

	"onrecord/internal/locale"
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

// label says aloud whose statement it is, and what the marks around it mean: a list, of what there is.
func (s speech) label(of said) string {
	who := s.say("answer.nobody_named")
	if of.Who != "" {
		who = s.Isolated(of.Who)
	}
	out := []string{who, s.standing(of.Standing), s.polarity(string(of.Polarity))}
	if len(of.Via) > 0 {
		out = append(out, s.say("report.via", "names", locale.Phrase(s.List(of.Via))))
	}
	if of.ByEditor {
		out = append(out, s.say("report.by_editor"))
	}
	return strings.Join(out, s.Comma())
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
