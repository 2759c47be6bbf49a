package group

import (
	"math"
	"slices"
	"strings"

	"onrecord/internal/words"
)

const (
	// leadWords is how many words at a text's beginning count in full: that is where a report says what its news is. The
	// words after them count tailWeight each, up to bodyWords.
	leadWords  = 120
	bodyWords  = 600
	tailWeight = 0.35
	// titleWeight and nameWeight are what a word of the title and a name count for, a plain word of the lead being 1.
	titleWeight = 3.0
	nameWeight  = 1.6
	// signed is how many words a text needs for its wording to be compared.
	signed = 20
	// shingle is the length of the word runs that wording is compared by.
	shingle = 4
)

// term is a stem and how much it counts in a report, its rarity aside.
type term struct {
	id     int32
	weight float32
}

// stemOf is the stem that a word counts as, "" if it says nothing about what a report is about.
func stemOf(t words.Token) string {
	if len(t.Text) < 2 || words.Stop(t.Text) {
		return ""
	}
	return words.Stem(strings.ReplaceAll(t.Text, ".", ""))
}

// weigh counts the stems of a report: the more often and the nearer to the top, the more; names more than other words.
func weigh(r Report, body []words.Token) map[string]float64 {
	type count struct{ weight, all, capital float64 }
	counts := map[string]*count{}
	add := func(tokens []words.Token, weight func(i int) float64, names bool) {
		for i, t := range tokens {
			s := stemOf(t)
			if s == "" {
				continue
			}
			c := counts[s]
			if c == nil {
				c = &count{}
				counts[s] = c
			}
			c.weight += weight(i)
			if names {
				c.all++
				if t.Capital {
					c.capital++
				}
			}
		}
	}
	title := words.Tokens(r.Title)
	add(title, func(int) float64 { return titleWeight }, !titleCase(title))
	add(body[:min(len(body), bodyWords)], func(i int) float64 {
		if i < leadWords {
			return 1
		}
		return tailWeight
	}, true)
	out := make(map[string]float64, len(counts))
	for s, c := range counts {
		w := math.Log1p(c.weight)
		if c.capital > c.all/2 {
			w *= nameWeight
		}
		out[s] = w
	}
	return out
}

// titleCase reports whether so many words of a title begin with a capital that it says nothing about which are names.
func titleCase(title []words.Token) bool {
	n, capital := 0, 0
	for _, t := range title {
		if words.Stop(t.Text) {
			continue
		}
		n++
		if t.Capital {
			capital++
		}
	}
	return 3*capital > 2*n
}

// byID orders terms, which makes them quick to compare.
func byID(terms []term) []term {
	slices.SortFunc(terms, func(a, b term) int { return int(a.id) - int(b.id) })
	return terms
}
