package main

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"
)

// A command that waits for input that does not come ends when it is told to.
func TestAnInterruptEndsACommand(t *testing.T) {
	stdin, never := io.Pipe()
	defer never.Close()
	for _, args := range [][]string{{"group", "-"}, {"read", "-"}, {"weigh", "-", "bodies.jsonl"}} {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Millisecond, cancel)
		var out, err bytes.Buffer
		if status := run(ctx, args, &streams{stdin, &out, &err}); status != exitFailed || err.String() != "onrecord: interrupted\n" || out.Len() > 0 {
			t.Errorf("%v: status %d, %q", args, status, err.String())
		}
	}
}
