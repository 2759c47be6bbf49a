package speaker

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	companyWords = 60 // that are kept of one text
	inCompany    = 2  // that two reports have in common if they are about the same things
)

// company gives what else a text names: folded words written with a capital inside a sentence, the most frequent first, without
// those that stand in reports about anything (everywhere.txt) and those of offices and titles. Two reports that name the same
// things by the same names tell of the same happening, and then one full name in both is one person.
func (r *Rules) company(words []word) []string {
	all := slices.DeleteFunc(r.capitals(words), func(w string) bool { return r.everywhere[w] })
	return all[:min(companyWords, len(all))]
}

// Capitals gives the words of which company keeps those that not every report has; everywhere.txt is counted from them.
func (r *Rules) Capitals(text string) []string { return r.capitals(r.split([]rune(text))) }

func (r *Rules) capitals(words []word) []string {
	type named struct{ times, first int }
	found := map[string]*named{}
	for i, w := range words {
		// What begins a sentence has a capital whatever it is.
		if !w.capital || w.gap || i == 0 || !words[i-1].letter && words[i-1].text != "," || strings.HasSuffix(words[i-1].text, ".") {
			continue
		}
		for _, low := range strings.FieldsFunc(w.low, func(c rune) bool { return c == '-' || c == '‑' || c == ' ' }) {
			low = strings.Map(lettersOnly, low)
			if n := utf8.RuneCountInString(low); n < 3 || n > 24 || r.says(low) {
				continue
			}
			if n := found[low]; n != nil {
				n.times++
			} else {
				found[low] = &named{1, i}
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b string) int {
		return cmp.Or(found[b].times-found[a].times, found[a].first-found[b].first, strings.Compare(a, b))
	})
}

// says reports whether a word is one of titles, offices and small words, which name nothing.
func (r *Rules) says(low string) bool {
	for _, section := range []string{"honorifics", "offices", "modifiers", "starters", "common"} {
		if r.lists.Has(section, low) {
			return true
		}
	}
	return false
}

// shared gives the words that two companies have in common, those of a name aside.
func shared(a, b string, name Name) []string {
	theirs := map[string]bool{}
	for _, w := range strings.Fields(b) {
		theirs[w] = true
	}
	for _, w := range name.Words {
		delete(theirs, w)
	}
	var both []string
	for _, w := range strings.Fields(a) {
		if theirs[w] {
			both = append(both, w)
		}
	}
	return both
}

// InCompany reports whether two reports name enough of the same things beside a person, by the words that are kept of each.
func (r *Rules) InCompany(a, b, person string) bool {
	return len(shared(a, b, r.Name(person))) >= inCompany
}
