package lexicon

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// Lists are the sections of a file of words: what stands in which, and what it stands for, mostly itself.
type Lists map[string]map[string]string

// LoadLists reads a file of sections, in the form of words.txt, from a language's folder: people.txt is one. A language or file
// that is not there is an error of kind fs.ErrNotExist.
func LoadLists(language, file string) (Lists, error) {
	b, err := files.ReadFile(path.Join(language, file))
	if err != nil {
		return nil, err
	}
	lists, err := readLists(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return lists, nil
}

// Has reports whether a word or phrase, in small letters, stands in a section.
func (l Lists) Has(section, phrase string) bool {
	_, ok := l[section][phrase]
	return ok
}

// Means gives what an entry of a section stands for; "" for what the section does not have.
func (l Lists) Means(section, phrase string) string { return l[section][phrase] }

// LoadWords reads a file of words, one a line, from a language's folder; # begins a comment.
func LoadWords(language, file string) (map[string]bool, error) {
	b, err := files.ReadFile(path.Join(language, file))
	if err != nil {
		return nil, err
	}
	words := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		if word, _, _ := strings.Cut(line, "#"); strings.TrimSpace(word) != "" {
			words[strings.TrimSpace(word)] = true
		}
	}
	return words, nil
}
