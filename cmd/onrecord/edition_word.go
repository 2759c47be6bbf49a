package main

import (
	"context"
	"fmt"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type editionWithdrawCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run takes an approval back.
func (c *editionWithdrawCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if err := a.Withdraw(ctx, news.ID(c.ID), caller()); err != nil {
			return missing(err, "edition", c.ID, listEditions)
		}
		_, err := fmt.Fprintln(s.out, "it is a draft again, and stays as it is until an editor changes or approves it")
		return err
	})
}

type editionReleaseCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run releases an edition that is held.
func (c *editionReleaseCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if err := a.Release(ctx, news.ID(c.ID), caller()); err != nil {
			return missing(err, "edition", c.ID, listEditions)
		}
		_, err := fmt.Fprintln(s.out, "released; it appears at once")
		return err
	})
}

type editionAudienceCmd struct {
	settings
	ID       string   `arg:"" help:"The edition's id."`
	Language []string `help:"Only readers of one of these languages; the publication's is that of readers who chose none." sep:","`
	Tag      []string `help:"Only readers who have one of these tags." sep:","`
	All      bool     `help:"All readers of the publication again."`
}

// Run says whom an edition is mailed to.
func (c *editionAudienceCmd) Run(ctx context.Context, s *streams) error {
	some := len(c.Language)+len(c.Tag) > 0
	if some && c.All {
		return news.FieldErrorf("--all", "all readers are more than those of a language or tag; give one of the two")
	}
	return c.with(ctx, s, func(a *app.App) error {
		if some || c.All {
			to, err := news.ParseAudience(strings.Join(c.Language, ","), strings.Join(c.Tag, ","))
			if err != nil {
				return err
			}
			if err := a.SetAudience(ctx, news.ID(c.ID), to); err != nil {
				return missing(err, "edition", c.ID, listEditions)
			}
		}
		e, err := a.Store.Edition(ctx, news.ID(c.ID))
		if err != nil {
			return missing(err, "edition", c.ID, listEditions)
		}
		n, err := a.AudienceOf(ctx, e.PublicationID, e.Audience)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s: %d at this moment\n", e.Audience, n)
		return err
	})
}
