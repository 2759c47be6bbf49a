package markdown

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"onrecord/internal/news"
)

// Picture is a picture of the article's own, as a page shows it. What the text says of it goes before what is said here.
type Picture struct {
	Name                 string // by which the text names it
	Alt, Caption, Credit string
	Sizes                []PictureSize // the smallest first
}

// PictureSize is where a picture is in one size.
type PictureSize struct {
	Address       string
	Width, Height int
}

// Largest is the largest of them.
func (p Picture) Largest() PictureSize {
	if len(p.Sizes) == 0 {
		return PictureSize{}
	}
	return p.Sizes[len(p.Sizes)-1]
}

// Shown gives the pictures of an article as a page shows them, their addresses below one that ends in a stroke.
func Shown(all []news.ArticlePicture, below string) (out []Picture) {
	for _, p := range all {
		shown := Picture{Name: p.Name, Alt: p.Alt, Caption: p.Caption, Credit: p.Credit}
		for _, s := range p.Sizes {
			shown.Sizes = append(shown.Sizes, PictureSize{below + p.File(s), s.Width, s.Height})
		}
		out = append(out, shown)
	}
	return out
}

// MayHavePictures says whether it is worth while to look for pictures in a text.
func MayHavePictures(text string) bool { return strings.Contains(text, "![") }

// Named is a picture of the article's own that a text names.
type Named struct {
	Name    string // its name alone
	Path    string // as it stands in the text, from where the text lies
	Alt     string
	Caption string
	Line    int  // from 1
	Within  bool // it stands within a line, or in a table, and not on a line of its own: readers see its words alone
}

// Pictures gives the pictures of the article's own that a text names, in its order.
func Pictures(source string) (all []Named) {
	src := []byte(source)
	each(engine(Words{}, nil).Parser().Parse(text.NewReader(src)), func(n ast.Node) {
		image, ok := n.(*ast.Image)
		if !ok {
			return
		}
		if name, from := own(image); name != "" {
			_, alone := image.Parent().(*figure)
			all = append(all, Named{name, from, plain(image, src), caption(image), 1 + bytes.Count(src[:max(0, image.Pos())], []byte("\n")), !alone})
		}
	})
	return all
}

// own gives the name of the picture of the article's own that an image is, and the address as it stands there; empty: it leads elsewhere.
func own(image *ast.Image) (name, from string) {
	from, err := url.PathUnescape(string(util.UnescapePunctuations(image.Destination)))
	if err != nil || from == "" || strings.HasPrefix(from, "/") || strings.ContainsAny(from, ":?#\\\x00") {
		return "", ""
	}
	if name = path.Base(from); name == "." || name == ".." || name == "/" {
		return "", ""
	}
	return name, from
}

// caption is what an image has in quotes after its address.
func caption(image *ast.Image) string {
	return strings.Join(strings.Fields(string(words(image.Title, false))), " ")
}

// figure is a picture of the article's own that has a line of its own.
type figure struct{ ast.BaseBlock }

var kindFigure = ast.NewNodeKind("Figure")

func (f *figure) Kind() ast.NodeKind           { return kindFigure }
func (f *figure) Dump(source []byte, deep int) { ast.DumpHelper(f, source, deep, nil, nil) }

func (f *figure) caption() string {
	image, ok := f.FirstChild().(*ast.Image)
	if !ok {
		return ""
	}
	return caption(image)
}

// setOut takes the pictures of the article's own that have a line to themselves out of their paragraphs.
func setOut(doc ast.Node, source []byte) {
	var paragraphs []ast.Node
	each(doc, func(n ast.Node) {
		if n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock {
			paragraphs = append(paragraphs, n)
		}
	})
	for _, p := range paragraphs {
		lines, found := linesOf(p, source)
		if !found {
			continue
		}
		var rest ast.Node // the paragraph that the words between two pictures make
		for _, line := range lines {
			if image := alone(line, source); image != nil {
				f := &figure{}
				f.AppendChild(f, image)
				p.Parent().InsertBefore(p.Parent(), p, f)
				rest = nil
				continue
			}
			if rest == nil {
				if rest = ast.NewParagraph(); p.Kind() == ast.KindTextBlock {
					rest = ast.NewTextBlock()
				}
				p.Parent().InsertBefore(p.Parent(), p, rest)
			}
			for _, n := range line {
				rest.AppendChild(rest, n)
			}
		}
		p.Parent().RemoveChild(p.Parent(), p)
	}
}

// linesOf gives what stands on each line of a paragraph, and whether a line is a picture alone.
func linesOf(p ast.Node, source []byte) (lines [][]ast.Node, found bool) {
	var line []ast.Node
	for n := p.FirstChild(); n != nil; n = n.NextSibling() {
		line = append(line, n)
		if t, ok := n.(*ast.Text); n.NextSibling() == nil || ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			lines, line = append(lines, line), nil
			found = found || alone(lines[len(lines)-1], source) != nil
		}
	}
	return lines, found
}

// alone gives the picture of the article's own that is all there is on a line; nil: it is another line.
func alone(line []ast.Node, source []byte) (image *ast.Image) {
	for _, n := range line {
		switch n := n.(type) {
		case *ast.Image:
			if name, _ := own(n); name == "" || image != nil {
				return nil
			}
			image = n
		case *ast.Text:
			if len(bytes.TrimSpace(n.Value(source))) > 0 {
				return nil
			}
		default:
			return nil
		}
	}
	return image
}

// pictured renders pictures: those of the article's own as figures, those from elsewhere as links to them.
type pictured struct {
	pictures map[string]Picture
	shown    *[]Picture // those that are in the text, in its order
}

// RegisterFuncs implements renderer.NodeRenderer.
func (p pictured) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, p.image)
	r.Register(kindFigure, p.figure)
}

func (p pictured) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, _ := node.(*ast.Image)
	if !entering || n == nil {
		return ast.WalkContinue, nil
	}
	alt := html.EscapeString(plain(n, source))
	if name, _ := own(n); name != "" { // within a line: its words alone
		_, err := w.WriteString(alt)
		return ast.WalkSkipChildren, err
	}
	if alt == "" {
		alt = html.EscapeString(string(n.Destination))
	}
	_, err := fmt.Fprintf(w, `<a href="%s">%s</a>`, util.EscapeHTML(util.URLEscape(n.Destination, true)), alt)
	return ast.WalkSkipChildren, err
}

// column is how wide pictures are shown: as wide as the text, which has a column of its own where there is room.
const column = "(min-width: 40rem) 37.5rem, 94vw"

// figure renders a picture with the room that it takes, so that nothing moves when it comes.
func (p pictured) figure(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	image, _ := node.FirstChild().(*ast.Image)
	if !entering || image == nil {
		return ast.WalkSkipChildren, nil
	}
	name, _ := own(image)
	shown, there := p.pictures[name]
	if alt := plain(image, source); alt != "" {
		shown.Alt = alt
	}
	if words := caption(image); words != "" {
		shown.Caption = words
	}
	if !there || len(shown.Sizes) == 0 {
		_, err := fmt.Fprintf(w, "<p dir=\"auto\">%s</p>\n", html.EscapeString(shown.Alt))
		return ast.WalkSkipChildren, err
	}
	var b strings.Builder
	largest := shown.Largest()
	fmt.Fprintf(&b, `<figure><img src="%s"`, html.EscapeString(largest.Address))
	if len(shown.Sizes) > 1 {
		var set []string
		for _, s := range shown.Sizes {
			set = append(set, fmt.Sprintf("%s %dw", s.Address, s.Width))
		}
		fmt.Fprintf(&b, ` srcset="%s" sizes="%s"`, html.EscapeString(strings.Join(set, ", ")), column)
	}
	fmt.Fprintf(&b, ` width="%d" height="%d" alt="%s" dir="auto" decoding="async"`, largest.Width, largest.Height, html.EscapeString(shown.Alt))
	if len(*p.shown) > 0 {
		b.WriteString(` loading="lazy"`)
	}
	b.WriteString(">")
	if shown.Caption != "" || shown.Credit != "" {
		b.WriteString("<figcaption>")
		if shown.Caption != "" {
			fmt.Fprintf(&b, `<span dir="auto">%s</span>`, html.EscapeString(shown.Caption))
		}
		if shown.Credit != "" {
			fmt.Fprintf(&b, ` <small dir="auto">%s</small>`, html.EscapeString(shown.Credit))
		}
		b.WriteString("</figcaption>")
	}
	b.WriteString("</figure>\n")
	*p.shown = append(*p.shown, shown)
	_, err := w.WriteString(b.String())
	return ast.WalkSkipChildren, err
}

// Line is what a text has on a line of its own to show a picture.
func Line(p news.ArticlePicture) string {
	escape := strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, `*`, `\*`, `_`, `\_`, "`", "\\`", `<`, `\<`, `&`, `&amp;`, `!`, `\!`, `~`, `\~`)
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`)
	if p.Caption == "" {
		return fmt.Sprintf("![%s](%s)", escape.Replace(p.Alt), p.Name)
	}
	return fmt.Sprintf(`![%s](%s "%s")`, escape.Replace(p.Alt), p.Name, quoted.Replace(p.Caption))
}

// misplaced says which pictures of the article's own readers would not see where they stand.
func misplaced(source string) error {
	for _, n := range Pictures(source) {
		if n.Within {
			return news.FieldErrorf("text", "line %d has the picture %q within it; give it a line of its own", n.Line, n.Name)
		}
	}
	return nil
}
