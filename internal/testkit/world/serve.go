package world

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/zeebo/xxh3"
	"golang.org/x/text/encoding/charmap"

	"onrecord/internal/testkit/feedserver"
)

// slowness is how long a slow feed takes to answer.
const slowness = 300 * time.Millisecond

// Handler serves the feeds and pages, at whatever host it is asked.
func (w *World) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", w.serveIndex)
	mux.HandleFunc("GET /robots.txt", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprint(rw, "User-agent: *\nDisallow: /private/\n")
	})
	mux.HandleFunc("GET /{outlet}/{$}", w.serveHome)
	mux.HandleFunc("GET /{outlet}/feeds/{feed}", w.serveFeed)
	mux.HandleFunc("GET /{outlet}/news/{page}", w.servePage)
	return mux
}

// answer sends a document with its validators, or 304 to who has it (RFC 9110, section 13.2.2).
func answer(rw http.ResponseWriter, r *http.Request, contentType string, changed time.Time, body []byte) {
	rw.Header().Set("Content-Type", contentType)
	rw.Header().Set("ETag", fmt.Sprintf(`"%016x"`, xxh3.Hash(body)))
	http.ServeContent(rw, r, "", changed, bytes.NewReader(body))
}

func (w *World) serveFeed(rw http.ResponseWriter, r *http.Request) {
	outlet := w.outlet(r.PathValue("outlet"))
	if outlet == nil {
		http.NotFound(rw, r)
		return
	}
	i := slices.IndexFunc(outlet.feeds, func(f feedSpec) bool { return f.name+f.format.Suffix() == r.PathValue("feed") })
	if i < 0 {
		http.NotFound(rw, r)
		return
	}
	f := outlet.feeds[i]
	switch {
	case f.gone:
		http.Error(rw, "This feed has been given up.", http.StatusGone)
		return
	case f.broken:
		rw.Header().Set("Content-Type", f.format.ContentType())
		fmt.Fprint(rw, "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Video</title><item><title>The <b>bridge</title></item>\n"+
			"<p>Fatal error: too many connections in /srv/video/feed.php on line 41</p>")
		return
	case f.slow:
		select {
		case <-time.After(slowness):
		case <-r.Context().Done():
			return
		}
	}
	channel, changed := w.channel(*outlet, f, w.time())
	body, err := channel.Encode(f.format)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(rw, r, f.format.ContentType(), changed, body)
}

// channel gives an outlet's feed at a moment, newest first, and when it last changed.
func (w *World) channel(o outletSpec, f feedSpec, at time.Time) (feedserver.Channel, time.Time) {
	c := feedserver.Channel{Title: o.Name, Description: o.about, Language: o.language, Link: w.home(o.slug), Self: w.feedURL(o.slug, f)}
	changed := w.begin
	for _, r := range slices.Backward(w.reports) {
		n := r.current(at)
		if r.outlet != o.slug || n < 0 {
			continue
		}
		e, told := w.entry(o, r, n)
		if told.After(changed) {
			changed = told
		}
		c.Entries = append(c.Entries, e)
		if r.has("twice") {
			e.Link += "?utm_source=feed&utm_medium=rss"
			c.Entries = append(c.Entries, e)
		}
	}
	return c, changed
}

// entry gives a report's item in version n, and when the feed last changed it: a silent version is told by the page alone.
func (w *World) entry(o outletSpec, r *report, n int) (feedserver.Entry, time.Time) {
	first := r.versions[0]
	for n > 0 && r.versions[n].silent {
		n--
	}
	v := r.versions[n]
	e := feedserver.Entry{Title: v.title, Link: w.address(r.key()), ID: w.address(r.key()), Author: r.author, Published: first.at, Updated: v.at,
		SummaryHTML: template.HTMLEscapeString(plain(v.text[0]))}
	switch {
	case r.has("no-date"):
		e.Published, e.Updated = time.Time{}, time.Time{}
	case r.has("future-date"):
		e.Published = first.at.AddDate(1, 0, 0)
		e.Updated = e.Published
	}
	if o.full {
		e.ID = "post-" + r.slug
		e.SummaryHTML, e.ContentHTML = "", w.body(v)
	}
	if r.has("hostile") {
		e.SummaryHTML = hostile + "<p>" + e.SummaryHTML + "</p>"
	}
	return e, v.at
}

func (w *World) body(v version) string {
	var b strings.Builder
	for _, p := range v.text {
		b.WriteString(markup(p, w.address) + "\n")
	}
	return b.String()
}

func (w *World) servePage(rw http.ResponseWriter, r *http.Request) {
	slug, _ := strings.CutSuffix(r.PathValue("page"), ".html")
	found := w.byKey[r.PathValue("outlet")+"/"+slug]
	n := -1
	if found != nil {
		n = found.current(w.time())
	}
	if n < 0 {
		http.NotFound(rw, r)
		return
	}
	body, contentType, err := w.page(found, n)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(rw, r, contentType, found.versions[n].at, body)
}

// page writes a report's page in version n. What stands around the article never changes, so that a page that differs is a
// text that differs.
func (w *World) page(r *report, n int) (body []byte, contentType string, err error) {
	o, v := w.outlet(r.outlet), r.versions[n]
	text := w.body(v)
	if r.has("hostile") {
		text = hostile + text
	}
	p := feedserver.Page{Outlet: o.Name, Home: w.home(o.slug), Language: o.language, URL: w.address(r.key()), Title: v.title, Author: r.author,
		Published: r.versions[0].at, Body: template.HTML(text), Related: w.related(r), Cookies: o.cookies, Footer: o.footer} //nolint:gosec // our own content
	for _, s := range o.sections {
		p.Sections = append(p.Sections, feedserver.Link{Text: s, URL: w.home(o.slug) + "#" + strings.ToLower(s)})
	}
	switch {
	case r.has("no-date"):
		p.Published = time.Time{}
	case r.has("future-date"):
		p.Published = p.Published.AddDate(1, 0, 0)
	}
	contentType = "text/html; charset=utf-8"
	if r.has("windows-1252") {
		p.Charset, contentType = "windows-1252", "text/html"
	}
	if body, err = p.Render(); err == nil && r.has("windows-1252") {
		body, err = charmap.Windows1252.NewEncoder().Bytes(body)
	}
	return body, contentType, err
}

// related links the outlet's three reports before this one.
func (w *World) related(r *report) []feedserver.Link {
	const most = 3
	var out []feedserver.Link
	for _, other := range slices.Backward(w.reports[:slices.Index(w.reports, r)]) {
		if other.outlet == r.outlet && len(out) < most {
			out = append(out, feedserver.Link{Text: other.versions[0].title, URL: w.address(other.key())})
		}
	}
	return out
}

// serveHome lists an outlet's reports.
func (w *World) serveHome(rw http.ResponseWriter, r *http.Request) {
	o := w.outlet(r.PathValue("outlet"))
	if o == nil {
		http.NotFound(rw, r)
		return
	}
	l := list{Title: o.Name, About: o.about, Language: o.language}
	for _, f := range o.feeds {
		l.Feeds = append(l.Feeds, feedserver.Link{Text: f.name, URL: w.feedURL(o.slug, f)})
	}
	at := w.time()
	for _, found := range slices.Backward(w.reports) {
		if n := found.current(at); n >= 0 && found.outlet == o.slug {
			title := found.versions[n].title
			if title == "" {
				title = plain(found.versions[n].text[0])
			}
			l.Links = append(l.Links, feedserver.Link{Text: title, URL: w.address(found.key())})
		}
	}
	l.write(rw)
}

// serveIndex lists the outlets.
func (w *World) serveIndex(rw http.ResponseWriter, _ *http.Request) {
	l := list{Title: "The sample world", About: "Invented outlets in invented countries.", Language: "en"}
	for _, o := range w.outlets {
		l.Links = append(l.Links, feedserver.Link{Text: o.Name, URL: w.home(o.slug)})
	}
	l.write(rw)
}

type list struct {
	Title, About, Language string
	Feeds, Links           []feedserver.Link
}

func (l list) write(rw http.ResponseWriter) {
	var b bytes.Buffer
	if err := listTemplate.Execute(&b, l); err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Write(b.Bytes()) //nolint:errcheck // the reader has gone
}

var listTemplate = template.Must(template.New("list").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><title>{{.Title}}</title>
{{range .Feeds}}<link rel="alternate" title="{{.Text}}" href="{{.URL}}">
{{end}}</head><body><h1>{{.Title}}</h1><p>{{.About}}</p>
<ul>{{range .Links}}<li><a href="{{.URL}}">{{.Text}}</a></li>{{end}}</ul></body></html>
`))

// hostile is what no reader of feeds and pages may pass on: scripts, handlers, script addresses, elements never closed, and
// an attribute of half a megabyte.
var hostile = `<script>document.title = "taken over"</script><img src="nowhere.png" onerror="alert('taken over')">` +
	`<a href="javascript:alert('taken over')"></a><iframe src="javascript:alert('taken over')"></iframe>` +
	`<style>body { display: none }</style><div data-fill="` + strings.Repeat("fill ", 100_000) + `"><svg onload="alert('taken over')"></svg>`
