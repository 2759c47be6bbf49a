package letter

import (
	"fmt"
	"math"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"onrecord/internal/send/letter/inline"
)

// attributes of an element, by name.
func attributes(n *html.Node) map[string]string {
	out := map[string]string{}
	for _, a := range n.Attr {
		out[a.Key] = a.Val
	}
	return out
}

func document(t testing.TB, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestAPageIsWellMade looks at every letter as old mail programs and readers without eyes do.
func TestAPageIsWellMade(t *testing.T) {
	names, letters := all(t)
	for _, name := range names {
		l := letters[name]
		ids, fragments, leads := map[string]int{}, []string{}, map[string]string{}
		level, first := 0, 0
		for n := range document(t, l.HTML).Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			attr := attributes(n)
			if id := attr["id"]; id != "" {
				ids[id]++
			}
			switch n.Data {
			case "html":
				if attr["lang"] != l.Language || attr["dir"] != l.Direction {
					t.Errorf("%s: the page is in %q, written %q", name, attr["lang"], attr["dir"])
				}
			case "table":
				if attr["role"] != "presentation" || attr["cellpadding"] != "0" || attr["cellspacing"] != "0" || attr["border"] != "0" {
					t.Errorf("%s: a table says that it is one, or has gaps: %v", name, attr)
				}
			case "h1", "h2", "h3", "h4":
				now := int(n.Data[1] - '0')
				if now > level+1 {
					t.Errorf("%s: after a heading of level %d comes %q of level %d", name, level, words(n), now)
				}
				if level = now; now == 1 {
					first++
				}
				if words(n) == "" && name != "edition-hostile" {
					t.Errorf("%s: an empty <%s>", name, n.Data)
				}
			case "img":
				if _, ok := attr["alt"]; !ok {
					t.Errorf("%s: a picture without words for it", name)
				}
			case "a":
				to, ok := attr["href"]
				if !ok {
					continue // where a link leads
				}
				said := attr["aria-label"]
				if said == "" {
					said = words(n)
				}
				if f, ok := strings.CutPrefix(to, "#"); ok {
					fragments = append(fragments, f)
				} else if was, ok := leads[said]; ok && was != to {
					t.Errorf("%s: two links say %q, to %s and %s", name, said, was, to)
				} else {
					leads[said] = to
				}
				if len([]rune(said)) < 5 && name != "edition-hostile" {
					t.Errorf("%s: a link says only %q", name, said)
				}
			}
		}
		if first != 1 {
			t.Errorf("%s: %d first headings", name, first)
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: %d elements have the id %s", name, n, id)
			}
		}
		for _, f := range fragments {
			if ids[f] != 1 {
				t.Errorf("%s: the contents lead to #%s, which is not there", name, f)
			}
		}
		if strings.HasPrefix(name, "edition") && name != "edition-one" && len(fragments) != strings.Count(l.HTML, "<h3 ") {
			t.Errorf("%s: %d lines of contents for %d items", name, len(fragments), strings.Count(l.HTML, "<h3 "))
		}
	}
}

// TestNothingTellsOfTheReader: no picture, nothing loaded from elsewhere, no link but to where it says. All that a letter
// leads to was given to it, unchanged.
func TestNothingTellsOfTheReader(t *testing.T) {
	names, letters := all(t)
	given := regexp.MustCompile(`^(` + strings.Join([]string{
		regexp.QuoteMeta(unsubscribe), regexp.QuoteMeta(preferences), regexp.QuoteMeta(links.Web), regexp.QuoteMeta(links.Archive), `#item-\d+`,
		`https://courier\.example/2031/(pier\?a=1&b=2|breakwater)`, `https://skerry\.example/(ferry|\d+)`, `https://coast\.example/(port|pier)`, `https://strait\.example/ar/1`,
		`https://kaikyo\.example/1`, `https://digest\.example\.org/(confirm|preferences|address|moving|ask)/[\w.]+`, `https://digest\.example\.org/desk/editions/e`,
		`https://spy\.example/(%22onmouseover=%22alert%281%29|Donau.*)`,
	}, "|") + `)$`)
	remote := regexp.MustCompile(`(?i)url\(|@import|expression\(|behavior:|-moz-binding`)
	for _, name := range names {
		l := letters[name]
		for n := range document(t, l.HTML).Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			attr := attributes(n)
			if slices.Contains([]string{"img", "script", "link", "iframe", "object", "embed", "form", "input", "video", "audio", "source", "svg", "base", "frame", "bgsound"}, n.Data) {
				t.Errorf("%s: there is a <%s>", name, n.Data)
			}
			for _, a := range []string{"src", "srcset", "background", "poster", "data", "ping", "action", "formaction", "cite", "longdesc", "manifest"} {
				if v, ok := attr[a]; ok {
					t.Errorf("%s: <%s> has %s=%q", name, n.Data, a, v)
				}
			}
			for a := range attr {
				if strings.HasPrefix(a, "on") {
					t.Errorf("%s: <%s> has the handler %s", name, n.Data, a)
				}
			}
			if to, ok := attr["href"]; ok && !given.MatchString(to) {
				t.Errorf("%s: a link goes to %s", name, to)
			}
			if remote.MatchString(attr["style"]) || n.Data == "style" && remote.MatchString(words(n)) {
				t.Errorf("%s: the style of <%s> loads something", name, n.Data)
			}
			if n.Data == "meta" && attr["http-equiv"] != "" {
				t.Errorf("%s: the page commands %s", name, attr["http-equiv"])
			}
		}
		// Outlook's part is no element for others.
		for _, c := range regexp.MustCompile(`(?s)<!--\[if.*?endif\]-->`).FindAllString(l.HTML, -1) {
			if strings.Contains(c, "src") || strings.Contains(c, "href") || strings.Contains(c, "url(") {
				t.Errorf("%s: for Outlook there is %s", name, c)
			}
		}
	}
}

// TestAPageIsSmallEnough: a well-known mail service cuts off what is larger than 102 KB, and a stylesheet of more than 8 KB.
func TestAPageIsSmallEnough(t *testing.T) {
	names, letters := all(t)
	for _, name := range names {
		l := letters[name]
		if n := size(l.HTML); n > Largest || name == "edition-long" && n < Largest-5_000 {
			t.Errorf("%s: %d bytes travel", name, n)
		}
		style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(l.HTML, -1)
		if len(style) != 2 || len(style[0][1]) > 8192 || len(style[1][1]) > 8192 {
			t.Errorf("%s: its stylesheets: %d, the first of %d bytes", name, len(style), len(style[0][1]))
		}
		if strings.Contains(style[0][1], "[") {
			t.Errorf("%s: Outlook's marks stand where Gmail looks", name)
		}
	}
	l := letters["edition-long"]
	left := long()
	n := left.Items() - strings.Count(l.HTML, "<h3 ")
	if want := fmt.Sprintf("And %d more on the web", n); n < 300 || !strings.Contains(l.HTML, want) || !strings.Contains(l.Text, want+":\n"+links.Web+"\n") {
		t.Errorf("it does not say %q", want)
	}
	for _, part := range []string{l.HTML, l.Text} {
		if !strings.Contains(part, unsubscribe) || !strings.Contains(part, preferences) {
			t.Error("the way out was cut off")
		}
	}
}

// TestWordsStandOutFromWhatIsBehindThem computes from the styles what the browser is asked in the gallery: 4.5 to 1 (WCAG 2.2,
// 1.4.3), in light and in dark.
func TestWordsStandOutFromWhatIsBehindThem(t *testing.T) {
	sheet, err := stylesheet()
	if err != nil {
		t.Fatal(err)
	}
	for scheme, s := range map[string]*inline.Sheet{"light": sheet, "dark": sheet.Dark()} {
		w, err := New()
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range []inline.Direction{inline.LTR, inline.RTL} {
			if w.html[string(dir)], err = parse(s, dir); err != nil {
				t.Fatal(err)
			}
		}
		edition, err := w.TestEdition(harbour, arabic(), "", links)
		if err != nil {
			t.Fatal(err)
		}
		small, err := w.Confirm(Small{Publication: harbour, Link: "https://digest.example.org/", Host: "digest.example.org", Days: 7})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, l := range []Letter{edition, small} {
			contrast(document(t, l.HTML), "", "", func(words, colour, behind string) {
				seen[colour+" on "+behind] = true
				if r := ratio(t, colour, behind); r < 4.5 {
					t.Errorf("%s: %q is %s on %s, which is %.2f to 1", scheme, words, colour, behind, r)
				}
			})
		}
		if len(seen) < 8 {
			t.Errorf("%s: only %v were found", scheme, seen)
		}
	}
}

// contrast walks through what is seen, with the colours that it inherits.
func contrast(n *html.Node, colour, behind string, look func(words, colour, behind string)) {
	for d := range strings.SplitSeq(attributes(n)["style"], ";") {
		switch p, v, _ := strings.Cut(d, ":"); {
		case p == "display" && v == "none":
			return
		case p == "color":
			colour = v
		case p == "background-color":
			behind = v
		}
	}
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" && n.Parent.Data != "title" && n.Parent.Data != "style" {
		look(strings.TrimSpace(n.Data), colour, behind)
	}
	for c := range n.ChildNodes() {
		contrast(c, colour, behind, look)
	}
}

// ratio is how far two colours are from one another (WCAG 2.2, contrast ratio).
func ratio(t *testing.T, a, b string) float64 {
	luminance := func(c string) float64 {
		n, err := strconv.ParseUint(strings.TrimPrefix(c, "#"), 16, 32)
		if err != nil || len(c) != 7 {
			t.Fatalf("%q is no colour", c)
		}
		part := func(v uint64) float64 {
			if f := float64(v&255) / 255; f > .04045 {
				return math.Pow((f+.055)/1.055, 2.4)
			} else {
				return f / 12.92
			}
		}
		return .2126*part(n>>16) + .7152*part(n>>8) + .0722*part(n)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// TestTheSheetIsUsed: no class without an element, no colour that the site has otherwise, no words that are too small.
func TestTheSheetIsUsed(t *testing.T) {
	sheet, err := stylesheet()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range pages {
		source, err := files.ReadFile("templates/" + name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(source)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`class="([^"]*)"`).FindAllStringSubmatch(all.String(), -1) {
		for c := range strings.FieldsSeq(m[1]) {
			used[c] = true
		}
	}
	for _, c := range sheet.Classes() {
		if !used[c] {
			t.Errorf("nothing has the class %s", c)
		}
	}
	css, err := os.ReadFile("templates/letter.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`[ :](\d+)px(/|; line| Georgia)`).FindAllStringSubmatch(string(css), -1) {
		if n, _ := strconv.Atoi(m[1]); n < 14 && n != 1 { // 1: what is hidden
			t.Errorf("words of %d pixels", n)
		}
	}
	site, err := os.ReadFile(path.Join("..", "..", "web", "assets", "css", "0-colours.css"))
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(site), "@media")
	for scheme, block := range map[bool]string{false: light, true: dark} {
		for name, value := range sheet.Colours(scheme) {
			if !strings.Contains(block, name+": "+value+";") {
				t.Errorf("%s is %s in mails (dark: %v); the site has another", name, value, scheme)
			}
		}
	}
}

// TestTheLineBesideTheSubject says something new, and nothing of the body follows it.
func TestTheLineBesideTheSubject(t *testing.T) {
	names, letters := all(t)
	for _, name := range names {
		l := letters[name]
		var found *html.Node
		for n := range document(t, l.HTML).Descendants() {
			if n.Type == html.ElementNode && attributes(n)["class"] == "preheader" {
				found = n
			}
		}
		if found == nil || attributes(found)["aria-hidden"] != "true" || !strings.Contains(attributes(found)["style"], "display:none") {
			t.Fatalf("%s: no preheader, or one that is seen or read out", name)
		}
		said, _, _ := strings.Cut(words(found), "\u034f")
		if said == "" || strings.Contains(l.Subject, strings.TrimSpace(said)) {
			t.Errorf("%s: beside %q stands %q", name, l.Subject, said)
		}
		if n := len([]rune(words(found))); n < shown {
			t.Errorf("%s: after %d characters the body begins", name, n)
		}
	}
	if got := letters["edition-one"].HTML; !strings.Contains(got, `aria-hidden="true" >Sunday, 2 March 2031`) {
		t.Error("where there is nothing else to say, the date stands beside the subject")
	}
}
