package find

import (
	"strings"
	"unicode"
)

// plainly gives a text with a space in the place of each mark that is no part of what it says: stars of emphasis, the signs of
// headings and quotations at the beginning of a line (Markdown), and the dot before a handle that a post begins with. What is
// left keeps its place.
func plainly(text string) string {
	if !strings.ContainsAny(text, "*#>@") {
		return text
	}
	runes := []rune(text)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return '\n'
		}
		return runes[i]
	}
	out := make([]rune, len(runes))
	copy(out, runes)
	changed := false
	lineBegins := true // whether only marks and spaces stand before in the line
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		blank := false
		switch {
		case r == '*':
			end := i
			for end < len(runes) && runes[end] == '*' {
				end++
			}
			if before, after := at(i-1), at(end); end-i <= 2 && !(wordRune(before) && wordRune(after)) && !(unicode.IsSpace(before) && unicode.IsSpace(after) && !lineBegins) {
				for ; i < end; i++ {
					out[i], changed = ' ', true
				}
			} else {
				i = end
			}
			i--
			continue
		case lineBegins && (r == '#' || r == '>'):
			blank = at(i+1) == ' ' || at(i+1) == r
		case r == '.' && at(i+1) == '@' && (unicode.IsSpace(at(i-1)) || lineBegins):
			blank = true
		}
		if blank {
			out[i], changed = ' ', true
			continue
		}
		lineBegins = r == '\n' || lineBegins && unicode.IsSpace(r)
	}
	if !changed {
		return text
	}
	return string(out)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
