package find

// beliefs gives what a noun says is held by some: "a belief among diplomats that the leak came from abroad". The texts that
// were learned from have hardly any. One that was found without who holds it gives way.
func (t *Text) beliefs(found *finds) {
	for i := range t.Tokens {
		if !t.has(i, "beliefs") || t.inside(i) {
			continue
		}
		c, ok := t.belief(i)
		if !ok {
			continue
		}
		if o := found.at(i); o >= 0 && len(found.all[o].Source) == 0 && covers(found.all[o].Cue, i) {
			found.giveUp(o)
		}
		found.addOver(c)
	}
}

func (t *Text) belief(noun int) (Candidate, bool) {
	s := t.Sentences[t.sentence[noun]]
	cue, ok := t.Chunk(noun)
	if !ok || cue.To != noun+1 || !t.has(cue.To, "held-by") {
		return Candidate{}, false
	}
	if t.kind(cue.From) == "DT" {
		cue.From++
	}
	who, ok := t.Chunk(cue.To + 1)
	if !ok || who.From != cue.To+1 {
		return Candidate{}, false
	}
	that := who.To
	for that < s.To && t.label(that) != "mark" { // "… in the press, in Washington"
		next, ok := t.Chunk(that + 1)
		if t.kind(that) != "IN" || !ok || next.From != that+1 {
			return Candidate{}, false
		}
		that = next.To
	}
	if that+1 >= s.To {
		return Candidate{}, false
	}
	verb := t.words[that].Head
	if verb <= that || verb >= s.To {
		return Candidate{}, false
	}
	content := Range{that, max(verb+1, t.under(verb, s).To)}
	return Candidate{Source: []Range{{who.From, that}}, Cue: []Range{{cue.From, cue.To}}, Content: []Range{content}, Head: noun}, true
}
