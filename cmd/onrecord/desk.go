package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/config"
	"onrecord/internal/news"
)

// settings are the flags of every verb that opens the desk.
type settings struct {
	Config string            `help:"A TOML file of settings; onrecord.toml in the working folder if it is there." type:"path" placeholder:"FILE"`
	Set    map[string]string `help:"A setting, as in --set listen=127.0.0.1:9000; see docs/configuration.md." placeholder:"NAME=VALUE" mapsep:"none"`
}

// load reads the settings.
func (f settings) load() (config.Config, error) {
	return config.Load(config.Sources{File: f.Config, Env: os.Environ(), Flags: f.Set})
}

// with opens the desk, does something with it, and closes it. The verb says itself what it did and what failed; the log has only what
// would be lost otherwise.
func (f settings) with(ctx context.Context, s *streams, do func(*app.App) error) error {
	c, err := f.load()
	if err != nil {
		return err
	}
	c.LogLevel = "error"
	return open(ctx, c, s, do)
}

// open opens the desk with its log on standard error, does something with it, and closes it.
func open(ctx context.Context, c config.Config, s *streams, do func(*app.App) error) error {
	a, err := app.Open(ctx, c, app.NewLog(c, s.err), app.Extras{})
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}

// missing says which thing is not there, and how to see those that are.
func missing(err error, what, name, look string) error {
	if news.KindOf(err) != news.NotFound {
		return err
	}
	return news.Errorf(news.NotFound, "there is no %s %q; '%s' lists those that are", what, name, look)
}

// limit is how many lines a list has at most.
type limit int

// Validate refuses lists of nothing.
func (l limit) Validate() error {
	if l < 1 {
		return fmt.Errorf("%d is too few; give 1 or more", l)
	}
	return nil
}

// table prints rows in columns, each on one line whatever is in it.
type table struct {
	w    *tabwriter.Writer
	rows int // the head is one
}

func newTable(s *streams, head ...any) *table {
	t := &table{w: tabwriter.NewWriter(s.people(), 0, 0, 2, ' ', 0)}
	t.row(head...)
	return t
}

func (t *table) row(cells ...any) {
	t.rows++
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(t.w, "\t")
		}
		if at, ok := c.(time.Time); ok {
			c = moment(at)
		}
		fmt.Fprint(t.w, oneLine(fmt.Sprint(c)))
	}
	fmt.Fprintln(t.w)
}

// flush prints the table; one that has no more than a head says so.
func (t *table) flush() error {
	if t.rows == 1 {
		fmt.Fprintln(t.w, "(none)")
	}
	return t.w.Flush()
}

// moment prints a time as people at a terminal read it.
func moment(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}
