package weigh

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"onrecord/internal/news"
)

const (
	// shown is how many statements of one report stand in the evidence for one claim: the nearest to it. A transcript that says the same
	// thing forty times is one report.
	shown = 6
	// flatly is how much of a claim a sentence that nobody is quoted in must say to assert it.
	flatly = 0.5
)

// piece is a saying or a sentence that bears on a claim.
type piece struct {
	saying   *saying // nil: a sentence in the report's own voice
	sentence passage
	stance   news.Stance
	pinned   bool
}

// key names the words of a statement in a report: the same words have the same key in every version of its text.
func (s *saying) key() string { return keyOfWords(s.in, s.keyed()) }

// keyed gives the words by which a statement is known: those that say that it is said, and what is said.
func (s *saying) keyed() string { return s.cue + " " + news.Cut(s.in.runes, s.Content) }

func keyOfWords(v *view, text string) string {
	return string(v.Report.ID) + "-" + strconv.FormatUint(xxh3.HashString(strings.Join(fields(text), " ")), 36)
}

// pieces gives what bears on a claim in a report, in the order of its text: statements for and against it, those that doubt it or say
// nothing to it, and the sentence in which the report says so itself, if it does.
func (p *placing) pieces(w weights, claim *proposition, e edits) []piece {
	var out []piece
	taken := map[int]bool{}
	add := func(s *saying, stance news.Stance) {
		if slices.ContainsFunc(out, func(o piece) bool { return o.saying == s }) {
			return
		}
		at, pinned := e.said(s)
		switch {
		case pinned && !at.on(claim):
			return
		case pinned && at.stance != "":
			stance = at.stance
		case !pinned && !p.bears(w, s, claim):
			return
		}
		out = append(out, piece{saying: s, stance: stance, pinned: pinned})
	}
	for _, s := range p.roots {
		add(s, news.For)
	}
	for _, s := range p.denials {
		add(s, news.Against)
	}
	for _, s := range p.in.sayings {
		if s.sentence >= 0 {
			taken[s.sentence] = true
		}
		at, _ := e.said(s)
		switch {
		case at.on(claim):
			add(s, cmp.Or(at.stance, news.Beside))
		case s.Polarity == news.Doubts || s.Polarity == news.Declines || s.Polarity == news.Asks:
			if w.covered(claim.bag, s.content.bag) >= 0.45 {
				add(s, news.Beside)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b piece) int { return order(b.pinned) - order(a.pinned) })
	put := 0
	for put < len(out) && out[put].pinned {
		put++
	}
	out = out[:min(len(out), max(shown, put))]
	out = append(out, p.ownVoice(w, claim, e, taken)...)
	slices.SortStableFunc(out, func(a, b piece) int { return a.at()[0] - b.at()[0] })
	return out
}

// bears says whether a statement is about the claim closely enough to be shown as evidence for or against it.
func (p *placing) bears(w weights, s *saying, claim *proposition) bool {
	if s.denies() && slices.Contains(p.denials, s) {
		return true // it was found to answer the claim
	}
	near := func(b bag) bool {
		return w.covered(claim.bag, b) >= 0.3 || len(b) >= 3 && w.covered(b, claim.bag) >= 0.6
	}
	return near(s.content.bag) || slices.ContainsFunc(claim.parts, func(part *proposition) bool { return about(w, s.content.bag, part.bag) })
}

// ownVoice finds the sentence in which a report puts the claim forward, or rejects it, without quoting anybody: the one that says most
// of it, or those that an editor put there.
func (p *placing) ownVoice(w weights, claim *proposition, e edits, taken map[int]bool) []piece {
	var put []piece
	best, most := piece{}, 0.0
	for i, s := range p.in.sentences {
		at, pinned := e.pin(p.in, s.text)
		if taken[i] && !pinned || pinned && !at.on(claim) {
			continue
		}
		stance := news.For
		switch {
		case pinned && at.stance != "":
			stance = at.stance
		case s.busted || s.lead == 0 && slices.Contains(p.in.signs[i], english().number("deny")) || negates(s.text, claim.bag) && !negated.MatchString(claim.wording):
			stance = news.Against
		case len(s.hedged) > 0 || strings.HasSuffix(s.text, "?"):
			stance = news.Beside
		}
		if pinned {
			if !slices.ContainsFunc(put, func(o piece) bool { return o.sentence.text == s.text }) {
				put = append(put, piece{sentence: s, stance: stance, pinned: true})
			}
			continue
		}
		if near := w.covered(claim.bag, s.bag); near >= flatly && near > most {
			best, most = piece{sentence: s, stance: stance}, near
		}
	}
	if len(put) == 0 && most > 0 {
		put = append(put, best)
	}
	return put
}

func (e piece) at() news.Span {
	if e.saying == nil {
		return e.sentence.span
	}
	if s := e.saying; s.sentence >= 0 && s.words() == s.in.sentences[s.sentence].text {
		return s.in.sentences[s.sentence].span
	}
	spans := e.saying.Content
	if len(spans) == 0 {
		spans = e.saying.Cue
	}
	return news.Span{spans[0][0], spans[len(spans)-1][1]}
}

// evidence writes the pieces of a draft's reports down.
func (d *draft) evidence(w weights, e edits) []news.Evidence {
	voices := map[string]*origin{}
	for _, o := range d.origins {
		for _, k := range o.keys {
			if voices[k] == nil {
				voices[k] = o
			}
		}
	}
	var out []news.Evidence
	for _, r := range d.reports {
		for _, p := range r.pieces(w, d.claim, e) {
			out = append(out, p.evidence(r, voices))
		}
	}
	return out
}

func (e piece) evidence(r *sourced, voices map[string]*origin) news.Evidence {
	out := news.Evidence{ReportID: r.in.Report.ID, Stance: e.stance, At: e.at(), ByEditor: e.pinned}
	s := e.saying
	if s == nil {
		out.Key, out.Words, out.Polarity, out.Standing = keyOfWords(r.in, e.sentence.text), e.sentence.text, news.Asserts, news.FromOutlet
		if e.stance == news.Against {
			out.Polarity = news.Denies
		} else if r.origin != nil {
			out.Origin = r.origin.label
		}
		out.Since = r.in.since(out.Words)
		return out
	}
	out.Key, out.StatementID, out.Words, out.Polarity, out.Standing, out.Speaker = s.key(), s.ID, s.words(), s.Polarity, s.Standing, s.name()
	out.Since = r.in.since(s.content.text)
	for _, k := range identity(s) {
		if o := voices[k]; o != nil {
			out.Origin = o.label
			break
		}
	}
	if out.Origin == "" && s == r.root.saying && r.origin != nil {
		out.Origin = r.origin.label
	}
	return out
}

// Keys gives the keys of all that can be evidence in a report: its statements, its headline and its sentences.
func Keys(a news.Account) map[string]bool {
	v, keys := newView(a), map[string]bool{}
	for _, s := range v.sayings {
		keys[s.key()] = true
	}
	for _, s := range v.sentences {
		keys[keyOfWords(v, s.text)] = true
	}
	return keys
}

// KeyReport gives the report whose words a key names.
func KeyReport(key string) news.ID {
	return news.ID(key[:max(0, strings.LastIndexByte(key, '-'))])
}
