package main

import (
	"slices"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

// stanceOf refuses what cannot be chosen.
func stanceOf(typed string, choice ...string) error {
	if slices.Contains(choice, typed) {
		return nil
	}
	named := slices.DeleteFunc(slices.Clone(choice), func(c string) bool { return c == "" })
	return news.FieldErrorf("--stance", "%q is none; give %s or %s", typed, strings.Join(named[:len(named)-1], ", "), named[len(named)-1])
}

type claimInLine struct {
	ID      news.ID         `json:"id"`
	Story   news.ID         `json:"story"`
	Wording string          `json:"wording"`
	Main    bool            `json:"main"`
	Locked  bool            `json:"locked"`
	State   news.ClaimState `json:"state"`
	Because []string        `json:"because"`
	For     int             `json:"for"`
	Against int             `json:"against"`
}

func claimLine(c news.ClaimLedger) claimInLine {
	status := c.Status()
	fors, against, _, _ := c.Sides()
	return claimInLine{c.ID, c.StoryID, c.Wording, c.Main, c.Locked, status.State, rows(status.Because, func(g news.Ground) string { return g.Words }), fors, against}
}

// claimWhole is a claim with what bears on it.
type claimWhole struct {
	claimInLine
	Origins   []originRow   `json:"origins"`
	Evidence  []evidenceRow `json:"evidence"`
	Positions []positionRow `json:"positions"`
}

type evidenceRow struct {
	Key       string        `json:"key"`
	Report    news.ID       `json:"report"`
	Outlet    string        `json:"outlet"`
	Statement news.ID       `json:"statement"`
	Stance    news.Stance   `json:"stance"`
	Polarity  news.Polarity `json:"polarity"`
	Standing  news.Standing `json:"standing"`
	Speaker   string        `json:"speaker"`
	Words     string        `json:"words"`
	Since     *string       `json:"since"`
	ByEditor  bool          `json:"by_editor"`
}

func claimDocument(k app.KnownClaim) claimWhole {
	return claimWhole{
		claimLine(k.ClaimLedger),
		rows(k.Origins, originLine),
		rows(k.Evidence, func(e news.Evidence) evidenceRow {
			return evidenceRow{e.Key, e.ReportID, k.Reports[e.ReportID].Outlet, e.StatementID, e.Stance, e.Polarity, e.Standing, e.Speaker, e.Words, stamp(e.Since), e.ByEditor}
		}),
		rows(k.Positions, positionLine),
	}
}

type claimActRow struct {
	ID       news.ID           `json:"id"`
	At       *string           `json:"at"`
	Who      string            `json:"who"`
	Kind     news.ClaimActKind `json:"kind"`
	Claim    news.ID           `json:"claim"`
	Into     news.ID           `json:"into"`
	Report   news.ID           `json:"report"`
	Evidence []string          `json:"evidence"`
	Wording  string            `json:"wording"`
	Stance   news.Stance       `json:"stance"`
	Words    string            `json:"words"`
	Rests    bool              `json:"rests"`
	Lost     int               `json:"lost"`
	UndoneBy string            `json:"undone_by"`
	Undone   *string           `json:"undone"`
}

func claimActLine(a news.KnownAct) claimActRow {
	return claimActRow{a.ID, stamp(a.At), a.By, a.Kind, a.ClaimID, a.Into, a.ReportID, some(a.Evidence), a.Wording, a.Stance, a.Words, a.Rests, a.Lost, a.UndoneBy, stamp(a.Undone)}
}
