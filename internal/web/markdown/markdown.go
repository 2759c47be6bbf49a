package markdown

import (
	"bytes"
	"html"
	"html/template"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"onrecord/internal/locale"
)

// Words are what a text has besides its own words, in the language of the page.
type Words struct {
	Back  string // what leads back from a footnote
	Table string // what a table is called that is too wide for its column
}

// Heading is an entry of a table of contents.
type Heading struct {
	ID    string
	Level int // 2 for the highest of the text
	Words string
}

// Document is a text as a page shows it.
type Document struct {
	HTML     template.HTML
	Headings []Heading
	Notes    int       // footnotes
	Side     string    // how it is written: ltr or rtl; empty: it has no letter that says
	Plain    string    // the words without their marks
	Pictures []Picture // of the article's own that it shows, in its order
}

// Markdown renders texts. It is safe for use by many goroutines.
type Markdown struct {
	policy *bluemonday.Policy
}

// New makes a renderer.
func New() *Markdown { return &Markdown{policy: allowed()} }

// engine makes goldmark with its own marks for one text. It is cheap to make, and footnotes carry words of the page's language.
func engine(w Words, pictures renderer.NodeRenderer) goldmark.Markdown {
	// The words stand in the attributes of links, where goldmark writes them as they are.
	back := html.EscapeString(strings.NewReplacer("%", "", "^", "").Replace(w.Back))
	md := goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough,
			extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:", "mailto:"})),
			extension.NewFootnote(
				extension.WithFootnoteIDPrefix("note-"),
				extension.WithFootnoteBacklinkTitle(back),
				extension.WithFootnoteBacklinkHTML("↩\ufe0e"),
			),
		),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(shaper{}, 500))),
	)
	if pictures != nil {
		md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(pictures, 500)))
	}
	return md
}

// Render turns a text into HTML, with those of the article's own pictures that it names.
func (m *Markdown) Render(source string, w Words, pictures ...Picture) Document {
	src := []byte(source)
	pics := pictured{map[string]Picture{}, new([]Picture)}
	for _, p := range pictures {
		pics.pictures[p.Name] = p
	}
	md := engine(w, pics)
	context := parser.NewContext()
	doc := md.Parser().Parse(text.NewReader(src), parser.WithContext(context))
	out := Document{Headings: headings(doc, src), Notes: notes(doc), Plain: plain(doc, src)}
	out.Side = direction(out.Plain)
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, src, doc); err != nil {
		// The writer is memory, so nothing but a fault of the renderer's comes here: the words are shown as they were typed.
		out.HTML = template.HTML("<pre>" + html.EscapeString(source) + "</pre>") //nolint:gosec // escaped
		return out
	}
	out.Pictures = *pics.shown
	clean := m.policy.SanitizeBytes(b.Bytes())
	// A table or a program's text that is wider than its column scrolls by itself, which it must do for those who have no mouse, too. After
	// sanitising an opening bracket is always one of an element that is allowed.
	sheet := `<div class="sheet" role="region" tabindex="0" aria-label="` + html.EscapeString(w.Table) + `"><table>`
	shown := strings.NewReplacer("<table>", sheet, "</table>", "</table></div>", "<pre", `<pre tabindex="0"`).Replace(string(clean))
	out.HTML = template.HTML(shown) //nolint:gosec // sanitised
	return out
}

// Plain gives the words of a text without its marks, paragraphs divided by a blank line.
func Plain(source string) string {
	src := []byte(source)
	return plain(engine(Words{}, nil).Parser().Parse(text.NewReader(src)), src)
}

// pictureAddress is where a picture of an article's own is, on the site or at the desk.
const pictureAddress = `/[a-z0-9-]+/[a-z0-9-]+(/[a-z0-9-]+)?/pictures/[A-Za-z0-9_.-]+`

// allowed is what may stand in an article.
func allowed() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "em", "strong", "del", "code", "pre", "sup", "div",
		"table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "small")
	p.AllowNoAttrs().OnElements("span") // its words have a side of their own
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^part-[^\s"'<>&]{1,100}$`)).OnElements("h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^note-fn(ref[0-9]*)?:[0-9]+$`)).OnElements("sup", "li")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(footnotes|footnote-ref|footnote-backref)$`)).OnElements("div", "a")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-(endnotes|noteref|backlink)$`)).OnElements("div", "a")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(bluemonday.CellAlign).OnElements("th", "td")
	p.AllowAttrs("title").Matching(regexp.MustCompile(`^[^<>]{0,300}$`)).OnElements("a")
	p.AllowStandardURLs()
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	// An address of the web, of a mailbox, of a place in the text or of a page here. What begins with two strokes leads elsewhere without
	// saying so, and browsers take a backslash for a stroke.
	p.AllowAttrs("href").Matching(regexp.MustCompile(`(?i)^(https?://|mailto:|#|/$|/[^/\\])`)).OnElements("a")
	// A picture is one of this article's: no other address is an article's picture.
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^` + pictureAddress + `$`)).OnElements("img")
	p.AllowAttrs("srcset").Matching(regexp.MustCompile(`^` + pictureAddress + ` [0-9]+w(, ` + pictureAddress + ` [0-9]+w)*$`)).OnElements("img")
	p.AllowAttrs("sizes").Matching(regexp.MustCompile(`^` + regexp.QuoteMeta(column) + `$`)).OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.Integer).OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowAttrs("decoding").Matching(regexp.MustCompile(`^async$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.RequireNoFollowOnLinks(false)
	return p
}

// direction of a text by its first letter that has one.
func direction(words string) string { return locale.Side(words) }
