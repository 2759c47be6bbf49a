package find

import (
	"slices"
	"strings"
)

// silences gives the answers that were asked for and not given: "did not respond to a request for comment", "could not be
// reached". Annotators mark half of them, so that what was learned leaves most out; a desk wants each.
func (t *Text) silences(found *finds) {
	for i := range t.Tokens {
		if !strings.HasPrefix(string(t.kind(i)), "VB") || t.inside(i) || !t.lexicon.Has("silent", t.lexicon.Lemma(t.Tokens[i].Lower)) {
			continue
		}
		if c, ok := t.silence(i); ok {
			found.add(c)
		}
	}
}

func covers(ranges []Range, i int) bool {
	return slices.ContainsFunc(ranges, func(r Range) bool { return r.From <= i && i < r.To })
}

func (t *Text) silence(verb int) (Candidate, bool) {
	s := t.Sentences[t.sentence[verb]]
	cue, content, negated := Range{verb, verb + 1}, Range{}, false
	for i := s.From; i < s.To; i++ {
		if t.words[i].Head != verb {
			continue
		}
		switch label := t.label(i); {
		case label == "neg":
			negated = true
			cue.From = min(cue.From, i)
		case label == "aux" || label == "auxpass":
			cue.From = min(cue.From, i)
		case i > verb && content.Empty() && (label == "dobj" || strings.HasPrefix(label, "nmod")) && t.has(i, "requests"):
			content = t.under(i, s)
		}
	}
	if !negated || content.Empty() || content.From < cue.To {
		return Candidate{}, false
	}
	if t.kind(content.From) == "TO" && content.From == cue.To { // "respond to" is the cue
		cue.To++
		content.From++
	}
	c := Candidate{Cue: []Range{cue}, Content: t.bare(content), Head: verb}
	t.giveSource(&c)
	return c, len(c.Source) > 0 && len(c.Content) > 0
}
