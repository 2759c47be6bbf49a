// Package lexicon holds what the reader knows about the words of a language: lists written by hand (words.txt, and judge.txt
// for what is concluded from them) and counts learned from annotated news (tags.txt, cues.txt; made again by tools/cues). A
// language is a folder of these files, so another one is data and no code.
package lexicon

import (
	"bufio"
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/read/tag"
)

//go:embed en
var files embed.FS

// Lexicon is what is known of one language. It is not changed once loaded.
type Lexicon struct {
	lists map[string]map[string]string // by section of words.txt and judge.txt: what an entry stands for, mostly itself
	Cues  Cues
	Tags  *tag.Tagger
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
	tags, err := files.ReadFile(language + "/tags.txt")
	if err != nil {
		return nil, err
	}
	counted, err := files.ReadFile(language + "/cues.txt")
	if err != nil {
		return nil, err
	}
	counts, err := tag.ReadCounts(bytes.NewReader(tags))
	if err != nil {
		return nil, err
	}
	tagger, err := tag.NewTagger(counts)
	if err != nil {
		return nil, err
	}
	cues, err := ReadCues(bytes.NewReader(counted))
	if err != nil {
		return nil, err
	}
	return New(io.MultiReader(bytes.NewReader(words), bytes.NewReader(judge)), tagger, cues)
}

// New puts a lexicon together from its parts; words has the form of words.txt.
func New(words io.Reader, tags *tag.Tagger, cues Cues) (*Lexicon, error) {
	lists, err := readLists(words)
	return &Lexicon{lists: lists, Cues: cues, Tags: tags}, err
}

// Has reports whether a word or phrase, in small letters, stands in a list.
func (l *Lexicon) Has(list, phrase string) bool {
	_, ok := l.lists[list][phrase]
	return ok
}

// Means gives what an entry of a list stands for ("sen = senator"), which is itself where the list says nothing else, and
// "" for what the list does not have.
func (l *Lexicon) Means(list, phrase string) string { return l.lists[list][phrase] }

// Abbreviation reports whether a word, in small letters and without its full stop, is written with one.
func (l *Lexicon) Abbreviation(word string) bool { return l.Has("abbreviations", word) }

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

// Count says how often a pattern was found in annotated text and how often it was an attribution there.
type Count struct{ Hits, Seen int }

// Cues counts the patterns of attributions, each a key such as "say|that".
type Cues map[string]Count

// ReadCues reads lines of key, hits and seen, divided by tabs.
func ReadCues(r io.Reader) (Cues, error) {
	c := Cues{}
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		cells := strings.Split(in.Text(), "\t")
		if len(cells) != 3 {
			return nil, fmt.Errorf("cues, line %d: want key, hits and seen divided by tabs", line)
		}
		hits, err1 := strconv.Atoi(cells[1])
		seen, err2 := strconv.Atoi(cells[2])
		if err1 != nil || err2 != nil || hits < 0 || seen < hits {
			return nil, fmt.Errorf("cues, line %d: %q and %q are no counts", line, cells[1], cells[2])
		}
		c[cells[0]] = Count{hits, seen}
	}
	return c, in.Err()
}

// Chance estimates how likely a lemma in a frame is an attribution: what was counted for the two together, leaning on
// what was counted for each alone the fewer times they were seen.
func (c Cues) Chance(lemma, frame string) float64 {
	all := c["*|*"]
	base := (float64(all.Hits) + 1) / (float64(all.Seen) + 4)
	f, l, both := c["*|"+frame], c[lemma+"|*"], c[lemma+"|"+frame]
	byFrame := (float64(f.Hits) + 5*base) / (float64(f.Seen) + 5)
	byLemma := (float64(l.Hits) + 3*byFrame) / (float64(l.Seen) + 3)
	lean := (byFrame + byLemma) / 2
	return (float64(both.Hits) + 4*lean) / (float64(both.Seen) + 4)
}

// Write stores the counts as ReadCues reads them, in the order of their keys.
func (c Cues) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, key := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintf(b, "%s\t%d\t%d\n", key, c[key].Hits, c[key].Seen)
	}
	return b.Flush()
}
