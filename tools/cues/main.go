// Command cues makes the learned part of the reader's English lexicon from the attribution corpus:
//
//	go run ./tools/cues ../shared/bench/attribution internal/read/lexicon/en
//
// It first counts which words bear which parts of speech (train.syntax.conll.gz → tags.txt), then lets the reader propose
// attributions in the training texts and counts which of its patterns the annotators agree with (train/ → cues.txt). The
// same corpus gives the same files. It reads nothing but the training part.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: cues CORPUS LEXICON")
		os.Exit(2)
	}
	corpus, lexicon := os.Args[1], os.Args[2]
	if err := run(corpus, lexicon); err != nil {
		fmt.Fprintln(os.Stderr, "cues:", err)
		os.Exit(1)
	}
}

func run(corpus, folder string) error {
	counts, err := countTags(corpus)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(folder, "tags.txt"), counts.Write); err != nil {
		return err
	}
	cues, err := countCues(filepath.Join(corpus, "train"), folder, counts)
	if err != nil {
		return err
	}
	return write(filepath.Join(folder, "cues.txt"), cues.Write)
}
