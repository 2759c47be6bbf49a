package site

import (
	"cmp"
	"slices"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/picture"
)

// event is something that a timeline has: words said of a claim, or a change of a text. The picture and the table are made from the
// same ones.
type event struct {
	At       time.Time
	Claim    *news.Claim // nil: a change of the story as a whole
	Lane     int
	Stance   news.Stance
	Polarity news.Polarity
	Standing news.Standing
	Echo     bool
	Who      string
	Words    string
	Report   news.Report
	Href     string
	Change   news.ChangeKind // of a text; empty: something said
}

// event is what an event is, in a line.
func (s speech) event(e event) string {
	if e.Change != "" {
		return s.say("event.change", "outlet", e.Report.Outlet, "change", locale.Phrase(s.changed(e.Change)), "quote", e.Words)
	}
	who := locale.Phrase(s.Isolated(e.Report.Outlet))
	if e.Who != "" {
		who = s.phrase("event.who", "name", e.Who, "standing", locale.Phrase(s.standing(e.Standing)), "outlet", e.Report.Outlet)
	}
	stance := locale.Phrase(s.stance(e.Stance))
	if e.Echo {
		return s.say("event.repeats", "stance", stance, "who", who) // there are many, and they say what others say
	}
	if e.Words != "" {
		return s.say("event.said", "stance", stance, "who", who, "quote", shortened(e.Words, 160))
	}
	return s.say("event.stands", "stance", stance, "who", who)
}

// shortened cuts words to about so many characters.
func shortened(s string, most int) string {
	r := []rune(oneLine(s))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most]) + "…"
}

// eventsOf gathers what a timeline of some claims shows, the earliest first, what has no date before everything.
func eventsOf(in speech, claims []news.ClaimLedger, changes []news.Change, reports map[news.ID]news.Report) []event {
	var out []event
	lanes := map[news.ID]int{}
	for lane := range claims {
		c := &claims[lane]
		lanes[c.ID] = lane
		roots := map[news.ID]bool{}
		for _, o := range c.Origins {
			roots[o.Root] = true
		}
		echo := map[news.ID]bool{}
		for _, p := range c.Positions {
			echo[p.ReportID] = !roots[p.ReportID] && (row{Position: p}).Echo()
		}
		said := map[lineKey]bool{}
		for _, e := range c.Evidence {
			r, ok := reports[e.ReportID]
			if !ok {
				continue
			}
			said[lineKey{report: e.ReportID, stance: e.Stance}] = true
			at := r.Published
			if e.Since.After(at) && r.Revisions > 1 {
				at = e.Since
			}
			out = append(out, event{At: at, Claim: &c.Claim, Lane: lane, Stance: e.Stance, Polarity: e.Polarity, Standing: e.Standing, Echo: echo[e.ReportID],
				Who: e.Speaker, Words: e.Words, Report: r, Href: placeOf(r, e)})
		}
		for _, p := range c.Positions {
			r, ok := reports[p.ReportID]
			if !ok || said[lineKey{report: p.ReportID, stance: p.Stance}] || p.Stance == news.Beside && p.Quote == "" {
				continue
			}
			out = append(out, event{At: r.Published, Claim: &c.Claim, Lane: lane, Stance: p.Stance, Polarity: polarityOf(p.Stance), Standing: p.Standing, Echo: echo[p.ReportID],
				Who: p.Speaker, Words: p.Quote, Report: r, Href: reportAddress(r.ID)})
		}
	}
	for _, c := range changes {
		lane, ok := lanes[c.ClaimID]
		if !c.Kind.OfText() || c.ClaimID != "" && !ok {
			continue
		}
		e := event{At: c.At, Lane: lane, Words: in.Change(c), Report: reports[c.ReportID], Href: storyAddress(reports[c.ReportID].StoryID) + "#" + changeAnchor(c), Change: c.Kind}
		if c.ClaimID != "" {
			e.Claim = &claims[lane].Claim
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b event) int {
		return cmp.Or(a.At.Compare(b.At), a.Lane-b.Lane, cmp.Compare(a.Report.ID, b.Report.ID))
	})
	return out
}

// mostLanes is how many claims a timeline has at most.
const mostLanes = 12

// timeline makes the picture of events.
func timeline(in speech, name, title, about string, claims []claimView, events []event, zone *time.Location) picture.Timeline {
	t := picture.Timeline{Words: in.picture(), Name: name, Title: title, About: about, Zone: zone, Left: max(0, len(claims)-mostLanes)}
	for _, c := range claims[:min(len(claims), mostLanes)] {
		t.Lanes = append(t.Lanes, picture.Lane{Words: c.Wording, State: in.state(c.State.State), Href: c.Address})
	}
	for _, e := range events {
		switch {
		case e.Lane >= len(t.Lanes):
		case e.Change != "":
			l := &t.Lanes[e.Lane]
			l.Edits = append(l.Edits, picture.Edit{At: e.At, Href: e.Href, Label: in.event(e)})
		default:
			l := &t.Lanes[e.Lane]
			l.Marks = append(l.Marks, picture.Mark{At: e.At, Stance: e.Stance, Polarity: e.Polarity, Standing: e.Standing, Echo: e.Echo, Href: e.Href, Label: in.event(e)})
		}
	}
	return t
}
