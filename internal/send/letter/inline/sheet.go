package inline

import (
	"regexp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Sheet is a stylesheet that was understood.
type Sheet struct {
	light, dark map[string]string // the colours, by name: --ink
	rules       []rule            // in order
}

// rule is one selector with its declarations. A list of selectors is as many rules.
type rule struct {
	selector selector
	media    string // the query that it stands in; empty: none
	body     []declaration
}

const darkQuery = "@media (prefers-color-scheme: dark)"

// widthQuery are the media queries that are passed on.
var widthQuery = regexp.MustCompile(`^@media \((max|min)-width: [0-9]+px\)$`)

// Parse reads a sheet. What it does not understand, or old mail programs would not, is Invalid, with the line.
func Parse(source string) (*Sheet, error) {
	source, err := blank(source)
	if err != nil {
		return nil, err
	}
	blocks, err := (&scanner{source: source}).blocks(false)
	if err != nil {
		return nil, err
	}
	s := &Sheet{light: map[string]string{}, dark: map[string]string{}}
	for _, b := range blocks {
		switch {
		case b.prelude == ":root":
			err = s.colours(s.light, b)
		case b.prelude == darkQuery:
			for _, inner := range b.blocks {
				if inner.prelude != ":root" {
					return nil, at(b.line, "in dark only :root may stand: dark rules are made of its colours")
				}
				if err = s.colours(s.dark, inner); err != nil {
					break
				}
			}
		case widthQuery.MatchString(b.prelude):
			for _, inner := range b.blocks {
				if err = s.add(b.prelude, inner); err != nil {
					break
				}
			}
		case strings.HasPrefix(b.prelude, "@"):
			err = at(b.line, "%q is not understood; of media queries there are %s and those of a width, as @media (max-width: 480px)", b.prelude, darkQuery)
		default:
			err = s.add("", b)
		}
		if err != nil {
			return nil, err
		}
	}
	return s, s.check()
}

func at(line int, format string, args ...any) error {
	return (&scanner{source: strings.Repeat("\n", line-1)}).errorf(line-1, format, args...)
}

// colours reads what :root names.
func (s *Sheet) colours(to map[string]string, b block) error {
	for _, d := range b.body {
		if !strings.HasPrefix(d.property, "--") {
			return at(b.line, ":root has colours only, which begin with --, not %s", d.property)
		}
		if strings.Contains(d.value, "(") {
			return at(b.line, "%s is made of other colours; give it one of its own", d.property)
		}
		to[d.property] = d.value
	}
	return nil
}

// add adds a rule for each selector of a block.
func (s *Sheet) add(media string, b block) error {
	for text := range strings.SplitSeq(b.prelude, ",") {
		sel, ok := selectorOf(strings.TrimSpace(text))
		if !ok {
			return at(b.line, "the selector %q is not understood; there are elements and classes, as in p, .soft, td.box, and :hover", strings.TrimSpace(text))
		}
		for _, d := range b.body {
			if strings.HasPrefix(d.property, "--") {
				return at(b.line, "%s is named outside :root", d.property)
			}
			if _, err := s.resolve(d.value, s.light); err != nil {
				return at(b.line, "%s: %v", d.property, err)
			}
		}
		s.rules = append(s.rules, rule{sel, media, b.body})
	}
	return nil
}

// check looks at the whole sheet.
func (s *Sheet) check() error {
	for name := range s.dark {
		if _, ok := s.light[name]; !ok {
			return news.FieldErrorf(name, "the colour is named for dark, but not for light")
		}
	}
	for _, r := range s.rules {
		if r.media != "" && slices.ContainsFunc(r.body, s.varies) {
			return news.FieldErrorf(r.selector.String(), "a rule in a media query uses a colour that is another one in dark; set colours outside of it")
		}
	}
	return nil
}

// resolve puts the colours where a value names them.
func (s *Sheet) resolve(value string, colours map[string]string) (string, error) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(value, "var(")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		name, after, ok := strings.Cut(rest, ")")
		c, known := colours[name]
		if !known {
			c, known = s.light[name]
		}
		if !ok || !known {
			return "", news.Errorf(news.Invalid, "%q is no colour that :root names", name)
		}
		b.WriteString(c)
		value = after
	}
}

// varies says whether a declaration is another one in dark.
func (s *Sheet) varies(d declaration) bool {
	light, err := s.resolve(d.value, s.light)
	dark, err2 := s.resolve(d.value, s.dark)
	return err == nil && err2 == nil && light != dark
}

// Classes gives the classes that rules are for, sorted.
func (s *Sheet) Classes() []string {
	var out []string
	for _, r := range s.rules {
		out = append(out, r.selector.classes...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Colours gives the named colours, for light or for dark.
func (s *Sheet) Colours(dark bool) map[string]string {
	out := map[string]string{}
	for name, value := range s.light {
		out[name] = value
		if v, ok := s.dark[name]; ok && dark {
			out[name] = v
		}
	}
	return out
}

// Dark is the sheet with its dark colours in place of the light ones.
func (s *Sheet) Dark() *Sheet {
	return &Sheet{light: s.Colours(true), dark: map[string]string{}, rules: s.rules}
}
