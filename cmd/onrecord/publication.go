package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type publicationCmd struct {
	Add  publicationAddCmd  `cmd:"" help:"Add a publication: a digest with its days."`
	Set  publicationSetCmd  `cmd:"" help:"Change a publication: only what is given. Editions that are drafted or approved already keep their hour."`
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
	Sections []string `help:"Its sections, in order." default:"News,Denials and Corrections,Analysis" aliases:"section"`
	From     string   `help:"The mailbox its mails come from."`
	Postal   string   `help:"Where the house is by post, for the foot of the mails."`
	Late     string   `help:"How long after its hour an approved edition still goes out by itself, if the machine was off; 0: never." default:"6h"`
	Remind   string   `help:"How long before its hour editors are told of an edition that nobody has approved; 0: never." default:"1h"`
}

// Run adds a publication.
func (c *publicationAddCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		p, err := a.AddPublication(ctx, app.NewPublication{
			Slug: c.Slug, Name: c.Name, About: c.About, Language: c.Language, Days: c.Days, At: c.At, Zone: c.Zone, Sections: c.Sections, From: c.From,
			Postal: c.Postal, Late: c.Late, Remind: c.Remind,
		})
		if err != nil {
			return err
		}
		return s.appearsNext(p, a.Clock)
	})
}

// appearsNext says when a publication appears next.
func (s *streams) appearsNext(p news.Publication, clock news.Clock) error {
	_, err := fmt.Fprintf(s.out, "%s appears next %s\n", oneLine(p.Name), moment(p.Schedule.Next(clock.Now())))
	return err
}

type publicationSetCmd struct {
	settings
	Slug     string  `arg:"" help:"Its name in addresses, which stays: links in mails and feeds lead there."`
	Name     *string `help:"Its name."`
	About    *string `help:"One sentence for the subscribe box."`
	Language *string `help:"The language it is written in."`
	Days     *listed `help:"The days it appears on, as in sun,tue,thu." placeholder:"DAYS,..."`
	At       *string `help:"The time of day it appears."`
	Zone     *string `help:"The time zone of its days and hour."`
	Sections *listed `help:"All its sections, in order." placeholder:"SECTIONS,..." aliases:"section"`
	From     *string `help:"The mailbox its mails come from; empty: that of the setting mail.from."`
	Postal   *string `help:"Where the house is by post, for the foot of the mails; empty: it is left out."`
	Late     *string `help:"How long after its hour an approved edition still goes out by itself, if the machine was off; 0: never."`
	Remind   *string `help:"How long before its hour editors are told of an edition that nobody has approved; 0: never."`
}

// listed is a list that tells one that is empty from one that is not given. It may be given in several parts.
type listed []string

// Decode implements kong.MapperValue.
func (l *listed) Decode(ctx *kong.DecodeContext) error {
	var part string
	if err := ctx.Scan.PopValueInto("list", &part); err != nil {
		return err
	}
	*l = append(*l, kong.SplitEscaped(part, ',')...)
	return nil
}

// Run changes a publication.
func (c *publicationSetCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		p, err := a.SetPublication(ctx, c.Slug, app.PublicationChange{
			Name: c.Name, About: c.About, Language: c.Language, Days: (*[]string)(c.Days), At: c.At, Zone: c.Zone, Sections: (*[]string)(c.Sections), From: c.From,
			Postal: c.Postal, Late: c.Late, Remind: c.Remind,
		})
		if err != nil {
			return missing(err, "publication", c.Slug, listPublications)
		}
		return s.appearsNext(p, a.Clock)
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
