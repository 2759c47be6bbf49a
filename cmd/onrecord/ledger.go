package main

import (
	"bytes"
	"context"
	"strings"

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
	t := newTable(s, "STORY", "REPORT", "STANCE", "ORIGIN", "ON WHOSE AUTHORITY", "CREDITS", "CLAIM")
	err = app.Ledgers(ctx, in.Name, bytes.NewReader(in.Body), func(r app.LedgerRow) error {
		credits := ""
		if r.Credits != nil {
			credits = *r.Credits
		}
		if r.EchoOf != nil {
			credits = strings.TrimSpace("copy of " + *r.EchoOf + "  " + credits)
		}
		t.row(r.Story, r.ID, r.Stance, r.Origin, r.Standing, credits, r.Wording)
		return nil
	})
	if err != nil {
		return err
	}
	return t.flush()
}
