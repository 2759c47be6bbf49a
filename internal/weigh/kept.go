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

// pin is where an editor put a piece of evidence.
type pin struct {
	claim  news.ID // empty: it bears on no claim
	stance news.Stance
}

// edits is what all acts of editors come to.
type edits struct {
	worded map[news.ID]string  // locked claims with their wordings
	parts  map[news.ID]news.ID // claims that are part of another, which may be part of one itself
	made   map[news.ID]bool    // claims that editors split off
	lead   news.ID             // the claim at the story's centre
	pinned map[string]pin      // by the key of the evidence
	placed map[news.ID]map[news.ID]news.Stance
}

// edits does all acts that stand, in their order.
func (k Kept) edits() edits {
	e := edits{
		worded: map[news.ID]string{}, parts: map[news.ID]news.ID{}, made: map[news.ID]bool{}, pinned: map[string]pin{},
		placed: map[news.ID]map[news.ID]news.Stance{},
	}
	for _, a := range k.Acts {
		if !a.Stands() {
			continue
		}
		switch a.Kind {
		case news.ActReword:
			e.worded[a.ClaimID] = a.Wording
		case news.ActLock:
			if wording := cmp.Or(a.Wording, k.wording(a.ClaimID)); e.worded[a.ClaimID] == "" && wording != "" {
				e.worded[a.ClaimID] = wording
			}
		case news.ActUnlock:
			delete(e.worded, a.ClaimID)
		case news.ActLead:
			e.lead = a.ClaimID
		case news.ActMerge:
			e.parts[a.ClaimID] = a.Into
		case news.ActSplit:
			e.made[a.Into], e.worded[a.Into] = true, a.Wording
			for _, key := range a.Evidence {
				e.pinned[key] = pin{a.Into, a.Stance}
			}
		case news.ActMove:
			for _, key := range a.Evidence {
				e.pinned[key] = pin{a.Into, a.Stance}
			}
		case news.ActPlace:
			if e.placed[a.ClaimID] == nil {
				e.placed[a.ClaimID] = map[news.ID]news.Stance{}
			}
			e.placed[a.ClaimID][a.ReportID] = a.Stance
		case news.ActUnplace:
			delete(e.placed[a.ClaimID], a.ReportID)
		}
	}
	e.lead = e.whole(e.lead)
	for key, p := range e.pinned {
		e.pinned[key] = pin{e.whole(p.claim), p.stance}
	}
	return e
}

func (k Kept) wording(id news.ID) string {
	for _, c := range k.Claims {
		if c.ID == id {
			return c.Wording
		}
	}
	return ""
}

// whole gives the claim that a claim is part of in the end, itself if of none. Claims that were made part of one another in a circle are
// the smallest of them.
func (e edits) whole(id news.ID) news.ID {
	seen := []news.ID{}
	for !slices.Contains(seen, id) {
		seen = append(seen, id)
		next, part := e.parts[id]
		if !part {
			return id
		}
		id = next
	}
	return slices.Min(seen[slices.Index(seen, id):])
}

// held gives the claims that stay whatever the machine finds: those that editors worded, split off, put evidence or reports into, or made
// the central one.
func (e edits) held(k Kept) []*proposition {
	hold := map[news.ID]bool{e.lead: true}
	for id := range e.worded {
		hold[e.whole(id)] = true
	}
	for id, into := range e.parts {
		hold[e.whole(id)], hold[e.whole(into)] = true, true
	}
	for _, p := range e.pinned {
		hold[p.claim] = true
	}
	for id, reports := range e.placed {
		if len(reports) > 0 {
			hold[e.whole(id)] = true
		}
	}
	var out []*proposition
	claims := slices.Clone(k.Claims)
	for id := range e.made { // split off since the ledger was made
		if !slices.ContainsFunc(claims, func(c news.Claim) bool { return c.ID == id }) {
			claims = append(claims, news.Claim{ID: id, Wording: e.worded[id], Ordinal: len(k.Claims)})
		}
	}
	slices.SortStableFunc(claims, func(a, b news.Claim) int { return cmp.Or(cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.ID, b.ID)) })
	for _, c := range claims {
		if !hold[c.ID] || e.whole(c.ID) != c.ID {
			continue
		}
		p := e.proposition(c)
		p.main = c.ID == e.lead || e.lead == "" && c.Main && c.Gone.IsZero()
		for _, part := range claims {
			if part.ID != c.ID && e.whole(part.ID) == c.ID {
				p.parts = append(p.parts, e.proposition(part))
				p.main = p.main || e.lead == "" && part.Main && part.Gone.IsZero()
			}
		}
		out = append(out, p)
	}
	return out
}

func (e edits) proposition(c news.Claim) *proposition {
	wording := cmp.Or(e.worded[c.ID], c.Wording)
	return &proposition{wording: wording, bag: stems(wording), stored: &c}
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
			if _, part := e.parts[old.ID]; part || taken[old.ID] {
				continue
			}
			like := w.alike(c.bag, stems(old.Wording))
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
// editor made it part of one. When they left is for the caller to say where it is not known yet.
func (k Kept) Left(now []news.ClaimLedger) []news.Claim {
	e := k.edits()
	var out []news.Claim
	for _, c := range k.Claims {
		if slices.ContainsFunc(now, func(n news.ClaimLedger) bool { return n.ID == c.ID }) {
			continue
		}
		c.MergedInto, c.Main, c.Locked = "", false, false
		if into := e.whole(c.ID); into != c.ID {
			c.MergedInto = into
		}
		out = append(out, c)
	}
	return out
}
