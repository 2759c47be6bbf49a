package weigh

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

// changes tells what happened to a story, oldest first: its first report, each new origin, the first denial,
// confirmation and named source of its claims, and what outlets changed in their texts, said or unsaid.
func changes(views []*view, drafts []*draft) []news.Change {
	if len(views) == 0 {
		return nil
	}
	first := views[0]
	out := []news.Change{{
		At: first.Report.Published, Kind: news.FirstReport, ReportID: first.Report.ID,
		Words: who(first) + " reports it first" + ended(first.Report.Title),
	}}
	for i, d := range drafts {
		if i == 0 {
			out = append(out, newOrigins(d)...)
		}
	}
	out = append(out, firsts(views, drafts)...)
	for _, v := range views {
		out = append(out, revised(v)...)
	}
	slices.SortStableFunc(out, func(a, b news.Change) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(a.ReportID, b.ReportID))
	})
	return out
}

// rank orders what happened at one moment.
func rank(k news.ChangeKind) int {
	return slices.Index([]news.ChangeKind{
		news.FirstReport, news.NewOrigin, news.FirstNamed, news.FirstConfirm, news.TextChanged, news.Corrected, news.FirstDenial,
	}, k)
}

func who(v *view) string {
	if name := outletName(v.Account); name != "" {
		return name
	}
	return "A report"
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
			At: o.root.Report.Published, Kind: news.NewOrigin, ReportID: o.root.Report.ID,
			Words: fmt.Sprintf("A further origin: %s (%s).", words.Midsentence(o.name), who(o.root)),
		})
	}
	return out
}

// firsts tells of the first denial and the first confirmation of any claim, and of the first who is quoted by name in the
// story, where that is near the start of a report.
func firsts(views []*view, drafts []*draft) []news.Change {
	type event struct {
		at      time.Time
		s       *saying
		wording string // of the claim, where it is not the main one
	}
	first := map[news.ChangeKind]*event{}
	note := func(kind news.ChangeKind, s *saying, wording string) {
		at := s.in.since(s.content.text)
		if e := first[kind]; e == nil || at.Before(e.at) {
			first[kind] = &event{at, s, wording}
		}
	}
	const near = 8 // sentences
	for _, v := range views {
		for _, s := range v.sayings {
			if s.Standing == news.Named && s.content.lead <= near && (s.Polarity == news.Asserts || s.Polarity == news.Confirms || s.denies()) {
				note(news.FirstNamed, s, "")
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
				note(news.FirstDenial, s, wording)
			}
			for _, s := range append(slices.Clone(r.roots), r.denials...) {
				if s.Polarity == news.Confirms && s.Standing != news.FromOutlet {
					note(news.FirstConfirm, s, wording)
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
		out = append(out, news.Change{
			At: e.at, Kind: kind, ReportID: e.s.in.Report.ID,
			Words: fmt.Sprintf("%s %s (%s): %s", upper(e.s.name()), verb, who(e.s.in), e.s.words()),
		})
	}
	return out
}

var corrected = regexp.MustCompile(`(?i)^(?:corrections?|clarification|editor['’]s note|corrected|amended)\b|\b(?:an earlier version of this|this (?:article|story|report|post) (?:has been|was) (?:corrected|amended)|correction appended|we regret the error|incorrectly (?:said|stated|reported)|misstated|withdraws? its (?:earlier )?(?:report|story))\b`)

// revised tells what a report changed in its text after it appeared: a correction where it says so, else a silent edit.
func revised(v *view) []news.Change {
	var out []news.Change
	said := func(at time.Time, p string) {
		out = append(out, news.Change{At: at, Kind: news.Corrected, ReportID: v.Report.ID, Words: who(v) + " corrects itself: " + p})
	}
	texts := make([]string, 0, len(v.Earlier)+1)
	for _, e := range v.Earlier {
		texts = append(texts, e.Text)
	}
	texts = append(texts, v.Text)
	for i, text := range texts {
		var fresh []string
		gone := 0
		if i > 0 {
			if tidy(text) == tidy(texts[i-1]) {
				continue
			}
			fresh, gone = difference(texts[i-1], text)
		} else {
			fresh, _ = difference("", text)
		}
		at := v.seen(i)
		if i == 0 {
			at = v.Report.Published
		}
		if n := slices.IndexFunc(fresh, corrected.MatchString); n >= 0 {
			said(at, fresh[n])
			continue
		}
		if i > 0 && len(fresh)+gone > 0 {
			out = append(out, news.Change{
				At: at, Kind: news.TextChanged, ReportID: v.Report.ID,
				Words: who(v) + " changed its text without saying so: " + summary(v, fresh, gone),
			})
		}
	}
	return out
}

// summary says what is new in a text: who denies something in it now, one with a name before others, or how much came and
// went.
func summary(v *view, fresh []string, gone int) string {
	var denial *saying
	for _, s := range v.sayings {
		if s.denies() && s.sentence >= 0 && slices.Contains(fresh, v.sentences[s.sentence].text) &&
			(denial == nil || denial.Standing != news.Named && s.Standing == news.Named) {
			denial = s
		}
	}
	if denial != nil {
		return "it now carries a denial by " + words.Midsentence(denial.name()) + "."
	}
	var parts []string
	if len(fresh) > 0 {
		parts = append(parts, plural(len(fresh), "sentence")+" new, beginning “"+fresh[0]+"”")
	}
	if gone > 0 {
		parts = append(parts, plural(gone, "sentence")+" gone")
	}
	return strings.Join(parts, "; ") + "."
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

// difference gives the sentences that a text has and the one before it had not, and how many are gone.
func difference(before, after string) (fresh []string, gone int) {
	was, is := sentencesIn(before), sentencesIn(after)
	for _, s := range is {
		if !slices.Contains(was, s) {
			fresh = append(fresh, s)
		}
	}
	for _, s := range was {
		if !slices.Contains(is, s) {
			gone++
		}
	}
	return fresh, gone
}

func sentencesIn(text string) []string {
	r := []rune(text)
	var out []string
	for _, s := range words.Sentences(text) {
		out = append(out, tidy(string(r[s[0]:s[1]])))
	}
	return out
}
