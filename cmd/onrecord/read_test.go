package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadPrintsStatementsInOrder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := write("b.txt", "Vélo mayor Anna Berg said that the dam was safe.")
	page := write("a.html", "<html lang=en><title>Dam</title><article><p>Petra Lind denied that the dam was safe.</p></article></html>")
	missing := filepath.Join(dir, "none.txt")
	status, out, errs := command(t, "Jon Dahl told the Courier that the dam was old.", "read", "--json", text, missing, page, "-")
	if status != exitUsage || !strings.Contains(errs, missing) {
		t.Errorf("status %d, errors %q", status, errs)
	}
	want := []string{
		`{"file":"b.txt","language":"en","statements":[{"source":[[0,20]],"cue":[[21,25]],"content":[[26,47]],"polarity":"asserts","standing":"named","speaker":"Anna Berg","via":[]}]}`,
		`{"file":"a.html","language":"en","statements":[{"source":[[0,10]],"cue":[[11,17]],"content":[[18,39]],"polarity":"denies","standing":"named","speaker":"Petra Lind","via":[]}]}`,
		`{"file":"-","language":"en","statements":[{"source":[[0,8]],"cue":[[9,13]],"content":[[26,46]],"polarity":"asserts","standing":"named","speaker":"Jon Dahl","via":["Courier"]}]}`,
	}
	if got := strings.Split(strings.TrimSpace(out), "\n"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("printed\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if status, out, _ := command(t, "", "read", "--json", write("empty.txt", "")); status != exitDone || !json.Valid([]byte(out)) || !strings.Contains(out, `"statements":[]`) {
		t.Errorf("an empty text: status %d, %q", status, out)
	}
}

func TestReadPrintsATable(t *testing.T) {
	status, out, _ := command(t, "Petra Lind told the Courier that\x1b[2J it was false.", "read", "-")
	for _, want := range []string{"Petra Lind", "named", "denies", "Courier"} {
		if status != exitDone || !strings.Contains(out, want) {
			t.Errorf("status %d, no %q in\n%s", status, want, out)
		}
	}
	if strings.Contains(out, "\x1b") {
		t.Errorf("the text commands the terminal: %q", out)
	}
}
