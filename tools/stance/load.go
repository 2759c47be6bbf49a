package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"log"
	"os"
	"slices"
	"strings"

	"onrecord/internal/weigh/stance"
)

// pair is one example. The stories are those that its text and its claim belong to; "" is one that is not known.
type pair struct {
	text, claim           string
	gold                  int // 0 to 2: the directions; unrelated
	textStory, claimStory string
}

const unrelated = 3

// bench is what is learned from.
type bench struct {
	pairs   []*pair
	texts   map[string]string
	storyOf map[string]string // by text
}

func load(pairsFile, bodiesFile, goldFile string) bench {
	b := bench{texts: map[string]string{}, storyOf: map[string]string{}}
	for _, line := range lines(goldFile) {
		id, story, _ := strings.Cut(line, "\t")
		b.storyOf[id] = story
	}
	for i, line := range lines(bodiesFile) {
		var body struct{ Body, Text string }
		if err := json.Unmarshal([]byte(line), &body); err != nil {
			log.Fatalf("%s, line %d: %v", bodiesFile, i+1, err)
		}
		b.texts[body.Body] = body.Text
	}
	all := lines(pairsFile)
	column := map[string]int{}
	for i, name := range strings.Split(all[0], "\t") {
		column[name] = i
	}
	stances := directions()
	storyOfClaim := map[string]string{}
	for i, line := range all[1:] {
		f := strings.Split(line, "\t")
		if len(f) < len(column) {
			log.Fatalf("%s, line %d: %d fields, not %d", pairsFile, i+2, len(f), len(column))
		}
		p := &pair{text: f[column["body"]], claim: f[column["claim"]], gold: slices.Index(stances, f[column["stance"]])}
		if p.gold < 0 {
			log.Fatalf("%s, line %d: %q is none of %q", pairsFile, i+2, f[column["stance"]], stances)
		}
		if p.textStory = b.storyOf[p.text]; p.gold != unrelated {
			storyOfClaim[p.claim] = p.textStory
		}
		b.pairs = append(b.pairs, p)
	}
	for _, p := range b.pairs {
		p.claimStory = storyOfClaim[p.claim]
	}
	return b
}

func directions() (out []string) {
	for _, s := range stance.Directions() {
		out = append(out, string(s))
	}
	return append(out, string(stance.Unrelated))
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

// split assigns stories to parts. A salt makes another assignment.
type split struct {
	salt  string
	parts int
}

// of gives the part of a story; what belongs to no story belongs to no part.
func (s split) of(story string) int {
	if story == "" {
		return -1
	}
	h := fnv.New32a()
	fmt.Fprintf(h, "%s/%s", s.salt, story)
	return int(h.Sum32()>>3) % s.parts
}

// apart gives the pairs whose texts are of stories of a part, and those of which nothing is.
func (s split) apart(pairs []*pair, part int) (inside, outside []*pair) {
	for _, p := range pairs {
		switch {
		case s.of(p.textStory) == part:
			inside = append(inside, p)
		case s.of(p.claimStory) != part:
			outside = append(outside, p)
		}
	}
	return inside, outside
}
