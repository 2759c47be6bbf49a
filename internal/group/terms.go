package group

import (
	"cmp"
	"slices"

	"github.com/zeebo/xxh3"

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
	// sated is the count at which a word counts half of what it can: one said ten times does not count ten times.
	sated = 2.0
	// signed is how many words a text needs for its wording to be compared, and shingle the length of the word runs that it
	// is compared by. A report without a text is compared by the wording of its title, in runs of titleShingle words.
	signed, shingle           = 20, 4
	titleSigned, titleShingle = 4, 2
)

// term is a stem, by its hash, and how much it counts in a report, its rarity aside: 255 is the most. Two stems with one
// hash count as one; among a million stems one in four thousand shares its hash with another.
type term struct {
	hash uint32
	tf   uint8
}

// digest is all that is kept of a report's words. Making it is the slow part, and needs nothing but the report.
type digest struct {
	terms     []term // the weightiest, by hash
	signature []uint8
	bands     []uint32
	words     int
	language  string // first subtag; "": not told
}

// weightiest gives the terms of a report that are kept, by hash.
func (b *background) weightiest(terms []term) []term {
	if len(terms) > kept {
		by := make(map[term]float64, len(terms))
		for _, t := range terms {
			by[t] = float64(t.tf) * b.rarity(t.hash)
		}
		slices.SortFunc(terms, func(x, y term) int { return cmp.Or(cmp.Compare(by[y], by[x]), cmp.Compare(x.hash, y.hash)) })
		terms = terms[:kept]
	}
	slices.SortFunc(terms, func(x, y term) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.tf, y.tf)) })
	return terms
}

// Ready is a report taken apart, ready to be compared. It no longer has its text.
type Ready struct {
	Report
	digest digest
}

// Prepare takes a report apart, which is the slow part of deciding. It may be called from many goroutines at once.
func (g *Grouper) Prepare(r Report) Ready {
	d := digestOf(r, g.background)
	r.Title, r.Text = "", ""
	return Ready{r, d}
}

func hashOf(stem string) uint32 { return uint32(xxh3.HashString(stem)) }

// digestOf takes a report apart.
func digestOf(r Report, b *background) digest {
	title, body := words.Tokens(r.Title), words.Tokens(r.Text)
	d := digest{words: len(title) + len(body), language: subtag(r.Language)}
	if d.language == "" {
		if d.language = b.told(title); d.language == "" {
			d.language = b.told(body)
		}
	}
	stem := stemmerOf(d.language)
	counts := map[string]float64{}
	for _, s := range stem.stems(title) {
		counts[s] += titleWeight
	}
	for i, s := range stem.stems(body[:min(len(body), bodyWords)]) {
		if i < leadWords {
			counts[s]++
		} else {
			counts[s] += tailWeight
		}
	}
	delete(counts, "")
	d.terms = make([]term, 0, len(counts))
	for s, c := range counts {
		d.terms = append(d.terms, term{hashOf(s), uint8(255*c/(c+sated) + 0.5)})
	}
	d.terms = b.weightiest(d.terms)
	var signature words.Signature
	switch {
	case len(body) >= signed:
		signature = words.MinHash(words.Shingles(body, shingle))
	case len(body) == 0 && len(title) >= titleSigned:
		signature = words.MinHash(words.Shingles(title, titleShingle))
	}
	d.signature, d.bands = shortened(signature), signature.Bands(bands, rows)
	return d
}
