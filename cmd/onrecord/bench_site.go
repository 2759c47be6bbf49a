package main

import (
	"context"
	"time"

	"onrecord/internal/app/bench"
)

type benchSiteCmd struct {
	JSON     bool    `name:"json" help:"Print the figures as one JSON object."`
	Reports  int     `help:"How many reports there are." default:"100000"`
	Stories  int     `help:"How many stories they tell." default:"5000"`
	Editions int     `help:"How many editions have appeared." default:"500"`
	Rate     int     `help:"How many pages a second are asked for, for the times." default:"500"`
	For      lasting `help:"How long each run lasts." default:"20s"`
	Runs     int     `help:"How many runs each median is of." default:"3"`
	Searches int     `help:"How many searches there are of each kind." default:"100"`
	Streams  int     `help:"How many streams of notices are open at once; 0 leaves that out." default:"5000"`
	Database string  `help:"Use this postgres:// address, of an empty database, instead of an SQLite file." placeholder:"URL"`
	Folder   string  `help:"Keep the database in this folder, and take it as it is if it is there: filling it takes minutes." type:"path"`
}

// Help says what is measured, and on what.
func (*benchSiteCmd) Help() string {
	return `A database is filled with made-up reports, stories with ledgers and editions of 24 items, and the service started on it (role web, all settings at their defaults) in a process of its own. Edition pages are asked for at a steady rate, each as likely as any other; times count from when a page was due to be asked for. Then one edition is asked for as fast as answers come, over 64 connections, by wrk, if it is installed, else by a client of our own; and just after each run nginx, if it is installed, serves the very same bytes as a static file: take the ratio. Searches come one after the other, each once. Then streams of notices are opened, and one notice is raised by another process than the one that serves. Client and server share the machine.`
}

// Run measures the site.
func (c *benchSiteCmd) Run(ctx context.Context, s *streams) error {
	return bench.Site(ctx, bench.SiteOptions{Reports: c.Reports, Stories: c.Stories, Editions: c.Editions, Rate: c.Rate, For: time.Duration(c.For), Runs: c.Runs, Searches: c.Searches,
		Streams: c.Streams, Database: c.Database, Folder: c.Folder, JSON: c.JSON, Out: s.out, Err: s.err})
}
