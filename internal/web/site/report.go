package site

import (
	"fmt"
	"net/http"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/marked"
)

type reportPage struct {
	Report     news.Report
	Story      *news.Story
	Shown      *news.Revision // the version on the page; nil: none was read yet
	Paragraphs [][]lit
	At         *pointed // what the address leads to; nil: to nothing in particular
	Lost       bool     // what the address led to is not there
	Statements []said
	Versions   []version // the newest first
	Against    *news.Revision
	Changes    []change
	TitleWas   string // the headline before, if it changed
	Picture    *shownPicture
}

// Ref gives the statement with a number, for the mark in the text that leads to it.
func (p reportPage) Ref(number int) said { return p.Statements[number-1] }

// Headlined says whether the address leads to the headline.
func (p reportPage) Headlined() bool { return p.At != nil && p.At.Headline }

// version is a line in the list of a report's texts.
type version struct {
	news.Revision
	FromFeed bool
	Shown    bool
	Address  string
}

// report shows a report's newest text, or the version named by ?version=, with what changed since the one before it.
func (s *Site) report(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	report, err := s.Store.Report(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	revisions, err := s.Store.Revisions(ctx, report.ID)
	if err != nil {
		return err
	}
	p := reportPage{Report: report}
	if p.Picture, err = s.pictureOf(ctx, report); err != nil {
		return err
	}
	if report.StoryID != "" {
		story, err := s.Store.Story(ctx, report.StoryID)
		if err != nil && news.KindOf(err) != news.NotFound {
			return err
		}
		if err == nil {
			p.Story = &story
		}
	}
	number, err := web.Number(r, "version", 0, 1, mostVersions, "versions of a text are counted from 1: write version=2")
	if err != nil {
		return err
	}
	at, err := chosen(revisions, number)
	if err != nil {
		return err
	}
	if p.At, err = pointing(r); err != nil {
		return err
	}
	for i := len(revisions) - 1; i >= 0; i-- {
		p.Versions = append(p.Versions, version{
			Revision: revisions[i], FromFeed: revisions[i].ContentType == news.FromFeed, Shown: i == at,
			Address: fmt.Sprintf("/report/%s?version=%d", report.ID, revisions[i].Number),
		})
	}
	if at >= 0 {
		if p.At != nil {
			if number == 0 {
				at = p.At.version(revisions, at)
			}
			for i := range p.Versions {
				p.Versions[i].Shown = p.Versions[i].Number == revisions[at].Number
			}
			if !p.At.find(report.ID, revisions, at) {
				p.At, p.Lost = nil, true
			}
		}
		p.Shown = &revisions[at]
		statements, err := s.Store.Statements(ctx, p.Shown.ID)
		if err != nil {
			return err
		}
		text := []rune(p.Shown.Text)
		p.Statements = statementsOf(text, statements)
		if err := s.linkStatements(ctx, report.ID, p.Statements); err != nil {
			return err
		}
		var span news.Span
		if p.At != nil {
			span = p.At.Span
		}
		p.Paragraphs = light(marked.Cut(text, statements), span)
		// What a feed gave and what the page says differ by nothing that the outlet changed.
		if at > 0 && revisions[at-1].ContentType != news.FromFeed {
			p.Against = &revisions[at-1]
			p.Changes = compare(p.Against.Text, p.Shown.Text)
			if p.Against.Title != p.Shown.Title {
				p.TitleWas = p.Against.Title
			}
		}
	}
	v.Title, v.Description, v.Walk, v.Data = report.Title, report.Summary, len(p.Statements) > 0, p
	return s.show(w, r, http.StatusOK, "report", v)
}

// chosen gives the place of the version with that number, the newest for 0, -1 if there is none at all.
func chosen(revisions []news.Revision, number int) (int, error) {
	if number == 0 {
		return len(revisions) - 1, nil
	}
	for i, v := range revisions {
		if v.Number == number {
			return i, nil
		}
	}
	return 0, news.Errorf(news.NotFound, "there is no such version of this report").Say("no_version")
}
