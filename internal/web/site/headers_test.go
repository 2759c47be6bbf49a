package site_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

// publicPage is a page that is kept for all readers, and what its headers are to say.
type publicPage struct {
	pattern, path string
	kind          string
	speaks        bool   // in the reader's language, where the house has publications in several
	wrong         string // an address of the pattern with nothing at it; empty: there is none
}

const (
	page = "text/html; charset=utf-8"
	list = "application/xml; charset=utf-8"
	rss  = "application/rss+xml; charset=utf-8"
	atom = "application/atom+xml; charset=utf-8"
	feed = "application/feed+json"
	svg  = "image/svg+xml"
)

// publicPages has each pattern of the site's public pages at least once.
var publicPages = []publicPage{
	{"GET /{$}", "/", page, true, ""},
	{"GET /story/{id}", "/story/story-talks", page, true, "/story/none"},
	{"GET /story/{id}", "/story/story-talks.csv", "text/csv; charset=utf-8; header=present", false, "/story/none.csv"},
	{"GET /story/{id}", "/story/story-talks.jsonld", "application/ld+json", true, "/story/none.jsonld"},
	{"GET /story/{id}/timeline.svg", "/story/story-talks/timeline.svg", svg, true, "/story/none/timeline.svg"},
	{"GET /story/{id}/{file}", "/story/story-talks/feed.rss", rss, true, "/story/none/feed.rss"},
	{"GET /story/{id}/{file}", "/story/story-talks/feed.atom", atom, true, "/story/story-talks/feed.xml"},
	{"GET /story/{id}/{file}", "/story/story-talks/feed.json", feed, true, "/story/story-talks/other.json"},
	{"GET /claim/{id}", "/claim/claim-talks", page, true, "/claim/none"},
	{"GET /claim/{id}", "/claim/claim-talks.csv", "text/csv; charset=utf-8; header=present", false, "/claim/none.csv"},
	{"GET /claim/{id}/{picture}", "/claim/claim-talks/origins.svg", svg, true, "/claim/claim-talks/none.svg"},
	{"GET /claim/{id}/{picture}", "/claim/claim-talks/timeline.svg", svg, true, "/claim/none/timeline.svg"},
	{"GET /report/{id}", "/report/report-record", page, true, "/report/none"},
	{"GET /speaker/{id}", "/speaker/speaker-vane", page, true, "/speaker/none"},
	{"GET /speaker/{id}/{file}", "/speaker/speaker-vane/feed.atom", atom, true, "/speaker/none/feed.atom"},
	{"GET /speakers", "/speakers", page, true, "/speakers?page=999"},
	{"GET /authors/{author}", "/authors/dana-roth", page, true, "/authors/none"},
	{"GET /authors/{author}/{file}", "/authors/dana-roth/feed.rss", rss, true, "/authors/none/feed.rss"},
	{"GET /search", "/search?q=talks", page, true, "/search?from=x"},
	{"GET /search/{file}", "/search/feed.rss?q=talks", rss, true, "/search/feed.rss?from=x"},
	{"GET /outlet/{id}", "/outlet/outlet-channel-nine", page, true, "/outlet/none"},
	{"GET /outlet/{id}/{file}", "/outlet/outlet-channel-nine/feed.json", feed, true, "/outlet/none/feed.json"},
	{"GET /notices/{file}", "/notices/feed.rss", rss, true, "/notices/feed.xml"},
	{"GET /sitemap.xml", "/sitemap.xml", list, false, ""},
	{"GET /sitemap/{file}", "/sitemap/1.xml", list, false, "/sitemap/999.xml"},
	{"GET /news-sitemap.xml", "/news-sitemap.xml", list, false, ""},
	{"GET /robots.txt", "/robots.txt", "text/plain; charset=utf-8", false, ""},
	{"GET /notices", "/notices", page, true, ""},
	{"GET /notices/new", "/notices/new", "application/json", false, ""},
	{"GET /push.js", "/push.js", "text/javascript; charset=utf-8", false, ""},
	{"GET /{publication}", "/strait-brief", page, true, "/none"},
	{"GET /{publication}/{page}", "/strait-brief/2031-03-02", page, true, "/strait-brief/2001-01-01"},
	{"GET /{publication}/{page}", "/strait-brief/archive", page, true, "/none/archive"},
	{"GET /{publication}/{page}", "/strait-brief/feed.rss", rss, false, "/none/feed.rss"},
	{"GET /{publication}/{page}", "/strait-brief/feed.atom", atom, false, "/strait-brief/feed.xml"},
	{"GET /{publication}/{page}", "/strait-brief/feed.json", feed, false, "/none/feed.json"},
	{"GET /{publication}/{page}", "/issue-briefs/who-sent-the-fax", page, true, "/issue-briefs/none"},
	{"GET /{publication}/{page}", "/issue-briefs/who-sent-the-fax.png", "image/png", false, "/issue-briefs/none.png"},
}

// published serves a world as the program does; pages are kept for so long.
func published(t *testing.T, w *webtest.World, clock news.Clock, keep site.Keep) (*httptest.Server, *site.Site) {
	t.Helper()
	o := webtest.SiteOptions(w)
	o.Keep, o.Push, o.Clock = &keep, &webtest.Pushes{}, clock
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(web.Secure(s))
	t.Cleanup(h.Close)
	return h, s
}

// lists says whether a header names something in its list.
func lists(header, name string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), name) })
}

var strong = regexp.MustCompile(`^"[\w-]+"$`)

func TestTheHeadersOfAllPublicPages(t *testing.T) {
	w := webtest.Sample().Edited().WithPieces()
	h, s := published(t, w, webtest.Clock, site.Keep{Fresh: time.Hour, Bytes: 64 << 20})
	for _, pattern := range s.PublicRoutes() {
		if !slices.ContainsFunc(publicPages, func(p publicPage) bool { return p.pattern == pattern }) {
			t.Errorf("%s is public and in no test of headers", pattern)
		}
	}
	for _, p := range publicPages {
		t.Run(p.path, func(t *testing.T) {
			whole, body := fetched(t, h, p.path, "Accept-Encoding: identity")
			packs := p.kind != "image/png" && len(body) > 1000
			check := func(what string, res *http.Response, status int) {
				t.Helper()
				head := res.Header
				if res.StatusCode != status {
					t.Errorf("%s: status %d, not %d", what, res.StatusCode, status)
				}
				if head.Get("Cache-Control") != "no-cache" || !strong.MatchString(head.Get("ETag")) || head.Get("Set-Cookie") != "" || head.Get("X-Content-Type-Options") != "nosniff" {
					t.Errorf("%s: %v", what, head)
				}
				if got := lists(head.Get("Vary"), "Accept-Language"); got != p.speaks {
					t.Errorf("%s: it varies with the language: %t, not %t", what, got, p.speaks)
				}
				if packs && !lists(head.Get("Vary"), "Accept-Encoding") || len(head.Values("Vary")) > 1 {
					t.Errorf("%s: Vary is %q", what, head.Values("Vary"))
				}
				if status == http.StatusOK && head.Get("Content-Type") != p.kind {
					t.Errorf("%s: Content-Type is %q, not %q", what, head.Get("Content-Type"), p.kind)
				}
			}
			check("whole", whole, http.StatusOK)
			if whole.Header.Get("Content-Encoding") != "" || int(whole.ContentLength) != len(body) || body == "" {
				t.Errorf("whole: %d bytes, %v", len(body), whole.Header)
			}
			tags := []string{whole.Header.Get("ETag")}
			if again, same := fetched(t, h, p.path, "Accept-Encoding: identity"); same != body || again.Header.Get("ETag") != tags[0] {
				t.Error("a second time it is another one")
			}
			if packs {
				packed, bytesOf := fetched(t, h, p.path, "Accept-Encoding: gzip")
				check("packed", packed, http.StatusOK)
				if packed.Header.Get("Content-Encoding") != "gzip" || packed.Header.Get("ETag") == tags[0] || len(bytesOf) >= len(body) || unpacked(t, bytesOf) != body {
					t.Errorf("packed: %d of %d bytes, %v", len(bytesOf), len(body), packed.Header)
				}
				tags = append(tags, packed.Header.Get("ETag"))
			}
			for i, tag := range tags {
				coding := []string{"identity", "gzip"}[i]
				res, none := fetched(t, h, p.path, "Accept-Encoding: "+coding, "If-None-Match: "+tag)
				check("known, "+coding, res, http.StatusNotModified)
				if none != "" || res.Header.Get("ETag") != tag || res.Header.Get("Content-Type") != "" || res.Header.Get("Content-Encoding") != "" {
					t.Errorf("known, %s: %q, %v", coding, none, res.Header)
				}
			}
			if res, _ := fetched(t, h, p.path, `If-None-Match: "other"`); res.StatusCode != http.StatusOK {
				t.Errorf("who has another one gets %d", res.StatusCode)
			}
			// Who is known by a cookie or a password gets the same, and leaves nothing behind for who comes next.
			own, theirs := fetched(t, h, p.path, "Accept-Encoding: identity", "Cookie: onrecord=somebodys-own", "Authorization: Basic c29tZWJvZHlzLW93bg==", "Referer: https://x.example/somebodys-own")
			_, next := fetched(t, h, p.path, "Accept-Encoding: identity")
			if own.StatusCode != http.StatusOK || theirs != body || next != body || own.Header.Get("Set-Cookie") != "" || strings.Contains(next, "somebodys-own") {
				t.Errorf("known by a cookie: %d, %v; %d, %d and %d bytes", own.StatusCode, own.Header, len(body), len(theirs), len(next))
			}
		})
	}
}

func unpacked(t *testing.T, packed string) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader([]byte(packed)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What is not there, and what went wrong, is kept by nobody: neither here nor on the way, and not by a browser.
func TestErrorsOfPublicPagesAreNeverKept(t *testing.T) {
	w := webtest.Sample().Edited().WithPieces()
	h, _ := published(t, w, webtest.Clock, site.Keep{Fresh: time.Hour, Bytes: 64 << 20})
	refused := func(path string, least int) {
		t.Helper()
		res, _ := fetched(t, h, path, "Accept-Encoding: gzip")
		if res.StatusCode < least || res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("ETag") != "" || res.Header.Get("Last-Modified") != "" || res.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d, %v", path, res.StatusCode, res.Header)
		}
	}
	for _, p := range publicPages {
		if p.wrong != "" {
			refused(p.wrong, http.StatusBadRequest)
			refused(p.wrong, http.StatusBadRequest)
		}
	}
	reads := func(p publicPage) bool { return p.path != "/robots.txt" && p.path != "/push.js" }
	w.Fail = news.Errorf(news.Internal, "the database is away")
	for _, p := range publicPages {
		if reads(p) {
			refused(p.path, http.StatusInternalServerError)
		}
	}
	w.Fail = nil
	for _, p := range publicPages {
		if res, _ := fetched(t, h, p.path); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, after the database is back", p.path, res.StatusCode)
		}
	}
	w.Fail = news.Errorf(news.Internal, "the database is away")
	for _, p := range publicPages {
		if res, _ := fetched(t, h, p.path); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, while it is kept and fresh", p.path, res.StatusCode)
		}
	}
}

// A search that was made a moment ago costs nothing, so it is not counted; one that is made is, and being told to wait is kept by nobody.
func TestTheLimitOfSearchesIsOfThoseThatAreMade(t *testing.T) {
	w := webtest.Sample()
	w.Searches = 3
	now := webtest.Clock.Now()
	h, _ := published(t, w, news.ClockFunc(func() time.Time { return now }), site.Keep{Fresh: time.Hour, Bytes: 8 << 20})
	asked := func(path string, want int) {
		t.Helper()
		res, _ := fetched(t, h, path)
		if res.StatusCode != want || want == http.StatusTooManyRequests && (res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Retry-After") == "" || res.Header.Get("ETag") != "") {
			t.Errorf("%s: %d, %v; want %d", path, res.StatusCode, res.Header, want)
		}
	}
	for range 10 {
		asked("/search?q=talks", http.StatusOK)
		asked("/search/feed.rss?q=talks", http.StatusOK)
		asked("/sitemap.xml", http.StatusOK)
	}
	for _, path := range []string{"/search?q=bridge", "/search/feed.rss?q=bridge", "/sitemap/1.xml"} {
		asked(path, http.StatusTooManyRequests)
		asked(path, http.StatusTooManyRequests)
	}
	asked("/search?q=talks", http.StatusOK)
	asked("/search", http.StatusOK) // the form
	now = now.Add(time.Hour)
	for _, path := range []string{"/search?q=bridge", "/search/feed.rss?q=bridge", "/sitemap/1.xml"} {
		asked(path, http.StatusOK)
	}
}

// Each feed says since when it is as it is, to programs that know no tags, over HTTP as it is spoken.
func TestAllFeedsAnswerByDate(t *testing.T) {
	w := webtest.Sample().Edited().WithPieces()
	for i := range w.Pubs { // so that feeds of no publication are in the reader's language
		w.Pubs[i].Language = []string{"en", "he"}[i%2]
	}
	now := webtest.Clock.Now().Truncate(time.Second)
	h, s := published(t, w, news.ClockFunc(func() time.Time { return now }), site.Keep{Bytes: 64 << 20}) // nothing is fresh
	for _, of := range []string{"/strait-brief/feed", "/issue-briefs/feed", "/story/story-talks/feed", "/speaker/speaker-vane/feed", "/outlet/outlet-channel-nine/feed", "/authors/dana-roth/feed", "/notices/feed", "/search/feed"} {
		for _, format := range []string{".rss", ".atom", ".json"} {
			path := of + format
			if of == "/search/feed" {
				path += "?q=talks"
			}
			first, _ := fetched(t, h, path, "Accept-Language: en")
			since := first.Header.Get("Last-Modified")
			if at, err := http.ParseTime(since); err != nil || at.After(now) || !strong.MatchString(first.Header.Get("ETag")) {
				t.Errorf("%s: %q, %v", path, since, err)
			}
			for query, want := range map[string]int{"If-Modified-Since: " + since: http.StatusNotModified, "If-Modified-Since: " + now.Add(-time.Minute).Format(http.TimeFormat): http.StatusOK,
				"If-Modified-Since: yesterday": http.StatusOK, "If-None-Match: " + first.Header.Get("ETag"): http.StatusNotModified} {
				res, body := fetched(t, h, path, "Accept-Language: en", query)
				if res.StatusCode != want || res.Header.Get("Last-Modified") != since || (want == http.StatusNotModified) != (body == "") {
					t.Errorf("%s, %s: %d, %q", path, query, res.StatusCode, res.Header.Get("Last-Modified"))
				}
			}
			// A tag counts for more than a date (RFC 9110, section 13.1.3).
			if res, _ := fetched(t, h, path, "Accept-Language: en", "If-Modified-Since: "+since, `If-None-Match: "other"`); res.StatusCode != http.StatusOK {
				t.Errorf("%s: who has another one of that date gets %d", path, res.StatusCode)
			}
			// The same feed in another language does not make this one new.
			fetched(t, h, path, "Accept-Language: he")
			if res, _ := fetched(t, h, path, "Accept-Language: en", "If-Modified-Since: "+since); res.StatusCode != http.StatusNotModified {
				t.Errorf("%s: after somebody read it in another language it is %d", path, res.StatusCode)
			}
		}
	}
	// What changes in the very second in which it was sent is not taken for what was sent.
	const path = "/strait-brief/feed.rss"
	ask := func(since string) (int, string) {
		s.Forget()
		res, _ := fetched(t, h, path, "If-Modified-Since: "+since)
		return res.StatusCode, res.Header.Get("Last-Modified")
	}
	now = now.Add(time.Minute)
	slug := func(to string) {
		for i := range w.AllOfThem {
			w.AllOfThem[i].Slug = to
		}
	}
	slug("first")
	_, since := ask("")
	slug("second")
	if status, at := ask(since); status != http.StatusOK || at != "" {
		t.Errorf("changed in the same second: %d, %q", status, at)
	}
	now = now.Add(time.Second)
	if status, at := ask(since); status != http.StatusOK || at != now.Format(http.TimeFormat) {
		t.Errorf("a second later: %d, %q", status, at)
	}
}
