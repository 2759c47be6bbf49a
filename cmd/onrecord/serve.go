package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"onrecord/internal/app"
)

type serveCmd struct {
	settings
	Role string `help:"What this machine does: web, work, or web,work. The same as --set roles=…" placeholder:"ROLES"`
}

// Run runs the service until it is interrupted.
func (c *serveCmd) Run(ctx context.Context, s *streams) error {
	if c.Role != "" {
		if c.Set == nil {
			c.Set = map[string]string{}
		}
		c.Set["roles"] = c.Role
	}
	thrifty()
	settings, err := c.load()
	if err != nil {
		return err
	}
	if slices.Contains(settings.Roles, "web") {
		defer runtime.KeepAlive(roomy())
	}
	return open(ctx, settings, s, func(a *app.App) error {
		running, err := a.Start(ctx)
		if err != nil {
			return err
		}
		if running.Addr != "" {
			fmt.Fprintf(s.err, "the site is at http://%s/ and the desk at http://%s/desk/\n", running.Addr, running.Addr)
		}
		<-ctx.Done()
		fmt.Fprintln(s.err, "stopping; what is cut off is done on the next start")
		return errors.Join(running.Stop())
	})
}
