package read

import (
	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/judge"
	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/speaker"
)

// Reader finds statements in texts. It holds its lexicons and nothing else, and may be used by many at once.
type Reader struct {
	lexicons map[string]*lexicon.Lexicon // by language
	people   *speaker.Rules
}

// New makes a reader with the lexicons that are built in.
func New() (*Reader, error) {
	english, err := lexicon.Load("en")
	if err != nil {
		return nil, err
	}
	people, err := speaker.New("en")
	if err != nil {
		return nil, err
	}
	return &Reader{lexicons: map[string]*lexicon.Lexicon{"en": english}, people: people}, nil
}

// Text reads one text. The result depends on the text alone.
func (r *Reader) Text(text string) news.Reading {
	reading := news.Reading{Language: Language(text)}
	l, ok := r.lexicons[reading.Language]
	if !ok {
		return reading
	}
	t := find.New(text, l)
	reading.Statements = judge.Judge(t, l, t.Find())
	return reading
}
