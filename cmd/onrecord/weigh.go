package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/platform/input"
)

type weighCmd struct {
	JSON   bool   `name:"json" help:"Print JSON Lines: one object per pair."`
	Pairs  string `arg:"" help:"Tab-separated, the first line naming the columns pair (a name of its own each), body and claim, others ignored; '-' is stdin."`
	Bodies string `arg:"" help:"JSON Lines of reports: body, text; '-' is stdin."`
}

// Run tells for every pair where the report stands to the claim.
func (c *weighCmd) Run(ctx context.Context, s *streams) error {
	if err := stdinOnce(c.Pairs, c.Bodies); err != nil {
		return err
	}
	pairs, err := input.Open(ctx, c.Pairs, s.in)
	if err != nil {
		return err
	}
	bodies, err := input.Open(ctx, c.Bodies, s.in)
	if err != nil {
		return err
	}
	out := jsonLines(s.out)
	foreign := func(words string) { fmt.Fprintln(s.err, "onrecord:", words) }
	return app.Stances(ctx, app.Document{Name: pairs.Name, Body: pairs.Body}, app.Document{Name: bodies.Name, Body: bodies.Body}, foreign, func(r app.StanceRow) error {
		if c.JSON {
			return out.Encode(r)
		}
		_, err := fmt.Fprintf(s.people(), "%s\t%s\n", oneLine(r.Pair), r.Stance)
		return err
	})
}
