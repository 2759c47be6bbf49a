package inline

import (
	"slices"
	"strings"

	"onrecord/internal/news"
)

// declaration is a property and its value: color: red.
type declaration struct{ property, value string }

// block is what stands in the sheet at the top: a rule, or a media query with its rules.
type block struct {
	line    int
	prelude string // what stands before the brace
	body    []declaration
	blocks  []block // of a media query
}

// scanner reads the source of a sheet.
type scanner struct {
	source string
	at     int
}

func (s *scanner) errorf(at int, format string, args ...any) error {
	err := news.Errorf(news.Invalid, format, args...)
	err.Field = "line " + lineOf(s.source, at)
	return err
}

// blank takes out the comments, and keeps the lines.
func blank(source string) (string, error) {
	var b strings.Builder
	for rest := source; ; {
		i := strings.Index(rest, "/*")
		if i < 0 {
			return b.String() + rest, nil
		}
		end := strings.Index(rest[i+2:], "*/")
		if end < 0 {
			at := len(source) - len(rest) + i
			return "", (&scanner{source: source}).errorf(at, "the comment has no end")
		}
		end += i + 4
		b.WriteString(rest[:i] + " " + strings.Repeat("\n", strings.Count(rest[i:end], "\n")))
		rest = rest[end:]
	}
}

// blocks reads blocks to the end, or to the brace that ends a media query.
func (s *scanner) blocks(within bool) ([]block, error) {
	var out []block
	for {
		s.space()
		switch {
		case s.at == len(s.source) && within:
			return nil, s.errorf(s.at, "a media query has no end; there is a } too few")
		case s.at == len(s.source):
			return out, nil
		case s.source[s.at] == '}' && within:
			s.at++
			return out, nil
		}
		begin := s.at
		brace := strings.IndexAny(s.source[begin:], "{};")
		if brace < 0 || s.source[begin+brace] != '{' {
			return nil, s.errorf(begin, "a rule begins here, but no { follows")
		}
		b := block{line: strings.Count(s.source[:begin], "\n") + 1, prelude: strings.Join(strings.Fields(s.source[begin:begin+brace]), " ")}
		if strings.HasPrefix(b.prelude, "@") && (within || !strings.HasPrefix(b.prelude, "@media ")) {
			return nil, s.errorf(begin, "%q is not understood; there are %s and @media (max-width: 480px), neither within another", b.prelude, darkQuery)
		}
		s.at = begin + brace + 1
		var err error
		if strings.HasPrefix(b.prelude, "@") {
			b.blocks, err = s.blocks(true)
		} else {
			b.body, err = s.declarations()
		}
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
}

// declarations reads what stands between the braces of a rule.
func (s *scanner) declarations() ([]declaration, error) {
	var out []declaration
	for {
		s.space()
		begin := s.at
		end := strings.IndexAny(s.source[begin:], "{};")
		if end < 0 || s.source[begin+end] == '{' {
			return nil, s.errorf(begin, "a rule has no end; there is a } too few")
		}
		s.at = begin + end + 1
		if text := strings.TrimSpace(s.source[begin : begin+end]); text != "" {
			d, err := s.declaration(begin, text)
			if err != nil {
				return nil, err
			}
			out = append(out, d)
		}
		if s.source[begin+end] == '}' {
			return out, nil
		}
	}
}

// declaration takes one apart.
func (s *scanner) declaration(at int, text string) (declaration, error) {
	property, value, ok := strings.Cut(text, ":")
	d := declaration{strings.TrimSpace(property), strings.Join(strings.Fields(value), " ")}
	if !ok || d.value == "" || strings.Trim(d.property, "abcdefghijklmnopqrstuvwxyz-") != "" && !strings.HasPrefix(d.property, "--") {
		return d, s.errorf(at, "%q is no declaration; one looks like color: red", text)
	}
	if strings.HasPrefix(d.property, "--") && (len(d.property) == 2 || strings.Trim(d.property, letters+"-") != "") {
		return d, s.errorf(at, "%q is no name of a colour; use small letters, digits and -", d.property)
	}
	lower := strings.ToLower(d.value)
	switch {
	case strings.Contains(lower, "!"):
		return d, s.errorf(at, "%s: nothing is !important here; what has to be is made so", d.property)
	case strings.ContainsAny(d.value, "\"<>{}\\@&\x00\ufffd"+opening+closing):
		return d, s.errorf(at, "%s: %q has a character that cannot stand in an attribute; quote with '", d.property, d.value)
	case strings.Count(d.value, "'")%2 != 0:
		return d, s.errorf(at, "%s: %q has a quotation mark without its other one", d.property, d.value)
	}
	for rest := lower; ; {
		i := strings.IndexByte(rest, '(')
		if i < 0 {
			break
		}
		if !strings.HasSuffix(rest[:i], "var") {
			return d, s.errorf(at, "%s: %q calls something else than var(), which old mail programs do not know, or which loads something", d.property, d.value)
		}
		rest = rest[i+1:]
	}
	if p := d.property; !strings.HasPrefix(p, "--") && slices.ContainsFunc([]string{"-inline", "-block", "inset"}, func(w string) bool { return strings.Contains(p, w) }) && sides[p] == [2]string{} {
		return d, s.errorf(at, "%s is not known to old mail programs; of those that follow the direction of writing, use %s", p, "margin-, padding- and border-inline-start and -end")
	}
	return d, nil
}

const letters = "abcdefghijklmnopqrstuvwxyz0123456789"

func (s *scanner) space() {
	for s.at < len(s.source) && strings.IndexByte(" \t\r\n\f", s.source[s.at]) >= 0 {
		s.at++
	}
}
