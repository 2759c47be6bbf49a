package weigh

import (
	"maps"
	"math"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// features is what is seen of something that is to be judged, by name; what is not there is 0.
type features map[string]float64

// add adds to a feature.
func (f features) add(name string, by float64) {
	if by != 0 {
		f[name] += by
	}
}

// most raises a feature to at least a value.
func (f features) most(name string, value float64) {
	if value > f[name] {
		f[name] = value
	}
}

// names gives the features in order, so that sums over them do not depend on chance.
func (f features) names() []string { return slices.Sorted(maps.Keys(f)) }

// squash brings a count or sum that may be large to below 1.
func squash(x float64) float64 { return x / (1 + x) }

// perhaps is how a sentence leaves open whether something is so.
var perhaps = newCued(`(?i)\b(?:may|might|could) (?:have|be|soon|also|yet|well|not|now|already|\p{L}+)\b`, `may|might|could`)

// opening is how many sentences, the headline among them, a text opens with.
const opening = 4

// look gathers what a report shows by itself, whatever the claim: its signs, its credits and who speaks in it.
func (v *view) look(f features) {
	names := english().names
	anywhere := make([]float64, len(names))
	for i, s := range v.sentences {
		for _, n := range v.signs[i] {
			anywhere[n]++
			if s.lead < opening {
				f.most("opening "+names[n], 1)
			}
		}
	}
	for n, x := range anywhere {
		f.add("share "+names[n], x/max(3, float64(len(v.sentences))))
		f.add("any "+names[n], min(x, 1))
	}
	f.add("long", math.Log1p(float64(len(v.sentences)))/4)
}

// towards gathers how a report takes a claim.
func (p *placing) towards(w weights, claim *proposition) features {
	v := p.in
	f := features{"": 1}
	v.look(f)
	var plain, open, against, modal, nearby, governed float64
	own := fields(claim.wording)
	maybe := perhaps.MatchString(claim.wording)
	for i, s := range v.sentences {
		if p.away[i] {
			continue
		}
		weight := leadWeight(s.lead, len(v.sentences))
		near := w.covered(claim.bag, s.bag)
		said, others := false, v.leftToOthers(i)
		for _, t := range v.sayings {
			if t.sentence != i {
				continue
			}
			said = true
			if near >= 0.3 {
				f.most("said near "+string(t.Standing), near)
				f.most("polarity near "+string(t.Polarity), near)
			}
			if s.lead < opening {
				f.most("opening polarity "+string(t.Polarity), 1)
			}
		}
		hedge, bust, refuse, negative := s.hedges(own), s.busted, s.refused, negates(s.text, claim.bag)
		question := strings.HasSuffix(s.text, "?")
		if s.lead < opening {
			f.most("opening near", near)
			f.most("opening bust", float64(order(bust)))
			f.most("opening refuse", float64(order(refuse)))
			f.most("opening hedge", float64(order(hedge && near >= 0.3)))
			f.most("opening question", float64(order(question)))
			f.most("opening negates", float64(order(negative && near >= 0.3)))
			if !hedge && !bust && !said && !others && !question {
				f.most("opening flat", near)
			}
		}
		f.most("near", near)
		switch {
		case bust:
			against += weight
			f.most("bust near", near)
		case refuse && (near >= 0.15 || called.MatchString(s.text)):
			against += weight * 0.7
			f.most("refuse near", near)
		}
		if near < 0.3 {
			continue
		}
		f.most("negates near", float64(order(negative)))
		if s.perhaps && !maybe {
			modal++
		}
		nearby++
		if governs(s.text, claim.bag, own) {
			governed++
			f.most("governed", near)
			if s.lead < opening {
				f.most("opening governed", near)
			}
		}
		if hedge || others || question {
			open += weight * near
		} else {
			plain += weight * near
			if !said && !bust && !refuse && !negative {
				f.most("flat", near)
				f.add("flats", min(1, near))
			}
		}
	}
	f["flats"] = squash(f["flats"])
	if nearby > 0 {
		f.add("governed share", governed/nearby)
	}
	f.add("whole", w.covered(claim.bag, v.bag()))
	f.add("plain", squash(plain))
	f.add("open", squash(open))
	f.add("against", squash(against))
	if plain+open > 0 {
		f.add("open share", open/(plain+open))
	}
	f.most("for more", float64(order(plain > against)))
	f.most("against more", float64(order(against >= 1.2 && against > plain)))
	f.most("only maybe", float64(order(nearby > 0 && modal == nearby)))
	f.most("open most", float64(order(open > 0 && open >= 3*plain)))
	for i, s := range p.denials {
		f.add("denials", 0.5)
		if s.content.lead < opening {
			f.most("denial opens", 1)
		}
		if i == 0 {
			f.most("denial by "+string(s.Standing), 1)
		}
	}
	f["denials"] = squash(f["denials"])
	for i, s := range p.roots {
		if i == 0 {
			f.most("root "+string(s.Standing), 1)
			f.most("root confirms", float64(order(s.Polarity == news.Confirms)))
		}
	}
	f.most("no root", float64(order(len(p.roots) == 0)))
	return f
}

// amid adds to the features of each report what the others of the story show on average: reports of one story have their claim from
// few places.
func amid(all []features, names ...string) {
	if len(all) < 2 {
		return
	}
	sum := features{}
	for _, f := range all {
		for k, x := range f {
			if slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(k, n) }) {
				sum[k] += x
			}
		}
	}
	for _, f := range all {
		own := maps.Clone(f)
		for k, total := range sum {
			f["story "+k] = (total - own[k]) / float64(len(all)-1)
		}
	}
}
