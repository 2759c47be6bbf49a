package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"onrecord/internal/read/tag"
)

// seldom is how often a word may occur to count as rare: the endings of rare words foretell those of unknown ones.
const seldom = 3

// word is a token of the corpus.
type word struct{ form, tag, lemma string }

// countTags reads the analysed corpus. Forms are taken from the texts, because the analysis rewrites marks.
func countTags(corpus string) (tag.Counts, error) {
	c := tag.Counts{Words: map[string]map[string]int{}, Endings: map[string]map[string]int{}, Follow: map[string]map[string]int{}, Lemmas: map[string]string{}}
	lemmas := map[string]map[string]int{}
	err := sentences(corpus, func(sentence []word) {
		before := ""
		for _, w := range sentence {
			t := tag.Bind(strings.ToLower(w.form), w.tag)
			add(c.Words, w.form, t)
			add(c.Follow, before, t)
			before = t
			if strings.HasPrefix(w.tag, "VB") {
				add(lemmas, strings.ToLower(w.form), w.lemma)
			}
		}
		add(c.Follow, before, "")
	})
	if err != nil {
		return c, err
	}
	for form, row := range c.Words {
		sum := 0
		for _, n := range row {
			sum += n
		}
		if sum <= seldom {
			for t, n := range row {
				if !strings.Contains(t, "+") {
					for _, key := range tag.Endings(form) {
						for range n {
							add(c.Endings, key, t)
						}
					}
				}
			}
		}
		if sum < 2 {
			delete(c.Words, form)
		}
	}
	for key, row := range c.Endings {
		sum := 0
		for _, n := range row {
			sum += n
		}
		if sum < 3 {
			delete(c.Endings, key)
		}
	}
	for form, row := range lemmas {
		best, top := "", 0
		for lemma, n := range row {
			if n > top || n == top && lemma < best {
				best, top = lemma, n
			}
		}
		c.Lemmas[form] = best
	}
	return c, nil
}

func add(table map[string]map[string]int, key, value string) {
	if table[key] == nil {
		table[key] = map[string]int{}
	}
	table[key][value]++
}

// sentences calls each for every sentence of the analysed training texts.
func sentences(corpus string, each func([]word)) error {
	f, err := os.Open(filepath.Join(corpus, "train.syntax.conll.gz"))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	in := bufio.NewScanner(z)
	in.Buffer(nil, 1<<20)
	var sentence []word
	var text []rune
	flush := func() {
		if len(sentence) > 0 {
			each(sentence)
			sentence = nil
		}
	}
	for line := 1; in.Scan(); line++ {
		cells := strings.Split(in.Text(), "\t")
		if name, ok := strings.CutPrefix(in.Text(), "# file = "); ok {
			flush()
			b, err := os.ReadFile(filepath.Join(corpus, "train", "text", name))
			if err != nil {
				return err
			}
			text = []rune(string(b))
			continue
		}
		if len(cells) != 8 {
			flush()
			continue
		}
		from, err1 := strconv.Atoi(cells[0])
		to, err2 := strconv.Atoi(cells[1])
		if err1 != nil || err2 != nil || from < 0 || to > len(text) || from >= to {
			return fmt.Errorf("train.syntax.conll.gz, line %d: no offsets in its text", line)
		}
		form := strings.ReplaceAll(string(text[from:to]), "’", "'")
		sentence = append(sentence, word{form: form, tag: cells[3], lemma: strings.ToLower(cells[4])})
	}
	flush()
	return in.Err()
}

func write(path string, to func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := to(f); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}
