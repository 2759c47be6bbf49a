package words

import (
	"regexp"
	"strings"
)

// article is what a name or a description begins with that is small within a sentence.
var article = regexp.MustCompile(`^(?:The|A|An|His|Her|Its|Their|One|Two|Three) `)

// Midsentence gives a name as it stands within a sentence: "the ministry" for "The ministry", and "Tomas Vane" as it is.
func Midsentence(name string) string { return article.ReplaceAllStringFunc(name, strings.ToLower) }
