package marked

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/news"
)

func TestFind(t *testing.T) {
	const text = "Ünal said no. “No deal,” said Unal’s aide,\nwho said it … twice. No dealer said so."
	for words, want := range map[string]string{
		"said":           "[[[5 9]] [[25 29]] [[47 51]] [[74 78]]]",
		"Ünal":           "[[[0 4]]]",
		`"No  deal,"`:    "[[[14 24]]]",
		"No deal":        "[[[15 22]]]", // not that of the dealer
		"Unal's aide":    "[[[30 41]]]",
		"aide, who":      "[[[37 46]]]",
		"it … twice":     "[[[52 62]]]", // the text's own ellipsis
		"Ünal … no":      "[[[0 4] [10 12]]]",
		"said … aide":    "[[[5 9] [37 41]] [[25 29] [37 41]]]",
		"dealer … Ünal":  "[]",
		"":               "[]",
		"(.*)":           "[]",
		"said\u0000said": "[]",
	} {
		if got := fmt.Sprint(Find(text, words)); got != want {
			t.Errorf("%q stands at %s, want %s", words, got, want)
		}
	}
}

func TestPlace(t *testing.T) {
	const text = "Ada said no. Bo said yes. Cy said Bo said maybe."
	names := []string{"source", "cue", "content"}
	for _, c := range []struct {
		name  string
		roles []Typed
		want  string
		wrong string
	}{
		{"nearest to what stands once", []Typed{{Words: "Bo"}, {Words: "said"}, {Words: "maybe"}}, "[[[34 36]] [[37 41]] [[42 47]]]", ""},
		{"where it was selected", []Typed{{Words: "Bo", At: []news.Span{{13, 15}}}, {Words: "said", At: []news.Span{{16, 20}}}, {}}, "[[[13 15]] [[16 20]] []]", ""},
		{"nearest to where it stood", []Typed{{}, {Words: "said", At: []news.Span{{24, 30}}}, {}}, "[[] [[29 33]] []]", ""},
		{"beside, not within", []Typed{{Words: "Cy"}, {Words: "said"}, {Words: "Bo said maybe"}}, "[[[26 28]] [[29 33]] [[34 47]]]", ""},
		{"anywhere", []Typed{{}, {Words: "said"}, {}}, "[[] [] []]", "cue: these words stand in the text 4 times"},
		{"nowhere", []Typed{{Words: "Dee"}, {Words: "said"}, {Words: "maybe so"}}, "[[] [] []]", "source: these words do not stand"},
	} {
		got, errs := Place(text, names, c.roles)
		if fmt.Sprint(got) != c.want || (len(errs) > 0) != (c.wrong != "") || c.wrong != "" && !strings.HasPrefix(errs[0].Error(), c.wrong) {
			t.Errorf("%s: %v, %v; want %s", c.name, got, errs, c.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("One said “two” … three.", `said "two"`)
	f.Add("a a a", "a … a")
	f.Add("\xff\xfe", "\xff")
	f.Fuzz(func(t *testing.T, text, words string) {
		runes := []rune(text)
		for _, place := range Find(text, words) {
			last := 0
			for _, s := range place {
				if s[0] < last || s[1] <= s[0] || s[1] > len(runes) {
					t.Fatalf("%q is found in %q at %v", words, text, place)
				}
				last = s[1]
			}
		}
	})
}
