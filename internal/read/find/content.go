package find

import "strings"

// clauseEnd gives where a clause that begins at p ends: before the full stop, or before what belongs to the sentence
// around it. by is the group that introduces the clause.
func (t *Text) clauseEnd(p int, by Group) int {
	s := t.sentenceOf(by.From)
	limit := s.To
	if q, ok := t.quoteAt(by.Head); ok && t.inside(by.Head) {
		limit = min(limit, q.To)
		if q.Closed {
			limit--
		}
	}
	depth := 0
	for i := p; i < limit; i++ {
		if q, ok := t.opens(i); ok && (i > p || q.To <= limit) {
			if q.To >= limit {
				return t.trim(p, min(q.To, max(limit, q.To)))
			}
			i = q.To - 1
			if t.kind(i-1) == "." && t.Tokens[min(q.To, len(t.Tokens)-1)].Capital() {
				return q.To
			}
			continue
		}
		switch t.Tokens[i].Text {
		case "(", "[":
			depth++
		case ")", "]":
			if depth == 0 {
				return t.trim(p, i)
			}
			depth--
		case ";":
			if depth == 0 && i > p && t.clauseAt(i+1, limit) {
				return t.trim(p, i)
			}
		case "--", "—", "–", "-":
			if depth == 0 && i > p && (t.Tokens[i].Text != "-" || t.Tokens[i].Space && i+1 < limit && t.Tokens[i+1].Space) {
				return t.trim(p, i)
			}
		case ",":
			if depth == 0 && i > p && t.leaves(i, by, limit) {
				return t.trim(p, i)
			}
		}
		if t.kind(i) == "CC" && i > p && depth == 0 && t.joins(i, by, limit) {
			return t.trim(p, i)
		}
		if i > p && t.is(i, "according") && t.is(i+1, "to") {
			return t.trim(p, i)
		}
	}
	return t.trim(p, limit)
}

// leaves reports whether a comma ends what is said: another attribution follows, or a clause of the reporter's own.
func (t *Text) leaves(comma int, by Group, limit int) bool {
	i := comma + 1
	if t.fronted(by) {
		if to := t.phrase(i, limit); to > i {
			if g, ok := t.groupAfter(to, limit); ok && g.finite() {
				return true
			}
		}
	}
	if t.is(i, "according") && t.is(i+1, "to") {
		return true
	}
	if t.is(i, "but", "while", "although", "though") {
		// "but" with a subject and verb of its own is mostly the reporter's.
		if to := t.phrase(i+1, limit); to > i+1 {
			if g, ok := t.groupAfter(to, limit); ok && g.finite() {
				return true
			}
		}
		return t.joins(i, by, limit)
	}
	if t.is(i, "and") {
		if to := t.phrase(i+1, limit); to > i+1 {
			if g, ok := t.groupAfter(to, limit); ok && g.finite() && t.reports(g) {
				return true
			}
		}
		return t.joins(i, by, limit)
	}
	if g, ok := t.groupAfter(i, limit); ok && g.Gerund && t.reports(g) {
		return true
	}
	// ", he said" and ", said the mayor"
	if g, ok := t.groupAfter(i, limit); ok && g.finite() && t.reports(g) {
		if to := t.phrase(g.To, limit); to > g.To {
			return true
		}
	}
	if to := t.phrase(i, limit); to > i {
		if g, ok := t.groupAfter(to, limit); ok && g.finite() && t.reports(g) && t.tailEnds(g, limit) {
			return true
		}
	}
	return false
}

// fronted reports whether a verb stands in a clause that opens its sentence, so that a main clause is still to come:
// "While the mayor said that …, the council …".
func (t *Text) fronted(by Group) bool {
	s := t.sentenceOf(by.From)
	i := s.From
	if t.is(i, "and", "but", "yet") {
		i++
	}
	if by.From == i && (by.Gerund || by.Participle) {
		return true
	}
	if !t.is(i, "while", "when", "as", "if", "after", "although", "though", "because", "since", "before", "once", "whereas", "until") {
		return false
	}
	return !t.finiteIn(Range{i, by.From})
}

// joins reports whether a conjunction goes on with a second verb of the source: "said X and denied Y".
func (t *Text) joins(cc int, by Group, limit int) bool {
	g, ok := t.groupAfter(cc+1, limit)
	return ok && !g.Copula && t.kind(g.From) == t.kind(by.From) && t.kind(g.From) != "VB" && t.reports(g)
}

// reports reports whether a verb mostly introduces what somebody says.
func (t *Text) reports(g Group) bool { return t.lexicon.Cues.Chance(g.Lemma, "*") > 0.35 }

// tailEnds reports whether nothing that could be said follows a verb: "…, he said." or "…, she told reporters on Monday".
func (t *Text) tailEnds(g Group, limit int) bool {
	i := t.skipAside(g.To, limit, g.Lemma)
	return i >= limit || !t.Tokens[i].Word() && !t.is(i, ":") && !(t.opensAny(i) && !t.is(i-1, ",")) || t.is(i, "while", "as", "when", "after", "before", "during")
}

// skipAside moves over whom a verb speaks to, and when and where: "told reporters in Halden on Monday".
func (t *Text) skipAside(i, limit int, lemma string) int {
	if t.lexicon.Has("told", lemma) {
		if to := t.phrase(i, limit); to > i {
			i = to
		}
	}
	for n := 0; n < 8 && i < limit; n++ {
		switch {
		case t.adverb(i):
			i++
		case t.kind(i) == "IN" && !t.is(i, "that", "whether", "if", "because", "while", "as") || t.kind(i) == "TO" && t.chunk[min(i+1, len(t.Tokens)-1)] >= 0:
			to := t.phrase(i+1, limit)
			if to == i+1 {
				return i
			}
			i = to
		default:
			c, ok := t.chunkFrom(i)
			if !ok || !t.temporal(c) {
				return i
			}
			i = c.To
		}
	}
	return i
}

// trim takes marks off the end of a content, quotation marks and what they close excepted.
func (t *Text) trim(from, to int) int {
	for to > from {
		last := t.Tokens[to-1]
		if last.Word() || last.Text == ")" || last.Text == "]" || last.Text == "%" {
			return to
		}
		if q, ok := t.quoteAt(to - 1); ok && q.To <= to && q.From >= from {
			return to
		}
		if t.inside(to-1) && strings.Contains(".!?", last.Text[:1]) {
			return to
		}
		to--
	}
	return to
}

// running takes in the sentences of a quotation that goes on after its attribution, in this paragraph and, where the
// quotation is not closed, in the next.
func (t *Text) running(after int) []Range {
	var out []Range
	for n := 0; n < 40; n++ {
		q, ok := t.opens(after)
		if !ok || !q.Full || n > 0 && !t.Tokens[after].Break {
			return out
		}
		if n == 0 && t.Tokens[after].Break && q.Closed && q.To < len(t.Tokens) && !t.Tokens[q.To].Break {
			return out // a new paragraph goes on with the quotation only if it has nothing else
		}
		if t.attributed(q) {
			return out
		}
		out = append(out, q.Range)
		if q.Closed {
			return out
		}
		after = q.To
	}
	return out
}

// attributed reports whether a quotation has an attribution of its own behind it.
func (t *Text) attributed(q Quote) bool {
	i := q.To
	if i >= len(t.Tokens) || t.Tokens[i].Break || !q.Closed {
		return false
	}
	limit := min(len(t.Tokens), i+40)
	if t.is(i, ",") {
		i++
	}
	if t.is(i, "according") {
		return true
	}
	if g, ok := t.groupAfter(i, limit); ok && g.finite() && t.reports(g) {
		return true
	}
	if t.Tokens[i].Capital() && !t.is(q.To, ",") && t.is(q.To-2, ".") {
		return false
	}
	if to := t.wholePhrase(i, limit); to > i {
		if t.is(to, ",") {
			to++
		}
		if g, ok := t.groupAfter(to, limit); ok && g.finite() && t.reports(g) {
			return true
		}
	}
	return false
}
