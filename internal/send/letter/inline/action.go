package inline

import (
	"strconv"
	"strings"

	"onrecord/internal/news"
)

// The marks of a place where an action stood, with its number between them. They are of Unicode's private use, so no text has
// them.
const (
	opening = "\ue000"
	closing = "\ue001"
)

// actions are what stood between {{ and }} in a page.
type actions []string

// hide takes the actions of a template out of it, so that what is left is HTML, and leaves a mark for each.
func hide(page string) (string, actions, error) {
	if strings.ContainsAny(page, opening+closing) {
		return "", nil, news.Errorf(news.Invalid, "the page has characters of private use, which are used here")
	}
	var b strings.Builder
	var out actions
	for rest := page; ; {
		i := strings.Index(rest, "{{")
		if i < 0 {
			b.WriteString(rest)
			return b.String(), out, nil
		}
		n := action(rest[i:])
		if n < 0 {
			err := news.Errorf(news.Invalid, "an action has no end")
			err.Field = "line " + lineOf(page, len(page)-len(rest)+i)
			return "", nil, err
		}
		b.WriteString(rest[:i] + opening + strconv.Itoa(len(out)) + closing)
		out = append(out, rest[i:i+n])
		rest = rest[i+n:]
	}
}

// action gives the length of the action at the beginning of a text, -1 if it has no end. Braces within strings and comments do
// not end it (text/template/parse, lexInsideAction).
func action(s string) int {
	body := strings.TrimPrefix(s[2:], "- ")
	if strings.HasPrefix(body, "/*") {
		from := len(s) - len(body)
		end := strings.Index(s[from:], "*/")
		if end < 0 {
			return -1
		}
		last := strings.Index(s[from+end:], "}}")
		if last < 0 {
			return -1
		}
		return from + end + last + 2
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\'':
			for i++; i < len(s) && s[i] != c && s[i] != '\n'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		case '`':
			n := strings.IndexByte(s[i+1:], '`')
			if n < 0 {
				return -1
			}
			i += n + 1
		case '}':
			if strings.HasPrefix(s[i:], "}}") {
				return i + 2
			}
		}
	}
	return -1
}

// control gives the first action in a text that decides whether something is there at all.
func (a actions) control(text string) string {
	for {
		_, rest, ok := strings.Cut(text, opening)
		if !ok {
			return ""
		}
		number, after, _ := strings.Cut(rest, closing)
		if n, err := strconv.Atoi(number); err == nil && n < len(a) {
			words := strings.Fields(strings.Trim(a[n], "{}- \n"))
			if len(words) > 0 {
				switch words[0] {
				case "if", "else", "end", "range", "with", "define", "block", "template", "break", "continue":
					return a[n]
				}
			}
		}
		text = after
	}
}

// show puts the actions back.
func (a actions) show(text string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, opening)
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		number, after, _ := strings.Cut(rest, closing)
		if n, err := strconv.Atoi(number); err == nil && n < len(a) {
			b.WriteString(a[n])
		}
		text = after
	}
}
