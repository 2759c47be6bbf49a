package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/gather/opml"
)

const reports = `{"id":"1","title":"A ship comes in"}
{"id":"2","title":"A ship goes out"}
`

func TestServesUntilInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"-feeds", "2", "-listen", "127.0.0.1:0", "-"}, strings.NewReader(reports), w, io.Discard)
	}()
	lines := bufio.NewScanner(r)
	var addresses []string // all of them first: it serves once it has said where
	for range 2 {
		if !lines.Scan() {
			t.Fatal("it prints no two addresses")
		}
		addresses = append(addresses, lines.Text())
	}
	for _, address := range addresses {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close() //nolint:errcheck // read only
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), "A ship") {
			t.Errorf("%s answers %d %v:\n%s", address, answer.StatusCode, err, body)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("interrupted, it ends with %v", err)
	}
}

func TestPrintsOPML(t *testing.T) {
	file := filepath.Join(t.TempDir(), "reports.jsonl")
	if err := os.WriteFile(file, []byte(reports), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out strings.Builder
	stopping := writer(func(p []byte) (int, error) { stop(); return len(p), nil }) // it speaks of itself once the list is printed
	if err := run(ctx, []string{"-feeds", "3", "-listen", "127.0.0.1:0", "-opml", file}, nil, &out, stopping); err != nil {
		t.Fatal(err)
	}
	feeds, err := opml.Read([]byte(out.String()))
	if err != nil || len(feeds) != 3 || !strings.HasSuffix(feeds[1].URL, "/2/feed.atom") {
		t.Errorf("the list has %+v, %v:\n%s", feeds, err, out.String())
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestWrongUse(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		in   string
		says string
	}{
		"no file":      {[]string{}, "", "name one file"},
		"no such file": {[]string{"nowhere.jsonl"}, "", "nowhere.jsonl"},
		"no feed":      {[]string{"-feeds", "0", "-"}, reports, "-feeds 0"},
		"no reports":   {[]string{"-"}, "\n", "no reports"},
		"a bad line":   {[]string{"-"}, reports + "x", "-: line 3"},
		"a bad flag":   {[]string{"-nope", "-"}, reports, "nope"},
	} {
		err := run(t.Context(), c.args, strings.NewReader(c.in), io.Discard, io.Discard)
		if !errors.Is(err, errUsage) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; it should say %q", name, err, c.says)
		}
	}
}
