package group

import (
	_ "embed"
	"strings"

	"onrecord/internal/words"
)

// functionWords are words that a language needs to make a sentence: a line for a language, its name first.
//
//go:embed function.txt
var functionWords string

// telling is how many words of a report its language is told by.
const telling = 200

// teller tells languages apart by their function words. That says less than the frequencies of letters do, and seldom says
// something wrong: of a headline of eight words, letters make a Dane of an Englishman, and a report of another language
// than its story cannot join it.
type teller map[string][]string // languages by word

func newTeller() teller {
	t := teller{}
	for line := range strings.Lines(functionWords) {
		language, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, w := range strings.Fields(list) {
			if words.Stop(w) {
				continue // an English sentence may have it
			}
			t[w] = append(t[w], language)
		}
	}
	return t
}

// usual is the rank up to which a stem is one that English news often has.
const usual = 10_000

// told gives the language of a text, "" if its words do not tell, or tell of another language than English while most of the
// others are English: "De La Hoya beats Los Angeles boxer".
func (b *background) told(tokens []words.Token) string {
	language := b.teller.language(tokens)
	if language == "" || language == "en" {
		return language
	}
	english, others := 0, 0
	for _, t := range tokens[:min(len(tokens), telling)] {
		if len(b.teller[t.Text]) > 0 || len(t.Text) < 4 {
			continue
		}
		if r, known := b.rank[hashOf(words.Stem(t.Text))]; known && r < usual {
			english++
		} else {
			others++
		}
	}
	if english > others {
		return ""
	}
	return language
}

// language gives the language of a text, "" if its words do not tell.
func (t teller) language(tokens []words.Token) string {
	english := 0
	counts := map[string]int{}
	for _, token := range tokens[:min(len(tokens), telling)] {
		if words.Stop(token.Text) {
			english++
		}
		for _, l := range t[token.Text] {
			counts[l]++
		}
	}
	best, second := "", 0
	for l, n := range counts {
		switch {
		case best == "" || n > counts[best]:
			best, second = l, counts[best]
		case n > second:
			second = n
		}
	}
	switch {
	case best != "" && counts[best] >= 2 && counts[best] > 2*english && counts[best] > second:
		return best
	case english > 0 && english >= 2*counts[best]:
		return "en"
	}
	return ""
}
