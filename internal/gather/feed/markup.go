package feed

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// newPolicy says which HTML may be shown: text, its structure, and links to the web. Pictures and whatever else is loaded
// from elsewhere is left out, because it tells its sender who reads.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "q", "cite", "pre", "code", "b", "strong",
		"i", "em", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "abbr", "time", "figure", "figcaption", "article", "section")
	p.AllowLists()
	p.AllowTables()
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	return p
}

// safe gives HTML as the policy lets it stand, its links made absolute.
func safe(policy *bluemonday.Policy, markup string, base *url.URL) string {
	if strings.TrimSpace(markup) == "" {
		return ""
	}
	if base != nil {
		markup = rebase(markup, base)
	}
	return strings.TrimSpace(policy.Sanitize(markup))
}

// rebase makes the links in HTML absolute. What the parser refuses (it is nested too deeply) is given back as it is, and
// its relative links fall to the policy.
func rebase(markup string, base *url.URL) string {
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return markup
	}
	var b strings.Builder
	for _, root := range nodes {
		rebaseNode(root, base)
		for n := range root.Descendants() {
			rebaseNode(n, base)
		}
		if html.Render(&b, root) != nil {
			return markup
		}
	}
	return b.String()
}

func rebaseNode(n *html.Node, base *url.URL) {
	if n.Type != html.ElementNode || n.DataAtom != atom.A {
		return
	}
	for i, a := range n.Attr {
		if a.Key == "href" {
			n.Attr[i].Val = resolve(a.Val, base)
		}
	}
}

// resolve gives the absolute web address that a link means, "" if it means none.
func resolve(ref string, base *url.URL) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > maxLink {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}

// apart are the elements that stand apart from the words around them.
var apart = map[atom.Atom]bool{
	atom.P: true, atom.Br: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Table: true,
	atom.Hr: true, atom.Pre: true, atom.Section: true, atom.Article: true, atom.Figure: true, atom.Figcaption: true, atom.Img: true,
	atom.Dt: true, atom.Dd: true,
}

// plain gives the words of something that may hold HTML, on one line.
func plain(markup string) string {
	if !strings.ContainsAny(markup, "<&") {
		return fold(markup)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	var hidden atom.Atom // the element whose text is not for readers
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return fold(b.String())
		}
		switch kind {
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch a {
			case atom.Script, atom.Style, atom.Iframe, atom.Noscript, atom.Template, atom.Object:
				switch {
				case kind == html.StartTagToken && hidden == 0:
					hidden = a
				case kind == html.EndTagToken && hidden == a:
					hidden = 0
				}
			}
			if apart[a] {
				b.WriteByte(' ')
			}
		}
	}
}

// fold makes runs of white space and control characters one space.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200B' || r == '\uFEFF'
	}), " ")
}

// cut shortens s to at most n bytes, between characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
