package weigh

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Kept is what a ledger made before hands on to the next: which claims there were and by which ids they are known, and what editors
// did to them, in order. It outlives every re-run.
type Kept struct {
	Claims []news.Claim // those that left the ledger too
	Acts   []news.ClaimAct
}

// edits is what all acts of editors come to; see [news.ClaimLog] for the rules.
type edits struct {
	worded  map[news.ID]string // locked claims with their wordings
	parts   news.Parts
	reword  map[news.ID]bool    // claims whose words were ever an editor's
	made    map[news.ID]string  // claims that editors split off, with the words they had then
	from    map[news.ID]news.ID // whatever was ever split off, and from which claim
	lead    news.ID             // the claim at the story's centre
	pinned  map[string]pin      // by the key of the evidence
	touched map[news.ID]bool    // the reports whose words are among it
	placed  map[news.ID]map[news.ID]news.Stance
	settled bool // no undone act may be why a claim was the central one
}

// edits does all acts that count, in their order.
func (k Kept) edits() edits {
	log := news.ClaimLog(k.Acts)
	e := edits{
		worded: map[news.ID]string{}, reword: map[news.ID]bool{}, parts: log.Parts(), made: map[news.ID]string{}, from: log.SplitFrom(), pinned: map[string]pin{}, touched: map[news.ID]bool{},
		placed: map[news.ID]map[news.ID]news.Stance{}, settled: true,
	}
	for _, a := range log {
		if a.Kind == news.ActReword {
			e.reword[a.ClaimID] = true
		}
		if !a.Stands() && (a.Kind == news.ActLead || a.Kind == news.ActMerge) {
			e.settled = false
		}
	}
	for _, a := range log.Counting() {
		whole := e.parts.Whole(a.ClaimID)
		switch a.Kind {
		case news.ActReword:
			e.worded[a.ClaimID] = a.Wording
		case news.ActLock:
			if wording := cmp.Or(a.Wording, e.made[a.ClaimID], k.wording(a.ClaimID)); e.worded[a.ClaimID] == "" && wording != "" {
				e.worded[a.ClaimID] = wording
			}
		case news.ActUnlock:
			delete(e.worded, a.ClaimID)
		case news.ActLead:
			e.lead = whole
		case news.ActSplit:
			e.made[a.Into], e.worded[a.Into] = a.Wording, a.Wording
			e.put(a)
		case news.ActMove:
			e.put(a)
		case news.ActPlace:
			if e.placed[whole] == nil {
				e.placed[whole] = map[news.ID]news.Stance{}
			}
			e.placed[whole][a.ReportID] = a.Stance
		case news.ActUnplace:
			delete(e.placed[whole], a.ReportID)
		}
	}
	return e
}

// put notes where evidence goes.
func (e edits) put(a news.ClaimAct) {
	for _, key := range a.Evidence {
		e.pinned[key] = pin{e.parts.Whole(a.Into), a.Stance}
		e.touched[KeyReport(key)] = true
	}
}

func (k Kept) wording(id news.ID) string {
	for _, c := range k.Claims {
		if c.ID == id {
			return c.Wording
		}
	}
	return ""
}

// held gives the claims that stay whatever the machine finds: those that editors worded, split off, put evidence or reports into, or made
// the central one.
func (e edits) held(k Kept) []*proposition {
	hold := map[news.ID]bool{e.lead: true}
	for id := range e.worded {
		hold[e.parts.Whole(id)] = true
	}
	for id := range e.parts {
		hold[e.parts.Whole(id)] = true
	}
	for _, p := range e.pinned {
		hold[p.claim] = true
	}
	for id, reports := range e.placed {
		hold[id] = hold[id] || len(reports) > 0
	}
	var out []*proposition
	claims := slices.Clone(k.Claims)
	for id := range e.made { // split off since the ledger was made
		if !slices.ContainsFunc(claims, func(c news.Claim) bool { return c.ID == id }) {
			claims = append(claims, news.Claim{ID: id, Ordinal: len(k.Claims)})
		}
	}
	slices.SortStableFunc(claims, func(a, b news.Claim) int { return cmp.Or(cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.ID, b.ID)) })
	for _, c := range claims {
		if c.ID == "" || !hold[c.ID] || e.parts.Whole(c.ID) != c.ID {
			continue
		}
		p := e.proposition(c)
		for _, part := range claims {
			if part.ID != c.ID && e.parts.Whole(part.ID) == c.ID {
				p.parts = append(p.parts, e.proposition(part))
			}
		}
		out = append(out, p)
	}
	return out
}

func (e edits) proposition(c news.Claim) *proposition {
	p := &proposition{wording: cmp.Or(e.worded[c.ID], e.made[c.ID], c.Wording), stored: &c, held: true, fixed: e.worded[c.ID] != "" || e.made[c.ID] != ""}
	p.bag = stems(p.wording)
	if p.fixed && e.from[c.ID] == "" {
		p.once = onceOf(c)
	}
	return p
}

// onceOf gives the first words that the machine had for a claim, as far as its key tells them.
func onceOf(c news.Claim) bag {
	if c.Key == "" {
		return nil
	}
	once := bag(strings.Split(c.Key, "-"))
	slices.Sort(once)
	return slices.Compact(once)
}

// wasOnce says whether words of the machine's are about what it once had other words for.
func (w weights) wasOnce(once, now bag) bool {
	return len(once) >= 3 && (w.alike(once, now) >= 0.4 || w.covered(once, now) >= 0.7)
}

// take says whether what the machine finds is a claim that an editor holds, or part of it, and if so tells it: a claim whose words are
// free gets these, and one that an editor worded goes on meaning what the machine found as well, so that it keeps its evidence.
func (c *proposition) take(w weights, found *proposition) bool {
	for _, q := range append([]*proposition{c}, c.parts...) {
		if !q.found(w, found) {
			continue
		}
		switch {
		case q.wording == found.wording:
		case !q.fixed:
			q.wording, q.bag, q.fixed = found.wording, found.bag, true
		case !same(w, q.bag, found.bag):
			if q == c { // an editor's evidence is evidence of both
				found.stored = c.stored
			}
			c.parts = append(c.parts, found)
		}
		return true
	}
	return false
}

// found says whether a proposition is what the machine found in these words: by its key, by its words, or, where an editor worded it, by
// the words that the machine once had for it, as far as the key tells them.
func (c *proposition) found(w weights, f *proposition) bool {
	if c.stored != nil && c.stored.Key == keyOf(f.wording) || same(w, c.bag, f.bag) {
		return true
	}
	return w.wasOnce(c.once, f.bag)
}

// centre says which of the claims that editors hold is at the centre of the story; -1: none of them. That is the one that an editor
// made so; or else what the machine takes for it; or else the one that was, unless it was so by an act that is undone.
func (e edits) centre(held []*proposition, w weights, found *proposition) int {
	at := -1
	if found != nil {
		at = slices.IndexFunc(held, func(p *proposition) bool { return p.take(w, found) })
	}
	switch {
	case e.lead != "":
		return slices.IndexFunc(held, func(p *proposition) bool { return p.id() == e.lead })
	case at < 0 && e.settled:
		was := func(p *proposition) bool { return p.stored != nil && p.stored.Main && p.stored.Gone.IsZero() }
		return slices.IndexFunc(held, func(p *proposition) bool { return was(p) || slices.ContainsFunc(p.parts, was) })
	}
	return at
}

// recognise says of new claims which of the stored ones they are: the main claim by its place or its words, the others by
// their words.
func recognise(claims []*proposition, w weights, kept Kept, e edits) {
	taken := map[news.ID]bool{}
	for _, c := range claims {
		if c.stored != nil {
			taken[c.stored.ID] = true
		}
	}
	for _, c := range claims {
		if c.stored != nil {
			continue
		}
		best := 0.0
		for i := range kept.Claims {
			old := &kept.Claims[i]
			if e.parts[old.ID] != "" || e.from[old.ID] != "" || taken[old.ID] { // what an editor split off, only an editor brings back
				continue
			}
			like := w.alike(c.bag, stems(old.Wording))
			if e.reword[old.ID] && w.wasOnce(onceOf(*old), c.bag) { // the words that it has last may still be an editor's
				like = max(like, 0.4)
			}
			if keyOf(c.wording) == old.Key {
				like = 1
			}
			if like >= 0.4 && like > best || c.main && old.Main && like > 0.15 && like > best {
				c.stored, best = old, like
			}
		}
		if c.stored != nil {
			taken[c.stored.ID] = true
		}
	}
}

// keyOf names a proposition by the first of its content words.
func keyOf(wording string) string {
	var out []string
	for _, f := range fields(wording) {
		if s := stem(f); s != "" && !slices.Contains(out, s) {
			out = append(out, strings.Trim(s, "'"))
		}
	}
	return strings.Join(out[:min(len(out), 6)], "-")
}

// uniqueKeys makes the keys of a story differ.
func uniqueKeys(claims []news.ClaimLedger) {
	seen := map[string]bool{}
	for i := range claims {
		key := claims[i].Key
		for n := 2; seen[key]; n++ {
			key = fmt.Sprintf("%s-%d", claims[i].Key, n)
		}
		claims[i].Key = key
		seen[key] = true
	}
}

// Left gives the claims that were in the ledger before and are not in the new one, each with the claim that it is part of now, if an
// editor made it part of one, or that it was split off from, if that was undone. When they left is for the caller to say where it is
// not known yet.
func (k Kept) Left(now []news.ClaimLedger) []news.Claim {
	e := k.edits()
	var out []news.Claim
	for _, c := range k.Claims {
		if slices.ContainsFunc(now, func(n news.ClaimLedger) bool { return n.ID == c.ID }) {
			continue
		}
		c.MergedInto, c.Main, c.Locked = "", false, false
		into := e.parts.Whole(c.ID)
		for seen := 0; into == c.ID && e.from[into] != "" && seen < len(e.from); seen++ {
			into = e.parts.Whole(e.from[into])
		}
		if into != c.ID {
			c.MergedInto = into
		}
		out = append(out, c)
	}
	return out
}
