package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type ledgerCmd struct {
	JSON bool   `name:"json" help:"Print JSON Lines: one object per report and claim."`
	File string `arg:"" help:"JSON Lines of reports: id, title, text, outlet, url, published (Unix seconds), story; '-' is stdin."`
}

// Run sets out who stands where on the claims of the reports in a file.
func (c *ledgerCmd) Run(ctx context.Context, s *streams) error {
	in, name, err := reportsFrom(c.File, s)
	if err != nil {
		return err
	}
	defer in.Close()
	if c.JSON {
		out := json.NewEncoder(s.out)
		out.SetEscapeHTML(false)
		return app.Ledgers(ctx, name, in, func(r app.LedgerRow) error { return out.Encode(r) })
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STORY\tREPORT\tSTANCE\tORIGIN\tON WHOSE AUTHORITY\tCREDITS\tCLAIM")
	err = app.Ledgers(ctx, name, in, func(r app.LedgerRow) error {
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

// reportsFrom opens a file to read, "-" being stdin, and says what to call it in errors.
func reportsFrom(file string, s *streams) (io.ReadCloser, string, error) {
	if file == "-" {
		return io.NopCloser(s.in), "stdin", nil
	}
	f, err := os.Open(file)
	if os.IsNotExist(err) {
		return nil, file, news.FieldErrorf(file, "there is no such file")
	}
	return f, file, err
}
