package extract

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/itlightning/dateparse"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// about is what the head of a page says about it.
type about struct {
	base      *url.URL // nil: the page names none
	canonical string
	title     string
	byline    string
	published time.Time
	language  string
}

// The names under which pages give these, best first; those of a meta element's name, property and itemprop alike.
var (
	titleNames     = []string{"og:title", "twitter:title", "dc.title", "dcterms.title"}
	bylineNames    = []string{"parsely-author", "sailthru.author", "author", "byl", "dc.creator", "dcterms.creator", "article:author"}
	publishedNames = []string{
		"article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
		"publishdate", "publish-date", "publication_date", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date",
		"dcterms.date", "date", "cxenseparse:recs:publishtime", "ptime",
	}
)

// describe reads the head of a page and its structured data.
func describe(root *html.Node, address *url.URL) about {
	var a about
	meta := map[string]string{}
	var data []thing
	var pageTitle string
	var canonical, headline, timeOf string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			a.language = first(a.language, attribute(n, "lang"), attribute(n, "xml:lang"))
		case atom.Base:
			if href := absolute(attribute(n, "href"), address); href != "" && a.base == nil {
				if u, err := url.Parse(href); err == nil && u.IsAbs() {
					a.base = u
				}
			}
		case atom.Title:
			if n.Parent != nil && n.Parent.DataAtom != atom.Svg {
				pageTitle = first(pageTitle, text(n))
			}
		case atom.Link:
			if strings.EqualFold(attribute(n, "rel"), "canonical") {
				canonical = first(canonical, attribute(n, "href"))
			}
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
				if name := strings.ToLower(strings.TrimSpace(attribute(n, key))); name != "" && meta[name] == "" {
					meta[name] = strings.TrimSpace(attribute(n, "content"))
				}
			}
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(attribute(n, "type")), "application/ld+json") {
				data = append(data, things(text(n))...)
			}
		case atom.H1:
			headline = first(headline, fold(plain(n)))
		case atom.Time:
			if p := attribute(n, "itemprop"); strings.EqualFold(p, "datePublished") || hasAttribute(n, "pubdate") {
				timeOf = first(timeOf, attribute(n, "datetime"))
			}
		}
	}
	story := newsOf(data)
	a.canonical = absolute(first(canonical, meta["og:url"]), first(a.base, address))
	a.title = bare(first(fold(story.headline), fold(anyOf(meta, titleNames)), headline, fold(pageTitle)), headline, meta["og:site_name"])
	a.byline = story.authors
	if by := fold(anyOf(meta, bylineNames)); a.byline == "" && !strings.Contains(by, "://") {
		a.byline = by
	}
	for _, candidate := range []string{story.published, anyOf(meta, publishedNames), timeOf} {
		if at := date(candidate); !at.IsZero() {
			a.published = at
			break
		}
	}
	a.language = first(a.language, meta["content-language"], meta["og:locale"], meta["dc.language"], story.language)
	return a
}

// bare takes the site's name off a title: what follows the page's headline after a divider, or is the site's own name.
func bare(title, headline, site string) string {
	for at, r := range title {
		if !strings.ContainsRune("|–—-·:", r) || at == 0 {
			continue
		}
		head, tail := strings.TrimSpace(title[:at]), strings.TrimSpace(title[at+len(string(r)):])
		if head != "" && (strings.EqualFold(head, headline) || strings.EqualFold(tail, fold(site))) {
			return head
		}
	}
	return title
}

// person takes "By" and its like off a byline.
func person(byline string) string {
	for _, by := range []string{"by ", "by: ", "von ", "par "} {
		if len(byline) > len(by) && strings.EqualFold(byline[:len(by)], by) {
			return strings.TrimSpace(byline[len(by):])
		}
	}
	return byline
}

// thing is what is wanted of an object of schema.org in a page's JSON-LD.
type thing struct {
	article                                bool
	headline, authors, published, language string
}

// things reads a script of JSON-LD, which may hold one object, a list, or a graph.
func things(source string) []thing {
	var value any
	if json.Unmarshal([]byte(source), &value) != nil {
		return nil
	}
	var out []thing
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if depth > 4 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e, depth+1)
			}
		case map[string]any:
			kind := strings.Join(words(v["@type"]), " ")
			out = append(out, thing{
				article:   strings.Contains(kind, "Article") || strings.Contains(kind, "Posting") || strings.Contains(kind, "Report"),
				headline:  strings.Join(words(v["headline"]), " "),
				authors:   strings.Join(names(v["author"]), ", "),
				published: strings.Join(words(v["datePublished"]), " "),
				language:  strings.Join(words(v["inLanguage"]), ""),
			})
			walk(v["@graph"], depth+1)
			walk(v["mainEntity"], depth+1)
		}
	}
	walk(value, 0)
	return out
}

// newsOf gives the first article among the things; other kinds (the site, its publisher) have headlines and dates too, but
// of their own.
func newsOf(data []thing) thing {
	for _, t := range data {
		if t.article && t.headline+t.published != "" {
			return t
		}
	}
	return thing{}
}

// words gives a string or a list of strings as a list.
func words(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{html.UnescapeString(v)}
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, html.UnescapeString(s))
			}
		}
		return out
	}
	return nil
}

// names gives the names of a person, an organisation, or a list of them.
func names(v any) []string {
	switch v := v.(type) {
	case string:
		if s := fold(html.UnescapeString(v)); s != "" && !strings.Contains(s, "://") {
			return []string{s}
		}
	case map[string]any:
		return names(v["name"])
	case []any:
		var out []string
		for _, e := range v {
			if _, deeper := e.([]any); !deeper {
				out = append(out, names(e)...)
			}
		}
		return out
	}
	return nil
}

func anyOf(meta map[string]string, names []string) string {
	for _, name := range names {
		if meta[name] != "" {
			return meta[name]
		}
	}
	return ""
}

// date reads a date in any of the usual forms, UTC where it names no zone; zero if it is none.
func date(s string) time.Time {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 64 {
		return time.Time{}
	}
	var at time.Time
	err := guard(func() (err error) {
		at, err = dateparse.ParseIn(s, time.UTC)
		return err
	})
	if err != nil || !sane(at) {
		return time.Time{}
	}
	return at.UTC()
}

// text gives what is written in an element that holds text alone.
func text(n *html.Node) string {
	if n.FirstChild == nil || n.FirstChild.Type != html.TextNode {
		return ""
	}
	return n.FirstChild.Data
}

func hasAttribute(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
