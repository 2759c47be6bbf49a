package desk

import (
	"slices"
	"strings"

	"onrecord/internal/news"
)

// claimRow is a claim with all that bears on it, as an editor sees it.
type claimRow struct {
	news.ClaimLedger
	Status news.Status
	Said   []saidGroup
	Lines  int // of evidence
	Places []placeRow
	Others bool // there are claims beside it
	Whole  bool // all that bears on it is on the page
	Form   claimForm
}

// claimForm is what an editor typed into one of the forms of a claim.
type claimForm struct {
	Which   string // the form that was not taken: word, join, said or place; empty: nothing was typed
	Wrong   string // why
	Wording string
	Into    string // the claim to become part of
	Words   string // of what is split off
	To      string // the claim that evidence goes to
	Stance  string
	Ticked  map[string]bool // evidence by its keys, or reports by their ids
	Report  string          // a report that has no place yet
}

// Is says whether that form was not taken.
func (f claimForm) Is(which string) bool { return f.Wrong != "" && f.Which == which }

// Stances are what can be chosen.
func (c claimRow) Stances() []news.Stance { return news.Stances() }

// Open says whether the evidence is in sight: where it is short, and of what the story is about.
func (c claimRow) Open() bool { return c.Form.Is("said") || c.Main && c.Lines <= linesOpen }

// Many says whether there is more evidence than stays beside what can be done with it, and ManyPlaces the same of reports.
func (c claimRow) Many() bool { return c.Lines > linesOpen }

// ManyPlaces says whether the list of reports is long.
func (c claimRow) ManyPlaces() bool { return len(c.Places) > linesOpen }

// linesOpen is how many lines of evidence are not folded away.
const linesOpen = 8

// saidGroup is the evidence on one side of a claim.
type saidGroup struct {
	Stance news.Stance
	Lines  []saidLine
}

// saidLine is a piece of evidence, with the reports that have the same words.
type saidLine struct {
	news.Evidence
	Report news.Report
	Keys   string // of the evidence in all these reports
	Copies []string
}

// Count gives how many reports have these words beside the one.
func (l saidLine) Count() int { return len(l.Copies) }

// Outlets names the outlets that have them.
func (l saidLine) Outlets() string { return strings.Join(l.Copies, ", ") }

// placeRow is where a report stands to a claim.
type placeRow struct {
	news.Position
	Report news.Report
	Copied string // the outlet whose text it has
}

// rowOfClaim sorts what bears on a claim. Words that several reports have, as copies do, are one line.
func rowOfClaim(c news.ClaimLedger, reports map[news.ID]news.Report) claimRow {
	row := claimRow{ClaimLedger: c, Status: c.Status()}
	for _, stance := range news.Stances() {
		group := saidGroup{Stance: stance}
		at := map[string]int{}
		for _, e := range c.Evidence {
			if e.Stance != stance {
				continue
			}
			same := e.Speaker + "\x00" + e.Words
			if i, again := at[same]; again {
				l := &group.Lines[i]
				l.Keys += " " + e.Key
				if name := reports[e.ReportID].Outlet; e.ReportID != l.ReportID && !slices.Contains(l.Copies, name) {
					l.Copies = append(l.Copies, name)
				}
				l.ByEditor = l.ByEditor || e.ByEditor
				continue
			}
			at[same] = len(group.Lines)
			group.Lines = append(group.Lines, saidLine{Evidence: e, Report: reports[e.ReportID], Keys: e.Key})
		}
		row.Lines += len(group.Lines)
		if len(group.Lines) > 0 {
			row.Said = append(row.Said, group)
		}
	}
	for _, p := range c.Positions {
		place := placeRow{Position: p, Report: reports[p.ReportID]}
		if p.EchoOf != "" {
			place.Copied = reports[p.EchoOf].Outlet
		}
		row.Places = append(row.Places, place)
	}
	return row
}
