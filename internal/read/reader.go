package read

import (
	"maps"
	"slices"

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

// Text reads one text. The result depends on the text alone.
func (r *Reader) Text(text string) news.Reading {
	reading := news.Reading{Language: Language(text)}
	l, ok := r.languages[reading.Language]
	if !ok {
		return reading
	}
	t := find.New(text, l.lexicon, l.model)
	reading.Statements = judge.Judge(t, l.lexicon, t.Find())
	return reading
}
