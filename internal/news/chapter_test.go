package news

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func story(titles map[int][]string) []Report {
	var out []Report
	for day, list := range titles {
		for i, title := range list {
			out = append(out, Report{ID: ID(fmt.Sprintf("r%03d-%d", day, i)), Title: title, Published: time.Date(2026, 3, 1, 8+i, 0, 0, 0, time.UTC).AddDate(0, 0, day)})
		}
	}
	return out
}

func TestAStoryOfWeeksHasChapters(t *testing.T) {
	ferry := []string{"Ferry runs aground off Lund in fog", "Ferry aground off Lund, all passengers safe", "Passengers safe after ferry runs aground"}
	inquiry := []string{"Inquiry opens into Lund ferry grounding", "Captain heard as inquiry opens", "Inquiry hears captain of ferry"}
	for name, c := range map[string]struct {
		reports []Report
		want    []string
	}{
		"one day is one chapter":                     {story(map[int][]string{0: append(ferry, inquiry...)}), []string{"Ferry runs aground off Lund in fog"}},
		"quiet divides":                              {story(map[int][]string{0: ferry, 9: inquiry}), []string{"Ferry aground off Lund, all passengers safe", "Captain heard as inquiry opens"}},
		"a single report is of the burst it follows": {story(map[int][]string{0: ferry, 2: {"Ferry still aground"}, 9: inquiry}), []string{"Ferry runs aground off Lund in fog", "Captain heard as inquiry opens"}},
		"a night does not, if they go on about it":   {story(map[int][]string{0: ferry, 1: ferry, 2: ferry, 3: ferry}), []string{"Ferry aground off Lund, all passengers safe"}},
		"a night does, if they turn to other things": {story(map[int][]string{0: ferry, 1: ferry, 2: {"Ministers resign over harbour budget", "Harbour budget: ministers resign"}, 3: {"Harbour budget vote", "Ministers lose budget vote"}}),
			[]string{"Ferry aground off Lund, all passengers safe", "Harbour budget: ministers resign"}},
		"nothing": {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := Chapters(c.reports)
			var titles []string
			for _, g := range got {
				titles = append(titles, g.Title)
			}
			if fmt.Sprintf("%q", titles) != fmt.Sprintf("%q", c.want) {
				t.Errorf("chapters %q, want %q", titles, c.want)
			}
		})
	}
}

func TestNoReportIsLostBetweenChapters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "reports")
		reports := make([]Report, n)
		for i := range reports {
			reports[i] = Report{ID: ID(fmt.Sprint("r", i)), Title: rapid.StringMatching(`([a-z]{2,6} ){0,5}`).Draw(t, "title"),
				Published: time.Unix(0, 0).Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "hour")) * time.Hour)}
		}
		seen := map[ID]bool{}
		last := time.Time{}
		chapters := Chapters(reports)
		if len(chapters) > mostChapters {
			t.Fatalf("%d chapters", len(chapters))
		}
		for i, c := range chapters {
			if len(chapters) > 1 && len(c.Reports) < brief {
				t.Fatalf("chapter %d has %d reports", i, len(c.Reports))
			}
			for _, r := range c.Reports {
				if seen[r.ID] || r.Published.Before(last) {
					t.Fatalf("report %s comes twice, or too late", r.ID)
				}
				seen[r.ID], last = true, r.Published
			}
		}
		if len(seen) != n {
			t.Fatalf("%d of %d reports are in a chapter", len(seen), n)
		}
		rand.Shuffle(n, func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
		if again := Chapters(reports); fmt.Sprint(again) != fmt.Sprint(chapters) {
			t.Fatal("the order in which reports are given matters")
		}
	})
}
