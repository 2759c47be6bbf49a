package words

import (
	"strings"

	"github.com/kljensen/snowball/english"
)

// Stem gives the stem of an English word by the Snowball algorithm (Porter 2): "denied" and "denies" are "deni". The
// word's ownership goes first: "Iran's" is "iran". A word with letters outside the English alphabet comes back in small
// letters, which makes Stem safe on any language.
func Stem(word string) string {
	w := strings.TrimSuffix(strings.TrimSuffix(fold(word), "'s"), "'")
	for i := range len(w) {
		if c := w[i]; (c < 'a' || c > 'z') && c != '\'' {
			return w
		}
	}
	return english.Stem(w, true)
}

// Stop reports whether a word, in small letters, is one of the English words that say nothing about what a text is about:
// articles, pronouns, prepositions, auxiliaries and their short forms.
func Stop(word string) bool {
	_, is := stopWords[word]
	return is
}

var stopWords = func() map[string]struct{} {
	set := map[string]struct{}{}
	for _, w := range strings.Fields(`
a about above after again against all also am an and any are aren't as at be because been before being below between both
but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each even few for from further
had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his how how's i i'd
i'll i'm i've if in into is isn't it it's its itself just let's may me might more most must mustn't my myself no nor not
now of off on once only or other ought our ours ourselves out over own per same shall shan't she she'd she'll she's should
shouldn't since so some still such than that that's the their theirs them themselves then there there's these they they'd
they'll they're they've this those through to too under until up upon us very via was wasn't we we'd we'll we're we've
were weren't what what's when when's where where's whether which while who who's whom why why's will with within without
won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves s t d ll re ve m`) {
		set[w] = struct{}{}
	}
	return set
}()
