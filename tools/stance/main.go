// Command stance learns the weights of package stance and says how well they hold on stories that they were not learned
// from:
//
//	go run ./tools/stance ../shared/bench/stance/train.pairs.tsv ../shared/bench/stance/train.bodies.jsonl \
//	    ../shared/bench/grouping/train.gold.tsv > internal/weigh/stance/weights.txt.zst
//
// The figures, on stderr, are of five parts by story, for several assignments of stories to parts: a part's pairs are judged
// by weights learned from pairs neither side of which belongs to one of its stories; which words are known, how rare they
// are, and all that is chosen is learned from these pairs too. The same input gives the same weights.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"onrecord/internal/weigh/stance"
)

const parts = 5

func main() {
	log.SetFlags(0)
	assignments := flag.Int("assignments", 3, "how many assignments of stories to parts to measure; 0 measures nothing")
	measure := flag.Bool("measure", false, "measure alone: learn no weights from all stories")
	wrong := flag.String("wrong", "", "a file to write the misjudged pairs of the first assignment to, for people to read")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: stance [-assignments N] [-measure] [-wrong FILE] PAIRS BODIES GOLD > WEIGHTS")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 3 {
		flag.Usage()
		os.Exit(2)
	}
	b := load(flag.Arg(0), flag.Arg(1), flag.Arg(2))
	var all []measures
	for a := range *assignments {
		list := io.Discard
		if *wrong != "" && a == 0 {
			f, err := os.Create(*wrong)
			if err != nil {
				log.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			list = f
		}
		m := held(b, split{strconv.Itoa(a), parts}, list)
		log.Printf("assignment %d: %s", a, m.measures())
		log.Printf("  said of agree, disagree, discuss, unrelated: %v", m)
		all = append(all, m.measures())
	}
	if len(all) > 0 {
		log.Printf("stories not learned from: %s", spread(all))
	}
	if *measure {
		return
	}
	w := learn(b, b.pairs)
	w.Note = "Learned by tools/stance from the pairs of FNC-1's training part. Do not edit: run it again."
	out, err := zstd.NewWriter(os.Stdout, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err == nil {
		if err = w.Write(out); err == nil {
			err = out.Close()
		}
	}
	if err != nil {
		log.Fatal(err)
	}
}

// held judges every pair by weights that were learned without its part, and lists what it misjudges.
func held(b bench, s split, wrong io.Writer) (sum confusion) {
	var wait sync.WaitGroup
	var lock sync.Mutex
	turn := make(chan bool, runtime.GOMAXPROCS(0))
	for part := range s.parts {
		turn <- true
		wait.Go(func() {
			defer func() { <-turn }()
			inside, outside := s.apart(b.pairs, part)
			m, list := judge(b, learn(b, outside), inside)
			lock.Lock()
			defer lock.Unlock()
			sum.add(m)
			if _, err := io.WriteString(wrong, list); err != nil {
				log.Fatal(err)
			}
		})
	}
	wait.Wait()
	return sum
}

// judge counts what weights make of pairs, and lists those that they misjudge: what is right, what was said, how sure that
// it is related, the scores of the directions, and the pair.
func judge(b bench, w stance.Weights, pairs []*pair) (m confusion, wrong string) {
	j, err := stance.NewJudge(w)
	if err != nil {
		log.Fatal(err)
	}
	claims, texts := map[string]*stance.Claim{}, map[string]*stance.Text{}
	names := directions()
	var list strings.Builder
	for _, p := range pairs {
		if claims[p.claim] == nil {
			claims[p.claim] = j.Claim(p.claim)
		}
		if texts[p.text] == nil {
			texts[p.text] = j.Text(b.texts[p.text])
		}
		said := slices.Index(names, string(j.Stance(claims[p.claim], texts[p.text])))
		m[p.gold][said]++
		if said != p.gold {
			sure, odds := j.Scores(claims[p.claim], texts[p.text])
			fmt.Fprintf(&list, "%s\t%s\t%.2f\t%.2f\t%s\t%s\t%s\n", names[p.gold], names[said], sure, odds, p.textStory, p.text, p.claim)
		}
	}
	return m, list.String()
}
