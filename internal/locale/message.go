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

// wording is a message taken apart at its places: {name}, or {name|words} where the words lead somewhere.
type wording struct {
	parts []part
	names []string // of its places, sorted, those of the number aside
	// What it says where it has no places at all, so that most messages are written once and for all.
	plain string
	html  string
}

type part struct {
	words string
	place string // empty: there are words
}

// The places of the number in a message that counts: in figures, and as prose writes it.
const (
	number = "n"
	prose  = "spelled"
)

// Link fills a place that has words of its own, {name|words}, with the address that they lead to.
type Link string

// Phrase fills a place with words of the language itself: a part of the sentence that is a message of its own, because it counts
// something else than the sentence does. Other texts are taken to come from outside, and are kept apart from the words around them.
type Phrase string

// forms are what a language may call its forms, as CLDR does.
var forms = map[string]plural.Form{"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other}

// read takes a wording apart. A brace that is no part of a place is an error.
func read(s string) (w wording, err error) {
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			w.parts = append(w.parts, part{words: s})
			break
		}
		if i > 0 {
			w.parts = append(w.parts, part{words: s[:i]})
		}
		end := strings.IndexByte(s[i:], '}')
		if s[i] == '}' || end < 0 {
			return w, news.Errorf(news.Invalid, "a brace without its other one; places are written {name}")
		}
		name, words, leads := strings.Cut(s[i+1:i+end], "|")
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" || leads && strings.TrimSpace(words) == "" || strings.Contains(words, "{") {
			return w, news.Errorf(news.Invalid, "{%s} is no place; its name has small letters only, and where words lead somewhere they stand after it: {name|words}", s[i+1:i+end])
		}
		w.parts = append(w.parts, part{words: words, place: name})
		if name != number && name != prose {
			w.names = append(w.names, name)
		}
		s = s[i+end+1:]
	}
	slices.Sort(w.names)
	w.names = slices.Compact(w.names)
	var plain strings.Builder
	for _, p := range w.parts {
		if p.place != "" {
			return w, nil
		}
		plain.WriteString(p.words)
	}
	w.plain = plain.String()
	w.html = template.HTMLEscapeString(w.plain)
	return w, nil
}

// Text gives a message as plain text. Its places are filled from names and values by turns: Text("edition.read", "outlet", name).
func (l *Language) Text(key string, pairs ...any) (string, error) {
	return l.fill(key, plural.Other, false, 0, pairs, false)
}

// Count gives a message that counts, in the form that the language has for n, as plain text.
func (l *Language) Count(key string, n int, pairs ...any) (string, error) {
	return l.fill(key, l.form(n), true, n, pairs, false)
}

// HTML gives a message as HTML. Each text that fills a place is an element bdi, so that a name that is written from the other
// side does not turn the words around it; what is HTML already stands as it is.
func (l *Language) HTML(key string, pairs ...any) (template.HTML, error) {
	s, err := l.fill(key, plural.Other, false, 0, pairs, true)
	return template.HTML(s), err //nolint:gosec // all of it is escaped in fill
}

// CountHTML is Count as HTML.
func (l *Language) CountHTML(key string, n int, pairs ...any) (template.HTML, error) {
	s, err := l.fill(key, l.form(n), true, n, pairs, true)
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

// fill writes a message, as HTML or as plain text. Counted is the number where it counts.
func (l *Language) fill(key string, f plural.Form, count bool, counted int, pairs []any, html bool) (string, error) {
	m, ok := l.messages[key]
	if !ok || m.count != count {
		return "", fmt.Errorf("there is no message %q in %s.toml that is asked for so", key, l.Tag)
	}
	w, ok := m.forms[f]
	if !ok {
		w = m.forms[plural.Other]
	}
	switch {
	case 2*len(w.names) != len(pairs):
		return "", fmt.Errorf("the message %q has the places %q; it was given %q", key, w.names, pairs)
	case w.plain != "" && html:
		return w.html, nil
	case w.plain != "":
		return w.plain, nil
	}
	var b strings.Builder
	b.Grow(120)
	for _, p := range w.parts {
		var err error
		switch p.place {
		case "":
			b.WriteString(escaped(p.words, html))
		case number:
			b.WriteString(l.Number(counted))
		case prose:
			b.WriteString(escaped(l.prose(counted), html))
		default:
			i := slices.IndexFunc(pairs, func(name any) bool { return name == p.place })
			if i < 0 || i%2 == 1 {
				return "", fmt.Errorf("the message %q has the place {%s}, which was not filled", key, p.place)
			}
			err = l.put(&b, p, pairs[i+1], html)
		}
		if err != nil {
			return "", fmt.Errorf("the message %q: %w", key, err)
		}
	}
	return b.String(), nil
}

// put writes what fills a place.
func (l *Language) put(b *strings.Builder, p part, value any, html bool) error {
	to, leads := value.(Link)
	if leads != (p.words != "") {
		return fmt.Errorf("the place {%s} leads somewhere where it has words, {%[1]s|words}, and nowhere else", p.place)
	}
	switch v := value.(type) {
	case Link:
		if html {
			b.WriteString(`<a href="` + template.HTMLEscapeString(string(to)) + `">` + template.HTMLEscapeString(p.words) + `</a>`)
		} else {
			b.WriteString(p.words)
		}
	case int:
		b.WriteString(l.Number(v))
	case Phrase:
		b.WriteString(escaped(string(v), html))
	case template.HTML:
		if !html {
			return fmt.Errorf("the place {%s} was filled with HTML, in plain text", p.place)
		}
		b.WriteString(string(v))
	default:
		if html {
			b.WriteString("<bdi>" + template.HTMLEscapeString(fmt.Sprint(v)) + "</bdi>")
		} else {
			b.WriteString(l.Isolated(fmt.Sprint(v)))
		}
	}
	return nil
}

func escaped(s string, html bool) string {
	if html {
		return template.HTMLEscapeString(s)
	}
	return s
}

// Forms gives the wordings of a message that counts, by the names that CLDR gives the forms (as Intl.PluralRules does), with the place
// {n} left as it is: for scripts in a page.
func (l *Language) Forms(key string) (map[string]string, error) {
	m, ok := l.messages[key]
	if !ok || !m.count {
		return nil, fmt.Errorf("there is no message %q in %s.toml that counts", key, l.Tag)
	}
	out := map[string]string{}
	for name, form := range forms {
		if w, ok := m.forms[form]; ok {
			if len(w.names) > 0 {
				return nil, fmt.Errorf("the message %q has the places %q, which a script does not fill", key, w.names)
			}
			out[name] = w.with(map[string]string{number: "{n}", prose: "{n}"})
		}
	}
	return out, nil
}

// Isolated gives a text as it stands among words of the language. One that begins on the other side is kept apart by marks
// without width (FSI and PDI: UAX #9, section 2.4); others go without them, for old programs show them as boxes. Marks within it that would
// reach beyond it are taken out.
func (l *Language) Isolated(s string) string {
	s = contained(s)
	if d := Side(s); d != "" && d != l.Direction {
		return "\u2068" + s + "\u2069"
	}
	return s
}

// contained takes the marks that turn the direction of writing out of a text: embeddings and overrides, and isolates where one of them is
// opened and not closed, or closed and not opened.
func contained(s string) string {
	deep, whole, marked := 0, true, false
	for _, r := range s {
		switch {
		case r >= 0x202A && r <= 0x202E:
			marked = true
		case r >= 0x2066 && r <= 0x2068:
			deep++
		case r == 0x2069:
			deep--
			whole = whole && deep >= 0
		}
	}
	whole = whole && deep == 0
	if whole && !marked {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x202A && r <= 0x202E || !whole && r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
}
