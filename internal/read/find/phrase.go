package find

import "strings"

// findChunks finds the base noun phrases of a sentence: from the article to the noun, with a possessive before it.
func (t *Text) findChunks(s Range) {
	for i := s.From; i < s.To; {
		to := t.chunkAt(i, s.To)
		if to == i {
			i++
			continue
		}
		for j := i; j < to; j++ {
			t.chunk[j] = int32(len(t.Chunks))
		}
		t.Chunks = append(t.Chunks, Range{i, to})
		i = to
	}
}

// chunkAt gives the end of the noun phrase that begins at a token, or i if none does.
func (t *Text) chunkAt(i, limit int) int {
	switch t.kind(i) {
	case "PRP", "EX":
		return i + 1
	}
	end := i // after the last token that can end a phrase
	for j := i; j < limit; j++ {
		switch k := t.kind(j); k {
		case "NN", "NNS", "NNP", "NNPS":
			end = j + 1
		case "CD":
			end = j + 1
		case "DT", "PDT", "PRP$", "WP$":
			if j > i && t.kind(j-1) != "PDT" && !t.is(j-1, "all", "both", "half", "many", "such") {
				return end
			}
			if k == "DT" {
				end = j + 1 // "some", "this", "those" may stand alone
			}
		case "POS":
			if end != j {
				return end
			}
			end = j + 1
		case "JJ", "JJR", "JJS", "$", "#", "RBS":
			if t.is(j, "such") && t.is(j+1, "as") {
				return end
			}
			if t.is(j, "many", "several", "few", "most", "fewer") || j > i && t.kind(i) == "DT" {
				end = j + 1 // "the rich", "an academic"
			}
		case "VBG", "VBN":
			// "the proposed plan", "mounting losses": a participle between article and noun.
			if j == i && k == "VBN" && strings.HasPrefix(string(t.kind(j+1)), "NNS") && (t.kind(j-1) == "" || t.is(j-1, ",", "and", "“", "\"") || t.Tokens[j].Break || t.kind(j-1) == "IN") {
				continue // "trusted aides"
			}
			if j == i || !nounish(string(t.kind(j+1))) {
				return end
			}
			if p := t.kind(j - 1); p != "DT" && p != "PRP$" && p != "JJ" && p != "POS" {
				return end
			}
		case "RB":
			if j+1 >= limit || t.kind(j+1) != "JJ" || j == i {
				return end
			}
		case "CC":
			if !t.is(j, "&") {
				return end
			}
		default:
			return end
		}
	}
	return end
}

func nounish(k string) bool { return strings.HasPrefix(k, "NN") || strings.HasPrefix(k, "JJ") }

// chunkFrom gives the noun phrase that begins at a token.
func (t *Text) chunkFrom(i int) (Range, bool) {
	if i < 0 || i >= len(t.Tokens) || t.chunk[i] < 0 {
		return Range{}, false
	}
	c := t.Chunks[t.chunk[i]]
	return c, c.From == i
}

// chunkTo gives the noun phrase whose last token is i.
func (t *Text) chunkTo(i int) (Range, bool) {
	if i < 0 || i >= len(t.Tokens) || t.chunk[i] < 0 {
		return Range{}, false
	}
	c := t.Chunks[t.chunk[i]]
	return c, c.To == i+1
}

// Group is a run of verbs that belong together: "has been saying", "did not deny", "to say".
type Group struct {
	Range
	Head       int // the last verb
	Lemma      string
	Passive    bool // "was told"
	Negated    bool
	Infinitive bool // begins with "to"
	Gerund     bool // "saying", without an auxiliary
	Participle bool // "told", without an auxiliary where one would be needed
	Copula     bool // "is", before an adjective or noun
	Modal      string
}

// findGroups finds the verb groups of a sentence.
func (t *Text) findGroups(s Range) {
	for i := s.From; i < s.To; {
		g, ok := t.groupAt(i, s.To)
		if !ok {
			i++
			continue
		}
		for j := g.From; j < g.To; j++ {
			t.group[j] = int32(len(t.Groups))
		}
		t.Groups = append(t.Groups, g)
		i = g.To
	}
}

// mendParticiples makes a main verb of "lawmakers called for an inquiry" where the tagger took "called" for a participle: a
// sentence needs a verb, and one that only a conjunction brings in needs another before it.
func (t *Text) mendParticiples(s Range) {
	first := -1
	for i := s.From; i < s.To; i++ {
		n := t.group[i]
		if n < 0 || t.Groups[n].From != i {
			continue
		}
		g := t.Groups[n]
		if g.finite() {
			if t.kind(i) != "VBD" || t.kind(t.skipBack(i-1, s.From)) != "CC" {
				return
			}
			break
		}
		if first < 0 && g.Participle && strings.HasSuffix(t.Tokens[g.Head].Lower, "ed") && !t.is(g.To, "by") {
			if _, ok := t.chunkTo(t.skipBack(i-1, s.From)); ok {
				first = int(n)
			}
		}
	}
	if first >= 0 {
		t.Groups[first].Participle = false
		t.Tokens[t.Groups[first].Head].Tag = "VBD"
	}
}

func (t *Text) groupAt(i, limit int) (Group, bool) {
	k := t.kind(i)
	g := Group{Range: Range{i, i + 1}, Head: i}
	switch {
	case k == "TO":
		n := t.skipAdverbs(i+1, limit)
		if n >= limit || t.kind(n) != "VB" {
			return g, false
		}
		g.Infinitive, g.Head = true, n
	case k == "MD":
		g.Modal = t.Tokens[i].Lower
	case !t.verb(i) || t.chunk[i] >= 0:
		return g, false
	}
	be := false
	for {
		h := g.Head
		helps := t.kind(h) == "MD" || t.auxiliary(h)
		if t.be(h) {
			be = true
		}
		if !helps {
			break
		}
		n := t.skipAdverbs(h+1, limit)
		if n >= limit || !t.verb(n) || t.chunk[n] >= 0 || (t.kind(n) == "VBZ" || t.kind(n) == "VBP" || t.kind(n) == "VBD") && !t.auxiliary(h) {
			break
		}
		if !t.sameQuote(h, n) {
			break
		}
		g.Head = n
	}
	if !t.verb(g.Head) {
		return g, false
	}
	g.To = g.Head + 1
	if t.is(g.To, "n't", "not") {
		g.To++
	}
	g.Lemma = t.lexicon.Tags.Lemma(t.Tokens[g.Head].Lower)
	g.Copula = t.be(g.Head)
	g.Passive = be && t.kind(g.Head) == "VBN" && !g.Copula
	g.Gerund = g.From == g.Head && t.kind(g.Head) == "VBG"
	g.Participle = g.From == g.Head && t.kind(g.Head) == "VBN"
	for j := g.From; j < g.To; j++ {
		if t.is(j, "not", "n't", "never", "neither", "nor") {
			g.Negated = true
		}
	}
	return g, true
}

func (t *Text) be(i int) bool {
	return strings.HasSuffix(string(t.Tokens[i].Tag), "+be") || t.is(i, "'s") && t.verb(i)
}

func (t *Text) auxiliary(i int) bool {
	s := string(t.Tokens[i].Tag)
	return strings.HasSuffix(s, "+be") || strings.HasSuffix(s, "+have") || strings.HasSuffix(s, "+do") || t.is(i, "'s", "'d") && t.verb(i)
}

func (t *Text) skipAdverbs(i, limit int) int {
	for i < limit && (t.adverb(i) || t.is(i, "n't", "not", "all", "both")) {
		i++
	}
	return i
}

// finite reports whether a group can be the verb of a main or subordinate clause.
func (g Group) finite() bool { return !g.Infinitive && !g.Gerund && !g.Participle }

// groupAtToken gives the verb group that begins at a token, adverbs before it skipped.
func (t *Text) groupAfter(i, limit int) (Group, bool) {
	i = t.skipAdverbs(i, limit)
	if i >= limit || i >= len(t.Tokens) || t.group[i] < 0 {
		return Group{}, false
	}
	g := t.Groups[t.group[i]]
	return g, g.From == i
}

// phrase gives the end of a whole noun phrase that begins at a token: base phrase, "of …" and the like after it. It gives
// i if there is none.
func (t *Text) phrase(i, limit int) int {
	c, ok := t.chunkFrom(i)
	if !ok || c.To > limit {
		return i
	}
	to := c.To
	for n := 0; n < 6; n++ {
		switch {
		case t.kind(to) == "IN" && t.is(to, "of", "for", "in", "from", "at", "with", "on", "to") || t.kind(to) == "TO" && t.group[to] < 0 || t.is(to, "and", "&", "or") && to+1 < limit:
			next, ok := t.chunkFrom(to + 1)
			if !ok || next.To > limit || !t.sameQuote(to, to+1) {
				return to
			}
			if t.is(to, "and", "or") {
				// "X and Y said" joins; "X and he went" begins a clause.
				if t.kind(to+1) == "PRP" {
					return to
				}
			}
			to = next.To
		default:
			return to
		}
	}
	return to
}
