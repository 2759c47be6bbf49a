package weigh

import (
	"regexp"
	"strings"
)

// cued is a pattern with words of which at least one is in every text that it matches: to look for these first spares most texts the pattern,
// which takes ten times as long.
type cued struct {
	*regexp.Regexp
	cues []string // in lower case; none: the pattern is always tried
}

// newCued makes one of a pattern and its cues, between which "|" stands.
func newCued(pattern, cues string) cued {
	c := cued{Regexp: regexp.MustCompile(pattern)}
	if cues != "" {
		c.cues = strings.Split(cues, "|")
	}
	return c
}

// may says whether a text, given in lower case, may match.
func (c cued) may(low string) bool {
	if len(c.cues) == 0 {
		return true
	}
	for _, cue := range c.cues {
		if strings.Contains(low, cue) {
			return true
		}
	}
	return false
}

// in says whether the pattern matches a text, which is also given in lower case.
func (c cued) in(text, low string) bool { return c.may(low) && c.MatchString(text) }
