package locale

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

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
}

// dates is how days and hours are written. The patterns have the places {weekday}, {day}, {month}, {year}, {hour} and {minute}.
type dates struct {
	Long     string   `toml:"long"`  // Sunday, 2 March 2031
	Short    string   `toml:"short"` // 2 March
	Clock    string   `toml:"clock"` // 07:00
	List     string   `toml:"list"`  // how two are joined: {a} and {b}
	Comma    string   `toml:"comma"` // what stands between those before
	Months   []string `toml:"months"`
	Weekdays []string `toml:"weekdays"` // from Sunday

	long, short, clock, list wording
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
		Name  string `toml:"name"`
		Dates dates  `toml:"dates"`
	}{}
	var all map[string]any
	if err := errors.Join(toml.Unmarshal(source, &head), toml.Unmarshal(source, &all)); err != nil {
		return nil, news.FieldErrorf(file, "it is no TOML: %v", err)
	}
	if l.Name, l.dates = head.Name, head.Dates; l.Name == "" {
		return nil, news.FieldErrorf(file, "name is missing: what the language calls itself")
	}
	if err := l.dates.check(); err != nil {
		return nil, news.FieldErrorf(file, "dates: %v", err)
	}
	delete(all, "name")
	delete(all, "dates")
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
			m.forms[plural.Other] = w
		case map[string]any:
			if _, ok := v["other"].(string); !ok {
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
			if got, want := w.places(), want.forms[plural.Other].places(); !slices.Equal(got, want) {
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

// Keys gives the keys of all messages, sorted.
func (l *Language) Keys() []string {
	var out []string
	for key := range l.messages {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

func (d *dates) check() error {
	if len(d.Months) != 12 || len(d.Weekdays) != 7 {
		return fmt.Errorf("there are %d months and %d weekdays; a year has 12 and a week 7", len(d.Months), len(d.Weekdays))
	}
	for _, p := range []struct {
		name, pattern string
		to            *wording
		want          []string
	}{
		{"long", d.Long, &d.long, []string{"day", "month", "weekday", "year"}},
		{"short", d.Short, &d.short, []string{"day", "month"}},
		{"clock", d.Clock, &d.clock, []string{"hour", "minute"}},
		{"list", d.List, &d.list, []string{"a", "b"}},
	} {
		w, err := read(p.pattern)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if got := w.places(); !slices.Equal(got, p.want) {
			return fmt.Errorf("%s has the places %q; it needs %q", p.name, got, p.want)
		}
		*p.to = w
	}
	return nil
}

// Date names a day in full, in the time's own zone: Sunday, 2 March 2031.
func (l *Language) Date(t time.Time) string { return l.dates.write(l.dates.long, t) }

// Day names a day of a year that is known: 2 March.
func (l *Language) Day(t time.Time) string { return l.dates.write(l.dates.short, t) }

// Clock names a time of day: 07:00.
func (l *Language) Clock(t time.Time) string { return l.dates.write(l.dates.clock, t) }

// Weekdays lists days of the week: Sunday, Tuesday and Thursday.
func (l *Language) Weekdays(days []time.Weekday) string {
	var names []string
	for _, d := range days {
		if d >= 0 && int(d) < len(l.dates.Weekdays) {
			names = append(names, l.dates.Weekdays[d])
		}
	}
	return l.joined(names)
}

// List lists names: Ada, Ben and Cy.
func (l *Language) List(names []string) string {
	apart := make([]string, len(names))
	for i, n := range names {
		apart[i] = l.isolated(n)
	}
	return l.joined(apart)
}

func (l *Language) joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return l.dates.list.with(map[string]string{"a": strings.Join(names[:last], l.dates.Comma), "b": names[last]})
}

func (d dates) write(w wording, t time.Time) string {
	return w.with(map[string]string{
		"weekday": d.Weekdays[t.Weekday()], "day": fmt.Sprint(t.Day()), "month": d.Months[t.Month()-1], "year": fmt.Sprint(t.Year()),
		"hour": fmt.Sprintf("%02d", t.Hour()), "minute": fmt.Sprintf("%02d", t.Minute()),
	})
}

func (w wording) with(values map[string]string) string {
	var b strings.Builder
	for _, p := range w {
		b.WriteString(p.words + values[p.place])
	}
	return b.String()
}
