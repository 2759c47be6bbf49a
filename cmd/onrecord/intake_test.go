package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// command runs onrecord as a user would.
func command(t *testing.T, stdin string, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(t.Context(), args, &streams{strings.NewReader(stdin), &o, &e})
	return status, o.String(), e.String()
}

func TestExtractPrintsPagesInOrder(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for _, name := range []string{"c", "a", "b"} {
		file := filepath.Join(dir, name+".html")
		page := "<html lang=en><head><title>" + name + "</title></head><body><article><p>Words of " + name + ".</p></article></body></html>"
		if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	missing := filepath.Join(dir, "none.html")
	status, out, errs := command(t, "<article>From stdin", append([]string{"extract", "--json", files[0], missing, files[1], files[2]}, "-")...)
	if status != exitUsage || !strings.Contains(errs, missing) {
		t.Errorf("status %d, errors %q", status, errs)
	}
	var texts []string
	for line := range strings.Lines(out) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"file", "url", "title", "byline", "published", "language", "text"} {
			if _, found := row[key]; !found {
				t.Errorf("%s has no %q", line, key)
			}
		}
		texts = append(texts, row["text"].(string))
	}
	if want := []string{"Words of c.", "Words of a.", "Words of b.", "From stdin"}; !reflect.DeepEqual(texts, want) {
		t.Errorf("texts %q, want %q", texts, want)
	}
	if status, out, _ := command(t, "", "extract", files[0]); status != exitDone || !strings.Contains(out, "Words of c.") {
		t.Errorf("status %d, %q", status, out)
	}
}

func TestFeedParse(t *testing.T) {
	const document = `<rss version="2.0"><channel><title>News</title><link>https://post.example/</link><description>d</description>
<item><title>A &amp;amp; B</title><link>/a</link><guid isPermaLink="false">1</guid><pubDate>Tue, 04 Mar 2025 18:30:00 +0200</pubDate>
<description>&lt;p&gt;s&lt;script&gt;x&lt;/script&gt;&lt;/p&gt;</description></item><item><title>No date</title></item></channel></rss>`
	status, out, errs := command(t, document, "feed", "parse", "--json", "-")
	want := `{"file":"-","title":"News","link":"https://post.example/","description":"d","items":[` +
		`{"title":"A & B","link":"https://post.example/a","id":"1","author":"","published":"2025-03-04T16:30:00Z","summary":"s","content":"<p>s</p>"},` +
		`{"title":"No date","link":"","id":"","author":"","published":null,"summary":"","content":""}]}` + "\n"
	if status != exitDone || out != want {
		t.Errorf("status %d, %s\n%s\nwant\n%s", status, errs, out, want)
	}
	if status, out, errs := command(t, "<html>", "feed", "parse", "--json", "-"); status != exitUsage || out != "" || !strings.Contains(errs, "-: no feed") {
		t.Errorf("a page: status %d, %q, %q", status, out, errs)
	}
	if status, _, errs := command(t, "", "feed", "parse"); status != exitUsage || !strings.Contains(errs, "file") {
		t.Errorf("no file: status %d, %q", status, errs)
	}
}
