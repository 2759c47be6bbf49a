package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"onrecord/internal/gather/feed"
	"onrecord/internal/news"
)

// Why writes a report's way through the steps: where it came from, which texts were seen, what was read in it, which
// story it joined and where it stands there. The report is named by id or address; an address may be as somebody was sent it.
func (a *App) Why(ctx context.Context, w io.Writer, name string) error {
	report, err := a.Store.Report(ctx, news.ID(name))
	if address, bad := feed.Canonical(name); news.KindOf(err) == news.NotFound && bad == nil {
		report, err = a.Store.ReportByURL(ctx, address)
	}
	if err != nil {
		return err
	}
	from, outlet, err := a.Store.Feed(ctx, report.FeedID)
	if err != nil {
		return err
	}
	p := printer{w: w}
	p.line("%s\n%s\n", report.Title, report.URL)
	p.line("gather  from %s by %s (%s)", outlet.Name, from.URL, from.State)
	p.line("        first seen %s, dated %s by the %s", stampText(report.Seen), stampText(report.Published), report.DatedBy)
	if page, err := a.Store.Page(ctx, report.ID); err == nil && page.Error != "" {
		p.line("        its page could not be had on %s: %s", stampText(page.CheckedAt), page.Error)
	} else if err != nil && news.KindOf(err) != news.NotFound {
		return err
	}

	revisions, err := a.Store.Revisions(ctx, report.ID)
	if err != nil {
		return err
	}
	for _, v := range revisions {
		statements, err := a.Store.Statements(ctx, v.ID)
		if err != nil {
			return err
		}
		p.line("read    text %d of %s: %s, language %s, %s", v.Number, stampText(v.Fetched),
			Count(len(strings.Fields(v.Text)), "word"), v.Language, Count(len(statements), "statement"))
		text := []rune(v.Text)
		for _, s := range statements {
			p.line("          %s, %s: %s", orNobody(s.Speaker, news.Cut(text, s.Source)), s.Standing, s.Polarity)
			p.line("            “%s”", shorten(news.Cut(text, s.Content), 110))
		}
	}
	people, err := a.Store.Appearances(ctx, report.ID)
	if err != nil {
		return err
	}
	for _, n := range people {
		p.line("read    %s is speaker %s, by the rule “%s”: %s", n.Name, n.Root, n.Rule, n.Because)
		if n.Words != "" {
			p.line("          “%s”", shorten(n.Words, 110))
		}
	}
	switch newest, err := a.Store.LastRevision(ctx, report.ID); {
	case news.KindOf(err) == news.NotFound:
		p.line("read    not yet: no text has come")
	case err != nil:
		return err
	case !newest.Read:
		p.line("read    text %d of %s: not yet", newest.Number, stampText(newest.Fetched))
	}
	if report.StoryID == "" {
		p.line("group   not yet")
		return p.err
	}
	_, _, weighed, err := a.Store.StoryVersion(ctx, report.StoryID)
	if err != nil {
		return err
	}
	ledger, err := a.Store.Ledger(ctx, report.StoryID)
	if err != nil {
		return err
	}
	p.line("group   story %s: %s (%s)", ledger.Story.ID, ledger.Story.Title, Count(ledger.Story.Reports, "report"))
	stands := false
	for _, c := range ledger.Claims {
		for _, at := range c.Positions {
			if at.ReportID != report.ID {
				continue
			}
			stands = true
			p.line("weigh   %s the claim “%s”", at.Stance, c.Wording)
			if o, credited := authority(c, at); credited {
				p.line("        on the authority of %s, %s (%s)", o.Label, o.Name, o.Standing)
			} else {
				p.line("        crediting nobody")
			}
			if at.EchoOf != "" {
				of, err := a.Store.Report(ctx, at.EchoOf)
				if err != nil {
					return err
				}
				p.line("        the same text as %s, %s", of.Outlet, of.URL)
			}
		}
	}
	switch {
	case weighed == 0:
		p.line("weigh   not yet")
	case !stands:
		p.line("weigh   it stands to none of the story's claims")
	}
	return p.err
}

func orNobody(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return "nobody named"
}

// shorten cuts a text to at most n characters, at the end of a word where there is one.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := string(r[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

// printer writes lines until one cannot be written.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}
