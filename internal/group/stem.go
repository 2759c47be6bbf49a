package group

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"

	"onrecord/internal/words"
)

// cut is how many letters of a word count in a language whose endings are not known: enough for most stems, and few enough
// to lose most endings (McNamee and Mayfield 2004, "Character n-gram tokenization for European language text retrieval").
const cut = 6

// stemmer says what the words of a language count as.
type stemmer struct {
	stem func(word string) string // "" for a word that says nothing about what a report is about
}

// stemmerOf gives the stemmer of a language, by the first subtag of its BCP 47 name. What is not told is taken for English:
// words with letters outside its alphabet are left as they are, so it does little harm to others.
func stemmerOf(language string) stemmer {
	type snowball struct {
		stop func(string) bool
		stem func(string, bool) string
	}
	known := map[string]snowball{
		"es": {spanish.IsStopWord, spanish.Stem}, "fr": {french.IsStopWord, french.Stem},
		"hu": {hungarian.IsStopWord, hungarian.Stem}, "no": {norwegian.IsStopWord, norwegian.Stem},
		"nb": {norwegian.IsStopWord, norwegian.Stem}, "nn": {norwegian.IsStopWord, norwegian.Stem},
		"ru": {russian.IsStopWord, russian.Stem}, "sv": {swedish.IsStopWord, swedish.Stem},
	}
	if s, ok := known[language]; ok {
		return stemmer{func(w string) string {
			if s.stop(w) {
				return ""
			}
			return s.stem(w, false)
		}}
	}
	switch language {
	case "", "und", "en":
		return stemmer{func(w string) string {
			if words.Stop(w) {
				return ""
			}
			return words.Stem(strings.ReplaceAll(w, ".", ""))
		}}
	}
	return stemmer{func(w string) string {
		at := 0
		for i := range w {
			if at == cut {
				return w[:i]
			}
			at++
		}
		return w
	}}
}

// stems gives what each word of a text counts as, in order, "" for those that say nothing. In scripts that put no space
// between words the boundaries of Unicode give single characters: two that follow one another count as a word.
func (s stemmer) stems(tokens []words.Token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		r, size := utf8.DecodeRuneInString(t.Text)
		switch {
		case size == len(t.Text) && unspaced(r):
			if i > 0 && tokens[i-1].Span[1] == t.Span[0] {
				if before, n := utf8.DecodeRuneInString(tokens[i-1].Text); n == len(tokens[i-1].Text) && unspaced(before) {
					out[i] = tokens[i-1].Text + t.Text
				}
			}
		case len(t.Text) >= 2:
			out[i] = s.stem(t.Text)
		}
	}
	return out
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
