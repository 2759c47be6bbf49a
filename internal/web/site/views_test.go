package site

import (
	"slices"
	"strings"
	"testing"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// inEnglish is the language of the tests.
func inEnglish(t testing.TB) speech {
	t.Helper()
	languages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return speech{languages.Choose("en")}
}

func TestAnswer(t *testing.T) {
	in := func(v claimView) claimView { v.In = inEnglish(t); return v }
	origin := func(name string, standing news.Standing) originView {
		return originView{Origin: news.Origin{Name: name, Standing: standing}}
	}
	for _, c := range []struct {
		name string
		view claimView
		want string
	}{
		{"nothing", claimView{}, "No report asserts this by itself. Nobody is reported to deny it."},
		{"one for", claimView{For: side{Reports: 1, Origins: []originView{origin("A", news.Unnamed)}}}, "One report says so, resting on one origin, which is unnamed. Nobody is reported to deny it."},
		{"echoes", claimView{For: side{Reports: 14, Origins: []originView{origin("A", news.Unnamed)}}, Against: side{Reports: 1, Origins: []originView{origin("Tomas Vane", news.Named)}}},
			"14 reports say so. All of them rest on one origin, which is unnamed. Tomas Vane denies it."},
		{"no source", claimView{For: side{Reports: 2, Loose: make([]row, 2)}}, "Two reports say so, and none of them says where it has that from. Nobody is reported to deny it."},
		{"several", claimView{For: side{Reports: 5, Origins: []originView{origin("A", news.Named), origin("B", news.Unnamed), origin("C", news.Unnamed)}}},
			"Five reports say so, resting on three independent origins, one of them named. Nobody is reported to deny it."},
		{"many deny", claimView{Against: side{Reports: 5, Origins: []originView{origin("A", news.Named), origin("B", news.Named), origin("C", news.Named), origin("D", news.Named)}}},
			"No report asserts this by itself. A, B and two more deny it."},
		{"reports against", claimView{For: side{Reports: 2, Origins: []originView{origin("A", news.Office)}}, Against: side{Reports: 1}},
			"Two reports say so. Both rest on one origin, known by office only. One report speaks against it."},
	} {
		if got := plain(answer(in(c.view))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEveryReportStandsOnceInALedger(t *testing.T) {
	reports := map[news.ID]news.Report{}
	for _, id := range []news.ID{"a", "b", "c", "d", "e"} {
		reports[id] = news.Report{ID: id, Outlet: "Outlet " + string(id)}
	}
	v := setOut(inEnglish(t), news.ClaimLedger{
		Origins: []news.Origin{{Label: "o1", Stance: news.For, Root: "a"}, {Label: "o2", Stance: news.Against, Root: "a", Name: "Vane"}, {Label: "o3", Stance: news.For, Root: "gone"}},
		Positions: []news.Position{
			{ReportID: "a", Stance: news.For, Origin: "o1", Also: []string{"o3"}}, {ReportID: "b", Stance: news.For, Origin: "o1", Also: []string{"o3"}, EchoOf: "a"},
			{ReportID: "c", Stance: news.Against, Origin: "o1", Also: []string{"o2"}}, {ReportID: "d", Stance: news.For, Origin: "none-1"}, {ReportID: "e", Stance: news.Beside},
			{ReportID: "moved", Stance: news.For, Origin: "o1"},
		},
	}, reports, "")
	var seen []news.ID
	for _, s := range v.Sides() {
		for _, o := range s.Origins {
			if !o.Root.Carry && o.Root.Position.ReportID != "" {
				seen = append(seen, o.Root.Report.ID)
			}
			for _, e := range append(o.Further, o.all...) {
				seen = append(seen, e.Report.ID)
			}
		}
		for _, r := range s.Loose {
			seen = append(seen, r.Report.ID)
		}
	}
	for _, r := range v.Silent.Folded {
		seen = append(seen, r.Report.ID)
	}
	slices.Sort(seen)
	if !slices.Equal(seen, []news.ID{"a", "b", "c", "d", "e"}) {
		t.Errorf("listed: %v", seen)
	}
	if v.For.Reports != 3 || v.Against.Reports != 1 || v.Reports.Count != 5 {
		t.Errorf("%d for, %d against, %d squares", v.For.Reports, v.Against.Reports, v.Reports.Count)
	}
	if against := v.Against.Origins[0]; !against.Root.Carry || len(against.all) != 1 || against.all[0].Report.ID != "c" {
		t.Errorf("the denial in a report that is for the claim: %+v", against)
	}
}

func TestCompare(t *testing.T) {
	if got := compare("One two  three.", "One two three."); got != nil {
		t.Errorf("white space is a change: %v", got)
	}
	long := strings.Repeat("word ", 100)
	got := compare(long+"before", long+"after\n\nmore")
	want := []change{{Skip: true}, {Text: strings.TrimSpace(strings.Repeat("word ", around))}, {Kind: gone, Text: "before"}, {Kind: come, Text: "after ¶ more"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("", "new")
	f.Add("¶ ¶\n\n", "\n\n\n\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		var fresh []string
		for _, c := range compare(a, b) {
			if c.Kind == come {
				fresh = append(fresh, strings.Fields(c.Text)...)
			}
		}
		if n := len(wordsOf(b)); len(fresh) > n {
			t.Errorf("%d new words of %d", len(fresh), n)
		}
	})
}

func TestLink(t *testing.T) {
	for in, want := range map[string]bool{
		"https://a.example/x": true, "http://a.example": true, "/story/1": true,
		"//evil.example": false, "/\\evil.example": false, "javascript:alert(1)": false, "JaVaScRiPt:alert(1)": false, "data:text/html,x": false, "": false,
		"https:": false, "\x00https://a.example": false, "ftp://a.example": false, " javascript:x": false,
	} {
		if got := link(in) != ""; got != want {
			t.Errorf("%q is a link: %v", in, got)
		}
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("a \x02b\x03 c")
	f.Add("\x03\x02\x02\x03\x03")
	f.Fuzz(func(t *testing.T, s string) {
		var back strings.Builder
		for _, m := range marks(s) {
			back.WriteString(m.Text)
		}
		if strings.ContainsAny(back.String(), "\x02\x03") {
			t.Errorf("%q keeps a sign", s)
		}
		plain := strings.NewReplacer("\x02", "", "\x03", "").Replace(s)
		if back.String() != plain {
			t.Errorf("%q became %q", s, back.String())
		}
	})
}

func TestAnchor(t *testing.T) {
	for in, want := range map[string]string{"Denials and Corrections": "denials-and-corrections", "  News!  ": "news", "«»": "", "Größe 3": "größe-3"} {
		if got := anchor(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
