package site

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
)

type storyPage struct {
	Story    news.Story
	Main     *claimView
	Side     []claimView
	Changes  []changeView
	Chapters []chapterView  // the newest first; one that has no title is the whole story
	Parted   []news.Mending // stories that were split from this one, or this one from
	Outlets  int
}

// changeView is a change with the report it happened in.
type changeView struct {
	news.Change
	Report news.Report
}

func (s *Site) story(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	ledger, err := s.Store.Ledger(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if to := ledger.Story.MergedInto; to != "" {
		http.Redirect(w, r, "/story/"+string(to), http.StatusMovedPermanently)
		return nil
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	reports, err := s.Store.StoryReports(ctx, ledger.Story.ID)
	if err != nil {
		return err
	}
	p := storyPage{Story: ledger.Story, Chapters: chaptersOf(reports)}
	if p.Parted, err = s.parted(ctx, ledger.Story.ID); err != nil {
		return err
	}
	byID, outlets := map[news.ID]news.Report{}, map[news.ID]bool{}
	for _, report := range reports {
		byID[report.ID] = report
		outlets[report.OutletID] = true
	}
	p.Outlets = len(outlets)
	appear, err := s.Store.StoryAppearances(ctx, ledger.Story.ID)
	if err != nil {
		return err
	}
	pages := pagesOf(appear)
	for i, c := range ledger.Claims {
		claim := setOut(c, byID)
		if err := s.quoteDenials(ctx, &claim); err != nil {
			return err
		}
		linkOrigins(&claim, appear, pages)
		if i == 0 {
			p.Main = &claim
			v.Description = strings.Join(claim.Answer, " ")
		} else {
			p.Side = append(p.Side, claim)
		}
	}
	for _, c := range ledger.Changes {
		p.Changes = append(p.Changes, changeView{c, byID[c.ReportID]})
	}
	v.Title, v.Data = p.Story.Title, p
	return s.show(w, r, http.StatusOK, "story", v)
}

// chapterView is a chapter with its reports, the newest first.
type chapterView struct {
	news.Chapter
	Number int // from 1, the earliest; 0: the story has but one
}

// chaptersOf divides a story's reports, the newest chapter first.
func chaptersOf(reports []news.Report) []chapterView {
	var out []chapterView
	chapters := news.Chapters(reports)
	for i, c := range chapters {
		slices.Reverse(c.Reports)
		v := chapterView{Chapter: c}
		if len(chapters) > 1 {
			v.Number = i + 1
		}
		out = append(out, v)
	}
	slices.Reverse(out)
	return out
}

// parted gives how a story came from another or another from it, so that who knows the one finds the other.
func (s *Site) parted(ctx context.Context, id news.ID) ([]news.Mending, error) {
	all, err := s.Store.Mendings(ctx, id)
	return slices.DeleteFunc(all, func(m news.Mending) bool { return m.Kind != news.SplitStory }), err
}

// quoteDenials finds the words of those who deny a claim in a report that is itself for it: where the report stands is proved
// by other words than theirs, so they are looked up among the statements of its newest text.
func (s *Site) quoteDenials(ctx context.Context, c *claimView) error {
	for i := range c.Against.Origins {
		o := &c.Against.Origins[i]
		if o.Quote != "" || !o.Carry {
			continue
		}
		text, err := s.Store.NewestText(ctx, o.Origin.Root)
		if news.KindOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		statements, err := s.Store.Statements(ctx, text.ID)
		if err != nil {
			return err
		}
		runes := []rune(text.Text)
		for _, st := range statements {
			if st.Polarity == news.Denies && st.Speaker != "" && strings.HasPrefix(o.Name, st.Speaker) && len(st.Content) > 0 {
				o.Quote = news.Cut(runes, st.Content)
				break
			}
		}
	}
	return nil
}
