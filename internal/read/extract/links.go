package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxLinks bounds what a page of links alone can make us keep.
const maxLinks = 500

// linksIn gives the web addresses that the article links to, absolute if base is known, each once: those of the links in
// paragraphs of the page that are in its text.
func linksIn(root *html.Node, text string, base *url.URL) []string {
	var out []string
	seen := map[string]bool{}
	looked := 0
	walk(root, func(p written) {
		if len(p.links) == 0 || looked >= 4*maxLinks {
			return
		}
		looked++
		if !strings.Contains(text, p.text) {
			return
		}
		for _, a := range p.links {
			address := absolute(attribute(a, "href"), base)
			if address != "" && !seen[address] && len(out) < maxLinks {
				seen[address] = true
				out = append(out, address)
			}
		}
	})
	return out
}

// absolute resolves a link; "" if it leads to no web page, or to a place within this one.
func absolute(ref string, base *url.URL) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || ref[0] == '#' {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	switch {
	case u.Scheme == "http" || u.Scheme == "https":
		if u.Host == "" {
			return ""
		}
	case u.Scheme != "" || base != nil:
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}

// soleArticle gives the article element of a page that has nothing else in its body, as gather makes them from entries
// of a feed, and some social pages are: all of it is the article, however short.
func soleArticle(root *html.Node) *html.Node {
	var body *html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == atom.Body {
			body = n
			break
		}
	}
	if body == nil {
		return nil
	}
	var sole *html.Node
	for c := range body.ChildNodes() {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "", c.Type == html.CommentNode:
		case c.Type == html.ElementNode && c.DataAtom == atom.Article && sole == nil:
			sole = c
		default:
			return nil
		}
	}
	return sole
}
