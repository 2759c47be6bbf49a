package app

import (
	"context"
	"io"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// KnownClaim is a claim with all that bears on it, and where it stands.
type KnownClaim struct {
	news.ClaimLedger
	Status  news.Status
	Reports map[news.ID]news.Report
}

// KnownOfClaim gives a claim of a ledger by id. One that was made part of another, or has left, is NotFound, saying so.
func (a *App) KnownOfClaim(ctx context.Context, id news.ID) (k KnownClaim, err error) {
	c, err := a.Store.Claim(ctx, id)
	if err != nil {
		return k, err
	}
	claims, err := a.Store.Claims(ctx, c.StoryID)
	if err != nil {
		return k, err
	}
	i := slices.IndexFunc(claims, func(o news.ClaimLedger) bool { return o.ID == id })
	switch {
	case i < 0 && c.MergedInto != "":
		return k, news.Errorf(news.Conflict, "claim %s is part of %s now", id, c.MergedInto)
	case i < 0:
		return k, news.Errorf(news.Conflict, "claim %s is in the ledger no more: no report bears it out", id)
	}
	k.ClaimLedger, k.Status, k.Reports = claims[i], claims[i].Status(), map[news.ID]news.Report{}
	reports, err := a.Store.StoryReports(ctx, c.StoryID)
	for _, r := range reports {
		k.Reports[r.ID] = r
	}
	return k, err
}

// ActOnClaims does acts on the claims of one story, all of them or none, weighs it here and now, and gives the acts in words, and, of those
// that would change nothing and are not kept, what is so already. Evidence is looked for in the ledger and in what was put out of it, for
// nothing else could be meant.
func (a *App) ActOnClaims(ctx context.Context, who string, acts ...news.ClaimAct) (known []news.KnownAct, already []string, err error) {
	if len(acts) == 0 {
		return nil, nil, nil
	}
	c, err := a.Store.Claim(ctx, acts[0].ClaimID)
	if err != nil {
		return nil, nil, err
	}
	ledger, err := a.Store.Ledger(ctx, c.StoryID)
	if err != nil {
		return nil, nil, err
	}
	before, err := a.Store.ClaimActs(ctx, c.StoryID)
	if err != nil {
		return nil, nil, err
	}
	there, wording := map[string]bool{}, map[news.ID]string{}
	for _, c := range ledger.Claims {
		wording[c.ID] = c.Wording
		for _, e := range c.Evidence {
			there[e.Key] = true
		}
	}
	for _, act := range before {
		for _, key := range act.Evidence {
			there[key] = there[key] || act.Kind == news.ActMove && act.Into == "" && act.Stands()
		}
	}
	for _, act := range acts {
		for _, key := range act.Evidence {
			if !there[key] {
				return nil, nil, news.FieldErrorf("--evidence", "%q is no evidence of this story; 'onrecord claim show CLAIM' lists it", key)
			}
		}
	}
	for i := range acts {
		switch act := &acts[i]; {
		case act.Kind == news.ActSplit && act.Into == "":
			act.Into = news.NewID(a.Clock.Now())
		case act.Kind == news.ActLock && act.Wording == "":
			act.Wording = wording[act.ClaimID] // as it is now, whatever comes before the story is weighed
		}
	}
	done, so, err := a.editClaims(ctx, who, c.StoryID, acts)
	if err != nil {
		return nil, nil, err
	}
	names, err := a.actNames(ctx, c.StoryID, done) // by the words that claims had when it was done
	if err != nil {
		return nil, nil, err
	}
	for _, act := range done {
		known = append(known, news.KnownAct{ClaimAct: act, Words: act.InWords(names)})
	}
	if already, err = a.alreadyInWords(ctx, c.StoryID, so); err != nil || len(done) == 0 {
		return known, already, err
	}
	return known, already, a.WeighNow(ctx, c.StoryID)
}

// UndoClaim takes an act back by its id alone, and weighs its story here and now.
func (a *App) UndoClaim(ctx context.Context, who string, actID news.ID) (resting int, err error) {
	act, err := a.Store.ClaimAct(ctx, actID)
	if err != nil {
		return 0, err
	}
	if resting, err = a.UndoClaimAct(ctx, who, act.StoryID, actID); err != nil {
		return 0, err
	}
	return resting, a.WeighNow(ctx, act.StoryID)
}

// PrintClaim writes a claim for a terminal: its state with the grounds, its origins, its evidence with the keys by which it is named, and
// where reports stand.
func PrintClaim(w io.Writer, k KnownClaim) error {
	p := printer{w: w}
	p.line("“%s”", k.Wording)
	about := []string{string(k.Status.State)}
	if k.Main {
		about = append(about, "central")
	}
	if k.Locked {
		about = append(about, "locked")
	}
	p.line("%s, %s", k.ID, strings.Join(about, ", "))
	for _, g := range k.Status.Because {
		p.line("  %s", g.Words)
	}
	for _, o := range k.Origins {
		p.line("  %-8s %-12s %s (%s)", o.Stance, o.Standing, o.Name, Count(o.Reports, "report"))
	}
	if len(k.Evidence) > 0 {
		p.line("\nEvidence")
	}
	for _, e := range k.Evidence {
		p.line("  %s  %-8s %-12s %s, in %s%s", e.Key, e.Stance, e.Standing, orNobody(e.Speaker, string(e.Standing)), k.Reports[e.ReportID].Outlet, byEditor(e.ByEditor))
		p.line("    “%s”", shorten(e.Words, 110))
	}
	if len(k.Positions) > 0 {
		p.line("\nReports")
	}
	for _, at := range k.Positions {
		r := k.Reports[at.ReportID]
		p.line("  %s  %-8s %s: %s%s", at.ReportID, at.Stance, r.Outlet, shorten(r.Title, 80), byEditor(at.ByEditor))
	}
	return p.err
}

func byEditor(is bool) string {
	if is {
		return " (by an editor)"
	}
	return ""
}
