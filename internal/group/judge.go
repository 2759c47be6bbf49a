package group

import (
	_ "embed"
	"encoding/json"
	"math"
	"slices"
)

// learnedWeights are what tools/grouping found on one set of stories and tried on another.
//
//go:embed weights.json
var learnedWeights []byte

// Weights say how much must speak for two reports being about one happening. Likeness is a cosine from 0 to 1; all but the
// shares and Spread are in its units.
type Weights struct {
	// Long, Mixed and Short are the likeness at which it is as likely as not that two reports are about one happening, where
	// nothing is known of their times: of two texts, of a text and a headline, of two headlines.
	Long, Mixed, Short float64
	// Nearest is the share that the three members of a story most like a report have in its likeness to the story; the mean
	// over the members has the rest.
	Nearest float64
	// Soon is what it counts for a story that a report comes within the hour of one of its members, and Fade what each
	// doubling of the gap takes away again: after a gap of d days, Soon - Fade·log2(1 + d).
	Soon, Fade float64
	// Merge and Split are how much more than nothing must speak for two stories being one to merge them, and how much against
	// it to split one.
	Merge, Split float64
	// Spread is the likeness that makes the odds e times higher.
	Spread float64
}

// Learned gives the weights that come with the program.
func Learned() Weights {
	var w Weights
	if err := json.Unmarshal(learnedWeights, &w); err != nil {
		panic("group: the weights cannot be read: " + err.Error()) // the file is ours, and tested
	}
	return w
}

// brief is how many words a report has at most that counts as a headline.
const brief = 40

// copyAt is how much of two texts' wording must agree for them to be one text.
const copyAt = 0.5

// likeness is how alike two reports are.
type likeness struct {
	over   float64 // by how much the cosine is over that of an even chance; below 0: it rather is another happening
	copied float64 // share of the wording in common
}

// compare says how alike two reports are, their times aside.
func (g *Grouper) compare(q *query, b doc) likeness {
	w, a := &g.weights, q.doc
	cosine := g.dot(q, b)
	if cosine > 0 {
		cosine /= float64(a.norm) * float64(b.norm)
	}
	l := likeness{copied: copied(a.signature, b.signature)}
	if l.copied >= copyAt {
		cosine = max(cosine, l.copied)
	}
	switch {
	case a.words > brief && b.words > brief:
		l.over = cosine - w.Long
	case a.words > brief || b.words > brief:
		l.over = cosine - w.Mixed
	default:
		l.over = cosine - w.Short
	}
	return l
}

// dot adds up the weights of the terms that two reports have in common. How rare a term is, is looked up when it is first needed.
func (g *Grouper) dot(a *query, b doc) float64 {
	sum := float32(0)
	j := 0
	for i, h := range a.terms {
		for j < len(b.terms) && b.terms[j] < h {
			j++
		}
		if j == len(b.terms) {
			break
		}
		if b.terms[j] == h {
			if a.factors[i] < 0 {
				rare := float32(g.rarity(h))
				a.factors[i] = rare * rare
			}
			sum += float32(a.tf[i]) * float32(b.tf[j]) * a.factors[i]
		}
	}
	return float64(sum)
}

// timely is what the gap between a report and the nearest member of a story counts for the story.
func (w *Weights) timely(seconds int64) float64 {
	return w.Soon - w.Fade*math.Log2(1+float64(seconds)/(24*3600))
}

// odds turns what speaks for a story into a likelihood from 0 to 1.
func (w *Weights) odds(over float64) float64 { return 1 / (1 + math.Exp(-over/w.Spread)) }

// overall is how alike a story is: the mean over its members, and the nearest ones among them once more.
func (w *Weights) overall(mean float64, near []float64) float64 {
	slices.Sort(near)
	slices.Reverse(near)
	near = near[:min(len(near), 3)]
	sum := 0.0
	for _, l := range near {
		sum += l
	}
	return (1-w.Nearest)*mean + w.Nearest*sum/float64(len(near))
}
