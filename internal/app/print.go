package app

import (
	"context"
	"io"
	"time"

	"onrecord/internal/news"
)

// stampText prints a time as people at a terminal read it.
func stampText(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

// PrintLedger writes a story's ledger for a terminal.
func (a *App) PrintLedger(ctx context.Context, w io.Writer, id news.ID) error {
	ledger, err := a.Store.Ledger(ctx, id)
	if err != nil {
		return err
	}
	reports, err := a.Store.StoryReports(ctx, id)
	if err != nil {
		return err
	}
	outlets := map[news.ID]news.Report{}
	for _, r := range reports {
		outlets[r.ID] = r
	}
	p := printer{w: w}
	p.line("%s\n%d reports, %s to %s", ledger.Story.Title, ledger.Story.Reports, stampText(ledger.Story.First), stampText(ledger.Story.Last))
	for _, c := range ledger.Claims {
		forReports, against, forOrigins, againstOrigins := c.Sides()
		p.line("\n“%s”", c.Wording)
		p.line("  for: %d origins behind %d reports; against: %d origins, %d reports", forOrigins, forReports, againstOrigins, against)
		for _, o := range c.Origins {
			p.line("  %-8s %-12s %s (%d reports)", o.Stance, o.Standing, o.Name, o.Reports)
		}
		for _, at := range c.Positions {
			r := outlets[at.ReportID]
			p.line("    %s  %-8s %-24s %s", stampText(r.Published), at.Stance, shorten(r.Outlet, 24), how(at, outlets))
			if at.Quote != "" {
				p.line("        %s: “%s”", orNobody(at.Speaker, string(at.Standing)), shorten(at.Quote, 120))
			}
		}
	}
	if len(ledger.Changes) > 0 {
		p.line("\nWhat changed")
	}
	for _, c := range ledger.Changes {
		p.line("  %s  %-20s %s", stampText(c.At), c.Kind, c.Words)
	}
	return p.err
}

// how says where a report has a claim from.
func how(at news.Position, reports map[news.ID]news.Report) string {
	switch {
	case at.EchoOf != "":
		return "the same text as " + reports[at.EchoOf].Outlet
	case at.Credits != "":
		return "crediting " + at.Credits + " (" + at.Origin + ")"
	case at.Origin != "":
		return at.Origin
	}
	return "crediting nobody"
}
