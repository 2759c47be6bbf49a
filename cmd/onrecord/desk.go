package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/config"
)

// settings are the flags of every verb that opens the desk.
type settings struct {
	Config string            `help:"A TOML file of settings; onrecord.toml in the working folder if it is there." type:"path" placeholder:"FILE"`
	Set    map[string]string `help:"A setting, as in --set listen=127.0.0.1:9000; see docs/configuration.md." placeholder:"NAME=VALUE"`
}

// load reads the settings.
func (f settings) load() (config.Config, error) {
	return config.Load(config.Sources{File: f.Config, Env: os.Environ(), Flags: f.Set})
}

// with opens the desk, does something with it, and closes it.
func (f settings) with(ctx context.Context, s *streams, do func(*app.App) error) error {
	c, err := f.load()
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, c, app.NewLog(c, s.err), app.Extras{})
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}

// table prints rows in columns.
type table struct{ w *tabwriter.Writer }

func newTable(out io.Writer, head ...any) *table {
	t := &table{tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
	t.row(head...)
	return t
}

func (t *table) row(cells ...any) {
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(t.w, "\t")
		}
		if at, ok := c.(time.Time); ok {
			c = moment(at)
		}
		fmt.Fprint(t.w, c)
	}
	fmt.Fprintln(t.w)
}

func (t *table) flush() error { return t.w.Flush() }

// moment prints a time as people at a terminal read it.
func moment(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}
