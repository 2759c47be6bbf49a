package e2e

import (
	"bufio"
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/app/demo"
	"onrecord/internal/news"
	"onrecord/internal/store"
	"onrecord/internal/testkit/postgres"
)

// run runs the demonstration once over a folder and gives what it printed.
func run(t *testing.T, folder, database string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	out, err := exec.CommandContext(ctx, program(t), arguments(folder, database)...).CombinedOutput()
	if err != nil {
		t.Fatalf("the run failed: %v\n%s", err, out)
	}
}

func arguments(folder, database string) []string {
	args := []string{"demo", "--once", "--data", folder, "--end", end}
	if database != "" {
		args = append(args, "--database", database)
	}
	return args
}

// killAt runs the demonstration and kills it as soon as it says that a step has begun to work at the nth moment.
func killAt(t *testing.T, folder, database string, step news.Step, nth int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	command := exec.CommandContext(ctx, program(t), arguments(folder, database)...)
	progress, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	for scan := bufio.NewScanner(progress); scan.Scan(); {
		said.WriteString(scan.Text() + "\n")
		if fields := strings.Fields(scan.Text()); len(fields) > 2 && fields[2] == string(step) {
			if nth--; nth == 0 {
				if err := command.Process.Kill(); err != nil { // SIGKILL: nothing is tidied up
					t.Fatal(err)
				}
				_ = command.Wait()
				return
			}
		}
	}
	_ = command.Wait()
	t.Fatalf("%s was never seen at work:\n%s", step, said.String())
}

func digest(t *testing.T, folder, database string) string {
	t.Helper()
	if database == "" {
		database = filepath.Join(folder, "onrecord.db")
	}
	s, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	text, err := demo.Digest(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestAKilledDeskEndsWhereOneThatWasNotDoes kills the process with SIGKILL while each step is at work, on both databases,
// starts it again, and compares what it knows in the end with what a run without it knows.
func TestAKilledDeskEndsWhereOneThatWasNotDoes(t *testing.T) {
	program(t)
	whole := t.TempDir()
	run(t, whole, "")
	want := digest(t, whole, "")
	if lines := strings.Count(want, "\n"); lines < 500 {
		t.Fatalf("the digest has only %d lines", lines)
	}
	kills := []struct {
		step news.Step
		nth  int // the first moments are busiest; some steps come late
	}{{news.Gather, 2}, {news.Read, 3}, {news.Group, 5}, {news.Weigh, 6}, {news.Alert, 4}, {news.Compose, 1}, {news.Publish, 1}, {news.Send, 1}}
	for _, kind := range []string{"SQLite", "PostgreSQL"} {
		for _, k := range kills {
			t.Run(kind+"/"+string(k.step), func(t *testing.T) {
				folder, database := t.TempDir(), ""
				if kind == "PostgreSQL" {
					database = postgres.New(t)
				}
				killAt(t, folder, database, k.step, k.nth)
				run(t, folder, database)
				if got := digest(t, folder, database); got != want {
					t.Errorf("the state differs:\n%s", difference(want, got))
				}
			})
		}
	}
}

// difference lists the lines that only one of two digests has.
func difference(want, got string) string {
	count := map[string]int{}
	for line := range strings.Lines(want) {
		count[line]--
	}
	for line := range strings.Lines(got) {
		count[line]++
	}
	var b strings.Builder
	for line, n := range count {
		if n != 0 && b.Len() < 4000 {
			b.WriteString(map[bool]string{true: "+ ", false: "- "}[n > 0] + line)
		}
	}
	return b.String()
}
