package weigh

import (
	"regexp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

var (
	// plainly are the verbs of who tells something, as against who thinks, hopes or is said to feel it.
	plainly = regexp.MustCompile(`(?i)\b(?:said|says?|saying|told|tells?|telling|announc\p{L}+|confirm\p{L}*|tweeted|wrote|writes|posted|added|explained|stated|according to|revealed|recalled|claim\p{L}*|report(?:s|ed)?)\b`)
	// thinks are the verbs of who expects something.
	thinks = regexp.MustCompile(`(?i)\b(?:predict\p{L}*|expect\p{L}*|anticipat\p{L}*|forecast\p{L}*|estimat\p{L}*|sees?|hopes?|wants?|wanted|believes?|thinks?|thought|feels?|felt|suspects?)\b`)
	// examines is what somebody does with a claim that comes from elsewhere.
	examines = regexp.MustCompile(`(?i)\b(?:investigat\p{L}+|look(?:s|ed|ing)? into|examin\p{L}+|assess\p{L}*|aware (?:of|that)|(?:can|could)(?:not|n['’]t)? (?:confirm|verify)|not (?:yet )?(?:able to )?(?:confirm|verif)\p{L}*|validat\p{L}+|authenticity|declin\p{L}+|no comment|respond\p{L}*)\b`)
	// mouths are titles of people who speak for a body: "spokesman Jan Dorn", "Jan Dorn, a police sergeant".
	mouths = set(`spokesman spokeswoman spokesperson spokespeople press sgt lt col capt insp inspector pc adm admiral rear sergeant lieutenant captain colonel
		detective superintendent chief rep representative publicist`)
)

// surroundings adds to prospects what stands around them in the report: the signs of its opening by what kind of source they speak for, how
// they speak, and who stands beside them.
func (p *placing) surroundings(all []*prospect, claim *proposition) {
	v := p.in
	near := map[string]bool{} // signs at the head
	names := english().names
	for i, s := range v.sentences {
		for _, n := range v.signs[i] {
			if s.lead < opening+2 {
				near[names[n]] = true
			}
		}
	}
	said, people := map[string][]*saying{}, map[string]*saying{} // by who says it, and by surname
	voice := func(standing news.Standing, keys []string) string {
		return string(standing) + " " + strings.Join(keys, " ")
	}
	for _, s := range v.sayings {
		if s.sentence >= 0 {
			k := voice(s.Standing, identity(s))
			said[k] = append(said[k], s)
		}
		if s.Standing == news.Named {
			people[surname(s)] = s
		}
	}
	company := v.company(people)
	speaks := map[*prospect]int{} // the sentence in which each first says something
	var mouthpieces []*prospect
	for _, c := range all {
		speaks[c] = len(v.sentences)
		if c.saying == nil {
			continue
		}
		for _, s := range said[voice(c.standing, c.keys)] {
			speaks[c] = min(speaks[c], s.sentence)
			c.f.most("plainly", float64(order(plainly.MatchString(s.cue))))
			c.f.most("thinks", float64(order(thinks.MatchString(s.cue))))
			c.f.most("examines", float64(order(examines.MatchString(s.cue+" "+s.content.text))))
			for _, n := range v.signs[s.sentence] {
				if names[n] == "mourns" {
					c.f.most("mourns", 1)
				}
			}
		}
		if c.standing == news.Named {
			for w := range company[surname(c.saying)] {
				if mouths[w] {
					c.f.most("mouthpiece", 1)
				}
			}
			if c.f["mouthpiece"] > 0 {
				mouthpieces = append(mouthpieces, c)
			}
			if in, _ := slices.BinarySearch(claim.bag, stem(surname(c.saying))); in < len(claim.bag) && claim.bag[in] == stem(surname(c.saying)) {
				c.f.most("in claim", 1)
				c.f.most("in claim silent", 1-c.f["plainly"])
			}
		}
	}
	// A body first, and then who speaks for it.
	for _, b := range all {
		if b.standing != news.Institution || b.saying == nil {
			continue
		}
		for _, c := range mouthpieces {
			if speaks[b] < speaks[c] {
				b.f.most("before its mouthpiece", 1)
				c.f.most("after its body", 1)
			} else {
				b.f.most("after its mouthpiece", 1)
			}
		}
	}
	rank := 0
	for _, c := range all {
		if c.saying != nil {
			c.f.add("rank", 1/(1+float64(rank)))
			rank++
		}
		for _, name := range kindred[c.standing] {
			switch {
			case !near[name]:
			case c.mention():
				c.f.add("amid "+name+" spoken of "+string(c.standing), 1)
			default:
				c.f.add("amid "+name+" "+string(c.standing), 1)
			}
		}
	}
}

// kindred are, for each kind of source, the signs at a report's head that tell of it, or of what is often taken for it.
var kindred = map[news.Standing][]string{
	news.Unnamed:    {"sources", "witness", "officials"},
	news.FromOutlet: {"sources", "press", "bare"},
	news.Public:     {"crowd"},
	news.FromPaper:  {"account", "document", "shows"},
	news.Other:      {"bare"},
}
