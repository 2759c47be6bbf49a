package locale

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"

	"onrecord/internal/news"
)

// message is what stands under a key: one wording, or one for each form that numbers have in the language.
type message struct {
	forms map[plural.Form]wording // a message that counts nothing has Other alone
	count bool
}

// wording is a message taken apart at its places: {name}.
type wording []part

type part struct {
	words string
	place string // empty: there are words
}

// places gives the names of what is filled in, sorted, {n} aside: a form such as “one more” may leave the number out.
func (w wording) places() []string {
	var out []string
	for _, p := range w {
		if p.place != "" && p.place != number {
			out = append(out, p.place)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// number is the place of the number in a message that counts.
const number = "n"

// forms are what a language may call its forms, as CLDR does.
var forms = map[string]plural.Form{"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other}

// read takes a wording apart. A brace that is no part of a place is an error.
func read(s string) (wording, error) {
	var w wording
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			return append(w, part{words: s}), nil
		}
		if i > 0 {
			w = append(w, part{words: s[:i]})
		}
		end := strings.IndexByte(s[i:], '}')
		if s[i] == '}' || end < 0 {
			return nil, news.Errorf(news.Invalid, "a brace without its other one; places are written {name}")
		}
		name := s[i+1 : i+end]
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return nil, news.Errorf(news.Invalid, "{%s} is no place; its name has small letters only", name)
		}
		w = append(w, part{place: name})
		s = s[i+end+1:]
	}
	return w, nil
}

// Text gives a message in which the places are filled from pairs: name, value, name, value. It fails if there is no such message,
// or if not exactly its places are filled.
func (l *Language) Text(key string, pairs ...any) (string, error) {
	return l.fill(key, plural.Other, false, pairs, l.isolated)
}

// Count gives a message in the form that a number has. The number fills the place {n}.
func (l *Language) Count(key string, n int, pairs ...any) (string, error) {
	return l.fill(key, l.form(n), true, append([]any{number, n}, pairs...), l.isolated)
}

// HTML gives a message as HTML. Each text that fills a place is an element bdi, so that a name that is written from the other
// side does not turn the words around it.
func (l *Language) HTML(key string, pairs ...any) (template.HTML, error) {
	s, err := l.fill(key, plural.Other, false, pairs, nil)
	return template.HTML(s), err //nolint:gosec // all of it is escaped in fill
}

// CountHTML is Count as HTML.
func (l *Language) CountHTML(key string, n int, pairs ...any) (template.HTML, error) {
	s, err := l.fill(key, l.form(n), true, append([]any{number, n}, pairs...), nil)
	return template.HTML(s), err //nolint:gosec // all of it is escaped in fill
}

func (l *Language) form(n int) plural.Form {
	// A number of more digits than the rules look at has the form of its last ones (x/text/feature/plural, MatchPlural).
	if n < 0 {
		n = -n
	}
	if n >= 10_000_000 {
		n = n%10_000_000 + 10_000_000
	}
	return plural.Cardinal.MatchPlural(l.tag, n, 0, 0, 0, 0)
}

// fill writes a message. With plain it is text, and plain says how a value stands in it; else it is HTML.
func (l *Language) fill(key string, f plural.Form, count bool, pairs []any, plain func(string) string) (string, error) {
	m, ok := l.messages[key]
	if !ok || m.count != count {
		return "", fmt.Errorf("there is no message %q in %s.toml that is asked for so", key, l.Tag)
	}
	w, ok := m.forms[f]
	if !ok {
		w = m.forms[plural.Other]
	}
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v := fmt.Sprint(pairs[i+1])
		_, isNumber := pairs[i+1].(int)
		switch {
		case plain == nil && isNumber:
		case plain == nil:
			v = "<bdi>" + template.HTMLEscapeString(v) + "</bdi>"
		case !isNumber:
			v = plain(v)
		}
		values[fmt.Sprint(pairs[i])] = v
	}
	if want := w.places(); len(pairs)%2 != 0 || len(want) != len(values)-len(only(values, number)) {
		return "", fmt.Errorf("the message %q has the places %q; it was given %q", key, want, pairs)
	}
	var b strings.Builder
	for _, p := range w {
		switch v, ok := values[p.place]; {
		case p.place == "" && plain == nil:
			b.WriteString(template.HTMLEscapeString(p.words))
		case p.place == "":
			b.WriteString(p.words)
		case !ok:
			return "", fmt.Errorf("the message %q has the place {%s}, which was not filled", key, p.place)
		default:
			b.WriteString(v)
		}
	}
	return b.String(), nil
}

// only gives the values of that name: one or none.
func only(values map[string]string, name string) []string {
	if v, ok := values[name]; ok {
		return []string{v}
	}
	return nil
}

// isolated gives a text as it stands among words of the language. One that begins on the other side is kept apart by marks
// without width (FSI and PDI: UAX #9, section 2.4); others go without them, for old programs show them as boxes.
func (l *Language) isolated(s string) string {
	if d := Side(s); d != "" && d != l.Direction {
		return "\u2068" + s + "\u2069"
	}
	return s
}
