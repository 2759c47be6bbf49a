package find

import "onrecord/internal/read/roles"

// divide draws the line between a cue and the content behind it where the words do: a noun that does the cue's work belongs
// to it ("issued a firm denial | that …"), a gerund of what was denied or owned up to does not ("denied | ever seeing the
// fax"). What was learned from draws both lines now so, now so.
func (t *Text) divide(cue *Range, content []roles.Span, verb int) {
	if len(content) == 0 || content[0].From != cue.To {
		return
	}
	at := cue.To
	if noun, ok := t.Chunk(at); ok && noun.From == at && noun.To < content[0].To && t.light(verb) && t.working(noun.To-1) && t.label(noun.To) == "mark" {
		at = noun.To
	}
	if from := t.gerund(*cue, verb); from > verb {
		at = from
	}
	cue.To, content[0].From = at, at
}

// light reports whether a verb leaves the work to the noun behind it.
func (t *Text) light(verb int) bool {
	return t.lexicon.Has("light", t.lexicon.Lemma(t.Tokens[verb].Lower))
}

// working reports whether a noun says by itself that something was said or held.
func (t *Text) working(noun int) bool {
	for _, list := range []string{"denies", "confirms", "doubts", "claims", "beliefs"} {
		if t.has(noun, list) {
			return true
		}
	}
	return false
}

// gerund gives where, within a cue that denies or confirms, what was done begins, 0 if it does not.
func (t *Text) gerund(cue Range, verb int) int {
	did := cue.To - 1
	lemma := t.lexicon.Lemma(t.Tokens[verb].Lower)
	if did <= verb || t.kind(did) != "VBG" || t.words[did].Head != verb || t.lexicon.Has("speech", t.lexicon.Lemma(t.Tokens[did].Lower)) ||
		!t.lexicon.Has("denies", lemma) && !t.lexicon.Has("confirms", lemma) {
		return 0
	}
	from := did
	for from-1 > verb && t.words[from-1].Head == did {
		from--
	}
	return from
}
