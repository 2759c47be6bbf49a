package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"onrecord/internal/news"
)

// stampText prints a time as people at a terminal read it.
func stampText(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

// Count gives a number and what it counts: "1 report", "2 reports".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// PrintLedger writes a story's ledger for a terminal; of one that went into another, that one's.
func (a *App) PrintLedger(ctx context.Context, w io.Writer, id news.ID) error {
	ledger, err := a.Store.Ledger(ctx, id)
	for err == nil && ledger.Story.MergedInto != "" {
		ledger, err = a.Store.Ledger(ctx, ledger.Story.MergedInto)
	}
	if err != nil {
		return err
	}
	reports, err := a.Store.StoryReports(ctx, ledger.Story.ID)
	if err != nil {
		return err
	}
	outlets := map[news.ID]news.Report{}
	for _, r := range reports {
		outlets[r.ID] = r
	}
	p := printer{w: w}
	p.line("%s\n%s, %s to %s", ledger.Story.Title, Count(ledger.Story.Reports, "report"), stampText(ledger.Story.First), stampText(ledger.Story.Last))
	for _, c := range ledger.Claims {
		forReports, against, forOrigins, againstOrigins := c.Sides()
		for _, o := range c.Origins {
			if o.Stance == news.Against { // reports that are for the claim carry denials too
				against = max(against, o.Reports)
			}
		}
		p.line("\n“%s”\n  %s", c.Wording, c.Status().State)
		p.line("  for: %s behind %s; against: %s behind %s",
			Count(forOrigins, "origin"), Count(forReports, "report"), Count(againstOrigins, "origin"), Count(against, "report"))
		for _, o := range c.Origins {
			p.line("  %-8s %-12s %s (%s)", o.Stance, o.Standing, o.Name, Count(o.Reports, "report"))
		}
		for _, at := range c.Positions {
			r := outlets[at.ReportID]
			p.line("    %s  %-8s %-24s %s", stampText(r.Published), at.Stance, shorten(r.Outlet, 24), how(c, at, outlets))
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
func how(c news.ClaimLedger, at news.Position, reports map[news.ID]news.Report) string {
	origin, credited := authority(c, at)
	switch {
	case at.EchoOf != "":
		return "the same text as " + reports[at.EchoOf].Outlet
	case !credited:
		return "crediting nobody"
	case at.Credits != "" && at.Stance != news.Against:
		return "crediting " + at.Credits + " (" + origin.Label + ")"
	}
	return origin.Label
}

// authority gives the origin that a position rests on, and false if it credits nobody. Who denies rests on none of those
// that they deny, though their report names them.
func authority(c news.ClaimLedger, at news.Position) (news.Origin, bool) {
	labels := append([]string{at.Origin}, at.Also...)
	for _, sameSide := range []bool{true, false} {
		for _, label := range labels {
			for _, o := range c.Origins {
				if o.Label == label && (o.Stance == at.Stance || !sameSide && at.Stance != news.Against) {
					return o, true
				}
			}
		}
	}
	return news.Origin{}, false
}
