package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// serve starts a server and a client that may reach it.
func serve(t *testing.T, o fetch.Options, handler http.HandlerFunc) (string, *fetch.Client) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	o.AllowLoopback = true
	if o.PerHost == 0 {
		o.PerHost = rate.Inf
	}
	client := fetch.New(o)
	t.Cleanup(client.Close)
	return server.URL, client
}

// wants fails the test unless err is of the kind and names the address.
func wants(t *testing.T, err error, kind news.Kind, address, words string) {
	t.Helper()
	if news.KindOf(err) != kind {
		t.Fatalf("error of kind %q: %v; want %q", news.KindOf(err), err, kind)
	}
	if !strings.Contains(err.Error(), address) || !strings.Contains(err.Error(), words) {
		t.Errorf("error %q does not say %q of %q", err, words, address)
	}
}

func TestAnUnchangedPageIsNotSentAgain(t *testing.T) {
	url, client := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Mon, 03 Mar 2025 10:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"v1"` || r.Header.Get("If-Modified-Since") == "Mon, 03 Mar 2025 10:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, "news")
	})
	first, err := client.Get(t.Context(), fetch.Request{URL: url})
	if err != nil || string(first.Body) != "news" || first.ETag != `"v1"` {
		t.Fatalf("%+v, %v", first, err)
	}
	for _, again := range []fetch.Request{{URL: url, ETag: first.ETag}, {URL: url, LastModified: first.LastModified}} {
		got, err := client.Get(t.Context(), again)
		if err != nil || !got.NotModified || len(got.Body) != 0 {
			t.Errorf("%+v gives %+v, %v", again, got, err)
		}
	}
}

func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		status int
		kind   news.Kind
		words  string
	}{
		{200, "", ""}, {410, "", ""}, {401, news.Forbidden, "401"}, {403, news.Forbidden, "403"},
		{404, news.Unavailable, "404 Not Found"}, {429, news.Unavailable, "429"}, {500, news.Unavailable, "500"},
		{302, news.Unavailable, "not where to"},
	} {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			url, client := serve(t, fetch.Options{IgnoreRobots: true}, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "120")
				w.WriteHeader(tt.status)
			})
			got, err := client.Get(t.Context(), fetch.Request{URL: url})
			if got.Status != tt.status || got.Gone != (tt.status == 410) || got.RetryAfter != 2*time.Minute {
				t.Errorf("%+v", got)
			}
			if tt.kind == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			wants(t, err, tt.kind, url, tt.words)
		})
	}
}

func TestPrivateNetworksAreClosed(t *testing.T) {
	var asked atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer inside.Close()
	client := fetch.New(fetch.Options{})
	defer client.Close()
	for _, address := range []string{
		inside.URL, strings.Replace(inside.URL, "127.0.0.1", "localhost", 1), "http://10.0.0.1/", "http://192.168.1.1/feed",
		"http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/",
		"http://100.64.0.1/",
	} {
		_, err := client.Get(t.Context(), fetch.Request{URL: address, Named: true})
		wants(t, err, news.Forbidden, address, "closed to us")
	}
	if asked.Load() != 0 {
		t.Error("the server inside was asked")
	}
}

func TestARedirectIntoAPrivateNetworkIsRefused(t *testing.T) {
	// The first server may be reached, as loopback is allowed; the metadata service of a cloud may not.
	url, client := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	})
	_, err := client.Get(t.Context(), fetch.Request{URL: url, Named: true})
	wants(t, err, news.Forbidden, "169.254.169.254", "closed to us")
}

func TestRedirects(t *testing.T) {
	url, client := serve(t, fetch.Options{IgnoreRobots: true}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/once":
			http.Redirect(w, r, "/end?x=1", http.StatusMovedPermanently)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/end":
			io.WriteString(w, "there")
		default:
			http.Redirect(w, r, "/loop", http.StatusFound)
		}
	})
	got, err := client.Get(t.Context(), fetch.Request{URL: url + "/once#top"})
	if err != nil || string(got.Body) != "there" || got.URL != url+"/end?x=1" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = client.Get(t.Context(), fetch.Request{URL: url + "/loop"})
	wants(t, err, news.Unavailable, url, "more than 5 times")
	_, err = client.Get(t.Context(), fetch.Request{URL: url + "/file"})
	wants(t, err, news.Invalid, "file:///etc/passwd", "no web address")
}

func TestBadAddresses(t *testing.T) {
	client := fetch.New(fetch.Options{})
	for _, address := range []string{"", "post.example/feed", "ftp://post.example/", "http://", "http:///x", "javascript:alert(1)", "http://a b/", "://"} {
		_, err := client.Get(t.Context(), fetch.Request{URL: address})
		wants(t, err, news.Invalid, address, "no web address")
	}
}

func TestTooMuchIsNotRead(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 64 {
		z.Write(make([]byte, 1<<20))
	}
	z.Close()
	url, client := serve(t, fetch.Options{MaxBytes: 1 << 16, IgnoreRobots: true}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/plain":
			w.Write(make([]byte, 1<<16+1))
		case "/limit":
			w.Write(make([]byte, 1<<16))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		case "/header":
			w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
		}
	})
	for _, path := range []string{"/plain", "/bomb"} {
		got, err := client.Get(t.Context(), fetch.Request{URL: url + path})
		wants(t, err, news.Unavailable, url+path, "more than the 65536 bytes")
		if got.Body != nil {
			t.Errorf("%s: %d bytes are given all the same", path, len(got.Body))
		}
	}
	if got, err := client.Get(t.Context(), fetch.Request{URL: url + "/limit"}); err != nil || len(got.Body) != 1<<16 {
		t.Errorf("a body of the very size: %d bytes, %v", len(got.Body), err)
	}
	_, err := client.Get(t.Context(), fetch.Request{URL: url + "/header"})
	wants(t, err, news.Unavailable, url+"/header", "cannot be reached")
}

func TestGzipIsUndone(t *testing.T) {
	url, client := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			t.Error("gzip was not asked for")
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		io.WriteString(z, "User-agent: nobody")
		z.Close()
	})
	if got, err := client.Get(t.Context(), fetch.Request{URL: url}); err != nil || string(got.Body) != "User-agent: nobody" {
		t.Errorf("%q, %v", got.Body, err)
	}
}

func TestASlowServerIsNotWaitedFor(t *testing.T) {
	release := make(chan struct{})
	url, client := serve(t, fetch.Options{Timeout: 50 * time.Millisecond, IgnoreRobots: true}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/drip" { // the header comes at once, the body never ends
			io.WriteString(w, "a")
			w.(http.Flusher).Flush()
		}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	for _, path := range []string{"/silent", "/drip"} {
		_, err := client.Get(t.Context(), fetch.Request{URL: url + path})
		wants(t, err, news.Unavailable, url+path, "does not answer within 50ms")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.Get(ctx, fetch.Request{URL: url}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestRobots(t *testing.T) {
	var robots, pages atomic.Int32
	status, now := http.StatusOK, time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)
	clock := news.ClockFunc(func() time.Time { return now })
	url, client := serve(t, fetch.Options{UserAgent: "Onrecord/1.0 (+https://desk.example)", Clock: clock}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			robots.Add(1)
			w.WriteHeader(status)
			io.WriteString(w, "User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nDisallow: /private\n")
			return
		}
		pages.Add(1)
	})
	get := func(path string, named bool) error {
		_, err := client.Get(t.Context(), fetch.Request{URL: url + path, Named: named})
		return err
	}
	if err := get("/news", false); err != nil {
		t.Error(err)
	}
	wants(t, get("/private/page", false), news.Forbidden, url+"/private/page", "robots.txt")
	if err := get("/private/feed", true); err != nil {
		t.Errorf("an address that a person named: %v", err)
	}
	if robots.Load() != 1 || pages.Load() != 2 {
		t.Errorf("robots.txt was fetched %d times, pages %d times; want 1 and 2", robots.Load(), pages.Load())
	}

	status, now = http.StatusInternalServerError, now.Add(25*time.Hour)
	wants(t, get("/news", false), news.Unavailable, url+"/robots.txt", "500")
	wants(t, get("/news", false), news.Unavailable, url+"/robots.txt", "500")
	status, now = http.StatusNotFound, now.Add(2*time.Hour)
	if err := get("/private/page", false); err != nil {
		t.Errorf("no robots.txt allows everything: %v", err)
	}
	if robots.Load() != 3 {
		t.Errorf("robots.txt was fetched %d times, want 3", robots.Load())
	}
}

func TestAHostIsAskedNoFasterThanTheRate(t *testing.T) {
	url, client := serve(t, fetch.Options{IgnoreRobots: true, PerHost: rate.Every(time.Hour), Burst: 2}, func(http.ResponseWriter, *http.Request) {})
	for range 2 {
		if _, err := client.Get(t.Context(), fetch.Request{URL: url}); err != nil {
			t.Fatal(err)
		}
	}
	// The third turn is an hour away, which is after this deadline: the limiter says so at once.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := client.Get(ctx, fetch.Request{URL: url})
	wants(t, err, news.Unavailable, url, "turn")
}
