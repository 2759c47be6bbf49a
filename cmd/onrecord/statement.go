package main

import (
	"context"
	"fmt"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type statementCmd struct {
	Export statementExportCmd `cmd:"" help:"Write the texts whose statements editors corrected, with their statements, as annotated files."`
}

type statementExportCmd struct {
	settings
	Out   string `help:"The folder to write, new or empty: text/NAME.txt and attributions/NAME_desk.ann." required:"" placeholder:"DIR"`
	Since string `help:"Only texts with corrections of this day or later (UTC)." placeholder:"YYYY-MM-DD"`
	All   bool   `help:"The newest text of every report, corrected or not."`
}

// Run exports statements.
func (c *statementExportCmd) Run(ctx context.Context, s *streams) error {
	var since time.Time
	if c.Since != "" {
		if c.All {
			return news.FieldErrorf("--since", "cannot be given with --all")
		}
		var err error
		if since, err = time.Parse(time.DateOnly, c.Since); err != nil {
			return news.FieldErrorf("--since", "%q is no day of the calendar; write year, month and day, as 2031-03-02", c.Since)
		}
	}
	return c.with(ctx, s, func(a *app.App) error {
		texts, statements := 0, 0
		err := a.ExportStatements(ctx, c.Out, since, c.All, func(e app.Exported) error {
			texts++
			statements += e.Statements
			return nil
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s, %s\n", app.Count(texts, "text"), app.Count(statements, "statement"))
		return err
	})
}
