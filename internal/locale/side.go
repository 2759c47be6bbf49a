package locale

import (
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
)

// rightToLeft are the scripts that are written from the right (ISO 15924).
var rightToLeft = map[string]bool{"Arab": true, "Hebr": true, "Syrc": true, "Thaa": true, "Nkoo": true, "Adlm": true, "Rohg": true, "Mand": true, "Samr": true}

// Direction is how a language is written: rtl or ltr. It goes by the script that the tag names or that the language is usually
// written in, so az-Arab is written from the right and az is not. What is no tag is taken to be written from the left.
func Direction(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return "ltr"
	}
	if script, _ := t.Script(); rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}

// Side is how a text is written: rtl or ltr, by its first letter that has a direction and is not within an isolate (UAX #9, rule P2),
// as dir="auto" does; empty if it has none. Mail programs that do not know dir="auto" are told so.
func Side(text string) string {
	deep := 0
	for rest := text; rest != ""; {
		p, n := bidi.LookupString(rest)
		if n == 0 {
			break // cut off within a character
		}
		switch class := p.Class(); {
		case class == bidi.LRI || class == bidi.RLI || class == bidi.FSI:
			deep++
		case class == bidi.PDI:
			deep = max(deep-1, 0)
		case deep > 0:
		case class == bidi.L:
			return "ltr"
		case class == bidi.R || class == bidi.AL:
			return "rtl"
		}
		rest = rest[n:]
	}
	return ""
}
