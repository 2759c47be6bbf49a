// Command background counts in how many English texts each stem occurs, for grouping to know a rare word from a common
// one before it has seen a report:
//
//	go run ./tools/background ../shared/bench/attribution/train/text/*.txt > internal/group/background.en.txt
//
// The first line is the number of texts; then one stem a line with its count, the most frequent first. Stems in fewer than
// four texts are left out: they are as good as new, and names of people among them are nobody's business here.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"

	"onrecord/internal/group"
)

const least = 4

func main() {
	counts := map[string]int{}
	for _, name := range os.Args[1:] {
		text, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, "background:", err)
			os.Exit(1)
		}
		for _, stem := range group.Stems(group.Report{Text: string(text)}) {
			counts[stem]++
		}
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n < least })
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, len(os.Args)-1)
	for _, stem := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	}) {
		fmt.Fprintln(out, stem, counts[stem])
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "background:", err)
		os.Exit(1)
	}
}
