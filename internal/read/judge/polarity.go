package judge

import (
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
)

// polarityOf says what a statement does to what it is about: by its cue first, then by what is said.
func (j *judge) polarityOf(c find.Candidate, v voice) news.Polarity {
	q := j.cueOf(c)
	d := j.deedOf(q, c)
	negated := q.negated && (d.list == "" || q.not <= d.at)
	if negated {
		if p := j.withheld(q, d); p != "" {
			return p
		}
	}
	if !negated && (d.list == "" || d.list == "doubts" || d.list == "speech") && j.ordered(q, c) {
		return news.Asks
	}
	switch d.list {
	case "declines":
		return news.Declines
	case "denies":
		if negated && q.not < d.at {
			return news.Confirms
		}
		return news.Denies
	case "confirms":
		if negated && q.not < d.at {
			return news.Declines
		}
		return news.Confirms
	case "doubts":
		switch {
		case negated && q.not < d.at:
			return news.Asserts
		case j.lexicon.Has("questions", d.base) && (d.noun || j.asksItself(c)):
			return news.Asks
		}
		return news.Doubts
	case "asks":
		if negated {
			return news.Asserts
		}
		return news.Asks
	case "asserts":
		return news.Asserts
	}
	if !negated && j.calledFalse(q, c) {
		return news.Denies
	}
	return j.said(c, q, d, v)
}

// withheld judges a negated cue: what somebody does not say, believe or back; "" where the negation changes nothing.
func (j *judge) withheld(q cue, d deed) news.Polarity {
	confirms, denies := false, false
	for i := q.not + 1; i < q.end; i++ {
		w := q.words[i]
		confirms = confirms || j.lexicon.Has("confirms", w.base)
		denies = denies || j.lexicon.Has("denies", w.base)
	}
	for _, w := range q.words[q.end:] {
		denies = denies || confirms && j.lexicon.Has("denies", w.base) // "neither confirmed | nor denied"
	}
	if confirms && denies {
		return news.Declines // "would neither confirm nor deny"
	}
	for i := q.not + 1; i < q.end; i++ {
		w := q.words[i]
		if j.lexicon.Has("auxiliaries", w.lower) || j.lexicon.Has("auxiliaries", w.base) {
			continue
		}
		has := func(list string) bool { return j.lexicon.Has(list, w.base) || j.lexicon.Has(list, w.lower) }
		switch never := q.not >= 0 && j.lexicon.Has("never", q.words[q.not].lower); {
		case d.list == "asserts" && d.at <= i:
			return news.Asserts
		case q.could && has("cannot"):
			return news.Doubts
		case q.willing >= 0 && has("denies"):
			return news.Declines
		case never && has("put-forward"):
			return news.Denies // "never said that"
		case has("believes"):
			return news.Doubts
		case q.willing >= 0 && !has("states"):
			return news.Declines
		case has("backs"):
			return news.Denies
		case j.lexicon.Has("declines", "not "+w.base) && (!j.passive(q, i) || has("passive-declines")):
			return news.Declines
		}
		if w.verb {
			break
		}
	}
	return ""
}

// passive reports whether a participle stands behind a form of "be": "are not shared".
func (j *judge) passive(q cue, i int) bool {
	if !q.words[i].verb || q.words[i].lower == q.words[i].base {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		if j.lexicon.Has("be", q.words[k].base) {
			return true
		}
		if !j.lexicon.Has("negations", q.words[k].lower) {
			return false
		}
	}
	return false
}

// asksItself reports whether what is said is a question in quotation marks.
func (j *judge) asksItself(c find.Candidate) bool {
	return j.direct(c) && j.endsInQuestion(c)
}

// direct reports whether what is said stands in quotation marks, or in a transcript.
func (j *judge) direct(c find.Candidate) bool {
	if c.Turn {
		return true
	}
	if len(c.Content) == 0 {
		return false
	}
	at := c.Content[0].From
	return j.text.Inside(at) || j.lexicon.Has("quotation-marks", j.text.Tokens[at].Text)
}

// endsInQuestion reports whether what is said, or its first part, ends with a question mark.
func (j *judge) endsInQuestion(c find.Candidate) bool {
	for n, r := range c.Content {
		if n > 0 && n < len(c.Content)-1 {
			continue
		}
		last := r.To - 1
		for last > r.From && last > r.To-4 && !j.text.Tokens[last].Word() && !j.text.Is(last, "?") {
			last--
		}
		if j.text.Is(last, "?") {
			return true
		}
	}
	return false
}

// ordered recognises "told the board to resign", whether the cue or the content has the board.
func (j *judge) ordered(q cue, c find.Candidate) bool {
	if len(c.Content) == 0 || c.Content[0].From < c.Head || !slices.ContainsFunc(q.words[:q.end], func(w cueWord) bool { return w.verb && j.lexicon.Has("moves", w.base) }) {
		return false
	}
	t, at := j.text, c.Content[0].From
	if chunk, ok := t.Chunk(at); ok && chunk.To < c.Content[0].To {
		at = chunk.To
	}
	if at < len(t.Tokens) && j.lexicon.Has("own-negation", t.Tokens[at].Lower) {
		at++
	}
	return t.Kind(at) == "TO" && t.Kind(at+1) == "VB"
}

// calledFalse recognises "called the report a lie": a claim and what it is called, both in the content or the cue.
func (j *judge) calledFalse(q cue, c find.Candidate) bool {
	calls := false
	for _, w := range q.words[:q.end] {
		calls = calls || j.lexicon.Has("calls", w.base)
	}
	if !calls {
		return false
	}
	words := strings.Fields(j.words(c.Content) + " " + j.words(c.Cue))
	is, claim := false, false
	for _, w := range words {
		is = is || j.lexicon.Has("false", w)
		claim = claim || j.lexicon.Has("claims", w) || j.lexicon.Has("it", w) || j.lexicon.Has("nobody-in-particular", w)
	}
	return is && claim
}

// words gives the first words of ranges in small letters, commas and full stops among them.
func (j *judge) words(ranges []find.Range) string {
	var out []string
	for _, r := range ranges[:min(len(ranges), 8)] {
		for i := r.From; i < min(r.To, r.From+60); i++ {
			if tok := j.text.Tokens[i]; tok.Word() || tok.Text == "," || tok.Text == "." {
				out = append(out, tok.Lower)
			}
		}
	}
	return strings.Join(out, " ")
}
