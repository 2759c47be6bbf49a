package find

import "strings"

// passive handles "is expected to resign", "was accused of fraud by the mayor", "a plan proposed by the board".
func (t *Text) passive(n int, c Candidate) (Candidate, bool) {
	g := t.Groups[n]
	s := t.sentenceOf(g.From)
	p := g.To
	var obj subject
	frame := "pas"
	switch {
	case g.Passive:
		obj = t.subjectOf(n)
	default:
		i := t.skipBack(g.From-1, s.From-1)
		if i >= s.From && t.is(i, ",") {
			i--
			frame = "pp,"
		} else {
			frame = "pp"
		}
		if ch, ok := t.chunkTo(i); ok {
			r := t.leftwards(ch, s)
			obj = subject{r, t.core(r)}
		} else if g.From == s.From || t.is(g.From-1, "when", "“", "\"") || t.is(i+1, "when") || t.is(i, "when") {
			frame = "pp0"
		} else {
			return c, false
		}
	}
	for p < s.To && t.adverb(p) {
		p++
	}
	by := Range{}
	end := t.clauseEnd(p, g)
	for i := p; i < min(end, p+14); i++ {
		if t.is(i, "by") && t.chunk[min(i+1, len(t.Tokens)-1)] >= 0 {
			by = Range{i + 1, t.wholePhrase(i+1, s.To)}
			break
		}
		if t.group[i] >= 0 && i > p {
			break
		}
	}
	rest := Range{}
	if p < end && !t.is(p, "by") {
		switch k := t.kind(p); {
		case k == "TO" && t.group[p] >= 0:
			frame += "-to"
			rest = Range{p, end}
		case k == "IN" && t.is(p, "that"):
			frame += "-that"
			rest = Range{p, end}
		case k == "IN" || k == "TO":
			frame += "-" + t.Tokens[p].Lower
			rest = Range{p, end}
		case t.is(p, "whether", "if", "why", "how", "what"):
			frame += "-wh"
			rest = Range{p, end}
		}
		if !by.Empty() && by.From > rest.From && by.From <= rest.To {
			rest.To = by.From - 1
		}
	}
	if !by.Empty() {
		frame += "+by"
		if ch, ok := t.chunkFrom(by.From); !ok || t.temporal(ch) {
			return c, false
		}
		c.Source, c.Speaker = []Range{by}, t.core(by)
	}
	if frame == "pas-that" || frame == "pas-wh" || strings.HasPrefix(frame, "pp0") {
		if rest.Empty() {
			return c, false
		}
		if strings.HasPrefix(frame, "pp0") && t.is(rest.From, "about", "for") {
			c.Cue[0].To, rest.From = rest.From+1, rest.From+1
		}
		c.Content = []Range{rest}
		c.Frame = frame
		return c, !rest.Empty()
	}
	if !obj.ok() {
		return c, false
	}
	c.Content = []Range{obj.Source}
	if !rest.Empty() && strings.HasPrefix(frame, "pas") {
		c.Content = append(c.Content, rest)
	}
	c.Frame = frame
	return c, true
}

// adjective handles "is confident that", "was critical of", "are afraid to".
func (t *Text) adjective(g Group, c Candidate) (Candidate, bool) {
	s := t.sentenceOf(g.From)
	p := t.skipAdverbs(g.To, s.To)
	if p >= s.To {
		return c, false
	}
	if q, ok := t.opens(p); ok && !q.Full {
		p++
	}
	k := t.kind(p)
	if k != "JJ" && k != "VBN" && k != "JJR" {
		return c, false
	}
	c.Lemma, c.Head = t.Tokens[p].Lower, p
	c.Cue[0].To = p + 1
	n := p + 1
	switch {
	case n >= s.To:
		return c, false
	case t.is(n, "that", "whether", "if", "how", "why", "what"):
		t.fill(&c, g, "adj-that", n)
	case t.kind(n) == "TO" && t.group[n] >= 0:
		t.fill(&c, g, "adj-to", n)
	case t.clauseAt(n, s.To):
		t.fill(&c, g, "adj-clause", n)
	case t.kind(n) == "IN" || t.kind(n) == "TO":
		c.Cue[0].To = n + 1
		t.fill(&c, g, "adj-"+t.Tokens[n].Lower, n+1)
	default:
		return c, false
	}
	c.Frame = prefix(g) + c.Frame
	return c, len(c.Content) > 0
}

// according handles "according to the ministry", before or after what it covers.
func (t *Text) according(i int) (Candidate, bool) {
	s := t.sentenceOf(i)
	c := Candidate{Head: i, Lemma: "according", Cue: []Range{{i, i + 2}}}
	to := t.wholePhrase(i+2, s.To)
	if to == i+2 {
		return c, false
	}
	source := Range{i + 2, to}
	core := t.core(source)
	c.Source, c.Speaker = []Range{source}, core
	begins := i == s.From || i == s.From+1 && !t.Tokens[s.From].Word() || i > 0 && t.is(i-1, "but", "and", "yet")
	if begins {
		// The phrase runs up to the comma that ends it.
		comma := i + 2
		for comma < s.To && !t.is(comma, ",") {
			comma++
		}
		if comma < s.To && comma > to {
			to = comma
			if !t.finiteIn(Range{i + 2, comma}) {
				c.Source[0].To = comma
			}
		}
		from := to
		if t.is(from, ",") {
			from++
		}
		end := t.clauseEnd(from, Group{Range: Range{i, i + 1}, Head: i})
		if end <= from {
			return c, false
		}
		c.Frame, c.Content = "before", []Range{{from, end}}
		return c, true
	}
	// "data released on Friday by the board": all up to the next comma, unless a clause begins there.
	stop := to
	for stop < s.To && !t.is(stop, ",", ";", "--", "—", "–") && !t.opensAny(stop) {
		stop++
	}
	if stop = t.trim(to, stop); stop > to && !t.finiteIn(Range{to, stop}) {
		to, c.Source[0].To = stop, stop
	}
	mark := i - 1
	if !t.is(mark, ",", "--", "—", "–") {
		mark = i
	}
	content, direct, ok := t.before(mark, s)
	if !ok {
		return c, false
	}
	c.Frame, c.Direct, c.Content = "after", direct, []Range{content}
	if !direct && t.is(to, ",") && to+1 < s.To {
		// "The dam, according to the mayor, is safe."
		c.Content = t.around(content, to+1, Group{Range: Range{i, i + 1}, Head: i})
	}
	if direct {
		c.Content = append(c.Content, t.running(s.To)...)
	}
	return c, true
}

// nounCandidate handles "the mayor's claim that", "a belief among dockers that", "critics of".
func (t *Text) nounCandidate(i int) (Candidate, bool) {
	s := t.sentenceOf(i)
	c := Candidate{Head: i, Lemma: strings.TrimSuffix(t.Tokens[i].Lower, "s")}
	n := i + 1
	if n >= s.To || t.chunk[i] < 0 || t.Chunks[t.chunk[i]].To != n {
		return c, false
	}
	chunk := t.Chunks[t.chunk[i]]
	if strings.HasPrefix(string(t.kind(i)), "NNP") {
		return c, false
	}
	if m := t.verbBefore(chunk.From); m >= 0 && t.lexicon.Has("told", t.Groups[m].Lemma) {
		return c, false // "told the paper that": whom it was told to
	}
	among := Range{}
	if t.is(n, "among", "by", "from", "in", "at") && t.chunk[min(n+1, s.To-1)] >= 0 {
		to := t.phrase(n+1, s.To)
		if to < s.To && t.is(to, "that") {
			among, n = Range{n + 1, to}, to
		}
	}
	by := Group{Range: Range{i, i + 1}, Head: i}
	switch {
	case t.is(n, "that") && t.kind(n) == "IN" && t.clauseAt(n+1, s.To):
		t.fill(&c, by, "n-that", n)
	case t.is(n, "of", "for", "about", "to", "on", "against", "with", "as") && t.chunk[min(n+1, s.To-1)] >= 0:
		c.Frame = "n-" + t.Tokens[n].Lower
		if to := t.phrase(n+1, s.To); to > n+1 {
			c.Content = []Range{{n + 1, to}}
		}
	case t.kind(n) == "TO" && t.group[n] >= 0:
		t.fill(&c, by, "n-to", n)
	default:
		return c, false
	}
	if len(c.Content) == 0 {
		return c, false
	}
	c.Cue = []Range{{i, i + 1}}
	if c.Frame == "n-of" || c.Frame == "n-for" || c.Frame == "n-about" || c.Frame == "n-against" {
		c.Cue[0].To = i + 2
	}
	switch {
	case !among.Empty() && !t.is(among.From-1, "in", "at"):
		c.Source, c.Speaker = []Range{among}, t.core(among)
		c.Frame += "+among"
	case !among.Empty():
		c.Source, c.Speaker = []Range{among}, t.core(among)
		c.Frame += "+in"
	case chunk.From < i && t.owner(chunk, i, &c):
		c.Frame += "+own"
	default:
		// "issued a denial that": the source is who did it.
		if m := t.verbBefore(chunk.From); m >= 0 {
			if sub := t.subjectOf(m); sub.ok() && t.Groups[m].finite() && !t.Groups[m].Copula && !t.Groups[m].Passive {
				g := t.Groups[m]
				c.Source, c.Speaker = []Range{sub.Source}, sub.Speaker
				c.Cue = []Range{{t.cueOf(g).From, c.Cue[0].To}}
				c.Negated = g.Negated
				c.Frame += "+do"
			}
		}
	}
	return c, true
}

// owner finds a possessive in a noun phrase: "his claim", "the mayor's denial".
func (t *Text) owner(chunk Range, i int, c *Candidate) bool {
	for j := i - 1; j >= chunk.From; j-- {
		if t.kind(j) == "POS" && j > chunk.From {
			r := Range{chunk.From, j}
			c.Source, c.Speaker = []Range{{chunk.From, j + 1}}, r
			c.Cue[0].From = j + 1
			return true
		}
		if t.kind(j) == "PRP$" && j == chunk.From {
			c.Source, c.Speaker = []Range{{j, j + 1}}, Range{j, j + 1}
			c.Cue[0].From = j + 1
			return true
		}
	}
	return false
}

// verbBefore gives the number of the verb group that ends right before a token, or -1.
func (t *Text) verbBefore(i int) int {
	if i <= 0 || t.group[i-1] < 0 {
		return -1
	}
	return int(t.group[i-1])
}

// colonCandidate handles a headline's or a transcript's "Mayor: the dam is safe".
func (t *Text) colonCandidate(i int) (Candidate, bool) {
	s := t.sentenceOf(i)
	c := Candidate{Head: i, Lemma: ":", Cue: []Range{{i, i + 1}}, Frame: "label"}
	ch, ok := t.chunkTo(i - 1)
	if !ok || i-s.From > 8 || i+2 >= s.To {
		return c, false
	}
	from := t.leftwards(ch, s).From
	if from != s.From || t.finiteIn(Range{s.From, i}) {
		return c, false
	}
	c.Source, c.Speaker = []Range{{from, i}}, Range{from, i}
	t.fill(&c, Group{Range: Range{i, i + 1}, Head: i}, "label", i+1)
	if q, ok := t.opens(i + 1); ok {
		c.Content, c.Direct, c.Frame = []Range{q.Range}, true, "label-quote"
	}
	return c, len(c.Content) > 0
}
