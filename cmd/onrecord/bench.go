package main

import (
	"context"

	"onrecord/internal/app/bench"
	"onrecord/internal/platform/input"
)

type benchCmd struct {
	Pipeline benchPipelineCmd `cmd:"" help:"The whole way, from feeds to an edition, over reports from a file."`
}

type benchPipelineCmd struct {
	File     string `arg:"" help:"JSON Lines of reports: id, title, text, outlet, url, published (Unix seconds); only id and one of title, text needed; '-' is stdin."`
	Feeds    int    `help:"Over how many feeds the reports are spread." default:"40"`
	Database string `help:"Use this postgres:// address instead of a temporary SQLite file." placeholder:"URL"`
}

// Run serves the reports as feeds and takes them the whole way.
func (c *benchPipelineCmd) Run(ctx context.Context, s *streams) error {
	in, err := input.Open(ctx, c.File, s.in)
	if err != nil {
		return err
	}
	return bench.Pipeline(ctx, bench.PipelineOptions{Name: c.File, Reports: in.Body, Feeds: c.Feeds, Database: c.Database, Out: s.out, Err: s.err})
}
