package main

import (
	"context"
	"os"
	"time"

	"golang.org/x/term"

	"onrecord/internal/app/demo"
	"onrecord/internal/news"
)

type demoCmd struct {
	Once     bool   `help:"End when the edition has been mailed, with status 0 only if every figure is what the sample world must give."`
	Data     string `help:"Keep the database and the mails in this folder; without it they are in a temporary one that is removed." placeholder:"DIR" type:"path"`
	Database string `help:"Use this postgres:// address instead of SQLite." placeholder:"URL"`
	End      string `help:"The edition's hour at the end of the six days, as in 2031-03-02T05:00:00Z; without it, the last one." placeholder:"TIME" hidden:""`
	Verbose  bool   `help:"Show the log." short:"v"`
}

// Run runs the demonstration.
func (c *demoCmd) Run(ctx context.Context, s *streams) error {
	o := demo.Options{Data: c.Data, Database: c.Database, Once: c.Once, Verbose: c.Verbose, Out: s.out, Err: s.err}
	if c.End != "" {
		end, err := time.Parse(time.RFC3339, c.End)
		if err != nil || end.Year() < 2000 || end.Year() > 2999 {
			return news.FieldErrorf("--end", "%q is no time of the years 2000 to 2999; write it with its zone, as 2031-03-02T05:00:00Z", c.End)
		}
		o.End = end
	}
	if f, ok := s.err.(*os.File); ok {
		o.Terminal = term.IsTerminal(int(f.Fd())) && !c.Verbose //nolint:gosec // a descriptor is small
	}
	return demo.Run(ctx, o)
}
