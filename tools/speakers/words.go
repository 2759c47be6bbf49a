package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/speaker"
)

// A word stands everywhere if one text in this many has it.
const oneIn = 70

func everywhere(w io.Writer, rules *speaker.Rules, files []string) error {
	counts := map[string]int{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, word := range rules.Capitals(string(text)) {
			counts[word]++
		}
	}
	least := max(2, (len(files)+oneIn-1)/oneIn)
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n < least })
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Words with a capital that stand in at least %d of %d news texts about anything; made by tools/speakers.\n", least, len(files))
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintln(out, word)
	}
	return out.Flush()
}

// nobody is in no report; everybody's company in a report is the same.
const nobody = "Zyx Qwv"

// chance says how often two reports of one story, and of two, would have one full name in both taken for one person's.
func chance(w io.Writer, rules *speaker.Rules, reports, stories string) error {
	texts, err := readReports(reports)
	if err != nil {
		return err
	}
	story, err := readStories(stories)
	if err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(texts))
	company := map[string]string{}
	for _, id := range ids {
		found := rules.Look(texts[id], []news.Statement{{Standing: news.Named, Speaker: nobody}})
		company[id] = found[0].Company
	}
	var near, all [2]int
	for i, a := range ids {
		for _, b := range ids[:i] {
			same := 0
			if story[a] == story[b] {
				same = 1
			}
			all[same]++
			if rules.InCompany(company[a], company[b], nobody) {
				near[same]++
			}
		}
	}
	fmt.Fprintf(w, "pairs of reports of one story    %8d  in company %.3f\n", all[1], float64(near[1])/float64(max(1, all[1])))
	fmt.Fprintf(w, "pairs of reports of two stories  %8d  in company %.4f\n", all[0], float64(near[0])/float64(max(1, all[0])))
	return nil
}

func readStories(name string) (map[string]string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	story := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if id, s, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			story[id] = s
		}
	}
	return story, nil
}
