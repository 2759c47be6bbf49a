// Command speakers measures how the people of different reports are matched, and counts the words that matching leans on.
//
//	go run ./tools/speakers score ../shared/bench/grouping/train.reports.jsonl tools/speakers/labels/developed.jsonl
//	go run ./tools/speakers score ../shared/bench/attribution/train/text tools/speakers/labels/held.jsonl
//	go run ./tools/speakers everywhere ../shared/bench/attribution/train/text/*.txt > internal/read/lexicon/en/everywhere.txt
//
// score takes names of people as they were labelled by hand, matches them report by report as the reader does, whatever it would
// find in the reports by itself, and says how many pairs of names in two reports were matched rightly. A label is the report's id,
// where in its text the name stands (code points) and whose it is: two labels of one person have the same number. With --wrong it
// prints the pairs that were judged wrongly.
//
// labels/developed.jsonl was looked at while the rules were written; labels/held.jsonl was labelled after, and nothing was changed for it.
// Both are names that the reader found, at most seven of a person, chosen so that other spellings and descriptions come first.
//
// everywhere prints the words with capitals that stand in many of some texts, each about something else: two reports that share
// them share nothing. With chance in its place, it is told how often two reports have enough other words in common, those of one
// story and those of two:
//
//	go run ./tools/speakers chance ../shared/bench/grouping/train.reports.jsonl ../shared/bench/grouping/train.gold.tsv
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"onrecord/internal/read/speaker"
)

func main() {
	flags := flag.NewFlagSet("speakers", flag.ExitOnError)
	wrong := flags.Bool("wrong", false, "print the pairs that were judged wrongly")
	flags.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: speakers [--wrong] score REPORTS.jsonl LABELS.jsonl | everywhere TEXT... | chance REPORTS.jsonl STORIES.tsv")
		flags.PrintDefaults()
	}
	_ = flags.Parse(os.Args[1:])
	if flags.NArg() < 2 || flags.Arg(0) != "everywhere" && flags.NArg() != 3 {
		flags.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, flags.Arg(0), flags.Args()[1:], *wrong); err != nil {
		fmt.Fprintln(os.Stderr, "speakers:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, verb string, args []string, wrong bool) error {
	rules, err := speaker.New("en")
	if err != nil {
		return err
	}
	switch verb {
	case "score":
		return score(w, rules, args[0], args[1], wrong)
	case "everywhere":
		return everywhere(w, rules, args)
	case "chance":
		return chance(w, rules, args[0], args[1])
	}
	return fmt.Errorf("there is no %q; say score, everywhere or chance", verb)
}
