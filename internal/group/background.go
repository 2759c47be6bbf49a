package group

import (
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// background.en.txt says in how many of some hundred English news texts each stem occurs; tools/background makes it.
//
//go:embed background.en.txt
var englishBackground string

// background is the texts that the weights of words begin with, as if they had come before the stream.
type background struct {
	texts int
	in    map[string]int
}

// backgroundOf gives the background of a language. Without one, rarity is judged as if a few hundred texts had come that
// share no word with the stream.
func backgroundOf(language string) background {
	b := background{texts: 500}
	if language != "en" && language != "" && language != "und" {
		return b
	}
	b.in = map[string]int{}
	for i, line := range strings.Split(strings.TrimSpace(englishBackground), "\n") {
		stem, count, _ := strings.Cut(line, " ")
		if i == 0 {
			count = stem
		}
		n, err := strconv.Atoi(count)
		switch {
		case err != nil:
			continue // the file is ours, and tested
		case i == 0:
			b.texts = n
		default:
			b.in[stem] = n
		}
	}
	return b
}

// Stems gives the stems that a report is compared by, each once, in order.
func Stems(r Report) []string { return slices.Sorted(maps.Keys(digestOf(r).stems)) }
