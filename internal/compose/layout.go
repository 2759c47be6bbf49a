package compose

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// most is how many items a section holds; what ranks below them is left to the editor to fetch.
const most = 12

// candidate is something that may become an item.
type candidate struct {
	item    news.EditionItem
	section string
	score   float64
}

// layOut makes the sections of an edition from the stories with news in [from, until), and gives the headlines in the order
// of their rank, whatever their section. Sections without items are left out.
func (s *Step) layOut(ctx context.Context, p news.Publication, from, until time.Time) (sections []news.Section, heads []string, err error) {
	stories, err := s.store.StoriesBetween(ctx, from, until)
	if err != nil {
		return nil, nil, err
	}
	var all []candidate
	for _, story := range stories {
		if base(story.Language) != base(p.Language) {
			continue
		}
		found, err := s.ofStory(ctx, p, story, from, until)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return strings.Compare(a.item.URL, b.item.URL)
	})
	for _, c := range all {
		heads = append(heads, c.item.Headline)
	}
	for _, name := range p.Sections {
		section := news.Section{Name: name}
		for _, c := range all {
			if c.section == name && len(section.Items) < most {
				section.Items = append(section.Items, c.item)
			}
		}
		if len(section.Items) > 0 {
			sections = append(sections, section)
		}
	}
	return sections, heads, nil
}

// base is a language without its region: en of en-GB.
func base(language string) string {
	b, _, _ := strings.Cut(language, "-")
	return strings.ToLower(b)
}

// ofStory makes a story's item, and one for each piece of analysis in it.
func (s *Step) ofStory(ctx context.Context, p news.Publication, story news.Story, from, until time.Time) ([]candidate, error) {
	ledger, err := s.store.Ledger(ctx, story.ID)
	if err != nil {
		return nil, err
	}
	reports, err := s.store.StoryReports(ctx, story.ID)
	if err != nil {
		return nil, err
	}
	fresh := slices.DeleteFunc(slices.Clone(reports), func(r news.Report) bool {
		return r.Published.Before(from) || !r.Published.Before(until)
	})
	if len(fresh) == 0 {
		return nil, nil
	}
	score := rank(ledger, fresh, from, until)
	section := sectionFor(p.Sections, contested(ledger, fresh, from, until))

	var out []candidate
	var lead *news.Report
	for i, r := range fresh {
		if analysis(r) {
			item, err := s.item(ctx, story, r, ledger, s.locale.Choose(p.Language))
			if err != nil {
				return nil, err
			}
			out = append(out, candidate{item, sectionNamed(p.Sections, "analysis", "opinion", "comment"), score / 2})
		} else if lead == nil && !echo(ledger, r.ID) {
			lead = &fresh[i]
		}
	}
	if lead == nil {
		if len(out) > 0 {
			return out, nil
		}
		lead = &fresh[0]
	}
	item, err := s.item(ctx, story, *lead, ledger, s.locale.Choose(p.Language))
	if err != nil {
		return nil, err
	}
	return append(out, candidate{item, section, score}), nil
}

// rank is what the package comment says.
func rank(ledger news.Ledger, fresh []news.Report, from, until time.Time) float64 {
	outlets := map[news.ID]bool{}
	var newest time.Time
	for _, r := range fresh {
		outlets[r.OutletID] = true
		if r.Published.After(newest) {
			newest = r.Published
		}
	}
	score := 2 * math.Log2(float64(len(outlets)))
	if len(ledger.Claims) > 0 {
		_, _, forOrigins, againstOrigins := ledger.Claims[0].Sides()
		score += 3 * float64(min(forOrigins+againstOrigins, 3))
	}
	denied, mended := contest(ledger, from, until)
	if denied {
		score += 4
	}
	if mended {
		score += 2
	}
	return score + 3*math.Exp2(-until.Sub(newest).Hours()/12)
}

// contest says whether a claim was first denied, and whether a text was corrected or changed, in [from, until).
func contest(ledger news.Ledger, from, until time.Time) (denied, mended bool) {
	for _, c := range ledger.Changes {
		if c.At.Before(from) || !c.At.Before(until) {
			continue
		}
		denied = denied || c.Kind == news.FirstDenial
		mended = mended || c.Kind.OfText()
	}
	return denied, mended
}

// contested reports whether a story belongs among denials and corrections: a fresh report stands against its main claim, or
// one was corrected. That somebody is quoted with a denial in passing does not put it there, nor does a silent change of
// a text.
func contested(ledger news.Ledger, fresh []news.Report, from, until time.Time) bool {
	for _, c := range ledger.Changes {
		if !c.At.Before(from) && c.At.Before(until) && c.Kind.Watch() == news.Corrected {
			return true
		}
	}
	if len(ledger.Claims) == 0 {
		return false
	}
	for _, p := range ledger.Claims[0].Positions {
		if p.Stance == news.Against && slices.ContainsFunc(fresh, func(r news.Report) bool { return r.ID == p.ReportID }) {
			return true
		}
	}
	return false
}

func sectionFor(sections []string, contested bool) string {
	if contested {
		return sectionNamed(sections, "denial", "correction")
	}
	return sections[0]
}

// sectionNamed gives the first section whose name has one of the words, or the first of all.
func sectionNamed(sections []string, words ...string) string {
	for _, s := range sections {
		for _, w := range words {
			if strings.Contains(strings.ToLower(s), w) {
				return s
			}
		}
	}
	return sections[0]
}

// analysis reports whether a report is opinion or analysis, by the marks that outlets put on it.
func analysis(r news.Report) bool {
	title := strings.ToLower(r.Title)
	for _, mark := range []string{"analysis:", "analysis |", "opinion:", "opinion |", "comment:", "comment |", "explainer:", "editorial:"} {
		if strings.HasPrefix(title, mark) {
			return true
		}
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return false
	}
	for part := range strings.SplitSeq(strings.ToLower(u.Path), "/") {
		if part == "analysis" || part == "opinion" || part == "comment" || part == "editorial" {
			return true
		}
	}
	return false
}

// echo reports whether a report only repeats another one's text.
func echo(ledger news.Ledger, id news.ID) bool {
	for _, c := range ledger.Claims {
		for _, p := range c.Positions {
			if p.ReportID == id && p.EchoOf != "" {
				return true
			}
		}
	}
	return false
}
