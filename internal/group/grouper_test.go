package group_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"onrecord/internal/group"
)

var day = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

const (
	wire = `Negotiators from Veltria and Osmark agreed on Monday to reopen the Karsk bridge to freight after eleven weeks, ` +
		`an official at the Veltrian transport ministry said. Lorries may cross from Thursday under a joint inspection.`
	rewrite = `The Karsk bridge will carry freight again from Thursday. Veltria and Osmark settled the terms of a joint ` +
		`inspection of lorries after eleven weeks of closure, the Veltrian transport ministry confirmed.`
	strike = `Dockers in the Veltrian port of Sall walked out on Monday over night shifts. The union said that ships would ` +
		`wait at anchor until the harbour company pays what it promised last summer.`
	crash = `A ferry ran aground off the Osmark island of Lund in fog on Monday. All forty passengers were taken off by ` +
		`lifeboat, the coastguard said, and nobody was hurt.`
)

// put adds reports one after the other as the command line does, and gives the story of each.
func put(g *group.Grouper, reports ...group.Report) []string {
	var out []string
	for _, r := range reports {
		story := g.Decide(r).Story
		if story == "" {
			story = "story of " + r.ID
		}
		g.Add(r, story)
		out = append(out, story)
	}
	return out
}

func TestReportsOfOneHappeningShareAStory(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b group.Report
		same bool
	}{
		{"the same news in other words", group.Report{Text: wire}, group.Report{Text: rewrite}, true},
		{"another happening in the same country", group.Report{Text: wire}, group.Report{Text: strike}, false},
		{"wire copy with a note before it", group.Report{Text: wire}, group.Report{Title: "News in brief", Text: "From our agencies. " + wire}, true},
		{"titles alone", group.Report{Title: "Karsk bridge to reopen to freight on Thursday"}, group.Report{Title: "Freight to cross Karsk bridge again from Thursday"}, true},
		{"titles of two happenings", group.Report{Title: "Karsk bridge to reopen to freight"}, group.Report{Title: "Dockers walk out at Sall over night shifts"}, false},
		{"a title and a text", group.Report{Title: "Karsk bridge freight agreed by Veltria and Osmark"}, group.Report{Text: wire}, true},
		{"later, but within days", group.Report{Text: wire, Published: day}, group.Report{Text: rewrite, Published: day.AddDate(0, 0, 3)}, true},
		{"a late report, older than the one before", group.Report{Text: wire, Published: day}, group.Report{Text: rewrite, Published: day.AddDate(0, 0, -3)}, true},
		{"the same words a year later", group.Report{Text: wire, Published: day}, group.Report{Text: wire, Published: day.AddDate(1, 0, 0)}, false},
		{"another language", group.Report{Text: wire, Language: "en"}, group.Report{Text: wire, Language: "de"}, false},
		{"two kinds of one language", group.Report{Text: wire, Language: "en-GB"}, group.Report{Text: wire, Language: "en-us"}, true},
		{"nothing to go by", group.Report{Title: "..."}, group.Report{Title: "???"}, false},
		{"no space between words", group.Report{Title: "卡尔斯克大桥星期四重新开放货运"}, group.Report{Title: "卡尔斯克大桥重新开放货运交通"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := group.New(group.Options{})
			put(g, group.Report{ID: "x", Text: crash, Published: day, Language: c.a.Language})
			c.a.ID, c.b.ID = "a", "b"
			got := put(g, c.a, c.b)
			if (got[0] == got[1]) != c.same {
				t.Errorf("stories %q: same %v, want %v; %+v", got, got[0] == got[1], c.same, g.Decide(c.b))
			}
		})
	}
}

func TestCopiesAreTold(t *testing.T) {
	g := group.New(group.Options{})
	put(g, group.Report{ID: "a", Text: wire}, group.Report{ID: "b", Text: crash})
	if d := g.Decide(group.Report{ID: "c", Text: "(Agency) " + wire}); d.Like != "a" || !d.Copy {
		t.Errorf("wire copy: %+v", d)
	}
	if d := g.Decide(group.Report{ID: "d", Text: rewrite}); d.Like != "a" || d.Copy {
		t.Errorf("a report in other words: %+v", d)
	}
}

func TestWhatAnEditorMovedDrawsLaterReports(t *testing.T) {
	g := group.New(group.Options{})
	put(g, group.Report{ID: "a", Text: wire})
	g.Add(group.Report{ID: "a"}, "moved")
	if got := g.Story("a"); got != "moved" {
		t.Errorf("the report is in %q", got)
	}
	if d := g.Decide(group.Report{ID: "b", Text: rewrite}); d.Story != "moved" {
		t.Errorf("the next report: %+v", d)
	}
}

// The same reports under the same stories answer the same, in whatever order they were added: after a restart the index
// is read in another order than it grew in.
func TestOrderOfAddingDoesNotMatter(t *testing.T) {
	var reports []group.Report
	for i, text := range []string{wire, rewrite, strike, crash} {
		for j := range 8 {
			words := strings.Fields(text)
			reports = append(reports, group.Report{ID: fmt.Sprintf("r%d-%d", i, j), Text: strings.Join(words[j:], " "), Published: day.Add(time.Duration(i+j) * time.Hour)})
		}
	}
	probe := group.Report{ID: "probe", Title: "Freight lorries and dockers", Text: wire + " " + strike}
	rnd := rand.New(rand.NewPCG(7, 7))
	var want group.Decision
	for n := range 20 {
		g := group.New(group.Options{})
		for _, r := range reports {
			g.Add(r, r.ID[:2])
		}
		got := g.Decide(probe)
		if n == 0 {
			want = got
		}
		if got.Story != want.Story || got.Like != want.Like {
			t.Fatalf("decided %+v, before %+v", got, want)
		}
		rnd.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
	}
}

func TestAThousandIdenticalReports(t *testing.T) {
	g := group.New(group.Options{})
	for i := range 1000 {
		r := group.Report{ID: fmt.Sprint(i), Text: wire}
		d := g.Decide(r)
		if i > 0 && d.Story != "one" {
			t.Fatalf("report %d: %+v", i, d)
		}
		g.Add(r, "one")
	}
}

func BenchmarkStream(b *testing.B) {
	texts := []string{wire, rewrite, strike, crash}
	g := group.New(group.Options{})
	for i := 0; b.Loop(); i++ {
		put(g, group.Report{ID: fmt.Sprint(i), Text: fmt.Sprintf("%s Item%d place%d.", texts[i%4], i/40, i/7), Published: day.Add(time.Duration(i) * time.Minute)})
	}
}
