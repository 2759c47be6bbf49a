package letter

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files again")

// golden compares with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was; look at the difference and, if it is as you want it, run with -update:\n%s", path, got)
	}
}

// pagesKept are the letters whose HTML is kept too; the others have the same parts.
var pagesKept = []string{"edition", "edition-he", "confirm-en"}

func TestTheLettersAreAsTheyWere(t *testing.T) {
	names, letters := all(t)
	for _, name := range names {
		if name == "edition-long" { // 100 KB that say nothing new
			continue
		}
		l := letters[name]
		golden(t, name+".txt", "Subject: "+l.Subject+"\nContent-Language: "+l.Language+"\n\n"+l.Text)
		if slices.Contains(pagesKept, name) {
			golden(t, name+".html", l.HTML)
		}
	}
}
