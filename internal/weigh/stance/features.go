package stance

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"onrecord/internal/words"
)

// match is how a text meets a claim. Shares are of the claim's words, the rare ones counting more, from 0 to 1.
type match struct {
	whole    float64 // in the text
	lead     float64 // in its first sentences
	sentence float64 // in the sentence that has most
	window   float64 // in the three sentences in a row that have most
	pairs    float64 // of its pairs of words, found as pairs
	missing  float64 // weight of its rarest word that the text lacks, over that of its rarest
	near     []int   // the sentences that have most, the best first
}

const (
	leadSentences = 5
	nearSentences = 3
)

func meet(c *Claim, t *Text, r *Rarity) match {
	var m match
	total, rarest := 0.0, 0.0
	by := make([]float64, len(t.sentences))
	for _, s := range c.content {
		w := r.of(s)
		total += w
		rarest = math.Max(rarest, w)
		list := t.in[s]
		if len(list) == 0 {
			m.missing = math.Max(m.missing, w)
			continue
		}
		m.whole += w
		if list[0] < leadSentences {
			m.lead += w
		}
		for _, n := range list {
			by[n] += w
		}
	}
	if total == 0 {
		return match{missing: 1}
	}
	for i := range by {
		m.sentence = math.Max(m.sentence, by[i])
		w := 0.0
		for _, s := range c.content {
			for _, n := range t.in[s] {
				if int(n) >= i && int(n) < i+3 {
					w += r.of(s)
					break
				}
			}
		}
		m.window = math.Max(m.window, w)
		if by[i] > 0 {
			m.near = append(m.near, i)
		}
	}
	slices.SortStableFunc(m.near, func(a, b int) int {
		switch {
		case by[a] > by[b]:
			return -1
		case by[a] < by[b]:
			return 1
		}
		return 0
	})
	m.near = m.near[:min(len(m.near), nearSentences)]
	for _, p := range c.pairs {
		if t.pairs[p] {
			m.pairs++
		}
	}
	if len(c.pairs) > 0 {
		m.pairs /= float64(len(c.pairs))
	}
	m.whole, m.lead, m.sentence, m.window = m.whole/total, m.lead/total, m.sentence/total, m.window/total
	if rarest > 0 {
		m.missing /= rarest
	}
	return m
}

// Features are what a regression sees of a pair: names and values.
type Features map[string]float64

// Names gives the names in order: sums of fractions depend on the order of their terms.
func (f Features) Names() []string { return slices.Sorted(maps.Keys(f)) }

// bin gives the step of a share that a value is on; regressions are linear, what shares tell is not.
func (f Features) bin(name string, v float64, steps int) int {
	n := min(int(v*float64(steps)), steps-1)
	f[fmt.Sprintf("%s=%d", name, n)] = 1
	return n
}

// related gives what tells whether a text is about the claim.
func (m match) related(c *Claim) Features {
	f := Features{"one": 1, "whole": m.whole, "lead": m.lead, "sentence": m.sentence, "window": m.window, "pairs": m.pairs, "missing": m.missing}
	a := f.bin("whole", m.whole, 10)
	f.bin("lead", m.lead, 10)
	f.bin("sentence", m.sentence, 10)
	b := f.bin("window", m.window, 10)
	p := f.bin("pairs", m.pairs, 5)
	f.bin("missing", m.missing, 10)
	f[fmt.Sprintf("whole,window=%d,%d", a/2, b/2)] = 1
	f[fmt.Sprintf("window,pairs=%d,%d", b/2, p)] = 1
	f[fmt.Sprintf("size=%d", min(len(c.content)/2, 8))] = 1
	return f
}

// The words that turn a report for or against what it reports, and those that leave it open, by stem.
var (
	refuting = stemmed(`fake fraud hoax false falsely deny denies denied denial not no never despite nope doubt doubts
		doubtful bogus debunk debunked debunking pranks prank retract retracted untrue wrong myth satire satirical
		fabricated fabrication refute refuted reject rejected dismiss dismissed contrary incorrect inaccurate misleading
		disprove disproved unfounded baseless impossible photoshopped viral nobody didn't isn't wasn't aren't doesn't
		hasn't haven't won't can't couldn't actually lie lied liar parody correction clarify rubbish nonsense`)
	hedging = stemmed(`reportedly allegedly alleged allege claim claims claimed rumor rumors rumour rumoured rumored report
		reports reported apparently unconfirmed unverified possible possibly may might could appear appears appeared seem
		seems suggest suggests suggested purported purportedly supposed supposedly believed unclear investigate
		investigating verify confirm whether if sources source according speculation told`)
)

func stemmed(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[words.Stem(w)] = true
	}
	return out
}

func count(stems []string, in map[string]bool) float64 {
	n := 0.0
	for _, s := range stems {
		if in[s] {
			n++
		}
	}
	return n
}

// direction gives what tells which way a text that is about the claim goes. Only the words that known accepts are given
// by name.
func (m match) direction(c *Claim, t *Text, known func(stem string) bool) Features {
	f := Features{"one": 1}
	f.bin("whole", m.whole, 5)
	f.bin("window", m.window, 5)
	f.bin("sentence", m.sentence, 5)
	f.bin("lead", m.lead, 5)
	f.bin("pairs", m.pairs, 4)
	f[fmt.Sprintf("length=%d", min(len(t.sentences)/5, 6))] = 1

	name := func(part string, stems []string, weight float64) {
		for i, s := range stems {
			if known(s) {
				f[part+s] += weight
				if i > 0 && known(stems[i-1]) && part != "b:" && (refuting[s] || hedging[s] || refuting[stems[i-1]] || hedging[stems[i-1]]) {
					f[part+stems[i-1]+"_"+s] += weight
				}
			}
		}
	}
	name("c:", c.stems, 1)
	refuted, hedged := 0.0, 0.0
	var nearStems []string
	for _, n := range m.near {
		nearStems = append(nearStems, t.sentences[n]...)
	}
	name("n:", nearStems, 1)
	var lead, all []string
	for i, s := range t.sentences {
		if i < 3 {
			lead = append(lead, s...)
		}
		all = append(all, s...)
		refuted += count(s, refuting)
		hedged += count(s, hedging)
	}
	name("l:", lead, 1)
	name("b:", all, 1)
	for k, v := range f {
		if len(k) > 2 && k[1] == ':' && v > 1 {
			f[k] = 1 + math.Log(v)
		}
	}
	// The claim may itself be the denial, which turns everything round.
	turn := "+"
	if count(c.stems, refuting) > 0 {
		turn = "-"
	}
	if count(c.stems, hedging) > 0 {
		turn += "?"
	}
	f["claim"+turn] = 1
	per := func(name string, n, size float64, steps int) {
		f[fmt.Sprintf("%s%s=%d", turn, name, min(int(n), steps))] = 1
		f[turn+name] = n / math.Max(size, 10) * 10
	}
	per("near refuting", count(nearStems, refuting), float64(len(nearStems)), 4)
	per("near hedging", count(nearStems, hedging), float64(len(nearStems)), 4)
	per("lead refuting", count(lead, refuting), float64(len(lead)), 4)
	per("lead hedging", count(lead, hedging), float64(len(lead)), 4)
	per("all refuting", refuted, float64(len(all)), 8)
	per("all hedging", hedged, float64(len(all)), 8)
	return f
}
