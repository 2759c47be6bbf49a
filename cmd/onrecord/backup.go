package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type backupCmd struct {
	settings
	File string `arg:"" help:"The new file to write."`
}

// Run backs the database up.
func (c *backupCmd) Run(ctx context.Context, s *streams) error {
	if c.File == "-" {
		return news.FieldErrorf("-", "a backup is written to a file; name a new one")
	}
	settings, err := c.load()
	if err != nil {
		return err
	}
	if err := app.Backup(ctx, settings, c.File); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, c.File)
	return err
}

type restoreCmd struct {
	settings
	File string `arg:"" help:"A file that 'onrecord backup' wrote."`
}

// Run puts a backup in the place of a database that is not there.
func (c *restoreCmd) Run(ctx context.Context, s *streams) error {
	if c.File == "-" {
		return news.FieldErrorf("-", "a backup is read from a file; name it")
	}
	settings, err := c.load()
	if err != nil {
		return err
	}
	if err := app.Restore(ctx, settings, c.File); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, "restored from", c.File)
	return err
}

type migrateCmd struct{ settings }

// Run brings the tables up to date.
func (c *migrateCmd) Run(ctx context.Context, s *streams) error {
	settings, err := c.load()
	if err != nil {
		return err
	}
	if err := app.Migrate(ctx, settings); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, "the tables are up to date")
	return err
}
