package find

import "slices"

// subject is who does what a verb says.
type subject struct {
	Source  Range
	Speaker Range // whom the source stands for: the phrase before "who"; else the source's base phrase
}

func (s subject) ok() bool { return !s.Source.Empty() }

// subjectOf finds the subject of the verb group with number n. Participles and infinitives take that of the verb they
// hang on.
func (t *Text) subjectOf(n int) subject { return t.subjectWithin(n, 4) }

func (t *Text) subjectWithin(n, depth int) subject {
	g := t.Groups[n]
	s := t.sentenceOf(g.From)
	i := g.From - 1
	i = t.skipTimes(i, s)
	if i < s.From {
		if (g.Gerund || g.Participle) && depth > 0 {
			return t.nextSubject(n, depth)
		}
		return subject{}
	}
	if g.Infinitive || t.kind(i) == "CC" || g.Gerund && (t.is(i, ",") || t.kind(i) == "IN" || t.kind(i) == "TO") {
		if c, ok := t.chunkTo(i); !ok || !g.Infinitive || c.Empty() {
			if sub := t.earlierSubject(n, depth); sub.ok() {
				return sub
			}
			if g.Gerund && depth > 0 {
				return t.nextSubject(n, depth)
			}
			return subject{}
		}
		return t.earlierSubject(n, depth) // "asked him to say": taken for what the asker wants
	}
	switch t.kind(i) {
	case "WP", "WDT":
		// Without anybody before it, "who" asks: "could not say who wrote it".
		if a := t.antecedent(i, s); !a.Empty() {
			return subject{Range{i, i + 1}, a}
		}
		return subject{}
	case "DT", "IN":
		if t.is(i, "that") && i > s.From {
			if a := t.antecedent(i, s); !a.Empty() {
				return subject{Range{i, i + 1}, a}
			}
		}
	}
	if c, ok := t.chunkTo(i); ok {
		if !t.sameQuote(i, g.Head) && !t.inside(g.Head) && t.inside(i) {
			return subject{}
		}
		from := t.leftwards(c, s)
		if a := t.relativeBefore(from.From-1, s); !a.Empty() {
			from.From = a.From
		}
		from.From = t.quantified(from.From, s)
		return subject{Range{from.From, i + 1}, t.core(from)}
	}
	if t.is(i, ",", ")", "--", "—", "–", "]") {
		if sub := t.beforeAside(i, s); sub.ok() {
			return sub
		}
		if t.is(i, ",") && depth > 0 && g.finite() {
			return t.earlierSubject(n, depth)
		}
	}
	return subject{}
}

// skipTimes moves back over adverbs and times between a subject and its verb: "The council on Monday quietly said".
func (t *Text) skipTimes(i int, s Range) int {
	for i >= s.From {
		if t.adverb(i) {
			i--
			continue
		}
		c, ok := t.chunkTo(i)
		if !ok || !t.temporal(c) || c.From <= s.From {
			return i
		}
		before := c.From - 1
		if t.kind(before) == "IN" && t.is(before, "on", "in", "at", "during", "over", "since", "by", "after") {
			before--
		}
		// "Last week said" has no other subject; neither has "In March, the year began".
		if _, ok := t.chunkTo(before); !ok && !t.is(before, ",", ")") || before < s.From {
			return i
		}
		i = before
	}
	return i
}

// quantified takes in the words before a number: "more than half of", "nearly all".
func (t *Text) quantified(from int, s Range) int {
	for from > s.From && t.is(from-1, "than", "more", "less", "fewer", "nearly", "almost", "only", "about", "just", "least", "at", "roughly", "some") {
		if t.is(from-1, "at", "more", "less", "fewer") && !t.is(from, "than", "least") {
			break
		}
		from--
	}
	return from
}

// relativeBefore gives the phrase that has a relative clause without commas which ends before the last phrase of a subject:
// "others" in "others who want to close the port said". Empty if there is none.
func (t *Text) relativeBefore(i int, s Range) Range {
	if i < s.From || !t.verb(i) && t.kind(i) != "IN" && t.kind(i) != "TO" {
		return Range{}
	}
	for j := i; j > max(s.From, i-14); j-- {
		switch k := t.kind(j); {
		case k == "WP" || k == "WDT":
			if c, ok := t.chunkTo(j - 1); ok {
				return t.leftwards(c, s)
			}
			return Range{}
		case k == "JJ" && t.chunk[j] < 0 && t.kind(j+1) == "IN":
			if c, ok := t.chunkTo(j - 1); ok {
				return t.leftwards(c, s) // "officials familiar with the talks said"
			}
			return Range{}
		case (k == "VBG" || k == "VBN") && t.group[j] >= 0 && t.Groups[t.group[j]].From == j && t.chunk[max(j-1, 0)] >= 0:
			if c, ok := t.chunkTo(j - 1); ok && j-1 >= s.From {
				return t.leftwards(c, s) // "farmers opposing the dam said"
			}
			return Range{}
		case !t.Tokens[j].Word() || k == "CC":
			return Range{}
		}
	}
	return Range{}
}

// leftwards takes in what a phrase hangs on: "a spokesman for the ministry", "Anna Berg and Tom Dahl".
func (t *Text) leftwards(c, s Range) Range {
	out := c
	for n := 0; n < 6; n++ {
		i := out.From - 1
		if i <= s.From {
			return out
		}
		before, ok := t.chunkTo(i - 1)
		if !ok || !t.sameQuote(i-1, c.From) {
			return out
		}
		switch {
		case t.kind(i) == "IN" && t.is(i, "of", "for", "in", "from", "at", "on", "with", "by"), t.kind(i) == "TO" && t.group[i] < 0:
			// "in March the minister said": a time is no part of the subject.
			if n == 0 && t.temporal(before) {
				return out
			}
		case t.is(i, "and", "or", "&") && t.kind(out.From) != "PRP":
			// "told her and he said" is two clauses: a verb right before the first phrase makes it an object.
			if j := before.From - 1; j >= s.From && t.verb(j) {
				return out
			} else if j > s.From && t.kind(j) == "IN" {
				if _, ok := t.chunkTo(j - 1); !ok {
					return out
				}
			}
		default:
			return out
		}
		if j := before.From - 1; j >= s.From && t.verb(j) && !t.is(i, "and", "or", "of") {
			return out // "He met the owner of X in Y said" does not happen; "told a crowd in Ohio he" does
		}
		out.From = before.From
	}
	return out
}

// core gives the first base phrase of a longer one: "a spokesman" of "a spokesman for the ministry".
func (t *Text) core(r Range) Range {
	if r.From >= 0 && r.From < len(t.Tokens) && t.chunk[r.From] >= 0 {
		c := t.Chunks[t.chunk[r.From]]
		return Range{r.From, min(c.To, r.To)}
	}
	return r
}

// antecedent gives the phrase that a relative pronoun stands for.
func (t *Text) antecedent(i int, s Range) Range {
	j := i - 1
	if j >= s.From && t.is(j, ",", ")", "--", "—") {
		j--
	}
	c, ok := t.chunkTo(j)
	if !ok {
		return Range{}
	}
	// "Anna Berg, the harbour master who", "a spokesman for the bank, who"
	return t.core(t.leftwards(c, s))
}

// earlierSubject gives the subject of the verb that a participle, an infinitive or a second verb hangs on.
func (t *Text) earlierSubject(n, depth int) subject {
	if depth == 0 {
		return subject{}
	}
	s := t.sentenceOf(t.Groups[n].From)
	if m := t.governing(n, s); m >= 0 {
		if sub := t.subjectWithin(m, depth-1); sub.ok() {
			return sub
		}
	}
	tries := 0
	for m := n - 1; m >= 0 && t.Groups[m].From >= s.From && tries < 6; m-- {
		if !t.sameQuote(t.Groups[m].Head, t.Groups[n].Head) {
			continue
		}
		tries++
		if g := t.Groups[m]; g.finite() || g.Gerund && t.Groups[n].Infinitive {
			if sub := t.subjectWithin(m, depth-1); sub.ok() {
				return sub
			}
			if sub := t.inverted(m); sub.ok() {
				return sub
			}
		}
	}
	return subject{}
}

// governing gives the verb that a further verb of speech goes with, where clauses of what was said stand between: "said
// that the dam would hold but warned", "demanded that it be mended, saying". -1 if none does.
func (t *Text) governing(n int, s Range) int {
	g := t.Groups[n]
	if g.Infinitive || !t.reports(g) && !t.is(g.Head, "citing", "quoting") {
		return -1
	}
	for m, tries := n-1, 0; m >= 0 && t.Groups[m].From >= s.From && tries < 8; m, tries = m-1, tries+1 {
		h := t.Groups[m]
		if h.finite() && t.lexicon.Cues.Chance(h.Lemma, "*") > 0.15 && !t.embedded(m) && t.sameQuote(h.Head, g.Head) && (g.Gerund || t.kind(h.From) == t.kind(g.From)) {
			return m
		}
	}
	return -1
}

// embedded reports whether a verb is part of what another verb says: "said that the port had agreed".
func (t *Text) embedded(n int) bool {
	sub := t.subjectWithin(n, 0)
	i := sub.Source.From - 1
	if !sub.ok() || i < 0 {
		return false
	}
	return t.is(i, "that", "whether", "if", "how", "why", "what") || t.group[i] >= 0 && t.reports(t.Groups[t.group[i]])
}

// nextSubject gives the subject of the main clause after an opening participle: "Asked about it, the mayor said".
func (t *Text) nextSubject(n, depth int) subject {
	s := t.sentenceOf(t.Groups[n].From)
	for m := n + 1; m < len(t.Groups) && t.Groups[m].From < s.To && m < n+6; m++ {
		if t.Groups[m].finite() && t.sameQuote(t.Groups[m].Head, t.Groups[n].Head) {
			c, ok := t.chunkTo(t.skipBack(t.Groups[m].From-1, s.From))
			if ok && t.is(t.leftwards(c, s).From-1, ",") {
				return t.subjectWithin(m, depth-1)
			}
		}
	}
	return subject{}
}

func (t *Text) skipBack(i, low int) int {
	for i > low && t.adverb(i) {
		i--
	}
	return i
}

// inverted finds a subject that follows its verb after what is said: "…,” said Anna Berg, the harbour master".
func (t *Text) inverted(n int) subject {
	g := t.Groups[n]
	s := t.sentenceOf(g.From)
	c, ok := t.chunkFrom(g.To)
	if !ok || c.To > s.To {
		return subject{}
	}
	return subject{Range{c.From, t.wholePhrase(c.From, s.To)}, t.core(c)}
}

// wholePhrase gives the end of a phrase with what is said about it after commas.
func (t *Text) wholePhrase(i, limit int) int {
	to := t.phrase(i, limit)
	for n := 0; n < 3; n++ {
		if t.is(to, "(") {
			for j := to + 1; j < min(limit, to+12); j++ {
				if t.is(j, ")") {
					to = j + 1
					break
				}
			}
		}
		if to >= limit || !t.is(to, ",") || to+1 >= limit {
			return to
		}
		end := to + 1
		for end < limit && !t.is(end, ",", ";", "--", "—") && !t.opensAny(end) {
			end++
		}
		last := end
		for last > to+1 && !t.Tokens[last-1].Word() && !t.is(last-1, ")") {
			last--
		}
		aside := Range{to + 1, last}
		k := t.kind(aside.From)
		_, chunk := t.chunkFrom(aside.From)
		if aside.Empty() || !(k == "WP" || k == "WP$" || chunk && (!t.finiteIn(aside) || t.relativeIn(aside))) || t.kind(aside.From) == "PRP" {
			return to
		}
		if first, ok := t.chunkFrom(aside.From); ok && t.temporal(first) {
			return to
		}
		to = last
	}
	return to
}

func (t *Text) opensAny(i int) bool {
	_, ok := t.opens(i)
	return ok
}

var times = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july",
	"august", "september", "october", "november", "december", "today", "yesterday", "tomorrow", "week", "month", "year", "years", "night", "morning", "evening",
	"afternoon", "day", "days", "weeks", "months", "hours", "minutes", "time", "weekend", "tonight", "jan.", "feb.", "sept.", "oct.", "nov.", "dec.", "aug.", "spring", "summer", "fall", "autumn", "winter", "ago", "later", "earlier"}

// temporal reports whether a phrase tells a time: "last week", "Tuesday night".
func (t *Text) temporal(r Range) bool {
	if r.Empty() {
		return false
	}
	last := t.Tokens[r.To-1].Lower
	if slices.Contains(times, last) {
		return true
	}
	return t.kind(r.To-1) == "CD" && len(last) == 4 && (last[0] == '1' || last[0] == '2') || t.kind(r.To-1) == "CD" && r.To-r.From > 1 && slices.Contains(times, t.Tokens[r.From].Lower)
}
