package assets

import (
	"slices"
	"unicode"

	"golang.org/x/text/language"
)

// face is a script other than Latin, with its files.
type face struct {
	letters     *unicode.RangeTable
	tag         string // ISO 15924
	serif, sans string
}

func faces() []face {
	return []face{
		{unicode.Hebrew, "Hebr", "frank-ruhl-libre-hebrew.woff2", "assistant-hebrew.woff2"},
		{unicode.Arabic, "Arab", "noto-naskh-arabic-arabic.woff2", "vazirmatn-arabic.woff2"},
		{unicode.Cyrillic, "Cyrl", "source-serif-4-cyrillic.woff2", "source-sans-3-cyrillic.woff2"},
		{unicode.Greek, "Grek", "source-serif-4-greek.woff2", "source-sans-3-greek.woff2"},
	}
}

// Fonts gives the files that a page needs at once: the Latin ones, which have the spaces, the digits and the height of a line for all others,
// those of its own language, those of the scripts that its title is in, and where its text has words in italics, theirs too. All others load when a letter of theirs is on a page, and are there for the next one.
func Fonts(tag, title string, italic bool) []string {
	own := ""
	if t, err := language.Parse(tag); err == nil {
		script, _ := t.Script()
		own = script.String()
	}
	all := []string{"source-serif-4-latin.woff2", "source-sans-3-latin.woff2"}
	if italic { // other scripts have none
		all = append(all, "source-serif-4-latin-italic.woff2")
	}
	for _, f := range faces() {
		if f.tag == own || slices.ContainsFunc([]rune(title), func(r rune) bool { return unicode.Is(f.letters, r) }) {
			all = append(all, f.serif, f.sans)
		}
	}
	return all
}
