package locale

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"onrecord/internal/news"
)

//go:embed messages/*.toml
var files embed.FS

// first is the language that all others are held against, and that is spoken to who reads none of them.
const first = "en"

// Catalogue holds all languages.
type Catalogue struct{ languages []*Language }

// Load reads the languages that the program comes with.
func Load() (*Catalogue, error) { return LoadFrom(files) }

// LoadFrom reads the languages of a folder messages.
func LoadFrom(from fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(from, "messages/*.toml")
	if err != nil {
		return nil, err
	}
	c := &Catalogue{}
	for _, name := range names {
		source, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		l, err := parse(strings.TrimSuffix(path.Base(name), ".toml"), source)
		if err != nil {
			return nil, err
		}
		c.languages = append(c.languages, l)
	}
	i := slices.IndexFunc(c.languages, func(l *Language) bool { return l.Tag == first })
	if i < 0 {
		return nil, news.Errorf(news.Invalid, "there is no messages/%s.toml, which the other languages are held against", first)
	}
	for _, l := range c.languages {
		if err := l.agrees(c.languages[i]); err != nil {
			return nil, err
		}
	}
	// English stands first: it is what Choose falls back to.
	c.languages[0], c.languages[i] = c.languages[i], c.languages[0]
	slices.SortFunc(c.languages[1:], func(a, b *Language) int { return strings.Compare(a.Tag, b.Tag) })
	return c, nil
}

// Languages gives all languages, English first, for a choice between them.
func (c *Catalogue) Languages() []*Language { return slices.Clone(c.languages) }

// Choose gives the first of the wanted languages that there is a file for, else English. A region counts only if there is a file
// for it: he-IL is read as he. What is no language tag (RFC 5646) is passed over.
func (c *Catalogue) Choose(wanted ...string) *Language {
	for _, w := range wanted {
		tag, err := language.Parse(w)
		if err != nil {
			continue
		}
		for _, l := range c.languages {
			if l.tag == tag {
				return l
			}
		}
		base, _ := tag.Base()
		script, _ := tag.Script()
		for _, l := range c.languages {
			b, _ := l.tag.Base()
			if s, _ := l.tag.Script(); b == base && s == script {
				return l
			}
		}
	}
	return c.languages[0]
}
