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
	keys     []string
	credit   string // the outlet that the text names as where it has it from
	outlet   string // its key
	wire     bool   // credited by a dateline: it carried the report, which need not make it the root
	sure     bool   // somebody is shown to speak about the claim itself, so that the root can stand alone
}

// keyless says that nothing tells this root from another.
func (r *root) keyless() bool { return len(r.keys) == 0 }

// findRoot reads from a placing where the report has the claim from.
func findRoot(w weights, p *placing, claim *proposition, reg *register) *root {
	r := &root{standing: news.Other}
	if c := bestCredit(w, p, claim); c != nil {
		r.credit, r.outlet, r.wire = c.name, c.key, c.strength >= 2
	}
	for _, s := range p.roots {
		if s.Standing == news.Other || s.Standing == news.FromOutlet && r.outlet != "" {
			continue
		}
		r.saying = s
		break
	}
	if p.stance == news.Against && r.saying != nil && r.outlet != "" && !sureOf(w, r.saying, claim) {
		r.saying = nil // whoever is quoted on the hoax is not where it comes from
	}
	if r.saying == nil {
		if r.outlet != "" && !r.wire {
			r.standing, r.name = news.FromOutlet, r.credit
			r.keys = []string{"outlet " + r.outlet}
		}
		return r
	}
	s := r.saying
	r.standing, r.name = s.Standing, s.name()
	for _, o := range p.in.sayings {
		if o == s || o.name() == s.name() {
			r.titles += o.source + " " + o.name() + " "
		}
	}
	switch s.Standing {
	case news.Named, news.Institution, news.Office, news.Unnamed:
		r.sure = slices.ContainsFunc(p.roots, func(o *saying) bool {
			return o.Standing == s.Standing && slices.Equal(ownWords(o.name()), ownWords(s.name())) && sureOf(w, o, claim)
		})
	}
	own := reg.key(squeezed(outletKey(outletName(p.in.Account))))
	switch s.Standing {
	case news.Named, news.Institution, news.Office:
		r.keys = identity(s)
	default:
		switch {
		case r.outlet != "" && !r.wire:
			r.keys = []string{"outlet " + r.outlet}
			r.name += ", to " + r.credit
		case own != "":
			r.keys = []string{"outlet " + own}
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
	return "a source"
}

// generic words name no party by themselves.
var generic = set(`spokesman spokeswoman spokesperson spokespeople official officials statement secretary minister president
	senior top former press chief head leader department ministry government authority authorities police agency office
	report reports people person members member group company mr mrs ms lt gen adm rear col capt sgt rep sen gov
	director deputy executive general`)

// identity gives the keys by which a source is known again in other reports: a person's surname, a body's own words.
func identity(s *saying) []string {
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
