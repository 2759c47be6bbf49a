package letter

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Width is how many columns the lines of the text part have: short enough for every mail program (RFC 5322, section 2.1.1,
// asks for 78 characters at most), and for a reader's eyes.
//
// The text is not format=flowed (RFC 3676), by which programs may break lines anew. A flowed paragraph cannot be indented, and
// it is by its indents that this text shows what belongs together; most programs that people read mail with do not know it.
const Width = 72

// columns is how many columns a text takes: two for ideographs and most emoji, none for marks on a letter (UAX #11, #29).
func columns(text string) int { return uniseg.StringWidth(text) }

// wrap breaks a text into lines of at most Width columns, the first after one indent and the others after another, where lines
// may be broken (UAX #14). An address stays whole, or nobody could follow it; another word that is longer than a line is broken
// anywhere.
func wrap(first, rest, text string) string {
	var b strings.Builder
	indent := first
	begun, line := false, 0 // whether something stands in the line, and how many columns it takes, the indent among them
	put := func(s string) {
		if !begun {
			b.WriteString(indent)
			begun, line, indent = true, columns(indent), rest
		}
		b.WriteString(s)
		line += columns(s)
	}
	end := func() {
		b.WriteByte('\n')
		begun = false
	}
	for _, word := range strings.Fields(text) {
		space := begun
		for _, part := range parts(word) {
			n := columns(part)
			switch {
			case !begun:
			case space && line+1+n <= Width:
				put(" ")
			case space || line+n > Width:
				end()
			}
			space = false
			if n <= Width-columns(rest) || address(part) {
				put(part)
				continue
			}
			for letter := range letters(part) {
				if begun && line+columns(letter) > Width {
					end()
				}
				put(letter)
			}
		}
	}
	return b.String()
}

// parts divides a word where a line may be broken within it: between ideographs, after a hyphen.
func parts(word string) (out []string) {
	if address(word) {
		return []string{word}
	}
	for state := -1; word != ""; {
		var part string
		part, word, _, state = uniseg.FirstLineSegmentInString(word, state)
		out = append(out, part)
	}
	return out
}

// address says whether a word is one that programs make a link of.
func address(word string) bool { return strings.Contains(word, "://") || strings.Contains(word, "@") }

// letters gives the letters of a word with their marks.
func letters(word string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for g := uniseg.NewGraphemes(word); g.Next(); {
			if !yield(g.Str()) {
				return
			}
		}
	}
}

// underline draws a line as long as a heading.
func underline(c, heading string) string { return strings.Repeat(c, min(columns(heading), Width)) }

// tidy takes spaces off the ends of lines, where nobody sees them and mail may lose them; the two dashes above a signature keep
// theirs (RFC 3676, section 4.3).
func tidy(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if l != "-- " {
			lines[i] = strings.TrimRight(l, " ")
		}
	}
	return strings.Join(lines, "\n")
}
