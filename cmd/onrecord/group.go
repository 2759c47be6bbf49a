package main

import (
	"bytes"
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/platform/input"
)

type groupCmd struct {
	JSON bool   `name:"json" help:"Print JSON Lines: the id and story of each report."`
	File string `arg:"" help:"JSON Lines of reports: id, title, text, outlet, url, published (Unix seconds); only id and one of title, text needed; '-' is stdin."`
}

// Run puts the reports of a file into stories.
func (c *groupCmd) Run(ctx context.Context, s *streams) error {
	in, err := input.Open(ctx, c.File, s.in)
	if err != nil {
		return err
	}
	out := jsonLines(s.out)
	return app.Groups(ctx, in.Name, bytes.NewReader(in.Body), func(r app.GroupRow, title string) error {
		if c.JSON {
			return out.Encode(r)
		}
		_, err := fmt.Fprintf(s.people(), "%s\t%s\t%s\n", oneLine(r.Story), oneLine(r.ID), oneLine(title))
		return err
	})
}
