package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strings"

	"onrecord/internal/group"
)

// set is reports whose stories are known, in the order in which they come.
type set struct {
	name    string
	reports []group.Ready
	story   map[string]string // by report
}

// load makes the sets.
func load(reports, gold, pairs string) ([]set, error) {
	story := map[string]string{}
	err := eachLine(gold, func(l string) error {
		id, s, _ := strings.Cut(l, "\t")
		story[id] = s
		return nil
	})
	if err != nil {
		return nil, err
	}
	var texts, heads []group.Report
	err = eachLine(reports, func(l string) error {
		var r struct{ ID, Title, Text string }
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			return err
		}
		texts = append(texts, group.Report{ID: r.ID, Title: r.Title, Text: r.Text, Language: "en"})
		return nil
	})
	if err != nil {
		return nil, err
	}
	votes := map[string]map[string]int{} // by headline
	err = eachLine(pairs, func(l string) error {
		f := strings.Split(l, "\t")
		if len(f) != 4 || f[2] == "unrelated" || story[f[1]] == "" {
			return nil
		}
		if h := strings.TrimSpace(f[3]); votes[h] == nil {
			votes[h] = map[string]int{}
			heads = append(heads, group.Report{ID: "h" + fmt.Sprint(len(heads)), Title: h, Language: "en"})
		}
		votes[strings.TrimSpace(f[3])][story[f[1]]]++
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		for s, n := range votes[h.Title] {
			if was := story[h.ID]; was == "" || n > votes[h.Title][was] || n == votes[h.Title][was] && s < was {
				story[h.ID] = s
			}
		}
	}
	both := slices.Concat(texts, heads)
	slices.SortStableFunc(both, func(a, b group.Report) int { return cmp.Compare(scatter(a.ID), scatter(b.ID)) })
	var out []set
	prepare := group.New(group.Options{}).Prepare
	for _, s := range []struct {
		name    string
		reports []group.Report
	}{{"texts", texts}, {"headlines", heads}, {"both", both}} {
		plain, timed := set{s.name, nil, story}, set{s.name + ", dated", nil, story}
		for _, r := range s.reports {
			plain.reports = append(plain.reports, prepare(r))
		}
		timed.reports = dated(plain.reports, story)
		out = append(out, plain, timed)
	}
	return out, nil
}

// scatter is a number for a name that says nothing about it, the same at each run.
func scatter(name string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, name) // to memory
	x := h.Sum64()
	x ^= x >> 31
	x *= 0x9e3779b97f4a7c15
	return x ^ x>>29
}

func eachLine(path string, fn func(line string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<26)
	for n := 1; s.Scan(); n++ {
		if err := fn(s.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return s.Err()
}

// half gives the reports of every second story.
func (s set) half(which int) set {
	out := set{s.name, nil, s.story}
	for _, r := range s.reports {
		if int(scatter(s.story[r.ID])%2) == which {
			out.reports = append(out.reports, r)
		}
	}
	return out
}

// bcubed is precision and recall by report (Bagga and Baldwin 1998): of the reports that share its story as found, and of
// those that should, how many do.
type bcubed struct{ precision, recall float64 }

func (b bcubed) f1() float64 { return 2 * b.precision * b.recall / (b.precision + b.recall) }

func (b bcubed) String() string {
	return fmt.Sprintf("%.4f (P %.4f R %.4f)", b.f1(), b.precision, b.recall)
}

// score groups the reports of a set and compares their stories with the known ones.
func (s set) score(w group.Weights) bcubed {
	batch := group.NewBatch(group.Options{Weights: &w})
	for _, r := range s.reports {
		batch.Add(r)
	}
	type pair struct{ is, should string }
	both, is, should := map[pair]float64{}, map[string]float64{}, map[string]float64{}
	for i, found := range batch.Stories() {
		known := s.story[s.reports[i].ID]
		both[pair{found, known}]++
		is[found]++
		should[known]++
	}
	var out bcubed
	for p, n := range both {
		out.precision += n * n / is[p.is] / float64(len(s.reports))
		out.recall += n * n / should[p.should] / float64(len(s.reports))
	}
	return out
}
