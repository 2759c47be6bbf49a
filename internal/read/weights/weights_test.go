package weights_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"onrecord/internal/read/weights"
)

func TestModelsFitTogether(t *testing.T) {
	languages := weights.Languages()
	if len(languages) == 0 {
		t.Fatal("no language")
	}
	for _, l := range languages {
		m, err := weights.Load(l)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Names.Tags) == 0 || len(m.Cues) == 0 {
			t.Errorf("%s: a model without tags or cues", l)
		}
	}
}

func TestALanguageWithoutWeights(t *testing.T) {
	_, err := weights.Load("xx")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), `"xx"`) {
		t.Errorf("%v, want one that names the language and is fs.ErrNotExist", err)
	}
}

// All weights together stay within what a repository should carry.
func TestWeightsAreSmall(t *testing.T) {
	total := int64(0)
	err := fs.WalkDir(os.DirFS("."), ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(d.Name(), ".zst") {
			var i fs.FileInfo
			if i, err = d.Info(); err == nil {
				total += i.Size()
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if total == 0 || total > 20<<20 {
		t.Errorf("%d bytes of weights", total)
	}
}
