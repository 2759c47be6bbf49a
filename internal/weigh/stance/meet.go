package stance

import (
	"cmp"
	"math"
	"slices"
)

// Meeting is how a text meets a claim. Shares are of the claim's words, the rare ones counting more, from 0 to 1.
type Meeting struct {
	claim *Claim
	text  *Text

	whole    float64 // in the text
	lead     float64 // in its first sentences
	sentence float64 // in the sentence that has most
	window   float64 // in the three sentences in a row that have most
	best     float64 // in the sentences that have most, on average
	names    float64 // in the text, written with a capital
	again    float64 // in the text, counted again for every sentence, less and less; more than 1 is possible
	pairs    float64 // of its pairs of words, found as pairs
	found    float64 // weight of what is in the text
	rarest   float64 // weight of the rarest word that is in the text
	missing  float64 // weight of its rarest word that the text lacks, over that of its rarest
	words    float64 // how many of its words are in the text
	near     []int   // the sentences that have most, the best first

	nearCounts       counts // in the sentences that have most
	reach, reachLead counts // a few words from one of the claim's, in the text and in its opening
}

const (
	firstSentences = 5
	nearSentences  = 3
	reachWords     = 6
)

// Meet holds a text against a claim.
func (l *Lens) Meet(c *Claim, t *Text) *Meeting {
	m := &Meeting{claim: c, text: t, missing: 1}
	total, rarest, missing := 0.0, 0.0, 0.0
	by := make([]float64, len(t.sentences))     // weight found in each sentence
	window := make([]float64, len(t.sentences)) // and in it and the two after it
	for _, s := range c.content {
		w := l.rarity.of(s)
		total += w
		rarest = math.Max(rarest, w)
		list := t.in[s]
		if len(list) == 0 {
			missing = math.Max(missing, w)
			continue
		}
		m.words++
		m.found += w
		m.again += w * math.Log1p(float64(len(list)))
		m.rarest = math.Max(m.rarest, w)
		if list[0] < firstSentences {
			m.lead += w
		}
		if t.names[s] {
			m.names += w
		}
		from := 0
		for _, n := range list {
			by[n] += w
			for i := max(from, int(n)-2); i <= int(n); i++ {
				window[i] += w
			}
			from = int(n) + 1
		}
	}
	if total == 0 {
		return m
	}
	for i := range by {
		if by[i] > 0 {
			m.near = append(m.near, i)
			m.sentence = math.Max(m.sentence, by[i])
			m.window = math.Max(m.window, window[i])
		}
	}
	slices.SortStableFunc(m.near, func(a, b int) int { return cmp.Compare(by[b], by[a]) })
	m.near = m.near[:min(len(m.near), nearSentences)]
	for _, n := range m.near {
		m.best += by[n] / nearSentences
		m.nearCounts.add(t.sentences[n].counts)
	}
	for _, p := range c.pairs {
		if t.pairs[p] {
			m.pairs++
		}
	}
	m.pairs /= math.Max(1, float64(len(c.pairs)))
	m.missing = missing / rarest
	m.whole = m.found / total
	for _, share := range []*float64{&m.lead, &m.sentence, &m.window, &m.best, &m.names, &m.again} {
		*share /= total
	}
	return m
}

// Nearby looks closer, as NearFeatures and StanceRow need it: it counts the words that do something and stand a few words
// from one of the claim's, in sentences that have two of them or more.
func (l *Lens) Nearby(m *Meeting) {
	m.reach, m.reachLead = counts{}, counts{} // looking twice counts nothing twice
	for i, s := range m.text.sentences {
		var at []int
		for p, w := range s.stems {
			if m.claim.own[w] {
				at = append(at, p)
			}
		}
		if len(at) < 2 || s.counts == (counts{}) {
			continue
		}
		for p, w := range s.stems {
			of := l.kinds[w]
			if of == 0 || !slices.ContainsFunc(at, func(q int) bool { return q >= p-reachWords && q <= p+reachWords }) {
				continue
			}
			for k := range kinds {
				m.reach[k] += float64(of >> k & 1)
				if i < leadSentences {
					m.reachLead[k] += float64(of >> k & 1)
				}
			}
		}
	}
}
