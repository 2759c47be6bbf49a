package site_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

// counting gives a site that tells what was opened.
func counting(t testing.TB, w *webtest.World, opened func(edition, what news.ID)) http.Handler {
	t.Helper()
	o := webtest.SiteOptions(w)
	o.Opened = opened
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return web.Secure(s)
}

func TestALinkOfAMailLeadsWhereItsItemDoes(t *testing.T) {
	w := webtest.Sample()
	var opened []string
	h := counting(t, w, func(edition, what news.ID) { opened = append(opened, string(edition)+" "+string(what)) })
	edition, err := w.Edition(t.Context(), webtest.Newest)
	if err != nil {
		t.Fatal(err)
	}
	get := func(method, path string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		got := httptest.NewRecorder()
		h.ServeHTTP(got, r)
		return got
	}
	last := edition.Items()
	for _, n := range []int{1, last} {
		path := "/go/edition-newest/" + strconv.Itoa(n)
		item, there := edition.Item(n)
		opened = nil
		got := get(http.MethodGet, path)
		h := got.Header()
		if !there || got.Code != http.StatusFound || h.Get("Location") != item.URL || got.Body.Len() != 0 {
			t.Errorf("%s answers %d, to %q", path, got.Code, h.Get("Location"))
		}
		if h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" || h.Get("X-Robots-Tag") != "noindex, nofollow" || h.Get("Set-Cookie") != "" {
			t.Errorf("it is told too much: %v", h)
		}
		if len(opened) != 1 || opened[0] != "edition-newest "+string(item.ID) {
			t.Errorf("counted: %v", opened)
		}
	}

	opened = nil
	picture := get(http.MethodGet, "/seen/edition-newest.gif")
	if picture.Code != http.StatusOK || picture.Header().Get("Content-Type") != "image/gif" || picture.Header().Get("Cache-Control") != "no-store" || picture.Header().Get("Set-Cookie") != "" ||
		picture.Header().Get("ETag") != "" || picture.Header().Get("Last-Modified") != "" || !strings.HasPrefix(picture.Body.String(), "GIF89a") || picture.Body.Len() > 50 {
		t.Errorf("the picture: %d %v", picture.Code, picture.Header())
	}
	if len(opened) != 1 || opened[0] != "edition-newest seen" {
		t.Errorf("counted: %v", opened)
	}

	// What is not opened is not counted.
	opened = nil
	get(http.MethodHead, "/go/edition-newest/1")
	get(http.MethodHead, "/seen/edition-newest.gif")
	get(http.MethodGet, "/go/edition-newest/1", "Sec-Purpose", "prefetch;prerender")
	for _, path := range []string{
		"/go/edition-newest/0", "/go/edition-newest/" + strconv.Itoa(last+1), "/go/edition-newest/01", "/go/edition-newest/+1", "/go/edition-newest/-1", "/go/edition-newest/1.0", "/go/edition-newest/99999999999999999999", "/go/edition-newest/x",
		"/go/edition-draft/1", "/go/none/1", "/go/edition-newest/", "/go/edition-newest", "/seen/edition-draft.gif", "/seen/none.gif", "/seen/edition-newest", "/seen/edition-newest.png", "/seen/.gif",
		"/go/edition-newest/https://spy.example/", "/go/edition-newest/1/https://spy.example", "/go/https:%2f%2fspy.example/1", "/go/edition-newest/%2f%2fspy.example",
	} {
		if got := get(http.MethodGet, path); got.Code != http.StatusNotFound || got.Header().Get("Location") != "" {
			t.Errorf("%s answers %d, to %q", path, got.Code, got.Header().Get("Location"))
		}
	}
	if got := get(http.MethodPost, "/go/edition-newest/1", "Sec-Fetch-Site", "same-origin"); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("a form gets %d", got.Code)
	}
	if len(opened) != 0 {
		t.Errorf("counted: %v", opened)
	}

	// What follows the address changes nothing.
	if got := get(http.MethodGet, "/go/edition-newest/1?to=https://spy.example&url=//spy.example"); got.Header().Get("Location") != edition.Sections[0].Items[0].URL {
		t.Errorf("it leads to %q", got.Header().Get("Location"))
	}

	// A house that no longer counts leaves nobody with a dead link.
	h = counting(t, w, nil)
	if got := get(http.MethodGet, "/go/edition-newest/1"); got.Code != http.StatusFound {
		t.Errorf("without a count it answers %d", got.Code)
	}
	if got := get(http.MethodGet, "/seen/edition-newest.gif"); got.Code != http.StatusOK {
		t.Errorf("without a count it answers %d", got.Code)
	}
}

func TestAnItemOfNoAddressOfTheWebLeadsNowhere(t *testing.T) {
	for _, address := range []string{"javascript:alert(1)", "//spy.example/", "/subscribe", "", "data:text/html,x", "https://outlet.example/\r\nSet-Cookie: a=b", "\\\\spy.example", "file:///etc/passwd"} {
		w := webtest.Sample()
		for i := range w.AllOfThem {
			if w.AllOfThem[i].ID == webtest.Newest {
				w.AllOfThem[i].Sections = []news.Section{{Name: "News", Items: []news.EditionItem{{ID: "i", Headline: "x", URL: address}}}}
			}
		}
		got := httptest.NewRecorder()
		counting(t, w, func(_, what news.ID) { t.Errorf("%q was counted", address) }).ServeHTTP(got, httptest.NewRequest(http.MethodGet, "/go/edition-newest/1", nil))
		if got.Code != http.StatusNotFound || got.Header().Get("Location") != "" || got.Header().Get("Set-Cookie") != "" {
			t.Errorf("%q answers %d, to %q", address, got.Code, got.Header().Get("Location"))
		}
	}
}

// FuzzNobodyIsLedElsewhere: whatever an address says, it leads to one that stands in an edition that has appeared, or nowhere; and what
// stands there, whatever it is, leads to a page of the web.
func FuzzNobodyIsLedElsewhere(f *testing.F) {
	for _, s := range [][3]string{
		{"edition-newest", "1", "https://outlet.example/a?b=1#c"}, {"edition-newest", "https://spy.example", ""}, {"https://spy.example", "1", "//spy.example"},
		{"..", "..", "javascript:alert(1)"}, {"edition-newest", "1?to=//spy.example", "https://outlet.example/\r\nX: y"}, {"edition-newest/1", "", "HTTPS://OUTLET.example"}, {"edition-newest", "1%0d%0aLocation:%20https://spy.example", "https://user:pw@outlet.example:99/"},
		{"%2e%2e", "1", "https://[::1]/"}, {"edition-newest", "\u0661", "https://outlet.example/\u202e"},
	} {
		f.Add(s[0], s[1], s[2])
	}
	var counted atomic.Int64
	w := webtest.Sample()
	place := -1
	for i := range w.AllOfThem {
		if w.AllOfThem[i].ID == webtest.Newest {
			place = i
		}
	}
	o := webtest.SiteOptions(w)
	asked := time.Duration(0)
	o.Clock = news.ClockFunc(func() time.Time { asked++; return webtest.Now.Add(asked * time.Minute) }) // so that nothing is remembered
	o.Opened = func(edition, what news.ID) { counted.Add(1) }
	h, err := site.New(o)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, edition, item, stored string) {
		w.AllOfThem[place].Sections = []news.Section{{Name: "News", Items: []news.EditionItem{{ID: "i", Headline: "x", URL: stored}}}}
		before := counted.Load()
		for _, path := range []string{"/go/" + edition + "/" + item, "/go/" + url.PathEscape(edition) + "/" + url.PathEscape(item), "/go/edition-newest/1"} {
			u, err := url.Parse(path)
			if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
				continue
			}
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL, r.RequestURI = u, path
			got := httptest.NewRecorder()
			h.ServeHTTP(got, r)
			to := got.Header().Get("Location")
			switch {
			case got.Code == http.StatusFound:
				want, err := url.Parse(to)
				if to != news.WebAddress(stored) || err != nil || want.Host == "" || want.Scheme != "http" && want.Scheme != "https" || strings.ContainsAny(to, "\r\n") {
					t.Errorf("%q leads to %q; %q stands there", path, to, stored)
				}
			case strings.HasPrefix(to, "//") || strings.Contains(to, "://"):
				t.Errorf("%q leads to %q", path, to)
			}
		}
		if n := counted.Load() - before; n > 3 {
			t.Errorf("counted %d times", n)
		}
	})
}
