package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

// feedCmd holds the verbs about feeds.
type feedCmd struct {
	Add    feedAddCmd    `cmd:"" help:"Add a feed for the desk to gather from."`
	Set    feedSetCmd    `cmd:"" help:"Change a feed: only what is given."`
	Remove feedRemoveCmd `cmd:"" help:"Take a feed from the desk: it is no longer asked, and the reports that it brought stay."`
	List   feedListCmd   `cmd:"" help:"List the feeds, and what is wrong with them."`
	Import feedImportCmd `cmd:"" help:"Add the feeds of an OPML file."`
	Export feedExportCmd `cmd:"" help:"Write all feeds as OPML to standard output."`
	Parse  feedParseCmd  `cmd:"" help:"Read feed documents and print what is in them."`
}

type feedAddCmd struct {
	settings
	URL    string `arg:"" name:"url" help:"The feed's address."`
	Outlet string `help:"The outlet's name; without it, the host in the address." placeholder:"NAME"`
	Kind   string `help:"What a new outlet is: ${enum}." enum:"newspaper,agency,broadcaster,government,social,other" default:"other"`
	Full   bool   `help:"Items carry their whole text, as social posts do: pages are not fetched."`
	Own    bool   `help:"The outlet is social and the house's own: its posts appear among the notices."`
}

// Run adds a feed.
func (c *feedAddCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		f, err := a.AddFeed(ctx, app.NewFeed{URL: c.URL, Outlet: c.Outlet, Kind: news.OutletKind(c.Kind), Full: c.Full, Own: c.Own})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, f.ID, f.URL)
		return err
	})
}

const listFeeds = "onrecord feed list"

type feedSetCmd struct {
	settings
	Feed   string  `arg:"" help:"The feed's address, or its id."`
	URL    *string `name:"url" help:"The address that it is asked at from now on." placeholder:"ADDRESS"`
	Outlet *string `help:"The outlet that it is of, with the reports that it brought; made if there is none of that name." placeholder:"NAME"`
	Kind   *string `help:"What its outlet is: newspaper, agency, broadcaster, government, social or other." placeholder:"KIND"`
	Full   *bool   `help:"Items carry their whole text: pages are not fetched." negatable:""`
	Own    *bool   `help:"The outlet is social and the house's own: its posts appear among the notices." negatable:""`
	Pause  bool    `help:"It is not asked until it is resumed." xor:"asked"`
	Resume bool    `help:"It is asked again." xor:"asked"`
}

// Run changes a feed.
func (c *feedSetCmd) Run(ctx context.Context, s *streams) error {
	change := app.FeedChange{URL: c.URL, Outlet: c.Outlet, Kind: (*news.OutletKind)(c.Kind), Full: c.Full, Own: c.Own}
	if c.Pause || c.Resume {
		change.Paused = &c.Pause
	}
	return c.with(ctx, s, func(a *app.App) error {
		f, o, err := a.SetFeed(ctx, c.Feed, change)
		if err != nil {
			return missing(err, "feed", c.Feed, listFeeds)
		}
		own := ""
		if o.Own {
			own = ", the house's own"
		}
		_, err = fmt.Fprintf(s.out, "%s %s of %s (%s%s) is %s\n", f.ID, f.URL, oneLine(o.Name), o.Kind, own, f.State)
		return err
	})
}

type feedRemoveCmd struct {
	settings
	Feed string `arg:"" help:"The feed's address, or its id."`
}

// Run removes a feed.
func (c *feedRemoveCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		f, err := a.RemoveFeed(ctx, c.Feed)
		if err != nil {
			return missing(err, "feed", c.Feed, listFeeds)
		}
		_, err = fmt.Fprintln(s.out, f.URL, "is removed: it is no longer asked, and the reports that it brought stay")
		return err
	})
}

type feedListCmd struct {
	settings
	JSON bool `name:"json" help:"Print JSON Lines."`
}

// Run lists the feeds.
func (c *feedListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		feeds, err := a.Store.Feeds(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(feeds, feedLine))
		}
		t := newTable(s, "STATE", "CHECKED", "NEXT", "FEED", "ERROR")
		for _, f := range feeds {
			t.row(f.State, f.CheckedAt, f.NextAt, f.URL, f.Error)
		}
		return t.flush()
	})
}

type feedImportCmd struct {
	settings
	File string `arg:"" help:"An OPML file, its web address, or '-' for stdin."`
}

// Run adds the feeds of a list and says line by line what was not taken.
func (c *feedImportCmd) Run(ctx context.Context, s *streams) error {
	in, err := input.Open(ctx, c.File, s.in)
	if err != nil {
		return err
	}
	return c.with(ctx, s, func(a *app.App) error {
		done, err := a.ImportFeeds(ctx, in.Body)
		if err != nil {
			return fmt.Errorf("%s: %w", called(c.File), err)
		}
		added, bad := 0, 0
		for _, i := range done {
			switch {
			case i.Err == nil:
				added++
			case news.KindOf(i.Err) == news.Conflict:
				s.complain(fmt.Errorf("%s: %s is there already", lineOf(c.File, i.Feed.Line), i.Feed.URL))
			default:
				bad++
				s.complain(fmt.Errorf("%s: %w", lineOf(c.File, i.Feed.Line), i.Err))
			}
		}
		return s.imported(added, len(done), bad, "feed", "added", "there already")
	})
}

// imported says how much of a list was taken, and fails if something in it was refused; what was left out, as it was there already, is
// not. The three add up to the list.
func (s *streams) imported(taken, of, refused int, what, how, left string) error {
	line := fmt.Sprintf("%d of %s %s", taken, app.Count(of, what), how)
	if rest := of - taken - refused; rest > 0 {
		line += fmt.Sprintf(", %d %s", rest, left)
	}
	if refused > 0 {
		line += fmt.Sprintf(", %d refused", refused)
	}
	if _, err := fmt.Fprintln(s.out, line); err != nil {
		return err
	}
	if refused > 0 {
		return errBad
	}
	return nil
}

type feedExportCmd struct{ settings }

// Run writes all feeds.
func (c *feedExportCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error { return a.ExportFeeds(ctx, s.out) })
}
