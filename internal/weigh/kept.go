package weigh

import (
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Kept is what a ledger made before hands on to the next: which claims there were and by which ids they are known, and
// what editors did: wordings that they locked, and where they put reports. It outlives every re-run.
type Kept struct {
	Claims []news.ClaimLedger
}

// Keep takes what outlives a re-run from a stored ledger.
func Keep(stored []news.ClaimLedger) Kept {
	var kept Kept
	for _, c := range stored {
		c.Positions = slices.DeleteFunc(slices.Clone(c.Positions), func(p news.Position) bool { return !p.ByEditor })
		kept.Claims = append(kept.Claims, c)
	}
	return kept
}

// edited says whether an editor had a hand in a claim; such a claim stays even where the machine no longer finds it.
func edited(c news.ClaimLedger) bool {
	return c.Locked || slices.ContainsFunc(c.Positions, func(p news.Position) bool { return p.ByEditor })
}

// recognise says of new claims which of the stored ones they are: the main claim by its place or its words, the others by
// their words.
func recognise(claims []*proposition, w weights, kept Kept) {
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
			if taken[old.ID] {
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

// stances puts reports where editors put them.
func (k Kept) stances(c *proposition, placings []*placing) {
	if c.stored == nil {
		return
	}
	for _, old := range c.stored.Positions {
		for _, p := range placings {
			if old.ByEditor && p.in.Report.ID == old.ReportID {
				p.stance = old.Stance
			}
		}
	}
}

// restore marks the positions that editors chose, and gives back the origin that an editor chose where it is still there.
func (k Kept) restore(claims []news.ClaimLedger) {
	for i := range claims {
		c := &claims[i]
		j := slices.IndexFunc(k.Claims, func(old news.ClaimLedger) bool { return old.ID == c.ID && c.ID != "" })
		if j < 0 {
			continue
		}
		for _, old := range k.Claims[j].Positions {
			if !old.ByEditor {
				continue
			}
			n := slices.IndexFunc(c.Positions, func(p news.Position) bool { return p.ReportID == old.ReportID })
			if n < 0 {
				continue
			}
			c.Positions[n].ByEditor, c.Positions[n].Stance = true, old.Stance
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
