package site

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onrecord/internal/news"
	"onrecord/internal/web/picture"
)

// written sets a forest out as words: each node's name, in brackets what rests on it.
func written(nodes []*picture.Node) string {
	var out []string
	for _, n := range nodes {
		s := n.Words
		if n.Kind == picture.OfGhost {
			s += "*"
		}
		if len(n.Children) > 0 {
			s += "(" + written(n.Children) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// story makes reports of outlets named by single letters, one an hour.
func story(outlets string) map[news.ID]news.Report {
	reports := map[news.ID]news.Report{}
	for i, o := range strings.Fields(outlets) {
		reports[news.ID(o)] = news.Report{ID: news.ID(o), Outlet: strings.ToUpper(o), Published: time.Date(2031, 3, 2, i, 0, 0, 0, time.UTC)}
	}
	return reports
}

func TestGraph(t *testing.T) {
	on := func(id, from news.ID, how news.Path) news.Position {
		return news.Position{ReportID: id, Stance: news.For, Origin: "o1", TookFrom: from, TookHow: how}
	}
	one := []news.Origin{{Label: "o1", Name: "officials", Standing: news.Unnamed, Stance: news.For, Root: "a"}}
	for _, c := range []struct {
		name      string
		origins   []news.Origin
		positions []news.Position
		want      string
	}{
		{"a chain", one, []news.Position{on("a", "", ""), on("b", "a", news.PathCredit), on("c", "b", news.PathCopy)}, "Officials(A(B(C)))"},
		{"only credits are known", one, []news.Position{on("a", "", ""), {ReportID: "b", Stance: news.For, Origin: "o1", Credits: "a"}, {ReportID: "c", Stance: news.For, Origin: "o1", EchoOf: "b"}}, "Officials(A(B(C)))"},
		{"an outlet is credited without its article", one, []news.Position{on("a", "", ""), {ReportID: "b", Stance: news.For, Origin: "o1", Credits: "The A"}}, "Officials(A(B))"},
		{"an outlet that is not here", one, []news.Position{on("a", "", ""), {ReportID: "b", Stance: news.For, Origin: "o1", Credits: "Hafenpost", TookHow: news.PathCredit}, {ReportID: "c", Stance: news.For, Origin: "o1", Credits: "hafenpost"}}, "Officials(A Hafenpost(B C))"},
		{"only an outlet that is not here", nil, []news.Position{{ReportID: "a", Stance: news.For, Origin: "none-1", Credits: "Hafenpost"}, {ReportID: "b", Stance: news.For, Origin: "none-2"}}, "Hafenpost(A) No source given(B)"},
		{"heard by several", one, []news.Position{on("a", "", ""), on("b", "", news.PathSource)}, "Officials(A B)"},
		{"nobody says whence", nil, []news.Position{{ReportID: "a", Stance: news.For, Origin: "none-1"}, {ReportID: "b", Stance: news.For}}, "No source given(A B)"},
		{"A cites B cites A", one, []news.Position{{ReportID: "b", Stance: news.For, TookFrom: "c", TookHow: news.PathCredit}, {ReportID: "c", Stance: news.For, TookFrom: "b", TookHow: news.PathCredit}}, "Officials No source given(B(C))"},
		{"a circle of three behind an origin", one, []news.Position{on("a", "", ""), on("b", "d", news.PathCredit), on("c", "b", news.PathCredit), on("d", "c", news.PathLink), on("e", "d", news.PathLink)}, "Officials(A B(C(D(E))))"},
		{"it cites itself", one, []news.Position{on("a", "a", news.PathCredit), on("b", "b", news.PathCredit)}, "Officials(A B)"},
		{"a denial that the report for it carries", append(one, news.Origin{Label: "o2", Name: "Vane", Standing: news.Named, Stance: news.Against, Root: "a"}), []news.Position{on("a", "", ""), {ReportID: "b", Stance: news.Against, Origin: "o2", TookFrom: "a"}}, "Officials(A) Vane(A* B)"},
		{"reports of other stories", one, []news.Position{on("a", "", ""), on("gone", "a", news.PathCopy), on("b", "gone", news.PathCopy)}, "Officials(A B)"},
		{"beside, without a word", one, []news.Position{on("a", "", ""), {ReportID: "b", Stance: news.Beside, Origin: "none-1"}}, "Officials(A)"},
	} {
		claim := news.ClaimLedger{Origins: c.origins, Positions: c.positions}
		reports := story("a b c d e")
		if got := written(graphOf(claim, setOut(inEnglish(t), claim, reports, ""), reports, time.UTC)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// However reports cite one another, each stands once in the graph, and the order of the ledger's lists does not matter.
func TestEveryReportStandsOnceInAGraph(t *testing.T) {
	in := inEnglish(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "reports")
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("r%d", i))
		}
		reports := story(strings.Join(names, " "))
		pick := func(label string) news.ID {
			return news.ID(rapid.SampledFrom(append(names, "", "elsewhere")).Draw(t, label))
		}
		c := news.ClaimLedger{}
		for i := range rapid.IntRange(0, 3).Draw(t, "origins") {
			c.Origins = append(c.Origins, news.Origin{Label: fmt.Sprintf("o%d", i), Name: fmt.Sprintf("N%d", i), Stance: rapid.SampledFrom(news.Stances()).Draw(t, "stance"), Root: pick("root")})
		}
		for _, name := range names {
			c.Positions = append(c.Positions, news.Position{
				ReportID: news.ID(name), Stance: rapid.SampledFrom(news.Stances()[:2]).Draw(t, "side"), Origin: rapid.SampledFrom([]string{"", "o0", "o1", "o2", "none-1"}).Draw(t, "origin"),
				TookFrom: pick("took"), EchoOf: pick("echo"), Credits: strings.ToUpper(string(pick("credits"))),
				TookHow: rapid.SampledFrom([]news.Path{"", news.PathCopy, news.PathCredit, news.PathSource}).Draw(t, "how"),
			})
		}
		draw := func() string {
			roots := graphOf(c, setOut(in, c, reports, ""), reports, time.UTC)
			total := 0
			for _, r := range roots {
				total += r.Count()
			}
			if total != n {
				t.Fatalf("%d of %d reports stand in %s", total, n, written(roots))
			}
			return written(roots)
		}
		first := draw()
		c.Positions = rapid.Permutation(c.Positions).Draw(t, "order")
		if again := draw(); again != first {
			t.Fatalf("in another order it is\n%s, not\n%s", again, first)
		}
	})
}

func TestWordsOfEvidenceStandUnderTheirOrigin(t *testing.T) {
	reports := story("a b c d")
	c := news.ClaimLedger{
		Claim:   news.Claim{ID: "k"},
		Origins: []news.Origin{{Label: "o1", Name: "officials", Standing: news.Unnamed, Stance: news.For, Root: "a"}, {Label: "o2", Name: "Vane", Standing: news.Named, Stance: news.Against, Root: "a"}, {Label: "o3", Name: "Roth", Standing: news.Named, Stance: news.For, Root: "b"}},
		Positions: []news.Position{
			{ReportID: "a", Stance: news.For, Origin: "o1"}, {ReportID: "b", Stance: news.For, Origin: "o3"}, {ReportID: "c", Stance: news.For, Origin: "o1", TookFrom: "a", TookHow: news.PathCredit}, {ReportID: "d", Stance: news.For, Origin: "o1", TookHow: news.PathSource},
		},
		Evidence: []news.Evidence{
			{ReportID: "a", Key: "a-1", Stance: news.For, Origin: "o1", Speaker: "officials", Words: "There are talks.", At: news.Span{0, 5}},
			{ReportID: "a", Key: "a-2", Stance: news.Against, Origin: "o2", Speaker: "Vane", Words: "There are none.", At: news.Span{9, 15}, Since: reports["a"].Published.Add(58 * time.Minute)},
			{ReportID: "b", Key: "b-1", Stance: news.For, Origin: "o3", Speaker: "Roth", Words: "I was there."},
			{ReportID: "c", Key: "c-1", Stance: news.For, Origin: "o1", Words: "There are talks, says A.", At: news.Span{1, 9}},
			{ReportID: "c", Key: "c-2", Stance: news.For, Speaker: "A", Words: "A had reported it."},
			{ReportID: "d", Key: "d-1", Stance: news.For, Origin: "o1", Speaker: "officials", Words: "We talk every day.", At: news.Span{1, 9}},
			{ReportID: "b", Key: "b-2", Stance: news.Against, Speaker: "somebody", Words: "No.", At: news.Span{30, 33}},
			{ReportID: "gone", Key: "g-1", Stance: news.For, Words: "Of another story."},
		},
	}
	a := reports["a"]
	a.Revisions, a.Newest = 2, 2
	reports["a"] = a
	v := setOut(inEnglish(t), c, reports, "")
	if names, n := v.In.originNames(v.For.Origins); names != "Roth and officials" || n != 2 {
		t.Errorf("the strongest standing does not come first: %v", names)
	}
	officials := v.For.Origins[1]
	if len(officials.Root.Lines) != 1 || len(officials.Further) != 1 || officials.Further[0].Report.ID != "d" || len(officials.all) != 1 || officials.all[0].Report.ID != "c" || len(officials.all[0].Lines) != 2 {
		t.Errorf("what rests on the officials: %+v", officials)
	}
	vane := v.Against.Origins[0]
	if !vane.Root.Carry || len(vane.Root.Lines) != 1 || v.In.seen(vane.Root.Lines[0].Later) != "added, first seen 58 minutes after publication" || vane.Root.Lines[0].Place != "/report/a?at=9-15&of=2#at" {
		t.Errorf("the denial: %+v", vane.Root)
	}
	if roth := v.For.Origins[0].Root.Lines[0]; roth.Place != "/report/b?at=headline#at" || roth.Address != "/claim/k?evidence=b-1#e-b-1" {
		t.Errorf("a headline: %+v", roth)
	}
	if len(v.Against.Stray) != 1 || v.Against.Stray[0].Lines[0].Key != "b-2" || !v.Against.Stray[0].Carry {
		t.Errorf("words of no origin: %+v", v.Against.Stray)
	}
	c.Evidence = append(c.Evidence, c.Evidence[0])
	if twice := setOut(inEnglish(t), c, reports, "").For.Origins[1].Root.Lines; len(twice) != 2 || twice[1].Anchor != "" || twice[1].Address == "" {
		t.Errorf("the same words twice: %+v", twice)
	}
	if v.State.State != news.Disputed || v.State.Grounds[0].Href != "/claim/k?side=for" || !strings.HasPrefix(v.State.Grounds[1].Href, "/claim/k?origin=origin-") {
		t.Errorf("the state: %+v", v.State)
	}
}

func TestFewSquaresStandForMany(t *testing.T) {
	for _, n := range []int{0, 1, mostSquares, mostSquares + 1, 20_000} {
		var all []square
		for i := range n {
			all = append(all, square{Stance: news.Stances()[i*3/n], Echo: i%1000 != 0})
		}
		got := few(all, &claimView{In: inEnglish(t)})
		if got.Count != n || len(got.All) > mostSquares+100 || got.Each*len(got.All) < n {
			t.Errorf("%d become %d squares of %d", n, len(got.All), got.Each)
		}
	}
}
