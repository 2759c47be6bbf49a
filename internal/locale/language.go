package locale

import (
	"errors"
	"slices"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"onrecord/internal/news"
)

// Language is one language of the product.
type Language struct {
	Tag       string // as its file is named: en, he, pt-BR
	Name      string // in the language itself
	Direction string // ltr or rtl

	tag      language.Tag
	messages map[string]message // by key: mail.unsubscribe
	dates    dates
	numbers  numbers
}

// parse reads the file of a language.
func parse(tag string, source []byte) (*Language, error) {
	file := "messages/" + tag + ".toml"
	l := &Language{Tag: tag, messages: map[string]message{}}
	var err error
	if l.tag, err = language.Parse(tag); err != nil {
		return nil, news.FieldErrorf(file, "the file is named after no language; use a tag such as en, he or pt-BR")
	}
	l.Direction = Direction(tag)
	head := struct {
		Name    string  `toml:"name"`
		Dates   dates   `toml:"dates"`
		Numbers numbers `toml:"numbers"`
	}{}
	var all map[string]any
	if err := errors.Join(toml.Unmarshal(source, &head), toml.Unmarshal(source, &all)); err != nil {
		return nil, news.FieldErrorf(file, "it is no TOML: %v", err)
	}
	if l.Name, l.dates, l.numbers = head.Name, head.Dates, head.Numbers; l.Name == "" {
		return nil, news.FieldErrorf(file, "name is missing: what the language calls itself")
	}
	if err := l.dates.check(); err != nil {
		return nil, news.FieldErrorf(file, "dates: %v", err)
	}
	if err := l.numbers.check(); err != nil {
		return nil, news.FieldErrorf(file, "numbers: %v", err)
	}
	for _, name := range []string{"name", "dates", "numbers"} {
		delete(all, name)
	}
	return l, l.flatten(file, "", all)
}

// flatten takes the messages out of a table and those within. A table whose keys are all names of forms is a message that counts.
func (l *Language) flatten(file, prefix string, table map[string]any) error {
	for key, value := range table {
		at := prefix + key
		m := message{forms: map[plural.Form]wording{}}
		switch v := value.(type) {
		case string:
			w, err := read(v)
			if err != nil {
				return news.FieldErrorf(file, "%s: %v", at, err)
			}
			if slices.ContainsFunc(w.parts, func(p part) bool { return p.place == number || p.place == prose }) {
				return news.FieldErrorf(file, "%s has a number, {n} or {spelled}, and does not count; make it a table of forms", at)
			}
			m.forms[plural.Other] = w
		case map[string]any:
			if !counts(v) {
				if err := l.flatten(file, at+".", v); err != nil {
					return err
				}
				continue
			}
			m.count = true
			for name, value := range v {
				f, known := forms[name]
				s, ok := value.(string)
				if !known || !ok {
					return news.FieldErrorf(file, "%s.%s is no wording of a form; the forms are zero, one, two, few, many and other", at, name)
				}
				w, err := read(s)
				if err != nil {
					return news.FieldErrorf(file, "%s.%s: %v", at, name, err)
				}
				m.forms[f] = w
			}
		default:
			return news.FieldErrorf(file, "%s is neither a wording nor a table of them", at)
		}
		l.messages[at] = m
	}
	return nil
}

// counts says whether a table is a message that counts: one that has “other” and nothing but forms, or at least two of them.
func counts(table map[string]any) bool {
	named := 0
	for name := range table {
		if _, is := forms[name]; is {
			named++
		}
	}
	_, other := table["other"].(string)
	return other && (named == len(table) || named > 1)
}

// agrees says whether a language has the messages of another, with the same places.
func (l *Language) agrees(other *Language) error {
	file := "messages/" + l.Tag + ".toml"
	for key, want := range other.messages {
		m, ok := l.messages[key]
		if !ok {
			return news.FieldErrorf(file, "%s is missing; in %s it is there", key, other.Tag)
		}
		if m.count != want.count {
			return news.FieldErrorf(file, "%s counts something in one of %s and %s, and in the other not", key, l.Tag, other.Tag)
		}
		for _, w := range m.forms {
			if got, want := w.names, want.forms[plural.Other].names; !slices.Equal(got, want) {
				return news.FieldErrorf(file, "%s has the places %q; in %s it has %q", key, got, other.Tag, want)
			}
		}
	}
	for key := range l.messages {
		if _, ok := other.messages[key]; !ok {
			return news.FieldErrorf(file, "%s is unknown; %s.toml does not have it", key, other.Tag)
		}
	}
	return nil
}

// Base is the language's tag, for what other packages know of languages.
func (l *Language) Base() language.Tag { return l.tag }

// Keys gives the keys of all messages, sorted.
func (l *Language) Keys() []string {
	var out []string
	for key := range l.messages {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}
