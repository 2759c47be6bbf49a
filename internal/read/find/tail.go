package find

import "strings"

// tail handles a verb that stands behind what is said: "…, the mayor said", "“…,” said the mayor".
func (t *Text) tail(n int, c *Candidate) bool {
	g := t.Groups[n]
	s := t.sentenceOf(g.From)
	sub := subject{}
	i := t.skipBack(g.From-1, s.From-1)
	mark := i // the comma or closing quotation mark before it all
	if i >= 0 && (t.is(i, ",") || t.closesQuote(i)) {
		aside := !t.closesQuote(i) && t.beforeAside(i, s).ok() // "the minister, Ilse Morand, denied the report"
		if !aside && (!t.lexicon.Has("told", g.Lemma) || t.closesQuote(i) || g.Lemma == "ask") {
			sub = t.inverted(n)
		}
		if !sub.ok() || t.clauseAt(g.To, s.To) || t.is(sub.Source.To, "that") || t.kind(sub.Source.To) == "TO" && t.group[sub.Source.To] >= 0 {
			sub = subject{}
		}
	}
	var end int
	if sub.ok() {
		end = sub.Source.To
	} else {
		sub = t.subjectWithin(n, 0)
		if !sub.ok() {
			return false
		}
		if k := t.kind(sub.Source.From); k == "WP" || k == "WDT" || k == "IN" {
			return false
		}
		mark = sub.Source.From - 1
		if t.is(mark, "as") {
			mark--
		}
		if !t.tailEnds(g, s.To) {
			return false
		}
		aside := t.skipAside(g.To, s.To, g.Lemma)
		if aside > g.To {
			c.Told = t.told(g, g.To, aside)
		}
		end = aside
	}
	if mark < 0 || mark < s.From && !t.closesQuote(mark) || mark >= s.From && !t.is(mark, ",", "--", "—", "–") && !t.closesQuote(mark) {
		return false
	}
	if !t.follows(mark, s) {
		return false
	}
	content, direct, ok := t.before(mark, s)
	if !ok {
		return false
	}
	contents := []Range{content}
	if !direct && t.is(end, ",") {
		if q, ok := t.opens(end + 1); ok && q.Full {
			return false // "As for the dam, she said, “…”"
		}
		contents = t.around(content, end+1, g)
	}
	c.Frame = "tail"
	switch {
	case !direct && len(contents) == 1 && contents[0] == content && !t.finiteIn(content) && content.To-content.From < 4:
		return false // "On Monday, he said."
	case direct:
		c.Frame = "quote-tail"
	case contents[len(contents)-1] != content:
		c.Frame = "middle"
	}
	c.Direct = direct
	c.Source, c.Speaker = []Range{sub.Source}, sub.Speaker
	c.Content = contents
	t.goesOn(c, end, s, direct)
	return true
}

// follows reports whether an attribution may follow a mark: not in another paragraph, and not after a quotation that ended
// with a full stop, for then a new sentence has begun.
func (t *Text) follows(mark int, s Range) bool {
	if mark+1 >= len(t.Tokens) || t.Tokens[mark+1].Break {
		return false
	}
	return mark >= s.From || !t.is(mark-1, ".") || !t.Tokens[mark+1].Capital()
}

// around gives what is said about an attribution in the middle of a clause: "The worst, he said, is over." What stands
// before it is left out if it only says when or where.
func (t *Text) around(before Range, from int, g Group) []Range {
	to := t.clauseEnd(from, g)
	rest := Range{from, to}
	if to <= from || !t.finiteIn(rest) {
		return []Range{before}
	}
	verb, starts := t.groupAfter(from, to)
	whole := t.finiteIn(before)
	switch {
	case t.is(from, "that") || starts && verb.finite():
		return []Range{before, rest}
	case whole || t.kind(from) == "CC" || t.kind(from) == "WP" || t.kind(from) == "WDT" || t.is(from, "as", "while", "because", "when", "if"):
		return []Range{before}
	case before.To-before.From < 5 && (t.kind(before.From) == "IN" || t.adverb(before.From)):
		return []Range{rest}
	}
	return []Range{before, rest}
}

// goesOn adds what of the content follows the attribution in its middle.
func (t *Text) goesOn(c *Candidate, end int, s Range, direct bool) {
	if !direct {
		return
	}
	i := end
	for i < s.To && !t.opensAny(i) {
		i++
	}
	if i < s.To {
		if q, ok := t.opens(i); ok && i > 0 && t.is(i-1, ",", ":", "--", "—", ".") && !t.attributed(q) {
			c.Content = append(c.Content, q.Range)
		}
		return
	}
	c.Content = append(c.Content, t.running(s.To)...)
}

func (t *Text) closesQuote(i int) bool {
	q, ok := t.quoteAt(i)
	return ok && q.Closed && q.To-1 == i
}

// before gives what stands before an attribution that begins after a mark.
func (t *Text) before(mark int, s Range) (content Range, direct, ok bool) {
	i := mark
	if t.is(i, ",", "--", "—", "–") && t.closesQuote(i-1) {
		i--
	}
	if q, is := t.quoteAt(i); is && t.closesQuote(i) {
		if q.From <= s.From || t.Tokens[q.From].Break || t.is(q.From-1, ".", ":", "!", "?") || t.sentence[q.From] < t.sentence[mark] {
			return q.Range, true, true
		}
		// Words of a clause are quoted: the clause is what was said.
		from := t.clauseStart(q.From, s)
		if from == q.From {
			return q.Range, true, true
		}
		return Range{from, q.To}, false, true
	}
	from := t.clauseStart(mark-1, s)
	if t.inside(mark) != t.inside(from) && !t.opensAny(from) {
		return Range{}, false, false
	}
	to := t.trim(from, mark)
	return Range{from, to}, false, to > from
}

// dateline gives where a sentence begins after a place in capitals: "HALDEN, Norland — The dam".
func (t *Text) dateline(s Range) int {
	if w := t.Tokens[s.From].Text; len(w) < 3 || strings.ToUpper(w) != w || !t.Tokens[s.From].Word() {
		return s.From
	}
	for i := s.From + 1; i < min(s.To, s.From+10); i++ {
		if t.is(i, "--", "—", "–", "-") {
			return i + 1
		}
	}
	return s.From
}

// clauseStart gives where the sentence that token i stands in begins, within its quotation.
func (t *Text) clauseStart(i int, s Range) int {
	from := s.From
	if t.Tokens[from].Break {
		from = t.dateline(s)
	}
	for from < i && (t.is(from, "and", "but", "”", "\"", "''") || !t.Tokens[from].Word() && !t.opensAny(from) && !t.is(from, "$", "#")) && !t.opensAny(from) {
		from++
	}
	if q, ok := t.quoteAt(i); ok && t.inside(i) && q.From >= s.From {
		return q.From + 1
	}
	return from
}
