package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// shaper gives a text what a page needs: headings begin with the second level, since the page's first is the title; each has a name to
// be linked to; and what is written from the other side than the text as a whole says so, element by element, because dir="auto" on an
// element takes no notice of elements within that have a direction of their own.
type shaper struct{}

// Transform implements parser.ASTTransformer.
func (shaper) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	setOut(doc, source)
	highest := 6
	each(doc, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			highest = min(highest, h.Level)
		}
	})
	whole := side(doc, source)
	named := map[string]int{}
	each(doc, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(n.Level-highest+2, 6)
			n.SetAttributeString("id", []byte(name(plain(n, source), named)))
		case *ast.Paragraph, *ast.Blockquote, *ast.List, *ast.ListItem, *extast.TableCell, *extast.Footnote:
		default:
			return
		}
		if s := direction(plain(n, source)); s != "" && s != whole {
			n.SetAttributeString("dir", []byte(s))
		} else if s != "" && within(n) {
			n.SetAttributeString("dir", []byte(s)) // it turns back what is around it
		}
	})
}

// within says whether an element around the node was turned.
func within(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if _, ok := p.AttributeString("dir"); ok {
			return true
		}
	}
	return false
}

// each visits all nodes, parents first.
func each(root ast.Node, visit func(ast.Node)) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
}

// longestName is how many letters of a heading its address has at most.
const longestName = 60

// name makes the name of a place from a heading: letters and digits of any script, each name once.
func name(words string, named map[string]int) string {
	var b strings.Builder
	letters := 0
	for _, c := range strings.ToLower(words) {
		switch {
		case letters >= longestName:
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) && b.Len() > 0:
			b.WriteRune(c)
			letters++
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	base := strings.Trim(b.String(), "-")
	if base == "" {
		base = "x"
	}
	id := base
	for named[id] > 0 {
		named[base]++
		id = base + "-" + strconv.Itoa(named[base])
	}
	named[id]++
	return "part-" + id
}

// headings gives the entries of a table of contents.
func headings(doc ast.Node, source []byte) (out []Heading) {
	each(doc, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			id, _ := h.AttributeString("id")
			name, _ := id.([]byte)
			if words := strings.TrimSpace(plain(h, source)); words != "" {
				out = append(out, Heading{ID: string(name), Level: h.Level, Words: words})
			}
		}
	})
	return out
}

// notes counts the footnotes.
func notes(doc ast.Node) (n int) {
	each(doc, func(node ast.Node) {
		if _, ok := node.(*extast.Footnote); ok {
			n++
		}
	})
	return n
}

// side says how a text is written, by its first letter that has a direction.
func side(doc ast.Node, source []byte) string { return direction(plain(doc, source)) }

// plain gives the words of a node, blocks divided by a blank line.
func plain(root ast.Node, source []byte) string {
	var b strings.Builder
	block := func() {
		for b.Len() > 0 && !strings.HasSuffix(b.String(), "\n\n") {
			b.WriteByte('\n')
		}
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if f, ok := n.(*figure); ok && f.caption() != "" {
				block()
				b.WriteString(f.caption())
			}
			if n != root && n.Type() == ast.TypeBlock {
				block()
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(words(n.Value(source), n.IsRaw()))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.Write(line.Value(source))
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// words gives a stretch of text as a reader sees it: without backslashes and entities.
func words(value []byte, raw bool) []byte {
	if raw || !bytes.ContainsAny(value, `\&`) {
		return value
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
}
