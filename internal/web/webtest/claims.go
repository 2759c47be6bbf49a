package webtest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"onrecord/internal/news"
)

// claims are what editors do to claims, noted: the ledgers of a world stay as they are.
type claims struct {
	*World
	acts *Acts
}

func (c claims) EditClaims(ctx context.Context, who string, story news.ID, acts []news.ClaimAct) (already []string, err error) {
	for _, a := range acts {
		a.ID, a.StoryID, a.By, a.At = news.ID(fmt.Sprint("act-", len(c.World.Acts))), story, who, Now
		if news.ClaimLog(c.World.Acts).Already(a) {
			already = append(already, a.AlreadyInWords(c.names(ctx, c.Ledgers[story])))
			continue
		}
		if err := news.ClaimLog(c.World.Acts).Refuse(a); err != nil {
			return nil, err
		}
		if err := c.AddClaimAct(ctx, a); err != nil {
			return nil, err
		}
	}
	if len(already) < len(acts) {
		c.acts.Weighed = append(c.acts.Weighed, story)
	}
	return already, nil
}

func (c claims) names(ctx context.Context, l news.Ledger) news.ActNames {
	return news.ActNames{
		Claim: func(id news.ID) string {
			for _, claim := range l.Claims {
				if claim.ID == id {
					return claim.Wording
				}
			}
			return "a claim that is no longer there"
		},
		Report: func(id news.ID) string { r, _ := c.Report(ctx, id); return r.Outlet },
	}
}

func (c claims) UndoClaimAct(ctx context.Context, who string, story, id news.ID) (int, error) {
	i := slices.IndexFunc(c.World.Acts, func(a news.ClaimAct) bool { return a.ID == id && a.StoryID == story })
	if i >= 0 && !c.World.Acts[i].Stands() {
		return 0, news.Errorf(news.Conflict, "this has been undone already")
	}
	before := len(news.ClaimLog(c.World.Acts).Rest())
	if i < 0 {
		return 0, news.Errorf(news.NotFound, "this story has no such act")
	}
	if err := c.World.UndoClaimAct(ctx, id, who, Now); err != nil {
		return 0, err
	}
	c.acts.Weighed = append(c.acts.Weighed, story)
	return max(0, len(news.ClaimLog(c.World.Acts).Rest())-before), nil
}

func (c claims) KnownClaimActs(ctx context.Context, l news.Ledger) (out []news.KnownAct, err error) {
	acts, err := c.ClaimActs(ctx, l.Story.ID)
	if err != nil {
		return nil, err
	}
	names := c.names(ctx, l)
	rest := news.ClaimLog(acts).Rest()
	for _, a := range slices.Backward(acts) {
		k := news.KnownAct{ClaimAct: a, Words: a.InWords(names)}
		k.Rests = slices.ContainsFunc(rest, func(o news.ClaimAct) bool { return o.ID == a.ID })
		for _, key := range a.Evidence {
			if key == "gone" && a.Stands() {
				k.Lost++
			}
		}
		out = append(out, k)
	}
	return out, nil
}

func (c claims) ShownSoon(context.Context, news.ID) (bool, error) { return !c.Slow, c.Fail }

// proofs gives claims that have no evidence the words that prove where their reports stand.
func (w *World) proofs() {
	for _, l := range w.Ledgers {
		for i := range l.Claims {
			c := &l.Claims[i]
			if len(c.Evidence) > 0 {
				continue
			}
			for _, p := range c.Positions {
				if p.Quote == "" {
					continue
				}
				r, _ := w.Report(context.Background(), p.ReportID)
				e := news.Evidence{ClaimID: c.ID, ReportID: p.ReportID, Key: fmt.Sprint(p.ReportID, "-", i), Stance: p.Stance, Polarity: news.Asserts,
					Standing: p.Standing, Speaker: p.Speaker, Origin: p.Origin, Words: p.Quote, Since: r.Published, ByEditor: p.ByEditor}
				if p.Stance == news.Against {
					e.Polarity = news.Denies
				}
				if p.ReportID == Record {
					e.StatementID = Record + "-v2-s0"
				}
				c.Evidence = append(c.Evidence, e)
			}
		}
	}
}

// Edited lets the sample's editors have worked on its claims: with an act that is undone, one that rests by that, and one whose words
// are gone.
func (w *World) Edited() *World {
	act := func(by string, after time.Duration, a news.ClaimAct) *news.ClaimAct {
		a.ID, a.StoryID, a.By, a.At = news.ID(fmt.Sprint("act-", len(w.Acts))), Talks, by, at(3, 9, 0).Add(after)
		w.Acts = append(w.Acts, a)
		return &w.Acts[len(w.Acts)-1]
	}
	act("ada", 0, news.ClaimAct{Kind: news.ActLock, ClaimID: "claim-fax"})
	act("bo", 10*time.Minute, news.ClaimAct{Kind: news.ActMove, ClaimID: "claim-talks", Into: "claim-fax", Evidence: []string{"gone", "report-nine-0"}, Stance: news.Beside})
	split := act("ada", 20*time.Minute, news.ClaimAct{Kind: news.ActSplit, ClaimID: "claim-talks", Into: "claim-envoys", Wording: "Retired envoys have met twice.", Evidence: []string{"report-nine-0"}})
	split.UndoneBy, split.Undone = "bo", at(3, 9, 45)
	act("ada", 30*time.Minute, news.ClaimAct{Kind: news.ActMerge, ClaimID: "claim-fax", Into: "claim-envoys"})
	act("ada", 50*time.Minute, news.ClaimAct{Kind: news.ActPlace, ClaimID: "claim-fax", ReportID: "report-daily-2", Stance: news.Against})
	return w
}

// Long is the id of a story of 300 reports and 40 claims, which LongStory adds.
const Long news.ID = "story-long"

// LongStory adds one, and one that has no reports.
func (w *World) LongStory() *World {
	const reports, claims = 300, 40
	l := news.Ledger{Story: news.Story{ID: Long, Title: "The flood on the lower Karst, day by day", Language: "en", First: at(1, 0, 0), Last: at(4, 0, 0), Reports: reports}}
	id := func(i int) news.ID { return news.ID(fmt.Sprint("report-flood-", i)) }
	for i := range reports {
		w.report(id(i), Long, fmt.Sprint("Outlet ", i%60), fmt.Sprintf("The flood on the lower Karst: what is known in hour %d", i), at(1, 0, 0).Add(time.Duration(i)*10*time.Minute), "The water rose by a hand’s breadth in the night, the harbour office said.")
	}
	for i := range claims {
		c := news.ClaimLedger{Claim: news.Claim{ID: news.ID(fmt.Sprint("claim-flood-", i)), StoryID: Long, Ordinal: i, Main: i == 0,
			Wording: fmt.Sprintf("The water at the %d. lock of the lower Karst stands higher than in the year of the great flood, and rises.", i+1)}}
		c.Origins = []news.Origin{{Label: "o1", Name: "the harbour office", Standing: news.Institution, Stance: news.For, Root: id(i), Reports: 7}}
		for j := range reports {
			if i > 0 && (j+i)%41 > 6 {
				continue
			}
			stance := news.Stances()[j%7%3]
			c.Positions = append(c.Positions, news.Position{ClaimID: c.ID, ReportID: id(j), Stance: stance, Origin: "o1", Standing: news.Institution})
			c.Evidence = append(c.Evidence, news.Evidence{ClaimID: c.ID, ReportID: id(j), Key: fmt.Sprint(id(j), "-k", i), Stance: stance, Polarity: news.Asserts, Standing: news.Institution,
				Speaker: "the harbour office", Words: fmt.Sprintf("The water rose by %d hands’ breadths in the night, the harbour office said, and no end of it is in sight.", j/2), Since: at(1, 0, 0).Add(time.Duration(j) * 10 * time.Minute)})
		}
		l.Claims = append(l.Claims, c)
	}
	w.Ledgers[Long] = l
	w.Ledgers["story-bare"] = news.Ledger{Story: news.Story{ID: "story-bare", Title: "A story of which nothing is known yet", Language: "en", First: at(3, 0, 0), Last: at(3, 0, 0)}}
	return w
}
