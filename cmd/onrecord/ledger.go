package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

type ledgerCmd struct {
	JSON bool   `name:"json" help:"Print JSON Lines: one object per report and claim."`
	File string `arg:"" help:"JSON Lines of reports: id, title, text, outlet, url, published (Unix seconds), story; '-' is stdin."`
}

// Run sets out who stands where on the claims of the reports in a file.
func (c *ledgerCmd) Run(ctx context.Context, s *streams) error {
	in, err := input.Open(ctx, c.File, s.in)
	if err != nil {
		return err
	}
	if c.JSON {
		out := jsonLines(s.out)
		_, err := app.Ledgers(ctx, in.Name, bytes.NewReader(in.Body), app.LedgersOf{Row: func(r app.LedgerRow) error { return out.Encode(r) }})
		return err
	}
	t := newTable(s, "STORY", "REPORT", "STANCE", "ORIGIN", "ON WHOSE AUTHORITY", "CREDITS", "CLAIM")
	found := 0
	row := func(r app.LedgerRow) error {
		found++
		credits := ""
		if r.Credits != nil {
			credits = *r.Credits
		}
		if r.EchoOf != nil {
			credits = strings.TrimSpace("copy of " + *r.EchoOf + "  " + credits)
		}
		t.row(r.Story, r.ID, r.Stance, r.Origin, r.Standing, credits, r.Wording)
		return nil
	}
	var denials []app.LedgerDenial
	reports, err := app.Ledgers(ctx, in.Name, bytes.NewReader(in.Body), app.LedgersOf{Row: row, Denial: func(d app.LedgerDenial) error {
		denials = append(denials, d)
		return nil
	}})
	switch {
	case err != nil:
		return err
	case reports == 0:
		_, err = fmt.Fprintf(s.people(), "There are no reports in %s.\n", oneLine(in.Name))
		return err
	case found == 0:
		_, err = fmt.Fprintf(s.people(), "No claim was found in %s, which has %s.\n", oneLine(in.Name), app.Count(reports, "report"))
		return err
	}
	if err := t.flush(); err != nil {
		return err
	}
	return printDenials(s, denials)
}

// printDenials prints below each claim who denies it in the text of a report, and in which words. A row of the table says where a whole
// report stands; one that is for a claim may have its denial all the same.
func printDenials(s *streams, denials []app.LedgerDenial) error {
	out, last := s.people(), [2]string{}
	for _, d := range denials {
		if at := [2]string{d.Story, d.Claim}; at != last {
			last = at
			if _, err := fmt.Fprintf(out, "\nDenied in %s: %s\n", oneLine(d.Story), oneLine(d.Wording)); err != nil {
				return err
			}
		}
		who := "the report itself"
		if d.Speaker != "" {
			who = oneLine(d.Speaker) + ", " + string(d.Standing)
		}
		switch d.Polarity {
		case news.Denies:
		case news.Asserts:
			who += ", says the contrary"
		default:
			who += ", " + string(d.Polarity)
		}
		if _, err := fmt.Fprintf(out, "  %s, in report %s: “%s”\n", who, oneLine(d.ID), oneLine(d.Words)); err != nil {
			return err
		}
	}
	return nil
}
