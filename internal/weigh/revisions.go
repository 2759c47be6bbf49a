package weigh

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

var (
	corrected = newCued(`(?i)^(?:corrections?|clarification|editor['’]s note|corrected|amended|retraction|retracted)\b|\b(?:an earlier version of this|this (?:article|story|report|post) (?:has been|was) (?:corrected|amended|retracted|withdrawn)|correction appended|we regret the error|incorrectly (?:said|stated|reported)|misstated|(?:retracts?|withdraws?|takes? back) (?:its|the|this|our) (?:earlier )?(?:report|story|article))\b`, `correct|clarification|editor|amended|retract|earlier version|withdr|regret the error|misstated|take|took`)
	// takenBack is what a correction says that leaves nothing of what it corrects.
	takenBack = regexp.MustCompile(`(?i)\b(?:retract(?:s|ed|ion|ing)?|withdr(?:aws?|ew|awn)|takes? back|taken back|(?:no longer|can ?not|does not|do not) stand by|should not have been published|(?:was|is|were) (?:false|untrue|wrong|a hoax|not true))\b`)
	// stamped is a line that says when a text was last touched: a time stamp is no news.
	stamped = regexp.MustCompile(`(?i)^(?:(?:last |first )?(?:updated?|modified|published|posted|revised)\b[\p{L}\d ,:.()|/+\-–]{0,60}|[\d:.]{4,8} ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?|\d+ (?:minutes?|hours?|days?) ago)\.?$`)
	typeset = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "…", "...", "\u00a0", " ", "\u00ad", "", "\u200b", "")
)

// revised tells what a report changed after it appeared: in its headline, in what it lets others say, and in its own words; and the
// corrections that it makes, also in its first version. Edits of typography and time stamps are no change.
func revised(v *view, w weights, drafts []*draft) []news.Change {
	var out []news.Change
	versions := v.versions()
	for i, now := range versions {
		if i == 0 {
			if fresh, _ := difference("", now.Text); len(fresh) > 0 {
				out = append(out, v.owned(fresh, v.Report.Published, w, drafts)...)
			}
			continue
		}
		before := versions[i-1]
		at := v.seen(i)
		var found []news.Change
		if old, title := tidy(before.title()), tidy(now.title()); old != "" && title != "" && plain(old) != plain(title) {
			found = append(found, news.Change{Kind: news.HeadlineChanged, Words: fmt.Sprintf("%s changed its headline%s, from “%s” to “%s”.", who(v), v.after(at), old, title), Told: v.edit(news.HeadlineChanged, at, news.Telling{Was: old, Words: title})})
		}
		fresh, gone := difference(before.Text, now.Text)
		if owns := v.owned(fresh, at, w, drafts); len(owns) > 0 {
			found = append(found, owns...)
		} else {
			spoken := v.spoken(before, now, at, drafts)
			found = append(found, spoken...)
			if len(spoken) == 0 && len(fresh)+gone > 0 {
				found = append(found, news.Change{Kind: news.TextChanged, Words: who(v) + " changed its text without saying so" + v.after(at) + ": " + summary(fresh, gone), Told: v.edit(news.TextChanged, at, news.Telling{Words: first(fresh), Count: len(fresh), Gone: gone})})
			}
		}
		for _, c := range found {
			c.At, c.ReportID, c.After = at, v.Report.ID, max(0, at.Sub(v.Report.Published))
			out = append(out, c)
		}
	}
	return out
}

// versions gives a report as it was and is, the first version first.
func (v *view) versions() []*view {
	var out []*view
	for _, e := range v.Earlier {
		a := news.Account{Report: v.Report, Outlet: v.Outlet, Title: e.Title, Text: e.Text, Fetched: e.Fetched, Statements: e.Statements}
		out = append(out, newView(a))
	}
	return append(out, v)
}

// title is the headline of a version: the page's own, which changes, else the feed's.
func (v *view) title() string { return tidy(v.Title) }

// owned tells of corrections among new sentences: what a report says itself that it had wrong, and whether that was the claim.
func (v *view) owned(fresh []string, at time.Time, w weights, drafts []*draft) []news.Change {
	n := slices.IndexFunc(fresh, corrected.MatchString)
	if n < 0 {
		return nil
	}
	c := news.Change{At: at, Kind: news.Corrected, ReportID: v.Report.ID, Words: who(v) + " corrects itself" + v.after(at) + ": " + fresh[n], Told: v.edit(news.Corrected, at, news.Telling{Words: fresh[n]})}
	for _, d := range drafts {
		if i := slices.IndexFunc(d.reports, func(s *sourced) bool { return s.in == v && s.takesBack(w, d.claim) }); i >= 0 {
			c.Kind, c.ClaimID = news.Withdrawal, d.claim.name()
			c.Words = who(v) + " takes it back" + v.after(at) + ": " + fresh[n]
			c.Told.Kind = c.Kind
			break
		}
	}
	return []news.Change{c}
}

// takesBack says whether a report says of itself that it was wrong about a claim.
func (p *placing) takesBack(w weights, claim *proposition) bool {
	for i, s := range p.in.sentences {
		if !s.corrected {
			continue
		}
		whole := s.text
		if i+1 < len(p.in.sentences) {
			whole += " " + p.in.sentences[i+1].text
		}
		near := w.covered(claim.bag, stems(whole))
		if takenBack.MatchString(whole) && (near >= 0.2 || claim.main && called.MatchString(whole)) || near >= 0.35 && negates(whole, claim.bag) {
			return true
		}
	}
	return false
}

// spoken tells which statements came, went or turned round from one version to the next, in one sentence a statement for those that bear
// on a claim, at most [told] of them, and in one for all others.
func (v *view) spoken(before, now *view, at time.Time, drafts []*draft) []news.Change {
	was, is := slices.Clone(before.sayings), slices.Clone(now.sayings)
	same := func(a, b *saying) bool {
		return a.Polarity == b.Polarity && (a.key() == b.key() || plain(a.content.text) == plain(b.content.text))
	}
	is = slices.DeleteFunc(is, func(s *saying) bool {
		return slices.ContainsFunc(before.sayings, func(o *saying) bool { return same(s, o) })
	})
	was = slices.DeleteFunc(was, func(s *saying) bool {
		return slices.ContainsFunc(now.sayings, func(o *saying) bool { return same(s, o) })
	})
	var out []news.Change
	others := map[news.ChangeKind][]*saying{}
	tell := func(kind news.ChangeKind, s *saying, how string, t news.Telling) {
		d := bearing(drafts, s)
		if d == nil || len(out) == told {
			others[kind] = append(others[kind], s)
			return
		}
		t.Who, t.Words = words.Midsentence(s.named()), s.words()
		out = append(out, news.Change{Kind: kind, ClaimID: d.claim.name(), Words: how, Told: v.edit(kind, at, t)})
	}
	for _, s := range is {
		i := slices.IndexFunc(was, func(o *saying) bool { return turned(o, s) })
		if i >= 0 {
			old := was[i]
			was = slices.Delete(was, i, i+1)
			if old.denies() != s.denies() || old.Polarity != s.Polarity && (s.Polarity == news.Confirms || old.Polarity == news.Confirms) {
				tell(news.PolarityChanged, s, fmt.Sprintf("%s had %s %s: “%s”. Now it reads%s: %s", who(v), words.Midsentence(s.name()), verbOf(old.Polarity), old.words(), v.after(at), s.words()), news.Telling{What: wasOf(old.Polarity), Was: old.words()})
			}
			continue
		}
		what, as := "a statement", news.ToldStatement
		switch {
		case s.denies():
			what, as = "the denial", news.ToldDenial
		case s.Polarity == news.Confirms:
			what, as = "the confirmation", news.ToldConfirmation
		case s.Polarity == news.Declines:
			what, as = "the refusal to comment", news.ToldRefusal
		}
		tell(news.StatementCame, s, fmt.Sprintf("%s added %s by %s%s: %s", who(v), what, words.Midsentence(s.name()), v.after(at), s.words()), news.Telling{What: as})
	}
	for _, s := range was {
		what, as := "a statement", news.ToldStatement
		if s.denies() {
			what, as = "the denial", news.ToldDenial
		}
		tell(news.StatementGone, s, fmt.Sprintf("%s took out %s by %s%s: %s", who(v), what, words.Midsentence(s.name()), v.after(at), s.words()), news.Telling{What: as})
	}
	for _, kind := range []news.ChangeKind{news.StatementCame, news.StatementGone, news.PolarityChanged} {
		if list := others[kind]; len(list) > 0 {
			verb := map[news.ChangeKind]string{news.StatementCame: "added", news.StatementGone: "took out", news.PolarityChanged: "turned round"}[kind]
			out = append(out, news.Change{
				Kind:  kind,
				Words: fmt.Sprintf("%s %s %s%s, the first by %s: %s", who(v), verb, plural(len(list), "statement"), v.after(at), words.Midsentence(list[0].name()), list[0].words()),
				Told:  v.edit(kind, at, news.Telling{What: news.ToldSeveral, Count: len(list), Who: words.Midsentence(list[0].named()), Words: list[0].words()}),
			})
		}
	}
	return out
}

// told is how many statements of one edit are told of one by one.
const told = 3

// turned says whether one statement is what became of another: the same source on the same thing.
func turned(a, b *saying) bool {
	flat := weights{}
	return a.name() == b.name() && len(a.content.bag) > 0 && flat.alike(a.content.bag, b.content.bag) >= 0.5
}

// bearing gives the claim that a statement bears on, nil if none.
func bearing(drafts []*draft, s *saying) *draft {
	flat := weights{}
	for _, d := range drafts {
		if flat.covered(d.claim.bag, s.content.bag) >= 0.3 || s.denies() && d.claim.main && s.pointsBack() {
			return d
		}
	}
	return nil
}

// edit fills in what a telling has of a change of the report after it appeared.
func (v *view) edit(kind news.ChangeKind, at time.Time, t news.Telling) news.Telling {
	t = v.told(kind, t)
	if d := at.Sub(v.Report.Published); d >= time.Minute {
		t.After, t.Found = d, v.Report.DatedBy == news.DatedBySeen
	}
	return t
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// wasOf is verbOf in a telling.
func wasOf(p news.Polarity) news.Told {
	switch p {
	case news.Denies:
		return news.ToldDenied
	case news.Confirms:
		return news.ToldConfirmed
	case news.Doubts:
		return news.ToldDoubted
	case news.Declines:
		return news.ToldDeclined
	case news.Asks:
		return news.ToldAsked
	}
	return news.ToldAsserted
}

func verbOf(p news.Polarity) string {
	switch p {
	case news.Denies:
		return "deny it"
	case news.Confirms:
		return "confirm it"
	case news.Doubts:
		return "doubt it"
	case news.Declines:
		return "say nothing to it"
	case news.Asks:
		return "ask"
	}
	return "say so"
}

// after says how long after its report appeared something was seen to have changed, in words; "" where the clocks do not allow it. When it
// did change is not known: between two looks at a page may be hours.
func (v *view) after(at time.Time) string {
	d := at.Sub(v.Report.Published)
	if d < time.Minute {
		return ""
	}
	return ", seen " + lasting(d) + " after " + v.Report.Appearance()
}

// lasting gives a length of time in words, as exact as is useful.
func lasting(d time.Duration) string {
	switch {
	case d < 2*time.Hour:
		return plural(int(d.Round(time.Minute)/time.Minute), "minute")
	case d < 48*time.Hour:
		return plural(int(d.Round(time.Hour)/time.Hour), "hour")
	}
	return plural(int(d.Round(24*time.Hour)/(24*time.Hour)), "day")
}

// summary says how much came and went.
func summary(fresh []string, gone int) string {
	var parts []string
	if len(fresh) > 0 {
		parts = append(parts, plural(len(fresh), "sentence")+" new, beginning “"+fresh[0]+"”")
	}
	if gone > 0 {
		parts = append(parts, plural(gone, "sentence")+" gone")
	}
	return strings.Join(parts, "; ") + "."
}

// plain is a text without what is only typography, so that a curled quotation mark is no change.
func plain(s string) string { return strings.ToLower(tidy(typeset.Replace(s))) }

// difference gives the sentences that a text has and the one before it had not, and how many are gone.
func difference(before, after string) (fresh []string, gone int) {
	was, is := sentencesIn(before), sentencesIn(after)
	had, has := map[string]bool{}, map[string]bool{}
	for _, s := range was {
		had[plain(s)] = true
	}
	for _, s := range is {
		has[plain(s)] = true
		if !had[plain(s)] && !stamped.MatchString(s) {
			fresh = append(fresh, s)
		}
	}
	for _, s := range was {
		if !has[plain(s)] && !stamped.MatchString(s) {
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
