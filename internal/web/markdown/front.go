package markdown

import (
	"bytes"
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/pelletier/go-toml/v2"

	"onrecord/internal/news"
)

// Front is what stands at the head of an article's file. What is nil does not stand there.
type Front struct {
	Publication *string  `yaml:"publication,omitempty" toml:"publication"`
	Slug        *string  `yaml:"slug,omitempty" toml:"slug"`
	Title       *string  `yaml:"title,omitempty" toml:"title"`
	Standfirst  *string  `yaml:"standfirst,omitempty" toml:"standfirst"`
	Authors     *several `yaml:"author,omitempty" toml:"author"`
	Date        *string  `yaml:"date,omitempty" toml:"date"`
	Language    *string  `yaml:"language,omitempty" toml:"language"`
	Tags        *several `yaml:"tags,omitempty" toml:"tags"`
	Stories     *several `yaml:"stories,omitempty" toml:"stories"`
}

// several is a list that may be written as a single word.
type several []string

// Several makes a list for a head.
func Several(words []string) *several { return (*several)(&words) } //nolint:revive // the type says only how it is written

// List gives the words, and whether the list stands there.
func (s *several) List() ([]string, bool) {
	if s == nil {
		return nil, false
	}
	return *s, true
}

// The marks between which the head stands: YAML between lines of hyphens, TOML between lines of pluses.
const (
	yamlMark = "---"
	tomlMark = "+++"
)

// largestHead is how many bytes a head has at most. It is small, so that no trick of YAML's makes much of it.
const largestHead = 16 << 10

// Split takes the head off an article's file. A file without a head is all text. What cannot be read, or is no field of an article, is
// Invalid.
func Split(file string) (f Front, text string, err error) {
	file = strings.ReplaceAll(strings.TrimPrefix(file, "\ufeff"), "\r\n", "\n")
	first, rest, _ := strings.Cut(file, "\n")
	mark := strings.TrimRight(first, " \t")
	if mark != yamlMark && mark != tomlMark {
		return f, file, nil
	}
	head, at := "", 0
	for line := range strings.Lines(rest) {
		at += len(line)
		if strings.TrimRight(line, " \t\n") == mark {
			head = rest[:at-len(line)]
			text = strings.TrimLeft(rest[at:], "\n")
			if len(head) > largestHead {
				return f, "", news.FieldErrorf("head", "it has %d bytes; %d are the most", len(head), largestHead)
			}
			return f, text, f.read(mark, head)
		}
	}
	return f, "", news.FieldErrorf("head", "it begins with %s on the first line and does not end; put a line %s after it", mark, mark)
}

func (f *Front) read(mark, head string) error {
	values := map[string]any{}
	var err error
	if mark == yamlMark {
		// Anchors and merges multiply what is written: a head has no use for them, and they are refused before they are followed.
		if strings.ContainsAny(head, "&*") && aliased(head) {
			return news.FieldErrorf("head", "it has an anchor (&) or an alias (*); write each value out, in quotes if it has such a sign")
		}
		err = yaml.NewDecoder(strings.NewReader(head)).Decode(&values)
	} else {
		err = toml.NewDecoder(strings.NewReader(head)).Decode(&values)
	}
	if err != nil && len(bytes.TrimSpace([]byte(head))) > 0 {
		return news.FieldErrorf("head", "it cannot be read: %s", firstLine(err))
	}
	var errs []error
	for key, value := range values {
		if err := f.set(key, value); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// aliased says whether a value of a head is, or has, an anchor or alias: a sign where a value begins.
func aliased(head string) bool {
	for line := range strings.Lines(head) {
		for i, c := range line {
			if c != '&' && c != '*' {
				continue
			}
			if before := strings.TrimRight(line[:i], " \t"); before == "" || strings.ContainsAny(before[len(before)-1:], ":-[,{?") {
				return true
			}
		}
	}
	return false
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return line
}

// Join writes an article's file: its head as YAML, and its text.
func Join(f Front, text string) (string, error) {
	head, err := yaml.Marshal(f)
	if err != nil {
		return "", err
	}
	return yamlMark + "\n" + string(head) + yamlMark + "\n\n" + strings.TrimRight(text, "\n") + "\n", nil
}
