package feedserver

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/zeebo/xxh3"
)

// Server serves reports as feeds. It is an http.Handler; the addresses in its documents are those of the host that is asked.
type Server struct {
	feeds []feed
	mux   *http.ServeMux
}

// feed is one of the feeds, with its reports newest first.
type feed struct {
	title   string
	format  Format
	reports []Report
}

// New makes a server of a number of feeds, at least one. Reports of one outlet go to one feed as long as there are feeds
// enough; reports without an outlet, and outlets once there are more of them than feeds, are dealt out by turns.
func New(reports []Report, feeds int) *Server {
	s := &Server{feeds: make([]feed, max(1, feeds)), mux: http.NewServeMux()}
	formats := Formats()
	for i := range s.feeds {
		s.feeds[i] = feed{title: fmt.Sprintf("Outlet %d", i+1), format: formats[i%len(formats)]}
	}
	of := map[string]int{}
	for n, r := range Complete(reports) {
		i := n % len(s.feeds)
		if r.Outlet != "" {
			var known bool
			if i, known = of[r.Outlet]; !known {
				i = len(of) % len(s.feeds)
				if len(of) < len(s.feeds) {
					s.feeds[i].title = r.Outlet
				}
				of[r.Outlet] = i
			}
		}
		s.feeds[i].reports = append(s.feeds[i].reports, r)
	}
	for i := range s.feeds {
		slices.SortStableFunc(s.feeds[i].reports, func(a, b Report) int { return cmp.Compare(b.Published, a.Published) })
	}
	s.mux.HandleFunc("GET /{feed}/{file}", s.serveFeed)
	s.mux.HandleFunc("GET /{feed}/news/{page}", s.servePage)
	s.mux.HandleFunc("GET /{feed}/{$}", s.serveHome)
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Feed is a feed that is served.
type Feed struct {
	Title, URL, Home string
	Reports          int
}

// Feeds lists the feeds as they are to whoever reaches the server at base ("http://127.0.0.1:8091").
func (s *Server) Feeds(base string) []Feed {
	out := make([]Feed, len(s.feeds))
	for i, f := range s.feeds {
		out[i] = Feed{Title: f.title, URL: s.home(base, i) + "feed" + f.format.Suffix(), Home: s.home(base, i), Reports: len(f.reports)}
	}
	return out
}

// FeedURLs gives the addresses of the feeds.
func (s *Server) FeedURLs(base string) []string {
	var out []string
	for _, f := range s.Feeds(base) {
		out = append(out, f.URL)
	}
	return out
}

func (s *Server) home(base string, i int) string {
	return strings.TrimSuffix(base, "/") + "/" + strconv.Itoa(i+1) + "/"
}

// page gives the address of the nth report of feed i. Ids may have anything in them, so the number stands for them.
func (s *Server) page(base string, i, nth int) string {
	return s.home(base, i) + "news/" + strconv.Itoa(nth+1) + ".html"
}

// asked gives the feed that a request is about, and the base of the addresses in the answer.
func (s *Server) asked(r *http.Request) (i int, base string, found bool) {
	i, err := strconv.Atoi(r.PathValue("feed"))
	return i - 1, "http://" + r.Host, err == nil && i >= 1 && i <= len(s.feeds)
}

func (s *Server) serveFeed(w http.ResponseWriter, r *http.Request) {
	i, base, found := s.asked(r)
	if !found || r.PathValue("file") != "feed"+s.feeds[i].format.Suffix() {
		http.NotFound(w, r)
		return
	}
	f := s.feeds[i]
	c := Channel{Title: f.title, Description: fmt.Sprintf("%d reports", len(f.reports)), Language: "en", Link: s.home(base, i), Self: base + r.URL.Path}
	var newest time.Time
	for n, report := range f.reports {
		at := time.Unix(report.Published, 0).UTC()
		if at.After(newest) {
			newest = at
		}
		text := paragraphs(report.Text)
		c.Entries = append(c.Entries, Entry{Title: report.Title, Link: s.page(base, i, n), ID: s.page(base, i, n), Published: at,
			SummaryHTML: "<p>" + html.EscapeString(text[0]) + "</p>"})
	}
	body, err := c.Encode(f.format)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, r, f.format.ContentType(), newest, body)
}

func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	i, base, found := s.asked(r)
	name, isPage := strings.CutSuffix(r.PathValue("page"), ".html")
	n, err := strconv.Atoi(name)
	if !found || !isPage || err != nil || n < 1 || n > len(s.feeds[i].reports) {
		http.NotFound(w, r)
		return
	}
	f, n := s.feeds[i], n-1
	report := f.reports[n]
	p := Page{Outlet: f.title, Home: s.home(base, i), Language: "en", URL: s.page(base, i, n), Title: report.Title,
		Published: time.Unix(report.Published, 0).UTC(), Cookies: "We use cookies to remember your choice. You can change it at any time.",
		Footer: f.title + ". All rights reserved."}
	for _, section := range []string{"World", "Home", "Business", "Sport"} {
		p.Sections = append(p.Sections, Link{section, p.Home + "#" + strings.ToLower(section)})
	}
	var body strings.Builder
	for _, text := range paragraphs(report.Text) {
		body.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") + "</p>\n")
	}
	p.Body = template.HTML(body.String()) //nolint:gosec // escaped above
	const related = 3
	for m := n + 1; m < len(f.reports) && m <= n+related; m++ {
		p.Related = append(p.Related, Link{f.reports[m].Title, s.page(base, i, m)})
	}
	document, err := p.Render()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, r, "text/html; charset=utf-8", p.Published, document)
}

// serveHome leads to the feed.
func (s *Server) serveHome(w http.ResponseWriter, r *http.Request) {
	i, base, found := s.asked(r)
	if !found {
		http.NotFound(w, r)
		return
	}
	f := s.Feeds(base)[i]
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"en\"><title>%[1]s</title><link rel=\"alternate\" href=\"%[2]s\"><h1>%[1]s</h1><p>%[3]d reports</p></html>\n",
		html.EscapeString(f.Title), html.EscapeString(f.URL), f.Reports)
}

// answer sends a document with its validators, or 304 to who has it (RFC 9110, section 13.2.2).
func answer(w http.ResponseWriter, r *http.Request, contentType string, changed time.Time, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("ETag", fmt.Sprintf(`"%016x"`, xxh3.Hash(body)))
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
}
