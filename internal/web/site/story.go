package site

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

type storyPage struct {
	Story    news.Story
	Main     *claimView
	Side     cut[claimView]
	Line     *lineOfTime
	Graph    *graphView
	Changes  changes
	Editors  editorActs
	Rules    []rule
	Chapters []chapterView  // of one page, the newest first
	Parted   []news.Mending // how stories were set apart from this one, or this one from them
	Total    int
	Outlets  int
	Cite     cite
	turning
}

// What a story page has at most of each; the rest is on further pages and in the files.
const (
	reportsEach  = 100
	openClaims   = 12
	foldedClaims = 30
)

// told is all that the pages of a story are made from.
type told struct {
	news.Ledger
	In      speech
	Reports map[news.ID]news.Report
	InOrder []news.Report // the oldest first
	Version int64         // of the ledger
	Pending bool          // reports have come since it was made
	appear  []news.Appearance
	pages   map[placed]string
}

// tell reads a story with its reports.
func (s *Site) tell(ctx context.Context, in speech, ledger news.Ledger) (told, error) {
	t := told{Ledger: ledger, In: in, Reports: map[news.ID]news.Report{}}
	var err error
	if t.InOrder, err = s.Store.StoryReports(ctx, ledger.Story.ID); err != nil {
		return t, err
	}
	for _, r := range t.InOrder {
		t.Reports[r.ID] = r
	}
	_, version, weighed, err := s.Store.StoryVersion(ctx, ledger.Story.ID)
	if err != nil {
		return t, err
	}
	t.Version, t.Pending = weighed, version != weighed
	if t.appear, err = s.Store.StoryAppearances(ctx, ledger.Story.ID); err != nil {
		return t, err
	}
	t.pages = pagesOf(t.appear)
	return t, nil
}

// setOut arranges one claim of the story, with the pages of those who speak.
func (t told) setOut(c news.ClaimLedger, prefix string) claimView {
	v := setOut(t.In, c, t.Reports, prefix)
	linkOrigins(&v, t.appear, t.pages)
	return v
}

// story shows a story's ledger, or gives it as a file where the address ends like one.
func (s *Site) story(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, ext := extension(r.PathValue("id"))
	ledger, err := s.Store.Ledger(ctx, news.ID(id))
	if err != nil {
		return err
	}
	if to := ledger.Story.MergedInto; to != "" {
		http.Redirect(w, r, storyAddress(to)+ext, http.StatusMovedPermanently)
		return nil
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	t, err := s.tell(ctx, v.In, ledger)
	if err != nil {
		return err
	}
	if ext != "" {
		return s.file(w, r, v, t, t.Claims, ext, "story-"+id)
	}
	page, err := web.Page(r)
	if err != nil {
		return err
	}
	most, err := mostChanges(r)
	if err != nil {
		return err
	}
	p := storyPage{Story: ledger.Story, Total: len(t.InOrder), Rules: rules()}
	if p.turning, err = turn(page, p.Total, reportsEach, func(page int) string {
		return fmt.Sprintf("%s?page=%d#reports", storyAddress(ledger.Story.ID), page)
	}); err != nil {
		return err
	}
	outlets := map[news.ID]bool{}
	for _, report := range t.InOrder {
		outlets[report.OutletID] = true
	}
	p.Outlets = len(outlets)
	p.Chapters = chaptersOn(t.InOrder, (p.Page-1)*reportsEach, reportsEach)
	if p.Parted, err = s.parted(ctx, ledger.Story.ID); err != nil {
		return err
	}
	var claims []claimView
	for i, c := range ledger.Claims {
		claim := t.setOut(c, fmt.Sprintf("claim-%d-", i+1))
		if i <= openClaims { // beyond that nobody is quoted on the page
			if err := s.quoteDenials(ctx, &claim); err != nil {
				return err
			}
		}
		claims = append(claims, claim)
	}
	if len(claims) > 0 {
		p.Main, p.Side = &claims[0], cutAt(claims[1:], openClaims, foldedClaims)
		v.Description = plain(claims[0].Answer)
		p.Graph = graphIn(ledger.Claims[0], claims[0], t, v.Zone)
		p.Line = lineIn(t, claims, ledger.Claims, ledger.Changes, v.Zone)
	}
	p.Changes = changesIn(v.In, ledger.Changes, t, storyAddress(ledger.Story.ID), most)
	if p.Editors, err = s.editors(ctx, t, "", storyAddress(ledger.Story.ID), most); err != nil {
		return err
	}
	p.Cite = s.citeStory(v, t)
	if v.LD, err = linked(s.documents(v, t, ledger.Claims, claims, inPage)); err != nil {
		return err
	}
	v.Title, v.Data, v.Feeds = p.Story.Title, p, []feedLink{storyFeedLink(p.Story)}
	v.Italic = true // the claim
	return s.show(w, r, http.StatusOK, "story", v)
}

// chapterView is a chapter with its reports, the newest first.
type chapterView struct {
	news.Chapter
	Number int // from 1, the earliest; 0: the story has but one
	Total  int // of its reports, of which the page may have some
}

// chaptersOn divides a story's reports, the newest first, and gives so many of them from a place on, by chapter.
func chaptersOn(reports []news.Report, from, most int) []chapterView {
	var out []chapterView
	chapters := news.Chapters(reports)
	for i, c := range slices.Backward(chapters) {
		v := chapterView{Chapter: c, Total: len(c.Reports)}
		if len(chapters) > 1 {
			v.Number = i + 1
		}
		slices.Reverse(c.Reports)
		v.Reports = c.Reports[min(from, len(c.Reports)):min(from+most, len(c.Reports))]
		from, most = max(0, from-len(c.Reports)), most-len(v.Reports)
		if len(v.Reports) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// parted gives how a story came from another or another from it, so that who knows the one finds the other.
func (s *Site) parted(ctx context.Context, id news.ID) ([]news.Mending, error) {
	all, err := s.Store.Mendings(ctx, id)
	return slices.DeleteFunc(all, func(m news.Mending) bool { return m.Kind != news.SplitStory }), err
}

// quoteDenials finds the words of those who deny a claim in a report that is itself for it: where the report stands is proved
// by other words than theirs, so they are looked up among the statements of its newest text. Ledgers with evidence have them.
func (s *Site) quoteDenials(ctx context.Context, c *claimView) error {
	for i := range c.Against.Origins[:min(len(c.Against.Origins), openOrigins)] {
		o := &c.Against.Origins[i]
		if len(o.Root.Lines) > 0 || !o.Root.Carry {
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
				e := news.Evidence{
					ReportID: o.Origin.Root, StatementID: st.ID, Stance: o.Stance, Polarity: st.Polarity, Standing: st.Standing, Speaker: st.Speaker,
					At: news.Span{st.Content[0][0], st.Content[len(st.Content)-1][1]}, Words: news.Cut(runes, st.Content), ByEditor: st.ByEditor,
				}
				o.Root.Lines = []line{lineOf(c.ID, o.Root.Report, e, "")}
				break
			}
		}
	}
	return nil
}
