package judge

import (
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
)

// via gives through whom a statement reached the report, nearest first: the outlet or the document that it was made to or in,
// then whoever reports it; and where the statement is itself a report of what others say, these, the outermost first, unless
// their statements stand for themselves.
func (j *judge) via(found []find.Candidate, i int) []string {
	var via []string
	add := func(name string) {
		if name != "" && name != j.voices[i].name && !slices.Contains(via, name) {
			via = append(via, name)
		}
	}
	c := found[i]
	for _, name := range j.mediums(c, j.reach(found, i)) {
		add(name)
	}
	for _, k := range j.around(found, i) {
		add(j.voices[k].name)
	}
	for _, inner := range j.text.Inner(c) {
		if !slices.ContainsFunc(found, func(o find.Candidate) bool { return within(o.Cue, inner.Head) }) {
			add(j.inWords(inner))
		}
	}
	return via
}

// inWords gives who speaks within what somebody says: the name if it is one of the text's, else the words.
func (j *judge) inWords(c find.Candidate) string {
	v := j.voiceOf(c)
	if v.name == "" && v.standing != news.Other && j.text.Kind(c.Source[0].From) != "PRP" {
		return j.plainly(c.Source[0])
	}
	return v.name
}

// place gives the token where a statement's cue stands: its head, or its first token if a finder gives another.
func place(c find.Candidate) int {
	if len(c.Cue) == 0 || within(c.Cue, c.Head) {
		return c.Head
	}
	return c.Cue[0].From
}

// around gives the statements whose content holds a statement, the innermost first: who said that somebody said so.
// Statements are in the order of the text: one that reports this one begins before it or just behind it, and not far.
func (j *judge) around(found []find.Candidate, i int) []int {
	c, at := found[i], place(found[i])
	var out []int
	size := map[int]int{}
	for k := max(0, i-12); k < min(len(found), i+6); k++ {
		if k == i || j.voices[k].standing == news.Other {
			continue
		}
		for _, r := range found[k].Content {
			if r.From <= at && at < r.To && (len(c.Source) == 0 || r.From <= c.Source[0].From && c.Source[0].To <= r.To) {
				out, size[k] = append(out, k), r.To-r.From
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return size[a] - size[b] })
	return out
}

// mediums gives through whom a statement came by the words beside its cue: an outlet ("told the Courier", "in an interview with
// Channel 9", "citing the Record"), somebody between ("through his lawyer"), a document ("in a letter to the court").
func (j *judge) mediums(c find.Candidate, reach find.Range) []string {
	t, at := j.text, place(c)
	var out []string
	for i := reach.From; i+1 < reach.To; i++ {
		how := j.lexicon.Means("through", t.Tokens[i].Lower)
		if how == "" || within(c.Content, i) && within(c.Content, i+1) || within(c.Source, i) || how == "citing" && within(c.Cue, i) {
			continue
		}
		chunk, ok := t.Chunk(i + 1)
		if !ok || chunk.From != i+1 || within(c.Source, chunk.To-1) || chunk.To-chunk.From > longestRole {
			continue
		}
		if name := j.told(chunk); name != "" {
			out = append(out, name)
		} else if last := t.Tokens[chunk.To-1].Lower; how == "citing" && j.lexicon.Has("unnamed", j.singular(last)) || how == "in" && j.lexicon.Has("mediums", last) && i-at < 6 || how == "between" && j.hasRole(last) {
			out = append(out, j.plainly(chunk))
		}
	}
	return out
}

// reach gives the part of a sentence that says how a statement was made: around its cue, up to the cue of another that stands
// beside it and not within it.
func (j *judge) reach(found []find.Candidate, i int) find.Range {
	at := place(found[i])
	s := j.text.Sentences[j.text.Sentence(at)]
	r := find.Range{From: max(s.From, at-mediumNear), To: min(s.To, at+mediumNear)}
	for k := max(0, i-4); k < min(len(found), i+5); k++ {
		o := place(found[k])
		if k == i || within(found[i].Content, o) || within(found[k].Content, at) || j.lexicon.Means("through", j.text.Tokens[o].Lower) != "" && !j.telling(o) {
			continue
		}
		if o < at {
			r.From = max(r.From, o+1)
		} else if o > at {
			r.To = min(r.To, o)
		}
	}
	return r
}

// telling reports whether a word names whom it speaks to: "told".
func (j *judge) telling(i int) bool {
	return j.lexicon.Has("telling", j.lexicon.Lemma(j.text.Tokens[i].Lower))
}

// plainly gives the words of a phrase without its article or whose it is.
func (j *judge) plainly(c find.Range) string {
	if k := j.text.Kind(c.From); c.From+1 < c.To && (k == "DT" || k == "PRP$") {
		c.From++
	}
	return j.cast.cut(c)
}

// mediumNear is how many tokens on both sides of a cue are looked at for an outlet.
const mediumNear = 40

func within(ranges []find.Range, i int) bool {
	return slices.ContainsFunc(ranges[:min(len(ranges), 16)], func(r find.Range) bool { return r.From <= i && i < r.To })
}

// told gives the outlet that somebody spoke to: by its name, or "the newspaper" for the one named before.
func (j *judge) told(chunk find.Range) string {
	if name := j.outlet(chunk); name != "" {
		return name
	}
	t := j.text
	if j.telling(chunk.From-1) && j.unheard(chunk) {
		return j.plainly(chunk)
	}
	if j.lexicon.Has("definite", t.Tokens[chunk.From].Lower) && t.Kind(chunk.From) != "PRP$" && j.lexicon.Has("outlets", t.Tokens[chunk.To-1].Lower) && !t.Tokens[chunk.To-1].Capital() {
		return j.outletBefore(chunk.From)
	}
	return ""
}

// unheard reports whether a phrase is a name that is nobody's and no body's that is known: one who is told something and has a
// name of that kind mostly is an outlet ("told Billboard", "told @courier").
func (j *judge) unheard(c find.Range) bool {
	t := j.text
	if t.Tokens[c.From].Text[0] == '@' {
		return c.To == c.From+1
	}
	if t.Kind(c.From) == "DT" {
		c.From++
	}
	for i := c.From; i < c.To; i++ {
		if w := t.Tokens[i].Lower; !t.Tokens[i].Capital() || t.Kind(i) == "POS" || j.hasRole(w) || j.lexicon.Has("institutions", w) || j.lexicon.Has("publics", w) ||
			j.cast.isGiven(i) || j.cast.surely(w) || j.lexicon.Has("families", w) {
			return false
		}
	}
	return !c.Empty() && c.To-c.From < 4 && !t.Temporal(c) && j.cast.places[t.Lower(c)] == 0
}

// thatOutlet gives the outlet that "the newspaper" means: the one that spoke last, else the one named last.
func (j *judge) thatOutlet(at int) string {
	if e := j.earlier(at, func(v voice) bool { return v.standing == news.FromOutlet && v.name != "" }, news.FromOutlet); e.name != "" {
		return e.name
	}
	return j.outletBefore(at)
}

// outletBefore gives the outlet named last before a token.
func (j *judge) outletBefore(at int) string {
	for i := at - 1; i >= max(0, at-tokensBack); i-- {
		c, ok := j.text.Chunk(i)
		if !ok || c.To != i+1 || c.To-c.From > longestSource {
			continue
		}
		if name := j.outlet(c); name != "" {
			return name
		}
	}
	return ""
}

// outlet gives the name of the outlet that a phrase names, "" for none: "CNN" of "CNN's Ada Frey" and of "CNN Tuesday".
func (j *judge) outlet(c find.Range) string {
	t := j.text
	for i := c.From + 1; i < c.To; i++ {
		if t.Kind(i) == "POS" && (i+1 == c.To || j.outletWords(find.Range{From: c.From, To: i})) {
			c.To = i
		}
	}
	for c.To > c.From+1 && (j.lexicon.Has("times", t.Tokens[c.To-1].Lower) || j.lexicon.Has("times-before", t.Tokens[c.To-1].Lower)) && !j.lexicon.Has("outlets", t.Lower(c)) {
		c.To--
	}
	kind := false // "the weekly Spegel": what stands before the name says it is an outlet
	for c.From < c.To && (t.Kind(c.From) == "DT" || !t.Tokens[c.From].Capital()) {
		kind = j.lexicon.Has("outlet-kinds", t.Tokens[c.From].Lower) && !j.hasRole(t.Tokens[c.From].Lower)
		c.From++
	}
	if c.Empty() || !t.Tokens[c.To-1].Capital() && t.Kind(c.To-1) != "CD" && !j.hasRole(t.Tokens[c.To-1].Lower) {
		return ""
	}
	if kind || j.outletWords(c) {
		return j.cast.cut(c)
	}
	// "Channel 9 anchor Ada Frey": the outlet stands before the role.
	for i := c.From + 1; i < c.To; i++ {
		if before := (find.Range{From: c.From, To: i}); j.hasRole(t.Tokens[i].Lower) && j.outletWords(before) {
			return j.cast.cut(before)
		}
	}
	return ""
}

// outletWords reports whether capitals name an outlet: as a whole or by their first or last word.
func (j *judge) outletWords(c find.Range) bool {
	t := j.text
	if c.Empty() || c.To-c.From > longestRole || !t.Tokens[c.From].Capital() {
		return false
	}
	first, last := t.Tokens[c.From].Lower, t.Tokens[c.To-1].Lower
	several := c.To-c.From > 1
	if !several && j.lexicon.Has("generic-outlets", first) || !t.Tokens[c.To-1].Capital() && t.Kind(c.To-1) != "CD" {
		return false // "the TV actor"
	}
	for i := c.From + 1; i < c.To; i++ {
		if t.Kind(i) == "POS" || j.hasRole(t.Tokens[i].Lower) && i < c.To-1 {
			return false
		}
	}
	switch {
	case j.lexicon.Has("institutions", last) && !j.lexicon.Has("outlets", last), j.lexicon.Has("institutions", t.Lower(c)):
		return false // "Press Association" is an outlet by name, "Emergency Agency" none
	case j.lexicon.Has("outlets", t.Lower(c)):
		return several || !j.lexicon.Has("roles", last)
	}
	return several && (j.lexicon.Has("outlets", last) && !j.lexicon.Has("roles", last) || j.lexicon.Has("outlets", first) && !j.lexicon.Has("roles", first))
}
