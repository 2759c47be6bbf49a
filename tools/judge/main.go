// Command judge measures how attributions are judged, apart from how they are found: it takes them as people annotated them,
// lets the reader say speaker, standing, polarity and via, and compares that with labels.
//
//	go run ./tools/judge ../shared/bench/attribution/train tools/judge/labels/held.jsonl
//	go run ./tools/judge --found ../shared/bench/attribution/dev ../shared/bench/standing/dev.jsonl
//
// The first argument is a part of the attribution corpus (folders text and attributions), the second a file of labels: JSON
// Lines with file, source, cue and content as spans in code points, and any of standing, polarity and speaker, which is the
// span of a name in the text that a right answer has in it. With --found the reader finds the attributions too, and what it
// does not find is left out of the figures. With --json what was judged is printed in place of figures, as `onrecord read
// --json` prints it, for standing/score.py.
//
// labels/developed.jsonl was read while the rules were written; labels/held.jsonl was labelled before and never looked at.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/judge"
	"onrecord/internal/read/lexicon"
)

func main() {
	flags := flag.NewFlagSet("judge", flag.ExitOnError)
	found := flags.Bool("found", false, "find the attributions instead of taking them as annotated")
	asJSON := flags.Bool("json", false, "print what was judged, not figures")
	flags.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: judge [--found] [--json] CORPUS LABELS.jsonl")
		flags.PrintDefaults()
	}
	_ = flags.Parse(os.Args[1:])
	if flags.NArg() != 2 {
		flags.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, flags.Arg(0), flags.Arg(1), *found, *asJSON); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

// text is one text with what was judged of it.
type text struct {
	File       string      `json:"file"`
	Statements []statement `json:"statements"`

	runes []rune
}

type statement struct {
	Source   []news.Span   `json:"source"`
	Cue      []news.Span   `json:"cue"`
	Content  []news.Span   `json:"content"`
	Polarity news.Polarity `json:"polarity"`
	Standing news.Standing `json:"standing"`
	Speaker  string        `json:"speaker"`
	Via      []string      `json:"via"`
}

func run(w io.Writer, corpus, labels string, found, asJSON bool) error {
	l, err := lexicon.Load("en")
	if err != nil {
		return err
	}
	gold, err := readLabels(labels)
	if err != nil {
		return err
	}
	texts := map[string]*text{}
	var names []string
	for _, g := range gold {
		if texts[g.File] == nil {
			if texts[g.File], err = judged(corpus, g.File, l, found); err != nil {
				return err
			}
			names = append(names, g.File)
		}
	}
	if !asJSON {
		return score(w, gold, texts)
	}
	slices.Sort(names)
	b := bufio.NewWriter(w)
	out := json.NewEncoder(b)
	for _, name := range names {
		if err := out.Encode(texts[name]); err != nil {
			return err
		}
	}
	return b.Flush()
}

// judged reads a text and judges its attributions.
func judged(corpus, name string, l *lexicon.Lexicon, found bool) (*text, error) {
	raw, err := os.ReadFile(filepath.Join(corpus, "text", name))
	if err != nil {
		return nil, err
	}
	t := find.New(string(raw), l)
	var candidates []find.Candidate
	if found {
		candidates = t.Find()
	} else if candidates, err = annotated(t, l, corpus, name); err != nil {
		return nil, err
	}
	out := &text{File: name, runes: []rune(string(raw))}
	for _, s := range judge.Judge(t, l, candidates) {
		out.Statements = append(out.Statements, statement{s.Source, s.Cue, s.Content, s.Polarity, s.Standing, s.Speaker, s.Via})
	}
	return out, nil
}
