package news

import (
	"errors"
	"slices"
	"strings"
)

// Audience says which readers of its publication an edition is mailed to. What is empty keeps nobody out.
type Audience struct {
	Languages []string `json:"languages,omitempty"` // the reader's is one of these; the publication's counts where a reader has none
	Tags      []string `json:"tags,omitempty"`      // the reader has one of these at least
}

// Everyone says whether all readers of the publication are meant.
func (a Audience) Everyone() bool { return len(a.Languages) == 0 && len(a.Tags) == 0 }

// mostAudience is how many languages and how many tags an audience has at most.
const mostAudience = 20

// Validate says whether the audience may be stored: the fields languages and tags.
func (a Audience) Validate() error {
	var errs []error
	for _, l := range a.Languages {
		if checkLanguage(l) != nil {
			errs = append(errs, FieldErrorf("languages", "%q is no language; use a tag such as en, he or pt-BR", l))
		}
	}
	for _, t := range a.Tags {
		errs = append(errs, CheckTag(t))
	}
	for field, n := range map[string]int{"languages": len(a.Languages), "tags": len(a.Tags)} {
		if n > mostAudience {
			errs = append(errs, FieldErrorf(field, "there are %d; an edition has %d at most", n, mostAudience))
		}
	}
	return errors.Join(errs...)
}

// ParseAudience reads an audience as people write it: languages and tags with commas or spaces between them. They come in order and
// each once.
func ParseAudience(languages, tags string) (a Audience, err error) {
	a.Languages = strings.FieldsFunc(languages, func(c rune) bool { return c == ',' || c == ';' || c == ' ' || c == '\t' })
	slices.Sort(a.Languages)
	a.Languages = slices.Compact(a.Languages)
	a.Tags, err = ParseTags(tags)
	return a, errors.Join(a.Validate(), err)
}

// String says who is meant, in words.
func (a Audience) String() string {
	if a.Everyone() {
		return "all readers"
	}
	said := "readers"
	if len(a.Languages) > 0 {
		said += " whose language is " + either(a.Languages)
	}
	if len(a.Tags) > 0 {
		if len(a.Languages) > 0 {
			said += " and"
		}
		said += " who have the tag " + either(a.Tags)
	}
	return said
}

// either joins words by commas and a last "or".
func either(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return words[0]
}
