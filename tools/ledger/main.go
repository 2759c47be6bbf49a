// Command ledger learns the weights of package weigh from stories labelled by hand, and says how well they hold on stories that they were
// not learned from:
//
//	go run ./tools/ledger ../shared/bench/ledger/dev.jsonl ../shared/bench/grouping/train.reports.jsonl > internal/weigh/weights.txt
//
// It learns from the labels of the first file and from labels/developed.jsonl, made in the same way (labels/README.md). The figures, on stderr,
// are of eleven parts by story, each judged by weights learned from the other ten, of labels/held.jsonl, from which nothing is
// learned or chosen, and of labels/trial.jsonl, stories made up for a trial, which mends were made with in sight. The same input gives the same weights.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/read"
	"onrecord/internal/weigh"
)

const parts = 11

// label is what a person said of one article.
type label struct {
	ID, Origin, Standing string
	Stance               news.Stance
	Also                 []string
	EchoOf               *string `json:"echo_of"`
}

// story is one story with its labels.
type story struct {
	Story    string
	Origins  int `json:"origins_independent"`
	Articles []label

	set      string
	part     int
	accounts []news.Account
	study    *weigh.Study
	labels   []label // in the order of the study
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: ledger LABELS REPORTS")
	}
	developed := slices.Concat(load("dev", os.Args[1]), load("developed", "tools/ledger/labels/developed.jsonl"))
	held := load("held", "tools/ledger/labels/held.jsonl")
	trial := load("trial", "tools/ledger/labels/trial.jsonl")
	study(slices.Concat(developed, held, trial), reports(os.Args[2], "tools/ledger/labels/trial.reports.jsonl"))

	order := rand.New(rand.NewPCG(7, 7)).Perm(len(developed))
	for i, n := range order {
		developed[n].part = i % parts
	}
	var wait sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	scores := make([]map[string]*score, parts)
	for part := range parts {
		wait.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			var own, others []*story
			for _, s := range developed {
				if s.part == part {
					own = append(own, s)
				} else {
					others = append(others, s)
				}
			}
			scores[part] = judge(learn(others), own)
		})
	}
	wait.Wait()
	total := map[string]*score{}
	for _, by := range scores {
		for set, s := range by {
			for _, name := range []string{set, "all"} {
				if total[name] == nil {
					total[name] = &score{}
				}
				total[name].add(s)
			}
		}
	}
	m := learn(developed)
	maps.Copy(total, judge(m, slices.Concat(held, trial)))
	for _, set := range []string{"dev", "developed", "all", "held", "trial"} {
		log.Printf("%-9s %s", set, total[set])
	}
	fmt.Println("# Made by tools/ledger from", len(developed), "stories; internal/weigh/model.go says what the lines mean.")
	if err := m.Write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func load(set, name string) []*story {
	var out []*story
	each(name, func(line []byte) error {
		s := &story{set: set}
		out = append(out, s)
		return json.Unmarshal(line, s)
	})
	return out
}

// report is one article; all but the id and text may be missing.
type report struct {
	ID, Title, Text, Outlet string
	Published               int64 // seconds since 1970
}

func reports(names ...string) map[string]report {
	out := map[string]report{}
	for _, name := range names {
		each(name, func(line []byte) error {
			var r report
			err := json.Unmarshal(line, &r)
			out[r.ID] = r
			return err
		})
	}
	return out
}

func each(name string, fn func(line []byte) error) {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 16<<20)
	for n := 1; s.Scan(); n++ {
		if err := fn(s.Bytes()); err != nil {
			log.Fatalf("%s, line %d: %v", name, n, err)
		}
	}
	if err := s.Err(); err != nil {
		log.Fatal(err)
	}
}

// study reads the texts of all stories and looks at them.
func study(stories []*story, reports map[string]report) {
	reader, err := read.New()
	if err != nil {
		log.Fatal(err)
	}
	next := make(chan *story)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for s := range next {
				byID := map[news.ID]label{}
				for _, a := range s.Articles {
					r, ok := reports[a.ID]
					if !ok {
						log.Fatalf("story %s: there is no report %s", s.Story, a.ID)
					}
					reading := reader.Text(r.Text)
					account := news.Account{
						Report: news.Report{ID: news.ID(a.ID), Title: r.Title, Outlet: r.Outlet, Language: reading.Language},
						Outlet: news.Outlet{Name: r.Outlet}, Title: r.Title, Text: r.Text, Statements: reading.Statements,
					}
					if r.Published > 0 {
						account.Report.Published = time.Unix(r.Published, 0).UTC()
					}
					s.accounts = append(s.accounts, account)
					byID[news.ID(a.ID)] = a
				}
				s.study = weigh.NewStudy(s.accounts)
				for _, id := range s.study.Reports {
					s.labels = append(s.labels, byID[id])
				}
			}
		})
	}
	for _, s := range stories {
		next <- s
	}
	close(next)
	wait.Wait()
}
