package world

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/zeebo/xxh3"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// slowness is how long the slow feed takes.
const slowness = 300 * time.Millisecond

var page = template.Must(template.ParseFS(files, "pages/article.html")) //nolint:gochecknoglobals // a constant that Go cannot write as one

// handler serves one outlet.
func (w *World) handler(o *outlet) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+feedPath[o.format], func(rw http.ResponseWriter, r *http.Request) {
		if o.slow {
			select {
			case <-time.After(slowness):
			case <-r.Context().Done():
				return
			}
		}
		body, newest := w.feed(o)
		answer(rw, r, feedType[o.format], body, newest)
	})
	mux.HandleFunc("GET /news/{file}", func(rw http.ResponseWriter, r *http.Request) {
		slug := strings.TrimSuffix(r.PathValue("file"), ".html")
		for _, p := range w.reports {
			if p.outlet == o && p.slug == slug {
				if v, out := w.shown(p); out {
					w.article(rw, r, p, v)
					return
				}
			}
		}
		http.NotFound(rw, r)
	})
	switch o.key {
	case brokenAt:
		mux.HandleFunc("GET /sport.xml", func(rw http.ResponseWriter, r *http.Request) {
			answer(rw, r, "application/rss+xml", []byte(`<?xml version="1.0"?><rss version="2.0"><channel><title>Sport</title><item><title>Cut off in the mid`), time.Time{})
		})
	case goneAt:
		mux.HandleFunc("GET /old.rdf", func(rw http.ResponseWriter, _ *http.Request) {
			http.Error(rw, "this feed is gone", http.StatusGone)
		})
	}
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(rw, `<!doctype html><title>%[1]s</title><h1>%[1]s</h1>`, template.HTMLEscapeString(o.name))
		entries, _ := w.entries(o)
		for _, e := range entries {
			fmt.Fprintf(rw, `<p><a href="%s">%s</a></p>`, e.link, template.HTMLEscapeString(e.title))
		}
	})
	return mux
}

// answer sends a document with validators, or says that it has not changed (RFC 9110, section 13).
func answer(rw http.ResponseWriter, r *http.Request, contentType string, body []byte, changed time.Time) {
	rw.Header().Set("Content-Type", contentType)
	rw.Header().Set("ETag", fmt.Sprintf(`"%016x"`, xxh3.Hash(body)))
	http.ServeContent(rw, r, "", changed, bytes.NewReader(body))
}

// article sends a report's page as it is now.
func (w *World) article(rw http.ResponseWriter, r *http.Request, p *report, v version) {
	type link struct{ Title, Link string }
	data := struct {
		Language, Charset, Title, Outlet, Link, Published, Author string
		Paragraphs                                                []string
		Related                                                   []link
		Hostile                                                   template.HTML
	}{Language: p.outlet.language, Charset: "utf-8", Title: w.words(v.title), Outlet: p.outlet.name, Link: w.address(p), Author: p.author}
	if !p.has("undated") && !p.has("future") {
		data.Published = w.at(p.hour).Format(time.RFC3339)
	}
	for _, para := range v.paras {
		data.Paragraphs = append(data.Paragraphs, w.words(para))
	}
	if p.has("hostile") {
		data.Hostile = hostile //nolint:gosec // hostile on purpose
	}
	entries, _ := w.entries(p.outlet)
	for _, e := range entries[:min(len(entries), 5)] {
		if e.link != data.Link {
			data.Related = append(data.Related, link{e.title, e.link})
		}
	}
	if p.outlet.encoding != "" {
		data.Charset = p.outlet.encoding
	}
	var b bytes.Buffer
	if err := page.Execute(&b, data); err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	body, contentType := b.Bytes(), "text/html; charset=utf-8"
	if p.outlet.encoding == "windows-1252" {
		encoded, err := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).Bytes(body)
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		body, contentType = encoded, "text/html" // only the page itself says how it is written
	}
	answer(rw, r, contentType, body, w.at(v.hour))
}
