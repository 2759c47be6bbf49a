package extract

import (
	"strings"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
)

// enough is how many bytes of text it takes to tell its language from the text itself.
const enough = 200

// spoken are the languages that a text of unknown language may be in. Told apart among all that the library knows, English
// news is too often taken for Yoruba.
var spoken = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Arb: true, whatlanggo.Ben: true, whatlanggo.Bul: true, whatlanggo.Ces: true, whatlanggo.Cmn: true,
	whatlanggo.Dan: true, whatlanggo.Deu: true, whatlanggo.Ell: true, whatlanggo.Eng: true, whatlanggo.Fin: true,
	whatlanggo.Fra: true, whatlanggo.Heb: true, whatlanggo.Hin: true, whatlanggo.Hun: true, whatlanggo.Ind: true,
	whatlanggo.Ita: true, whatlanggo.Jpn: true, whatlanggo.Kor: true, whatlanggo.Nld: true, whatlanggo.Pes: true,
	whatlanggo.Pol: true, whatlanggo.Por: true, whatlanggo.Ron: true, whatlanggo.Rus: true, whatlanggo.Spa: true,
	whatlanggo.Swe: true, whatlanggo.Tha: true, whatlanggo.Tur: true, whatlanggo.Ukr: true, whatlanggo.Urd: true,
	whatlanggo.Vie: true,
}}

// languageOf gives the BCP 47 tag of a text's language: as declared, unless the text is plainly in another script than the
// declared language is written in, and else as detected; "und" if neither tells.
func languageOf(declared, text string) string {
	tag := tagOf(declared)
	if len(text) < enough {
		return first(tag, "und")
	}
	found := whatlanggo.DetectWithOptions(text, spoken)
	detected := found.Lang.Iso6391()
	if tag == "" {
		if found.Confidence < 0.05 {
			return "und"
		}
		return first(detected, "und")
	}
	// A template's declaration outlives its translation: the script gives it away.
	if script, sure := scriptOf(tag); sure && found.IsReliable() {
		if other, known := scriptOf(detected); known && other != script {
			return detected
		}
	}
	return tag
}

// tagOf gives the canonical form of a declared language, "" if it is none.
func tagOf(declared string) string {
	declared, _, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(declared), "_", "-"), ",")
	tag, err := language.Parse(declared)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

func scriptOf(tag string) (language.Script, bool) {
	t, err := language.Parse(tag)
	if err != nil {
		return language.Script{}, false
	}
	script, confidence := t.Script()
	return script, confidence >= language.High
}
