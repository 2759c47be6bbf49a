package find

import (
	"slices"
	"strings"

	"onrecord/internal/read/roles"
)

// mended gives an attribution as it is shown: without the marks around its source and cue, with those of a quotation that it
// has all the words of, and with what the tree says is missing of it.
func (t *Text) mended(g roles.Group) Candidate {
	cue := Range{g.Cue.From, g.Cue.To}
	c := Candidate{Cue: t.bare(cue)}
	if len(c.Cue) == 0 {
		c.Cue = []Range{cue} // "HOLT: No."
	}
	c.Head = t.head(c.Cue[0])
	t.divide(&c.Cue[0], g.Content, c.Head)
	for _, s := range g.Source {
		c.Source = append(c.Source, t.bare(t.beforeRelative(t.afterDateline(Range{s.From, s.To})))...)
	}
	for _, s := range g.Content {
		if who, ok := t.Chunk(s.From); ok && len(g.Content) > 1 && who == (Range{s.From, s.To}) && s.From == c.Cue[0].To && t.telling(c.Head) {
			continue // "two sources tell | the Courier"
		}
		c.Content = append(c.Content, t.balanced(t.whole(t.told(t.afterDateline(Range{s.From, s.To}), c.Head))))
	}
	t.cited(&c)
	switch {
	case t.addressed(c.Head):
		c.Source = t.agent(c.Head)
	case len(c.Source) == 0:
		t.giveSource(&c)
	}
	return c
}

// cited gives a verb the content that was taken for that of "citing" behind it: "reported, citing two officials, that …".
func (t *Text) cited(c *Candidate) {
	if !t.has(c.Head, "citing") || len(c.Content) == 0 || c.Head < 2 || !t.is(c.Head-1, ",") || !t.saying(c.Head-2) {
		return
	}
	r := c.Content[0]
	for i := r.From + 1; i < r.To; i++ {
		if t.is(i-1, ",") && t.label(i) == "mark" {
			c.Head, c.Cue = c.Head-2, []Range{{c.Head - 2, c.Head - 1}}
			c.Content[0].From = i
			return
		}
	}
}

// addressed reports whether the subject of a verb is not who says something but who is told or asked it, or of whom it is
// said: "Berg was told that", "asked whether the dam was safe, Berg said", "the leader is said to".
func (t *Text) addressed(verb int) bool {
	if t.kind(verb) != "VBN" || !t.lexicon.Has("addressing", t.lexicon.Lemma(t.Tokens[verb].Lower)) {
		return false
	}
	s := t.Sentences[t.sentence[verb]]
	for i := max(s.From, verb-4); i < verb; i++ {
		if t.words[i].Head == verb && t.label(i) == "auxpass" {
			return true
		}
	}
	return verb == s.From || t.is(verb-1, ",") || t.has(verb-1, "subordinating")
}

// agent gives by whom something is said, behind a verb in the passive.
func (t *Text) agent(verb int) []Range {
	s := t.Sentences[t.sentence[verb]]
	for i := verb + 1; i < min(s.To, verb+longestTail); i++ {
		if who, ok := t.Chunk(i + 1); ok && t.has(i, "agents") && who.From == i+1 && t.words[i].Head >= 0 {
			return t.bare(t.under(t.words[i].Head, Range{who.From, s.To}))
		}
	}
	return nil
}

// beforeRelative leaves out a relative that a range ends with: "an engineer who".
func (t *Text) beforeRelative(r Range) Range {
	for n := r.To - 1; n > r.From && (t.kind(n) == "WP" || t.kind(n) == "WDT" || !t.Tokens[n].Word()); n-- {
		r.To = n
	}
	return r
}

// bare gives a range without the marks at its ends, nothing if there are only marks.
func (t *Text) bare(r Range) []Range {
	for !r.Empty() && !t.Tokens[r.From].Word() {
		r.From++
	}
	for !r.Empty() && !t.Tokens[r.To-1].Word() {
		r.To--
	}
	if r.Empty() {
		return nil
	}
	return []Range{r}
}

// balanced takes the marks of a quotation into a range that has all of its words.
func (t *Text) balanced(r Range) Range {
	opening, opens := t.quoteAt(r.From - 1)
	opens = opens && opening.From == r.From-1
	for to := r.To; to < min(r.To+3, len(t.Tokens)) && !t.Tokens[to].Word(); to++ { // “…,” and “….”
		if q, ok := t.quoteAt(to); ok && q.Closed && q.To == to+1 && (q.From >= r.From || opens && q == opening) {
			r.To = q.To
			break
		}
	}
	if opens && opening.To <= r.To {
		r.From--
	}
	return t.closed(r)
}

// closed takes in the rest of what stands in brackets that a range ends within.
func (t *Text) closed(r Range) Range {
	open := 0
	for i := r.From; i < r.To; i++ {
		switch t.Tokens[i].Text {
		case "(":
			open++
		case ")":
			open = max(0, open-1)
		}
	}
	for i := r.To; open > 0 && i < min(len(t.Tokens), r.To+longestAside) && !t.Tokens[i].Break; i++ {
		if t.is(i, ")") {
			if open--; open == 0 {
				r.To = i + 1
			}
		}
	}
	return r
}

// longestAside is how many tokens more may stand in brackets.
const longestAside = 25

// whole takes in what a clause lacks that was cut before its verb: "that only later the leak" of "was confirmed".
func (t *Text) whole(r Range) Range {
	s := t.Sentences[t.sentence[r.From]]
	if t.label(r.From) != "mark" {
		return r
	}
	if verb := t.words[r.From].Head; verb >= r.To && verb < s.To && r.To <= s.To {
		r.To = max(r.To, t.under(verb, s).To)
	}
	return r
}

// giveSource finds the source of a cue that has none: the subject of its verb by the tree, or of the verb that it shares its
// subject with ("…, saying", "… and said"); else the noun phrase beside the verb ("…, said the mayor"). What is part of the cue
// or the content is none.
func (t *Text) giveSource(c *Candidate) {
	for _, who := range []Range{t.subject(c.Head), t.beside(c)} {
		touches := func(r Range) bool { return r.From < who.To && who.From < r.To }
		if !who.Empty() && !slices.ContainsFunc(c.Cue, touches) && !slices.ContainsFunc(c.Content, touches) {
			c.Source = t.bare(who)
			return
		}
	}
}

// beside gives the noun phrase right behind a cue that is a finite verb, or right before it.
func (t *Text) beside(c *Candidate) Range {
	switch t.kind(c.Head) {
	case "VBD", "VBZ", "VBP":
	default:
		return Range{}
	}
	cue := c.Cue[0]
	if who, ok := t.Chunk(cue.To); ok && who.From == cue.To {
		return who
	}
	if who, ok := t.Chunk(cue.From - 1); ok && who.To == cue.From {
		return who
	}
	return Range{}
}

// subject gives the words that hang on a verb as its subject, or on one that it shares its subject with.
func (t *Text) subject(verb int) Range {
	s := t.Sentences[t.sentence[verb]]
	for at, k := verb, 0; at >= s.From && at < s.To && k < 3; at, k = t.words[at].Head, k+1 {
		for i := s.From; i < s.To; i++ {
			if t.words[i].Head == at && (t.label(i) == "nsubj" || t.label(i) == "nsubjpass" && at == verb && t.lexicon.Has("silent", t.lexicon.Lemma(t.Tokens[verb].Lower))) {
				who := t.under(i, s)
				if c, ok := t.Chunk(i); ok { // what stands before a noun phrase and hangs on it seldom belongs to it
					who.From = max(who.From, c.From)
				}
				return who
			}
		}
		switch t.label(at) {
		case "conj", "xcomp", "advcl":
		default:
			return Range{}
		}
	}
	return Range{}
}

// told leaves out of a content who was told it: "the Courier" of "told the Courier he would resign", "to the Courier on Monday" of
// "confirmed to the Courier on Monday that he would".
func (t *Text) told(r Range, verb int) Range {
	at := r.From
	for at+1 < r.To && at < r.From+longestTail && (t.kind(at) == "TO" || t.kind(at) == "IN" && t.label(at) != "mark") {
		next, ok := t.Chunk(at + 1)
		if !ok || next.From != at+1 {
			break
		}
		at = next.To
	}
	if at > r.From && at < r.To && t.kind(r.From) == "TO" && t.label(at) == "mark" {
		r.From = at
		return r
	}
	who, ok := t.Chunk(r.From)
	if !ok || who.From != r.From || who.To >= r.To || !t.telling(verb) {
		return r
	}
	if next, ok := t.Chunk(who.To); ok && next.From == who.To || t.label(who.To) == "mark" {
		r.From = who.To
	}
	return r
}

// afterDateline leaves the place out that a report begins with: "KALVIK, Norland (NNA) — The mayor".
func (t *Text) afterDateline(r Range) Range {
	if r.Empty() || r.From > 0 && !t.Tokens[r.From].Break {
		return r
	}
	agency := false
	for i := r.From + 1; i < min(r.To-1, r.From+longestDateline); i++ {
		switch t.Tokens[i].Text {
		case "(":
			agency = true
		case "-", "--", "–", "—", "―":
			if place := t.Tokens[r.From].Text; agency || len(place) > 1 && strings.ToUpper(place) == place && t.Tokens[r.From].Capital() {
				r.From = i + 1
			}
			return r
		}
	}
	return r
}

// longestDateline is how many tokens a dateline has: "HALDEN, Norland (NNA) —".
const longestDateline = 10
