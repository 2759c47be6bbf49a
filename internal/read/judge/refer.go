package judge

import (
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/tag"
)

// How far back references go: voices, mentions and tokens looked at, whatever the length of the text.
const (
	voicesBack   = 25
	mentionsBack = 200
	tokensBack   = 400
)

// they finds whom "they" means: a plural written of just before, or whoever of more than one spoke last.
func (j *judge) they(at int) voice {
	if v, ok := j.those(at); ok {
		return v
	}
	last := len(j.voices) - 1
	return j.earlier(at, func(v voice) bool {
		if v.at == j.voices[last].at && v.who < 0 && (v.standing == news.Unnamed || v.standing == news.Office) {
			return true // "a resident said. They added": one of whom no more is told
		}
		return v.plural && v.standing != news.FromPaper || (v.standing == news.Institution || v.standing == news.FromOutlet) && !j.lexicon.Has("own", v.head)
	}, news.Public)
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
		if !ok || c.To != i+1 || !plural(t.Kind(i)) {
			continue
		}
		if w := t.Tokens[i].Lower; j.lexicon.Has("officials", w) || j.lexicon.Has("publics", w) || j.hasRole(w) {
			v := j.described(c, c)
			v.at = at
			return v, v.standing == news.Unnamed || v.standing == news.Public
		}
	}
	return voice{}, false
}

func plural(k tag.Tag) bool { return k == "NNS" || k == "NNPS" }

// pair finds whom "both" or "neither" means: two people named in the sentence or the one before.
func (j *judge) pair(at int) (voice, bool) {
	t := j.text
	found := voice{who: -1}
	n := 0
	for i := j.mentionBefore(at); i >= 0 && t.Sentence(at)-t.Sentence(j.cast.mentions[i].at) < 2; i-- {
		m := j.cast.mentions[i]
		if j.cast.people[m.who].doubtful || m.who == found.who {
			continue
		}
		found = voice{who: m.who, name: j.cast.people[m.who].name, standing: news.Named, plural: true}
		if n++; n == 2 {
			return found, true
		}
	}
	return voice{}, false
}

// role handles "the spokesman", "the senator": the person last so described, else whoever was so called without a name,
// else, where the text says more of them than an office would have ("the 43-year-old former governor"), whoever is being
// written of.
func (j *judge) role(d description, v voice) voice {
	at := d.words.From
	if who := j.cast.holds(d, j.mentionBefore(at)); who >= 0 {
		return voice{who: who, name: j.cast.people[who].name, standing: news.Named}
	}
	if e := j.earlier(at, func(v voice) bool { return v.head == d.head && v.standing != news.Named }, ""); e.standing != "" {
		return e
	}
	if (j.lexicon.Has("epithets", d.head) || j.pictured(d)) && !j.possessed(d.words) {
		if p := j.pronoun(at, j.cast.genderOf(d.head)); p.who >= 0 {
			return p
		}
	}
	v.standing = news.Office
	if d.own("officials") || !d.has("roles") {
		v.standing = news.Unnamed
	}
	return v
}

// pictured reports whether a definite description says what an office does not have: an age, what somebody was before, where
// they come from ("the Vermont senator").
func (j *judge) pictured(d description) bool {
	if n := d.words.To - 2; n > d.words.From && j.text.Tokens[n].Capital() && j.lexicon.Has("articles", j.text.Tokens[d.words.From].Lower) {
		return true
	}
	for i := d.words.From; i < d.words.To-1; i++ {
		if w := j.text.Tokens[i].Lower; j.lexicon.Has("picturing", w) || j.endsIn("picturing-endings", w) {
			return true
		}
	}
	return false
}

// several handles "the brothers", "the two senators": people whom the text has named by that role.
func (j *judge) several(d description, v *voice) bool {
	role := d.head[:len(d.head)-1]
	at := d.words.From
	before := j.mentionBefore(at)
	seen := -1
	for i := before; i >= max(0, before-mentionsBack); i-- {
		m := j.cast.mentions[i]
		if p := j.cast.people[m.who]; m.who != seen && p.roles[role] {
			if seen >= 0 {
				*v = voice{who: m.who, name: p.name, standing: news.Named, plural: true}
				return true
			}
			seen = m.who
		}
	}
	return false
}

// pronoun gives the person that "he" or "she" most likely means: named not long before, a speaker or subject rather than
// an object, outside quotations, and of the same gender where that is known.
func (j *judge) pronoun(at int, g gender) voice {
	t := j.text
	here := t.Sentence(at)
	best, top := -1, -1<<30
	last := j.mentionBefore(at)
	for i := last; i >= max(0, last-mentionsBack); i-- {
		m := j.cast.mentions[i]
		away := here - t.Sentence(m.at)
		if away > 8 {
			break
		}
		p := j.cast.people[m.who]
		if p.doubtful && !j.spoke(m.who) || g != unknown && p.gender != unknown && p.gender != g {
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
		if !strings.Contains(p.name, " ") {
			score -= 3 // never named in full
		}
		if score > top {
			best, top = m.who, score
		}
	}
	// Whoever spoke last may be without a name: "one aide said. He added".
	if k := len(j.voices) - 1; k >= 0 && j.voices[k].at < at {
		v := j.voices[k]
		near := here - t.Sentence(v.at)
		if v.who < 0 && !v.plural && near <= 2 && (v.standing == news.Unnamed || v.standing == news.Office || v.standing == news.Named) && (best < 0 || top < j.lastSpoke(v, g, near)) {
			v.at = at
			return v
		}
	}
	if best < 0 {
		return voice{who: -1, standing: news.Named}
	}
	return voice{who: best, name: j.cast.people[best].name, standing: news.Named}
}

// lastSpoke scores somebody without a name who spoke so many sentences before as a named one is scored who did: as a subject and
// the last speaker, and by what the role tells of the gender.
func (j *judge) lastSpoke(v voice, g gender, near int) int {
	score := 6 - 3*near
	switch role := j.cast.genderOf(v.head); {
	case role == unknown || g == unknown:
	case role == g:
		score += 2
	default:
		return -1 << 29
	}
	return score
}

// spoke reports whether one of the last voices is this person's.
func (j *judge) spoke(who int) bool {
	for i := len(j.voices) - 1; i >= max(0, len(j.voices)-voicesBack); i-- {
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
	for i := len(j.voices) - 1; i >= max(0, len(j.voices)-voicesBack); i-- {
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
	for i := source.From; i < source.To; i++ {
		if j.veilAt(i) {
			return true
		}
	}
	s := t.Sentence(source.From)
	for n := s; n < min(s+2, len(t.Sentences)); n++ {
		r := t.Sentences[n]
		// The next sentence counts where it goes on about the source: "He asked not to be named."
		if first := t.Tokens[r.From]; n > s && (first.Break || !j.oneself(first.Lower) && !j.lexicon.Has("definite", first.Lower) && !j.lexicon.Has("pairs", first.Lower)) {
			break
		}
		// A sentence longer than news has is looked at near the source only.
		from, to := max(r.From, source.From-nearby), min(r.To, source.To+nearby)
		for i := from; i < to; i++ {
			if j.anonymityAt(i) {
				return true
			}
		}
	}
	return false
}

// nearby is how many tokens on both sides of a source are looked at for what a sentence says of it.
const nearby = 120

// veilAt reports whether words that leave an identity out begin at a token.
func (j *judge) veilAt(i int) bool {
	for n := 1; n <= 5; n++ {
		if j.lexicon.Has("veils", j.text.Lower(find.Range{From: i, To: i + n})) {
			return true
		}
	}
	return false
}

// anonymityAt reports whether the text says at a token that somebody asked not to be named.
func (j *judge) anonymityAt(i int) bool {
	w := j.text.Tokens[i].Lower
	if j.lexicon.Has("anonymity", w) {
		return true
	}
	if !j.lexicon.Has("naming", w) {
		return false
	}
	for n := 2; n <= 5 && i-n >= 0; n++ {
		if j.lexicon.Has("veils", j.text.Lower(find.Range{From: i - n + 1, To: i + 1})) {
			return true
		}
	}
	return false
}
