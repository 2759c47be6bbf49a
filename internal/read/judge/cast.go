package judge

import (
	"slices"
	"strings"
	"unicode"

	"onrecord/internal/read/find"
	"onrecord/internal/read/lexicon"
)

// gender is what a name, title or pronoun says about a person.
type gender int8

const (
	unknown gender = iota
	woman
	man
)

// person is somebody whom the text names.
type person struct {
	name   string // the longest form, without titles
	family string // last word, in small letters
	gender gender
	roles  map[string]bool // "spokesman", "minister"

	doubtful bool // two capitals and nothing else say that it is a person
}

// mention is one place where a person is named.
type mention struct {
	at      int // token
	who     int
	subject bool // the first named in its sentence, or the source of a statement
}

// cast is who appears in a text, and where.
type cast struct {
	text     *find.Text
	lexicon  *lexicon.Lexicon
	people   []person
	byFamily map[string][]int
	mentions []mention
	places   map[string]int // how often a name follows "in", "from", …
	plain    map[string]int // how often it does not
}

func newCast(t *find.Text, l *lexicon.Lexicon) *cast {
	c := &cast{text: t, lexicon: l, byFamily: map[string][]int{}, places: map[string]int{}, plain: map[string]int{}}
	phrases := c.phrases()
	// Full names first, wherever they stand: a headline gives surnames, and the text names them in full after it.
	for _, chunk := range phrases {
		for _, n := range c.namesIn(chunk) {
			c.weighPlace(n)
			if n.surely && (n.words.To-n.words.From > 1) {
				c.add(n)
			}
		}
	}
	c.addHandles()
	for _, chunk := range phrases {
		for _, n := range c.namesIn(chunk) {
			long := n.words.To-n.words.From > 1
			if (n.surely && !long || long && !n.surely && n.words.To-n.words.From < 4 && !c.place(n)) && c.known(n) < 0 {
				c.add(n)
			}
		}
	}
	c.findMentions(phrases)
	return c
}

// phrases gives the base noun phrases, with what belongs to the name at their end: a small word and what follows it ("Jan de
// Wit"), and a capital that was taken for something else than a noun.
func (c *cast) phrases() []find.Range {
	var out []find.Range
	for _, chunk := range c.text.Chunks {
		if n := len(out); n > 0 && chunk.From < out[n-1].To {
			chunk.From = out[n-1].To
		}
		if !chunk.Empty() {
			chunk.To = c.nameEnd(chunk.To)
			out = append(out, chunk)
		}
	}
	return out
}

// nameEnd gives where the name ends that a phrase ends in.
func (c *cast) nameEnd(to int) int {
	t := c.text
	for range 3 { // no name has more of these
		switch {
		case to < 1 || to >= len(t.Tokens) || !t.Tokens[to-1].Capital() || t.Sentence(to) != t.Sentence(to-1):
			return to
		case t.Tokens[to].Capital() && t.Tokens[to].Word() && !t.Tokens[to].Break && lowercase(t.Tokens[to].Text):
			to++
		case c.particle(to) && to+1 < len(t.Tokens) && t.Tokens[to+1].Capital() && t.Sentence(to+1) == t.Sentence(to):
			to += 2
		default:
			return to
		}
	}
	return to
}

// lowercase reports whether a word has a small letter.
func lowercase(w string) bool { return strings.IndexFunc(w, unicode.IsLower) >= 0 }

// particle reports whether a token is a small word of a name, not capitalised.
func (c *cast) particle(i int) bool {
	return !c.text.Tokens[i].Capital() && c.lexicon.Has("particles", c.text.Tokens[i].Lower)
}

func (c *cast) findMentions(phrases []find.Range) {
	last := -1
	for _, chunk := range phrases {
		for _, n := range c.namesIn(chunk) {
			if who := c.known(n); who >= 0 {
				s := c.text.Sentence(n.words.From)
				c.mentions = append(c.mentions, mention{at: n.words.From, who: who, subject: s != last})
				last = s
				c.learn(who, n)
			}
		}
	}
}

// add puts a person into the cast, or joins the name with the same person's other form.
func (c *cast) add(n name) {
	full := c.cut(n.words)
	family := c.text.Tokens[n.words.To-1].Lower
	for _, who := range latest(c.byFamily[family]) {
		p := &c.people[who]
		if sameGiven(p.name, full) && (p.gender == unknown || n.gender == unknown || p.gender == n.gender) {
			if len(full) > len(p.name) {
				p.name = full
			}
			c.learn(who, n)
			return
		}
	}
	c.people = append(c.people, person{name: full, family: family, gender: n.gender, roles: map[string]bool{}, doubtful: !n.surely})
	c.byFamily[family] = append(c.byFamily[family], len(c.people)-1)
	c.learn(len(c.people)-1, n)
}

// surely reports whether a surname is that of somebody who is a person beyond doubt.
func (c *cast) surely(family string) bool {
	return slices.ContainsFunc(latest(c.byFamily[family]), func(who int) bool { return !c.people[who].doubtful })
}

// latest gives the last few bearers of a surname: no text has many, except to make its reader slow.
func latest(bearers []int) []int { return bearers[max(0, len(bearers)-12):] }

// sameGiven reports whether two names with the same last word can be one person's.
func sameGiven(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	return len(x) == 1 || len(y) == 1 || x[0] == y[0] || x[0][:1] == y[0][:1] && (len(x[0]) <= 2 || len(y[0]) <= 2)
}

// learn notes what a mention says of a person: gender and roles, before the name, in an aside beside it, or as what somebody is.
func (c *cast) learn(who int, n name) {
	p := &c.people[who]
	if p.gender == unknown {
		p.gender = n.gender
	}
	c.learnRoles(p, n.titles)
	t := c.text
	if next, ok := c.aside(n.chunk.To); ok && !t.Temporal(next) && c.role(next) {
		c.learnRoles(p, next)
	}
	if n.chunk.From > 1 && t.Is(n.chunk.From-1, ",") && n.words.From == n.chunk.From {
		if before, ok := t.Chunk(n.chunk.From - 2); ok && before.To == n.chunk.From-1 && c.role(before) {
			c.learnRoles(p, before)
		}
	}
}

// aside gives the phrase that says what somebody is, behind a comma ("Jon Dahl, then the mayor, said") or "is". What goes on with
// a verb of its own is none: "Jon Dahl left, his spokesman said".
func (c *cast) aside(at int) (find.Range, bool) {
	t := c.text
	comma := t.Is(at, ",")
	if !comma && !c.copula(at) {
		return find.Range{}, false
	}
	at++
	for comma && t.Kind(at) == "RB" {
		at++
	}
	next, ok := t.Chunk(at)
	if ok && comma {
		switch t.Kind(next.To) {
		case "VBD", "VBZ", "VBP", "MD":
			return next, false
		}
	}
	return next, ok
}

// copula reports whether a token is "is" or the like.
func (c *cast) copula(i int) bool {
	return i < len(c.text.Tokens) && c.lexicon.Has("copulas", c.text.Tokens[i].Lower)
}

// role reports whether a phrase has a role for its last word.
func (c *cast) role(r find.Range) bool { return c.lexicon.Has("roles", c.text.Tokens[r.To-1].Lower) }

// longestRole bounds what is kept of a title or an aside, in tokens from its end.
const longestRole = 12

func (c *cast) learnRoles(p *person, r find.Range) {
	for i := max(r.From, r.To-longestRole); i < r.To; i++ {
		w := strings.TrimSuffix(c.text.Tokens[i].Lower, ".")
		if full := c.lexicon.Means("short-titles", w); full != "" {
			w = full
		}
		if len(p.roles) < 64 {
			p.roles[w] = true
		}
	}
}

// holds gives the person among those named up to a mention who was described as a description has it, the more of its words
// the better and then the later; -1 for none.
func (c *cast) holds(d description, last int) int {
	best, top := -1, 0
	for i := last; i >= max(0, last-mentionsBack); i-- {
		who := c.mentions[i].who
		p := c.people[who]
		if !p.roles[d.head] || who == best {
			continue
		}
		score := 1
		for k := max(d.words.From, d.words.To-longestRole); k < d.words.To-1; k++ {
			if p.roles[c.text.Tokens[k].Lower] {
				score++
			}
		}
		if score > top {
			best, top = who, score
		}
	}
	return best
}

// genderOf gives the gender that a role tells: "the actress", "the businessman".
func (c *cast) genderOf(role string) gender {
	switch {
	case c.lexicon.Has("women", role):
		return woman
	case c.lexicon.Has("men", role):
		return man
	}
	return unknown
}

// known gives the person that a name means, or -1. Among bearers of a surname the one named last before counts.
func (c *cast) known(n name) int {
	family := c.text.Tokens[n.words.To-1].Lower
	bearers := latest(c.byFamily[family])
	full := c.cut(n.words)
	best := -1
	for _, who := range bearers {
		p := c.people[who]
		if n.gender != unknown && p.gender != unknown && p.gender != n.gender || !sameGiven(p.name, full) {
			continue
		}
		if best < 0 || c.lastNamed(who, n.words.From) > c.lastNamed(best, n.words.From) {
			best = who
		}
	}
	if best < 0 && n.words.To-n.words.From > 1 && c.lexicon.Has("particles", c.text.Tokens[n.words.From].Lower) {
		n.words.From++ // "De Wit" for "Jan de Wit"
		return c.known(n)
	}
	return best
}

// lastNamed gives where a person was last named up to a token, -1 for nowhere near.
func (c *cast) lastNamed(who, upTo int) int {
	last, _ := slices.BinarySearchFunc(c.mentions, upTo+1, func(m mention, at int) int { return m.at - at })
	for i := last - 1; i >= max(0, last-50); i-- {
		if c.mentions[i].who == who {
			return c.mentions[i].at
		}
	}
	return -1
}

// cut gives the words of a range as written, with one space between them.
func (c *cast) cut(r find.Range) string {
	var b strings.Builder
	for i := r.From; i < r.To; i++ {
		if i > r.From && c.text.Tokens[i].Space {
			b.WriteByte(' ')
		}
		b.WriteString(c.text.Tokens[i].Text)
	}
	return b.String()
}
