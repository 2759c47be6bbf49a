package find

import "strings"

// Candidate is a possible attribution.
type Candidate struct {
	Source, Cue, Content []Range
	Speaker              Range  // the phrase that names whom the source stands for; empty if there is none
	Told                 Range  // to whom it was said, or through whom
	Head                 int    // the token that carries the cue
	Lemma                string // of the cue's verb, noun or adjective
	Frame                string // how source, cue and content hang together
	Negated              bool
	Modal                bool // "would", "could": not said yet
	Direct               bool // the content is quoted
}

// Key names the pattern that counts are kept for.
func (c Candidate) Key() (lemma, frame string) { return c.Lemma, c.Frame }

// Propose gives all candidates in the order of their cues.
func (t *Text) Propose() []Candidate {
	var out []Candidate
	for n := range t.Groups {
		if c, ok := t.verbCandidate(n); ok {
			out = append(out, c)
		}
	}
	for i := range t.Tokens {
		switch {
		case t.is(i, "according") && t.is(i+1, "to"):
			if c, ok := t.according(i); ok {
				out = append(out, c)
			}
		case strings.HasPrefix(string(t.kind(i)), "NN") && t.group[i] < 0:
			if c, ok := t.nounCandidate(i); ok {
				out = append(out, c)
			}
		case t.is(i, ":"):
			if c, ok := t.colonCandidate(i); ok {
				out = append(out, c)
			}
		}
	}
	for i := range out {
		// What is said within a quotation is the speaker's words: seldom a statement of its own.
		if t.inside(out[i].Head) {
			out[i].Frame += "@quoted"
		}
	}
	return out
}

// verbCandidate looks at one verb group: first whether what is said stands before it, then after it.
func (t *Text) verbCandidate(n int) (Candidate, bool) {
	g := t.Groups[n]
	c := Candidate{Head: g.Head, Lemma: g.Lemma, Negated: g.Negated, Modal: g.Modal != ""}
	c.Cue = []Range{t.cueOf(g)}
	if g.finite() && !g.Passive && !g.Copula {
		if t.tail(n, &c) {
			return c, true
		}
	}
	if g.Passive || g.Participle {
		return t.passive(n, c)
	}
	sub := t.subjectOf(n)
	if !sub.ok() {
		return c, false
	}
	c.Source, c.Speaker = []Range{sub.Source}, sub.Speaker
	if g.Gerund {
		t.issued(g, &c)
	}
	if g.Copula {
		return t.adjective(g, c)
	}
	if !t.after(g, &c) {
		return c, false
	}
	c.Frame = prefix(g) + c.Frame
	return c, true
}

// issued gives "released a statement saying" to whoever released it.
func (t *Text) issued(g Group, c *Candidate) {
	paper, ok := t.chunkTo(g.From - 1)
	if !ok || !t.lexicon.Has("documents", t.Tokens[paper.To-1].Lower) {
		return
	}
	m := t.verbBefore(paper.From)
	if m < 0 || t.Groups[m].Passive || t.Groups[m].Copula || !t.lexicon.Has("issuing", t.Groups[m].Lemma) {
		return
	}
	if sub := t.subjectOf(m); sub.ok() {
		c.Source, c.Speaker = []Range{sub.Source}, sub.Speaker
		c.Cue = []Range{{t.cueOf(t.Groups[m]).From, g.To}}
	}
}

// prefix keeps counts of verbs in unlike forms apart.
func prefix(g Group) string {
	switch {
	case g.Infinitive:
		return "inf:"
	case g.Gerund:
		return "ger:"
	}
	return ""
}

// cueOf gives the words of a verb group with an adverb before it: "also said".
func (t *Text) cueOf(g Group) Range {
	r := g.Range
	if g.Infinitive {
		r.From++
	}
	for r.From > 0 && t.kind(r.From-1) == "RB" && t.Tokens[r.From].Space && t.sentence[r.From-1] == t.sentence[r.From] && !t.is(r.From-1, "not", "n't") && !t.Tokens[r.From-1].Capital() {
		r.From--
	}
	return r
}

// after finds what is said behind a verb.
func (t *Text) after(g Group, c *Candidate) bool {
	s := t.sentenceOf(g.From)
	limit := s.To
	p := g.To
	for p < limit && (t.adverb(p) || t.kind(p) == "RP") {
		if t.kind(p) == "RP" {
			c.Cue[0].To = p + 1
			c.Lemma += " " + t.Tokens[p].Lower
		}
		p++
	}
	if p >= limit {
		return false
	}
	// What was said may follow whom it was said to, and when and where.
	aside := t.skipAside(p, limit, g.Lemma)
	for _, at := range []int{p, aside} {
		if at >= limit {
			break
		}
		if at > p {
			c.Told = t.told(g, p, at)
		}
		if frame, from := t.opening(at, limit, g); frame != "" {
			t.fill(c, g, frame, from)
			return len(c.Content) > 0
		}
		if at == aside {
			break
		}
	}
	c.Told = Range{}
	switch k := t.kind(p); {
	case k == "TO" && t.group[p] >= 0:
		t.fill(c, g, "to", p)
	case t.clauseAt(p, limit):
		t.fill(c, g, "clause", p)
	case t.clauseAt(aside, limit) && aside > p:
		c.Told = t.told(g, p, aside)
		t.fill(c, g, "clause", aside)
	case k == "IN" || k == "TO":
		if when, ok := t.chunkFrom(p + 1); ok && t.temporal(when) {
			return false
		}
		c.Cue[0].To = p + 1
		t.fill(c, g, "p:"+t.Tokens[p].Lower, p+1)
	case k == "VBG":
		t.fill(c, g, "ing", p)
	default:
		to := t.phrase(p, limit)
		if to+1 < limit && t.is(to, ":") {
			// "offered this explanation: …"
			c.Cue[0].To = to
			t.fill(c, g, "np:", to+1)
			break
		}
		if to == p {
			if k == "WP" || k == "WRB" || strings.HasPrefix(string(k), "JJ") || t.opensAny(p) {
				t.fill(c, g, "np", p)
				break
			}
			return false
		}
		if t.temporal(Range{p, to}) && to-p < 4 {
			return false
		}
		if inf, ok := t.groupAfter(to, limit); ok && inf.Infinitive {
			if t.lexicon.Has("told", g.Lemma) {
				c.Told = Range{p, to}
			}
			t.fill(c, g, "np-to", p)
			break
		}
		for i := p; i < min(to+3, limit); i++ {
			if t.is(i, "of", "for", "as", "from", "against", "about", "on", "over") && t.chunk[i] < 0 {
				t.fill(c, g, "np-"+t.Tokens[i].Lower, p)
				return len(c.Content) > 0
			}
		}
		t.fill(c, g, "np", p)
	}
	return len(c.Content) > 0
}

// opening recognises the words that open what is said: "that", a question word, a quotation.
func (t *Text) opening(at, limit int, g Group) (frame string, from int) {
	if t.is(at, ",") || t.is(at, ":") {
		if t.opensAny(at+1) && t.Tokens[at+1].Space {
			return "quote", at + 1
		}
		if t.is(at, ":") && at+1 < limit && !g.Infinitive {
			return "colon", at + 1
		}
		if t.is(at, ",") && t.is(at+1, "“", "\"") {
			return "quote", at + 1
		}
		// "said, however, that"
		if t.is(at, ",") && at+3 < limit && t.is(at+2, ",") && t.is(at+3, "that") {
			return "that", at + 3
		}
		return "", 0
	}
	if q, ok := t.opens(at); ok {
		if q.Full {
			return "quote", at
		}
		return "words", at
	}
	switch {
	case t.is(at, "that") && (t.kind(at) == "IN" || t.clauseAt(at+1, limit)):
		return "that", at
	case t.is(at, "whether", "if", "why", "how"):
		return "wh", at
	case t.is(at, "what", "who", "where", "when", "which") && (t.kind(at) == "WP" || t.kind(at) == "WRB" || t.kind(at) == "WDT"):
		return "wh", at
	}
	return "", 0
}

// clauseAt reports whether a clause begins at a token: a phrase, then a finite verb.
func (t *Text) clauseAt(p, limit int) bool {
	if p >= limit {
		return false
	}
	if t.is(p, "there", "it") && t.chunk[p] >= 0 {
		p++
		g, ok := t.groupAfter(p, limit)
		return ok && g.finite()
	}
	to := t.phrase(p, limit)
	if to == p {
		return false
	}
	g, ok := t.groupAfter(to, limit)
	if ok && g.finite() && !t.is(to, "that", "who", "which") {
		return true
	}
	// A base phrase may be followed by the verb where the whole one runs on.
	if c, has := t.chunkFrom(p); has && c.To < to {
		g, ok = t.groupAfter(c.To, limit)
		return ok && g.finite()
	}
	return false
}

// told gives whom something was said to, from what stands between a verb and what was said.
func (t *Text) told(g Group, from, to int) Range {
	if !t.lexicon.Has("told", g.Lemma) {
		for i := from; i < to; i++ {
			if t.is(i, "to", "on", "in") && t.chunk[min(i+1, to)] >= 0 {
				if c, ok := t.chunkFrom(i + 1); ok && !t.temporal(c) {
					return Range{i, t.phrase(i+1, to)}
				}
			}
		}
		return Range{}
	}
	if end := t.phrase(from, to); end > from {
		return Range{from, end}
	}
	return Range{}
}

// fill sets frame and content from where the content begins.
func (t *Text) fill(c *Candidate, g Group, frame string, from int) {
	c.Frame = frame
	if frame == "quote" || frame == "colon" {
		if q, ok := t.opens(from); ok {
			c.Direct = true
			c.Content = []Range{q.Range}
			if !q.Closed {
				c.Content = append(c.Content, t.running(q.To)...)
			}
			return
		}
	}
	to := t.clauseEnd(from, g)
	if to > from {
		c.Content = []Range{{from, to}}
		_, c.Direct = t.opens(from)
	}
}
