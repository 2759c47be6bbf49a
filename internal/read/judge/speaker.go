package judge

import (
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
)

// voice is whom a source stands for.
type voice struct {
	who      int // in the cast; -1 for nobody named
	name     string
	standing news.Standing
	head     string // "official", "ministry": what a later "the official" means
	plural   bool
	at       int
}

// voiceOf says whom the source of a candidate stands for. Earlier voices are what pronouns and descriptions refer to.
func (j *judge) voiceOf(c find.Candidate) voice {
	r := c.Speaker
	if r.Empty() && len(c.Source) > 0 {
		r = c.Source[0]
	}
	if r.Empty() {
		return voice{who: -1, standing: news.Other}
	}
	source := r
	if len(c.Source) > 0 && c.Source[0].From <= r.From && c.Source[0].To >= r.To {
		source = c.Source[0]
	}
	v := j.phrase(r, source)
	v.at = r.From
	if v.standing != news.Named && j.veiled(source) {
		v.standing, v.name = news.Unnamed, ""
	}
	return v
}

// phrase says whom a noun phrase stands for; whole is the phrase with all that is said about it.
func (j *judge) phrase(r, whole find.Range) voice {
	t := j.text
	first := t.Tokens[r.From].Lower
	switch first {
	case "he", "him", "his":
		if r.To == r.From+1 || first == "his" && j.possessive(r) {
			return j.pronoun(r.From, man)
		}
	case "she", "her", "hers":
		if r.To == r.From+1 || first == "her" && j.possessive(r) {
			return j.pronoun(r.From, woman)
		}
	case "it", "its":
		return j.earlier(r.From, func(v voice) bool { return v.standing != news.Named && !v.plural }, news.Institution)
	case "they", "them", "their":
		if v, ok := j.those(r.From); ok {
			return v
		}
		return j.earlier(r.From, func(v voice) bool { return v.plural || v.standing == news.Institution }, news.Public)
	case "i", "we", "my", "our":
		return voice{who: -1, standing: news.FromOutlet, head: first}
	case "who", "that", "which", "whom":
		return voice{who: -1, standing: news.Public, head: first}
	case "this", "these", "those":
		if r.To == r.From+1 && first == "this" {
			return voice{who: -1, standing: news.Other}
		}
	}
	if v, ok := j.named(r, whole); ok {
		return v
	}
	return j.described(r, whole)
}

// those finds who "they" are among the people last written of in the plural: "officials", "critics". A source of a
// statement in the sentence before comes first.
func (j *judge) those(at int) (voice, bool) {
	t := j.text
	if k := len(j.voices) - 1; k >= 0 && j.voices[k].plural && t.Sentence(at)-t.Sentence(j.voices[k].at) < 2 {
		return voice{}, false
	}
	for i := at - 1; i >= max(0, at-50) && t.Sentence(at)-t.Sentence(i) < 2; i-- {
		c, ok := t.Chunk(i)
		if !ok || c.To != i+1 || t.Kind(i) != "NNS" {
			continue
		}
		if w := t.Tokens[i].Lower; j.official(w) || j.lexicon.Has("publics", w) || j.lexicon.Has("roles", strings.TrimSuffix(w, "s")) {
			v := j.described(c, c)
			v.at = at
			return v, v.standing == news.Unnamed || v.standing == news.Public
		}
	}
	return voice{}, false
}

func (j *judge) possessive(r find.Range) bool {
	return j.text.Kind(r.From) == "PRP$" && r.To == r.From+1
}

// named handles phrases that end in a name, and names in an aside: "the mayor, Anna Berg,".
func (j *judge) named(r, whole find.Range) (voice, bool) {
	t := j.text
	for _, n := range j.cast.namesIn(r) {
		if n.words.To != r.To && !(t.Kind(n.words.To) == "POS" && n.words.To+1 >= r.To) {
			continue // "the Trump campaign": the name is not the head
		}
		if n.words.To == n.words.From+1 && j.official(t.Tokens[n.words.From].Lower) {
			continue // "Officials said": a capital only because a sentence begins
		}
		who := j.cast.known(n)
		if who < 0 && !n.surely {
			// News gives people's names in full: a single one is a country or a body.
			v := voice{who: -1, name: j.cast.cut(n.words), standing: news.Institution, head: t.Lower(n.words)}
			if n.words.To-n.words.From > 1 && !j.cast.place(n) {
				v.standing = news.Named
			}
			return v, true
		}
		if who < 0 {
			return voice{who: -1, name: j.cast.cut(n.words), standing: news.Named}, true
		}
		return voice{who: who, name: j.cast.people[who].name, standing: news.Named}, true
	}
	// "a spokesman for the port, Jon Dahl," or "the aide, Ms. Ortiz"
	for i := r.To; i+1 < whole.To; i++ {
		if !t.Is(i, ",") {
			continue
		}
		aside, ok := t.Chunk(i + 1)
		if !ok || aside.From != i+1 {
			continue
		}
		if !j.lexicon.Has("roles", t.Tokens[r.To-1].Lower) && !j.lexicon.Has("unnamed", t.Tokens[r.To-1].Lower) {
			return voice{}, false
		}
		for _, n := range j.cast.namesIn(aside) {
			if who := j.cast.known(n); who >= 0 && n.words.To == aside.To {
				return voice{who: who, name: j.cast.people[who].name, standing: news.Named}, true
			}
		}
	}
	return voice{}, false
}

// described handles phrases without a name of a person, by what their last word is.
func (j *judge) described(r, whole find.Range) voice {
	t := j.text
	last := r.To - 1
	for last > r.From && t.Kind(last) == "POS" {
		last--
	}
	end := last + 1
	if last > r.From && t.Kind(last) == "CD" && t.Tokens[last-1].Capital() {
		last-- // "Channel 9"
	}
	head := t.Tokens[last].Lower
	words := t.Lower(find.Range{From: r.From, To: last + 1})
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(words, "the "), "a "), "an ")
	definite := t.Is(r.From, "the", "this", "that", "his", "her", "its")
	plural := t.Kind(last) == "NNS" || t.Kind(last) == "NNPS"
	v := voice{who: -1, head: head, plural: plural}
	has := func(list string) bool {
		return j.lexicon.Has(list, head) || j.lexicon.Has(list, bare) || plural && j.lexicon.Has(list, strings.TrimSuffix(head, "s"))
	}
	if in(head, "one", "two", "three", "some", "several", "many", "most", "none", "another") && whole.To > r.To+1 && t.Is(r.To, "of") {
		// "one of the officials": what they are one of says who they are.
		if of, ok := t.Chunk(r.To + 1); ok && of.From == r.To+1 && of.To <= whole.To {
			if inner := j.described(of, of); inner.standing == news.Unnamed || inner.standing == news.Public {
				inner.plural = head != "one" && head != "another"
				return inner
			}
		}
	}
	capital := t.Tokens[last].Capital() && (last > r.From || t.Sentence(max(last-1, 0)) == t.Sentence(last) && last > 0)
	proper := func() string {
		for i := r.From; i <= last; i++ {
			if strings.HasPrefix(string(t.Kind(i)), "NNP") {
				from := r.From
				if t.Kind(from) == "DT" {
					from++
				}
				return j.cast.cut(find.Range{From: from, To: end})
			}
		}
		return ""
	}
	switch {
	case j.lexicon.Has("outlets", bare) && (capital || !has("roles") || strings.HasPrefix(head, "report") || has("outlets")) && !(has("institutions") && !capital) || capital && j.lexicon.Has("outlets", head):
		v.standing, v.name = news.FromOutlet, proper()
		if v.name == "" && definite {
			// "the newspaper" is the outlet named last.
			if e := j.earlier(r.From, func(v voice) bool { return v.standing == news.FromOutlet && v.name != "" }, news.FromOutlet); e.name != "" {
				v.name = e.name
			} else {
				v.name = j.outletBefore(r.From)
			}
		}
	case has("documents"):
		v.standing, v.name = news.FromPaper, proper()
	case definite && !plural && (has("roles") || has("unnamed")):
		return j.role(r, head, v)
	case has("institutions") && !(has("publics") && plural):
		v.standing, v.name = news.Institution, proper()
	case has("outlets"):
		v.standing, v.name = news.FromOutlet, proper()
	case plural && has("unnamed") && (j.official(head) || t.Is(r.From, "several", "two", "three", "some", "other", "unnamed") && !has("publics")):
		v.standing = news.Unnamed
	case plural && (has("publics") || has("roles")) || has("publics"):
		v.standing = news.Public
	case has("unnamed") && !j.spokesperson(head):
		v.standing = news.Unnamed
	case has("roles"):
		v.standing = news.Office
	case plural:
		v.standing = news.Public
	case proper() != "" && capital:
		v.standing, v.name = news.Institution, proper()
	default:
		v.standing = news.Other
	}
	if whole.To > r.To && v.standing == news.Public && t.Is(r.To, "close", "familiar") {
		v.standing = news.Unnamed
	}
	return v
}

func (j *judge) official(head string) bool {
	return slices.Contains([]string{"official", "officials", "aide", "aides", "source", "sources", "insiders", "advisers", "advisors", "diplomats", "staffers",
		"operatives", "associates", "confidants", "negotiators", "executives", "employees", "agents", "intermediaries", "friends", "colleagues", "investigators", "people"}, head)
}

func (j *judge) spokesperson(head string) bool {
	return strings.HasPrefix(head, "spokes")
}

// role handles "the spokesman", "the senator": the person last so described, else whoever was so called without a name.
func (j *judge) role(r find.Range, head string, v voice) voice {
	before := j.mentionBefore(r.From)
	for i := before; i >= max(0, before-200); i-- {
		m := j.cast.mentions[i]
		if p := j.cast.people[m.who]; p.roles[head] {
			return voice{who: m.who, name: p.name, standing: news.Named}
		}
	}
	if e := j.earlier(r.From, func(v voice) bool { return v.head == head && v.standing != news.Named }, ""); e.standing != "" {
		return e
	}
	switch head {
	case "mogul", "billionaire", "nominee", "candidate", "frontrunner", "front-runner", "businessman", "businesswoman", "actor", "actress", "star", "singer", "woman", "man", "democrat", "republican", "incumbent", "challenger":
		if p := j.pronoun(r.From, unknown); p.who >= 0 {
			return p
		}
	}
	v.standing = news.Office
	if j.official(head) {
		v.standing = news.Unnamed
	}
	return v
}

// pronoun gives the person that "he" or "she" most likely means: named not long before, a speaker or subject rather than
// an object, outside quotations, and of the same gender where that is known.
func (j *judge) pronoun(at int, g gender) voice {
	t := j.text
	here := t.Sentence(at)
	best, top := -1, -1<<30
	for i := j.mentionBefore(at); i >= 0; i-- {
		m := j.cast.mentions[i]
		away := here - t.Sentence(m.at)
		if away > 8 {
			break
		}
		p := j.cast.people[m.who]
		if p.doubtful && !j.spoke(m.who) {
			continue
		}
		if g != unknown && p.gender != unknown && p.gender != g {
			continue
		}
		score := -3 * away
		if m.subject {
			score += 3
		}
		if g != unknown && p.gender == g {
			score += 2
		}
		if t.Inside(m.at) && !t.Inside(at) {
			score -= 8
		}
		if k := len(j.voices) - 1; k >= 0 && j.voices[k].who == m.who {
			score += 3
		}
		if score > top {
			best, top = m.who, score
		}
	}
	// Whoever spoke last may be without a name: "one aide said. He added".
	if k := len(j.voices) - 1; k >= 0 && j.voices[k].at < at {
		v := j.voices[k]
		near := here - t.Sentence(v.at)
		if v.who < 0 && !v.plural && near <= 2 && (v.standing == news.Unnamed || v.standing == news.Office || v.standing == news.Named) && (best < 0 || top < 2-3*near) {
			v.at = at
			return v
		}
	}
	if best < 0 {
		return voice{who: -1, standing: news.Named}
	}
	return voice{who: best, name: j.cast.people[best].name, standing: news.Named}
}

// spoke reports whether one of the last voices is this person's.
func (j *judge) spoke(who int) bool {
	for i := len(j.voices) - 1; i >= max(0, len(j.voices)-25); i-- {
		if j.voices[i].who == who {
			return true
		}
	}
	return false
}

// mentionBefore gives the number of the last mention before a token, -1 for none.
func (j *judge) mentionBefore(at int) int {
	n, _ := slices.BinarySearchFunc(j.cast.mentions, at, func(m mention, at int) int { return m.at - at })
	return n - 1
}

// earlier gives the last voice that fits, or one with the given standing.
func (j *judge) earlier(at int, fits func(voice) bool, otherwise news.Standing) voice {
	for i := len(j.voices) - 1; i >= max(0, len(j.voices)-25); i-- {
		if v := j.voices[i]; v.at < at && fits(v) {
			v.at = at
			return v
		}
	}
	return voice{who: -1, standing: otherwise}
}

// veiled reports whether the text says that an identity is left out.
func (j *judge) veiled(source find.Range) bool {
	t := j.text
	s := t.Sentence(source.From)
	words := " " + t.Lower(source) + " "
	for _, veil := range []string{" anonymous ", " unnamed ", " unidentified ", " undisclosed ", " familiar with ", " close to ", " knowledge of ", " briefed on ", " not to be ", " not authorized ", " not authorised ", " anonymity ", " anonymously "} {
		if strings.Contains(words, veil) {
			return true
		}
	}
	for n := s; n < min(s+2, len(t.Sentences)); n++ {
		r := t.Sentences[n]
		if n > s && t.Tokens[r.From].Break {
			break
		}
		for i := r.From; i < r.To; i++ {
			if t.Is(i, "anonymity", "anonymously") || t.Is(i, "named", "identified") && t.Is(i-1, "be") && t.Is(i-3, "not", "declined", "asked", "refused") {
				return true
			}
		}
	}
	return false
}

// outletBefore gives the outlet named last before a token.
func (j *judge) outletBefore(at int) string {
	for i := at - 1; i >= max(0, at-400); i-- {
		c, ok := j.text.Chunk(i)
		if !ok || c.To != i+1 {
			continue
		}
		if name := j.outlet(c); name != "" {
			return name
		}
	}
	return ""
}

// outlet gives the name of the outlet that a phrase names, "" for none.
func (j *judge) outlet(c find.Range) string {
	t := j.text
	for c.To > c.From && t.Kind(c.To-1) == "POS" {
		c.To--
	}
	kind := false // "the weekly Spegel": what stands before the name says it is an outlet
	for c.From < c.To && (t.Kind(c.From) == "DT" || !t.Tokens[c.From].Capital()) {
		kind = j.lexicon.Has("outlets", t.Tokens[c.From].Lower)
		c.From++
	}
	if c.Empty() || !t.Tokens[c.To-1].Capital() {
		return ""
	}
	last := t.Tokens[c.To-1].Lower
	first := t.Tokens[c.From].Lower
	if kind || c.To-c.From > 1 && j.lexicon.Has("outlets", first) && !j.lexicon.Has("roles", first) {
		return j.cast.cut(c)
	}
	if j.lexicon.Has("outlets", t.Lower(c)) && (c.To-c.From > 1 || !j.lexicon.Has("roles", last)) || c.To-c.From > 1 && j.lexicon.Has("outlets", last) {
		return j.cast.cut(c)
	}
	return ""
}
