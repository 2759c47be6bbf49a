package main

import (
	"context"

	"onrecord/internal/app/bench"
)

type benchSendCmd struct {
	JSON        bool   `name:"json" help:"Print the figures as one JSON object."`
	Readers     int    `help:"How many readers the edition goes to." default:"20000"`
	Size        int    `help:"About how many bytes a message has." default:"15000"`
	Runs        int    `help:"How many runs each median is of." default:"3"`
	Connections int    `help:"How many connections are open at once; the default is that of the setting smtp.connections." default:"20"`
	Database    string `help:"Use this postgres:// address, of an empty database, instead of temporary SQLite files." placeholder:"URL"`
	Part        string `help:"Do one part of it." hidden:""`
}

// Help says what is measured, and on what.
func (*benchSendCmd) Help() string {
	return `An edition goes to readers who were put into the database before, by the service itself (role work, all settings at their defaults), into a mail server on loopback that takes everything: Postfix's smtp-sink, if it is installed, else one of our own. Once without DKIM, once signed with an Ed25519 key, and after each the same number of messages of the same size (100,000 at most) by Postfix's smtp-source, if it is installed: what the transport alone reaches. The rate is of the time from the hand-over of the edition until the last outcome is on disk. Peak memory is that of the sending process. While it sends, the counts are asked for every 20 ms.`
}

// Run measures sending.
func (c *benchSendCmd) Run(ctx context.Context, s *streams) error {
	if c.Part != "" {
		return bench.SendPart(ctx, c.Part, s.in, s.out)
	}
	return bench.Send(ctx, bench.SendOptions{Readers: c.Readers, Size: c.Size, Runs: c.Runs, Connections: c.Connections, Database: c.Database, JSON: c.JSON, Out: s.out, Err: s.err})
}
