package webtest

import (
	"fmt"
	"time"

	"onrecord/internal/news"
)

// Grow adds a story of so many reports, as one that goes round the world does: one report on unnamed authority, hundreds that have it from
// there, by wire, by credit and by link, some that name an outlet which is not there, a second origin after a day, denials, texts that
// are changed, and for the last claims little at all. It gives the story's id.
func (w *World) Grow(reports int) news.ID {
	id := news.ID(fmt.Sprintf("story-grown-%d", reports))
	g := grown{w: w, id: id, start: at(1, 5, 40)}
	for _, c := range []struct {
		wording string
		main    bool
	}{
		{"The harbour board knew of the crack in the breakwater a year before it gave way.", true},
		{"Two inspectors were told to leave the crack out of their report.", false},
		{"The repair would have cost four million, and was put off three times because the board wanted to wait for the vote on the budget before it asked anybody for money.", false},
	} {
		g.l.Claims = append(g.l.Claims, news.ClaimLedger{Claim: news.Claim{ID: news.ID(fmt.Sprintf("%s-claim-%d", id, len(g.l.Claims))), StoryID: id, Ordinal: len(g.l.Claims), Wording: c.wording, Main: c.main}})
	}
	for i := range reports {
		g.report(i, reports)
	}
	g.origins(reports)
	g.l.Story = news.Story{ID: id, Title: "Harbour board knew of crack in breakwater, documents show", Language: "en", First: g.start, Last: g.last, Reports: reports}
	w.Ledgers[id] = g.l
	return id
}

type grown struct {
	w           *World
	id          news.ID
	start, last time.Time
	l           news.Ledger
}

var grownOutlets = []string{
	"The Lowmark Record", "Karst Press Agency", "Harbour Gazette", "The Fenwick Post", "Inland Standard", "Brae Examiner", "Morning Tide", "East Quay Courier", "صحيفة المرفأ", "The Ferryman",
	"Upland Voice", "Radio Skerry", "Melland Daily", "Cape Observer", "Channel Nine", "北港日報", "The Northern and Western Islands Weekly Advertiser and Shipping List", "Tide & Sail", "Skerry Lantern", "Quayside",
}

const (
	grownLead   = "The harbour board knew of the crack for a year, three people who have seen its minutes said."
	grownEcho   = "The harbour board knew of the crack in the breakwater for a year, the Lowmark Record reported."
	grownDenial = "“The board was told in May and not before,” Ines Roth, who chairs it, said on Friday."
	grownSecond = "I showed them the crack myself, Per Holm, a diver who worked on the breakwater, said."
	grownLeave  = "We were told to leave it out, an inspector said."
)

// when spreads reports over a week, most of them in the first hours.
func (g *grown) when(i, n int) time.Time {
	part := float64(i) / float64(max(n-1, 1))
	return g.start.Add(time.Duration(part*part*part*float64(6*24*time.Hour)) + time.Duration(i%7)*time.Minute).Truncate(time.Minute)
}

func (g *grown) report(i, n int) {
	outlet := grownOutlets[i%len(grownOutlets)]
	id := news.ID(fmt.Sprintf("%s-%d", g.id, i))
	t := g.when(i, n)
	if t.After(g.last) {
		g.last = t
	}
	main := &g.l.Claims[0]
	text, title, p := grownEcho, fmt.Sprintf("Harbour board knew of crack, Record says (%d)", i+1), news.Position{ReportID: id, Stance: news.For, Origin: "o1", Standing: news.FromOutlet, Credits: "The Lowmark Record", TookFrom: g.at(0), TookHow: news.PathCredit}
	e := evidenceOf{grownEcho, "o1", news.For, news.Asserts, news.FromOutlet, "The Lowmark Record"}
	switch {
	case i == 0:
		text, title = grownLead+"\n\n"+grownLeave, "Harbour board knew of crack in breakwater, documents show"
		p = news.Position{ReportID: id, Stance: news.For, Origin: "o1", Standing: news.Unnamed}
		e = evidenceOf{grownLead, "o1", news.For, news.Asserts, news.Unnamed, "three people who have seen its minutes"}
	case i%10 == 1: // they quote the chair
		text, title = grownDenial, "Board was told in May, chair says"
		p = news.Position{ReportID: id, Stance: news.Against, Origin: "o2", Standing: news.Named, Speaker: "Ines Roth", TookHow: news.PathSource}
		e = evidenceOf{grownDenial, "o2", news.Against, news.Denies, news.Named, "Ines Roth"}
	case i%10 == 2 && i > 10: // they heard the diver
		text, title = grownSecond, "Diver says he showed board the crack"
		p = news.Position{ReportID: id, Stance: news.For, Origin: "o3", Standing: news.Named, Speaker: "Per Holm", TookHow: news.PathSource}
		e = evidenceOf{grownSecond, "o3", news.For, news.Confirms, news.Named, "Per Holm"}
	case i%10 == 4 && i > 4:
		p.EchoOf, p.TookFrom, p.TookHow = g.at(4), g.at(4), news.PathCopy
	case i%10 == 5:
		p.TookFrom, p.TookHow = g.at(max(i-3, 0)), news.PathLink
	case i%10 == 6:
		p.Credits, p.TookFrom = "Deutsche Hafenpost", ""
	case i%10 == 8:
		text = "The board knew. It always knows."
		p = news.Position{ReportID: id, Stance: news.For, Origin: fmt.Sprintf("none-%d", i), Standing: news.Other}
		e = evidenceOf{text, "", news.For, news.Asserts, news.FromOutlet, ""}
	case i%10 == 9:
		text = "What the breakwater is made of, and who laid the stones."
		p, e = news.Position{ReportID: id, Stance: news.Beside, Origin: fmt.Sprintf("none-%d", i)}, evidenceOf{}
	}
	g.w.report(id, g.id, outlet, title, t, text)
	main.Positions = append(main.Positions, p)
	if e.words != "" {
		main.Evidence = append(main.Evidence, g.w.bearing(main.ID, id, e.words, e.origin, e.stance, e.polarity, e.standing, e.speaker, time.Time{}))
	}
	if i%6 == 0 {
		second := &g.l.Claims[1]
		second.Positions = append(second.Positions, news.Position{ReportID: id, Stance: news.For, Origin: "o1", Standing: news.Unnamed, Speaker: "an inspector", Quote: grownLeave, TookHow: news.PathSource})
	}
	if i == 2 || i == 3 {
		third := &g.l.Claims[2]
		third.Positions = append(third.Positions, news.Position{ReportID: id, Stance: news.Stances()[i-2], Origin: "o1", Standing: news.FromPaper, Quote: "The minutes say four million."})
	}
	if i%25 == 0 {
		g.l.Changes = append(g.l.Changes, news.Change{At: t.Add(58 * time.Minute), Kind: news.StatementCame, ReportID: id, ClaimID: main.ID, Words: outlet + " put in what the chair of the board says.", After: 58 * time.Minute})
	}
	if i%40 == 3 {
		g.l.Changes = append(g.l.Changes, news.Change{At: t.Add(3 * time.Hour), Kind: news.TextChanged, ReportID: id, Words: outlet + " changed a sentence.", After: 3 * time.Hour})
	}
}

type evidenceOf struct {
	words, origin string
	stance        news.Stance
	polarity      news.Polarity
	standing      news.Standing
	speaker       string
}

func (g *grown) at(i int) news.ID { return news.ID(fmt.Sprintf("%s-%d", g.id, i)) }

func (g *grown) origins(n int) {
	main := &g.l.Claims[0]
	main.Origins = []news.Origin{{ClaimID: main.ID, Label: "o1", Name: "three people who have seen the minutes, to The Lowmark Record", Standing: news.Unnamed, Stance: news.For, Root: g.at(0), Reports: n / 2}}
	if n > 1 {
		main.Origins = append(main.Origins, news.Origin{ClaimID: main.ID, Label: "o2", Name: "Ines Roth", Standing: news.Named, Stance: news.Against, Party: true, Root: g.at(1), Reports: n / 10})
	}
	if n > 12 {
		main.Origins = append(main.Origins, news.Origin{ClaimID: main.ID, Label: "o3", Name: "Per Holm", Standing: news.Named, Stance: news.For, Root: g.at(12), Reports: n / 10})
	}
	g.l.Claims[1].Origins = []news.Origin{{ClaimID: g.l.Claims[1].ID, Label: "o1", Name: "an inspector, to The Lowmark Record", Standing: news.Unnamed, Stance: news.For, Root: g.at(0), Reports: n / 6}}
	g.l.Claims[2].Origins = []news.Origin{{ClaimID: g.l.Claims[2].ID, Label: "o1", Name: "the minutes of the board", Standing: news.FromPaper, Stance: news.For, Root: g.at(2), Reports: 1}}
	g.l.Changes = append([]news.Change{{At: g.start, Kind: news.FirstReport, ReportID: g.at(0), Words: "The Lowmark Record reports it first."}}, g.l.Changes...)
}
