package judge

import (
	"slices"
	"strings"

	"onrecord/internal/read/find"
)

// cueWord is a word of a cue, of the auxiliaries before it, or of what follows it.
type cueWord struct {
	lower string
	base  string // of a verb or a noun in the plural: its base form
	token int
	verb  bool
	noun  bool
}

// cue is what the words of a cue say, however it was found.
type cue struct {
	words   []cueWord // without articles, possessives and adverbs that say nothing about polarity
	end     int       // in words: behind the cue; what follows may only end a phrase that begins in the cue
	negated bool
	not     int  // in words: the first negation, -1 where it stands outside the cue
	willing int  // in words: the first "would" or "will", -1 for none
	could   bool // "could", "can"
}

// A cue is a few words; the bounds keep odd spans from costing more.
const (
	longestCue    = 40
	longestPhrase = 4
	behindCue     = 3
)

// cueOf reads the words of a cue.
func (j *judge) cueOf(c find.Candidate) cue {
	q := cue{not: -1, willing: -1}
	if len(c.Cue) == 0 {
		return q
	}
	floor := 0
	if len(c.Source) > 0 && c.Source[0].From < c.Cue[0].From {
		floor = min(c.Source[0].To, c.Cue[0].From)
	}
	for i := j.auxiliariesBefore(c.Cue[0].From, floor); i < c.Cue[0].From; i++ {
		q.add(j, i)
	}
	for _, r := range c.Cue {
		for i := r.From; i < min(r.To, r.From+longestCue) && len(q.words) < longestCue; i++ {
			q.add(j, i)
		}
	}
	q.end = len(q.words)
	if len(c.Source) > 0 && j.lexicon.Has("none", j.text.Tokens[c.Source[0].From].Lower) {
		q.negated = true // "no other outlet has confirmed it"
	}
	behind := c.Cue[len(c.Cue)-1].To
	for i := behind; i < len(j.text.Tokens) && i < behind+behindCue && j.text.Tokens[i].Word() && !j.text.Tokens[i].Break && j.text.Kind(i) != "DT"; i++ {
		q.add(j, i)
	}
	if len(c.Content) > 0 && j.lexicon.Has("nothing", j.text.Tokens[c.Content[0].From].Lower) && c.Content[0].To-c.Content[0].From < 6 {
		q.negated = true
	}
	return q
}

func (q *cue) add(j *judge, i int) {
	tok, kind := j.text.Tokens[i], string(j.text.Kind(i))
	w := cueWord{lower: tok.Lower, base: j.lexicon.Lemma(tok.Lower), token: i, verb: strings.HasPrefix(kind, "VB"), noun: strings.HasPrefix(kind, "NN")}
	if w.noun && w.base == w.lower && strings.HasSuffix(kind, "S") {
		w.base = j.singular(w.lower)
	}
	n := len(q.words)
	switch {
	case j.lexicon.Has("negations", w.lower) && j.merely(i+1):
		return
	case j.lexicon.Has("negations", w.lower):
		w.base = j.lexicon.Means("negations", w.lower)
		if !q.negated && q.end == 0 {
			q.negated, q.not = true, n
		}
	case kind == "DT" || kind == "PRP$":
		return
	case kind == "RB" && j.endsIn("adverb-endings", w.lower):
		return // "did not immediately respond"
	case j.lexicon.Has("willing", w.lower) && q.willing < 0 && kind == "MD":
		q.willing = n
	case j.lexicon.Has("able", w.lower):
		q.could = true
	}
	q.words = append(q.words, w)
}

// merely reports whether a token makes no negation of the "not" before it: "not only".
func (j *judge) merely(i int) bool {
	return i < len(j.text.Tokens) && j.lexicon.Has("merely", j.text.Tokens[i].Lower)
}

// auxiliariesBefore gives where the auxiliaries and negations begin that belong to the verb at a token: the span of a cue may
// leave them out. It does not look before floor.
func (j *judge) auxiliariesBefore(at, floor int) int {
	t := j.text
	if k := string(t.Kind(at)); !strings.HasPrefix(k, "VB") && k != "RB" {
		return at
	}
	from := at
	for i := at - 1; i >= max(floor, at-4); i-- {
		switch w := t.Tokens[i].Lower; {
		case j.lexicon.Has("negations", w) && t.Kind(i) == "RB" || j.lexicon.Has("auxiliaries", w) && t.Kind(i) != "TO":
			from = i
		case t.Kind(i) == "RB":
		default:
			return from
		}
	}
	return from
}

// phrase gives the words of a cue from one on as lists have them: in base form, or as written.
func (q cue) phrase(from, n int, based bool) string {
	var b strings.Builder
	for i, w := range q.words[from : from+n] {
		if i > 0 {
			b.WriteByte(' ')
		}
		if based {
			b.WriteString(w.base)
		} else {
			b.WriteString(w.lower)
		}
	}
	return b.String()
}

// deed is what a cue does by one of its words.
type deed struct {
	list string // of the lexicon; "" for none
	base string // the word or phrase
	at   int    // in the words of the cue
	n    int    // words
	noun bool   // a noun does it, or begins the phrase
}

// lists of cues, the clearest first: among phrases of one length the first list counts.
func deeds() []string {
	return []string{"declines", "denies", "confirms", "doubts", "asks", "asserts"}
}

// deedOf finds the first word of a cue that does something, the longest phrase at its place. A noun behind a verb of
// speaking does nothing: "responded to a question".
func (j *judge) deedOf(q cue, c find.Candidate) deed {
	spoken := deed{}
	for i := range q.end {
		d := j.deedAt(q, i)
		w := q.words[i]
		if d.list != "" && !(spoken.list != "" && (d.noun || j.reduced(q, i, "be"))) && !j.reduced(q, i, "before-participles") {
			return d
		}
		if spoken.list == "" && (j.lexicon.Has("speech", w.base) || i+1 < len(q.words) && j.lexicon.Has("speech", q.phrase(i, 2, true))) {
			spoken = deed{"speech", w.base, i, 1, w.noun}
		}
	}
	if spoken.list == "" && len(c.Content) > 0 {
		return j.deedOfNoun(q, c.Content[0])
	}
	return spoken
}

// deedOfNoun judges "issued a firm denial that …", where the noun is counted to the content.
func (j *judge) deedOfNoun(q cue, content find.Range) deed {
	chunk, ok := j.text.Chunk(content.From)
	if !ok || !slices.ContainsFunc(q.words[:q.end], func(w cueWord) bool { return w.verb && j.lexicon.Has("light", w.base) }) {
		return deed{}
	}
	var noun cue
	noun.add(j, min(chunk.To, content.To)-1)
	noun.end = len(noun.words)
	if noun.end == 0 {
		return deed{}
	}
	d := j.deedAt(noun, 0)
	d.at = q.end
	return d
}

// reduced reports whether a word is a participle that says when or how, behind a word of a list: "said when asked".
func (j *judge) reduced(q cue, i int, list string) bool {
	return i > 0 && j.lexicon.Has(list, q.words[i-1].lower) && q.words[i].verb && q.words[i].lower != q.words[i].base
}

// singular gives a noun without the ending of its plural.
func (j *judge) singular(w string) string {
	if n := len(w) - 1; n > 1 && j.lexicon.Has("plural-endings", w[n:]) {
		return w[:n]
	}
	return w
}

// endsIn reports whether a word has an ending of a list, of two to nine letters.
func (j *judge) endsIn(list, w string) bool {
	for n := 2; n <= 9 && n < len(w); n++ {
		if j.lexicon.Has(list, w[len(w)-n:]) {
			return true
		}
	}
	return false
}

func (j *judge) deedAt(q cue, i int) deed {
	for n := min(longestPhrase, len(q.words)-i); n > 0; n-- {
		for _, based := range []bool{true, false} {
			p := q.phrase(i, n, based)
			for _, list := range deeds() {
				// "direct criticism" orders nothing, though to direct does.
				if j.lexicon.Has(list, p) && (n > 1 || q.words[i].verb || q.words[i].noun || list != "asks") {
					return deed{list, p, i, n, q.words[i].noun}
				}
			}
		}
	}
	return deed{}
}
