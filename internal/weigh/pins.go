package weigh

import (
	"cmp"

	"onrecord/internal/news"
)

// pin is where an editor put a piece of evidence.
type pin struct {
	claim  news.ID // empty: it bears on no claim
	stance news.Stance
}

// on says whether that is the claim.
func (p pin) on(c *proposition) bool { return p.claim != "" && p.claim == c.id() }

// pin gives where an editor put words of a report, and false if nowhere. What holds of a text holds of its copies.
func (e edits) pin(v *view, text string) (pin, bool) {
	for _, of := range [...]*view{v, v.twin} {
		if of == nil || !e.touched[of.Report.ID] {
			continue
		}
		if at, pinned := e.pinned[keyOfWords(of, text)]; pinned {
			return at, true
		}
	}
	return pin{}, false
}

// touches says whether an editor put words of a report, or of the one that it copies, anywhere.
func (e edits) touches(v *view) bool {
	return e.touched[v.Report.ID] || v.twin != nil && e.touched[v.twin.Report.ID]
}

// said is pin for a statement.
func (e edits) said(s *saying) (pin, bool) { return e.pin(s.in, s.keyed()) }

// elsewhere says whether an editor took a sentence of a report, or what is said in it, away from the claim.
func (e edits) elsewhere(v *view, sentence int, c *proposition) bool {
	if !e.touches(v) {
		return false
	}
	if at, pinned := e.pin(v, v.sentences[sentence].text); pinned && !at.on(c) {
		return true
	}
	for _, s := range v.sayings {
		if s.sentence != sentence {
			continue
		}
		if at, pinned := e.said(s); pinned && !at.on(c) {
			return true
		}
	}
	return false
}

// puts gives where a report stands to a claim by what an editor put there alone, nil if nothing.
func (e edits) puts(v *view, c *proposition) *placing {
	var p *placing
	add := func(at pin, pinned bool, s *saying, text string) {
		if !pinned || !at.on(c) {
			return
		}
		stance := cmp.Or(at.stance, news.Beside)
		if p == nil || p.stance == news.Beside && stance != news.Beside {
			p = &placing{in: v, stance: stance, proof: s, quote: text}
		}
	}
	if e.touches(v) {
		for _, s := range v.sayings {
			at, pinned := e.said(s)
			add(at, pinned, s, "")
		}
		for _, s := range v.sentences {
			at, pinned := e.pin(v, s.text)
			add(at, pinned, nil, s.text)
		}
	}
	return p
}

// away gives the sentences of a report that an editor took away from the claim, by their index.
func (e edits) away(v *view, c *proposition) map[int]bool {
	if !e.touches(v) {
		return nil
	}
	out := map[int]bool{}
	for i := range v.sentences {
		if e.elsewhere(v, i, c) {
			out[i] = true
		}
	}
	return out
}
