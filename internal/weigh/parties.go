package weigh

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"onrecord/internal/news"
)

//go:embed parties.en.txt
var partyList string

// parties says of words and phrases for which party they stand.
var parties = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(partyList, "\n") {
		party, list, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		out[party] = party
		for _, w := range strings.Fields(list) {
			out[strings.ReplaceAll(w, "_", " ")] = party
		}
	}
	return out
})

// named gives the words that name somebody or something in a text: those with a capital that the story does not write without one, in small
// letters, and the parties that they stand for.
func named(text string, small map[string]bool) []string {
	var out, lower []string
	for _, f := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`,;:"“”()—–`, r) }) {
		f = strings.Trim(strings.TrimSuffix(strings.TrimSuffix(f, "'s"), "’s"), ".'’‘-")
		w := strings.ToLower(f)
		lower = append(lower, w)
		if r := []rune(f); len(r) > 1 && unicode.IsUpper(r[0]) && !small[w] && !generic[w] && stem(w) != "" {
			out = append(out, w)
		}
	}
	for i := range lower {
		for n := 1; n <= 3 && i+n <= len(lower); n++ {
			if p := parties()[strings.Join(lower[i:i+n], " ")]; p != "" {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// smallWords gives the words that the story writes without a capital.
func smallWords(views []*view) map[string]bool {
	out := map[string]bool{}
	for _, v := range views {
		if v.twin != nil {
			continue
		}
		for _, s := range v.body() {
			for _, f := range strings.Fields(s.text) {
				if r := []rune(f); unicode.IsLower(r[0]) {
					out[strings.Trim(f, `.,;:"“”'’()`)] = true
				}
			}
		}
	}
	return out
}

// akin says whether two names are one but for an ending: a country and its people, a firm and its possessive.
func akin(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b {
		return true
	}
	shared := 0
	for shared < len(a) && a[shared] == b[shared] {
		shared++
	}
	return shared >= max(4, len(a)-1) && len(b)-shared <= 3
}

// markParties says of each origin whether the claim is about it or about those it speaks for: whether a name in the claim is in what it is
// called, or stands for the same party. What an outlet or the public says is not theirs.
func (d *draft) markParties(small map[string]bool) {
	claim := named(d.claim.wording, small)
	for _, o := range d.origins {
		if o.standing == news.FromOutlet || o.standing == news.Public || o.standing == news.Other || o.standing == news.FromPaper {
			continue
		}
		name, _, _ := strings.Cut(o.name, ", to ") // to whom it was said is not who says it
		for _, w := range named(name+" "+strings.Join(o.titles, " "), small) {
			if slices.ContainsFunc(claim, func(c string) bool { return akin(c, w) }) {
				o.party = true
			}
		}
	}
}
