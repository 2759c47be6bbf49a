package lexicon

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// Lists are the sections of a file of words: what stands in which.
type Lists map[string]map[string]bool

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
func (l Lists) Has(section, phrase string) bool { return l[section][phrase] }

// Pairs gives a section whose entries are written "a = b" as a map from a to b; other entries are left out.
func (l Lists) Pairs(section string) map[string]string {
	pairs := map[string]string{}
	for entry := range l[section] {
		if from, to, ok := strings.Cut(entry, " = "); ok {
			pairs[from] = to
		}
	}
	return pairs
}
