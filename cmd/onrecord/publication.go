package main

import (
	"context"
	"fmt"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type publicationCmd struct {
	Add  publicationAddCmd  `cmd:"" help:"Add a publication: a digest with its days."`
	List publicationListCmd `cmd:"" help:"List the publications."`
}

type publicationAddCmd struct {
	settings
	Slug     string   `arg:"" help:"Its name in addresses: small letters, digits, hyphens."`
	Name     string   `help:"Its name, as in \"Daily Alert\"." required:""`
	About    string   `help:"One sentence for the subscribe box."`
	Language string   `help:"The language it is written in." default:"en"`
	Days     []string `help:"The days it appears on, as in sun,tue,thu." required:""`
	At       string   `help:"The time of day it appears." default:"07:00"`
	Zone     string   `help:"The time zone of its days and hour." default:"UTC"`
	Sections []string `help:"Its sections, in order." default:"News,Denials and Corrections,Analysis"`
	From     string   `help:"The mailbox its mails come from."`
}

// Run adds a publication.
func (c *publicationAddCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		p, err := a.AddPublication(ctx, app.NewPublication{
			Slug: c.Slug, Name: c.Name, About: c.About, Language: c.Language, Days: c.Days, At: c.At, Zone: c.Zone, Sections: c.Sections, From: c.From,
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s appears next %s\n", p.Name, moment(p.Schedule.Next(a.Clock.Now())))
		return err
	})
}

type publicationListCmd struct {
	settings
	JSON bool `name:"json" help:"Print JSON Lines."`
}

// Run lists publications.
func (c *publicationListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		all, err := a.Store.Publications(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(all, func(p news.Publication) publicationRow { return publicationLine(p, a.Clock.Now()) }))
		}
		t := newTable(s, "SLUG", "NAME", "DAYS", "NEXT")
		for _, p := range all {
			t.row(p.Slug, p.Name, fmt.Sprintf("%s %02d:%02d %s", strings.Join(days(p.Schedule), ","), p.Schedule.Hour, p.Schedule.Minute, p.Schedule.Zone), p.Schedule.Next(a.Clock.Now()))
		}
		return t.flush()
	})
}
