package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"onrecord/internal/news"
)

// Check says whether a text is nothing but Markdown. HTML in it is Invalid, with the line it stands in: to drop it in silence would
// lose what the editor meant, and to show it would let a text command the page. So is a picture of the article's own that has no line to itself.
func Check(source string) error {
	src := []byte(source)
	doc := engine(Words{}, nil).Parser().Parse(text.NewReader(src))
	at := -1
	each(doc, func(n ast.Node) {
		if at >= 0 {
			return
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			if n.Lines().Len() > 0 {
				at = n.Lines().At(0).Start
			} else if n.HasClosure() {
				at = n.ClosureLine.Start
			} else {
				at = 0
			}
		case *ast.RawHTML:
			at = 0
			if n.Segments.Len() > 0 {
				at = n.Segments.At(0).Start
			}
		}
	})
	if at < 0 {
		return misplaced(source)
	}
	rest := src[at:]
	if end := bytes.IndexAny(rest, "\n"); end >= 0 {
		rest = rest[:end]
	}
	return news.FieldErrorf("text", "line %d has HTML (%q); an article is written in Markdown alone: say it with its marks, or put a backslash before the <",
		1+bytes.Count(src[:at], []byte("\n")), shortened(string(bytes.TrimSpace(rest))))
}

// shortened gives the beginning of a line.
func shortened(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
