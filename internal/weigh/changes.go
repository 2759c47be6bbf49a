package weigh

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

// changes tells what happened to a story, oldest first: its first report, each new origin, the first denial,
// confirmation and named source of its claims, and what outlets changed in their texts, said or unsaid.
func changes(views []*view, w weights, drafts []*draft) []news.Change {
	if len(views) == 0 {
		return nil
	}
	first := views[0]
	out := []news.Change{{
		At: first.Report.Published, Kind: news.FirstReport, ReportID: first.Report.ID,
		Words: who(first) + " reports it first" + ended(first.Report.Title),
		Told:  first.told(news.FirstReport, news.Telling{Words: tidy(first.Report.Title)}),
	}}
	for i, d := range drafts {
		if i == 0 {
			out = append(out, newOrigins(d)...)
		}
	}
	out = append(out, firsts(views, w, drafts)...)
	for _, v := range views {
		out = append(out, revised(v, w, drafts)...)
	}
	slices.SortStableFunc(out, func(a, b news.Change) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(a.ReportID, b.ReportID))
	})
	return out
}

// rank orders what happened at one moment.
func rank(k news.ChangeKind) int {
	return slices.Index([]news.ChangeKind{
		news.FirstReport, news.NewOrigin, news.FirstNamed, news.FirstConfirm, news.HeadlineChanged, news.TextChanged, news.StatementGone,
		news.StatementCame, news.PolarityChanged, news.Corrected, news.Withdrawal, news.FirstDenial,
	}, k)
}

func who(v *view) string {
	if name := outletName(v.Account); name != "" {
		return name
	}
	return "A report"
}

// told fills in what a telling has of the report.
func (v *view) told(kind news.ChangeKind, t news.Telling) news.Telling {
	t.Kind, t.Outlet = kind, outletName(v.Account)
	return t
}

// named gives a source in words, "" if it has no name.
func (s *saying) named() string {
	if name := s.name(); name != nameless {
		return name
	}
	return ""
}

func ended(title string) string {
	if title = tidy(title); title == "" {
		return "."
	}
	return ": " + title
}

// newOrigins tells of every origin of the main claim but the one the story began with.
func newOrigins(d *draft) []news.Change {
	var out []news.Change
	for _, o := range d.origins {
		if o.stance == news.Against || len(d.reports) > 0 && d.reports[0].origin == o {
			continue
		}
		out = append(out, news.Change{
			At: o.root.Report.Published, Kind: news.NewOrigin, ReportID: o.root.Report.ID, ClaimID: d.claim.name(),
			Words: fmt.Sprintf("A further origin: %s (%s).", words.Midsentence(o.name), who(o.root)),
			Told:  o.root.told(news.NewOrigin, news.Telling{Who: words.Midsentence(o.name)}),
		})
	}
	return out
}

// firsts tells of the first denial and the first confirmation of any claim, and of the first who is quoted by name in the
// story, where that is near the start of a report.
func firsts(views []*view, w weights, drafts []*draft) []news.Change {
	type event struct {
		at      time.Time
		s       *saying
		claim   *proposition // nil: of the story as a whole
		wording string       // of the claim, where it is not the main one
	}
	first := map[news.ChangeKind]*event{}
	note := func(kind news.ChangeKind, s *saying, claim *proposition, wording string) {
		at := s.in.since(s.content.text)
		if e := first[kind]; e == nil || at.Before(e.at) {
			first[kind] = &event{at, s, claim, wording}
		}
	}
	const near = 8 // sentences
	for _, v := range views {
		for _, s := range v.sayings {
			if s.Standing == news.Named && (s.content.lead <= near || s.denies()) && (s.Polarity == news.Asserts || s.Polarity == news.Confirms || s.denies()) {
				note(news.FirstNamed, s, nil, "")
			}
		}
	}
	for i, d := range drafts {
		wording := ""
		if i > 0 {
			wording = d.claim.wording
		}
		for _, r := range d.reports {
			for _, s := range r.denials {
				note(news.FirstDenial, s, d.claim, wording)
			}
			for _, s := range append(slices.Clone(r.roots), r.denials...) {
				if s.Polarity == news.Confirms && s.Standing != news.FromOutlet && about(w, s.content.bag, d.claim.bag) {
					note(news.FirstConfirm, s, d.claim, wording)
				}
			}
		}
	}
	var out []news.Change
	for _, kind := range []news.ChangeKind{news.FirstNamed, news.FirstConfirm, news.FirstDenial} {
		e := first[kind]
		if e == nil {
			continue
		}
		verb := map[news.ChangeKind]string{
			news.FirstNamed: "is the first named source", news.FirstConfirm: "is the first to confirm", news.FirstDenial: "is the first to deny",
		}[kind]
		if e.wording != "" {
			verb += " “" + e.wording + "”"
		}
		c := news.Change{
			At: e.at, Kind: kind, ReportID: e.s.in.Report.ID,
			Words: fmt.Sprintf("%s %s (%s): %s", upper(e.s.name()), verb, who(e.s.in), e.s.words()),
			Told:  e.s.in.told(kind, news.Telling{Who: upper(e.s.named()), Claim: e.wording, Words: e.s.words()}),
		}
		if e.claim != nil {
			c.ClaimID = e.claim.name()
		}
		out = append(out, c)
	}
	return out
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func upper(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
