package stance

import (
	"slices"
	"strings"

	"onrecord/internal/words"
)

// shortText is up to how many sentences a text is short: the texts that weights were learned from are articles, and in a line or two
// little is left to weigh but whether a "not" is put to what is claimed.
const shortText = 3

// reach is how many words behind a "not", stop words not counted, it is put to.
const reach = 3

// turn gives the stance of a short text, in which a "not", or a denial, turns round what the claim says or, where the claim has one as well, does not.
func (t *Text) turn(c *Claim, as Stance) Stance {
	if len(t.sentences) > shortText || as != Agree && as != Disagree {
		return as
	}
	nearest, most := -1, 0
	for i, s := range t.sentences {
		n := 0
		for _, w := range c.content {
			if slices.Contains(s.stems, w) {
				n++
			}
		}
		if n > most {
			nearest, most = i, n
		}
	}
	if nearest < 0 || 2*most < len(c.content) {
		return as
	}
	here := puts(t.sentences[nearest].stems, c) || slices.ContainsFunc(t.sentences[nearest].stems, func(s string) bool { return denying[s] && !c.own[s] })
	own := puts(c.stems, c)
	switch {
	case as == Agree && own != here:
		return Disagree
	case as == Disagree && own && here:
		return Agree
	}
	return as
}

// puts says whether words put a "not" to one of the claim's own.
func puts(stems []string, c *Claim) bool {
	for i, s := range stems {
		if !not(s) || i+1 < len(stems) && stems[i+1] == onlyStem {
			continue
		}
		left := reach
		for _, w := range stems[i+1:] {
			if isMark(w) && w != `"` {
				break
			}
			if isMark(w) || words.Stop(w) {
				continue
			}
			if c.own[w] {
				return true
			}
			if left--; left == 0 {
				break
			}
		}
	}
	return false
}

var onlyStem = words.Stem("only")

// denying are stems of words that say of a claim that it is not so.
var denying = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("deny denied denies denying denial dismissed dismisses rejected rejects false falsely untrue hoax rubbish baseless unfounded") {
		out[words.Stem(w)] = true
	}
	return out
}()

// not says whether a stem is a "not".
func not(stem string) bool {
	return slices.Contains([]string{"no", "not", "never", "nor", "neither", "cannot", "without"}, stem) || strings.HasSuffix(stem, "n't") || strings.HasSuffix(stem, "n’t")
}
