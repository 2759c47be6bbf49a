package send

import (
	"strings"
	"unicode/utf8"
)

// width is how long the lines of the text part are: short enough for every mail program (RFC 5322, section 2.1.1, asks
// for 78 at most).
const width = 72

// wrap breaks a text into lines of at most width characters, each after indent. A word that is longer stays whole.
func wrap(indent, text string) string {
	var b strings.Builder
	line := 0
	for _, w := range strings.Fields(oneLine(text)) {
		n := utf8.RuneCountInString(w)
		switch {
		case line == 0:
			b.WriteString(indent)
			line = utf8.RuneCountInString(indent)
		case line+1+n > width:
			b.WriteString("\n" + indent)
			line = utf8.RuneCountInString(indent)
		default:
			b.WriteByte(' ')
			line++
		}
		b.WriteString(w)
		line += n
	}
	return b.String()
}

// underline draws a line as long as a heading.
func underline(c, heading string) string {
	return strings.Repeat(c, min(utf8.RuneCountInString(heading), width))
}
