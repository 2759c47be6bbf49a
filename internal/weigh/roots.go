package weigh

import (
	"regexp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// root is where one report has a claim from, as its own text presents it.
type root struct {
	saying   *saying // nil: only an outlet is credited, or nobody
	standing news.Standing
	name     string // in words
	titles   string // all that the report calls the source: the name, and the office given with it elsewhere
	called   bag    // the words of the titles
	keys     []string
	credit   string // the outlet that the text names as where it has it from
	outlet   string // its key
	wire     bool   // credited by a dateline: it carried the report, which need not make it the root
	own      string // the key of the outlet itself, where it has it from somebody whom it does not name
	plain    bool   // who speaks is told by name, body or office at the head of the report, and says most of the claim
	mention  bool   // it is only spoken of: a video, rumours
	nobody   bool   // it plainly credits nobody
	sure     bool   // somebody is shown to speak about the claim itself, so that the root can stand alone
}

// keyless says that nothing tells this root from another.
func (r *root) keyless() bool { return len(r.keys) == 0 }

// findRoot says where a report has a claim from, by the likeliest of its prospects.
func findRoot(w weights, p *placing, j judged, claim *proposition) *root {
	r := &root{standing: news.Other}
	if c := bestCredit(w, p, claim); c != nil {
		r.credit, r.outlet, r.wire = c.name, c.key, c.strength >= 2
	}
	best := j.best()
	if best == nil || (p.background || p.silent && best.nobody()) && !p.byEditor {
		r.nobody = true
		return r
	}
	if first := p.opener(w, j, claim); first != nil {
		best = first
	}
	if best.mention() && (best.standing == news.Institution || best.standing == news.Other) && p.stance == news.Against && len(p.denials) > 0 {
		r.standing = p.denials[0].Standing // the text shows no root of the claim: that of the denial stands for it
		return r
	}
	r.standing, r.name, r.saying = best.standing, best.name, best.saying
	own := p.in.own
	switch {
	case best.nobody():
		r.name = ""
		r.nobody = r.credit == "" && j.chance(best) >= plainlyNobody
		return r
	case best.credit != nil:
		r.credit, r.outlet, r.wire = best.credit.name, best.credit.key, false
		r.keys = []string{"outlet " + r.outlet}
		return r
	case best.saying == nil: // it is spoken of, and says nothing itself
		r.mention = true
		if r.outlet != "" && !r.wire {
			r.keys = []string{"outlet " + r.outlet}
		}
		return r
	}
	if r.standing == news.Unnamed { // people without a name are not told apart within a report: the one who says most of the claim stands for all
		if i := slices.IndexFunc(p.roots, func(o *saying) bool { return o.Standing == news.Unnamed }); i >= 0 {
			r.saying = p.roots[i]
			r.name = r.saying.name()
		}
	}
	s := r.saying
	for _, o := range p.in.sayings {
		if o == s || o.name() == s.name() {
			r.titles += o.source + " " + o.name() + " "
		}
	}
	switch s.Standing {
	case news.Named, news.Institution, news.Office, news.Unnamed:
		r.sure = slices.ContainsFunc(p.roots, func(o *saying) bool {
			return o.Standing == s.Standing && (s.Standing == news.Unnamed || slices.Equal(ownWords(o.name()), ownWords(s.name()))) && sureOf(w, o, claim)
		})
	}
	switch s.Standing {
	case news.Named, news.Institution, news.Office:
		r.keys = identity(s)
		r.plain = len(r.keys) > 0 && s.content.lead <= 2 && about(w, s.content.bag, claim.bag) && (r.outlet == "" || r.wire || r.outlet == own)
	default:
		switch {
		case r.outlet == own && own != "" && s.Standing == news.Unnamed && r.sure:
			r.own = own
			r.keys = []string{"outlet " + own}
			r.name += ", to " + outletName(p.in.Account)
		case r.outlet != "" && !r.wire:
			r.keys = []string{"outlet " + r.outlet}
			r.name += ", to " + r.credit
		case own != "":
			r.keys = []string{"outlet " + own}
			if s.Standing == news.Unnamed && r.sure {
				r.own = own
			}
			r.name += ", to " + outletName(p.in.Account)
		case s.Standing == news.FromPaper:
			r.keys = identity(s)
		}
	}
	for _, o := range p.roots {
		if o == s || o.name() == s.name() {
			r.keys = append(r.keys, quotes(o)...)
		}
	}
	return r
}

// opener gives the prospect who says the claim, or most of it, in the headline or the first sentence: then there is nothing to judge.
func (p *placing) opener(w weights, j judged, claim *proposition) *prospect {
	for _, c := range j.prospects {
		if c.saying == nil || c.credit != nil {
			continue
		}
		switch c.standing {
		case news.FromOutlet, news.Public, news.Other, news.FromPaper, news.Office:
			continue
		}
		for _, s := range p.roots {
			if s.content.lead <= 1 && s.Standing == c.standing && slices.Equal(identity(s), c.keys) && w.covered(claim.bag, s.content.bag) >= openerCovers {
				return c
			}
		}
	}
	return nil
}

// plainlyNobody is how likely it must be that a report credits nobody for it to have no origin, not even that of the others.
const plainlyNobody = 0.6

// openerCovers is how much of the claim the words must have.
const openerCovers = 0.6

// sureOf says whether a statement is plainly about the claim.
func sureOf(w weights, s *saying, claim *proposition) bool {
	return w.covered(claim.bag, s.content.bag) >= 0.35 || s.content.lead <= 2
}

// bestCredit picks the credit that stands nearest to the claim and to the start.
func bestCredit(w weights, p *placing, claim *proposition) *credit {
	var best *credit
	most := 0.0
	for i := range p.in.credits {
		c := &p.in.credits[i]
		if c.key == p.in.own && c.key != "" {
			continue // it names itself
		}
		score := 0.2 * c.strength
		if c.sentence >= 0 {
			s := p.in.sentences[c.sentence]
			score = c.strength * leadWeight(s.lead, len(p.in.sentences)) * (0.3 + w.covered(claim.bag, s.bag))
		}
		if c.strength >= 2 {
			score = 0.15 // the dateline's agency only where the text names nobody else
		}
		if score > most+1e-9 {
			best, most = c, score
		}
	}
	return best
}

// name gives a source in words.
func (s *saying) name() string {
	switch {
	case s.Speaker != "" && !pronoun.MatchString(s.Speaker):
		return s.Speaker
	case s.source != "" && !pronoun.MatchString(s.source):
		name, _, _ := strings.Cut(s.source, ", who ")
		return strings.Trim(name, " ,;:–—-")
	}
	return nameless
}

// nameless is what a source is called that has no name.
const nameless = "a source"

// generic words name no party by themselves.
var generic = set(`spokesman spokeswoman spokesperson spokespeople official officials statement secretary minister president
	senior top former press chief head leader department ministry government authority authorities police agency office
	report reports people person members member group company mr mrs ms lt gen adm rear col capt sgt rep sen gov
	director deputy executive general`)

// identity gives the keys by which a source is known again in other reports: a person's surname, a body's own words.
func identity(s *saying) []string {
	if s.outlet != "" {
		return []string{"outlet " + s.outlet}
	}
	if s.Standing == news.Named {
		words := fields(s.name())
		for i := len(words) - 1; i >= 0; i-- {
			w := strings.ToLower(strings.TrimSuffix(words[i], "'s"))
			if w != "jr" && w != "sr" && w != "ii" && w != "iii" && len(w) > 1 {
				return []string{"person " + w}
			}
		}
		return nil
	}
	own := ownWords(s.name())
	if len(own) == 0 {
		own = stems(s.name())
	}
	if len(own) == 0 {
		return []string{"report " + string(s.in.Report.ID)}
	}
	kind := "body "
	if s.Standing == news.FromPaper {
		kind = "paper "
	}
	return []string{kind + strings.Join(own, " ")}
}

// ownWords gives the stems of a name that are not generic.
func ownWords(name string) bag {
	var out bag
	for _, f := range fields(name) {
		f = strings.ToLower(strings.TrimSuffix(f, "'s"))
		if !generic[f] {
			out = append(out, stems(f)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var quoted = regexp.MustCompile(`["“]([^"“”]{25,})["”]|(?:^|[\s(])['‘]([^'‘’]{25,})['’]`)

// quotes gives a key for every run of six words within quotation marks: who quotes the same words has them from the same
// mouth, whatever name it is given.
func quotes(s *saying) []string {
	text := s.content.text
	if s.sentence >= 0 {
		text = s.in.sentences[s.sentence].text
	}
	const run = 6
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		words := fields(strings.ToLower(m[1] + m[2]))
		for i := 0; i+run <= len(words); i++ {
			out = append(out, "words "+strings.Join(words[i:i+run], " "))
		}
	}
	return out
}
