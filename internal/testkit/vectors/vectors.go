// Package vectors has markup that feeds and pages from outside might send to have it run in a reader's browser, and says whether markup
// would run.
//
// Out come the vectors of xss.txt: the usual ones of the public lists, in our own words. What Runs finds is judged by how
// golang.org/x/net/html parses it, as browsers do.
package vectors

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

//go:embed xss.txt
var xss string

var escape = regexp.MustCompile(`\\(n|t|0|x[0-9a-f]{2}|u[0-9a-f]{4})`)

// All gives the vectors.
func All() []string {
	var out []string
	for line := range strings.Lines(xss) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		out = append(out, escape.ReplaceAllStringFunc(line, func(e string) string {
			switch e[1] {
			case 'n':
				return "\n"
			case 't':
				return "\t"
			case '0':
				return "\x00"
			}
			n, err := strconv.ParseUint(e[2:], 16, 32)
			if err != nil {
				return e
			}
			if e[1] == 'x' {
				return string([]byte{byte(n)})
			}
			return string(rune(n))
		}))
	}
	return out
}

// active are elements that run something, load something, or change how what follows is read.
var active = map[string]bool{
	"script": true, "style": true, "iframe": true, "frame": true, "frameset": true, "object": true, "embed": true, "applet": true, "portal": true, "link": true, "meta": true, "base": true,
	"svg": true, "math": true, "form": true, "input": true, "button": true, "select": true, "textarea": true, "template": true, "img": true, "image": true, "video": true, "audio": true,
	"source": true, "track": true, "noscript": true, "xmp": true, "noembed": true, "noframes": true, "plaintext": true, "listing": true, "marquee": true, "slot": true, "dialog": true, "area": true,
}

// Runs says what in a piece of HTML would run or load something, wherever in a body it is put; empty: nothing would.
func Runs(markup string) string {
	for _, in := range []atom.Atom{atom.Body, atom.Td, atom.Select, atom.Svg} {
		context := &html.Node{Type: html.ElementNode, Data: in.String(), DataAtom: in}
		if in == atom.Svg {
			context.Namespace = "svg"
		}
		nodes, err := html.ParseFragment(strings.NewReader(markup), context)
		if err != nil {
			continue // nested too deeply for the parser
		}
		for _, root := range nodes {
			if found := runs(root); found != "" {
				return found
			}
			for n := range root.Descendants() {
				if found := runs(n); found != "" {
					return found
				}
			}
		}
	}
	return ""
}

func runs(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	if active[n.Data] {
		return "<" + n.Data + ">"
	}
	for _, a := range n.Attr {
		switch key := strings.ToLower(a.Key); {
		case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc", key == "autofocus", key == "popover", key == "ping", key == "contenteditable":
			return "<" + n.Data + " " + a.Key + "=" + strconv.Quote(a.Val) + ">"
		case key == "href", key == "src", key == "action", key == "formaction", key == "cite", key == "background", key == "poster", key == "data":
			// Browsers leave out white space and control characters before they look for a scheme.
			value := strings.ToLower(strings.Map(func(c rune) rune {
				if c <= ' ' {
					return -1
				}
				return c
			}, a.Val))
			scheme, _, ok := strings.Cut(value, ":")
			if ok && !strings.ContainsAny(scheme, "/?#") && scheme != "http" && scheme != "https" && scheme != "mailto" {
				return "<" + n.Data + " " + a.Key + "=" + strconv.Quote(a.Val) + ">"
			}
		}
	}
	return ""
}
