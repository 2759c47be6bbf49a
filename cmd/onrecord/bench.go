package main

import (
	"context"
	"fmt"
	"time"

	"onrecord/internal/app/bench"
	"onrecord/internal/platform/input"
)

type benchCmd struct {
	Group    benchGroupCmd    `cmd:"" help:"What putting a report into its story costs, in time and memory, with up to a million held."`
	Pipeline benchPipelineCmd `cmd:"" help:"The whole way, from feeds to an edition, over reports from a file."`
	Read     benchReadCmd     `cmd:"" help:"How quickly statements are found, in how much memory, and how long the first takes."`
	Send     benchSendCmd     `cmd:"" help:"How quickly an edition goes out, in how much memory, against the bare transport."`
	Site     benchSiteCmd     `cmd:"" help:"How quickly pages and searches are answered, and how much memory open streams of notices take."`
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

type benchGroupCmd struct {
	JSON    bool   `name:"json" help:"Print the figures as one JSON object."`
	File    string `arg:"" help:"JSON Lines of reports with \"text\", which others are made of; '-' is stdin."`
	Most    int    `help:"How many reports are streamed." default:"1000000"`
	Days    int    `help:"Over how many days they are published." default:"30"`
	Rebuild int    `help:"How many reports the store has from which the index is made again, as after a start; 0 leaves that out." default:"300000"`
}

// Help says what is measured, and on what.
func (*benchGroupCmd) Help() string {
	return `Stories are made of the sentences of two to four reports of the file with other names in them, most of which turn up in many stories and some in none but one; a story has from one to 3000 reports, in each of which some of its sentences stand, and some of no story. They come by date, some days late. Each report is taken apart, put into a story, and the stories that it touches are merged or split if need be; the time is that of one core. The figures are of the last tenth before 1000, 10000, 100000 and 300000 reports and all are held. The stories found are compared with those told. Then a SQLite store is filled with reports in stories, and a new process's first report is timed, for which the index is made again.`
}

// Run measures grouping.
func (c *benchGroupCmd) Run(ctx context.Context, s *streams) error {
	in, err := input.Open(ctx, c.File, s.in)
	if err != nil {
		return err
	}
	thrifty() // as the service is
	return bench.Group(ctx, bench.GroupOptions{Name: c.File, Reports: in.Body, Most: c.Most, Days: c.Days, Rebuild: c.Rebuild, JSON: c.JSON, Out: s.out, Err: s.err})
}

// lasting is a length of time, as flags have it.
type lasting time.Duration

// UnmarshalText reads one, as 1s or 500ms.
func (l *lasting) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is no length of time; write it with its unit, as 1s, 500ms or 2m", text)
	}
	*l = lasting(d)
	return nil
}

type benchReadCmd struct {
	JSON    bool    `name:"json" help:"Print the figures as one JSON object."`
	Path    string  `arg:"" optional:"" help:"Texts to make articles of: a folder of .txt files, or JSON Lines of reports with \"text\"; '-' is stdin. Without it, the reports of the sample world, which are few and full of statements."`
	Runs    int     `help:"How many runs each median is of." default:"5"`
	For     lasting `help:"About how long a run lasts." default:"1s"`
	Longest int     `help:"The longest text that is read to see whether time grows in proportion, in bytes." default:"2000000"`
	Part    string  `help:"Do one part of it." hidden:""`
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
	return bench.Read(ctx, bench.ReadOptions{Path: c.Path, Runs: c.Runs, For: time.Duration(c.For), Longest: c.Longest, JSON: c.JSON, In: s.in, Out: s.out, Err: s.err})
}
