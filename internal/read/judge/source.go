package judge

import (
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/tag"
)

// longestSource bounds what is read of a source, in tokens: a longer one is a mistake or a long aside.
const longestSource = 60

// voice is whom a source stands for.
type voice struct {
	who      int // in the cast; -1 for nobody named
	name     string
	standing news.Standing
	head     string // "official", "ministry": what a later "the official" means
	plural   bool
	unheard  bool // one capital that could be anybody or anything
	at       int
}

// voiceOf says whom the source of a candidate stands for. Earlier voices are what pronouns and descriptions refer to.
func (j *judge) voiceOf(c find.Candidate) voice {
	r, whole := j.holder(c)
	if r.Empty() {
		return voice{who: -1, standing: news.Other}
	}
	v := j.phrases(r, whole)
	v.at = r.From
	if v.standing == news.Institution && (v.unheard || c.Turn && !j.lexicon.Has("institutions", v.head)) && !j.text.Tokens[c.Cue[0].From].Word() && (j.direct(c) || len(c.Content) > 0 && j.lexicon.Has("own", j.text.Tokens[c.Content[0].From].Lower)) {
		v.standing = news.Named // "Dahl: “We will hold.”"
	}
	switch v.standing {
	case news.Office, news.Public, news.Other:
		if j.veiled(whole) {
			v.standing, v.name = news.Unnamed, ""
		}
	}
	return v
}

// phrases judges a source by its first noun phrase, or where that says nothing by the next that stands beside it: "the family,
// protesters and leaders", "the top crime fighting agency". What hangs on the first is not who speaks: "the killer of Jon Dahl".
func (j *judge) phrases(r, whole find.Range) voice {
	t := j.text
	v := j.phrase(r, whole)
	for at := r.To; v.standing == news.Other && at < whole.To; {
		if next, ok := t.Chunk(at); ok {
			at = next.To
			if next.To <= whole.To {
				v = j.phrase(next, find.Range{From: next.From, To: whole.To})
			}
			continue
		}
		switch k := t.Kind(at); {
		case t.Is(at, ",", "-"), k == "CC", k == "VBG", k == "VBN", k == "JJ":
			at++
		default:
			return v
		}
	}
	return v
}

// holder gives the phrase that names whom a source stands for, and the source with all that it says about them.
func (j *judge) holder(c find.Candidate) (r, whole find.Range) {
	for _, s := range c.Source {
		if s = j.trimmed(s); !s.Empty() {
			whole = s
			break
		}
	}
	if whole.Empty() {
		return whole, whole
	}
	if j.lexicon.Has("relative", j.word(whole.From)) && whole.To-whole.From < longestAside {
		if _, ok := j.text.Chunk(whole.To - 1); ok && whole.To > whole.From+1 {
			whole.From++ // "whose lawyer", "who the police": they are not whom the relative means
		} else if whole = j.antecedent(whole.From); whole.Empty() {
			return whole, whole
		}
	}
	for i := whole.From + 1; i < whole.To-1; i++ { // "a woman whose lawyer": the lawyer
		if j.lexicon.Has("whose", j.text.Tokens[i].Lower) && whole.To-i < longestAside {
			whole.From = i + 1
		}
	}
	whole.To = min(whole.To, whole.From+longestSource)
	return j.core(whole), whole
}

// longestAside is how many tokens a source that begins with a relative may have for the relative not to be part of an aside.
const longestAside = 5

// word gives a word in small letters, but not one that its capitals make another: "WHO", "US".
func (j *judge) word(i int) string {
	if t := j.text.Tokens[i]; !acronym(t.Text) {
		return t.Lower
	}
	return ""
}

// trimmed leaves out what stands before the noun phrase of a source: marks, prepositions, "even".
func (j *judge) trimmed(r find.Range) find.Range {
	t := j.text
	for r.From < r.To && (!t.Tokens[r.From].Word() || j.lexicon.Has("before-source", t.Tokens[r.From].Lower) && r.From+1 < r.To) {
		r.From++
	}
	return r
}

// core gives the first noun phrase of a source: "A Post/Channel 9 poll", "Jan de Wit".
func (j *judge) core(whole find.Range) find.Range {
	t := j.text
	r := find.Range{From: whole.From, To: whole.From}
	if next := whole.From + 1; next < whole.To && j.lexicon.Has("those", t.Tokens[whole.From].Lower) && t.Kind(next) != "NN" && t.Kind(next) != "NNS" {
		return find.Range{From: whole.From, To: next} // "those close to him"
	}
	for i := whole.From; i < min(whole.To, whole.From+8); i++ {
		if chunk, ok := t.Chunk(i); ok {
			r.To = min(chunk.To, whole.To)
			if i > whole.From && !j.goesOn(i-1, whole) {
				r.From = i
			}
			break
		}
		if t.Is(i, ",") {
			break
		}
	}
	if t.Kind(r.To-1) == "POS" { // "Israel's military": what stands behind may be taken for no noun
		for r.To < whole.To && t.Tokens[r.To].Word() && (t.Kind(r.To) == "JJ" || nounish(t.Kind(r.To))) {
			r.To++
		}
	}
	if next, ok := t.Chunk(r.To + 1); ok && r.To-r.From == 2 && t.Kind(r.From) == "DT" && t.Kind(r.From+1) == "JJ" && t.Kind(r.To) == "CC" && next.From == r.To+1 && next.To <= whole.To {
		r.To = next.To // "the Canadian and Israeli governments"
	}
	if r.Empty() { // nothing that the tagger took for a noun
		for r.To < whole.To && t.Tokens[r.To].Word() && t.Kind(r.To) != "IN" && r.To < r.From+8 {
			r.To++
		}
		if r.Empty() {
			return whole
		}
	}
	for r.To < whole.To && j.goesOn(r.To, whole) {
		r.To++
		if chunk, ok := t.Chunk(r.To); ok && chunk.From >= r.To {
			r.To = min(chunk.To, whole.To)
		} else {
			r.To = min(r.To+1, whole.To)
		}
	}
	if to := min(j.cast.nameEnd(r.To), whole.To); to > r.To {
		r.To = to
	}
	for r.To > r.From+1 && !j.lexicon.Has("outlets", t.Lower(r)) { // "USA Today"
		switch last := t.Tokens[r.To-1].Lower; {
		case r.To > r.From+2 && j.lexicon.Has("times", last) && j.lexicon.Has("times-before", t.Tokens[r.To-2].Lower):
			r.To -= 2 // "a poll last week"
		case j.lexicon.Has("after-source", last), r.To > r.From+2 && j.lexicon.Has("times", last) && t.Tokens[r.To-1].Capital():
			r.To--
		default:
			return r
		}
	}
	return r
}

func nounish(k tag.Tag) bool { return strings.HasPrefix(string(k), "NN") }

// goesOn reports whether a token joins the words around it to one name: a stroke, or a small word such as "de".
func (j *judge) goesOn(i int, whole find.Range) bool {
	t := j.text
	if i+1 >= whole.To || !t.Tokens[i+1].Capital() {
		return false
	}
	return t.Is(i, "/", "&") || j.cast.particle(i)
}

// antecedent gives the phrase that "who" or "that" stands for: the one before it ("protesters here, who"), or before the
// prepositions that hang on it ("a delegate from Ohio who"), unless it is "which" and people stand there.
func (j *judge) antecedent(at int) find.Range {
	t := j.text
	person := j.lexicon.Has("who", t.Tokens[at].Lower)
	i := at - 1
	for i >= 0 && i > at-4 && (!t.Tokens[i].Word() || t.Kind(i) == "RB") {
		i--
	}
	out := find.Range{From: at, To: at}
	for range 3 {
		chunk, ok := t.Chunk(i)
		if !ok || t.Sentence(chunk.From) != t.Sentence(at) {
			break
		}
		if named, ok := j.asideOf(chunk); ok && person {
			return named
		}
		out.From = chunk.From
		if out.To == at {
			out.To = chunk.To
		}
		if len(j.cast.namesIn(chunk)) > 0 && person || !(chunk.From > 1 && t.Kind(chunk.From-1) == "IN") {
			break
		}
		i = chunk.From - 2
		if !person && !j.lexicon.Has("that", t.Tokens[at].Lower) && j.people(i) {
			break
		}
	}
	return out
}

// asideOf gives the name that a phrase stands beside: "Jon Dahl, then the ambassador,".
func (j *judge) asideOf(aside find.Range) (find.Range, bool) {
	t := j.text
	i := aside.From - 1
	for i > 0 && t.Kind(i) == "RB" {
		i--
	}
	if i < 1 || !t.Is(i, ",") || !j.cast.role(aside) {
		return find.Range{}, false
	}
	chunk, ok := t.Chunk(i - 1)
	return chunk, ok && chunk.To == i && len(j.cast.namesIn(chunk)) > 0
}

// people reports whether a word is one for people: "him", "members", "critics".
func (j *judge) people(i int) bool {
	w := j.text.Tokens[i].Lower
	return j.text.Kind(i) == "PRP" || j.hasRole(w) || j.lexicon.Has("publics", w) || j.lexicon.Has("parts", j.singular(w))
}

// phrase says whom a noun phrase stands for; whole is the phrase with all that is said about it.
func (j *judge) phrase(r, whole find.Range) voice {
	t := j.text
	first := j.word(r.From)
	alone := r.To == r.From+1
	switch has := func(list string) bool { return j.lexicon.Has(list, first) }; {
	case has("he") && alone:
		return j.pronoun(r.From, man)
	case has("she") && alone:
		return j.pronoun(r.From, woman)
	case has("it") && alone:
		return j.earlier(r.From, func(v voice) bool { return v.standing != news.Named && !v.plural && !j.lexicon.Has("own", v.head) }, news.Institution)
	case has("they") && alone:
		return j.they(r.From)
	case has("pairs") && alone, j.lexicon.Has("pairs", t.Lower(r)):
		if v, ok := j.pair(r.From); ok {
			return v
		}
	case has("own") && alone:
		return voice{who: -1, standing: news.FromOutlet, head: first}
	case has("relative"):
		return voice{who: -1, standing: news.Public, head: first}
	case has("nobody-in-particular") && alone, t.Temporal(r):
		return voice{who: -1, standing: news.Other}
	}
	if handle := t.Tokens[r.From].Text; len(handle) > 2 && handle[0] == '@' && alone {
		return voice{who: -1, name: handle, standing: news.Named}
	}
	if v, ok := j.named(r, whole); ok {
		return v
	}
	if v, ok := j.titled(r, whole); ok {
		return v
	}
	return j.described(r, whole)
}

// named handles phrases that end in a name, and names in an aside: "the mayor, Anna Berg,".
func (j *judge) named(r, whole find.Range) (voice, bool) {
	t := j.text
	if t.Kind(r.To-1) != "POS" && j.cast.kindOfOutlet(r) {
		return voice{}, false // "Spanish newspaper Marca"
	}
	for _, n := range j.cast.namesIn(r) {
		if t.Kind(n.words.To) == "POS" && n.words.To+1 == r.To {
			if n.words.To-n.words.From == 1 && r.To == whole.To && !j.cast.full(n) {
				return voice{who: -1, name: j.cast.cut(r), standing: news.Institution, head: t.Lower(r)}, true // "Macy's said"
			}
			return j.bearer(n)
		}
		if n.words.To != r.To {
			continue // "the Trump campaign": the name is not the head
		}
		if n.words.To == n.words.From+1 && !n.surely && j.common(n.words.From) {
			continue // "Officials said": a capital only because a sentence begins
		}
		return j.bearer(n)
	}
	// "a spokesman for the port, Jon Dahl," or "two analysts, Ada Frey and Jan Wit,"
	head := t.Tokens[r.To-1].Lower
	for _, list := range []string{"documents", "papers", "institutions", "outlet-kinds"} {
		if j.lexicon.Has(list, head) && !j.hasRole(head) {
			return voice{}, false
		}
	}
	for i := r.To; i+1 < whole.To; i++ {
		if t.Tokens[i].Word() || t.Is(i, "(", ")") {
			continue
		}
		aside, ok := t.Chunk(i + 1)
		if !ok || aside.From != i+1 {
			continue
		}
		aside.To = min(j.cast.nameEnd(aside.To), whole.To)
		for _, n := range j.cast.namesIn(aside) {
			if n.words.To == aside.To && (n.surely || j.cast.known(n) >= 0) {
				return j.bearer(n)
			}
		}
	}
	return voice{}, false
}

// common reports whether a word is one for people, not the name of somebody whom the text has.
func (j *judge) common(i int) bool {
	w := j.text.Tokens[i].Lower
	return len(j.cast.byFamily[w]) == 0 && (j.hasRole(w) || j.lexicon.Has("officials", w) || j.lexicon.Has("unnamed", w) || j.lexicon.Has("parts", w))
}

// titled handles titles that go on behind their noun: "Secretary of State John Kerry", "pollster and strategist Jan Wit".
func (j *judge) titled(r, whole find.Range) (voice, bool) {
	t := j.text
	head := t.Tokens[r.To-1].Lower
	if r.To+1 >= whole.To || !(j.lexicon.Has("of", t.Tokens[r.To].Lower) && j.lexicon.Has("titles", head) || t.Kind(r.To) == "CC" && j.lexicon.Has("roles", head)) {
		return voice{}, false
	}
	of, ok := t.Chunk(r.To + 1)
	if !ok || of.From != r.To+1 {
		return voice{}, false
	}
	of.To = min(j.cast.nameEnd(of.To), whole.To)
	for _, n := range j.cast.namesIn(of) {
		if n.words.To == of.To && n.words.From > of.From && t.Tokens[of.To-1].Capital() {
			if who := j.cast.known(n); who >= 0 {
				return voice{who: who, name: j.cast.people[who].name, standing: news.Named}, true
			}
		}
	}
	return voice{}, false
}

// bearer says whom a name means.
func (j *judge) bearer(n name) (voice, bool) {
	if who := j.cast.known(n); who >= 0 {
		return voice{who: who, name: j.cast.people[who].name, standing: news.Named}, true
	}
	v := voice{who: -1, name: j.cast.cut(n.words), standing: news.Named}
	if !n.surely {
		// News gives people's names in full: a single one is a country or a body.
		v.head = j.text.Lower(n.words)
		if n.words.To-n.words.From == 1 && !j.lexicon.Has("families", v.head) && !j.cast.isGiven(n.words.From) || j.cast.place(n) && len(j.cast.byFamily[j.text.Tokens[n.words.To-1].Lower]) == 0 {
			v.standing = news.Institution
			v.unheard = n.words.To-n.words.From == 1 && !j.lexicon.Has("institutions", v.head)
		}
	}
	return v, true
}

// hasRole reports whether a word is a role, in the singular or the plural.
func (j *judge) hasRole(w string) bool {
	return j.lexicon.Has("roles", w) || j.lexicon.Has("roles", j.singular(w))
}
