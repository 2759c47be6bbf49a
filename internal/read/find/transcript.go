package find

import "unicode"

// turns gives what each says in a transcript: paragraphs that begin with a name in capitals and a colon, at least two of them.
// "HOLT: Were there talks?"
func (t *Text) turns(found *finds) {
	var all []Candidate
	for from := 0; from < len(t.Tokens); {
		to := from + 1
		for to < len(t.Tokens) && !t.Tokens[to].Break {
			to++
		}
		if c, ok := t.turn(Range{from, to}); ok {
			all = append(all, c)
		}
		from = to
	}
	if len(all) < 2 {
		return
	}
	for _, c := range all {
		found.addOver(c)
	}
}

func (t *Text) turn(p Range) (Candidate, bool) {
	colon := p.From
	for colon < min(p.To, p.From+longestLabel) && t.shouted(colon) {
		colon++
	}
	who := t.bare(Range{p.From, colon})
	if len(who) == 0 || colon+1 >= p.To || !t.is(colon, ":") {
		return Candidate{}, false
	}
	what := Range{colon + 1, p.To}
	for !what.Empty() && t.Tokens[what.To-1].Start == t.Tokens[what.To-1].End { // a full stop that is not written
		what.To--
	}
	return Candidate{Source: who, Cue: []Range{{colon, colon + 1}}, Content: []Range{what}, Head: colon, Turn: true}, !what.Empty()
}

// shouted reports whether a token has no small letter; a lone letter or figure is an initial or a number.
func (t *Text) shouted(i int) bool {
	letters := 0
	for _, r := range t.Tokens[i].Text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 0 || t.is(i, ".", "-", "'", "’")
}
