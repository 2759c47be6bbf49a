package stance

import (
	"math"
	"slices"
)

// RelatedRow gives what the trees see that tell whether a text is about a claim.
func (m *Meeting) RelatedRow() []float64 {
	words := float64(len(m.claim.content))
	return []float64{m.whole, m.lead, m.sentence, m.window, m.best, m.names, m.again, m.pairs, m.found, m.rarest, m.missing, m.words,
		m.words / math.Max(1, words), words, float64(len(m.text.sentences)), m.place() / math.Max(1, float64(len(m.text.sentences)))}
}

// place is the number of the sentence that has most of the claim's words, from 0; past the last if none has any.
func (m *Meeting) place() float64 {
	if len(m.near) == 0 {
		return float64(len(m.text.sentences))
	}
	return float64(m.near[0])
}

// StanceRow gives what the trees see that tell which way a text goes that is about a claim. Claim and text are the scores
// of the regressions of leaning.
func (m *Meeting) StanceRow(claim, text [3]float64) []float64 {
	var first, lead, all counts
	for i, s := range m.text.sentences {
		if i == 0 {
			first = s.counts
		}
		if i < leadSentences {
			lead.add(s.counts)
		}
		all.add(s.counts)
	}
	out := make([]float64, 0, 8*len(kinds)+24)
	for _, c := range []counts{m.claim.counts, first, lead, m.nearCounts, m.reach, m.reachLead, all} {
		out = append(out, c[:]...)
	}
	for _, n := range all {
		out = append(out, n/math.Max(float64(m.text.size), 50))
	}
	for _, mark := range []string{"?", `"`, ":", ","} {
		out = append(out, float64(countOf(m.claim.stems, mark)))
	}
	out = append(out, float64(len(m.claim.stems)), float64(m.text.size),
		m.whole, m.lead, m.sentence, m.window, m.pairs, m.missing, m.rarest, m.place())
	h, b := Chances(claim), Chances(text)
	for _, p := range [][3]float64{h, b} {
		const least = 1e-3
		out = append(out, math.Log((p[0]+least)/(p[1]+least)), math.Log((p[0]+least)/(p[2]+least)), math.Log((p[1]+least)/(p[2]+least)))
	}
	y := Together(h, b)
	return append(out, y[:]...)
}

func countOf(list []string, s string) (n int) {
	for i := range list {
		if list[i] == s {
			n++
		}
	}
	return n
}

// Chances turns scores into chances that add up to 1.
func Chances(scores [3]float64) [3]float64 {
	top, sum := slices.Max(scores[:]), 0.0
	for i := range scores {
		scores[i] = math.Exp(scores[i] - top)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return scores
}

// Together gives the chances of the directions from those of the leanings of a claim and of a text, were these
// independent.
func Together(claim, text [3]float64) [3]float64 {
	return [3]float64{
		claim[For]*text[For] + claim[Against]*text[Against],
		claim[For]*text[Against] + claim[Against]*text[For],
		claim[Open] + text[Open] - claim[Open]*text[Open],
	}
}
