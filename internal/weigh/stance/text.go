package stance

import (
	"math"

	"onrecord/internal/words"
)

// Text is a report's text, taken apart once for all the claims it is held against.
type Text struct {
	sentences [][]string         // the stems of each, stop words among them
	in        map[string][]int32 // by stem that is no stop word: the sentences it is in
	pairs     map[[2]string]bool // such stems that follow one another
}

// maxSentences is how much of a text is looked at.
const maxSentences = 80

// NewText takes a report apart.
func NewText(text string) *Text {
	t := &Text{in: map[string][]int32{}, pairs: map[[2]string]bool{}}
	tokens := words.Tokens(text)
	at := 0
	for n, s := range words.Sentences(text) {
		if n == maxSentences {
			break
		}
		var stems []string
		last := ""
		for ; at < len(tokens) && tokens[at].Span[0] < s[1]; at++ {
			stem := words.Stem(tokens[at].Text)
			stems = append(stems, stem)
			if words.Stop(tokens[at].Text) {
				continue
			}
			if list := t.in[stem]; len(list) == 0 || list[len(list)-1] != int32(n) {
				t.in[stem] = append(list, int32(n))
			}
			if last != "" {
				t.pairs[[2]string{last, stem}] = true
			}
			last = stem
		}
		t.sentences = append(t.sentences, stems)
	}
	return t
}

// Claim is a claim, taken apart once for all the texts it is held against.
type Claim struct {
	stems   []string // all, in order
	content []string // those that are no stop words, each once
	pairs   [][2]string
}

// NewClaim takes a claim apart.
func NewClaim(claim string) *Claim {
	c := &Claim{}
	seen := map[string]bool{}
	last := ""
	for _, t := range words.Tokens(claim) {
		stem := words.Stem(t.Text)
		c.stems = append(c.stems, stem)
		if words.Stop(t.Text) {
			continue
		}
		if !seen[stem] {
			seen[stem] = true
			c.content = append(c.content, stem)
		}
		if last != "" {
			c.pairs = append(c.pairs, [2]string{last, stem})
		}
		last = stem
	}
	return c
}

// Rarity says how rare stems are among texts. It starts with nothing known, and every text it is shown sharpens it.
type Rarity struct {
	texts int
	in    map[string]int
}

// NewRarity makes one from texts.
func NewRarity(texts ...*Text) *Rarity {
	r := &Rarity{in: map[string]int{}}
	for _, t := range texts {
		r.texts++
		for s := range t.in {
			r.in[s]++
		}
	}
	return r
}

// of is the weight of a stem: its inverse document frequency, with a hundred texts without it taken as given.
func (r *Rarity) of(stem string) float64 {
	return math.Log(float64(100+r.texts) / float64(1+r.in[stem]))
}
