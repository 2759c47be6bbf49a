package feedserver

import (
	"bytes"
	"fmt"
	"html/template"
	"time"
)

// Page is an article page with what stands around articles: navigation, a cookie banner, related links, a footer.
type Page struct {
	Outlet, Home    string
	Language        string // BCP 47; Arabic, Hebrew and Persian pages run from right to left
	Charset         string // as declared in the page; empty: utf-8
	URL             string
	Title, Author   string
	Published       time.Time // zero: the page gives none
	Body            template.HTML
	Related         []Link
	Sections        []Link
	Cookies, Footer string
}

// Link is a link of a page.
type Link struct{ Text, URL string }

// RightToLeft says whether the page's language is written from right to left.
func (p Page) RightToLeft() bool {
	switch p.Language {
	case "ar", "he", "fa":
		return true
	}
	return false
}

// Date gives the time of publishing for people.
func (p Page) Date() string { return p.Published.Format("2 January 2006, 15:04") }

// Stamp gives the time of publishing for machines.
func (p Page) Stamp() string { return p.Published.Format(time.RFC3339) }

// Render writes the page, in UTF-8 whatever it declares.
func (p Page) Render() ([]byte, error) {
	if p.Charset == "" {
		p.Charset = "utf-8"
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("writing the page %s: %w", p.URL, err)
	}
	return b.Bytes(), nil
}

var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}"{{if .RightToLeft}} dir="rtl"{{end}}>
<head>
<meta charset="{{.Charset}}">
<title>{{.Title}} | {{.Outlet}}</title>
<link rel="canonical" href="{{.URL}}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{{.Outlet}}">
<meta property="og:title" content="{{.Title}}">
<meta property="og:url" content="{{.URL}}">
{{if not .Published.IsZero}}<meta property="article:published_time" content="{{.Stamp}}">
{{end}}{{if .Author}}<meta name="author" content="{{.Author}}">
{{end}}<meta name="viewport" content="width=device-width">
<style>body{font:1.1rem/1.5 Georgia,serif;max-width:42rem;margin:1rem auto;padding:0 1rem}nav li,footer li{display:inline;margin-inline-end:1rem}
.cookie-banner{background:#eee;padding:.5rem 1rem}aside{border-top:1px solid;margin-top:2rem}</style>
</head>
<body>
{{if .Cookies}}<div class="cookie-banner" role="dialog" aria-label="Cookies"><p>{{.Cookies}}</p><button>OK</button></div>
{{end}}<header><p><a href="{{.Home}}">{{.Outlet}}</a></p>
<nav><ul>{{range .Sections}}<li><a href="{{.URL}}">{{.Text}}</a></li>{{end}}</ul></nav></header>
<main>
<article>
<h1>{{.Title}}</h1>
{{if or .Author (not .Published.IsZero)}}<p class="byline">{{with .Author}}<span class="author">{{.}}</span> {{end}}{{if not .Published.IsZero}}<time datetime="{{.Stamp}}">{{.Date}}</time>{{end}}</p>
{{end}}<div class="article-body">
{{.Body}}
</div>
</article>
{{if .Related}}<aside class="related"><ul>{{range .Related}}<li><a href="{{.URL}}">{{.Text}}</a></li>{{end}}</ul></aside>
{{end}}</main>
<footer><ul><li><a href="{{.Home}}">{{.Outlet}}</a></li></ul><p>{{.Footer}}</p></footer>
</body>
</html>
`))
