package weigh

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// proposition is a claim in the making.
type proposition struct {
	wording string
	bag     bag
	main    bool
	stored  *news.Claim    // the claim of the ledger before that this is, nil if new
	parts   []*proposition // what an editor made part of it, and what the machine found that an editor worded so
	held    bool           // it stays whatever the machine finds
	fixed   bool           // its words are an editor's, or the machine's of this time
	once    bag            // the first words that the machine had for it, where an editor has others
	key     string         // its key in the ledger, once it is written down
}

// id gives the id of the claim that it was before, "" if it is new.
func (c *proposition) id() news.ID {
	if c.stored == nil {
		return ""
	}
	return c.stored.ID
}

// name is how changes name the claim until it has an id: by its id, or by its key.
func (c *proposition) name() news.ID {
	if c.stored != nil {
		return c.stored.ID
	}
	return news.ID(c.key)
}

// concerns says whether what is said bears on the claim or a part of it.
func (c *proposition) concerns(w weights, b bag) bool {
	return about(w, b, c.bag) || slices.ContainsFunc(c.parts, func(part *proposition) bool { return about(w, b, part.bag) })
}

// leadSentences is how many sentences, the headline among them, are taken to say what a report's news is.
const leadSentences = 4

// worded is how many statements of a claim, the earliest, its wording is chosen from.
const worded = 60

// heardDenials is how many different denials, the earliest, a main claim is held against.
const heardDenials = 300

// sides is how many claims a story has at most beside the main one; more would bury it.
const sides = 4

// propositions finds what a story is about: the claim at its centre first, then what else is contested or said by several. What editors
// hold is among them.
func propositions(views []*view, w weights, kept Kept, e edits) []*proposition {
	originals := slices.DeleteFunc(slices.Clone(views), func(v *view) bool { return v.twin != nil })
	out := e.held(kept)
	found := mainClaim(originals)
	centre := e.centre(out, w, found)
	switch {
	case centre >= 0:
		out[centre].main = true
		// What the machine takes for the centre is a claim as well, if it is another one.
		if found != nil && !slices.ContainsFunc(out, func(p *proposition) bool { return p.take(w, found) }) && (e.lead != "" || !out[centre].concerns(w, found.bag)) {
			found.main = false
			out = append(out, found)
		}
	case found != nil:
		out = append(out, found)
	}
	slices.SortStableFunc(out, func(a, b *proposition) int { return order(b.main) - order(a.main) })
	if len(out) == 0 {
		return nil
	}
	for _, p := range sideClaims(originals, w, out[0]) {
		if !slices.ContainsFunc(out, func(o *proposition) bool { return o.take(w, p) }) {
			out = append(out, p)
		}
	}
	recognise(out, w, kept, e)
	return out
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// same says whether two propositions are one in different words.
func same(w weights, a, b bag) bool { return w.alike(a, b) >= 0.5 }

// storyWeights weighs stems by how few of the story's sentences have them.
func storyWeights(views []*view) weights {
	in := map[string]int{}
	total := 0
	for _, v := range views {
		if v.twin != nil {
			continue
		}
		for _, p := range v.sentences {
			total++
			for _, s := range p.bag {
				in[s]++
			}
		}
	}
	w := weights{}
	for s, n := range in {
		w[s] = 0.3 + 0.7*math.Log(1+float64(total)/float64(n))/math.Log(1+float64(total))
	}
	return w
}

// mainClaim chooses, among headlines, first sentences and what is said in them, the one made up of what most reports begin
// with. Words that fewer than a quarter begin with count against it. What is denied has an advantage, for it is what the
// story turns on; a verdict, a question or a pronoun without its noun is no clear wording.
func mainClaim(views []*view) *proposition {
	share := map[string]float64{}
	var denied []bag
	heard := map[string]bool{}
	for _, v := range views {
		seen := map[string]float64{}
		for _, p := range v.sentences {
			if p.lead < leadSentences {
				for _, s := range p.bag {
					seen[s] = max(seen[s], [leadSentences]float64{1, 1, 0.7, 0.5}[p.lead])
				}
			}
		}
		for s, weight := range seen {
			share[s] += weight / float64(len(views))
		}
		for _, s := range v.sayings {
			if key := strings.Join(s.content.bag, " "); s.denies() && len(s.content.bag) >= 2 && len(denied) < heardDenials && !heard[key] {
				denied, heard[key] = append(denied, s.content.bag), true
			}
		}
	}
	w := weights(share)
	var best *proposition
	bestScore := math.Inf(-1)
	type offer struct {
		wording string
		bonus   float64
	}
	tried := map[offer]bool{}
	for _, v := range views {
		for _, c := range candidates(v) {
			if tried[offer{c.wording, c.bonus}] {
				continue
			}
			tried[offer{c.wording, c.bonus}] = true
			score := 0.0
			for _, s := range c.bag {
				score += share[s] - 0.25
			}
			score /= max(1, float64(len(c.bag))/12)
			contested := 0.0
			for _, d := range denied {
				contested = max(contested, w.alike(c.bag, d))
			}
			score += contested + c.bonus
			if score > bestScore+1e-9 {
				best, bestScore = &proposition{wording: c.wording, bag: c.bag, main: true}, score
			}
		}
	}
	return best
}

// candidate is a wording that a claim could have.
type candidate struct {
	wording string
	bag     bag
	bonus   float64
}

// candidates gives the wordings that a report offers for the main claim.
func candidates(v *view) []candidate {
	var out []candidate
	add := func(text string, bonus float64) {
		if v.Outlet.Kind == news.Social {
			_, _, text = news.ThreadPart(text)
		}
		wording := clear(text)
		b := stems(wording)
		n := len(strings.Fields(wording))
		if len(b) < 2 || n < 3 {
			return
		}
		if n > 30 {
			bonus -= 0.05 * float64(n-30)
		}
		if vague.MatchString(wording) {
			bonus -= 0.6
		}
		if fragment(wording) || gerund.MatchString(text) {
			bonus--
		}
		if negated.MatchString(wording) {
			bonus -= 1.5
		}
		if verdict.MatchString(wording) || verdict.MatchString(text) {
			bonus -= 10
		}
		if strings.HasSuffix(wording, "?") {
			bonus--
		}
		out = append(out, candidate{wording: wording, bag: b, bonus: bonus})
	}
	for _, p := range v.sentences {
		if p.lead >= leadSentences {
			break
		}
		bonus := -0.1 * float64(p.lead)
		if p.lead == 0 {
			bonus = 0.2
		}
		if slices.ContainsFunc(v.sayings, func(s *saying) bool { return s.sentence >= 0 && v.sentences[s.sentence].lead == p.lead }) {
			bonus -= 0.6 // what is said in it is offered below, without who says it
		}
		add(p.text, bonus)
	}
	for _, s := range v.sayings {
		if s.content.lead >= leadSentences+2 || len(s.Content) == 0 {
			continue
		}
		switch {
		case s.denies() && s.answers != nil: // what it speaks of is offered by who asserts it
		case s.denies():
			add(affirmed(s.content.text), -0.3-noClause(s.content.text))
		case s.Polarity == news.Asserts || s.Polarity == news.Confirms:
			add(s.content.text, 0.3-0.1*float64(s.content.lead)-noClause(s.content.text))
		}
	}
	return out
}

// noClause gives what counts against a content that is no clause ("an early end to the talks").
func noClause(content string) float64 {
	if finite.MatchString(content) && len(strings.Fields(content)) >= 5 {
		return 0
	}
	return 1
}

var (
	finite   = regexp.MustCompile(`(?i)\b(?:is|are|was|were|be|been|has|have|had|will|would|shall|should|can|could|may|might|must|do|does|did|\p{L}+n['’]t|\p{L}{2,}ed|went|came|took|gave|made|met|held|left|lost|won|paid|sold|shot|hit|fell|died|got|kept|began|broke|brought|bought|built|caught|found|put|ran|sent|set|told|said|saw|knew|thought|wrote)\b`)
	vague    = regexp.MustCompile(`(?i)^(?:he|she|it|they|this|that|these|those|we|i|you|his|her|their|but|and|so|well|yes|no)\b`)
	negated  = regexp.MustCompile(`(?i)\b(?:no|not|never|nor|neither|nothing|\p{L}+n['’]t|cannot|without)\b`)
	verdict  = regexp.MustCompile(`(?i)\b(?:hoax(?:es)?|fake[ds]?|false(?:ly)?|untrue|debunk\p{L}*|bogus|satir\p{L}+|fabricat\p{L}+|den(?:y|ies|ied)|denial|rubbish(?:es|ed)?|refut\p{L}+|retract\p{L}*|parody|photoshop\p{L}*|correction|prank|in fact|dup(?:ed|es)|made[ -]up|rumou?rs?|reportedly|allegedly|apparently|dismiss(?:es|ed) (?:reports|rumou?rs|claims)|reject(?:s|ed) (?:reports|rumou?rs|claims))\b`)
	untruth  = regexp.MustCompile(`(?i)^(?:it(?:['’]s| is| was) (?:simply |just |absolutely |completely |totally )?(?:not true|untrue|false|not the case|not correct|wrong)|there (?:is|was) no truth (?:in|to)(?: the| any)?(?: \p{L}+)?) (?:that )?`)
	nobody   = regexp.MustCompile(`(?i)\b(there (?:are|were|have been|had been|will be|would be)) (?:no|not any) `)
	spelled  = regexp.MustCompile(`(?i)^(?:the |any |these |those |all )?(?:claims?|reports?|rumou?rs?|allegations?|accusations?|suggestions?|assertions?|speculation|idea|notion)(?: \p{L}+){0,4}? that (?:\p{L}[^ ]* ){2,}`)
	such     = regexp.MustCompile(`(?i)\b(?:no|any) such\b|\b(?:charges?|counts?|accusations?)\b`)
	gerund   = regexp.MustCompile(`^["“‘']?\p{Ll}+ing\b`)
	negation = regexp.MustCompile(`(?i)\b(?:not|never|ever) |n['’]t\b`)
)

// affirmed turns what a denial says into what it denies: "It's not true that they met" and "they never met" into "they
// met", "there are no talks" into "there are talks".
func affirmed(s string) string {
	s = strings.Trim(tidy(s), ` "“”'‘’.,;:`)
	if t := untruth.ReplaceAllString(s, ""); t != s {
		return t
	}
	s = nobody.ReplaceAllString(s, "$1 ")
	return tidy(strings.NewReplacer("had not", "had", "has not", "has").Replace(negation.ReplaceAllString(s, "")))
}

// denies says whether a saying denies something: as it was read, or because it begins with a plain denial.
func (s *saying) denies() bool {
	return s.Polarity == news.Denies || s.Polarity != news.Asks && untruth.MatchString(strings.Trim(s.content.text, ` "“‘`))
}

// sideClaims finds what else is disputed, or said in several reports, and is not the main claim.
func sideClaims(views []*view, w weights, main *proposition) []*proposition {
	var all []*saying
	for _, v := range views {
		for _, s := range v.sayings {
			switch s.Polarity {
			case news.Asserts, news.Confirms, news.Denies, news.Doubts:
			default:
				continue
			}
			if len(s.content.bag) >= 3 && !main.concerns(w, s.content.bag) && !(s.denies() && s.pointsBack() && s.answers == nil) {
				all = append(all, s)
			}
		}
	}
	type cluster struct {
		sayings   []*saying
		reports   int
		contested bool
	}
	var found []*cluster
	for _, sayings := range alike(w, all) {
		c := &cluster{sayings: sayings}
		reports := map[*view]bool{}
		asserted := false
		for _, s := range sayings {
			reports[s.in] = true
			if s.denies() || s.Polarity == news.Doubts {
				c.contested = c.contested || s.denies()
			} else {
				asserted = true
			}
		}
		c.reports = len(reports)
		if c.contested && len(sayings[0].content.bag) >= 3 || asserted && c.reports >= 2 {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b *cluster) int {
		if a.contested != b.contested {
			return order(b.contested) - order(a.contested)
		}
		return b.reports - a.reports
	})
	var out []*proposition
	for _, c := range found {
		if len(out) == sides {
			break
		}
		var best *proposition
		bestScore := math.Inf(-1)
		heard := c.sayings[:min(len(c.sayings), worded)]
		for _, s := range heard {
			text, score := s.content.text, 1.0
			if s.denies() && s.answers != nil {
				continue // its words are only "it"
			}
			if s.denies() {
				text, score = affirmed(text), 0.3
			}
			wording := clear(text)
			if vague.MatchString(wording) || verdict.MatchString(wording) || strings.ContainsAny(wording, `"“”`) {
				continue // nobody could tell what is claimed
			}
			if fragment(wording) || gerund.MatchString(text) {
				continue // it claims nothing
			}
			score -= noClause(text)
			if negated.MatchString(wording) {
				if s.denies() {
					continue // who denies a "not" is read the wrong way round
				}
				score -= 0.3
			}
			for _, o := range heard {
				score += w.alike(s.content.bag, o.content.bag) / float64(len(heard))
			}
			if score > bestScore+1e-9 && wording != "" {
				best, bestScore = &proposition{wording: wording, bag: stems(wording)}, score
			}
		}
		if best != nil && len(best.bag) >= 2 {
			out = append(out, best)
		}
	}
	return out
}

// pointsBack says whether a saying names nothing by itself, and speaks of "it", "the report", "these claims" or "no such
// promise" rather than of what is in them.
func (s *saying) pointsBack() bool {
	n := len(s.content.bag)
	if n >= 2 && spelled.MatchString(s.content.text) {
		return false // "the allegation that the vessel was overloaded" says what
	}
	return n <= 1 || n <= 5 && called.MatchString(s.content.text) || n <= 3 && such.MatchString(s.content.text)
}

// about says whether what is said bears on a claim.
func about(w weights, said, claim bag) bool {
	return w.covered(claim, said) >= 0.45 || w.covered(said, claim) >= 0.55
}
