package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blocks are the elements that begin and end a paragraph.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Caption: true,
	atom.Center: true, atom.Dd: true, atom.Details: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Hr: true, atom.Li: true, atom.Main: true,
	atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true, atom.Summary: true, atom.Table: true,
	atom.Tbody: true, atom.Tfoot: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
}

// unseen are the elements whose text no reader sees.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Head: true, atom.Iframe: true,
	atom.Object: true, atom.Svg: true, atom.Math: true, atom.Textarea: true, atom.Select: true, atom.Button: true,
	atom.Title: true,
}

// plain gives the text below a node, its paragraphs divided by a blank line.
func plain(root *html.Node) string {
	var paragraphs []string
	walk(root, func(p written) { paragraphs = append(paragraphs, p.text) })
	return strings.Join(paragraphs, "\n\n")
}

// written is a paragraph as it stands in a page.
type written struct {
	text  string       // white space folded to one space
	links []*html.Node // that begin in it
	start *html.Node   // its first text
}

// walk calls yield with every paragraph below a node. Two line breaks in a row divide paragraphs, as on pages that know no
// p element.
func walk(root *html.Node, yield func(written)) {
	var current strings.Builder
	var p written
	breaks := 0
	flush := func() {
		if p.text = fold(current.String()); p.text != "" {
			yield(p)
		}
		current.Reset()
		p, breaks = written{}, 0
	}
	// A stack of our own: hostile pages nest deeper than ours may grow.
	type visit struct {
		node *html.Node
		end  bool
	}
	stack := []visit{{node: root}}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n := v.node
		if v.end {
			flush()
			continue
		}
		switch n.Type {
		case html.TextNode:
			if strings.TrimSpace(n.Data) != "" {
				breaks = 0
				if p.start == nil {
					p.start = n
				}
			}
			current.WriteString(n.Data)
			continue
		case html.ElementNode:
			switch {
			case unseen[n.DataAtom]:
				continue
			case n.DataAtom == atom.Br:
				if breaks++; breaks >= 2 {
					flush()
				} else {
					current.WriteByte('\n')
				}
				continue
			case n.DataAtom == atom.A:
				p.links = append(p.links, n)
			case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
				current.WriteByte(' ')
			case blocks[n.DataAtom]:
				flush()
				stack = append(stack, visit{n, true})
			}
		case html.DocumentNode:
		default:
			continue
		}
		for c := n.LastChild; c != nil; c = c.PrevSibling {
			stack = append(stack, visit{node: c})
		}
	}
	flush()
}

// fold makes any run of white space and control characters one space, and drops soft hyphens and zero-width spaces, which
// would keep words from being found.
func fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case r == '\u00AD' || r == '\u200B' || r == '\uFEFF':
			continue
		case unicode.IsSpace(r) || unicode.IsControl(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
