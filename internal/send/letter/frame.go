package letter

import (
	htmltemplate "html/template"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// frame is what all letters have.
type frame struct {
	In          *locale.Language
	Publication news.Publication
	Heading     string // the first heading
	Preheader   string // what mail programs show beside the subject; empty: they take what comes first
	Test        bool
	Postal      string
	Subject     string
	Side        string // from which side it is laid out: ltr or rtl
}

// Attr gives the attributes of an element with that content: its language and the way it is written, where these are not those
// around it. dir="auto" would say it too, but old mail programs do not know it.
func (f frame) Attr(text string) htmltemplate.HTMLAttr {
	var attr []string
	if tag := spoken(text, f.Publication.Language); tag != "" && tag != f.In.Tag {
		attr = append(attr, `lang="`+tag+`"`)
	}
	if side := locale.Side(text); side != "" && side != f.Side {
		attr = append(attr, `dir="`+side+`"`)
	}
	return htmltemplate.HTMLAttr(strings.Join(attr, " ")) //nolint:gosec // a language tag that was parsed, and a direction
}

// Block is Attr for a paragraph that also begins on its own side, whatever those around it do.
func (f frame) Block(text string) htmltemplate.HTMLAttr {
	attr := f.Attr(text)
	switch side := locale.Side(text); side {
	case "", f.Side:
		return attr
	case "rtl":
		return attr + ` align="right"`
	default:
		return attr + ` align="left"`
	}
}

// Own gives the attributes of an element with words of the frame, where these are not those around it.
func (f frame) Own() htmltemplate.HTMLAttr {
	if f.Side == f.In.Direction {
		return ""
	}
	return htmltemplate.HTMLAttr(`dir="` + f.In.Direction + `"`) //nolint:gosec // ltr or rtl
}

// spoken gives the tag of the language that a text is in. It is the usual one, unless the text is in another script; then the one
// that a reader's voice should speak it in, as far as that can be told. It is empty if that is nothing to be sure of.
func spoken(text, usual string) string {
	tag, err := language.Parse(usual)
	if err != nil {
		return ""
	}
	script, _ := tag.Script()
	if found := writing(text); found == "" || strings.Contains(scripts[script.String()], found) {
		return tag.String()
	}
	if info := whatlanggo.Detect(text); info.IsReliable() {
		return info.Lang.Iso6391()
	} else if writing(text) == "Latin" {
		return "en" // too short to be told; ledgers are written in it, and most of what is read is
	}
	return ""
}

// scripts are the scripts (ISO 15924) whose languages can be told from one another by them, with their names in Unicode.
var scripts = map[string]string{
	"Latn": "Latin", "Hebr": "Hebrew", "Arab": "Arabic", "Cyrl": "Cyrillic", "Grek": "Greek", "Hans": "Han", "Hant": "Han", "Jpan": "Hiragana Katakana Han",
	"Kore": "Hangul Han", "Thai": "Thai", "Deva": "Devanagari", "Armn": "Armenian", "Geor": "Georgian", "Ethi": "Ethiopic", "Beng": "Bengali",
}

// writing gives the name of the script that most letters of a text are in; empty if it has none of those above.
func writing(text string) string {
	count := map[string]int{}
	best := ""
	for _, c := range text {
		if !unicode.IsLetter(c) {
			continue
		}
		name := scriptOf(c)
		if count[name]++; name != "" && (count[name] > count[best] || best == "") {
			best = name
		}
	}
	return best
}

func scriptOf(c rune) string {
	for _, s := range [...]struct {
		name  string
		table *unicode.RangeTable
	}{
		{"Latin", unicode.Latin}, {"Hebrew", unicode.Hebrew}, {"Arabic", unicode.Arabic}, {"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek}, {"Han", unicode.Han},
		{"Hiragana", unicode.Hiragana}, {"Katakana", unicode.Katakana}, {"Hangul", unicode.Hangul}, {"Thai", unicode.Thai}, {"Devanagari", unicode.Devanagari},
		{"Armenian", unicode.Armenian}, {"Georgian", unicode.Georgian}, {"Ethiopic", unicode.Ethiopic}, {"Bengali", unicode.Bengali},
	} {
		if unicode.Is(s.table, c) {
			return s.name
		}
	}
	return ""
}

// shown is how many columns of a mail's beginning programs show beside the subject; the widest show about so many.
const shown = 200

// Pad fills the rest of that room with what cannot be seen, so that the mail's first lines are not shown after the preheader.
func (f frame) Pad() htmltemplate.HTML {
	return htmltemplate.HTML(strings.Repeat("&#847;&zwnj;&nbsp; ", max(0, shown-columns(f.Preheader)))) //nolint:gosec // a constant
}

// clean makes content fit to be written: one line of valid UTF-8 with single spaces, and no character that commands something:
// controls, and marks that turn the direction of what follows. Marks of one place (LRM, RLM) and joiners stay: languages need
// them.
func clean(s string) string {
	s = strings.Map(func(c rune) rune {
		if c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0xfeff || c >= 0xfff9 && c <= 0xfffb {
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.Is(unicode.Cc, c) || c == 0x2028 || c == 0x2029
	}), " ")
}
