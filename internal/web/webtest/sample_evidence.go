package webtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Left and Joined are claims of the disputed story that have gone: one that no report bears out any more, one that is part of another.
const (
	Left   news.ID = "claim-left"
	Joined news.ID = "claim-joined"
)

// evidence adds to the disputed story what a ledger has down to each statement, and the ways that its reports took from one another.
func (w *World) evidence() {
	l := w.Ledgers[Talks]
	c := &l.Claims[0]
	say := func(report news.ID, words, origin string, stance news.Stance, polarity news.Polarity, standing news.Standing, speaker string, since time.Time) {
		c.Evidence = append(c.Evidence, w.bearing(c.ID, report, words, origin, stance, polarity, standing, speaker, since))
	}
	say(Record, "Karst and Melland have agreed to hold secret talks on the closed strait", "o1", news.For, news.Asserts, news.Unnamed, "Karst officials", at(2, 6, 10))
	say(Record, "the talks would open in a third country after the vote in May", "o1", news.For, news.Asserts, news.Unnamed, "Karst officials", at(2, 6, 10))
	say(Record, "“It is not true that we have agreed to talks, or to any meeting after the vote,”", "o2", news.Against, news.Denies, news.Named, "Tomas Vane", at(2, 7, 15))
	say(Record, "Whether the Council of Elders had approved the plan", "o1", news.Beside, news.Declines, news.Unnamed, "two of the officials", at(2, 7, 15))
	for i := range 5 {
		say(news.ID(fmt.Sprintf("report-wire-%d", i)), "Karst and Melland have agreed to secret talks on the strait", "o1", news.For, news.Asserts, news.FromOutlet, "The Lowmark Record", time.Time{})
	}
	say("report-loose", "The two will talk by summer.", "", news.For, news.Asserts, news.FromOutlet, "", time.Time{})
	say("report-daily", "there were any talks with Karst", "o3", news.Against, news.Denies, news.Named, "Lia Oro", time.Time{})
	say("report-daily-2", "", "o3", news.Against, news.Denies, news.Named, "Lia Oro", time.Time{})
	say("report-ministry", "no talks have been agreed and none are planned", "o4", news.Against, news.Denies, news.Institution, "the Ministry of the Sea", time.Time{})
	say("report-nine", "Retired envoys have met twice to see whether talks could be held", "o5", news.Beside, news.Asserts, news.Unnamed, "a senior official", time.Time{})
	for i := range c.Positions {
		p := &c.Positions[i]
		switch {
		case p.EchoOf != "":
			p.TookFrom, p.TookHow = p.EchoOf, news.PathCopy
		case p.ReportID == Marfa:
			p.TookFrom, p.TookHow = Record, news.PathLink
		case p.ReportID == "report-daily-2":
			p.TookFrom, p.TookHow = "report-daily", news.PathQuote
		case p.Credits != "" && p.Origin == "o1":
			p.TookFrom, p.TookHow = Record, news.PathCredit
		}
	}
	for i := range c.Origins {
		c.Origins[i].Party = c.Origins[i].Stance == news.Against
	}
	for i := range l.Changes {
		l.Changes[i].ClaimID = c.ID
	}
	l.Changes = append(l.Changes,
		news.Change{At: at(2, 7, 15), Kind: news.HeadlineChanged, ReportID: Record, Words: "The Lowmark Record put “officials say” into its headline.", After: 65 * time.Minute},
		news.Change{At: at(2, 7, 15), Kind: news.StatementCame, ReportID: Record, ClaimID: c.ID, Words: "The Lowmark Record added the denial by Tomas Vane, seen 65 minutes after publication."},
		news.Change{At: at(3, 7, 0), Kind: news.TextChanged, ReportID: "report-loose", Words: "Skerry Lantern changed a sentence.", After: time.Hour},
		news.Change{At: at(3, 7, 30), Kind: news.TextChanged, ReportID: "report-loose", Words: "Skerry Lantern put a comma in.", After: 90 * time.Minute},
		news.Change{At: at(3, 8, 0), Kind: news.TextChanged, ReportID: "report-loose", Words: "Skerry Lantern changed a sentence again.", After: 2 * time.Hour},
	)
	w.Ledgers[Talks] = l
	w.Left = []news.Claim{
		{ID: Left, StoryID: Talks, Ordinal: 2, Wording: "The talks have been held already, in the house of a retired envoy.", Gone: at(3, 20, 0)},
		{ID: Joined, StoryID: Talks, Ordinal: 3, Wording: "There is a pact.", Gone: at(3, 21, 0), MergedInto: c.ID},
	}
}

// bearing makes evidence of words in a report's newest text; without words, of its headline.
func (w *World) bearing(claim, report news.ID, words, origin string, stance news.Stance, polarity news.Polarity, standing news.Standing, speaker string, since time.Time) news.Evidence {
	e := news.Evidence{ClaimID: claim, ReportID: report, Stance: stance, Polarity: polarity, Standing: standing, Speaker: speaker, Origin: origin, Words: words, Since: since}
	e.Key = fmt.Sprintf("%s-%x", report, len(words)*7+len(speaker))
	for _, v := range slices.Backward(w.Texts) {
		if v.ReportID != report {
			continue
		}
		if words == "" {
			e.Words = v.Title
		} else if i := strings.Index(v.Text, words); i >= 0 {
			from := len([]rune(v.Text[:i]))
			e.At = news.Span{from, from + len([]rune(words))}
		}
		break
	}
	if speaker != "" {
		e.StatementID = news.ID(string(report) + "-said")
	}
	return e
}
