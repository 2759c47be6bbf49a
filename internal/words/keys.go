package words

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"onrecord/internal/news"
)

const (
	mostKeys  = 60  // of a text
	tooUsual  = 3.8 // the rarity below which a word says nothing of what a text is about, if it is no name
	nameCount = 2.0 // what a name counts for, another word being 1
)

// anybody are words for people whom a text does not name: they are rare in news, and say nothing.
var anybody = strings.Fields("nobody somebody anybody everybody someone anyone everyone whoever whatever whichever whose whom myself himself herself itself themselves nothing something anything everything")

// Keys gives the words of an article that say what it is about, those that say most first: what is said often, and is rare elsewhere.
// rarity says how rare a word is, as group.Rarity does; nil, for languages of which that is not known, has the length of a word stand
// for it. A name that stands in one piece with another is one key: "Lia Oro".
func Keys(title, text string, rarity func(word string) float64) []news.KeyWord {
	type seen struct {
		shown  string
		count  float64
		name   bool
		rare   float64
		inHead bool
	}
	found := map[string]*seen{}
	note := func(key, shown string, name, head bool, rare float64) {
		k := found[key]
		if k == nil {
			k = &seen{shown: shown, rare: rare}
			found[key] = k
		}
		k.count++
		k.name, k.inHead = k.name || name, k.inHead || head
		if name {
			k.shown = shown
		}
	}
	for i, part := range []string{title, text} {
		runes := []rune(part)
		for _, sentence := range Sentences(part) {
			tokens := Tokens(news.Cut(runes, []news.Span{sentence}))
			words := []rune(news.Cut(runes, []news.Span{sentence}))
			for j := 0; j < len(tokens); j++ {
				t := tokens[j]
				// The first word of a sentence, and every word of a title, may have a capital for no other reason.
				name := t.Capital && j > 0 && i > 0
				end := j
				for name && end+1 < len(tokens) && tokens[end+1].Capital && news.Cut(words, []news.Span{{tokens[end].Span[1], tokens[end+1].Span[0]}}) == " " {
					end++
				}
				if end > j {
					whole := strings.TrimSuffix(strings.TrimSuffix(news.Cut(words, []news.Span{{t.Span[0], tokens[end].Span[1]}}), "'s"), "’s")
					note(strings.ToLower(whole), whole, true, false, 8)
				}
				for ; j <= end; j++ {
					t := tokens[j]
					if Stop(t.Text) || slices.Contains(anybody, t.Text) || len([]rune(t.Text)) < 3 || strings.Trim(t.Text, "0123456789.,:") == "" {
						continue
					}
					rare := math.Min(7, 3+float64(len([]rune(t.Text)))/2)
					if rarity != nil {
						rare = rarity(t.Text)
					}
					shown := strings.TrimSuffix(strings.TrimSuffix(news.Cut(words, []news.Span{t.Span}), "'s"), "’s")
					note(Stem(strings.TrimSuffix(t.Text, "'s")), shown, name, i == 0, rare)
				}
				j = end
			}
		}
	}
	var out []news.KeyWord
	for key, k := range found {
		if !k.name && (k.rare < tooUsual || rarity == nil && k.count < 2) {
			continue
		}
		weight := k.rare * k.count / (k.count + 2)
		if k.name {
			weight *= nameCount
		}
		if k.inHead {
			weight *= 1.5
		}
		out = append(out, news.KeyWord{Key: key, Shown: k.shown, Weight: math.Round(weight*1000) / 1000})
	}
	slices.SortFunc(out, func(a, b news.KeyWord) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Key, b.Key)) })
	return out[:min(len(out), mostKeys)]
}
