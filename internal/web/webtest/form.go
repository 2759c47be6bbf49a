package webtest

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Form gives what a browser would send of a form that nobody touched, buttons aside.
func Form(t testing.TB, page, id string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	attr := func(n *html.Node, key string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val, true
			}
		}
		return "", false
	}
	words := func(n *html.Node) string {
		var b strings.Builder
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data)
			}
		}
		return b.String()
	}
	out := url.Values{}
	found := false
	for form := range doc.Descendants() {
		if is, _ := attr(form, "id"); form.Data != "form" || is != id {
			continue
		}
		found = true
		for n := range form.Descendants() {
			name, named := attr(n, "name")
			if !named {
				continue
			}
			value, _ := attr(n, "value")
			kind, _ := attr(n, "type")
			_, checked := attr(n, "checked")
			switch {
			case n.Data == "textarea":
				out.Add(name, words(n))
			case n.Data == "input" && (kind != "checkbox" || checked):
				out.Add(name, value)
			case n.Data == "select":
				chosen, first := "", true
				for o := range n.Descendants() {
					if o.Data != "option" {
						continue
					}
					v, has := attr(o, "value")
					if !has {
						v = words(o)
					}
					if _, selected := attr(o, "selected"); selected || first {
						chosen, first = v, false
					}
				}
				out.Add(name, chosen)
			}
		}
	}
	if !found {
		t.Fatalf("there is no form %q", id)
	}
	return out
}
