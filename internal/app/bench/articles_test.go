package bench

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/news"
)

func TestAnArticleHas750Words(t *testing.T) {
	count := func(n int) string { return strings.TrimSpace(strings.Repeat("dam ", n)) }
	for _, tt := range []struct {
		name  string
		texts []string
		want  int
	}{
		{"none", nil, 0},
		{"only white space", []string{"", " \n\t"}, 0},
		{"too few words for one are gone through again", []string{"one two three\n\nfour"}, 1},
		{"exactly one", []string{count(750)}, 1},
		{"what is left is dropped", []string{count(1499)}, 1},
		{"over the borders of texts", []string{count(500), count(500), count(500)}, 2},
		{"no more than a thousand", []string{count(750 * 1001)}, 1000},
	} {
		got := articles(tt.texts)
		if len(got) != tt.want {
			t.Errorf("%s: %d articles, want %d", tt.name, len(got), tt.want)
		}
		for _, a := range got {
			if n := len(strings.Fields(a)); n != 750 {
				t.Errorf("%s: an article has %d words", tt.name, n)
			}
		}
		if !slices.Equal(got, articles(tt.texts)) {
			t.Errorf("%s: the same texts give other articles", tt.name)
		}
	}
}

func TestAnArticleKeepsItsParagraphs(t *testing.T) {
	text := strings.Repeat("The dam  is safe.\nPetra Lind denied it.\n\n", 100)
	if got := articles([]string{text})[0]; !strings.HasPrefix(got, "The dam is safe.\n\nPetra Lind denied it.\n\nThe dam") {
		t.Errorf("an article begins %q", got[:60])
	}
}

func TestALongTextIsAsLongAsAskedFor(t *testing.T) {
	for _, stops := range []bool{true, false} {
		got := long([]string{"The dam is safe. Is it?\n\nIt is.", "No! It leaks…"}, 1, 10_000, stops)
		if len(got) > 10_000 || len(got) < 9_980 {
			t.Errorf("it has %d bytes", len(got))
		}
		if strings.ContainsAny(got, ".!?…\n") != stops {
			t.Errorf("full stops and paragraphs: want %v, have %q", stops, got[:60])
		}
		if !strings.HasPrefix(got, "No") {
			t.Errorf("it begins %q and not with the second article", got[:10])
		}
	}
}

func TestTextsAreTakenAsTheyCome(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{"b.txt": "second", "a.TXT": "first", "c.html": "<p>no text", "lines.jsonl": "{\"id\":\"1\",\"text\":\"one\"}\n{\"title\":\"none\"}\n{\"text\":\"two\"}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string][]string{dir: {"first", "second"}, filepath.Join(dir, "b.txt"): {"second"}, filepath.Join(dir, "lines.jsonl"): {"one", "two"}, "-": {"piped"}} {
		if got, err := texts(context.Background(), path, strings.NewReader(`{"text":"piped"}`)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v, want %q", path, got, err, want)
		}
	}
	if _, err := texts(context.Background(), t.TempDir(), nil); news.KindOf(err) != news.Invalid {
		t.Errorf("an empty folder: %v", err)
	}
	if got, err := texts(context.Background(), "", nil); err != nil || len(articles(readable(got, []string{"en"}))) < 4 {
		t.Errorf("the sample world has %d texts, %v", len(got), err)
	}
}

func TestSpread(t *testing.T) {
	for _, tt := range []struct {
		all  []float64
		want Spread
	}{{nil, Spread{}}, {[]float64{3}, Spread{6, 6, 6}}, {[]float64{9, 1, 2}, Spread{4, 2, 18}}, {[]float64{4, 1, 2, 9}, Spread{6, 2, 18}}} {
		if got := spread(tt.all, 2); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.all, got, tt.want)
		}
	}
}
