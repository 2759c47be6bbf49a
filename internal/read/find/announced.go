package find

// longestOpening is how many tokens a line has, at most, that says nothing but whose words follow.
const longestOpening = 25

// announced gives what stands behind or below words that say nothing but whose it is: "Officials: Gunman acted alone", and
// quotations below a line such as "Mayor Anna Berg of Halden:". Such lines are common in posts and rare in newspapers.
func (t *Text) announced(found *finds) {
	for _, s := range t.Sentences {
		if c, ok := t.labelled(s); ok && found.none(s) {
			found.add(c)
		}
	}
	for _, q := range t.Quotes {
		colon := q.From - 1
		if colon < 1 || !t.Tokens[q.From].Break || !t.is(colon, ":") {
			continue
		}
		if who, ok := t.announcer(colon); ok {
			found.add(Candidate{Source: []Range{who}, Cue: []Range{{colon, colon + 1}}, Content: []Range{q.Range}, Head: colon})
		}
	}
}

// labelled gives a headline that says first whose it is: "Officials: Gunman acted alone". A name alone may be a place or a subject.
func (t *Text) labelled(s Range) (Candidate, bool) {
	colon := s.From
	for colon < min(s.To, s.From+longestLabel) && t.Tokens[colon].Word() {
		colon++
	}
	who, ok := t.Chunk(s.From)
	if !ok || !t.Tokens[s.From].Break || who.From != s.From || s.To < len(t.Tokens) && !t.Tokens[s.To].Break || !t.is(colon, ":") || colon+2 >= s.To || s.To-s.From > longestOpening ||
		!(who.To == colon || t.kind(who.To) == "IN") || t.kind(who.To-1) == "NNP" && !t.oneOf(who.To-1, "roles", "unnamed", "publics") && !t.has(colon+1, "own") || !t.somebody(who) {
		return Candidate{}, false
	}
	what := Range{colon + 1, t.lastWord(s) + 1}
	return Candidate{Source: []Range{{s.From, colon}}, Cue: []Range{{colon, colon + 1}}, Content: []Range{what}, Head: colon}, !what.Empty()
}

// longestLabel is how many tokens such a headline begins with.
const longestLabel = 7

// announcer gives the name that a line without a verb begins with.
func (t *Text) announcer(colon int) (Range, bool) {
	s := t.Sentences[t.sentence[colon]]
	if !t.Tokens[s.From].Break || s.To-s.From > longestOpening {
		return Range{}, false
	}
	for i := s.From; i < colon; i++ {
		switch t.kind(i) {
		case "VBD", "VBZ", "VBP", "MD":
			return Range{}, false
		}
	}
	for i := s.From; i < colon; i++ {
		who, ok := t.Chunk(i)
		if !ok {
			continue
		}
		for who.From < who.To && t.kind(who.From) == "CD" { // "2/5 Gen. Dahl"
			who.From++
		}
		if n := who.To - who.From; n > 0 {
			return who, t.kind(who.To-1) == "NNP" && (n > 1 || t.Tokens[who.From].Text[0] == '@')
		}
		i = max(i, who.To-1)
	}
	return Range{}, false
}
