package weigh

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Ledger sets out a story: its claims, the main one first, with where each report stands, the origins behind the reports,
// and what changed. It depends on nothing but its arguments, and not on their order. Claims that it finds again in what
// was kept have the id and key they had; others have an empty id.
func Ledger(accounts []news.Account, kept Kept) ([]news.ClaimLedger, []news.Change) {
	return LedgerBy(learned(), accounts, kept)
}

// LedgerBy is Ledger by other weights than the program's own.
func LedgerBy(m *Model, accounts []news.Account, kept Kept) ([]news.ClaimLedger, []news.Change) {
	views := look(accounts)
	w := storyWeights(views)
	e := kept.edits()
	small := smallWords(views)
	var out []news.ClaimLedger
	var drafts []*draft
	for i, c := range propositions(views, w, kept, e) {
		placings := c.placings(m, w, views, i == 0, e)
		if i > 0 && len(placings) == 0 && !c.held {
			continue
		}
		d := &draft{claim: c}
		d.reports, d.origins = trace(m, w, placings, c)
		number(d.origins)
		d.markParties(small)
		d.took()
		drafts = append(drafts, d)
		out = append(out, d.ledger(len(out), w, e))
	}
	uniqueKeys(out)
	for i, d := range drafts {
		d.claim.key = out[i].Key
	}
	return out, changes(views, w, drafts)
}

// look cuts reports up, in the order of the story, and finds the outlets that they credit and the copies among them.
func look(accounts []news.Account) []*view {
	accounts = inOrder(accounts)
	views := make([]*view, len(accounts))
	reg := newRegister(accounts)
	for i, a := range accounts {
		views[i] = newView(a)
		reg.read(views[i])
	}
	names := newCast(views, reg)
	for _, v := range views {
		names.cast(v)
		v.resolve()
	}
	reg.unite(views)
	for _, v := range views {
		v.own = reg.key(squeezed(outletKey(outletName(v.Account))))
		for _, s := range v.sayings {
			if name := reg.clean(s.name()); s.Standing == news.FromOutlet && isName(name) {
				s.outlet = reg.key(squeezed(outletKey(name)))
			}
		}
	}
	markTwins(views)
	return views
}

// draft is a claim with its reports and origins, before it is written down.
type draft struct {
	claim   *proposition
	reports []*sourced
	origins []*origin
}

// ledger writes a draft down.
func (d *draft) ledger(ordinal int, w weights, e edits) news.ClaimLedger {
	c := news.ClaimLedger{Claim: news.Claim{
		Ordinal: ordinal, Main: ordinal == 0, Wording: d.claim.wording, Key: keyOf(d.claim.wording),
	}}
	if old := d.claim.stored; old != nil {
		c.ID, c.StoryID = old.ID, old.StoryID
		c.Key = cmp.Or(old.Key, c.Key)
		c.Locked = e.worded[old.ID] != ""
	}
	for _, o := range d.origins {
		c.Origins = append(c.Origins, news.Origin{
			Label: o.label, Name: o.name, Standing: o.standing, Stance: o.stance, Party: o.party, Root: o.root.Report.ID, Reports: len(o.reports),
		})
	}
	nobody := 0
	for _, s := range d.reports {
		p := news.Position{
			ReportID: s.in.Report.ID, Stance: s.stance, Standing: s.root.standing, Credits: s.root.credit, Quote: s.quote,
			ByEditor: s.byEditor, Withdrawn: s.takesBack(w, d.claim),
		}
		if s.origin != nil {
			p.Origin = s.origin.label
		} else {
			nobody++
			p.Origin = fmt.Sprintf("none-%d", nobody)
		}
		if p.TookHow = s.how; s.from != nil {
			p.TookFrom = s.from.Report.ID
		}
		for _, o := range s.also {
			p.Also = append(p.Also, o.label)
		}
		if s.in.twin != nil {
			p.EchoOf = s.in.twin.Report.ID
		}
		if s.proof != nil {
			p.StatementID, p.Speaker = s.proof.ID, s.proof.name()
			p.Quote = s.proof.words()
		}
		c.Positions = append(c.Positions, p)
	}
	c.Evidence = d.evidence(w, e)
	return c
}

// words gives the sentence that a statement stands in, or the statement alone where it is not found.
func (s *saying) words() string {
	if s.sentence >= 0 && len(s.in.sentences[s.sentence].text) < 500 {
		return s.in.sentences[s.sentence].text
	}
	return s.content.text
}

// inOrder sorts reports by time, then address, then id; a report that is there twice counts once.
func inOrder(accounts []news.Account) []news.Account {
	accounts = slices.Clone(accounts)
	slices.SortStableFunc(accounts, func(a, b news.Account) int {
		return cmp.Or(
			a.Report.Published.Compare(b.Report.Published),
			cmp.Compare(a.Report.URL, b.Report.URL),
			cmp.Compare(a.Report.ID, b.Report.ID),
			cmp.Compare(a.Text, b.Text),
		)
	})
	seen := map[news.ID]bool{}
	return slices.DeleteFunc(accounts, func(a news.Account) bool {
		again := seen[a.Report.ID]
		seen[a.Report.ID] = true
		return again
	})
}

// Headline gives a story the headline of its earliest report that is no copy of another, and the times of its reports.
func Headline(story news.Story, accounts []news.Account) news.Story {
	accounts = inOrder(accounts)
	story.Reports = len(accounts)
	if len(accounts) == 0 {
		return story
	}
	story.First = accounts[0].Report.Published
	story.Last = story.First
	for _, a := range accounts {
		if a.Report.Published.After(story.Last) {
			story.Last = a.Report.Published
		}
	}
	for _, a := range accounts {
		if title := headline(a); title != "" && len(strings.Fields(title)) >= 3 {
			story.Title = title
			if a.Report.Language != "" && a.Report.Language != "und" {
				story.Language = a.Report.Language
			}
			return story
		}
	}
	if story.Title == "" {
		story.Title = headline(accounts[0])
	}
	return story
}

// headline gives a report's title, without the number that the parts of a thread have.
func headline(a news.Account) string {
	title := tidy(a.Report.Title)
	if a.Outlet.Kind == news.Social {
		_, _, title = news.ThreadPart(title)
	}
	return title
}

// since gives the time from which a report has had some words: when they were first seen in it, or when it appeared.
func (v *view) since(words string) time.Time {
	words = tidy(words)
	for i := len(v.Earlier) - 1; i >= 0; i-- {
		if !strings.Contains(tidy(v.Earlier[i].Text), words) {
			return v.seen(i + 1)
		}
	}
	return v.Report.Published
}

// seen gives the time when a report's i-th text was seen, the newest coming after all earlier ones.
func (v *view) seen(i int) time.Time {
	switch {
	case i < len(v.Earlier):
		return v.Earlier[i].Fetched
	case !v.Fetched.IsZero():
		return v.Fetched
	case len(v.Earlier) > 0:
		return v.Earlier[len(v.Earlier)-1].Fetched
	}
	return v.Report.Published
}
