package inline

import (
	"html/template"
	"regexp"
	"strings"
	"testing"

	"onrecord/internal/news"
)

func sheet(t testing.TB, source string) *Sheet {
	t.Helper()
	s, err := Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheCascadeIsKept(t *testing.T) {
	for name, tt := range map[string]struct{ sheet, page, want string }{
		"by element":                    {"p { margin: 0 }", "<p>x</p>", `<p style="margin:0">x</p>`},
		"by class":                      {".a { margin: 0 }", `<td class="a">`, `<td style="margin:0" class="a">`},
		"by both":                       {"td.a { margin: 0 }", `<td class="a"><th class="a">`, `<td style="margin:0" class="a"><th class="a">`},
		"by two classes":                {".a.b { margin: 0 } .b { color: red }", `<p class="b a"><p class="b">`, `<p style="color:red;margin:0" class="b a"><p style="color:red" class="b">`},
		"the later wins":                {"p { margin: 0 } p { margin: 1px }", "<p>", `<p style="margin:1px">`},
		"the class wins":                {".a { margin: 1px } p { margin: 0 }", `<p class="a">`, `<p style="margin:1px" class="a">`},
		"element and class win":         {"p.a { margin: 1px } .a { margin: 0 }", `<p class="a">`, `<p style="margin:1px" class="a">`},
		"two classes win over one":      {".a.b { margin: 1px } p.a { margin: 0 }", `<p class="a b">`, `<p style="margin:1px" class="a b">`},
		"a list":                        {"p, .a { margin: 0 }", `<p><td class="a">`, `<p style="margin:0"><td style="margin:0" class="a">`},
		"a shorthand over a part of it": {".a { margin-top: 1px } .a.b { margin: 0 }", `<p class="a b">`, `<p style="margin-top:1px;margin:0" class="a b">`},
		"a part over its shorthand":     {".a.b { margin-top: 1px } .a { margin: 0 }", `<p class="a b">`, `<p style="margin:0;margin-top:1px" class="a b">`},
		"a property said again":         {".a { margin-top: 1px } .a { margin: 0 } .a { margin-top: 2px }", `<p class="a">`, `<p style="margin:0;margin-top:2px" class="a">`},
		"capitals in the page":          {"p { margin: 0 }", "<P ID=x>", `<P style="margin:0" ID=x>`},
		"no space before the end":       {"br { clear: both }", "<br/>", `<br style="clear:both"/>`},
		"comments":                      {"/* p { color: red } */ p { /* x */ margin: 0; }", "<p>", `<p style="margin:0">`},
		"nothing for it":                {"p { margin: 0 }", "<td>a < b", "<td>a < b"},
		"not within other words":        {"p { margin: 0 }", "<pre title='<p>'><title><p></title>", "<pre title='<p>'><title><p></title>"},
	} {
		if got, err := sheet(t, tt.sheet).Inline(tt.page, LTR); err != nil || got != tt.want {
			t.Errorf("%s: %s, %v\nwant %s", name, got, err, tt.want)
		}
	}
}

func TestActionsOfTheTemplateSurvive(t *testing.T) {
	s := sheet(t, "p { margin: 0 } .a { color: red }")
	for _, tt := range []struct{ page, want string }{
		{`{{range .Items}}<p>{{.}}</p>{{end}}`, `{{range .Items}}<p style="margin:0">{{.}}</p>{{end}}`},
		{`<p {{.Attr}} id="x-{{.N}}">`, `<p style="margin:0" {{.Attr}} id="x-{{.N}}">`},
		{`{{"<p>"}}{{printf "}} <p> \" %d" 1}}<p>`, "{{\"<p>\"}}{{printf \"}} <p> \\\" %d\" 1}}<p style=\"margin:0\">"},
		{"{{`}}<p>`}}<p>", "{{`}}<p>`}}<p style=\"margin:0\">"},
		{"{{- /* a <p> }} */ -}}<p>", "{{- /* a <p> }} */ -}}<p style=\"margin:0\">"},
		{`{{if lt .A .B}}<p class="a">{{else}}<p>{{end}}`, `{{if lt .A .B}}<p style="margin:0;color:red" class="a">{{else}}<p style="margin:0">{{end}}`},
		{`<p title="{{if .T}}{{.T}}{{end}}">`, `<p style="margin:0" title="{{if .T}}{{.T}}{{end}}">`},
	} {
		got, err := s.Inline(tt.page, LTR)
		if err != nil || got != tt.want {
			t.Errorf("%s, %v\nwant %s", got, err, tt.want)
		}
		if _, err := template.New("").Parse(got); err != nil && !strings.Contains(err.Error(), "function") {
			t.Errorf("%s is no template any more: %v", got, err)
		}
	}
}

func TestWhatOnlyAStylesheetCanSayIsKeptInOne(t *testing.T) {
	s := sheet(t, `:root { --ink: #111; --paper: #fff; --mark: red }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #000 } }
p { color: var(--ink); margin: 0 }
.mark { color: var(--mark) }
td { background-color: var(--paper); border-inline-start: 1px solid var(--ink) }
a:hover { color: var(--ink) }
@media (max-width: 480px) { p, .mark { padding-inline-start: 2px } }`)
	got, err := s.Inline(`<style></style><td><p class="mark">`, RTL)
	want := `<style>
a:hover{color:#111!important}
@media (max-width: 480px){
p{padding-right:2px!important}
.mark{padding-right:2px!important}
}
@media (prefers-color-scheme: dark){
p{color:#eee!important}
.mark{color:red!important}
td{background-color:#000!important;border-right:1px solid #eee!important}
a:hover{color:#eee!important}
}
</style>
<style>
[data-ogsc] p{color:#eee!important}
[data-ogsc] .mark{color:red!important}
[data-ogsc] td{border-right:1px solid #eee!important}
[data-ogsc] a:hover{color:#eee!important}
[data-ogsb] td{background-color:#000!important}
</style><td style="background-color:#fff;border-right:1px solid #111"><p style="margin:0;color:red" class="mark">`
	if err != nil || got != want {
		t.Errorf("%s, %v\nwant %s", got, err, want)
	}
	got, err = s.Dark().Inline(`<style></style><td>`, LTR)
	if err != nil || !strings.Contains(got, `<td style="background-color:#000;border-left:1px solid #eee">`) || strings.Contains(got, "dark") {
		t.Errorf("of the dark colours alone: %s, %v", got, err)
	}
}

func TestBothWaysOfWriting(t *testing.T) {
	s := sheet(t, ".a { text-align: start; margin-inline-end: 1px } .b { text-align: end; float: inline-start }")
	for dir, want := range map[Direction]string{
		LTR: `<p style="text-align:left;margin-right:1px" class="a"><p style="text-align:right;float:left" class="b">`,
		RTL: `<p style="text-align:right;margin-left:1px" class="a"><p style="text-align:left;float:right" class="b">`,
	} {
		if got, err := s.Inline(`<p class="a"><p class="b">`, dir); err != nil || got != want {
			t.Errorf("%s: %s, %v", dir, got, err)
		}
	}
}

func TestASheetThatIsNotUnderstoodIsRefused(t *testing.T) {
	for source, says := range map[string]string{
		"\n\np > a { color: red }":       "line 3: the selector",
		"p a { color: red }":             "the selector",
		"* { color: red }":               "the selector",
		"#x { color: red }":              "the selector",
		"a:visited { color: red }":       "the selector",
		"a::before { color: red }":       "the selector",
		"a[href] { color: red }":         "the selector",
		"p, { color: red }":              "the selector",
		".a..b { color: red }":           "the selector",
		"@import 'x';":                   "no { follows",
		"@import url(x) { }":             "not understood",
		"@font-face { src: url(x) }":     "@font-face",
		"@media print { p { margin:0 }}": "not understood",
		"@media (prefers-color-scheme: dark) { p { color: red } }":             "only :root",
		"@media (max-width: 9px) { @media (max-width: 8px) { p { margin:0 }}}": "not understood",
		"p { color: red !important }":                                          "nothing is !important",
		"p { background: url(http://x.example/p.png) }":                        "loads something",
		"p { width: calc(1px) }":                                               "var()",
		`p { font-family: "A" }`:                                               "quote with '",
		"p { font-family: 'A }":                                                "without its other one",
		"p { color: red; font: </style> }":                                     "cannot stand",
		"p { color }":                                                          "no declaration",
		"p { COLOR: red }":                                                     "no declaration",
		"p { color: }":                                                         "no declaration",
		"p { margin-inline: 1px }":                                             "inline-start",
		"p { padding-block-start: 1px }":                                       "inline-start",
		"p { color: var(--x) }":                                                "no colour",
		":root { --x: var(--y) }":                                              "of other colours",
		":root { color: red }":                                                 "colours only",
		":root { --X: red }":                                                   "no name of a colour",
		"p { --x: red }":                                                       "outside :root",
		"p { color: red":                                                       "a } too few",
		"@media (max-width: 9px) { p { margin:0 }":                             "a } too few",
		"p { color: red } }":                                                   "no { follows",
		"p":                                                                    "no { follows",
		"/* p":                                                                 "no end",
		"@media (prefers-color-scheme: dark) { :root { --x: red } }":                                                                       "not for light",
		":root { --x: red } @media (prefers-color-scheme: dark) { :root { --x: blue } } @media (max-width: 9px) { p { color: var(--x) } }": "another one in dark",
	} {
		_, err := Parse(source)
		if err == nil || news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestAPageThatCannotBeDoneRightIsRefused(t *testing.T) {
	s := sheet(t, ".a { color: red }")
	for page, says := range map[string]string{
		"\n<p style='color: red'>":           "line 2: <p> has a style of its own",
		`{{if .A}}{{end}}<p class="{{.C}}">`: "made by the template",
		`<p {{if .A}}class="a"{{end}}>`:      "between its attributes",
		`<p class="b">`:                      `has the class "b"`,
		"<{{.T}}>":                           "whose name the template makes",
		"<!-- x -->":                         "comments",
		"<!--[if mso]><p><![endif]-->":       "comments",
		"<style>p { }</style>":               "is to be empty",
		"<style>{{.}}</style>":               "is to be empty",
		"x\n<p class=":                       "line 2: the page ends within a tag",
		"x {{.A":                             "line 1: an action has no end",
		"x\n{{printf \"}}":                   "line 2: an action has no end",
		"{{/* x }}":                          "has no end",
		"\ue000":                             "private use",
	} {
		_, err := s.Inline(page, LTR)
		if err == nil || news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", page, err)
		}
	}
}

// FuzzNothingIsLostFromAPage inlines any sheet into any page. What comes out is the page, with styles in it.
func FuzzNothingIsLostFromAPage(f *testing.F) {
	f.Add("p { margin: 0 } .a:hover { color: red }", `<p class="a">{{range .}}<P>{{.}}{{end}}<style></style>`)
	f.Add(":root { --a: red } td.a, p { color: var(--a) }", `<td/class=a><p {{.}}>{{"}}"}}`)
	f.Add("a { b: c", "<a<p><!doctype html><textarea><p></textarea><plaintext><p>")
	f.Add("@media (max-width: 1px) { p { margin: 0 } }", "<p\x00>\xff<p\x0c><svg><![CDATA[<p>]]></svg>")
	added := regexp.MustCompile(` style="[^"<>]*"`)
	f.Fuzz(func(t *testing.T, css, page string) {
		s, err := Parse(css)
		if err != nil {
			if news.KindOf(err) != news.Invalid {
				t.Errorf("%v is of kind %s", err, news.KindOf(err))
			}
			return
		}
		got, err := s.Inline(page, RTL)
		if err != nil {
			if news.KindOf(err) != news.Invalid {
				t.Errorf("%v is of kind %s", err, news.KindOf(err))
			}
			return
		}
		if kept := "\n" + s.kept(RTL); !strings.Contains(page, ` style="`) {
			if back := added.ReplaceAllString(strings.ReplaceAll(got, kept, ""), ""); back != strings.ReplaceAll(page, kept, "") {
				t.Errorf("%q\nbecame %q\nand that is %q", page, got, back)
			}
		}
		if again, err := hideAndShow(page); err != nil || again != page {
			t.Errorf("%q with its actions hidden and shown is %q, %v", page, again, err)
		}
	})
}

func hideAndShow(page string) (string, error) {
	hidden, a, err := hide(page)
	return a.show(hidden), err
}
