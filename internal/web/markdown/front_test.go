package markdown_test

import (
	"reflect"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
)

func TestTheHeadOfAFile(t *testing.T) {
	for name, c := range map[string]struct {
		file, title, date, text string
		authors                 []string
	}{
		"none":        {"Just text.\n\n---\n\nmore", "", "", "Just text.\n\n---\n\nmore", nil},
		"YAML":        {"---\ntitle: \"So: what?\"\nauthor: dana, ivo\ndate: 2031-03-02\n---\n\nText", "So: what?", "2031-03-02", "Text", []string{"dana", "ivo"}},
		"YAML list":   {"---\r\ntitle: 1984\r\nauthors:\r\n  - dana\r\n---\r\nText\r\n", "1984", "", "Text\n", []string{"dana"}},
		"TOML":        {"+++\ntitle = 'A'\nauthor = ['dana']\ndate = 2031-03-02\n+++\nText", "A", "2031-03-02", "Text", []string{"dana"}},
		"TOML time":   {"+++\ndate = 2031-03-02T14:30:00\n+++\n", "", "2031-03-02 14:30:00", "", nil},
		"TOML zone":   {"+++\ndate = 2031-03-02T14:30:00+02:00\n+++\n", "", "2031-03-02T14:30:00+02:00", "", nil},
		"empty":       {"---\n---\nText", "", "", "Text", nil},
		"with a mark": {"\ufeff---\ntitle: x\n---\nText", "x", "", "Text", nil},
		"a star":      {"---\ntitle: Who said *so* & why\n---\n", "Who said *so* & why", "", "", nil},
	} {
		f, text, err := markdown.Split(c.file)
		if err != nil || text != c.text || word(f.Title) != c.title || word(f.Date) != c.date {
			t.Errorf("%s: title %q, date %q, text %q, %v", name, word(f.Title), word(f.Date), text, err)
		}
		if authors, _ := f.Authors.List(); !reflect.DeepEqual(authors, c.authors) {
			t.Errorf("%s: authors %v", name, authors)
		}
	}
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestWhatIsNoHead(t *testing.T) {
	for file, says := range map[string]string{
		"---\ntitle: x":                                         "head: it begins with --- on the first line and does not end",
		"---\ntitle: [\n---\n":                                  "head: it cannot be read",
		"+++\ntitle\n+++\n":                                     "head: it cannot be read",
		"---\ncolour: red\n---\n":                               "colour: it is no field of an article",
		"---\ntitle: {a: b}\n---\n":                             "title: it is more than a word",
		"---\ntags: [[a]]\n---\n":                               "tags: it is more than a word",
		"---\na: &a [x]\nb: [*a, *a]\n---\n":                    "head: it has an anchor (&) or an alias (*)",
		"---\ntitle: " + strings.Repeat("x", 17000) + "\n---\n": "head: it has 17008 bytes",
		"---\njust words\n---\n":                                "head: it cannot be read",
	} {
		_, _, err := markdown.Split(file)
		if news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%.40q: %v, want %q", file, err, says)
		}
	}
}

func TestAFileGoesOutAndComesBack(t *testing.T) {
	title, date := "Who: \"leaked\"?\n# so", "2031-03-02T05:00:00Z"
	file, err := markdown.Join(markdown.Front{Title: &title, Date: &date, Tags: markdown.Several([]string{"a, b", "- c", "*d"})}, "---\n\nText\n\n+++\n")
	if err != nil {
		t.Fatal(err)
	}
	f, text, err := markdown.Split(file)
	if err != nil || word(f.Title) != title || word(f.Date) != date || text != "---\n\nText\n\n+++\n" {
		t.Errorf("%q comes back as %q, %q, %q, %v", file, word(f.Title), word(f.Date), text, err)
	}
	if tags, _ := f.Tags.List(); !reflect.DeepEqual(tags, []string{"a, b", "- c", "*d"}) {
		t.Errorf("tags: %q", tags)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("---\ntitle: x\nauthor: [a, b]\n---\ntext")
	f.Add("+++\ntitle = 'x'\ntags = ['a']\n+++\ntext")
	f.Add("---\na: &a [x]\nb: [*a,*a]\n---")
	f.Fuzz(func(t *testing.T, file string) {
		_, _, err := markdown.Split(file)
		if err != nil && news.KindOf(err) != news.Invalid {
			t.Errorf("%v", err)
		}
	})
}
