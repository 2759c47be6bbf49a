package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// token is a word of the corpus with another tool's analysis.
type token struct {
	start, end       int
	form, tag, lemma string
	head             int // from 1; 0: root
	label            string
}

// document is a text as sentences.
type document struct {
	name      string
	sentences [][]token
}

// readSyntax reads a file of analysed texts. Forms are those of the texts, which stand in a folder: the file has “(” as "-LRB-"
// and “ as "“".
func readSyntax(path, folder string) ([]document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []document
	var sentence []token
	var text []rune
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	flush := func() {
		if len(sentence) > 0 {
			d := &out[len(out)-1]
			d.sentences = append(d.sentences, sentence)
			sentence = nil
		}
	}
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if name, ok := strings.CutPrefix(line, "# file = "); ok {
			flush()
			out = append(out, document{name: name})
			b, err := os.ReadFile(filepath.Join(folder, "text", name))
			if err != nil {
				return nil, err
			}
			text = []rune(string(b))
			continue
		}
		if line == "" {
			flush()
			continue
		}
		parts := strings.Split(line, "\t")
		if strings.HasPrefix(line, "# ") && len(parts) == 1 || len(parts) != 8 {
			continue // comments and coreference
		}
		t := token{tag: parts[3], lemma: parts[4], label: parts[7]}
		if t.start, err = strconv.Atoi(parts[0]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if t.end, err = strconv.Atoi(parts[1]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if t.start < 0 || t.end <= t.start || t.end > len(text) {
			return nil, fmt.Errorf("%s:%d: %d to %d is no place in the text, which has %d code points", path, n, t.start, t.end, len(text))
		}
		t.form = string(text[t.start:t.end])
		if t.head, err = strconv.Atoi(parts[6]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		sentence = append(sentence, t)
	}
	flush()
	return out, lines.Err()
}
