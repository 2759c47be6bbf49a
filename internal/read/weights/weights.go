// Package weights holds what was learned of each language, as tools/train wrote it: a folder for each, a compressed file for
// each part of a model. docs/reading.md says what was learned from, how well it reads, and what it should not be used for.
package weights

import (
	"embed"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"onrecord/internal/read/roles"
)

//go:embed */*.zst
var files embed.FS

// Languages gives the languages that there are weights for, in the order of their tags.
func Languages() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder can be read
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// Load reads the model of a language, "en" for English. A language without one is an error of kind fs.ErrNotExist.
func Load(language string) (*roles.Model, error) {
	m, err := roles.Read(func(part string) ([]byte, error) {
		small, err := files.ReadFile(language + "/" + part + ".zst")
		if err != nil {
			return nil, err
		}
		z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		return z.DecodeAll(small, nil)
	})
	if err != nil {
		return nil, fmt.Errorf("weights of %q: %w", language, err)
	}
	return m, nil
}
