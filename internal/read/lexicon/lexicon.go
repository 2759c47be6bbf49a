// Package lexicon holds what the reader knows about the words of a language: lists written by hand (words.txt, and judge.txt
// for what is concluded from them) and the base forms of verbs (lemmas.txt, made again by tools/train). A language is a folder
// of these files, so another one is data and no code.
package lexicon

import (
	"bufio"
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io"
	"strings"
)

//go:embed */*.txt
var files embed.FS

// Lexicon is what is known of one language. It is not changed once loaded.
type Lexicon struct {
	lists  map[string]map[string]string // by section of words.txt and judge.txt: what an entry stands for, mostly itself
	lemmas map[string]string            // of verbs, by form
}

// Load reads the lexicon of a language, "en" for English. A language without one is an error of kind fs.ErrNotExist.
func Load(language string) (*Lexicon, error) {
	words, err := files.ReadFile(language + "/words.txt")
	if err != nil {
		return nil, err
	}
	judge, err := files.ReadFile(language + "/judge.txt")
	if err != nil {
		return nil, err
	}
	lemmas, err := files.ReadFile(language + "/lemmas.txt")
	if err != nil {
		return nil, err
	}
	return New(io.MultiReader(bytes.NewReader(words), bytes.NewReader(judge)), bytes.NewReader(lemmas))
}

// New puts a lexicon together from its parts, which have the forms of words.txt and lemmas.txt.
func New(words, lemmas io.Reader) (*Lexicon, error) {
	lists, err := readLists(words)
	if err != nil {
		return nil, err
	}
	l := &Lexicon{lists: lists}
	if l.lemmas, err = readLemmas(lemmas); err != nil {
		return nil, err
	}
	l.inflect()
	return l, nil
}

// inflect gives the verbs of the lists the forms that the texts that lemmas were counted in do not have: "corroborated". Forms
// that no verb has do no harm.
func (l *Lexicon) inflect() {
	for list := range l.lists["verb-lists"] {
		for verb := range l.lists[list] {
			if strings.Contains(verb, " ") || len(verb) < 3 {
				continue
			}
			for ending, instead := range l.lists["verb-endings"] {
				for of := range strings.SplitSeq(instead, "/") {
					stem, ok := strings.CutSuffix(verb, strings.TrimPrefix(of, "-"))
					if form := stem + ending; ok && l.lemmas[form] == "" {
						l.lemmas[form] = verb
					}
				}
			}
		}
	}
}

// Has reports whether a word or phrase, in small letters, stands in a list.
func (l *Lexicon) Has(list, phrase string) bool {
	_, ok := l.lists[list][phrase]
	return ok
}

// Means gives what an entry of a list stands for ("sen = senator"), which is itself where the list says nothing else, and
// "" for what the list does not have.
func (l *Lexicon) Means(list, phrase string) string { return l.lists[list][phrase] }

// Inflected reports whether a word, in small letters, is a verb in another form than its base: "denies", "told". Other languages
// share few of these.
func (l *Lexicon) Inflected(word string) bool {
	base, ok := l.lemmas[word]
	return ok && base != word && len(word) > 3
}

// Abbreviation reports whether a word, without its full stop, is written with one: some in any case, some only with a capital
// ("Miss." for the state, but not "a near miss.").
func (l *Lexicon) Abbreviation(word string) bool {
	lower := strings.ToLower(word)
	return l.Has("abbreviations", lower) || word != lower && l.Has("capital-abbreviations", lower)
}

// readLists reads sections: a name in brackets, then words and phrases divided by commas or lines, each alone or with what it
// stands for ("sen = senator"); # begins a comment. A section that comes again goes on.
func readLists(r io.Reader) (map[string]map[string]string, error) {
	lists := map[string]map[string]string{}
	var list map[string]string
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		text, _, _ := strings.Cut(in.Text(), "#")
		text = strings.TrimSpace(text)
		switch {
		case text == "":
		case text[0] == '[' && text[len(text)-1] == ']':
			name := text[1 : len(text)-1]
			if lists[name] == nil {
				lists[name] = map[string]string{}
			}
			list = lists[name]
		case list == nil:
			return nil, fmt.Errorf("words, line %d: no section before it; begin one with [name]", line)
		default:
			for _, entry := range strings.Split(text, ",") {
				phrase, meaning, _ := strings.Cut(entry, "=")
				if phrase, meaning = strings.TrimSpace(phrase), strings.TrimSpace(meaning); phrase != "" {
					list[phrase] = cmp.Or(meaning, phrase)
				}
			}
		}
	}
	return lists, in.Err()
}

// readLemmas reads lines of a form and its base form, divided by a tab.
func readLemmas(r io.Reader) (map[string]string, error) {
	lemmas := map[string]string{}
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		form, lemma, ok := strings.Cut(in.Text(), "\t")
		if !ok || form == "" || lemma == "" {
			return nil, fmt.Errorf("lemmas, line %d: want a form and its base form divided by a tab", line)
		}
		lemmas[form] = lemma
	}
	return lemmas, in.Err()
}

// Lemma gives the base form of a verb in small letters, or the form itself where it is not known.
func (l *Lexicon) Lemma(form string) string { return cmp.Or(l.lemmas[form], form) }
