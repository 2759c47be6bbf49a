package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type publicationCmd struct {
	Add  publicationAddCmd  `cmd:"" help:"Add a publication: a digest with its days."`
	Set  publicationSetCmd  `cmd:"" help:"Change a publication: only what is given. Editions that are drafted or approved already keep their hour."`
	List publicationListCmd `cmd:"" help:"List the publications."`
	Show publicationShowCmd `cmd:"" help:"Show all that is set of one publication."`
}

type publicationAddCmd struct {
	settings
	Slug     string   `arg:"" help:"Its name in addresses: small letters, digits, hyphens."`
	Name     string   `help:"Its name, as in \"Daily Alert\"." required:""`
	About    string   `help:"One sentence for the subscribe box."`
	Language string   `help:"The language it is written in." default:"en"`
	Days     []string `help:"The days it appears on, as in sun,tue,thu; none: it has articles alone." required:""`
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
	if len(p.Schedule.Days) == 0 {
		_, err := fmt.Fprintf(s.out, "%s has no days: its articles appear when they are published\n", oneLine(p.Name))
		return err
	}
	_, err := fmt.Fprintf(s.out, "%s appears next %s\n", oneLine(p.Name), moment(p.Schedule.Next(clock.Now())))
	return err
}

type publicationSetCmd struct {
	settings
	Slug     string  `arg:"" help:"Its name in addresses, which stays: links in mails and feeds lead there."`
	Name     *string `help:"Its name."`
	About    *string `help:"One sentence for the subscribe box."`
	Language *string `help:"The language it is written in."`
	Days     *listed `help:"The days it appears on, as in sun,tue,thu; none: it has articles alone." placeholder:"DAYS,..."`
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
			t.row(p.Slug, p.Name, hours(p.Schedule), p.Schedule.Next(a.Clock.Now()))
		}
		return t.flush()
	})
}

// hours says when a publication appears, on one line.
func hours(s news.Schedule) string {
	if len(s.Days) == 0 {
		return app.NoDays
	}
	return fmt.Sprintf("%s %02d:%02d %s", strings.Join(days(s), ","), s.Hour, s.Minute, s.Zone)
}

type publicationShowCmd struct {
	settings
	Slug string `arg:"" help:"The publication's name in its address."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run shows a publication.
func (c *publicationShowCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		p, err := a.Store.PublicationBySlug(ctx, c.Slug)
		if err != nil {
			return missing(err, "publication", c.Slug, listPublications)
		}
		now := a.Clock.Now()
		if c.JSON {
			return printDocument(s, publicationLine(p, now))
		}
		from := p.From
		switch {
		case from == "" && a.Config.MailFrom != "":
			from = a.Config.MailFrom + ", by the setting mail.from"
		case from == "":
			from = "nothing can be mailed: give --from, or the setting mail.from"
		}
		for _, line := range []struct{ name, value string }{
			{"slug", p.Slug}, {"name", p.Name}, {"about", p.About}, {"language", p.Language}, {"days", hours(p.Schedule)}, {"next", moment(p.Schedule.Next(now))},
			{"sections", strings.Join(p.Sections, ", ")}, {"from", from}, {"postal", p.Postal},
			{"late", lengthDoes(p.Late, "an approved edition still goes out by itself %s after its hour", "an edition that is late waits for an editor")},
			{"remind", lengthDoes(p.Remind, "editors are told %s before its hour of an edition that nobody has approved", "editors are told of no edition before its hour")},
		} {
			if _, err := fmt.Fprintf(s.people(), "%-9s %s\n", line.name, dash(oneLine(line.value))); err != nil {
				return err
			}
		}
		return nil
	})
}

// lengthDoes says what a length of time does, or what holds where there is none.
func lengthDoes(d time.Duration, does, none string) string {
	if d == 0 {
		return none
	}
	return fmt.Sprintf(does, news.FormatDuration(d))
}
