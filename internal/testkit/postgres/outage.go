package postgres

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"onrecord/internal/testkit/leftout"
)

// Own gives a test a cluster of its own, which it may stop and start.
func Own(t testing.TB) *Cluster {
	t.Helper()
	c, err := Start(t.Context())
	if errors.Is(err, errMissing) {
		leftout.Missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// Down stops the server as a power cut does: connections break off without a word. Its data stays.
func (c *Cluster) Down(ctx context.Context) error { return c.control(ctx, "-m", "immediate", "stop") }

// Up starts it again, at the same address.
func (c *Cluster) Up(ctx context.Context) error {
	return c.control(ctx, "-w", "-t", "60", "-l", filepath.Join(c.data, "log"), "-o", c.options, "start")
}

func (c *Cluster) control(ctx context.Context, args ...string) error {
	if c.data == "" {
		return errors.New("this cluster is not ours to stop")
	}
	command := exec.CommandContext(ctx, filepath.Join(c.bin, "pg_ctl"), append([]string{"-D", c.data}, args...)...)
	command.Dir, command.SysProcAttr = filepath.Dir(c.data), c.as
	if err := command.Run(); err != nil { // its output is not read: a server that it starts would hold the pipe open
		return fmt.Errorf("pg_ctl %v: %w", args, err)
	}
	return nil
}
