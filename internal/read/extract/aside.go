package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// asides gives the keys of the paragraphs of a page that are none of its article's though they stand in its midst:
// captions of pictures, and links to the outlet's other pages. What stands elsewhere in the page as well is not among them.
func asides(root *html.Node, base *url.URL) map[string]bool {
	out := map[string]bool{}
	walk(root, func(p written) {
		key := keyOf(p.text)
		if key == "" {
			return
		}
		aside := captions(p.start) || leadsAway(p, key, base)
		if known, met := out[key]; met {
			aside = aside && known
		}
		out[key] = aside
	})
	return out
}

// captions says whether a text is a picture's.
func captions(n *html.Node) bool {
	for range 6 { // captions are small: no article hangs below a caption at more depth
		if n = n.Parent; n == nil {
			return false
		}
		switch n.DataAtom {
		case atom.Figcaption, atom.Figure:
			return true
		case atom.Blockquote, atom.Article, atom.Main, atom.Body:
			return false
		}
		for name := range strings.FieldsSeq(strings.ToLower(attribute(n, "class"))) {
			if strings.Contains(name, "caption") || strings.Contains(name, "credit") {
				return true
			}
		}
	}
	return false
}

// leadsAway says whether a paragraph is nothing but links to the page's own site, a label before them aside ("Related:",
// "See more:"). Links to other sites are what an article speaks of: sources, or things to buy.
func leadsAway(p written, key string, base *url.URL) bool {
	linked := 0
	for _, a := range p.links {
		u, err := url.Parse(strings.TrimSpace(attribute(a, "href")))
		if err != nil || u.Host != "" && (base == nil || site(u) != site(base)) {
			return false
		}
		linked += len(keyOf(plain(a)))
	}
	label := 0
	if before, _, found := strings.Cut(p.text, ":"); found {
		label = len(keyOf(before))
	}
	const longestLabel = 24
	return linked > 0 && linked >= len(key)-min(label, longestLabel)
}

func site(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }

// without drops the paragraphs of a text that are asides, unless that is all of it.
func without(text string, asides map[string]bool) string {
	var out []string
	for _, p := range paragraphsOf(text) {
		if !asides[p.key] {
			out = append(out, p.text)
		}
	}
	if len(out) == 0 {
		return text
	}
	return strings.Join(out, "\n\n")
}
