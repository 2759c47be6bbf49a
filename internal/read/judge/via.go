package judge

import (
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
)

// via gives through whom a statement reached the report, nearest first: the outlet or the document that it was made to or in,
// then whoever reports it.
func (j *judge) via(found []find.Candidate, i int) []string {
	var via []string
	add := func(name string) {
		if name != "" && name != j.voices[i].name && !slices.Contains(via, name) {
			via = append(via, name)
		}
	}
	c := found[i]
	for at := c.Told.From; at < min(c.Told.To, c.Told.From+longestSource); at++ {
		if chunk, ok := j.text.Chunk(at); ok && chunk.From == at {
			add(j.told(chunk))
		}
	}
	for _, name := range j.mediums(c) {
		add(name)
	}
	for _, k := range j.around(found, i) {
		if !found[k].Negated && !found[k].Modal {
			add(j.voices[k].name)
		}
	}
	return via
}

// around gives the statements whose content holds a statement, the innermost first: who said that somebody said so.
// Statements are in the order of the text: one that reports this one begins before it or just behind it, and not far.
func (j *judge) around(found []find.Candidate, i int) []int {
	c := found[i]
	var out []int
	size := map[int]int{}
	for k := max(0, i-12); k < min(len(found), i+6); k++ {
		if k == i || j.voices[k].standing == news.Other {
			continue
		}
		for _, r := range found[k].Content {
			if r.From <= c.Head && c.Head < r.To && (len(c.Source) == 0 || r.From <= c.Source[0].From && c.Source[0].To <= r.To) {
				out, size[k] = append(out, k), r.To-r.From
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return size[a] - size[b] })
	return out
}

// mediums gives the outlets that a statement was made to or is credited to, by the words beside its cue: "told the Courier",
// "in an interview with Channel 9", "according to the Tribune", "citing the Record".
func (j *judge) mediums(c find.Candidate) []string {
	t := j.text
	s := t.Sentences[t.Sentence(c.Head)]
	var out []string
	for i := max(s.From, c.Head-mediumNear); i+1 < min(s.To, c.Head+mediumNear); i++ {
		if !j.lexicon.Has("through", t.Tokens[i].Lower) || within(c.Content, i) && within(c.Content, i+1) || within(c.Source, i) {
			continue
		}
		chunk, ok := t.Chunk(i + 1)
		if !ok || chunk.From != i+1 || within(c.Source, chunk.To-1) {
			continue
		}
		if name := j.told(chunk); name != "" {
			out = append(out, name)
		}
	}
	return out
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
	if j.lexicon.Has("definite", t.Tokens[chunk.From].Lower) && j.lexicon.Has("outlets", t.Tokens[chunk.To-1].Lower) && !t.Tokens[chunk.To-1].Capital() {
		return j.outletBefore(chunk.From)
	}
	return ""
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
	if c.Empty() || !t.Tokens[c.To-1].Capital() && t.Kind(c.To-1) != "CD" {
		return ""
	}
	last := t.Tokens[c.To-1].Lower
	first := t.Tokens[c.From].Lower
	several := c.To-c.From > 1
	switch {
	case kind,
		several && j.lexicon.Has("outlets", first) && !j.lexicon.Has("roles", first),
		j.lexicon.Has("outlets", t.Lower(c)) && (several || !j.lexicon.Has("roles", last)),
		several && j.lexicon.Has("outlets", last):
		return j.cast.cut(c)
	}
	return ""
}
