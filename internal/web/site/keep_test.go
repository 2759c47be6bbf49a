package site_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

// keeping serves a world as the program does, with pages kept.
func keeping(t *testing.T, w *webtest.World) *httptest.Server {
	t.Helper()
	o := webtest.SiteOptions(w)
	o.Keep = &site.Keep{Fresh: time.Hour, Bytes: 8 << 20} // so that what is kept stays kept
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(web.Secure(s))
	t.Cleanup(h.Close)
	return h
}

// fetched asks for a page as a browser does; headers are given as "Name: value".
func fetched(t *testing.T, h *httptest.Server, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestKeptPagesSayWhatTheirsSay(t *testing.T) {
	w := webtest.Sample()
	kept, bare := keeping(t, w), webtest.Handler(t, w)
	for _, path := range []string{"/", "/strait-brief", "/strait-brief/2031-03-02", "/strait-brief/archive", "/strait-brief/feed.rss", "/story/story-talks", "/story/story-talks.csv", "/story/story-talks/timeline.svg",
		"/claim/claim-talks", "/report/report-record", "/search?q=talks", "/notices", "/speakers", "/speaker/speaker-vane"} {
		want := webtest.Get(t, bare, path)
		var tag string
		for i := range 3 {
			res, body := fetched(t, kept, path)
			if res.StatusCode != http.StatusOK || body != want.Body.String() {
				t.Errorf("%s, time %d: %d, and not what the page says", path, i, res.StatusCode)
			}
			for _, name := range []string{"Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Content-Disposition", "Last-Modified"} {
				if got := res.Header.Get(name); got != want.Header().Get(name) {
					t.Errorf("%s, time %d: %s is %q, not %q", path, i, name, got, want.Header().Get(name))
				}
			}
			if i > 0 && res.Header.Get("ETag") != tag || len(body) > 1000 && res.Header.Get("Vary") == "" || res.Header.Get("Cache-Control") != "no-cache" {
				t.Errorf("%s, time %d: %v", path, i, res.Header)
			}
			tag = res.Header.Get("ETag")
		}
	}
}

func TestPagesThatAreAReadersOwnAreNeitherKeptNorPacked(t *testing.T) {
	w := webtest.Sample()
	h := keeping(t, w)
	for _, path := range []string{"/preferences/token-1", "/confirm/token-1", "/unsubscribe/token-1", "/new-address/token-1", "/preferences/token-1/data.json", "/go/e/i", "/nowhere", "/story/none"} {
		for range 2 {
			res, _ := fetched(t, h, path, "Accept-Encoding: br, gzip")
			if res.Header.Get("Content-Encoding") != "" || res.Header.Get("ETag") != "" || res.Header.Get("Cache-Control") == "no-cache" {
				t.Errorf("%s: %d, %v", path, res.StatusCode, res.Header)
			}
		}
	}
	// What is typed into a search stands on no page with a secret.
	if res, body := fetched(t, h, "/search?q=talks", "Accept-Encoding: identity"); strings.Contains(body, "token") || res.Header.Get("Set-Cookie") != "" {
		t.Error("the page of results has a secret")
	}
}

func TestAPageThatChangedIsSeenOnceItIsOld(t *testing.T) {
	w := webtest.Sample()
	o := webtest.SiteOptions(w)
	o.Keep = &site.Keep{Bytes: 8 << 20} // old at once
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	before := webtest.Get(t, s, "/strait-brief").Body.String()
	w.Pubs[0].Name = "The Other Brief"
	if after := webtest.Get(t, s, "/strait-brief").Body.String(); after == before || !strings.Contains(after, "The Other Brief") {
		t.Error("the page does not change")
	}
}

func TestAnEditorSeesAtOnceWhatTheyChanged(t *testing.T) {
	w := webtest.Sample()
	o := webtest.SiteOptions(w)
	o.Keep = &site.Keep{Fresh: time.Hour, Longest: time.Hour, Bytes: 8 << 20}
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	leads := ""
	desk := s.Forgetting(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, leads, http.StatusSeeOther) }), "/desk/login")
	page := func() string { return webtest.Get(t, s, "/strait-brief").Body.String() }
	page()
	w.Pubs[0].Name = "The Other Brief"
	leads = "/desk/login" // somebody who is not logged in
	webtest.Post(t, desk, "/desk/publications", nil)
	if strings.Contains(page(), "The Other Brief") {
		t.Error("strangers can have all pages made anew")
	}
	leads = "/desk/publications"
	webtest.Post(t, desk, "/desk/publications", nil)
	if !strings.Contains(page(), "The Other Brief") {
		t.Error("the editor sees the old page")
	}
}

func TestAssetsArePackedOnceAndStayForAYear(t *testing.T) {
	h := keeping(t, webtest.Sample())
	_, body := fetched(t, h, "/", "Accept-Encoding: identity")
	_, rest, _ := strings.Cut(body, `rel="stylesheet" href="`)
	path, _, _ := strings.Cut(rest, `"`)
	whole, sheet := fetched(t, h, path, "Accept-Encoding: identity")
	for _, coding := range []string{"br", "gzip"} {
		res, packed := fetched(t, h, path, "Accept-Encoding: "+coding)
		if res.Header.Get("Content-Encoding") != coding || len(packed) > len(sheet)/2 || res.Header.Get("ETag") == whole.Header.Get("ETag") || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d of %d bytes, %v", coding, len(packed), len(sheet), res.Header)
		}
	}
}

func TestAFeedSaysSinceWhenItIsAsItIs(t *testing.T) {
	w := webtest.Sample()
	o := webtest.SiteOptions(w)
	now := webtest.Clock.Now()
	o.Clock = news.ClockFunc(func() time.Time { return now })
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	const path = "/strait-brief/feed.rss"
	ask := func(since string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("If-Modified-Since", since)
		got := httptest.NewRecorder()
		s.ServeHTTP(got, r)
		return got
	}
	first := webtest.Get(t, s, path).Header().Get("Last-Modified")
	now = now.Add(time.Hour)
	if got := ask(first); first == "" || got.Code != http.StatusNotModified || got.Header().Get("Last-Modified") != first {
		t.Errorf("an hour later who has it of %q gets %d, %q", first, got.Code, got.Header().Get("Last-Modified"))
	}
	for i := range w.AllOfThem {
		w.AllOfThem[i].Slug += "-b" // which stands in the feed
	}
	if got := ask(first); got.Code != http.StatusOK || got.Header().Get("Last-Modified") == first {
		t.Errorf("after a change it answers %d, %q", got.Code, got.Header().Get("Last-Modified"))
	}
}
