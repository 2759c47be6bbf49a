package main

import (
	"context"
	"time"

	"onrecord/internal/app/bench"
	"onrecord/internal/platform/input"
)

type benchCmd struct {
	Pipeline benchPipelineCmd `cmd:"" help:"The whole way, from feeds to an edition, over reports from a file."`
	Read     benchReadCmd     `cmd:"" help:"How quickly statements are found, in how much memory, and how long the first takes."`
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

type benchReadCmd struct {
	JSON    bool          `name:"json" help:"Print the figures as one JSON object."`
	Path    string        `arg:"" optional:"" help:"Texts to make articles of: a folder of .txt files, or JSON Lines of reports with \"text\"; '-' is stdin. Without it, the reports of the sample world, which are few and full of statements."`
	Runs    int           `help:"How many runs each median is of." default:"5"`
	For     time.Duration `help:"About how long a run lasts." default:"1s"`
	Longest int           `help:"The longest text that is read to see whether time grows in proportion, in bytes." default:"2000000"`
	Part    string        `help:"Do one part of it." hidden:""`
}

// Help says what is measured, and on what.
func (*benchReadCmd) Help() string {
	return `Articles of 750 words are made of the texts: their paragraphs are strung together in their order and cut after every 750th word; at most 1000 are made, and the same texts give the same articles. They are read over and over on all cores and then, in another process, on one (GOMAXPROCS=1), after as much again to warm up. Peak memory is that of the process, weights and articles included. Start-up is from starting a process until the weights are loaded, and until it has read a sentence. Then texts of 10 kB to 2 MB are read, once as they are and once without a single full stop.`
}

// Run measures reading.
func (c *benchReadCmd) Run(ctx context.Context, s *streams) error {
	if c.Part != "" {
		return bench.ReadPart(ctx, c.Part, s.in, s.out)
	}
	return bench.Read(ctx, bench.ReadOptions{Path: c.Path, Runs: c.Runs, For: c.For, Longest: c.Longest, JSON: c.JSON, In: s.in, Out: s.out, Err: s.err})
}
