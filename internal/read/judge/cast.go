package judge

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

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

// phrases gives the base noun phrases, those that a small word of a name holds together as one: "Jan de Wit".
func (c *cast) phrases() []find.Range {
	var out []find.Range
	for _, chunk := range c.text.Chunks {
		if n := len(out); n > 0 && out[n-1].To == chunk.From-1 && c.particle(out[n-1].To) && c.text.Tokens[chunk.From].Capital() && c.text.Tokens[chunk.From-2].Capital() {
			out[n-1].To = chunk.To
			continue
		}
		out = append(out, chunk)
	}
	return out
}

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

// name is a run of capitals in a noun phrase that may be a person.
type name struct {
	words  find.Range // without titles
	titles find.Range // before it, roles included
	chunk  find.Range
	surely bool // a title or a given name says it is a person
	gender gender
}

// namesIn gives the names of people in a base noun phrase.
func (c *cast) namesIn(chunk find.Range) []name {
	var out []name
	for i := chunk.From; i < chunk.To; {
		if !c.capital(i) {
			i++
			continue
		}
		to := i + 1
		for to < chunk.To && (c.capital(to) || c.lexicon.Has("particles", c.text.Tokens[to].Lower) && to+1 < chunk.To && c.capital(to+1)) {
			to++
		}
		if n, ok := c.nameAt(find.Range{From: i, To: to}, chunk); ok {
			out = append(out, n)
		}
		i = to
	}
	return out
}

func (c *cast) capital(i int) bool {
	t := c.text.Tokens[i]
	return t.Capital() && t.Word() && (strings.HasPrefix(string(c.text.Kind(i)), "NN") || c.isGiven(i) || c.title(i) || c.text.Kind(i) == "JJ" || len(c.byFamily[t.Lower]) > 0)
}

func (c *cast) title(i int) bool {
	w := strings.TrimSuffix(c.text.Tokens[i].Lower, ".")
	return c.lexicon.Has("titles", w) || c.lexicon.Has("roles", w)
}

// isGiven reports whether a word is a known given name.
func (c *cast) isGiven(i int) bool {
	return c.given(i) != unknown || c.text.Tokens[i].Capital() && c.lexicon.Has("given", c.text.Tokens[i].Lower)
}

// given says what a given name tells about its bearer's gender.
func (c *cast) given(i int) gender {
	w := c.text.Tokens[i].Lower
	switch {
	case !c.text.Tokens[i].Capital():
		return unknown
	case c.lexicon.Has("women", w):
		return woman
	case c.lexicon.Has("men", w):
		return man
	}
	return unknown
}

// nameAt looks at one run of capitals: titles at its front, then the name.
func (c *cast) nameAt(run, chunk find.Range) (name, bool) {
	n := name{words: run, chunk: chunk, titles: find.Range{From: chunk.From, To: run.From}}
	for i := run.From; i < run.To; i++ {
		if c.title(i) && i+1 < run.To {
			n.words.From, n.titles.To = i+1, i+1
			n.surely = true
		}
	}
	// "Chief of Staff Katie Walsh": what stands before a given name is no part of it.
	for i := n.words.From + 1; i+1 < run.To && !c.isGiven(n.words.From) && !initial(c.text.Tokens[n.words.From].Text); i++ {
		if c.isGiven(i) {
			n.words.From, n.titles.To, n.surely = i, i, true
			break
		}
	}
	// "spokesman Todd Mesek": the role before the run is not capitalised.
	if n.words.From == run.From && run.From > chunk.From && c.title(run.From-1) {
		n.surely = true
	}
	size := n.words.To - n.words.From
	first := n.words.From
	if size == 0 || size > 5 || c.organisation(n.words) {
		return n, false
	}
	if size == 1 && c.title(first) {
		return n, false
	}
	if !n.surely && n.words.From > 0 && c.text.Kind(n.words.From-1) == "DT" {
		return n, false // "the Pentagon"
	}
	if n.titles.To > n.titles.From {
		for i := n.titles.From; i < n.titles.To; i++ {
			switch w := strings.TrimSuffix(c.text.Tokens[i].Lower, "."); {
			case c.lexicon.Has("women", w) && c.title(i):
				n.gender = woman
			case c.lexicon.Has("men", w) && c.title(i):
				n.gender = man
			}
		}
	}
	if size > 1 && c.isGiven(first) {
		n.surely = true
		n.gender = cmp.Or(n.gender, c.given(first))
	}
	if size >= 2 && !n.surely && c.described(n) {
		n.surely = true
	}
	return n, true
}

// initial reports whether a word is one capital, with a full stop or without.
func initial(w string) bool { return utf8.RuneCountInString(strings.TrimSuffix(w, ".")) == 1 }

// described reports whether an aside behind a name says what the person does: "Elez Varga, director of".
func (c *cast) described(n name) bool {
	if !c.text.Is(n.chunk.To, ",") {
		return false
	}
	next, ok := c.text.Chunk(n.chunk.To + 1)
	if !ok {
		return c.text.Is(n.chunk.To+1, "who", "whose")
	}
	last := c.text.Tokens[next.To-1].Lower
	return c.lexicon.Has("roles", last) || c.text.Kind(next.From) == "CD"
}

// organisation reports whether a run of capitals is no person: an outlet, a body, a country, an acronym.
func (c *cast) organisation(r find.Range) bool {
	words := c.text.Lower(r)
	last := c.text.Tokens[r.To-1].Lower
	if c.lexicon.Has("outlets", words) || c.lexicon.Has("institutions", words) || c.lexicon.Has("publics", words) || c.lexicon.Has("documents", words) {
		return true
	}
	if r.To-r.From > 1 && (c.lexicon.Has("institutions", last) || c.lexicon.Has("outlets", last) || c.lexicon.Has("documents", last)) && !c.isGiven(r.From) {
		return true
	}
	if c.text.Temporal(r) {
		return true
	}
	if r.To-r.From == 1 && len(c.byFamily[last]) == 0 {
		w := c.text.Tokens[r.From].Text
		if n := utf8.RuneCountInString(w); n > 1 && n < 7 && strings.IndexFunc(w, unicode.IsLower) < 0 {
			return true
		}
		k := c.text.Kind(r.From)
		return k == "JJ" || k == "NNPS"
	}
	return false
}

// weighPlace counts whether a name stands where places stand.
func (c *cast) weighPlace(n name) {
	w := c.text.Lower(n.words)
	at := n.words.From - 1
	switch {
	case at >= 0 && c.text.Is(at, "in", "from", "at", "near", "across", "inside", "outside"),
		at > 0 && c.text.Is(at, "of") && c.title(at-1),
		c.text.Kind(n.words.To) == "POS" && n.words.To+1 < n.chunk.To && c.lexicon.Has("institutions", c.text.Tokens[n.chunk.To-1].Lower):
		c.places[w]++
	default:
		c.plain[w]++
	}
}

// place reports whether a name stands where places stand too often for a person's.
func (c *cast) place(n name) bool {
	w := c.text.Lower(n.words)
	return c.places[w] > 0 && c.places[w]*3 >= c.plain[w]
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
	if t.Is(n.chunk.To, ",") || c.copula(n.chunk.To) {
		if next, ok := t.Chunk(n.chunk.To + 1); ok && !t.Temporal(next) && c.role(next) {
			c.learnRoles(p, next)
		}
	}
	if n.chunk.From > 1 && t.Is(n.chunk.From-1, ",") && n.words.From == n.chunk.From {
		if before, ok := t.Chunk(n.chunk.From - 2); ok && before.To == n.chunk.From-1 && c.role(before) {
			c.learnRoles(p, before)
		}
	}
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
		if best < 0 || c.lastNamed(who) > c.lastNamed(best) {
			best = who
		}
	}
	return best
}

// lastNamed gives where a person was last named so far, -1 for nowhere.
func (c *cast) lastNamed(who int) int {
	for i := len(c.mentions) - 1; i >= max(0, len(c.mentions)-50); i-- {
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
