package markdown_test

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
	"onrecord/internal/web/webtest"
)

var english = markdown.Words{Back: "Back to the text", Table: "Table"}

func render(source string) string { return string(markdown.New().Render(source, english).HTML) }

func TestWhatMarkdownBecomes(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"paragraphs":    {"One *two* **three**\nfour\n\nFive", "<p>One <em>two</em> <strong>three</strong>\nfour</p>\n<p>Five</p>\n"},
		"as typed":      {`He said "so" -- (c) ...`, "<p>He said &#34;so&#34; -- (c) ...</p>\n"},
		"highest first": {"# A\n\n### B", "<h2 id=\"part-a\">A</h2>\n<h4 id=\"part-b\">B</h4>\n"},
		"deepest":       {"### A\n\n#### B", "<h2 id=\"part-a\">A</h2>\n<h3 id=\"part-b\">B</h3>\n"},
		"twice":         {"## A!\n\n## A?\n\n## A-2", "<h2 id=\"part-a\">A!</h2>\n<h2 id=\"part-a-2\">A?</h2>\n<h2 id=\"part-a-2-2\">A-2</h2>\n"},
		"any script":    {"## שלום, עולם", "<h2 id=\"part-שלום-עולם\">שלום, עולם</h2>\n"},
		"no letter":     {"## !!!", "<h2 id=\"part-x\">!!!</h2>\n"},
		"bare link":     {"https://x.example/a_b", "<p><a href=\"https://x.example/a_b\">https://x.example/a_b</a></p>\n"},
		"to a page":     {"[a](/story/1) [b](#part-a) [c](mailto:a@example.org)", "<p><a href=\"/story/1\">a</a> <a href=\"#part-a\">b</a> <a href=\"mailto:a@example.org\">c</a></p>\n"},
		"picture":       {"![The *fax*](https://x.example/fax.png)", "<p><a href=\"https://x.example/fax.png\">The fax</a></p>\n"},
		"HTML":          {"a <b>c</b>\n\n<div>\n\nd", "<p>a c</p>\n\n<p>d</p>\n"},
		"quote":         {"> so\n\n1. a\n2. b\n\n3) c", "<blockquote>\n<p>so</p>\n</blockquote>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<ol start=\"3\">\n<li>c</li>\n</ol>\n"},
		"struck":        {"~~no~~", "<p><del>no</del></p>\n"},
		"turned":        {"English.\n\nשלום.\n\n- שלום\n- one", "<p>English.</p>\n<p dir=\"rtl\">שלום.</p>\n<ul dir=\"rtl\">\n<li dir=\"rtl\">שלום</li>\n<li dir=\"ltr\">one</li>\n</ul>\n"},
		"turned whole":  {"שלום.\n\n> English", "<p>שלום.</p>\n<blockquote dir=\"ltr\"><p dir=\"ltr\">English</p>\n</blockquote>\n"},
	} {
		if got := render(c.in); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

func TestFootnotesLeadThereAndBack(t *testing.T) {
	d := markdown.New().Render("One[^a] and two[^b], one again[^a].\n\n[^a]: The *first*.\n[^b]: The second.\n", english)
	if d.Notes != 2 {
		t.Errorf("%d notes", d.Notes)
	}
	for _, say := range []string{
		`<sup id="note-fnref:1"><a href="#note-fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`, `<li id="note-fn:1">`, `<em>first</em>`,
		`<a href="#note-fnref:1" class="footnote-backref" title="Back to the text" role="doc-backlink">`, `href="#note-fnref1:1"`, `id="note-fnref1:1"`,
		`<div class="footnotes" role="doc-endnotes">`,
	} {
		if !strings.Contains(string(d.HTML), say) {
			t.Errorf("it does not have %s:\n%s", say, d.HTML)
		}
	}
}

func TestTablesScrollByThemselves(t *testing.T) {
	got := render("| a | b |\n|:--|--:|\n| 1 | 2 |\n")
	for _, say := range []string{`<div class="sheet" role="region" tabindex="0" aria-label="Table"><table>`, `<th align="left">a</th>`, `<td align="right">2</td>`, `</table></div>`} {
		if !strings.Contains(got, say) {
			t.Errorf("it does not have %s:\n%s", say, got)
		}
	}
}

func TestHeadingsMakeTheContents(t *testing.T) {
	d := markdown.New().Render("# The *fax* & the `flag`\n\n## \n\ntext\n\n## What was \\*said\\* &amp; done\n", english)
	want := []markdown.Heading{{"part-the-fax-the-flag", 2, "The fax & the flag"}, {"part-what-was-said-done", 3, "What was *said* & done"}}
	if len(d.Headings) != 2 || d.Headings[0] != want[0] || d.Headings[1] != want[1] {
		t.Errorf("got %+v", d.Headings)
	}
}

func TestPlainTextHasNoMarks(t *testing.T) {
	got := markdown.Plain("# Title\n\nOne *two*\n[three](https://x.example)[^1] &amp; <b>four</b>\n\n- a\n- b\n\n| c | d |\n|---|---|\n| e | f |\n\n```\ncode\n```\n\n[^1]: A note.\n")
	if want := "Title\n\nOne two three & four\n\na\n\nb\n\nc\n\nd\n\ne\n\nf\n\ncode\n\nA note."; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestHTMLIsRefusedWithItsLine(t *testing.T) {
	for in, says := range map[string]string{
		"fine, a < b & c > d":                 "",
		"`<b>` and\n\n    <div>":              "",
		"<https://x.example> \\<b>":           "",
		"one\n\ntwo <b>three</b>":             `line 3 has HTML ("<b>three</b>")`,
		"one\n\n<div>\nx\n</div>":             `line 3 has HTML ("<div>")`,
		"<!-- x -->":                          "line 1 has HTML",
		"> a\n> <img src=x onerror=alert(1)>": "line 2 has HTML",
		"x[^1]\n\n[^1]: <script>a</script>":   "line 3 has HTML",
		"<script>" + strings.Repeat("x", 200): "xxx…",
		"| a |\n|---|\n| <i>b</i> |":          "line 3 has HTML",
	} {
		err := markdown.Check(in)
		if (err == nil) != (says == "") || err != nil && (!strings.Contains(err.Error(), says) || news.KindOf(err) != news.Invalid) {
			t.Errorf("%q: %v, want %q", in, err, says)
		}
	}
}

// vectors are ways by which a text has commanded pages elsewhere.
func vectors(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func TestNoVectorDoesAnything(t *testing.T) {
	all := vectors(t)
	if len(all) < 90 {
		t.Fatalf("only %d vectors", len(all))
	}
	for _, v := range all {
		for _, in := range []string{v, "text " + v + " text", "> " + v, "- " + v, "# " + v, "| " + v + " |\n|---|\n| " + v + " |", "x[^1]\n\n[^1]: " + v, "*" + v + "*", "[" + v + "](https://x.example)"} {
			harmless(t, in)
		}
	}
	harmless(t, strings.Join(all, "\n"))
	harmless(t, strings.Join(all, "\n\n"))
}

func FuzzRender(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v)
	}
	f.Add("# A\n\ntext[^1]\n\n| a |\n|:-:|\n| b |\n\n[^1]: note\n")
	f.Add("a\n![b *c*](fax.jpg \"d\")\n![](mast.png)\n- ![x](lost.jpg)\n\n> ![y][z]\n\n[^1]: ![n](fax.jpg)\n\n[z]: pics/fax.jpg 'q'\n")
	f.Add("שלום\n\n> *a*\n\n1. x\n   - y")
	f.Fuzz(func(t *testing.T, in string) {
		in = in[:min(len(in), 10_000)] // longer texts say nothing new and take long
		harmless(t, in)
		_ = markdown.Check(in)
		_ = markdown.Plain(in)
		_ = markdown.Pictures(in)
	})
}

// harmless fails the test if anything in what a text becomes could run or load something, or if a name stands there twice, or is one
// that the page has.
func harmless(t *testing.T, in string) {
	t.Helper()
	d := markdown.New().Render(in, english, fax, mast)
	page := "<html><body><main id=\"main\">" + string(d.HTML) + "</main></body></html>"
	if err := webtest.Harmless(page); err != nil {
		t.Errorf("%q lets in %v:\n%s", in, err, d.HTML)
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				if ids[a.Val] {
					t.Errorf("%q gives two elements the id %q", in, a.Val)
				}
				ids[a.Val] = true
				if a.Val != "main" && !strings.HasPrefix(a.Val, "part-") && !strings.HasPrefix(a.Val, "note-fn") {
					t.Errorf("%q names an element %q", in, a.Val)
				}
			case "src", "srcset", "sizes", "width", "height", "alt", "loading", "decoding":
				if n.Data != "img" {
					t.Errorf("%q gives <%s> the attribute %s=%q", in, n.Data, a.Key, a.Val)
				}
			case "href", "class", "dir", "title", "role", "tabindex", "aria-label", "align", "start":
			default:
				t.Errorf("%q gives <%s> the attribute %s=%q", in, n.Data, a.Key, a.Val)
			}
		}
		if n.Data == "main" && n.Parent.Data != "body" {
			t.Errorf("%q breaks out of the page", in)
		}
	}
	for _, h := range d.Headings {
		if !ids[h.ID] {
			t.Errorf("%q has the heading %+v, which is nowhere", in, h)
		}
	}
}
