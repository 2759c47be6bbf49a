package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"onrecord/internal/app"
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
		return app.Ledgers(ctx, in.Name, bytes.NewReader(in.Body), func(r app.LedgerRow) error { return out.Encode(r) })
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STORY\tREPORT\tSTANCE\tORIGIN\tON WHOSE AUTHORITY\tCREDITS\tCLAIM")
	err = app.Ledgers(ctx, in.Name, bytes.NewReader(in.Body), func(r app.LedgerRow) error {
		credits := ""
		if r.Credits != nil {
			credits = *r.Credits
		}
		if r.EchoOf != nil {
			credits = strings.TrimSpace("copy of " + *r.EchoOf + "  " + credits)
		}
		_, err := fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Story, r.ID, r.Stance, r.Origin, r.Standing, credits, r.Wording)
		return err
	})
	if err != nil {
		return err
	}
	return table.Flush()
}
