package news

import (
	"regexp"
	"strconv"
	"strings"
)

// numbered finds the number that people put before or after the parts of a thread: "3/5 The operation …", "… (3/5)".
var numbered = regexp.MustCompile(`^\s*\(?(\d{1,3})\s*/\s*(\d{1,3})\)?[\s.:–—-]*|[\s]*\(?(\d{1,3})\s*/\s*(\d{1,3})\)?\s*$`)

// ThreadPart reads the number of a part of a thread off a post: part 3 of 5 for "3/5 The operation", and the post without it. A
// post without one, or with one that cannot be (7/5, 0/5, 1/1), gives 0, 0 and the post as it is. A date such as
// "24/7" at the end is no part, as no thread has so few parts after so many.
func ThreadPart(text string) (part, parts int, rest string) {
	for _, m := range numbered.FindAllStringSubmatchIndex(text, -1) {
		group := 2
		if m[2] < 0 {
			group = 6
		}
		part, _ = strconv.Atoi(text[m[group]:m[group+1]])
		parts, _ = strconv.Atoi(text[m[group+2]:m[group+3]])
		if part >= 1 && part <= parts && parts > 1 {
			return part, parts, strings.TrimSpace(text[:m[0]] + text[m[1]:])
		}
	}
	return 0, 0, text
}
