package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

const (
	// soon is how long an editor waits for a story to be weighed again before the page is shown without it.
	soon = 3 * time.Second
	// lookAgain is how often the store is asked whether it has been.
	lookAgain = 25 * time.Millisecond
)

// EditClaims keeps acts on the claims of a story, in the name of who, all of them or none, and has the story weighed again. The acts
// say what is done; the rest is filled in here. Acts that would change nothing are not kept; it says in words what is so already.
func (a *App) EditClaims(ctx context.Context, who string, storyID news.ID, acts []news.ClaimAct) (already []string, err error) {
	_, so, err := a.editClaims(ctx, who, storyID, acts)
	if err != nil || len(so) == 0 {
		return nil, err
	}
	return a.alreadyInWords(ctx, storyID, so)
}

func (a *App) alreadyInWords(ctx context.Context, storyID news.ID, so []news.ClaimAct) ([]string, error) {
	names, err := a.actNames(ctx, storyID, so)
	out := make([]string, len(so))
	for i, act := range so {
		out[i] = act.AlreadyInWords(names)
	}
	return out, err
}

// errNothing ends a transaction in which nothing is to be done, so that the story is as if nobody had asked.
var errNothing = errors.New("all of it is so already")

// editClaims is EditClaims, and gives the acts that are kept, and those that would change nothing.
func (a *App) editClaims(ctx context.Context, who string, storyID news.ID, acts []news.ClaimAct) (kept, already []news.ClaimAct, err error) {
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		if err := a.Store.TouchStory(ctx, storyID); err != nil { // which keeps other editors out until this is done
			return err
		}
		log, err := a.Store.ClaimActs(ctx, storyID)
		if err != nil {
			return err
		}
		for _, act := range acts {
			act.At = a.Clock.Now()
			act.ID, act.StoryID, act.By = news.NewID(act.At), storyID, who
			here, err := a.inStory(ctx, act)
			if err != nil {
				return err
			}
			if here && news.ClaimLog(log).Already(act) {
				already = append(already, act)
				continue
			}
			if err := a.Store.AddClaimAct(ctx, act); err != nil {
				return err
			}
			kept, log = append(kept, act), append(log, act)
		}
		if len(kept) == 0 && len(already) > 0 {
			return errNothing
		}
		return a.Flow.Hand(ctx, news.Weigh, storyID)
	})
	switch {
	case errors.Is(err, errNothing):
		return nil, already, nil
	case err != nil:
		return nil, nil, err
	}
	return kept, already, nil
}

// inStory says whether what leaves a claim or report to the machine is about one of the story: that nobody did anything to one is true of
// all claims in the world. Of other acts the log knows.
func (a *App) inStory(ctx context.Context, act news.ClaimAct) (bool, error) {
	if act.Kind != news.ActUnlock && act.Kind != news.ActUnplace {
		return true, nil
	}
	c, err := a.Store.Claim(ctx, act.ClaimID)
	if news.KindOf(err) == news.NotFound {
		return false, nil
	}
	if err != nil || c.StoryID != act.StoryID || act.Kind == news.ActUnlock {
		return c.StoryID == act.StoryID, err
	}
	r, err := a.Store.Report(ctx, act.ReportID)
	if news.KindOf(err) == news.NotFound {
		return false, nil
	}
	return r.StoryID == act.StoryID, err
}

// UndoClaimAct takes back an act on the claims of a story, in the name of who, has the story weighed again, and says how many later
// acts rest by that. An act of another story is NotFound.
func (a *App) UndoClaimAct(ctx context.Context, who string, storyID, actID news.ID) (resting int, err error) {
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		before, err := a.Store.ClaimActs(ctx, storyID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(before, func(act news.ClaimAct) bool { return act.ID == actID }) {
			return news.Errorf(news.NotFound, "this story has no such act")
		}
		if err := a.Store.UndoClaimAct(ctx, actID, who, a.Clock.Now()); err != nil {
			return err
		}
		after, err := a.Store.ClaimActs(ctx, storyID)
		if err != nil {
			return err
		}
		resting = len(news.ClaimLog(after).Rest()) - len(news.ClaimLog(before).Rest())
		return a.Flow.Hand(ctx, news.Weigh, storyID)
	})
	return max(0, resting), err
}

// ShownSoon waits until the ledger of a story shows all that was done to it, or until it has waited long enough; it says whether the
// ledger does.
func (a *App) ShownSoon(ctx context.Context, storyID news.ID) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, soon)
	defer cancel()
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for {
		story, version, weighed, err := a.Store.StoryVersion(ctx, storyID)
		switch {
		case ctx.Err() != nil:
			return false, nil
		case err != nil:
			return false, err
		case weighed >= version || story.MergedInto != "":
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, nil
		case <-again.C:
		}
	}
}

// WeighNow weighs a story here and now, unless it is already weighed as it stands.
func (a *App) WeighNow(ctx context.Context, storyID news.ID) error {
	return a.steps.Weigh.Run(ctx, storyID)
}

// KnownClaimActs gives what editors did to the claims of a story, the newest first, in words and with what has become of it.
func (a *App) KnownClaimActs(ctx context.Context, ledger news.Ledger) ([]news.KnownAct, error) {
	acts, err := a.Store.ClaimActs(ctx, ledger.Story.ID)
	if err != nil || len(acts) == 0 {
		return nil, err
	}
	names, err := a.actNames(ctx, ledger.Story.ID, acts)
	if err != nil {
		return nil, err
	}
	lost, err := a.lostEvidence(ctx, ledger, acts)
	if err != nil {
		return nil, err
	}
	rests := map[news.ID]bool{}
	for _, act := range news.ClaimLog(acts).Rest() {
		rests[act.ID] = true
	}
	var out []news.KnownAct
	for _, act := range slices.Backward(acts) {
		k := news.KnownAct{ClaimAct: act, Words: act.InWords(names), Rests: rests[act.ID]}
		for _, key := range act.Evidence {
			if act.Stands() && lost[key] {
				k.Lost++
			}
		}
		out = append(out, k)
	}
	return out, nil
}

// actNames names claims by the words they have, or had last, and reports by their outlets.
func (a *App) actNames(ctx context.Context, storyID news.ID, acts []news.ClaimAct) (n news.ActNames, err error) {
	claims, err := a.Store.ClaimsEver(ctx, storyID)
	if err != nil {
		return n, err
	}
	wording := map[news.ID]string{}
	for _, act := range acts {
		if act.Kind == news.ActSplit {
			wording[act.Into] = act.Wording
		}
	}
	for _, c := range claims {
		wording[c.ID] = c.Wording
	}
	outlets := map[news.ID]string{}
	for _, act := range acts {
		if act.ReportID == "" || outlets[act.ReportID] != "" {
			continue
		}
		r, err := a.Store.Report(ctx, act.ReportID)
		if err != nil && news.KindOf(err) != news.NotFound {
			return n, err
		}
		outlets[act.ReportID] = r.Outlet
	}
	or := func(names map[news.ID]string) func(news.ID) string {
		return func(id news.ID) string {
			if names[id] == "" {
				return string(id)
			}
			return names[id]
		}
	}
	return news.ActNames{Claim: or(wording), Report: or(outlets)}, nil
}

// lostEvidence finds the keys in acts that stand which no text of the story has any more. What the ledger shows need not be looked for.
func (a *App) lostEvidence(ctx context.Context, ledger news.Ledger, acts []news.ClaimAct) (map[string]bool, error) {
	there := map[string]bool{}
	for _, c := range ledger.Claims {
		for _, e := range c.Evidence {
			there[e.Key] = true
		}
	}
	lost, looked := map[string]bool{}, map[news.ID]bool{}
	for _, act := range acts {
		if !act.Stands() {
			continue
		}
		for _, key := range act.Evidence {
			if id := weigh.KeyReport(key); !there[key] && !looked[id] {
				looked[id] = true
				keys, err := a.evidenceKeys(ctx, ledger.Story.ID, id)
				if err != nil {
					return nil, err
				}
				for key := range keys {
					there[key] = true
				}
			}
			lost[key] = !there[key]
		}
	}
	return lost, nil
}

// evidenceKeys gives the keys of all that can be evidence in the newest text of a report, none if it is not in the story.
func (a *App) evidenceKeys(ctx context.Context, storyID, reportID news.ID) (map[string]bool, error) {
	report, err := a.Store.Report(ctx, reportID)
	if news.KindOf(err) == news.NotFound || err == nil && report.StoryID != storyID {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	outlet, err := a.Store.Outlet(ctx, report.OutletID)
	if err != nil {
		return nil, err
	}
	account := news.Account{Report: report, Outlet: outlet}
	v, err := a.Store.NewestText(ctx, reportID)
	if err != nil && news.KindOf(err) != news.NotFound {
		return nil, err
	}
	account.Title, account.Text = v.Title, v.Text
	if v.ID != "" {
		if account.Statements, err = a.Store.Statements(ctx, v.ID); err != nil {
			return nil, err
		}
	}
	return weigh.Keys(account), nil
}
