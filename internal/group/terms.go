package group

import (
	"math"
	"strings"

	"onrecord/internal/words"
)

const (
	// leadWords is how many words at a text's beginning count in full: that is where a report says what its news is. The
	// words after them count tailWeight each, up to bodyWords.
	leadWords  = 120
	bodyWords  = 300
	tailWeight = 0.35
	// titleWeight is what a word of the title counts for, a word of the lead being 1.
	titleWeight = 3.0
	// signed is how many words a text needs for its wording to be compared.
	signed = 20
	// shingle is the length of the word runs that wording is compared by.
	shingle = 4
)

// digest is all that is kept of a report's words. Making it is the slow part, and needs nothing but the report.
type digest struct {
	stems     map[string]float64 // what each stem counts, its rarity aside
	signature words.Signature
}

func digestOf(r Report) digest {
	body := words.Tokens(r.Text)
	counts := map[string]float64{}
	for _, t := range words.Tokens(r.Title) {
		if s := stemOf(t); s != "" {
			counts[s] += titleWeight
		}
	}
	for i, t := range body[:min(len(body), bodyWords)] {
		s := stemOf(t)
		switch {
		case s == "":
		case i < leadWords:
			counts[s]++
		default:
			counts[s] += tailWeight
		}
	}
	for s, c := range counts {
		counts[s] = math.Log1p(c) // a word said ten times does not count ten times
	}
	d := digest{stems: counts}
	if len(body) >= signed {
		d.signature = words.MinHash(words.Shingles(body, shingle))
	}
	return d
}

// stemOf is the stem that a word counts as, "" if it says nothing about what a report is about.
func stemOf(t words.Token) string {
	if len(t.Text) < 2 || words.Stop(t.Text) {
		return ""
	}
	return words.Stem(strings.ReplaceAll(t.Text, ".", ""))
}
