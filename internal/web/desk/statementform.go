package desk

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web/marked"
)

// roles are the parts of a statement that are words of the text, as fields are called.
var roles = []string{"source", "cue", "content"}

// statementForm is a statement as an editor sees it, or typed it.
type statementForm struct {
	Key                string // which form of the page it is: the number of the statement, or "new"
	Spans              []roleField
	Standing, Polarity string
	Speaker            string
	Via                string            // one a line
	Wrong              map[string]string // what cannot be taken, by the name of the field, "" for the whole; nil: nothing was typed
}

// roleField is a field for words of the text.
type roleField struct {
	Name, Words string
	At          string // where they were selected
}

// Fields gives the fields for words, in their order; a form that nobody filled in has empty ones.
func (f statementForm) Fields() []roleField {
	if f.Spans != nil {
		return f.Spans
	}
	out := make([]roleField, len(roles))
	for i, name := range roles {
		out[i].Name = name
	}
	return out
}

// Title names a field for words.
func (r roleField) Title() string {
	return map[string]string{"source": "Who says it, in the words of the text", "cue": "The words that say that it is said", "content": "What is said"}[r.Name]
}

// Standings and Polarities are what can be chosen.
func (f statementForm) Standings() []news.Standing { return news.Standings() }

// Polarities are what can be chosen.
func (f statementForm) Polarities() []news.Polarity { return news.Polarities() }

// fault notes what cannot be taken: at its field, or above the form.
func (f statementForm) fault(field, why string) {
	if !slices.Contains(append([]string{"standing", "polarity", "speaker", "via"}, roles...), field) {
		field = ""
	}
	if f.Wrong[field] == "" {
		f.Wrong[field] = why
	}
}

func statementFormOf(text []rune, number int, st news.Statement) statementForm {
	f := statementForm{Key: strconv.Itoa(number), Standing: string(st.Standing), Polarity: string(st.Polarity), Speaker: st.Speaker, Via: strings.Join(st.Via, "\n")}
	for i, spans := range [][]news.Span{st.Source, st.Cue, st.Content} {
		var at []string
		for _, s := range spans {
			at = append(at, fmt.Sprintf("%d-%d", s[0], s[1]))
		}
		f.Spans = append(f.Spans, roleField{roles[i], news.Cut(text, spans), strings.Join(at, " ")})
	}
	return f
}

// typedForm takes what was typed.
func typedForm(r *http.Request) statementForm {
	typed := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n"))
	}
	f := statementForm{Standing: typed("standing"), Polarity: typed("polarity"), Speaker: oneLine(typed("speaker")), Via: typed("via")}
	for _, name := range roles {
		f.Spans = append(f.Spans, roleField{name, typed(name), typed(name + "-at")})
	}
	return f
}

// statement finds what was typed in the text. Faults are joined, each about its field.
func (f statementForm) statement(text string) (news.Statement, error) {
	typed := make([]marked.Typed, len(f.Spans))
	for i, r := range f.Spans {
		typed[i] = marked.Typed{Words: r.Words, At: spansAt(r.At)}
	}
	spans, errs := marked.Place(text, roles, typed)
	st := news.Statement{Source: spans[0], Cue: spans[1], Content: spans[2], Standing: news.Standing(f.Standing), Polarity: news.Polarity(f.Polarity), Speaker: f.Speaker}
	for line := range strings.Lines(f.Via) {
		if line = oneLine(line); line != "" {
			st.Via = append(st.Via, line)
		}
	}
	if f.Standing == "" {
		errs = append(errs, news.FieldErrorf("standing", "choose on whose authority it is said"))
	}
	if f.Spans[1].Words == "" {
		errs = append(errs, news.FieldErrorf("cue", "a statement needs the words that say that it is said, as “said” or “according to”"))
	}
	return st, errors.Join(errs...)
}

// spansAt reads where words were selected; what is no such thing is nowhere.
func spansAt(s string) (out []news.Span) {
	last := 0
	for _, part := range strings.Fields(s) {
		a, b, _ := strings.Cut(part, "-")
		from, err := strconv.Atoi(a)
		to, err2 := strconv.Atoi(b)
		if err != nil || err2 != nil || from < last || to <= from {
			return nil
		}
		out, last = append(out, news.Span{from, to}), to
	}
	return out
}
