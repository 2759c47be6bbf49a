package tag

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Tag is a part of speech as in the Penn Treebank: "NN", "VBD", … A tag with a plus sign belongs to one word that behaves
// like no other of its kind ("VBD+be"); Kind takes the sign off.
type Tag string

// Kind gives the tag without the word it is bound to.
func (t Tag) Kind() Tag {
	if i := strings.IndexByte(string(t), '+'); i > 0 {
		return t[:i]
	}
	return t
}

// bound gives the words that have tags of their own, because what follows them depends on the word.
var bound = map[string]string{
	"be": "be", "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'m": "be", "'re": "be",
	"have": "have", "has": "have", "had": "have", "having": "have", "'ve": "have",
	"do": "do", "does": "do", "did": "do", "that": "that", "by": "by", "of": "of", "n't": "not", "not": "not", "'s": "s", "'d": "d",
}

// Bind gives the tag that a word with a plain tag has in the model.
func Bind(word, plain string) string {
	if b, ok := bound[word]; ok {
		return plain + "+" + b
	}
	return plain
}

// Counts are how often words, endings and neighbours bear which tags in a tagged corpus.
type Counts struct {
	Words   map[string]map[string]int // by form as written
	Endings map[string]map[string]int // of rare words; see Endings
	Follow  map[string]map[string]int // tag, then tag; "" is the border of a sentence
	Lemmas  map[string]string         // of verbs, by form in small letters
}

// ending gives the key under which a word's shape and last n letters are counted.
func ending(word string, n int) string {
	shape := "l"
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case strings.ContainsAny(word, "0123456789"):
		shape = "d"
	case Token{Text: word}.Capital():
		shape = "C"
	case !wordRune(r):
		shape = "p"
	case strings.Contains(word, "-"):
		shape = "h"
	}
	cut := len(word)
	for range n {
		if cut == 0 {
			break
		}
		_, size := utf8.DecodeLastRuneInString(word[:cut])
		cut -= size
	}
	tail := strings.ToLower(word[cut:])
	if shape == "d" {
		tail = ""
	}
	return shape + "-" + tail
}

// longestEnding is how many letters an ending has at most.
const longestEnding = 4

// Endings gives the keys of a word's endings, the longest first.
func Endings(word string) []string {
	keys := make([]string, 0, longestEnding+1)
	for n := longestEnding; n >= 0; n-- {
		keys = append(keys, ending(word, n))
	}
	return keys
}

// Write stores counts as text: a section's name in brackets, then a line a key, in order.
func (c Counts) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, s := range []struct {
		name  string
		table map[string]map[string]int
	}{{"words", c.Words}, {"endings", c.Endings}, {"follow", c.Follow}} {
		fmt.Fprintf(b, "[%s]\n", s.name)
		for _, key := range slices.Sorted(maps.Keys(s.table)) {
			row := s.table[key]
			tags := slices.Collect(maps.Keys(row))
			slices.SortFunc(tags, func(x, y string) int { return cmp.Or(row[y]-row[x], strings.Compare(x, y)) })
			fmt.Fprint(b, key)
			for _, tag := range tags {
				fmt.Fprintf(b, "\t%s %d", tag, row[tag])
			}
			fmt.Fprintln(b)
		}
	}
	fmt.Fprintf(b, "[lemmas]\n")
	for _, key := range slices.Sorted(maps.Keys(c.Lemmas)) {
		fmt.Fprintf(b, "%s\t%s\n", key, c.Lemmas[key])
	}
	return b.Flush()
}

// ReadCounts reads what Write wrote.
func ReadCounts(r io.Reader) (Counts, error) {
	c := Counts{Words: map[string]map[string]int{}, Endings: map[string]map[string]int{}, Follow: map[string]map[string]int{}, Lemmas: map[string]string{}}
	sections := map[string]map[string]map[string]int{"[words]": c.Words, "[endings]": c.Endings, "[follow]": c.Follow}
	var table map[string]map[string]int
	lemmas := false
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		text := in.Text()
		if t, ok := sections[text]; ok {
			table = t
			continue
		}
		if text == "[lemmas]" {
			lemmas = true
			continue
		}
		cells := strings.Split(text, "\t")
		if len(cells) < 2 || table == nil {
			return c, fmt.Errorf("tag counts, line %d: no key and counts divided by tabs", line)
		}
		if lemmas {
			c.Lemmas[cells[0]] = cells[1]
			continue
		}
		row := make(map[string]int, len(cells)-1)
		for _, cell := range cells[1:] {
			tag, count, ok := strings.Cut(cell, " ")
			n, err := strconv.Atoi(count)
			if !ok || err != nil || n < 1 {
				return c, fmt.Errorf("tag counts, line %d: %q is no tag with a count", line, cell)
			}
			row[tag] = n
		}
		table[cells[0]] = row
	}
	return c, in.Err()
}

// Tagger gives tokens their tags: a hidden Markov model of first order over tags, some of which are bound to words, with
// words that were seldom or never seen guessed by shape and ending (after Brants, TnT, 2000).
type Tagger struct {
	tags    []Tag
	words   map[string][]scored
	endings map[string][]scored
	follow  [][]float64 // log probability of the second tag after the first; the last row is the border
	lemmas  map[string]string
	open    []scored // for what no ending covers
}

type scored struct {
	tag   int
	score float64 // log probability of the word given the tag, up to a constant
}

// NewTagger makes a tagger from counts.
func NewTagger(c Counts) (*Tagger, error) {
	totals, all := map[string]int{}, 0
	for _, row := range c.Follow {
		for to, n := range row {
			if to != "" {
				totals[to] += n
				all += n
			}
		}
	}
	if all == 0 {
		return nil, fmt.Errorf("tag counts: empty")
	}
	names := slices.Sorted(maps.Keys(totals))
	index := map[string]int{}
	t := &Tagger{words: make(map[string][]scored, len(c.Words)), endings: make(map[string][]scored, len(c.Endings)), lemmas: c.Lemmas}
	for i, name := range names {
		index[name] = i
		t.tags = append(t.tags, Tag(name))
		if totals[name] > all/1000 && !strings.Contains(name, "+") {
			t.open = append(t.open, scored{i, 0})
		}
	}
	t.transitions(c, names, totals, all)
	score := func(p map[string]float64) []scored {
		var out []scored
		for tag, v := range p {
			if i, ok := index[tag]; ok && v > 1e-4 {
				out = append(out, scored{i, math.Log(v * float64(all) / float64(totals[tag]))})
			}
		}
		slices.SortFunc(out, func(a, b scored) int { return a.tag - b.tag })
		return out
	}
	for key := range c.Endings {
		t.endings[key] = score(guess(c, shorter(key)))
	}
	for word, row := range c.Words {
		seen := sum(row)
		p := map[string]float64{}
		if seen < 10 {
			for tag, v := range guess(c, Endings(word)) {
				p[tag] = v / (1 + float64(seen))
			}
		}
		for tag, n := range row {
			p[tag] += float64(n) / (1 + float64(seen))
		}
		t.words[word] = score(p)
	}
	return t, nil
}

// transitions works out how likely a tag is after another. Pairs that were never seen lean on how frequent the second is.
func (t *Tagger) transitions(c Counts, names []string, totals map[string]int, all int) {
	borders := append(slices.Clone(names), "")
	for _, from := range borders {
		row := c.Follow[from]
		seen := sum(row)
		line := make([]float64, len(borders))
		for i, to := range borders {
			backed := (float64(totals[to]) + 1) / (float64(all) + 100)
			line[i] = math.Log((float64(row[to]) + 5*backed) / (float64(seen) + 5))
		}
		t.follow = append(t.follow, line)
	}
}

// guess gives the chances of tags for a word with these endings, the longest first: each ending that was seen outweighs
// the shorter ones by as much as it was seen more often.
func guess(c Counts, endings []string) map[string]float64 {
	p := map[string]float64{}
	for _, key := range slices.Backward(endings) {
		row, ok := c.Endings[key]
		if !ok {
			continue
		}
		seen := float64(sum(row))
		for tag := range p {
			p[tag] /= 1 + seen
		}
		for tag, n := range row {
			p[tag] += float64(n) / (1 + seen)
		}
	}
	return p
}

// shorter gives an ending's key and those of all its own endings, the longest first.
func shorter(key string) []string {
	shape, tail, _ := strings.Cut(key, "-")
	keys := []string{key}
	for tail != "" {
		_, size := utf8.DecodeRuneInString(tail)
		tail = tail[size:]
		keys = append(keys, shape+"-"+tail)
	}
	return keys
}

func sum(row map[string]int) int {
	n := 0
	for _, v := range row {
		n += v
	}
	return n
}

// Lemma gives the base form of a verb, or the form itself where it is not known.
func (t *Tagger) Lemma(form string) string {
	if l, ok := t.lemmas[form]; ok {
		return l
	}
	return form
}
