package news

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func at(cue, content Span) Statement {
	return Statement{Cue: []Span{cue}, Content: []Span{content}, Polarity: Asserts, Standing: Named}
}

func TestSettle(t *testing.T) {
	first, second := at(Span{10, 14}, Span{15, 30}), at(Span{50, 54}, Span{55, 70})
	first.ID, second.ID = "m1", "m2"
	found := []Statement{first, second}
	theirs := at(Span{10, 14}, Span{15, 40})
	new := at(Span{30, 35}, Span{36, 40})
	noon := time.Date(2031, 3, 2, 12, 0, 0, 0, time.UTC)
	standing := func(sts []Statement) string {
		var out []string
		for i, st := range sts {
			if st.Ordinal != i {
				t.Errorf("number %d has place %d", i, st.Ordinal)
			}
			if st.OverruledBy == "" {
				out = append(out, string(st.ID))
			}
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		name        string
		corrections []Correction
		want        string
	}{
		{"nothing", nil, "m1 m2"},
		{"corrected", []Correction{{ID: "c", Act: Altered, Machine: &first, Statement: &theirs}}, "c m2"},
		{"removed", []Correction{{ID: "c", Act: Removed, Machine: &second}}, "m1"},
		{"added", []Correction{{ID: "c", Act: Added, Statement: &new}}, "m1 c m2"},
		{"undone", []Correction{{ID: "c", Act: Removed, Machine: &second, EndedAt: noon}}, "m1 m2"},
		{"lost", []Correction{{ID: "c", Act: Altered, Machine: &first, Statement: &theirs, Lost: true}}, "m1 m2"},
		{"all", []Correction{{ID: "a", Act: Altered, Machine: &first, Statement: &theirs}, {ID: "b", Act: Added, Statement: &new}, {ID: "c", Act: Removed, Machine: &second}}, "a b"},
	} {
		if got := standing(Settle(found, c.corrections)); got != c.want {
			t.Errorf("%s: %q stand, want %q", c.name, got, c.want)
		}
	}
	// What another reading finds at the same cue is overruled; what it says elsewhere with the same cue is not.
	longer, other := at(Span{9, 14}, Span{20, 44}), at(Span{10, 14}, Span{80, 90})
	longer.ID, other.ID = "longer", "other"
	if got := standing(Settle([]Statement{longer, other}, []Correction{{ID: "c", Act: Removed, Machine: &first}})); got != "other" {
		t.Errorf("%q stand", got)
	}
	if found[0].OverruledBy != "" {
		t.Error("the list that was handed in is changed")
	}
}

func TestACorrectionRemembersItsWords(t *testing.T) {
	text := []rune(strings.Repeat("x ", 200) + "“Nó,” said Ada." + strings.Repeat(" y", 200))
	st := Statement{Content: []Span{{400, 405}}, Cue: []Span{{406, 410}}, Source: []Span{{411, 414}}}
	c := Correction{Act: Added, Statement: &st, Lost: true}
	c.Remember(text)
	if c.Lost || c.From != 280 || len([]rune(c.Around)) != 254 {
		t.Errorf("remembers %d characters from %d", len([]rune(c.Around)), c.From)
	}
	if got := []string{c.Words(st.Content), c.Words(st.Cue), c.Words(st.Source)}; !slices.Equal(got, []string{"“Nó,”", "said", "Ada"}) {
		t.Errorf("the words are %q", got)
	}
	c.Remember(text[:100]) // spans that do not lie in the text
	if c.Around != "" && len([]rune(c.Around)) > 100 {
		t.Errorf("remembers %q", c.Around)
	}
}

func TestACorrectionIsWhole(t *testing.T) {
	good := at(Span{0, 4}, Span{5, 9})
	empty := good
	empty.Content = nil
	long := good
	long.Speaker, long.Via = strings.Repeat("x", LongestName+1), []string{strings.Repeat("x", LongestName+1)}
	unseen, torn := good, good
	unseen.Speaker, unseen.Via = "Lind\x1b[2J", []string{"the Courier", "Tide\x00"}
	torn.Speaker = "Lind\xff"
	foreign := good
	foreign.Speaker, foreign.Via = "Zoë Ōno-Ní, “the 🐟”", []string{"می\u200cخواهم"}
	noon := time.Date(2031, 3, 2, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		c      Correction
		faults []string
	}{
		{"whole", Correction{By: "ada", At: noon, Act: Added, Statement: &good}, nil},
		{"nobody", Correction{At: noon, Act: Added, Statement: &good}, []string{"by"}},
		{"nothing there", Correction{By: "ada", At: noon, Act: Removed}, []string{"act"}},
		{"no act", Correction{By: "ada", At: noon, Act: "x", Statement: &good}, []string{"act"}},
		{"no content", Correction{By: "ada", At: noon, Act: Altered, Machine: &good, Statement: &empty}, []string{"content"}},
		{"not to be seen", Correction{By: "ada", At: noon, Act: Added, Statement: &unseen}, []string{"speaker", "via"}},
		{"no letters", Correction{By: "ada", At: noon, Act: Added, Statement: &torn}, []string{"speaker"}},
		{"of other alphabets", Correction{By: "ada", At: noon, Act: Added, Statement: &foreign}, nil},
		{"too long", Correction{By: "ada", At: noon, Act: Added, Statement: &long}, []string{"speaker", "via"}},
	} {
		var got []string
		for _, f := range Faults(c.c.Validate(20)) {
			got = append(got, f.Field)
		}
		if !slices.Equal(got, c.faults) {
			t.Errorf("%s: faults of %q, want %q", c.name, got, c.faults)
		}
	}
}
