package picture

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onrecord/internal/news"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

var start = time.Date(2031, 3, 2, 6, 10, 0, 0, time.UTC)

func mark(after time.Duration, stance news.Stance, polarity news.Polarity, standing news.Standing, echo bool, label string) Mark {
	return Mark{At: start.Add(after), Stance: stance, Polarity: polarity, Standing: standing, Echo: echo, Href: "/report/" + label, Label: label}
}

// three is a story as most are: one unnamed origin, an echo, a denial that came with a changed text.
func three() Timeline {
	return Timeline{Words: english(), Name: "t", Title: "When who said what", About: "3 marks.", Width: 720, Lanes: []Lane{{
		Words: "Karst and Melland have agreed to talks.", State: "denied by a party", Href: "/claim/c",
		Marks: []Mark{
			mark(0, news.For, news.Asserts, news.Unnamed, false, "a"), mark(3*time.Hour, news.For, news.Asserts, news.FromOutlet, true, "b"),
			mark(65*time.Minute, news.Against, news.Denies, news.Named, false, "c"),
		},
		Edits: []Edit{{At: start.Add(65 * time.Minute), Href: "/story/s#change", Label: "the denial was added"}},
	}}}
}

func crowd(n int) Timeline {
	t := Timeline{Words: english(), Name: "t", Title: "Many", Width: 1080, Zone: time.UTC}
	l := Lane{Words: "A claim", Href: "/claim/c"}
	for i := range n {
		stance := news.Stances()[i%3]
		l.Marks = append(l.Marks, mark(time.Duration(i*i)*time.Second, stance, news.Polarities()[i%6], news.Standings()[i%8], i%4 != 0, fmt.Sprint(i)))
	}
	t.Lanes = []Lane{l}
	return t
}

func forest() []*Node {
	leaf := func(name string) *Node {
		return &Node{Kind: OfReport, Words: name, Note: "2 Mar, 08:05 · same text", Stance: news.For, Echo: true, Href: "/report/" + name, Label: name}
	}
	wire := leaf("Karst Press Agency")
	for i := range 14 {
		wire.Children = append(wire.Children, leaf(fmt.Sprintf("Paper %d", i+1)))
	}
	record := &Node{Kind: OfReport, Words: "The Lowmark Record", Note: "2 Mar, 06:10", Stance: news.For, Href: "/report/record", Children: []*Node{leaf("صحيفة المرفأ"), wire}}
	return []*Node{
		{Kind: OfOrigin, Words: "Karst officials, to The Lowmark Record", Note: "unnamed, for it", Stance: news.For, Standing: news.Unnamed, Href: "/claim/c?origin=o", Children: []*Node{record, {Kind: OfOutside, Words: "Hafenpost", Note: "credited; no report of it here", Stance: news.For, Children: []*Node{leaf("The Ferryman")}}}},
		{Kind: OfOrigin, Words: "Tomas Vane", Note: "named, against it", Stance: news.Against, Standing: news.Named, Children: []*Node{{Kind: OfGhost, Words: "The Lowmark Record", Note: "carried by it", Stance: news.Against}}},
	}
}

func tree(width int) Tree {
	t := Tree{Words: english(), Name: "g", Title: "Who has it from whom", About: "2 origins behind 18 reports.", Width: width, Heads: []string{"Origin", "Heard by", "Taken from there", "And from there"}, Key: "Large: an origin. Small: a report, full if it heard the origin itself."}
	for _, root := range forest() {
		t.Roots = append(t.Roots, root.Folded(6, 4, 6, func(n int) string { return fmt.Sprintf("× %d more", n) }))
	}
	return t
}

func TestPicturesAreAsTheyWere(t *testing.T) {
	narrow := three()
	narrow.Width = 348
	alone := three()
	alone.Style = ".pic-words { fill: \"x\" > 0 }"
	for name, svg := range map[string]string{
		"timeline": three().SVG(), "timeline-narrow": narrow.SVG(), "timeline-alone": alone.SVG(), "timeline-crowd": crowd(300).SVG(), "timeline-nothing": Timeline{Words: english(), Name: "t", Width: 720}.SVG(),
		"tree": tree(1080).SVG(), "tree-narrow": tree(348).SVG(), "tree-nothing": Tree{Words: english(), Name: "g", Width: 720}.SVG(),
	} {
		file := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(file, []byte(svg), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if svg != string(want) {
			t.Errorf("%s is drawn otherwise; if it should be: go test ./internal/web/picture -update", name)
		}
	}
}

// whole says whether a picture is XML, and whether it has nothing but what pictures are made of.
func whole(svg string) error {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !strings.Contains(" svg title desc style defs pattern g a rect circle path text ", " "+e.Name.Local+" ") {
			return fmt.Errorf("<%s>", e.Name.Local)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" {
				return fmt.Errorf("<%s %s>", e.Name.Local, a.Name.Local)
			}
			if v, err := strconv.ParseFloat(a.Value, 64); err == nil && (v != v || v > 1e6 || v < -1e6) {
				return fmt.Errorf("<%s %s=%s> is nowhere", e.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
}

var hostile = []string{
	`"><script>alert(1)</script>`, `</title><svg onload=alert(1)>`, "]]><x", "\x00\x0b\ufffe", "\u202eevil", "&lt;&amp;", strings.Repeat("w", 5000), "", "  ", "\xff\xfe", "مرحبا بالعالم", "北港日報北港日報北港日報", "a\nb\tc", "'onclick='x",
}

// Whatever a picture is given, it is well formed, has no script, and is drawn in no time.
func TestNothingThatIsSaidLeavesItsPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom(hostile)
		when := rapid.SampledFrom([]time.Time{{}, start, start.Add(time.Second), start.AddDate(0, 0, 9), start.AddDate(40, 0, 0), time.Unix(0, 0), start.AddDate(-900, 0, 0)})
		line := Timeline{Words: english(), Name: "t", Title: words.Draw(t, "title"), About: words.Draw(t, "about"), Width: rapid.IntRange(320, 2000).Draw(t, "width")}
		for range rapid.IntRange(0, 4).Draw(t, "lanes") {
			l := Lane{Words: words.Draw(t, "claim"), State: words.Draw(t, "state"), Href: words.Draw(t, "href")}
			for range rapid.IntRange(0, 40).Draw(t, "marks") {
				l.Marks = append(l.Marks, Mark{At: when.Draw(t, "at"), Stance: rapid.SampledFrom(append(news.Stances(), "", "x")).Draw(t, "stance"), Polarity: rapid.SampledFrom(append(news.Polarities(), "")).Draw(t, "polarity"),
					Standing: rapid.SampledFrom(append(news.Standings(), "")).Draw(t, "standing"), Echo: rapid.Bool().Draw(t, "echo"), Href: words.Draw(t, "to"), Label: words.Draw(t, "label")})
			}
			l.Edits = append(l.Edits, Edit{At: when.Draw(t, "edited"), Label: words.Draw(t, "edit")})
			line.Lanes = append(line.Lanes, l)
		}
		if err := whole(line.SVG()); err != nil {
			t.Fatalf("the timeline: %v", err)
		}
		var grow func(depth int) *Node
		grow = func(depth int) *Node {
			n := &Node{Kind: rapid.SampledFrom([]NodeKind{OfOrigin, OfOutside, OfReport, OfGhost, OfMore}).Draw(t, "kind"), Words: words.Draw(t, "name"), Note: words.Draw(t, "note"), Href: words.Draw(t, "to"), Label: words.Draw(t, "label")}
			if depth < 12 {
				for range rapid.IntRange(0, 2).Draw(t, "children") {
					n.Children = append(n.Children, grow(depth+1+rapid.IntRange(0, 9).Draw(t, "deeper")))
				}
			}
			return n
		}
		g := Tree{Words: english(), Name: "g", Title: words.Draw(t, "title"), Width: line.Width, Roots: []*Node{grow(0), grow(0)}, Heads: []string{words.Draw(t, "head")}, Key: words.Draw(t, "key")}
		if err := whole(g.SVG()); err != nil {
			t.Fatalf("the tree: %v", err)
		}
	})
}

func TestEveryMarkIsDrawnOrCounted(t *testing.T) {
	const n = 20_000
	line := crowd(0)
	for i := range n {
		line.Lanes[0].Marks = append(line.Lanes[0].Marks, mark(0, news.For, news.Asserts, news.FromOutlet, true, fmt.Sprint(i)))
	}
	svg := line.SVG()
	drawn := strings.Count(svg, "<circle") - 2 // the key has two
	var over int
	for _, m := range regexp.MustCompile(`>\+(\d+)<`).FindAllStringSubmatch(svg, -1) {
		k, _ := strconv.Atoi(m[1])
		over += k
	}
	if drawn < 1 || drawn+over != n {
		t.Errorf("%d are drawn and %d counted, of %d at one instant", drawn, over, n)
	}
	if len(svg) > 20_000 {
		t.Errorf("so many alike take %d bytes", len(svg))
	}
}

func TestEchoesGiveWayToThoseWhoKnow(t *testing.T) {
	line := Timeline{Words: english(), Name: "t", Width: 720, Lanes: []Lane{{}}}
	for i := range 30 {
		line.Lanes[0].Marks = append(line.Lanes[0].Marks, mark(0, news.For, news.Asserts, news.FromOutlet, true, fmt.Sprint(i)))
	}
	line.Lanes[0].Marks = append(line.Lanes[0].Marks, mark(0, news.For, news.Asserts, news.Named, false, "known"))
	if !strings.Contains(line.SVG(), `href="/report/known"`) {
		t.Error("the one who is named has no room among thirty echoes")
	}
}

func TestWhatHasNoDateStandsApart(t *testing.T) {
	line := three()
	line.Lanes[0].Marks[0].At = time.Time{}
	svg := line.SVG()
	if !strings.Contains(svg, "no date") || strings.Contains(three().SVG(), "no date") {
		t.Error("a mark without a date does not stand in a place of its own")
	}
	for i := range line.Lanes[0].Marks {
		line.Lanes[0].Marks[i].At = time.Time{}
	}
	line.Lanes[0].Edits = nil
	if svg := line.SVG(); strings.Contains(svg, "0001") || whole(svg) != nil {
		t.Error("without any date there is an axis of the year one")
	}
}

func TestTicks(t *testing.T) {
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		from, to string
		most     int
		want     string
	}{
		{"2031-03-02T06:10:00Z", "2031-03-02T07:40:00Z", 8, "06:15/2 Mar 06:30 06:45 07:00 07:15 07:30"},
		{"2031-03-02T06:10:00Z", "2031-03-03T19:00:00Z", 8, "12:00/2 Mar 18:00 00:00/3 Mar 06:00 12:00 18:00"},
		{"2031-02-27T06:10:00Z", "2031-03-06T19:00:00Z", 8, "28 Feb/2031 1 Mar 2 Mar 3 Mar 4 Mar 5 Mar 6 Mar"},
		{"2030-11-27T06:10:00Z", "2031-03-06T19:00:00Z", 8, "9 Dec/2030 23 Dec 6 Jan/2031 20 Jan 3 Feb 17 Feb 3 Mar"},
		{"2019-11-27T06:10:00Z", "2031-03-06T19:00:00Z", 8, "2020 2022 2024 2026 2028 2030"},
		// In summer the clock in Lisbon is an hour before UTC; on the last Sunday of March it is set.
		{"2031-07-02T22:30:00Z", "2031-07-03T00:10:00Z", 3, "00:00/3 Jul 01:00"},
		{"2031-03-29T22:00:00Z", "2031-03-30T16:00:00Z", 6, "00:00/30 Mar 04:00 07:00 10:00 13:00 16:00"},
	} {
		var got []string
		for _, k := range ticks(english(), at(c.from), at(c.to), lisbon, c.most) {
			words := k.words
			if k.day != "" {
				words += "/" + k.day
			}
			got = append(got, words)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("from %s to %s: %q, want %q", c.from, c.to, s, c.want)
		}
	}
}

func TestTicksAreNeverManyAndAlwaysWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(-60_000_000_000, 30_000_000_000).Draw(t, "from"), 0).UTC()
		to := from.Add(time.Duration(rapid.Int64Range(int64(time.Hour), int64(200*365*24*time.Hour)).Draw(t, "long")))
		most := rapid.IntRange(2, 30).Draw(t, "most")
		all := ticks(english(), from, to, time.UTC, most)
		if len(all) > most+2 {
			t.Fatalf("%d ticks where %d have room", len(all), most)
		}
		for i, k := range all {
			if k.at.Before(from) || k.at.After(to) || i > 0 && !k.at.After(all[i-1].at) {
				t.Fatalf("tick %d at %s, from %s to %s", i, k.at, from, to)
			}
		}
	})
}

func TestATreeIsFoldedWithoutLosingCount(t *testing.T) {
	root := &Node{Kind: OfOrigin}
	deep := root
	for i := range 100 {
		next := &Node{Kind: OfReport, Words: fmt.Sprint(i)}
		deep.Children = append(deep.Children, next, &Node{Kind: OfReport})
		deep = next
	}
	for range 50 {
		root.Children = append(root.Children, &Node{Kind: OfReport})
	}
	hidden := 0
	out := root.Folded(6, 3, 4, func(n int) string { hidden += n; return "more" })
	if shown := out.Count(); shown+hidden != root.Count() || shown == root.Count() {
		t.Errorf("%d are shown and %d counted, of %d", shown, hidden, root.Count())
	}
	if d := out.depth(); d > 9 {
		t.Errorf("it is %d deep", d)
	}
}

func TestWordsFit(t *testing.T) {
	for _, c := range []struct {
		in, want string
		most     float64
	}{
		{"The Record", "The Record", 200}, {"The Northern and Western Islands Weekly", "The Northern and…", 140}, {"\u202eabc  def\n", "abc def", 200}, {"", "", 10}, {"www", "…", 4},
	} {
		if got := fit(c.in, c.most, size); got != c.want {
			t.Errorf("%q in %v: %q", c.in, c.most, got)
		}
	}
	if got := wrap("one two three four five six seven", 90, size, 2); len(got) != 2 || !strings.HasSuffix(got[1], "…") {
		t.Errorf("two lines: %q", got)
	}
}

// english are the words of the tests.
func english() Words {
	in := func(layout string) func(time.Time) string {
		return func(t time.Time) string { return t.Format(layout) }
	}
	return Words{
		For: "for", Against: "against", NoDate: "no date", Nothing: "There is nothing to draw yet.", NoRoots: "No report says where it has this from.",
		NoLane: func(n int) string {
			if n == 1 {
				return "One more claim of this story has no lane here; the table has it."
			}
			return fmt.Sprintf("%d more claims of this story have no lane here; the table has them.", n)
		},
		Further: func(n int, side news.Stance) string { return fmt.Sprintf("%d more, %s", n, side) },
		Asserts: "says so", Confirms: "confirms", Denies: "denies", Doubts: "doubts, asks or leaves it open", Unnamed: "unnamed", Nobody: "nobody is named",
		Repeats: "repeats another report", Edited: "a text was changed",
		Year: in("2006"), Mon: in("Jan"), Day: in("2 Jan"), Clock: in("15:04"), Number: strconv.Itoa,
	}
}

// In a language that is written from the right, time runs to the left, and what rests on an origin stands to its left.
func TestPicturesFromTheRight(t *testing.T) {
	line := three()
	line.RightToLeft = true
	g := tree(1080)
	g.RightToLeft = true
	for name, svg := range map[string]string{"timeline": line.SVG(), "tree": g.SVG()} {
		if err := whole(svg); err != nil || !strings.Contains(svg, ` direction="rtl"`) || !strings.Contains(svg, "matrix(-1 0 0 1 ") {
			t.Errorf("%s: %v", name, err)
		}
		for _, text := range strings.Split(svg, "<text ")[1:] {
			if !strings.HasPrefix(text, `transform="scale(-1 1)"`) || !strings.Contains(text, ` x="-`) {
				t.Errorf("%s has words that stand on their heads: %.90s", name, text)
			}
		}
	}
}
