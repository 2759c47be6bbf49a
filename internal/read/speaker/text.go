package speaker

import (
	"strings"
	"unicode"
)

// word is a word or a punctuation mark of a text.
type word struct {
	text     string // as written, without a possessive
	low      string // folded
	from, to int    // code points; to is behind a possessive
	letter   bool   // begins with a letter or digit
	capital  bool
	owner    bool // had a possessive: "Iran's"
	gap      bool // a blank line or line end stands before it
}

// split divides a text into words and marks. A full stop belongs to a word where letters follow it within, or where the word is
// a single capital or an abbreviation that stands before names.
func (r *Rules) split(text []rune) []word {
	var out []word
	gap := false
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case unicode.IsSpace(c):
			gap = gap || c == '\n'
			i++
			continue
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			to := i
			for to < len(text) && (inWord(text[to]) || joins(text, to)) {
				to++
			}
			w := word{text: string(text[i:to]), from: i, to: to, letter: true, capital: unicode.IsUpper(c), gap: gap}
			if base, ok := cutOwner(w.text); ok {
				w.text, w.owner = base, true
			}
			w.low = Fold(w.text)
			if to < len(text) && text[to] == '.' && r.dotted(w) {
				w.text += "."
				w.to++
				to++
			}
			out = append(out, w)
			i = to
		default:
			out = append(out, word{text: string(c), low: string(c), from: i, to: i + 1, gap: gap})
			i++
		}
		gap = false
	}
	return out
}

func inWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

// joins reports whether the mark at i joins two letters into one word: "O'Brien", "U.S", "vice-president".
func joins(text []rune, i int) bool {
	return strings.ContainsRune("'’.-‑&", text[i]) && i > 0 && i+1 < len(text) && inWord(text[i-1]) && inWord(text[i+1])
}

// cutOwner takes "'s" off a word.
func cutOwner(s string) (string, bool) {
	for _, end := range []string{"'s", "’s"} {
		if base, ok := strings.CutSuffix(s, end); ok {
			return base, true
		}
	}
	return s, false
}

// dotted reports whether the full stop behind a word ends an abbreviation and no sentence.
func (r *Rules) dotted(w word) bool {
	return w.capital && (len([]rune(w.text)) == 1 || strings.Contains(w.text, ".") || len(w.text) < 5 && r.lists.Has("honorifics", w.low))
}
