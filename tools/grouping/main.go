// Command grouping learns the weights of grouping from reports whose stories are known, and says how well they do on stories
// that they were not learned from:
//
//	go run ./tools/grouping learn REPORTS.jsonl GOLD.tsv PAIRS.tsv > internal/group/weights.json
//	go run ./tools/grouping judge REPORTS.jsonl GOLD.tsv PAIRS.tsv
//	go run ./tools/grouping score REPORTS.jsonl GOLD.tsv PAIRS.tsv
//
// REPORTS are those of ../shared/bench/grouping with their stories GOLD, and PAIRS those of ../shared/bench/stance, whose
// claims are headlines: a headline's story is that of the reports that it is not unrelated to. Of them six sets are made: the
// texts, the headlines, and both at once; and each of the three with dates, which none of them has (see dates.go). learn
// uses all stories; judge learns from the stories of one half and scores those of the other, and the other way round; score
// scores the weights that the program has, on all.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"onrecord/internal/group"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "grouping:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("usage: grouping learn|judge|score REPORTS.jsonl GOLD.tsv PAIRS.tsv")
	}
	sets, err := load(args[1], args[2], args[3])
	if err != nil {
		return err
	}
	switch args[0] {
	case "learn":
		return printWeights(os.Stdout, learn(group.Learned(), sets))
	case "judge":
		for fold := range 2 {
			var mine, others []set
			for _, s := range sets {
				mine, others = append(mine, s.half(fold)), append(others, s.half(1-fold))
			}
			w := learn(group.Learned(), mine)
			fmt.Printf("learned from half %d:\n", fold)
			if err := printWeights(os.Stdout, w); err != nil {
				return err
			}
			for i := range sets {
				fmt.Printf("  %-18s its own half %s   the other half %s\n", sets[i].name, mine[i].score(w), others[i].score(w))
			}
		}
	case "score":
		for _, s := range sets {
			fmt.Printf("%-18s %s   halves %s, %s\n", s.name, s.score(group.Learned()), s.half(0).score(group.Learned()), s.half(1).score(group.Learned()))
		}
	default:
		return fmt.Errorf("there is no %q", args[0])
	}
	return nil
}

// learn goes from one weight to the next, trying values around it and keeping the best, until none gets better (coordinate
// ascent). What is raised is the mean BCubed F1 over the sets.
func learn(w group.Weights, sets []set) group.Weights {
	best := mean(w, sets)
	for _, step := range []float64{2, 1} {
		for range 2 {
			was := best
			for _, k := range knobs {
				for _, by := range []float64{-step, step} {
					for {
						try := w
						// What was merged on its evidence must not be split on the same.
						if *k.of(&try) += by * k.step; *k.of(&try) < k.least || try.Split < -try.Merge {
							break
						}
						got := mean(try, sets)
						if got <= best+0.0002 {
							break
						}
						w, best = try, got
					}
				}
				fmt.Fprintf(os.Stderr, "%s %.3f: %.4f\n", k.name, *k.of(&w), best)
			}
			if best < was+0.0005 {
				break
			}
		}
	}
	return w
}

// knob is a weight that is learned, and in which steps.
type knob struct {
	name        string
	of          func(w *group.Weights) *float64
	step, least float64
}

var knobs = []knob{
	{name: "long", of: func(w *group.Weights) *float64 { return &w.Long }, step: 0.008},
	{name: "short", of: func(w *group.Weights) *float64 { return &w.Short }, step: 0.01},
	{name: "mixed", of: func(w *group.Weights) *float64 { return &w.Mixed }, step: 0.01},
	{name: "soon", of: func(w *group.Weights) *float64 { return &w.Soon }, step: 0.01},
	{name: "fade", of: func(w *group.Weights) *float64 { return &w.Fade }, step: 0.005},
	{name: "nearest", of: func(w *group.Weights) *float64 { return &w.Nearest }, step: 0.07},
	{name: "merge", of: func(w *group.Weights) *float64 { return &w.Merge }, step: 0.008, least: -1},
	{name: "split", of: func(w *group.Weights) *float64 { return &w.Split }, step: 0.01, least: -1},
}

func mean(w group.Weights, sets []set) float64 {
	scores := make([]bcubed, len(sets))
	var wait sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range sets {
		wait.Go(func() {
			turn <- struct{}{}
			scores[i] = sets[i].score(w)
			<-turn
		})
	}
	wait.Wait()
	sum := 0.0
	for _, s := range scores {
		sum += s.f1()
	}
	return sum / float64(len(sets))
}
