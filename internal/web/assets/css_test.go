package assets

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// What WebKit would not draw as the other engines do, and why.
var unlike = map[string]*regexp.Regexp{
	"a text-decoration that says more than where its line is is dropped: give style, colour and thickness by themselves": regexp.MustCompile(`text-decoration:\s*[\w-]+\s+[^;}]+`),
	"a double line of 4px has no gap at one pixel a point":                                                               regexp.MustCompile(`\b4px double`),
}

// The sheets keep to what the three engines draw alike; the browser of the other tests is one of them.
func TestTheSheetsAreDrawnAlikeEverywhere(t *testing.T) {
	sheets := 0
	err := fs.WalkDir(files, "css", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sheets++
		text, err := fs.ReadFile(files, path)
		for why, re := range unlike {
			for _, at := range re.FindAllIndex(text, -1) {
				t.Errorf("%s:%d: %s: %s", path, 1+strings.Count(string(text[:at[0]]), "\n"), text[at[0]:at[1]], why)
			}
		}
		return err
	})
	if err != nil || sheets == 0 {
		t.Errorf("%d sheets, %v", sheets, err)
	}
}
