package judge

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"onrecord/internal/read/find"
)

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
	return t.Capital() && t.Word() && (strings.HasPrefix(string(c.text.Kind(i)), "NN") || c.text.Kind(i) == "FW" || c.isGiven(i) || c.title(i) || c.text.Kind(i) == "JJ" || len(c.byFamily[t.Lower]) > 0)
}

func (c *cast) title(i int) bool {
	w := strings.TrimSuffix(c.text.Tokens[i].Lower, ".")
	return c.lexicon.Has("titles", w) || c.lexicon.Has("roles", w)
}

// calls reports whether a word that is not capitalised says what the person named behind it is: "spokesman", but not the
// "conservative" of a body.
func (c *cast) calls(i int) bool {
	w := c.text.Tokens[i].Lower
	return c.text.Tokens[i].Capital() && c.title(i) || c.text.Kind(i) != "JJ" && c.lexicon.Has("roles", w)
}

// isGiven reports whether a word is a known given name.
func (c *cast) isGiven(i int) bool {
	return c.given(i) != unknown || c.text.Tokens[i].Capital() && c.lexicon.Has("given", c.text.Tokens[i].Lower)
}

// given says what a given name tells about its bearer's gender.
func (c *cast) given(i int) gender {
	w := c.text.Tokens[i].Lower
	switch {
	case !c.text.Tokens[i].Capital(), c.lexicon.Has("given", w): // both bear it
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
			n.surely = true
			if c.stands(i - 1) {
				n.words.From, n.titles.To = i, i
			}
			break
		}
	}
	// "spokesman Todd Mesek": the role before the run is not capitalised.
	if n.words.From == run.From && run.From > chunk.From && c.calls(run.From-1) {
		n.surely = true
	}
	size := n.words.To - n.words.From
	first := n.words.From
	if size == 1 && n.titles.To > run.From && run.From > 0 && c.lexicon.Has("articles", c.text.Tokens[run.From-1].Lower) && !c.isGiven(first) &&
		len(c.byFamily[c.text.Tokens[first].Lower]) == 0 && c.lexicon.Has("ranks", c.text.Tokens[first-1].Lower) {
		return n, false // "the First Elder"
	}
	if size == 0 || size > 5 || c.organisation(n.words, n.words.From > run.From) {
		return n, false
	}
	if last := n.words.To - 1; c.title(last) && n.words.From == run.From && !n.surely && !c.isGiven(first) && len(c.byFamily[c.text.Tokens[last].Lower]) == 0 {
		return n, false // "Mr. King" and "Anna King" are names, "King" and "Vermont Senator" are not
	}
	if !n.surely && n.words.From > 0 && c.lexicon.Has("articles", c.text.Tokens[n.words.From-1].Lower) {
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
	if !n.surely && c.described(n) {
		n.surely = true
	}
	return n, true
}

// stands reports whether a word before a given name is no part of the name but says what its bearer is, or for whom: "Staff" of
// "Chief of Staff Katie Walsh", but not "Billie" of "Billie Jean King".
func (c *cast) stands(i int) bool {
	w := c.text.Tokens[i].Lower
	if c.title(i) || acronym(c.text.Tokens[i].Text) {
		return true
	}
	for _, list := range []string{"institutions", "outlets", "publics", "unnamed", "parts", "mediums", "documents", "demonyms"} {
		if c.lexicon.Has(list, w) {
			return true
		}
	}
	return false
}

// initial reports whether a word is one capital, with a full stop or without.
func initial(w string) bool { return utf8.RuneCountInString(strings.TrimSuffix(w, ".")) == 1 }

// described reports whether an aside behind a name says what the person does: "Elez Varga, director of".
func (c *cast) described(n name) bool {
	if !c.text.Is(n.chunk.To, ",") {
		return false
	}
	if at := n.chunk.To + 1; at < len(c.text.Tokens) && c.lexicon.Has("who", c.text.Tokens[at].Lower) {
		return true
	}
	next, ok := c.aside(n.chunk.To)
	if !ok {
		return false
	}
	last := c.text.Tokens[next.To-1].Lower
	return c.lexicon.Has("roles", last) || c.text.Kind(next.From) == "CD"
}

// organisation reports whether a run of capitals is no person: an outlet, a body, a country, an acronym. Behind a title it is
// one sooner.
func (c *cast) organisation(r find.Range, titled bool) bool {
	if r.To-r.From == 1 && c.isGiven(r.From) {
		return false // "Will", "Bill"
	}
	words := c.text.Lower(r)
	last := c.text.Tokens[r.To-1].Lower
	if c.lexicon.Has("outlets", words) || c.lexicon.Has("institutions", words) || c.lexicon.Has("publics", words) || c.lexicon.Has("documents", words) {
		return true
	}
	if r.To-r.From > 1 && c.lexicon.Has("outlet-openers", c.text.Tokens[r.From].Lower) {
		return true // "Radio Halden"
	}
	if r.To-r.From > 1 && (c.lexicon.Has("institutions", last) || c.lexicon.Has("outlets", last) || c.lexicon.Has("documents", last)) && !c.isGiven(r.From) {
		return true
	}
	if c.text.Temporal(r) || webSite(last) {
		return true
	}
	if r.To-r.From == 1 && len(c.byFamily[last]) == 0 && !titled {
		if acronym(c.text.Tokens[r.From].Text) {
			return true
		}
		k := c.text.Kind(r.From)
		return k == "JJ" || k == "NNPS"
	}
	return false
}

// full reports whether the bearer of a name is named in full somewhere in the text.
func (c *cast) full(n name) bool {
	who := c.known(n)
	return who >= 0 && strings.Contains(c.people[who].name, " ")
}

// kindOfOutlet reports whether a phrase says before a name that it is an outlet's: "the weekly Spegel".
func (c *cast) kindOfOutlet(r find.Range) bool {
	for i := r.From; i+1 < r.To; i++ {
		w := c.text.Tokens[i].Lower
		if !c.text.Tokens[i].Capital() && c.lexicon.Has("outlet-kinds", w) && !c.lexicon.Has("roles", w) && c.text.Tokens[i+1].Capital() {
			return true
		}
	}
	return false
}

// weighPlace counts whether a name stands where places stand.
func (c *cast) weighPlace(n name) {
	w := c.text.Lower(n.words)
	at := n.words.From - 1
	switch {
	case at >= 0 && c.lexicon.Has("before-places", c.text.Tokens[at].Lower),
		at > 0 && c.lexicon.Has("of", c.text.Tokens[at].Lower) && c.title(at-1),
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
