package speaker

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Face is what is known of a speaker, for finding others who may be the same.
type Face struct {
	Speaker news.Speaker
	Names   []string // in reports, and those that editors gave
	Held    []news.Held
	Stories []news.ID // in which the speaker is named
}

// Suggest says which of others may be the same person as one, the likeliest first, and why. It joins nobody. Those who share
// nothing but a surname are left out.
func (r *Rules) Suggest(one Face, others []Face) []news.Suggestion {
	var out []news.Suggestion
	for _, other := range others {
		if other.Speaker.ID == one.Speaker.ID {
			continue
		}
		if because, weight := r.alike(one, other); weight > 0 {
			out = append(out, news.Suggestion{Speaker: other.Speaker, Because: because, Weight: weight})
		}
	}
	slices.SortFunc(out, func(a, b news.Suggestion) int {
		return cmp.Or(b.Weight-a.Weight, strings.Compare(a.Speaker.Name, b.Speaker.Name), strings.Compare(string(a.Speaker.ID), string(b.Speaker.ID)))
	})
	return out
}

// alike weighs two speakers against one another; the best pair of their names counts.
func (r *Rules) alike(a, b Face) (string, int) {
	because, best := "", 0
	for _, x := range a.Names {
		for _, y := range b.Names {
			if why, weight := r.alikeNames(r.Name(x), r.Name(y)); weight > best {
				because, best = why, weight
			}
		}
	}
	if best == 0 {
		return "", 0
	}
	if story := slices.ContainsFunc(a.Stories, func(id news.ID) bool { return slices.Contains(b.Stories, id) }); story {
		because, best = because+", and both are named in one story", best+3
	}
	if why := r.alikeHeld(a.Held, b.Held); why != "" {
		because, best = because+", and "+why, best+2
	}
	if best < enough {
		return "", 0
	}
	return because, best
}

// enough is the weight from which a likeness is shown: a surname alone is too little.
const enough = 4

func (r *Rules) alikeHeld(a, b []news.Held) string {
	for _, x := range a {
		for _, y := range b {
			v, _, why := r.compare(news.Appearance{Office: x.Office, Affiliation: x.Affiliation, Published: x.Last},
				news.Namesake{Office: y.Office, Affiliation: y.Affiliation, At: y.Last})
			if v == agrees {
				return why
			}
		}
	}
	return ""
}

// alikeNames says in what two names are alike: 0 for nothing.
func (r *Rules) alikeNames(x, y Name) (string, int) {
	if len(x.Words) == 0 || len(y.Words) == 0 {
		return "", 0
	}
	if x.Key() == y.Key() {
		if !x.Full() {
			return "both are called so, without a full name", 1
		}
		return "they have the same full name", 6
	}
	if x.Suffix != "" && y.Suffix != "" && x.Suffix != y.Suffix {
		return "", 0
	}
	if x.Full() && y.Full() && x.Family() != y.Family() {
		if len(x.Words) == len(y.Words) && x.Sound() == y.Sound() {
			return "their names sound alike", 4
		}
		return "", 0
	}
	if !x.Full() && !y.Full() {
		if len(x.Words)+len(y.Words) == 3 && x.Family() == y.Family() {
			return "the one has the surname of the other", 1
		}
		return "", 0
	}
	if x.Full() != y.Full() {
		short, long := x, y
		if x.Full() {
			short, long = y, x
		}
		switch {
		case len(short.Words) == 1 && short.Family() == long.Family():
			return "the one is named by the surname of the other", 2
		case len(short.Words) == 1 && short.Family() == long.Words[0]:
			return "the one is named by the given name of the other", 1
		case len(short.Words) > 1 && short.Family() == long.Family() && startsWith(long.Words[0], short.Words[0]):
			return "the one has the initial of the other", 4
		}
		return "", 0
	}
	// Two full names with one surname.
	switch first, second := x.Words[0], y.Words[0]; {
	case equal(x.Words, y.Words): // but for the suffix
		return "their names differ by " + cmp.Or(x.Suffix, y.Suffix) + " alone", 4
	case first == second && between(x.Words, y.Words):
		return "one of them has a middle name more", 5
	case first == second:
		return "", 0
	case r.given(first) == r.given(second):
		return "the given name of one may be short for the other’s", 4
	case len(x.Words) == len(y.Words) && x.Sound() == y.Sound():
		return "their names sound alike", 4
	case startsWith(first, second) && len([]rune(second)) == 1 || startsWith(second, first) && len([]rune(first)) == 1:
		return "the one has the initial of the other", 4
	}
	return "", 0
}

// formOf reports whether one full name is the other with a middle name or initial more, or with a short form of the given name.
func (r *Rules) formOf(x, y Name) bool {
	return x.Full() && y.Full() && x.Family() == y.Family() && x.Suffix == y.Suffix &&
		(x.Words[0] == y.Words[0] && between(x.Words, y.Words) || len(x.Words) == len(y.Words) && r.given(x.Words[0]) == r.given(y.Words[0]) ||
			r.given(x.Words[0]) == r.given(y.Words[0]) && min(len(x.Words), len(y.Words)) == 2)
}

func (r *Rules) given(w string) string {
	if long := r.lists.Means("nicknames", w); long != "" {
		return long
	}
	return w
}

func equal(a, b []string) bool { return slices.Equal(a, b) }

// between reports whether one name is the other with words left out, or with initials in the place of words.
func between(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for _, w := range b {
		if i < len(a) && (a[i] == w || len(a) == len(b) && (startsWith(w, a[i]) || startsWith(a[i], w)) && min(len(w), len(a[i])) == 1) {
			i++
		}
	}
	return i == len(a)
}

func startsWith(long, short string) bool { return short != "" && strings.HasPrefix(long, short) }
