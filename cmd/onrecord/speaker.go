package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type speakerCmd struct {
	List   speakerListCmd   `cmd:"" help:"List the people whom reports name as sources, those in most reports first."`
	Doubts speakerDoubtsCmd `cmd:"" help:"List pairs of speakers who may be one person: join them, or say that they are two."`
	Show   speakerShowCmd   `cmd:"" help:"Print what is known of a speaker, by which evidence, and who may be the same."`
	Merge  speakerMergeCmd  `cmd:"" help:"Join speakers who are one person."`
	Split  speakerSplitCmd  `cmd:"" help:"Take a speaker's name in some reports out again: it is somebody else's."`
	Set    speakerSetCmd    `cmd:"" help:"Write a speaker's name, office, affiliation or further names."`
	Apart  speakerApartCmd  `cmd:"" help:"Note that two speakers are not one person; they are no longer suggested to be."`
	Undo   speakerUndoCmd   `cmd:"" help:"Undo one of these acts; 'onrecord speaker show' lists them."`
	Match  speakerMatchCmd  `cmd:"" help:"Match the reports that an older version of this program read."`
}

const (
	listSpeakers = "onrecord speaker list"
	atTerminal   = "the command line" // who acts
)

type speakerListCmd struct {
	settings
	JSON  bool   `name:"json" help:"Print JSON Lines."`
	Limit limit  `help:"How many at most." default:"50"`
	Query string `arg:"" optional:"" help:"Words that a name must have, or parts of them."`
}

// Run lists speakers.
func (c *speakerListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		all, total, err := a.FindSpeakers(ctx, c.Query, 0, int(c.Limit))
		if err != nil {
			return err
		}
		if more := total - len(all); more > 0 {
			fmt.Fprintf(s.err, "%d more; give --limit or words of a name\n", more)
		}
		if c.JSON {
			return printJSON(s, rows(all, speakerLine))
		}
		t := newTable(s, "ID", "REPORTS", "LAST", "NAME", "OFFICE", "AFFILIATION")
		for _, v := range all {
			t.row(v.ID, v.Reports, v.Last, v.Name, v.Office, v.Affiliation)
		}
		return t.flush()
	})
}

type speakerDoubtsCmd struct {
	settings
	JSON  bool  `name:"json" help:"Print JSON Lines."`
	Limit limit `help:"How many at most." default:"50"`
}

// Run lists doubtful pairs.
func (c *speakerDoubtsCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		all, err := a.DoubtfulSpeakers(ctx, int(c.Limit))
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(all, doubtLine))
		}
		t := newTable(s, "ID", "NAME", "OTHER", "NAME", "WHY")
		for _, d := range all {
			t.row(d.One.ID, d.One.Name, d.Speaker.ID, d.Speaker.Name, d.Because)
		}
		return t.flush()
	})
}

type speakerShowCmd struct {
	settings
	JSON    bool   `name:"json" help:"Print it as JSON."`
	Speaker string `arg:"" help:"The speaker's id, or a name that only one has."`
}

// Run prints a speaker.
func (c *speakerShowCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		v, err := a.SpeakerNamed(ctx, c.Speaker)
		if err != nil {
			return missing(err, "speaker", c.Speaker, listSpeakers)
		}
		known, err := a.KnownOfSpeaker(ctx, v)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, []any{speakerDocument(known)})
		}
		return app.PrintSpeaker(s.people(), known)
	})
}

type speakerMergeCmd struct {
	settings
	Speaker string   `arg:"" help:"The speaker who stays: id, or a name that only one has."`
	Others  []string `arg:"" help:"Those to join with it."`
}

// Run joins speakers.
func (c *speakerMergeCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		into, err := named(ctx, a, c.Speaker)
		if err != nil {
			return err
		}
		for _, name := range c.Others {
			other, err := named(ctx, a, name)
			if err != nil {
				return err
			}
			if err := a.MergeSpeakers(ctx, atTerminal, into.ID, other.ID); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "%s %s is %s %s from now on\n", other.ID, oneLine(other.Name), into.ID, oneLine(into.Name))
		}
		return nil
	})
}

func named(ctx context.Context, a *app.App, name string) (news.Speaker, error) {
	v, err := a.SpeakerNamed(ctx, name)
	return v, missing(err, "speaker", name, listSpeakers)
}

type speakerSplitCmd struct {
	settings
	Speaker string   `arg:"" help:"The speaker to take names from: id, or a name that only one has."`
	Report  []string `help:"The report whose name is taken out, by id; may be given several times." required:"" placeholder:"ID"`
	To      string   `help:"The speaker whose it is; a new one if none is given." placeholder:"SPEAKER"`
}

// Run takes names out of a speaker.
func (c *speakerSplitCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		from, err := named(ctx, a, c.Speaker)
		if err != nil {
			return err
		}
		var to news.Speaker
		if c.To != "" {
			if to, err = named(ctx, a, c.To); err != nil {
				return err
			}
		}
		id, n, err := a.SplitReports(ctx, atTerminal, from, c.Report, to.ID)
		if err != nil {
			return err
		}
		if to, err = a.Store.Speaker(ctx, id); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s went to %s %s\n", app.Count(n, "name"), to.ID, oneLine(to.Name))
		return err
	})
}

type speakerSetCmd struct {
	settings
	Speaker     string  `arg:"" help:"The speaker: id, or a name that only one has."`
	Name        *string `help:"The name."`
	Office      *string `help:"The office; empty: what reports say."`
	Affiliation *string `help:"The body or place; empty: what reports say."`
	Alias       *listed `help:"All further names; a full name is matched with the speaker from now on." placeholder:"NAMES,..."`
}

// Run writes what is known of a speaker.
func (c *speakerSetCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		v, err := named(ctx, a, c.Speaker)
		if err != nil {
			return err
		}
		v, err = a.SetSpeaker(ctx, atTerminal, v.ID, app.SpeakerChange{Name: c.Name, Office: c.Office, Affiliation: c.Affiliation, Aliases: (*[]string)(c.Alias)})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.people(), app.SpeakerInWords(v))
		return err
	})
}

type speakerApartCmd struct {
	settings
	Speaker string `arg:"" help:"One speaker: id, or a name that only one has."`
	Other   string `arg:"" help:"The other."`
}

// Run keeps two speakers apart.
func (c *speakerApartCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		one, err := named(ctx, a, c.Speaker)
		if err != nil {
			return err
		}
		other, err := named(ctx, a, c.Other)
		if err != nil {
			return err
		}
		if err := a.KeepSpeakersApart(ctx, atTerminal, one.ID, other.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s and %s are kept apart\n", one.ID, other.ID)
		return err
	})
}

type speakerUndoCmd struct {
	settings
	Act string `arg:"" help:"The act's id."`
}

// Run undoes an act.
func (c *speakerUndoCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if err := a.UndoSpeakerAct(ctx, atTerminal, news.ID(c.Act)); err != nil {
			return missing(err, "act", c.Act, "onrecord speaker show SPEAKER")
		}
		_, err := fmt.Fprintf(s.out, "%s is undone\n", oneLine(c.Act))
		return err
	})
}

type speakerMatchCmd struct {
	settings
	All bool `help:"Match all reports again, those too that were matched before: what editors did stays."`
}

// Run matches reports.
func (c *speakerMatchCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		n, err := a.MatchSpeakers(ctx, c.All)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s matched\n", app.Count(n, "report"))
		return err
	})
}
