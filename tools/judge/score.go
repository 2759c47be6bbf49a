package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"onrecord/internal/news"
)

// label is what a person said of one attribution.
type label struct {
	File                 string
	Source, Cue, Content []news.Span
	Standing, Polarity   string
	Speaker              news.Span
}

func readLabels(path string) ([]label, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []label
	in := bufio.NewScanner(bytes.NewReader(raw))
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		var g label
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		out = append(out, g)
	}
	return out, in.Err()
}

// shared counts the code points that two lists of spans have in common.
func shared(a, b []news.Span) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x[1], y[1])-max(x[0], y[0]))
		}
	}
	return n
}

func length(spans []news.Span) int { return shared(spans, spans) }

// pair gives the statement whose content shares most with a label's, at least half of the shorter; then source and cue tell.
func pair(g label, statements []statement) *statement {
	var best *statement
	var top [4]float64
	for i := range statements {
		s := &statements[i]
		n := shared(g.Content, s.Content)
		a, b := length(g.Content), length(s.Content)
		if n == 0 || 2*n < min(a, b) {
			continue
		}
		value := [4]float64{float64(n), float64(n) / float64(a+b-n), float64(shared(g.Source, s.Source)), float64(shared(g.Cue, s.Cue))}
		if best == nil || less(top, value) {
			best, top = s, value
		}
	}
	return best
}

func less(a, b [4]float64) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// table counts answers to one question.
type table struct{ gold, given, right map[string]int }

func newTable() table { return table{map[string]int{}, map[string]int{}, map[string]int{}} }

func (t table) add(gold, given string) {
	t.gold[gold]++
	t.given[given]++
	if gold == given {
		t.right[gold]++
	}
}

func (t table) print(w io.Writer, name string, classes []string) {
	all, right, sum, n := 0, 0, 0.0, 0
	var rows []string
	for _, c := range classes {
		if t.gold[c] == 0 {
			continue
		}
		all, right, n = all+t.gold[c], right+t.right[c], n+1
		f1 := 2 * float64(t.right[c]) / float64(t.gold[c]+t.given[c])
		sum += f1
		rows = append(rows, fmt.Sprintf("%s %.2f (%d)", c, f1, t.gold[c]))
	}
	if n == 0 {
		return
	}
	fmt.Fprintf(w, "%s: accuracy %s, macro F1 %.3f: %s\n", name, percent(right, all), sum/float64(n), strings.Join(rows, ", "))
}

func score(w io.Writer, gold []label, texts map[string]*text) error {
	standing, polarity := newTable(), newTable()
	var found, speakers, right, silent, pronouns, rightly int
	for _, g := range gold {
		t := texts[g.File]
		s := pair(g, t.Statements)
		if s == nil {
			continue
		}
		found++
		if g.Standing != "" {
			standing.add(g.Standing, string(s.Standing))
		}
		if g.Polarity != "" {
			polarity.add(g.Polarity, string(s.Polarity))
		}
		if g.Speaker[1] == 0 {
			continue
		}
		if g.Speaker[1] > len(t.runes) || g.Speaker[0] >= g.Speaker[1] {
			return fmt.Errorf("%s: the speaker's span %v is not in the text", g.File, g.Speaker)
		}
		name := string(t.runes[g.Speaker[0]:g.Speaker[1]])
		ok := strings.Contains(strings.ToLower(s.Speaker), strings.ToLower(name))
		speakers, right, silent = speakers+1, right+one(ok), silent+one(s.Speaker == "")
		switch strings.ToLower(news.Cut(t.runes, g.Source)) {
		case "he", "she", "his", "her":
			pronouns, rightly = pronouns+1, rightly+one(ok)
		}
	}
	fmt.Fprintf(w, "labels %d, found %d\n", len(gold), found)
	standing.print(w, "standing", names(news.Standings()))
	polarity.print(w, "polarity", names(news.Polarities()))
	if speakers > 0 {
		fmt.Fprintf(w, "speaker: right %d of %d (%s), none given %d; of pronouns %d of %d (%s)\n", right, speakers, percent(right, speakers), silent,
			rightly, pronouns, percent(rightly, pronouns))
	}
	return nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func names[T ~string](list []T) []string {
	var out []string
	for _, n := range list {
		out = append(out, string(n))
	}
	return out
}
