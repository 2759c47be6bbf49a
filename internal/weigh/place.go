package weigh

import (
	"slices"
	"strings"

	"onrecord/internal/news"
)

// placing is where one report stands to one claim and why.
type placing struct {
	in      *view
	stance  news.Stance
	proof   *saying   // the statement that shows it best, nil if none
	quote   string    // words to prove it, where no statement does
	roots   []*saying // whom the report has the claim from, the best first
	denials []*saying // who denies it in this report

	silent     bool         // it does not speak of the claim, as far as its words tell
	background bool         // nor does anybody in it
	byEditor   bool         // an editor said where it stands
	away       map[int]bool // sentences that an editor took away from the claim
}

// pinnedScore is that of evidence that an editor put there: before all other.
const pinnedScore = 10

// stand says where reports stand to the central claim: every report of the story has a place there, and what is not about the claim at all
// stands beside it. Each is judged by what it shows and by what the others show.
func (m *Model) stand(w weights, placings []*placing, claim *proposition) {
	for i, f := range towards(w, placings, claim) {
		placings[i].stance = m.stanceOf(f)
		p := placings[i]
		p.silent = !p.in.read() || f.awayFrom() && p.stance != news.Against
		p.background = f["near"] < speaksOf && f["whole"] < speaksOfAll && len(p.roots) == 0 && p.stance != news.Against
		switch {
		case !p.in.read():
			p.stance = news.Beside // in a language that nobody here reads
		case p.headed(w, claim):
			p.stance = news.Against
		case p.stance == news.Against && !f.refutes():
			p.stance = news.Beside // nothing in it could be shown
		case p.stance == news.Against && f["opening bust"] == 0 && p.opens(w, claim):
			p.stance = news.For // its news is the claim, though it carries a denial
		case p.stance == news.For && f.awayFrom():
			p.stance = news.Beside // it does not speak of it
		case p.stance == news.For && f["only maybe"] > 0:
			p.stance = news.Beside
		}
	}
}

// speaksOf is how much of the claim one sentence of a report must have for the report to be for it, and speaksOfAll the whole of it.
const (
	speaksOf    = 0.2
	speaksOfAll = 0.3
)

// awayFrom says whether a report says next to nothing of a claim.
func (f features) awayFrom() bool { return f["near"] < speaksOf || f["whole"] < speaksOfAll }

// refutes says whether anything that was seen in a report speaks against a claim.
func (f features) refutes() bool {
	for _, k := range []string{"against", "denials", "negates near", "any false", "any debunk", "any hoax", "any satire", "any deny"} {
		if f[k] > 0 {
			return true
		}
	}
	return false
}

// opens says whether somebody says the claim, or most of it, in the headline or the first sentence.
func (p *placing) opens(w weights, claim *proposition) bool {
	return slices.ContainsFunc(p.roots, func(s *saying) bool {
		return s.content.lead <= 1 && s.Standing != news.FromOutlet && s.Standing != news.Public && w.covered(claim.bag, s.content.bag) >= openerCovers
	})
}

// headed says whether a report's headline or first sentence is that the claim is denied or untrue: then that is its news.
func (p *placing) headed(w weights, claim *proposition) bool {
	for i, s := range p.in.sentences {
		if s.lead > 1 {
			break
		}
		if p.away[i] {
			continue
		}
		near := w.covered(claim.bag, s.bag)
		if near >= 0.3 && s.busted && !strings.HasSuffix(s.text, "?") {
			return true
		}
		if s.lead == 0 && near >= 0.3 && slices.Contains(p.in.signs[i], english().number("deny")) ||
			(near >= 0.5 || near >= 0.35 && plainNot.MatchString(s.text)) && negates(s.text, claim.bag) && !negated.MatchString(claim.wording) {
			return true
		}
		for _, t := range p.denials {
			if t.sentence == i && len(p.roots) > 0 && p.roots[0].sentence == i && p.roots[0].Cue[0][0] < t.Cue[0][0] {
				return false // the same sentence says so, and then denies it
			}
			if t.sentence == i && about(w, t.content.bag, claim.bag) {
				return true
			}
		}
	}
	return false
}

// towards gives what tells where each report stands.
func towards(w weights, placings []*placing, claim *proposition) []features {
	all := make([]features, len(placings))
	for i, p := range placings {
		all[i] = p.towards(w, claim)
	}
	amid(all, "any ", "opening ", "against", "plain", "open", "flat", "denials")
	return all
}

// leadWeight says how much a sentence counts by its place: the headline and the first sentences say what the news is.
func leadWeight(lead, sentences int) float64 {
	switch {
	case lead <= 1:
		return 1.5
	case lead <= 3:
		return 1
	case lead*3 <= sentences:
		return 0.6
	}
	return 0.35
}

// leftToOthers says whether a sentence is no more than what an outlet or people at large say.
func (v *view) leftToOthers(sentence int) bool {
	for _, s := range v.sayings {
		if s.sentence == sentence && (s.Polarity == news.Doubts || s.Polarity == news.Asks || s.Standing == news.Public) {
			return true
		}
	}
	return false
}

// gather sorts the statements that bear on the claim into those that carry it and those that deny it, the best first.
func (p *placing) gather(w weights, claim *proposition, e edits) {
	var rootScore, denialScore []float64
	for _, s := range p.in.sayings {
		if at, pinned := e.said(s); pinned {
			switch {
			case !at.on(claim):
			case at.stance == news.Against, at.stance == "" && s.denies():
				p.denials, denialScore = insert(p.denials, denialScore, s, pinnedScore)
			case at.stance == news.For, at.stance == "" && (s.Polarity == news.Asserts || s.Polarity == news.Confirms):
				p.roots, rootScore = insert(p.roots, rootScore, s, pinnedScore)
			}
			continue
		}
		near := max(w.covered(claim.bag, s.content.bag), 0.8*w.covered(s.content.bag, claim.bag)*min(1, float64(len(s.content.bag))/4))
		if s.sentence >= 0 && !s.denies() {
			near = max(near, 0.6*w.covered(claim.bag, p.in.sentences[s.sentence].bag))
		}
		switch {
		case s.denies() && s.answers != nil:
			// It denies what it answers, and the claim only if that is the claim.
			if near = w.covered(claim.bag, s.content.bag); near >= 0.5 || same(w, claim.bag, s.content.bag) {
				p.denials, denialScore = insert(p.denials, denialScore, s, near+0.2*leadWeight(s.content.lead, len(p.in.sentences)))
			}
		case s.denies():
			// "She dismissed the report" names nothing; where nothing before it is meant, it means what the story is about.
			if claim.main && s.pointsBack() && !such.MatchString(s.content.text) {
				near = max(near, 0.5)
			}
			if near >= 0.3 {
				p.denials, denialScore = insert(p.denials, denialScore, s, near+0.2*leadWeight(s.content.lead, len(p.in.sentences)))
			}
		case s.turnsRound(w, claim):
			near = w.covered(claim.bag, s.content.bag)
			p.denials, denialScore = insert(p.denials, denialScore, s, near+0.2*leadWeight(s.content.lead, len(p.in.sentences)))
		case s.Polarity == news.Asserts || s.Polarity == news.Confirms:
			score := near + 0.25*leadWeight(s.content.lead, len(p.in.sentences)) + 0.05*authority(s.Standing)
			if near >= 0.25 || claim.main && near >= 0.12 && s.content.lead <= 5 {
				p.roots, rootScore = insert(p.roots, rootScore, s, score)
			}
		}
	}
}

// turnsRound says whether somebody asserts the contrary of a claim: most of it, with a "not" to the verb.
func (s *saying) turnsRound(w weights, claim *proposition) bool {
	return (s.Polarity == news.Asserts || s.Polarity == news.Confirms) && !negated.MatchString(claim.wording) &&
		w.covered(claim.bag, s.content.bag) >= 0.4 && negates(s.content.text, claim.bag) && plainNot.MatchString(s.content.text)
}

// authority orders standings by how much they tell about where a claim comes from.
func authority(s news.Standing) float64 {
	switch s {
	case news.Named, news.Institution:
		return 2
	case news.Unnamed, news.Office, news.FromPaper:
		return 1.5
	case news.FromOutlet:
		return 1
	}
	return 0
}

// insert keeps a list in falling order of score; what came first stays first among equals.
func insert(list []*saying, scores []float64, s *saying, score float64) ([]*saying, []float64) {
	i := len(list)
	for i > 0 && scores[i-1] < score {
		i--
	}
	list = append(list[:i:i], append([]*saying{s}, list[i:]...)...)
	scores = append(scores[:i:i], append([]float64{score}, scores[i:]...)...)
	return list, scores
}

// prove picks the words that show where the report stands.
func (p *placing) prove(w weights, claim *proposition) {
	if p.stance == news.Against && len(p.denials) > 0 {
		p.proof = p.denials[0]
		return
	}
	if p.stance != news.Against && len(p.roots) > 0 {
		p.proof = p.roots[0]
		return
	}
	best := 0.0
	for _, s := range p.in.sentences {
		score := leadWeight(s.lead, len(p.in.sentences)) * w.covered(claim.bag, s.bag)
		if p.stance == news.Against && s.busted {
			score += 1
		}
		if score > best {
			p.quote, best = s.text, score
		}
	}
}

// placeBeside says where a report stands to a side claim, nil if it does not speak of it.
func placeBeside(w weights, v *view, claim *proposition, e edits) *placing {
	p := &placing{in: v}
	p.gather(w, claim, e)
	p.roots = keepNear(w, p.roots, claim, e)
	p.denials = keepNear(w, p.denials, claim, e)
	if len(p.roots) == 0 && len(p.denials) == 0 {
		for i, s := range v.sentences {
			if w.covered(claim.bag, s.bag) >= 0.65 && e.near(w, s.bag, claim) && !s.busted && !e.elsewhere(v, i, claim) {
				p.stance, p.quote = news.For, s.text
				if s.hedges(fields(claim.wording)) || negated.MatchString(s.text) || v.leftToOthers(i) {
					p.stance = news.Beside
				}
				return p
			}
		}
		for _, s := range v.sayings {
			if _, put := e.said(s); !put && (s.Polarity == news.Doubts || s.Polarity == news.Declines) && e.near(w, s.content.bag, claim) {
				p.stance, p.proof = news.Beside, s
				return p
			}
		}
		return nil
	}
	switch {
	case len(p.denials) == 0:
		p.stance, p.proof = news.For, p.roots[0]
	case len(p.roots) == 0:
		p.stance, p.proof = news.Against, p.denials[0]
	case p.roots[0].Cue[0][0] < p.denials[0].Cue[0][0]:
		p.stance, p.proof = news.For, p.roots[0]
	default:
		p.stance, p.proof = news.Against, p.denials[0]
	}
	return p
}

func keepNear(w weights, sayings []*saying, claim *proposition, e edits) []*saying {
	var out []*saying
	for _, s := range sayings {
		if _, pinned := e.said(s); pinned || e.near(w, s.content.bag, claim) {
			out = append(out, s)
		}
	}
	return out
}

// near says whether what is said bears on a claim. One that an editor split off takes, beside what the editor put there, only what says the
// same: it was split off because something near it is something else.
func (e edits) near(w weights, said bag, claim *proposition) bool {
	if id := claim.id(); id != "" && e.made[id] != "" {
		return same(w, said, claim.bag)
	}
	return about(w, said, claim.bag)
}

// placings gives where the reports stand to a claim and to what editors made part of it, and where editors put them.
func (c *proposition) placings(m *Model, w weights, views []*view, central bool, e edits) []*placing {
	placed := e.placed[c.id()]
	if c.id() == "" {
		placed = nil
	}
	// What the machine takes for the centre says where reports stand, in its own words, though an editor has others for it.
	judged := c
	for _, part := range c.parts {
		if central && part.main {
			judged = part
		}
	}
	all := judged.stand(m, w, views, central, e)
	for _, part := range append([]*proposition{c}, c.parts...) {
		if part == judged {
			continue
		}
		for i, p := range part.stand(m, w, views, false, e) {
			all[i] = all[i].with(p)
		}
	}
	var out []*placing
	for i, p := range all {
		if p == nil {
			p = e.puts(views[i], c)
		}
		if stance, ok := placed[views[i].Report.ID]; ok {
			if p == nil {
				p = &placing{in: views[i]}
			}
			p.stance, p.byEditor = stance, true
			p.proof, p.quote = nil, ""
			p.prove(w, c)
		}
		if p != nil {
			out = append(out, p)
		}
	}
	return out
}

// stand gives for each report where it stands to a claim by itself: to the central one every report stands somewhere, to another one nil is
// for those that do not speak of it.
func (c *proposition) stand(m *Model, w weights, views []*view, central bool, e edits) []*placing {
	all := make([]*placing, len(views))
	for i, v := range views {
		if central {
			all[i] = &placing{in: v, away: e.away(v, c)}
			all[i].gather(w, c, e)
		} else {
			all[i] = placeBeside(w, v, c, e)
		}
	}
	if central {
		m.stand(w, all, c)
		for _, p := range all {
			p.prove(w, c)
		}
	}
	return all
}

// with adds to where a report stands to a claim where it stands to a part of it.
func (p *placing) with(part *placing) *placing {
	switch {
	case part == nil:
		return p
	case p == nil:
		return part
	}
	for _, s := range part.roots {
		if !slices.Contains(p.roots, s) {
			p.roots = append(p.roots, s)
		}
	}
	for _, s := range part.denials {
		if !slices.Contains(p.denials, s) {
			p.denials = append(p.denials, s)
		}
	}
	if p.stance == news.Beside {
		p.stance, p.proof, p.quote = part.stance, part.proof, part.quote
	}
	return p
}
