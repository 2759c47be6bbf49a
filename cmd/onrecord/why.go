package main

import (
	"context"

	"onrecord/internal/app"
)

type whyCmd struct {
	settings
	Report string `arg:"" help:"The report's id or address."`
}

// Run prints a report's way through the steps.
func (c *whyCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		return missing(a.Why(ctx, s.people(), c.Report), "report", c.Report, "onrecord story show --json STORY")
	})
}
