package assets

import "golang.org/x/text/language"

// Fonts gives the files that a page in a language needs at once, the serif first, and where its text has words in italics, theirs too.
// All others load when a letter of theirs is on a page, and are there for the next one.
func Fonts(tag string, italic bool) []string {
	var script language.Script
	if t, err := language.Parse(tag); err == nil {
		script, _ = t.Script()
	}
	switch script.String() {
	case "Hebr":
		return []string{"frank-ruhl-libre-hebrew.woff2", "assistant-hebrew.woff2"}
	case "Arab":
		return []string{"noto-naskh-arabic-arabic.woff2", "vazirmatn-arabic.woff2"}
	case "Cyrl":
		return []string{"source-serif-4-cyrillic.woff2", "source-sans-3-cyrillic.woff2"}
	case "Grek":
		return []string{"source-serif-4-greek.woff2", "source-sans-3-greek.woff2"}
	}
	all := []string{"source-serif-4-latin.woff2", "source-sans-3-latin.woff2"}
	if italic { // other scripts have none
		all = append(all, "source-serif-4-latin-italic.woff2")
	}
	return all
}
