package weigh

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed signs.en.txt
var signList string

// signs are words that tell how a writer takes a claim or where it comes from.
type signs struct {
	names    []string
	words    map[string][]int    // by the word: the signs that it is
	prefixes map[string][]begins // by its first four letters
	starts   map[string][]begins // by the first word of several
}

// begins is a word, or several in a row, by the beginning of which a sign is known.
type begins struct {
	words []string
	sign  int
}

// english gives the signs of English. Other languages show none.
var english = sync.OnceValue(func() *signs {
	s := &signs{words: map[string][]int{}, prefixes: map[string][]begins{}, starts: map[string][]begins{}}
	for _, line := range strings.Split(signList, "\n") {
		name, list, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n := len(s.names)
		s.names = append(s.names, name)
		for _, w := range strings.Fields(list) {
			several := strings.Split(w, "_")
			stem, prefix := strings.CutSuffix(w, "*")
			switch {
			case len(several) > 1:
				s.starts[several[0]] = append(s.starts[several[0]], begins{several, n})
			case prefix:
				s.prefixes[stem[:4]] = append(s.prefixes[stem[:4]], begins{[]string{stem}, n})
			default:
				s.words[w] = append(s.words[w], n)
			}
		}
	}
	for _, p := range phrases {
		s.names = append(s.names, p.name)
	}
	return s
})

// in gives the signs in a sentence, by number, each once, in order.
func (s *signs) in(text string, words []string) []int {
	var out []int
	low := strings.ToLower(text)
	for i, p := range phrases {
		if p.in(text, low) {
			out = append(out, len(s.names)-len(phrases)+i)
		}
	}
	for i, w := range words {
		w = strings.ReplaceAll(w, "’", "'")
		out = append(out, s.words[w]...)
		for _, b := range s.prefixes[w[:min(len(w), 4)]] {
			if strings.HasPrefix(w, b.words[0]) {
				out = append(out, b.sign)
			}
		}
		for _, st := range s.starts[w] {
			if i+len(st.words) <= len(words) && slices.Equal(words[i:i+len(st.words)], st.words) {
				out = append(out, st.sign)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// number gives the number of a sign.
func (s *signs) number(name string) int { return slices.Index(s.names, name) }
