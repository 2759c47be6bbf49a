package tag

import (
	"strings"
	"unicode/utf8"
)

// Stopped puts a full stop, of no width, where a paragraph ends with a word: at the end of a headline, of a heading, of a line
// of a list, within a quotation mark that closes there. So each is read as the sentence that it is.
func Stopped(tokens []Token) []Token {
	out := make([]Token, 0, len(tokens)+8)
	for i, t := range tokens {
		out = append(out, t)
		if i+1 < len(tokens) && !tokens[i+1].Break {
			continue
		}
		at := len(out)
		for at > 0 && !out[at-1].Break && closes(out[at-1].Text) {
			at--
		}
		if at == 0 || !out[at-1].Word() || strings.HasSuffix(out[at-1].Text, ".") {
			continue
		}
		end := out[at-1].End
		out = append(out, Token{})
		copy(out[at+1:], out[at:])
		out[at] = Token{Start: end, End: end, Text: ".", Lower: "."}
	}
	return out
}

// closes reports whether a mark ends a quotation.
func closes(mark string) bool {
	switch mark {
	case "\"", "”", "''", "’", "'", "»":
		return true
	}
	return false
}

// Widths of a line, in code points, that a program fills before it breaks it.
const narrowest, widest = 40, 100

// filled gives the width of a text whose lines were broken where they were full, 0 for any other: no line is wider than such
// programs make them, and most line breaks within a paragraph stand where the next word would not have had room.
func filled(text string) int {
	lines := strings.Split(text, "\n")
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(strings.TrimSpace(l)))
	}
	if width < narrowest || width > widest {
		return 0
	}
	full, all := 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "" || strings.TrimSpace(lines[i+1]) == "" {
			continue
		}
		all++
		if noRoom(lines[i], lines[i+1], width) {
			full++
		}
	}
	if full < 3 || full*4 < all*3 {
		return 0
	}
	return width
}

// noRoom reports whether the first word of a line had no room on the line before.
func noRoom(line, next string, width int) bool {
	word := strings.TrimSpace(next)
	if i := strings.IndexAny(word, " \t"); i >= 0 {
		word = word[:i]
	}
	return utf8.RuneCountInString(strings.TrimSpace(line))+1+utf8.RuneCountInString(word) > width
}
