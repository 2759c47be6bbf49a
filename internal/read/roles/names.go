package roles

import (
	"slices"
	"strings"

	"onrecord/internal/read/linear"
	"onrecord/internal/words"
)

// Names are the tags and labels that words bear as numbers, and the numbers of those that features speak of.
type Names struct {
	Tags, Labels []string // sorted

	conj, xcomp, advcl, dep int
	noun, verb              []bool // by tag
	vectors                 *Vectors
}

// stem gives the hash of a word's stem; those of the words that have vectors are known.
func (n *Names) stem(lower string) uint32 {
	if n.vectors != nil {
		if at, ok := n.vectors.Place[lower]; ok {
			return n.vectors.Stems[at]
		}
	}
	return linear.Word(words.Stem(lower))
}

// NewNames looks the names up that features speak of. A name that is not there stands for nothing.
func NewNames(tags, labels []string) *Names {
	number := func(label string) int { return slices.Index(labels, label) }
	n := &Names{Tags: tags, Labels: labels, conj: number("conj"), xcomp: number("xcomp"), advcl: number("advcl"), dep: number("dep")}
	for _, t := range tags {
		n.noun = append(n.noun, strings.HasPrefix(t, "NN") || t == "PRP")
		n.verb = append(n.verb, strings.HasPrefix(t, "V"))
	}
	return n
}
