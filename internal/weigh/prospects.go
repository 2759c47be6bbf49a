package weigh

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// prospect is one from whom a report may have a claim: somebody who speaks in it, an outlet that it credits, a video or paper that it
// speaks of, rumours, or nobody.
type prospect struct {
	standing news.Standing
	name     string
	saying   *saying // the nearest to the claim; nil: nobody is quoted
	credit   *credit // the outlet credited; nil: none
	keys     []string
	f        features
}

// mention says whether the source is only spoken of.
func (p *prospect) mention() bool { return p.saying == nil && p.credit == nil }

// nobody says whether it stands for there being no source.
func (p *prospect) nobody() bool { return p.mention() && p.standing == news.Other }

// mentions are prospects that need not say anything to be where a claim comes from, by the signs that tell of them.
var mentions = []struct {
	sign     string
	standing news.Standing
	name     string
}{
	{"video", news.FromPaper, "a video or picture"},
	{"paper", news.FromPaper, "a document"},
	{"social", news.Public, "posts online"},
	{"rumour", news.Public, "rumours"},
	{"sources", news.Unnamed, "unnamed sources"},
	{"witness", news.Unnamed, "witnesses"},
	{"officials", news.Unnamed, "officials"},
	{"authorities", news.Institution, "the authorities"},
	{"press", news.FromOutlet, "press reports"},
	{"reported", news.FromOutlet, "other reports"},
	{"satire", news.FromOutlet, "a satirical site"},
}

// prospectsOf lists from whom each report may have a claim. Who denies it, in whichever report, is not where it comes from.
func prospectsOf(w weights, placings []*placing, claim *proposition) [][]*prospect {
	deny := map[string]bool{}
	for _, p := range placings {
		for _, d := range p.denials {
			for _, k := range identity(d) {
				deny[k] = strings.HasPrefix(k, "person ") || strings.HasPrefix(k, "body ")
			}
		}
	}
	out := make([][]*prospect, len(placings))
	for i, p := range placings {
		out[i] = slices.DeleteFunc(p.prospects(w, claim), func(c *prospect) bool {
			return c.saying != nil && slices.ContainsFunc(c.keys, func(k string) bool { return deny[k] })
		})
	}
	return out
}

// prospects lists from whom a report may have a claim, nobody last.
func (p *placing) prospects(w weights, claim *proposition) []*prospect {
	v := p.in
	var out []*prospect
	byName := map[string]*prospect{}
	sentences := float64(max(1, len(v.sentences)))
	refuting := 0.0
	for _, s := range v.sentences {
		if s.lead < opening && s.busted {
			refuting = 1
		}
	}
	spoken := map[int]bool{}
	var nearest [3]float64 // of sayings that assert: how near the three nearest are
	for _, s := range v.sayings {
		spoken[s.sentence] = true
		if s.source == "" && s.Speaker == "" || p.away[s.sentence] || !s.denies() && slices.Contains(p.denials, s) {
			continue // "it was reported", "allegedly": that is nobody; or an editor says that it is not for the claim
		}
		name := string(s.Standing) + " " + strings.Join(ownWords(s.name()), " ")
		if s.outlet != "" {
			name = "outlet " + s.outlet
		}
		c := byName[name]
		if c == nil {
			c = &prospect{standing: s.Standing, name: s.name(), saying: s, keys: identity(s), f: features{}}
			c.f.add("class "+string(s.Standing), 1)
			c.f.add("speaks", 1)
			c.f.add("early", 1-float64(max(0, s.sentence))/sentences)
			byName[name] = c
			out = append(out, c)
		}
		near := w.covered(claim.bag, s.content.bag)
		around := near
		if s.sentence >= 0 {
			around = max(near, w.covered(claim.bag, v.sentences[s.sentence].bag))
		}
		weight := leadWeight(s.content.lead, len(v.sentences)) / 1.5
		c.f.add("sayings", 1)
		if s.denies() {
			c.f.most("denies", 1)
			continue
		}
		if s.Polarity == news.Declines || s.Polarity == news.Asks || s.Polarity == news.Doubts {
			c.f.most("aside", 1)
			continue
		}
		if around > c.f["around"] {
			c.saying = s
		}
		c.f.most("near", near)
		c.f.most("around", around)
		c.f.most("around early", around*weight)
		c.f.most("opens", float64(order(s.content.lead < opening)))
		c.f.most("first", float64(order(s.content.lead <= 1)))
		c.f.most("confirms", float64(order(s.Polarity == news.Confirms)))
		c.f.most("via", float64(order(len(s.Via) > 0)))
		if around > nearest[0] {
			nearest = [3]float64{around, nearest[0], nearest[1]}
		} else if around > nearest[1] {
			nearest[1], nearest[2] = around, nearest[1]
		}
	}
	for _, c := range out {
		n := c.f["sayings"]
		c.f["sayings"] = squash(n)
		c.f.add("share", n/float64(len(v.sayings)))
		c.f.most("nearest", float64(order(c.f["around"] > 0 && c.f["around"] >= nearest[0])))
		if len(p.roots) > 0 && slices.Equal(c.keys, identity(p.roots[0])) {
			c.f.most("root", 1)
		}
	}
	credited := map[string]*prospect{}
	for i := range v.credits {
		k := &v.credits[i]
		if k.strength >= 2 || k.key == v.own && v.own != "" || p.away[k.sentence] { // who told the outlet itself is where it comes from
			continue
		}
		c := credited[k.key]
		if c == nil {
			c = &prospect{standing: news.FromOutlet, name: k.name, credit: k, keys: []string{"outlet " + k.key}, f: features{}}
			c.f.add("credited", 1)
			c.f.add("class credited", 1)
			credited[k.key] = c
			out = append(out, c)
		}
		c.f.add("credits", 1)
		c.f.most("strength", k.strength/1.5)
		if k.sentence < 0 {
			c.f.most("linked", 1)
			continue
		}
		s := v.sentences[k.sentence]
		near := w.covered(claim.bag, s.bag)
		if near > c.f["around"] {
			c.credit = k
		}
		c.f.most("around", near)
		c.f.most("around early", near*leadWeight(s.lead, len(v.sentences))/1.5)
		c.f.most("opens", float64(order(s.lead < opening)))
		c.f.most("first", float64(order(s.lead <= 1)))
		c.f.most("credit open", float64(order(k.strength >= 1.5)))
	}
	for _, c := range credited {
		c.f["credits"] = squash(c.f["credits"])
	}
	// Outlets that are credited and speak are one.
	out = slices.DeleteFunc(out, func(c *prospect) bool {
		if c.credit == nil {
			return false
		}
		for _, o := range out {
			if o.saying != nil && o.standing == news.FromOutlet && o.saying.outlet == c.credit.key {
				for k, x := range c.f {
					if k != "class credited" {
						o.f.most(k, x)
					}
				}
				o.credit, o.keys = c.credit, c.keys
				return true
			}
		}
		return false
	})
	denied := map[int]bool{} // sentences in which somebody denies the claim: whoever is spoken of there is no source of it
	for _, d := range p.denials {
		denied[d.sentence] = true
	}
	for _, m := range mentions {
		c := &prospect{standing: m.standing, name: m.name, f: features{}, keys: []string{"mention " + m.sign}}
		hits, sign := 0.0, english().number(m.sign)
		for i, s := range v.sentences {
			if p.away[i] || denied[i] || !slices.Contains(v.signs[i], sign) {
				continue
			}
			hits++
			near := w.covered(claim.bag, s.bag)
			c.f.most("m around", near)
			c.f.most("m around early", near*leadWeight(s.lead, len(v.sentences))/1.5)
			c.f.most("m opens", float64(order(s.lead < opening)))
			c.f.most("m first", float64(order(s.lead <= 1)))
			c.f.most("m unspoken", float64(order(!spoken[i])))
			if near >= 0.3 {
				c.f.most("m unspoken near", float64(order(!spoken[i])))
			}
		}
		if hits == 0 {
			continue
		}
		c.f.add("class mention "+m.sign, 1)
		c.f.add("m opens "+m.sign, c.f["m opens"])
		c.f.add("m around "+m.sign, c.f["m around"])
		c.f.add("m hits", squash(hits))
		c.f.add("m share", hits/sentences)
		out = append(out, c)
	}
	p.surroundings(out, claim)
	for _, c := range out {
		if refuting > 0 {
			c.f.add("refuted "+cmp.Or(map[bool]string{true: "speaks"}[c.f["speaks"] > 0], string(c.standing)), 1)
		}
		if len(p.denials) > 0 && c.f["denies"] > 0 {
			c.f.add("denies here", 1)
		}
		if nearest[0] > 0 {
			c.f.add("below", nearest[0]-c.f["around"]-c.f["m around"])
		}
		class := string(c.standing)
		for _, k := range []string{"around early", "opens"} {
			if x := c.f[k]; x > 0 {
				c.f.add(k+" "+class, x)
			}
		}
	}
	none := &prospect{standing: news.Other, name: "no source given", f: features{"class none": 1}}
	none.f.add("none but sayings", float64(order(len(v.sayings) > 0)))
	none.f.add("none but credits", float64(order(len(credited) > 0)))
	none.f.add("none nearest", nearest[0])
	none.f.add("none short", 1/(1+sentences/5))
	return append(out, none)
}

// elsewhere adds to each prospect in how many of the other reports of the story the same source, and the same kind of source, may be
// whence it comes: reports of one story have their claim from few.
func elsewhere(all [][]*prospect) {
	if len(all) < 2 {
		return
	}
	others := float64(len(all) - 1)
	byKey, byClass := map[string]float64{}, map[string]float64{}
	best := func(cs []*prospect) (keys, classes map[string]float64) {
		keys, classes = map[string]float64{}, map[string]float64{}
		for _, c := range cs {
			x := max(c.f["around early"], c.f["m around early"], 0.1)
			for _, k := range c.keys {
				keys[k] = max(keys[k], x)
			}
			classes[string(c.standing)] = max(classes[string(c.standing)], x)
		}
		return keys, classes
	}
	type own struct{ keys, classes map[string]float64 }
	owns := make([]own, len(all))
	for i, cs := range all {
		owns[i].keys, owns[i].classes = best(cs)
		for k, x := range owns[i].keys {
			byKey[k] += x
		}
		for k, x := range owns[i].classes {
			byClass[k] += x
		}
	}
	for i, cs := range all {
		for _, c := range cs {
			same := 0.0
			for _, k := range c.keys {
				same = max(same, (byKey[k]-owns[i].keys[k])/others)
			}
			kind := "elsewhere"
			if c.saying == nil && c.credit == nil {
				kind = "m elsewhere"
			}
			c.f.add(kind, same)
			c.f.add(kind+" "+string(c.standing), same)
			c.f.add("kind elsewhere", (byClass[string(c.standing)]-owns[i].classes[string(c.standing)])/others)
		}
	}
}
