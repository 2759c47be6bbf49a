package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// writeLemmas writes the base forms of the verbs of a corpus where they differ from the form: "said" and "say".
func writeLemmas(docs []document, path string) error {
	counts := map[string]map[string]int{} // by form, in small letters
	for _, d := range docs {
		for _, s := range d.sentences {
			for _, w := range s {
				if !strings.HasPrefix(w.tag, "VB") {
					continue
				}
				form := strings.ToLower(strings.ReplaceAll(w.form, "’", "'"))
				if counts[form] == nil {
					counts[form] = map[string]int{}
				}
				counts[form][strings.ToLower(w.lemma)]++
			}
		}
	}
	var out strings.Builder
	for _, form := range slices.Sorted(maps.Keys(counts)) {
		best := ""
		for _, lemma := range slices.Sorted(maps.Keys(counts[form])) {
			if best == "" || counts[form][lemma] > counts[form][best] {
				best = lemma
			}
		}
		if best != form && !strings.ContainsAny(form+best, "\t\n") {
			fmt.Fprintf(&out, "%s\t%s\n", form, best)
		}
	}
	return os.WriteFile(path, []byte(out.String()), 0o644) //nolint:gosec // part of the source
}
