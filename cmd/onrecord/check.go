package main

import (
	"context"
	"fmt"
	"os"

	"onrecord/internal/app"
	"onrecord/internal/config"
)

type checkCmd struct {
	settings
	List bool `name:"settings" help:"List all settings, their variables and defaults instead."`
}

// Run says what is ready and what is not; it fails if something is not.
func (c *checkCmd) Run(ctx context.Context, s *streams) error {
	if c.List {
		t := newTable(s, "SETTING", "VARIABLE", "DEFAULT", "")
		for _, setting := range config.Settings() {
			t.row(setting.Name, setting.Env(), setting.Default, setting.Help)
		}
		return t.flush()
	}
	settings, err := config.Load(config.Sources{File: c.Config, Env: os.Environ(), Flags: c.Set})
	if err != nil {
		return err
	}
	bad := 0
	for _, f := range app.Check(ctx, settings) {
		mark := "ok  "
		if !f.OK {
			mark = "MEND"
			bad++
		}
		fmt.Fprintf(s.people(), "%s  %-12s %s\n", mark, f.What, oneLine(f.Found)) // what the DNS says must not look like a line of ours
		if f.Mend != "" {
			fmt.Fprintf(s.people(), "%19s%s\n", "", f.Mend)
		}
	}
	if bad > 0 {
		fmt.Fprintf(s.err, "%d not ready\n", bad)
		return errQuiet
	}
	return nil
}
