package find

import "strings"

// Levels of words that nearly always are cues, and of those that often are.
const surelyCue, mostlyCue = 4, 2

// Inner gives the attributions within what somebody is reported to have said, the outermost first: "officials said" in "that
// officials said that the dam was safe". Only those are found that verbs make which mostly are cues, with a subject and a
// clause or an object of their own, or "according to". Where a text says according to whom, what stands between that and
// the content counts too: "According to the Courier, an official offered an explanation: …".
func (t *Text) Inner(c Candidate) []Candidate {
	var out []Candidate
	for n, r := range c.Content {
		between := r.From
		if n == 0 && t.attributes(c) && c.Source[0].To <= r.From && t.sentence[c.Head] == t.sentence[r.From] {
			r.From = c.Source[0].To
		}
		for i := r.From; i < r.To; i++ {
			least := surelyCue
			if i < between {
				least = mostlyCue
			}
			if c, ok := t.innerAt(i, r, least); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// attributes reports whether a cue is "according to" or the like.
func (t *Text) attributes(c Candidate) bool {
	return len(c.Source) > 0 && c.Cue[0].To-c.Cue[0].From > 1 && t.lexicon.Has("attributing", t.Lower(Range{c.Cue[0].From, c.Cue[0].From + 2}))
}

func (t *Text) innerAt(i int, within Range, least int) (Candidate, bool) {
	if i+1 < within.To && t.lexicon.Has("attributing", t.Lower(Range{i, i + 2})) {
		who, ok := t.Chunk(i + 2)
		return Candidate{Source: []Range{who}, Cue: []Range{{i, i + 2}}, Content: []Range{within}, Head: i}, ok && who.To <= within.To
	}
	if !strings.HasPrefix(string(t.kind(i)), "VB") || t.inside(i) || t.model.Cueish(t.Tokens[i].Lower, t.words[i].Tag) < least && !t.backs(i) {
		return Candidate{}, false
	}
	var who, what Range
	for k := within.From; k < within.To; k++ {
		if t.words[k].Head != i {
			continue
		}
		if t.has(k, "supposing") {
			return Candidate{}, false
		}
		switch t.label(k) {
		case "nsubj":
			if c, ok := t.Chunk(k); ok {
				who = c
			}
		case "ccomp", "nsubjpass":
			what = t.under(k, within)
		case "dobj":
			if t.saying(i) || t.backs(i) || least < surelyCue {
				what = t.under(k, within)
			}
		case "auxpass":
			if by := t.agent(i); (t.backs(i) || t.saying(i)) && len(by) > 0 && by[0].To <= within.To {
				who, _ = t.Chunk(by[0].From)
			}
		}
	}
	return Candidate{Source: []Range{who}, Cue: []Range{{i, i + 1}}, Content: []Range{what}, Head: i}, !who.Empty() && !what.Empty()
}

// backs reports whether a verb says that something is so or not so: "corroborated".
func (t *Text) backs(i int) bool {
	return t.lexicon.Has("vouching", t.lexicon.Lemma(t.Tokens[i].Lower))
}

// under gives the run of tokens around one that hang on it.
func (t *Text) under(top int, within Range) Range {
	hangs := func(i int) bool {
		for n := 0; i >= 0 && n < len(t.words) && n < 200; n++ {
			if i == top {
				return true
			}
			i = t.words[i].Head
		}
		return false
	}
	r := Range{top, top + 1}
	for r.From > within.From && hangs(r.From-1) {
		r.From--
	}
	for r.To < within.To && hangs(r.To) {
		r.To++
	}
	return r
}
