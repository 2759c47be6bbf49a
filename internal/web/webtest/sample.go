package webtest

import (
	"fmt"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Now is the time in the sample world: a Tuesday morning, two hours after an edition.
var Now = time.Date(2031, 3, 4, 9, 20, 0, 0, time.UTC)

// Clock stands still at Now.
var Clock = news.ClockFunc(func() time.Time { return Now })

// The ids that tests ask for.
const (
	Talks  news.ID = "story-talks"  // the disputed story
	Bridge news.ID = "story-bridge" // a plain one
	Record news.ID = "report-record"
	Marfa  news.ID = "report-marfa" // written from right to left
	Draft  news.ID = "edition-draft"
	InHand news.ID = "edition-in-hand" // a draft that an editor took in hand
	Newest news.ID = "edition-newest"
)

// Sample makes the world.
func Sample() *World {
	w := &World{
		Ledgers: map[news.ID]news.Ledger{}, Said: map[news.ID][]news.Statement{}, Delivered: map[news.ID]news.DeliveryCounts{},
		Subscribed: map[news.SubscriptionState]int{news.Active: 1284, news.Pending: 17, news.Ended: 62},
		Moved:      map[news.ID]news.ID{},
	}
	days := []time.Weekday{time.Sunday, time.Tuesday, time.Thursday}
	w.Pubs = []news.Publication{
		{
			ID: "pub-strait", Slug: "strait-brief", Name: "The Strait Brief", Language: "en",
			About:    "What is reported about the Karst Strait, and on whose word.",
			Schedule: news.Schedule{Days: days, Hour: 7, Zone: "Europe/Lisbon"},
			Sections: []string{"News", "Denials and Corrections", "Analysis"}, From: "brief@strait.example",
			Postal: "4 Quay Street, Lowmark", Late: news.DefaultLate, Remind: news.DefaultRemind,
		},
		{
			ID: "pub-papers", Slug: "harbour-papers", Name: "Harbour Papers", Language: "en", About: "One question a month, at length.",
			Schedule: news.Schedule{Days: []time.Weekday{time.Friday}, Hour: 9, Zone: "Europe/Lisbon"}, Sections: []string{"Paper"},
		},
	}
	w.talks()
	w.evidence()
	w.bridge()
	w.editions()
	w.inHand()
	w.notices()
	w.desk()
	w.speakers()
	w.turns()
	w.corrections()
	w.proofs()
	return w
}

func at(day, hour, minute int) time.Time {
	return time.Date(2031, 3, day, hour, minute, 0, 0, time.UTC)
}

// report adds a report with one text, and gives the text's id.
func (w *World) report(id news.ID, story news.ID, outlet, title string, t time.Time, text string) news.ID {
	slug := strings.ToLower(strings.ReplaceAll(outlet, " ", "-"))
	w.Reports = append(w.Reports, news.Report{
		ID: id, OutletID: news.ID("outlet-" + slug), Outlet: outlet, URL: "https://" + slug + ".example/" + string(id), Title: title,
		Language: "en", Published: t, DatedBy: news.DatedByFeed, Seen: t, StoryID: story, Revisions: 1, Newest: 1,
	})
	return w.text(id, 1, t, title, text)
}

func (w *World) text(report news.ID, number int, t time.Time, title, text string) news.ID {
	id := news.ID(fmt.Sprintf("%s-v%d", report, number))
	w.Texts = append(w.Texts, news.Revision{ID: id, ReportID: report, Number: number, Fetched: t, ContentType: "text/html", Title: title, Text: text, Language: "en", Read: true})
	return id
}

// statement adds one, by the words that it consists of.
func (w *World) statement(revision news.ID, text, source, cue, content string, polarity news.Polarity, standing news.Standing, speaker string, via ...string) {
	span := func(words string) []news.Span {
		i := strings.Index(text, words)
		if words == "" || i < 0 {
			return nil
		}
		start := len([]rune(text[:i]))
		return []news.Span{{start, start + len([]rune(words))}}
	}
	n := len(w.Said[revision])
	w.Said[revision] = append(w.Said[revision], news.Statement{
		ID: news.ID(fmt.Sprintf("%s-s%d", revision, n)), RevisionID: revision, Ordinal: n,
		Source: span(source), Cue: span(cue), Content: span(content), Polarity: polarity, Standing: standing, Speaker: speaker, Via: via,
	})
}

func (w *World) talks() {
	opening := "Karst and Melland have agreed to hold secret talks on the closed strait, Karst officials said on Sunday. The officials, who asked not to be named because nothing has been announced, said the talks would open in a third country after the vote in May.\n\n" +
		"The strait has been closed to Melland’s ships for eleven years. Ferries from Lowmark still turn back at the breakwater."
	denial := "\n\n“It is not true that we have agreed to talks, or to any meeting after the vote,” Tomas Vane, a spokesman for the Chancellery, said in a statement sent to this newspaper an hour after it first published.\n\n" +
		"Whether the Council of Elders had approved the plan, two of the officials said they could not tell."
	w.report(Record, Talks, "The Lowmark Record", "Karst and Melland agree to secret talks on the strait", at(2, 6, 10), opening)
	v2 := w.text(Record, 2, at(2, 7, 15), "Karst and Melland agree to secret talks on the strait, officials say", opening+denial)
	for i := range w.Reports {
		if w.Reports[i].ID == Record {
			w.Reports[i].Author, w.Reports[i].Revisions, w.Reports[i].Newest, w.Reports[i].Title = "Ada Frey and Ivo Marsh", 2, 2, "Karst and Melland agree to secret talks on the strait, officials say"
		}
	}
	full := opening + denial
	w.statement(v2, full, "Karst officials", "said on Sunday", "Karst and Melland have agreed to hold secret talks on the closed strait", news.Asserts, news.Unnamed, "Karst officials")
	w.statement(v2, full, "The officials, who asked not to be named because nothing has been announced", "said the", "the talks would open in a third country after the vote in May", news.Asserts, news.Unnamed, "Karst officials")
	w.statement(v2, full, "Tomas Vane, a spokesman for the Chancellery", "said in a statement", "“It is not true that we have agreed to talks, or to any meeting after the vote,”", news.Denies, news.Named, "Tomas Vane")
	w.statement(v2, full, "two of the officials", "said they could not tell", "Whether the Council of Elders had approved the plan", news.Declines, news.Unnamed, "two of the officials", "The Lowmark Record")

	wire := "(KPA) – Karst and Melland have agreed to secret talks on the strait, The Lowmark Record reported on Sunday, citing officials it did not name. Neither government would say where such talks could be held."
	c := news.ClaimLedger{Claim: news.Claim{ID: "claim-talks", StoryID: Talks, Wording: "Karst and Melland have agreed to hold secret talks on the closed strait.", Main: true}}
	c.Origins = []news.Origin{
		{Label: "o1", Name: "Karst officials, to The Lowmark Record", Standing: news.Unnamed, Stance: news.For, Root: Record, Reports: 12},
		{Label: "o2", Name: "Tomas Vane", Standing: news.Named, Stance: news.Against, Root: Record, Reports: 3},
		{Label: "o3", Name: "Lia Oro", Standing: news.Named, Stance: news.Against, Root: "report-daily", Reports: 2},
		{Label: "o4", Name: "the Ministry of the Sea", Standing: news.Institution, Stance: news.Against, Root: "report-ministry", Reports: 1},
		{Label: "o5", Name: "a senior official, to Channel Nine", Standing: news.Unnamed, Stance: news.Beside, Root: "report-nine", Reports: 1},
	}
	put := func(id news.ID, p news.Position) { p.ReportID = id; c.Positions = append(c.Positions, p) }
	put(Record, news.Position{Stance: news.For, Origin: "o1", Standing: news.Unnamed, Speaker: "Karst officials",
		Quote: "Karst and Melland have agreed to hold secret talks on the closed strait, Karst officials said on Sunday."})
	for i, outlet := range []string{"Karst Press Agency", "Harbour Gazette", "The Fenwick Post", "Inland Standard", "Brae Examiner"} {
		id := news.ID(fmt.Sprintf("report-wire-%d", i))
		w.report(id, Talks, outlet, "Karst, Melland to hold secret talks: report", at(2, 8, 5+12*i), wire)
		p := news.Position{Stance: news.For, Origin: "o1", Standing: news.FromOutlet, Credits: "The Lowmark Record", Quote: wire}
		if i > 0 {
			p.EchoOf = "report-wire-0"
		}
		put(id, p)
	}
	for i, outlet := range []string{"Morning Tide", "East Quay Courier", "The Ferryman", "Upland Voice", "Radio Skerry"} {
		id := news.ID(fmt.Sprintf("report-echo-%d", i))
		w.report(id, Talks, outlet, "What a pact on the strait would mean for "+[]string{"the ferries", "the fleet", "the coast", "the vote", "fishing"}[i], at(2, 11+i, 30),
			"The pact, first reported by the Lowmark Record, would end eleven years of silence over the strait.")
		put(id, news.Position{Stance: news.For, Origin: "o1", Standing: news.FromOutlet, Credits: "The Lowmark Record"})
	}
	w.report(Marfa, Talks, "صحيفة المرفأ", "اتفاق سري على محادثات بشأن المضيق", at(2, 17, 0),
		"أفادت صحيفة لومارك ريكورد بأن كارست وميلاند اتفقتا على إجراء محادثات سرية بشأن المضيق المغلق.\n\nوقال مسؤول لم يذكر اسمه إن المحادثات ستبدأ بعد الانتخابات في مايو.")
	w.Reports[len(w.Reports)-1].Language, w.Texts[len(w.Texts)-1].Language = "ar", "ar"
	put(Marfa, news.Position{Stance: news.For, Origin: "o1", Standing: news.FromOutlet, Credits: "The Lowmark Record"})
	w.report("report-loose", Talks, "Skerry Lantern", "Talks by summer", at(3, 6, 0), "The two will talk by summer. It is about time, and everybody on the quay knows it.")
	put("report-loose", news.Position{Stance: news.For, Origin: "none-1", Standing: news.Other})
	w.report("report-daily", Talks, "Melland Daily", "Foreign minister denies talks with Karst", at(2, 10, 40),
		"Foreign Minister Lia Oro denied on Sunday that there were any talks with Karst. She was asked about a report in the Lowmark Record.")
	put("report-daily", news.Position{Stance: news.Against, Origin: "o1", Also: []string{"o3"}, Standing: news.Named, Speaker: "Lia Oro", Credits: "The Lowmark Record",
		Quote: "Foreign Minister Lia Oro denied on Sunday that there were any talks with Karst."})
	w.report("report-daily-2", Talks, "Cape Observer", "Oro: no talks, no plan for talks", at(2, 15, 5), "Lia Oro has denied the report of talks.")
	put("report-daily-2", news.Position{Stance: news.Against, Origin: "o3", Standing: news.Named, Speaker: "Lia Oro", Credits: "Melland Daily"})
	w.report("report-ministry", Talks, "Ministry of the Sea", "Statement on reports of talks", at(3, 9, 0), "The Ministry of the Sea states that no talks have been agreed and none are planned.")
	put("report-ministry", news.Position{Stance: news.Against, Origin: "o4", Standing: news.Institution, Speaker: "the Ministry of the Sea",
		Quote: "The Ministry of the Sea states that no talks have been agreed and none are planned."})
	w.report("report-nine", Talks, "Channel Nine", "Retired envoys met over the strait, official says", at(3, 18, 20), "Retired envoys have met twice to see whether talks could be held, a senior official told Channel Nine.")
	put("report-nine", news.Position{Stance: news.Beside, Origin: "o5", Standing: news.Unnamed, Speaker: "a senior official",
		Quote: "Retired envoys have met twice to see whether talks could be held, a senior official told Channel Nine."})
	w.report("report-aside", Talks, "Lowmark Weather Desk", "Fog over the strait until Thursday", at(3, 19, 0), "Fog will lie over the strait until Thursday.")
	put("report-aside", news.Position{Stance: news.Beside, Origin: "none-2"})

	fax := news.ClaimLedger{Claim: news.Claim{ID: "claim-fax", StoryID: Talks, Ordinal: 1, Wording: "An offer that Melland’s envoy faxed nine years ago was approved by the Council of Elders.", Locked: true}}
	fax.Origins = []news.Origin{
		{Label: "o1", Name: "the fax", Standing: news.FromPaper, Stance: news.For, Root: "report-echo-1", Reports: 1},
		{Label: "o2", Name: "Orin Hale", Standing: news.Named, Stance: news.Against, Root: "report-daily-2", Reports: 1},
	}
	fax.Positions = []news.Position{
		{ReportID: "report-echo-1", Stance: news.For, Origin: "o1", Standing: news.FromPaper, Quote: "The fax bears the seal of the Council."},
		{ReportID: "report-daily-2", Stance: news.Against, Origin: "o2", Standing: news.Named, Speaker: "Orin Hale", Quote: "Orin Hale, who sat on the Council then, said that it had never seen the paper.", ByEditor: true},
	}
	reports := 0
	for _, r := range w.Reports {
		if r.StoryID == Talks {
			reports++
		}
	}
	w.Ledgers[Talks] = news.Ledger{
		Story:  news.Story{ID: Talks, Title: "Karst and Melland agree to secret talks on the strait, officials say", Language: "en", First: at(2, 6, 10), Last: at(3, 19, 0), Reports: reports},
		Claims: []news.ClaimLedger{c, fax},
		Changes: []news.Change{
			{At: at(2, 6, 10), Kind: news.FirstReport, ReportID: Record, Words: "The Lowmark Record reports it first: Karst and Melland agree to secret talks on the strait"},
			{At: at(2, 7, 15), Kind: news.TextChanged, ReportID: Record, Words: "The Lowmark Record changed its text without saying so: it now carries a denial by Tomas Vane."},
			{At: at(2, 7, 15), Kind: news.FirstDenial, ReportID: Record, Words: "Tomas Vane is the first to deny (The Lowmark Record): “It is not true that we have agreed to talks, or to any meeting after the vote.”"},
			{At: at(3, 18, 20), Kind: news.NewOrigin, ReportID: "report-nine", Words: "A further origin: a senior official, to Channel Nine."},
		},
	}
}

func (w *World) bridge() {
	w.report("report-bridge", Bridge, "Harbour Gazette", "The Long Bridge closes on Monday for repairs", at(3, 12, 0), "The Long Bridge will close on Monday, Mayor Ines Roth said. Ferries will run every twenty minutes.")
	w.Ledgers[Bridge] = news.Ledger{
		Story: news.Story{ID: Bridge, Title: "The Long Bridge closes on Monday for repairs", Language: "en", First: at(3, 12, 0), Last: at(3, 12, 0), Reports: 1},
		Claims: []news.ClaimLedger{{
			Claim:     news.Claim{ID: "claim-bridge", StoryID: Bridge, Wording: "The Long Bridge will close on Monday.", Main: true},
			Origins:   []news.Origin{{Label: "o1", Name: "Ines Roth", Standing: news.Named, Stance: news.For, Root: "report-bridge", Reports: 1}},
			Positions: []news.Position{{ReportID: "report-bridge", Stance: news.For, Origin: "o1", Standing: news.Named, Speaker: "Ines Roth", Quote: "The Long Bridge will close on Monday, Mayor Ines Roth said."}},
		}},
		Changes: []news.Change{{At: at(3, 12, 0), Kind: news.FirstReport, ReportID: "report-bridge", Words: "Harbour Gazette reports it first."}},
	}
}
