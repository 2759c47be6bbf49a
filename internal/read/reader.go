package read

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/judge"
	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/roles"
	"onrecord/internal/read/speaker"
	"onrecord/internal/read/weights"
)

// Reader finds statements in texts. It holds what is known of its languages and nothing else, and may be used by many at once.
type Reader struct {
	languages map[string]known
	people    *speaker.Rules
}

// known is what is known of a language.
type known struct {
	lexicon *lexicon.Lexicon
	model   *roles.Model
}

// New makes a reader with the languages that are built in: those that have weights and a lexicon.
func New() (*Reader, error) {
	people, err := speaker.New("en")
	if err != nil {
		return nil, err
	}
	r := &Reader{languages: map[string]known{}, people: people}
	for _, name := range weights.Languages() {
		l, err := lexicon.Load(name)
		if err != nil {
			return nil, err
		}
		m, err := weights.Load(name)
		if err != nil {
			return nil, err
		}
		r.languages[name] = known{l, m}
	}
	return r, nil
}

// Languages lists the languages in which statements are found, in the order of their tags.
func (r *Reader) Languages() []string { return slices.Sorted(maps.Keys(r.languages)) }

// language gives the language of a text. One of a few words, such as a headline, often has none of those that tell a language;
// its verbs do, or that nearly all of its words are known.
func (r *Reader) language(text string) string {
	code := Language(text)
	if _, ok := r.languages[code]; ok || len(text) > shortText {
		return code
	}
	for _, name := range r.Languages() {
		l := r.languages[name]
		words, verbs, small, known := 0, 0, 0, 0
		for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
			words++
			lower := strings.ToLower(w)
			if l.lexicon.Inflected(lower) {
				verbs++
			}
			if w == lower && len(w) > 2 { // names, and words of two letters, are known in all languages
				small++
				if l.model.Knows(lower) {
					known++
				}
			}
		}
		if verbs > 0 && verbs*verbsIn >= words || small >= fewestKnown && known*5 >= small*4 {
			return name
		}
	}
	return code
}

// A text of at most so many bytes is short; one of so many words of it must be a verb's form; or so many must be known, of at least
// so many in small letters.
const shortText, verbsIn, fewestKnown = 200, 10, 3

// Text reads one text. The result depends on the text alone.
func (r *Reader) Text(text string) news.Reading {
	reading := news.Reading{Language: r.language(text)}
	l, ok := r.languages[reading.Language]
	if !ok {
		return reading
	}
	t := find.New(text, l.lexicon, l.model)
	reading.Statements = judge.Judge(t, l.lexicon, t.Find())
	return reading
}
