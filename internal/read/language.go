package read

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// sample is how many bytes of a text are looked at to tell its language. More do not change the answer.
const sample = 4 << 10

// Language gives the language of a text (BCP 47), "und" for one too short or too mixed to tell.
func Language(text string) string {
	if len(text) > sample {
		text = strings.ToValidUTF8(text[:sample], "")
	}
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < 3 {
		return "und"
	}
	// Before all languages are compared, which takes longer than finding the statements of a page of news.
	if script := whatlanggo.DetectScript(text); (script == unicode.Latin || script == nil) && looksEnglish(text) {
		return "en"
	}
	info := whatlanggo.Detect(text)
	switch {
	case info.Lang == whatlanggo.Eng && info.IsReliable():
		return "en"
	case letters < 20 || info.Lang < 0 || info.Confidence < 0.3 && !info.IsReliable():
		return "und"
	}
	if info.Lang == whatlanggo.Eng {
		return "und" // Latin letters, and none of the words that every English text has
	}
	if code := info.Lang.Iso6391(); code != "" {
		return code
	}
	return info.Lang.Iso6393()
}

// common are words that hardly any English sentence does without, and that other languages do not have.
var common = set("the of and that is for with said has have she his her they by from it are were would not this which who says told been their its could about after because than there when what if but never")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// looksEnglish reports whether at least one word in nine is one of the commonest of English.
func looksEnglish(text string) bool {
	words, found := 0, 0
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if common[word] {
			found++
		}
	}
	return found > 0 && found*9 >= words
}

// LanguageName gives the English name of a language that Language gives, the code itself where it has none.
func LanguageName(code string) string {
	for lang, name := range whatlanggo.Langs {
		if code == lang.Iso6391() || code == lang.Iso6393() {
			return name
		}
	}
	return code
}
