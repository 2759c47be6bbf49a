package crowd_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"onrecord/internal/web/crowd"
)

// house is a site with a cache before it, on a real connection, at a time that the test sets.
type house struct {
	*httptest.Server
	cache *crowd.Cache
	made  atomic.Int64 // pages
	now   atomic.Int64
	page  atomic.Pointer[func(w http.ResponseWriter, r *http.Request)]
}

const fresh, longest = time.Second, 3 * time.Second

func open(t *testing.T, page func(w http.ResponseWriter, r *http.Request)) *house {
	t.Helper()
	h := &house{}
	h.page.Store(&page)
	h.cache = crowd.New(crowd.Options{
		Public:    func(r *http.Request) bool { return !strings.HasPrefix(r.URL.Path, "/mine") },
		Languages: func(header string) string { return strings.ToLower(header[:min(2, len(header))]) },
		Fresh:     fresh, Longest: longest, Bytes: 1 << 20, Now: func() time.Time { return time.Unix(1_900_000_000, h.now.Load()) },
	}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.made.Add(1)
		(*h.page.Load())(w, r)
	}))
	h.Server = httptest.NewServer(h.cache)
	t.Cleanup(h.Close)
	return h
}

func (h *house) pass(d time.Duration) { h.now.Add(int64(d)) }

type got struct {
	status int
	header http.Header
	raw    []byte
	text   string
}

// ask sends a request; headers are given as "Name: value".
func (h *house) ask(t testing.TB, method, path string, headers ...string) got {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, h.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(r) // which unpacks nothing that it did not ask for
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	g := got{status: res.StatusCode, header: res.Header, raw: raw, text: string(raw)}
	var in io.Reader
	switch encoded := res.Header.Get("Content-Encoding"); {
	case len(raw) == 0:
	case encoded == "gzip":
		if in, err = gzip.NewReader(bytes.NewReader(raw)); err != nil {
			t.Fatal(err)
		}
	case encoded == "br":
		in = brotli.NewReader(bytes.NewReader(raw))
	}
	if in != nil {
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		g.text = string(text)
	}
	return g
}

// says makes a page of some words, long enough to be packed.
func says(words string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		crowd.Put(w, r, []byte(words+strings.Repeat("<p>They said so.</p>", 200)))
	}
}

func TestAPageIsMadeOnceForAMomentAndThenAnew(t *testing.T) {
	h := open(t, says("first"))
	for range 5 {
		if g := h.ask(t, "GET", "/page"); g.status != 200 || !strings.HasPrefix(g.text, "first") {
			t.Fatalf("it answers %d, %.20q", g.status, g.text)
		}
	}
	if n := h.made.Load(); n != 1 {
		t.Errorf("for five readers it was made %d times", n)
	}
	second := says("second")
	h.page.Store(&second)
	h.pass(2 * fresh)
	if g := h.ask(t, "GET", "/page"); !strings.HasPrefix(g.text, "second") {
		t.Errorf("after the longest time that a page may be old, readers see %.20q", g.text)
	}
}

func TestAPageIsMadeAnewBehindTheReadersBack(t *testing.T) {
	h := open(t, says("first"))
	h.ask(t, "GET", "/page")
	made := make(chan struct{})
	second := func(w http.ResponseWriter, r *http.Request) { says("second")(w, r); close(made) }
	h.page.Store(&second)
	h.pass(fresh)
	if g := h.ask(t, "GET", "/page"); !strings.HasPrefix(g.text, "first") {
		t.Errorf("the reader who sets it off sees %.20q", g.text)
	}
	<-made
	for g := h.ask(t, "GET", "/page"); !strings.HasPrefix(g.text, "second"); g = h.ask(t, "GET", "/page") { // until it is put away
	}
	if n := h.made.Load(); n != 2 {
		t.Errorf("it was made %d times", n)
	}
}

func TestAPageThatStaysTheSameIsMadeAnewLessOften(t *testing.T) {
	h := open(t, says("old"))
	for range 30 { // asked for once in a while, so that it is made anew each time
		h.ask(t, "GET", "/page")
		h.pass(2 * longest)
	}
	h.ask(t, "GET", "/page")
	n := h.made.Load()
	h.pass(longest - 1)
	if h.ask(t, "GET", "/page"); h.made.Load() != n {
		t.Error("it is made anew although it has been the same for minutes")
	}
	other := says("other")
	h.page.Store(&other)
	h.pass(longest + 1)
	if g := h.ask(t, "GET", "/page"); !strings.HasPrefix(g.text, "other") {
		t.Errorf("after the longest time that any page may be old, readers see %.20q", g.text)
	}
	third := says("third")
	h.page.Store(&third)
	h.pass(2 * fresh)
	if g := h.ask(t, "GET", "/page"); !strings.HasPrefix(g.text, "third") {
		t.Errorf("a page that changed lately is shown for long: %.20q", g.text)
	}
}

func TestACrowdThatComesAtOnceCostsOnePage(t *testing.T) {
	waiting, release := make(chan struct{}, 1), make(chan struct{})
	h := open(t, func(w http.ResponseWriter, r *http.Request) {
		waiting <- struct{}{}
		<-release
		says("one")(w, r)
	})
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if g := h.ask(t, "GET", "/page"); g.status != 200 || !strings.HasPrefix(g.text, "one") {
				t.Errorf("one of the crowd gets %d", g.status)
			}
		})
	}
	<-waiting
	close(release)
	all.Wait()
	if n := h.made.Load(); n != 1 {
		t.Errorf("it was made %d times", n)
	}
}

func TestWhatIsForgottenIsMadeAnewBeforeItIsShown(t *testing.T) {
	h := open(t, says("before"))
	tag := h.ask(t, "GET", "/page").header.Get("ETag")
	after := says("after")
	h.page.Store(&after)
	h.cache.Forget()
	if g := h.ask(t, "GET", "/page", "If-None-Match: "+tag); !strings.HasPrefix(g.text, "after") {
		t.Errorf("it shows %.20q", g.text)
	}
	n := h.made.Load()
	if h.ask(t, "GET", "/page"); h.made.Load() != n {
		t.Error("it is not kept again")
	}
}

func TestWhoLeavesDoesNotTakeThePageFromTheOthers(t *testing.T) {
	waiting, release := make(chan struct{}), make(chan struct{})
	h := open(t, func(w http.ResponseWriter, r *http.Request) {
		close(waiting)
		<-release
		if r.Context().Err() != nil {
			http.Error(w, "left", http.StatusServiceUnavailable)
			return
		}
		says("whole")(w, r)
	})
	ctx, leave := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.URL+"/page", nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		if res, err := http.DefaultTransport.RoundTrip(r); err == nil {
			_ = res.Body.Close()
		}
	}()
	<-waiting
	leave()
	done := make(chan got)
	go func() { done <- h.ask(t, "GET", "/page") }()
	close(release)
	if g := <-done; g.status != 200 || !strings.HasPrefix(g.text, "whole") {
		t.Errorf("the other gets %d %.20q", g.status, g.text)
	}
}

func TestEachCodingIsADocumentOfItsOwn(t *testing.T) {
	h := open(t, says("packed"))
	tags := map[string]bool{}
	for _, c := range []struct{ accept, coding string }{{"identity", ""}, {"gzip, deflate", "gzip"}, {"gzip, deflate, br, zstd", "br"}, {"br;q=0.5, gzip", "gzip"}, {"br;q=0, gzip;q=0", ""}} {
		g := h.ask(t, "GET", "/page", "Accept-Encoding: "+c.accept)
		if g.header.Get("Content-Encoding") != c.coding || !strings.HasPrefix(g.text, "packed") || !strings.HasSuffix(g.text, "</p>") {
			t.Errorf("%q is answered in %q", c.accept, g.header.Get("Content-Encoding"))
		}
		if g.header.Get("Vary") != "Accept-Encoding" || g.header.Get("Content-Length") != fmt.Sprint(len(g.raw)) {
			t.Errorf("%q: the headers are %v", c.accept, g.header)
		}
		tag := g.header.Get("ETag")
		tags[tag] = true
		again := h.ask(t, "GET", "/page", "Accept-Encoding: "+c.accept, `If-None-Match: "other", W/`+tag)
		if again.status != 304 || len(again.raw) > 0 || again.header.Get("ETag") != tag || again.header.Get("Cache-Control") != "no-cache" || again.header.Get("Vary") == "" || again.header.Get("Content-Encoding") != "" {
			t.Errorf("%q: who has it gets %d, %v", c.accept, again.status, again.header)
		}
		head := h.ask(t, "HEAD", "/page", "Accept-Encoding: "+c.accept)
		if head.status != 200 || len(head.raw) > 0 || head.header.Get("ETag") != tag || head.header.Get("Content-Length") != g.header.Get("Content-Length") || head.header.Get("Content-Type") != g.header.Get("Content-Type") {
			t.Errorf("%q: HEAD gives %d, %v", c.accept, head.status, head.header)
		}
	}
	if len(tags) != 3 || h.made.Load() != 1 {
		t.Errorf("there are %d tags of three codings, of %d pages", len(tags), h.made.Load())
	}
	if g := h.ask(t, "GET", "/page", `If-None-Match: *`); g.status != 304 {
		t.Errorf("any tag gives %d", g.status)
	}
}

func TestAPageThatTurnsOutTheSameKeepsItsTag(t *testing.T) {
	h := open(t, says("same"))
	before := h.ask(t, "GET", "/page").header.Get("ETag")
	h.pass(2 * fresh)
	if g := h.ask(t, "GET", "/page", "If-None-Match: "+before); g.status != 304 || h.made.Load() != 2 {
		t.Errorf("it answers %d after being made %d times", g.status, h.made.Load())
	}
}

func TestADateIsBelievedWhereThereIsNoTag(t *testing.T) {
	h := open(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Last-Modified", "Sun, 02 Mar 2031 07:00:00 GMT")
		says("feed")(w, r)
	})
	for _, c := range []struct {
		status  int
		headers []string
	}{
		{304, []string{"If-Modified-Since: Sun, 02 Mar 2031 07:00:00 GMT"}},
		{304, []string{"If-Modified-Since: Sun, 02 Mar 2031 08:00:00 GMT"}},
		{200, []string{"If-Modified-Since: Sun, 02 Mar 2031 06:59:59 GMT"}},
		{200, []string{"If-Modified-Since: yesterday"}},
		{200, []string{"If-Modified-Since: Sun, 02 Mar 2031 07:00:00 GMT", `If-None-Match: "old"`}},
	} {
		if g := h.ask(t, "GET", "/feed", c.headers...); g.status != c.status || g.header.Get("Last-Modified") == "" {
			t.Errorf("%v gives %d, %v", c.headers, g.status, g.header)
		}
	}
}

func TestWhatIsSomebodysOwnIsNotKept(t *testing.T) {
	h := open(t, func(w http.ResponseWriter, r *http.Request) {
		says("hello "+r.Header.Get("Cookie")+r.Header.Get("Authorization")+r.Header.Get("Referer")+r.Header.Get("User-Agent"))(w, r)
	})
	for _, c := range []struct{ header, says string }{{"Cookie: ada", "hello ada"}, {"Authorization: ivo", "hello ivo"}} {
		g := h.ask(t, "GET", "/page", c.header, "User-Agent: ", "Accept-Encoding: br")
		if !strings.HasPrefix(g.text, c.says) || g.header.Get("Content-Encoding") != "" {
			t.Errorf("%s is answered with %.20q in %q", c.header, g.text, g.header.Get("Content-Encoding"))
		}
	}
	// What is kept was made for nobody: not even the browser's name was told to whoever made it.
	if g := h.ask(t, "GET", "/page", "Referer: https://elsewhere.example/secret", "User-Agent: a browser"); !strings.HasPrefix(g.text, "hello <p>") {
		t.Errorf("the first reader's own words are in what others see: %.60q", g.text)
	}
	n := h.made.Load()
	h.ask(t, "GET", "/mine/token")
	h.ask(t, "GET", "/mine/token")
	h.ask(t, "POST", "/page")
	h.ask(t, "POST", "/page")
	if h.made.Load() != n+4 {
		t.Error("a page that is not public, or the answer to a form, was kept")
	}
}

func TestWhatIsNoPublicDocumentIsNotKept(t *testing.T) {
	for name, page := range map[string]func(w http.ResponseWriter, r *http.Request){
		"an error":      func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusNotFound) },
		"a redirection": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusSeeOther) },
		"a cookie": func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "reader", Value: "7"})
			says("x")(w, r)
		},
		"what is only written": func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "x") },
		"too much": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/csv")
			crowd.Put(w, r, bytes.Repeat([]byte("x,y\n"), 50_000))
		},
	} {
		h := open(t, page)
		first, second := h.ask(t, "GET", "/page"), h.ask(t, "GET", "/page")
		if h.made.Load() != 2 || first.status != second.status || first.text != second.text || len(first.header) != len(second.header) {
			t.Errorf("%s was made %d times for two readers: %d %v, %d %v", name, h.made.Load(), first.status, first.header, second.status, second.header)
		}
	}
}

func TestAPageThatIsGoneIsNotShownAnyMore(t *testing.T) {
	h := open(t, says("here"))
	h.ask(t, "GET", "/page")
	gone := func(w http.ResponseWriter, r *http.Request) { http.Error(w, "gone", http.StatusNotFound) }
	h.page.Store(&gone)
	h.pass(2 * fresh)
	if g := h.ask(t, "GET", "/page"); g.status != 404 {
		t.Errorf("it answers %d", g.status)
	}
}

func TestEachLanguageAndAddressHasAPageOfItsOwn(t *testing.T) {
	h := open(t, func(w http.ResponseWriter, r *http.Request) {
		says(r.URL.RequestURI()+" in "+r.Header.Get("Accept-Language"))(w, r)
	})
	for range 2 {
		for _, c := range []struct{ path, language, says string }{
			{"/a", "he-IL,he;q=0.9", "/a in he"}, {"/a", "he", "/a in he"}, {"/a", "en", "/a in en"}, {"/a?q=b", "en", "/a?q=b in en"}, {"/a%2Fb", "en", "/a%2Fb in en"}, {"/a/b", "en", "/a/b in en"},
		} {
			if g := h.ask(t, "GET", c.path, "Accept-Language: "+c.language); !strings.HasPrefix(g.text, c.says+"<") {
				t.Errorf("%s in %s is %.30q", c.path, c.language, g.text)
			}
		}
	}
	if n := h.made.Load(); n != 5 {
		t.Errorf("five pages were made %d times", n)
	}
}

func TestStrangersNeitherFillMemoryNorDriveOutWhatIsRead(t *testing.T) {
	h := open(t, says("page"))
	const flood = 5_000 // of about 10 kB each, into one megabyte
	ask := func(path string) {
		w := httptest.NewRecorder()
		h.cache.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d", path, w.Code)
		}
	}
	hot := 0
	for i := range flood {
		ask(fmt.Sprintf("/page?random=%d", i))
		if i%5 == 0 {
			before := h.made.Load()
			ask("/hot")
			hot += int(h.made.Load() - before)
		}
	}
	if held := h.cache.Held(); held > 1<<20+1<<18 {
		t.Errorf("%d bytes are held", held)
	}
	if hot > 10 {
		t.Errorf("a page that is read all the time was made %d times", hot)
	}
	before := h.made.Load()
	long := "/page?q=" + strings.Repeat("x", 2000)
	ask(long)
	ask(long)
	if h.made.Load() != before+2 {
		t.Error("a page with an endless address was kept")
	}
}

func TestAPanicIsOfItsOwnRequest(t *testing.T) {
	h := open(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+"/page", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := http.DefaultTransport.RoundTrip(r); err == nil {
		_ = res.Body.Close()
		t.Error("the connection is not broken off")
	}
	fine := says("fine")
	h.page.Store(&fine)
	if g := h.ask(t, "GET", "/page"); g.status != 200 {
		t.Errorf("then it answers %d", g.status)
	}
}
