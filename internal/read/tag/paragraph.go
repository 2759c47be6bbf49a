package tag

import (
	"strings"
	"unicode/utf8"
)

// Stopped puts a full stop, of no width, where a paragraph ends with a word: at the end of a headline, of a heading, of a line
// of a list, within a quotation mark that closes there. So each is read as the sentence that it is.
func Stopped(tokens []Token) []Token {
	var at []int // behind which tokens
	for i := range tokens {
		if i+1 < len(tokens) && !tokens[i+1].Break {
			continue
		}
		last := i
		for last >= 0 && !tokens[last].Break && closes(tokens[last].Text) {
			last--
		}
		if last >= 0 && tokens[last].Word() && !strings.HasSuffix(tokens[last].Text, ".") {
			at = append(at, last)
		}
	}
	if len(at) == 0 {
		return tokens
	}
	out := make([]Token, 0, len(tokens)+len(at))
	from := 0
	for _, last := range at {
		out = append(out, tokens[from:last+1]...)
		end := tokens[last].End
		out = append(out, Token{Start: end, End: end, Text: ".", Lower: "."})
		from = last + 1
	}
	return append(out, tokens[from:]...)
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
