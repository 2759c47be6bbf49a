package gather

import (
	"bytes"
	"cmp"
	"context"
	"html"
	"strings"
	"time"

	"onrecord/internal/news"
)

// whole is the content type of a revision made from an entry that is all there is of the report.
const whole = "text/html; charset=utf-8"

// keep stores what a look found, in a transaction of its own: a new report or what has changed about a known one, a
// revision if the text differs from the last one, and what to remember of the page. Where another run was quicker (two
// feeds name one page, or a job that was cut off runs beside a new one of its feed), it looks again at what is there now.
func (s *Step) keep(ctx context.Context, f news.Feed, outlet news.Outlet, l look, p page) (err error) {
	if p.err != nil {
		s.log.InfoContext(ctx, "page fails", "page", l.page, "error", p.err)
	}
	const tries = 3
	for range tries {
		if err = s.keepOnce(ctx, f, outlet, l, p); news.KindOf(err) != news.Conflict {
			return err
		}
	}
	return err
}

func (s *Step) keepOnce(ctx context.Context, f news.Feed, outlet news.Outlet, l look, p page) error {
	now := s.clock.Now()
	return s.store.Within(ctx, func(ctx context.Context) error {
		reportID, remembered := l.reportID, l.known
		if l.item != nil {
			// It is looked for again: since then another feed may have brought it.
			report, err := s.report(ctx, f.ID, l)
			switch {
			case news.KindOf(err) == news.NotFound:
				report = newReport(f, outlet, l, now)
				remembered = news.Page{Seen: now}
			case err != nil:
				return err
			case report.FeedID != f.ID:
				return nil
			default:
				report = told(report, *l.item)
			}
			if err := s.store.SaveReport(ctx, report); err != nil {
				return err
			}
			reportID = report.ID
			if remembered.Seen.IsZero() {
				remembered.Seen = report.Seen
			}
		}
		if err := s.store.SavePage(ctx, remember(remembered, reportID, l, p, now)); err != nil {
			return err
		}
		return s.revise(ctx, reportID, l, p, now)
	})
}

// revise adds a revision if there is a text and it is not the last one's.
func (s *Step) revise(ctx context.Context, reportID news.ID, l look, p page, now time.Time) error {
	last, err := s.store.LastRevision(ctx, reportID)
	none := news.KindOf(err) == news.NotFound
	if err != nil && !none {
		return err
	}
	revision := news.Revision{ID: news.NewID(now), ReportID: reportID, Number: last.Number + 1, Fetched: now, Language: "und"}
	switch {
	case p.had():
		revision.Raw, revision.ContentType = p.answer.Body, cmp.Or(p.answer.ContentType, whole)
	case l.item == nil:
		return nil
	case p.none:
		revision.Raw, revision.ContentType = entryPage(*l.item), whole
	case none || last.ContentType == news.FromFeed:
		// Until the page can be had, what the feed says stands in for it. A page that was had before is not replaced.
		revision.Raw, revision.ContentType = entryPage(*l.item), news.FromFeed
	default:
		return nil
	}
	if !none && bytes.Equal(last.Raw, revision.Raw) {
		return nil
	}
	if err := s.store.AddRevision(ctx, revision); err != nil {
		return err
	}
	return s.next(ctx, revision.ID)
}

func newReport(f news.Feed, outlet news.Outlet, l look, now time.Time) news.Report {
	r := news.Report{
		ID: news.NewID(now), OutletID: outlet.ID, FeedID: f.ID, URL: l.url, Language: "und",
		Published: l.item.Published, DatedBy: news.DatedByFeed, Seen: now, Outlet: outlet.Name,
	}
	// An hour is what the clocks and zones of honest servers are off by.
	if r.Published.IsZero() || r.Published.After(now.Add(time.Hour)) {
		r.Published, r.DatedBy = now, news.DatedBySeen
	}
	return told(r, *l.item)
}

// told is the report with what its feed says about it.
func told(r news.Report, item news.Item) news.Report {
	r.GUID = cmp.Or(item.ID, r.GUID)
	r.Title = cmp.Or(item.Title, r.Title, opening(item.Summary))
	r.Author = cmp.Or(item.Author, r.Author)
	r.Summary = cmp.Or(item.Summary, r.Summary)
	r.Picture = cmp.Or(item.Picture, r.Picture)
	return r
}

// opening gives the first words of a text, for posts have no titles.
func opening(text string) string {
	const length = 100
	letters := []rune(text)
	if len(letters) <= length {
		return text
	}
	short := string(letters[:length])
	if at := strings.LastIndexByte(short, ' '); at > length/2 {
		short = short[:at]
	}
	return short + " …"
}

func remember(page news.Page, reportID news.ID, l look, p page, now time.Time) news.Page {
	if page.URL != l.page {
		page.ETag, page.LastModified = "", "" // they were the other page's
	}
	page.ReportID, page.URL, page.Mark, page.CheckedAt, page.Error = reportID, l.page, l.mark, now, ""
	switch {
	case p.had():
		page.ETag, page.LastModified = p.answer.ETag, p.answer.LastModified
	case p.err != nil:
		page.Error = p.err.Error()
	}
	return page
}

// entryPage makes a page of an entry: its article is all of its body, so whoever reads it finds nothing else.
func entryPage(item news.Item) []byte {
	content := item.Content
	if content == "" && item.Summary != "" {
		content = "<p>" + html.EscapeString(item.Summary) + "</p>"
	}
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>")
	b.WriteString(html.EscapeString(item.Title))
	b.WriteString("</title></head><body><article>")
	b.WriteString(content)
	b.WriteString("</article></body></html>\n")
	return b.Bytes()
}
