// Command stance learns the weights of package stance and says how well they hold on stories that they were not learned
// from:
//
//	go run ./tools/stance ../shared/bench/stance/train.pairs.tsv ../shared/bench/stance/train.bodies.jsonl \
//	    ../shared/bench/grouping/train.gold.tsv > internal/weigh/stance/weights.txt
//
// The figures, on stderr, are of five parts by story: a part's pairs are judged by weights learned from pairs neither side
// of which belongs to one of its stories, and leaning is chosen on the other parts too. The same input gives the same
// weights.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"log"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"onrecord/internal/weigh/stance"
)

const parts = 5

// pair is one example. Parts are those of the stories that its text and its claim belong to; -1 if it is not known.
type pair struct {
	text, claim         string
	gold                int // 0 to 2: the directions, 3: unrelated
	textPart, claimPart int

	related, direction vector
	sure               float64 // as judged
	odds               [3]float64
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: stance PAIRS BODIES GOLD")
	}
	pairs, texts, storyOf := load(os.Args[1], os.Args[2], os.Args[3])
	taken := map[string]*stance.Text{}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		taken[id] = stance.NewText(texts[id])
	}
	rarity := stance.NewRarity(slices.Collect(maps.Values(taken))...)
	known := common(taken, storyOf)
	claims := map[string]*stance.Claim{}
	names := &names{ids: map[string]int32{}}
	for _, p := range pairs {
		c := claims[p.claim]
		if c == nil {
			c = stance.NewClaim(p.claim)
			claims[p.claim] = c
		}
		p.related = names.vector(stance.RelatedFeatures(c, taken[p.text], rarity))
		if p.gold != 3 {
			p.direction = names.vector(stance.DirectionFeatures(c, taken[p.text], rarity, func(s string) bool { return known[s] }))
		}
	}
	for part := range parts {
		var train []*pair
		for _, p := range pairs {
			if p.textPart != part && p.claimPart != part {
				train = append(train, p)
			}
		}
		r, d := learn(train, names)
		for _, p := range pairs {
			if p.textPart != part {
				continue
			}
			if p.gold == 3 {
				// Only now, and only where it is taken for related: the directions of unrelated pairs are many and idle.
				if p.sure = r.sure(p.related); p.sure > 0.05 && p.direction == nil {
					p.direction = names.vector(stance.DirectionFeatures(claims[p.claim], taken[p.text], rarity, func(s string) bool { return known[s] }))
				}
			}
			p.sure = r.sure(p.related)
			p.odds = d.odds(p.direction)
		}
	}
	var judged [4][4]int
	for part := range parts {
		var others, own []*pair
		for _, p := range pairs {
			if p.textPart == part {
				own = append(own, p)
			} else {
				others = append(others, p)
			}
		}
		least, lean := choose(others)
		m := confusion(own, least, lean)
		log.Printf("part %d: least %.2f, lean %.2f: %s", part, least, lean, figures(m))
		for i := range m {
			for j := range m[i] {
				judged[i][j] += m[i][j]
			}
		}
	}
	log.Printf("stories not learned from: %s", figures(judged))
	least, lean := choose(pairs)
	r, d := learn(pairs, names)
	write(r, d, names, known, least, lean)
}

// common gives the stems that occur in texts of so many stories that they belong to none.
func common(texts map[string]*stance.Text, storyOf map[string]string) map[string]bool {
	in := map[string]map[string]bool{}
	stories := map[string]bool{}
	for id, t := range texts {
		stories[storyOf[id]] = true
		for s := range t.Stems() {
			if in[s] == nil {
				in[s] = map[string]bool{}
			}
			in[s][storyOf[id]] = true
		}
	}
	out := map[string]bool{}
	for s, st := range in {
		if len(st)*4 >= len(stories) {
			out[s] = true
		}
	}
	return out
}

func load(pairsFile, bodiesFile, goldFile string) ([]*pair, map[string]string, map[string]string) {
	storyOf := map[string]string{}
	for _, line := range lines(goldFile) {
		id, story, _ := strings.Cut(line, "\t")
		storyOf[id] = story
	}
	texts := map[string]string{}
	for _, line := range lines(bodiesFile) {
		var b struct{ Body, Text string }
		if err := json.Unmarshal([]byte(line), &b); err != nil {
			log.Fatal(err)
		}
		texts[b.Body] = b.Text
	}
	all := lines(pairsFile)
	column := map[string]int{}
	for i, name := range strings.Split(all[0], "\t") {
		column[name] = i
	}
	partOf := func(story string) int {
		if story == "" {
			return -1
		}
		h := fnv.New32a()
		h.Write([]byte(story))
		return int(h.Sum32()>>3) % parts
	}
	stances := []string{"agree", "disagree", "discuss", "unrelated"}
	var pairs []*pair
	claimStory := map[string]string{}
	for _, line := range all[1:] {
		f := strings.Split(line, "\t")
		p := &pair{text: f[column["body"]], claim: strings.Trim(f[column["claim"]], `"`), gold: slices.Index(stances, f[column["stance"]])}
		p.textPart = partOf(storyOf[p.text])
		if p.gold != 3 {
			claimStory[p.claim] = storyOf[p.text]
		}
		pairs = append(pairs, p)
	}
	for _, p := range pairs {
		p.claimPart = partOf(claimStory[p.claim])
	}
	return pairs, texts, storyOf
}

func lines(name string) []string {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var out []string
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		out = append(out, s.Text())
	}
	if err := s.Err(); err != nil {
		log.Fatal(err)
	}
	return out
}

// choose finds the surety and leaning with the best mean of F1 over the stances, by trying a grid.
func choose(pairs []*pair) (least float64, lean [3]float64) {
	best := -1.0
	for _, l := range []float64{0.2, 0.3, 0.4, 0.5, 0.6} {
		if v := macro(confusion(pairs, l, lean)); v > best {
			best, least = v, l
		}
	}
	for a := -0.6; a <= 0.61; a += 0.2 {
		for d := -0.4; d <= 2.01; d += 0.2 {
			if v := macro(confusion(pairs, least, [3]float64{a, d, 0})); v > best {
				best, lean = v, [3]float64{a, d, 0}
			}
		}
	}
	return least, lean
}

func confusion(pairs []*pair, least float64, lean [3]float64) (m [4][4]int) {
	for _, p := range pairs {
		said := 3
		if p.sure >= least {
			said = 0
			for i := range lean {
				if p.odds[i]+lean[i] > p.odds[said]+lean[said] {
					said = i
				}
			}
		}
		m[p.gold][said]++
	}
	return m
}

func f1s(m [4][4]int) (out [4]float64) {
	for i := range m {
		said, gold := 0, 0
		for j := range m {
			said += m[j][i]
			gold += m[i][j]
		}
		if said+gold > 0 {
			out[i] = 2 * float64(m[i][i]) / float64(said+gold)
		}
	}
	return out
}

func macro(m [4][4]int) float64 {
	f := f1s(m)
	return (f[0] + f[1] + f[2] + f[3]) / 4
}

func figures(m [4][4]int) string {
	score, best := 0.0, 0.0
	for g := range m {
		for s, n := range m[g] {
			if g == 3 {
				best += 0.25 * float64(n)
			} else {
				best += float64(n)
			}
			if (g == 3) == (s == 3) {
				score += 0.25 * float64(n)
			}
			if g == s && g != 3 {
				score += 0.75 * float64(n)
			}
		}
	}
	f := f1s(m)
	return fmt.Sprintf("agree %.3f disagree %.3f discuss %.3f unrelated %.3f, macro F1 %.4f, relative score %.2f", f[0], f[1], f[2], f[3], macro(m), 100*score/best)
}

func write(r, d *model, n *names, known map[string]bool, least float64, lean [3]float64) {
	out := bufio.NewWriter(os.Stdout)
	defer func() {
		if err := out.Flush(); err != nil {
			log.Fatal(err)
		}
	}()
	fmt.Fprintln(out, "# Learned by tools/stance from the pairs of FNC-1's training part. Do not edit: run it again.")
	fmt.Fprintf(out, "least\t%.2f\nlean\t%.2f\t%.2f\t%.2f\n", least, lean[0], lean[1], lean[2])
	for _, s := range slices.Sorted(maps.Keys(known)) {
		fmt.Fprintf(out, "known\t%s\n", s)
	}
	for _, name := range slices.Sorted(maps.Keys(n.ids)) {
		id := n.ids[name]
		if w := r.weights[0][id]; math.Abs(w) >= 0.005 {
			fmt.Fprintf(out, "related\t%s\t%.3f\n", name, w)
		}
		w := [3]float64{d.weights[0][id], d.weights[1][id], d.weights[2][id]}
		if math.Abs(w[0])+math.Abs(w[1])+math.Abs(w[2]) >= 0.03 {
			fmt.Fprintf(out, "direction\t%s\t%.3f\t%.3f\t%.3f\n", name, w[0], w[1], w[2])
		}
	}
}
