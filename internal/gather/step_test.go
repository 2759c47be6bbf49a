package gather_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/gather"
	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// world is an outlet with a server, and a desk that gathers from it.
type world struct {
	t     *testing.T
	url   string
	store *fakeStore
	step  *gather.Step
	now   time.Time
	feed  news.ID

	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked map[string]int // by path: how often
	told  map[string]int // by path: how often the answer was not 304
}

func newWorld(t *testing.T) *world {
	w := &world{
		t: t, store: newFake(), now: time.Date(2025, 3, 4, 12, 0, 0, 0, time.UTC), feed: "feed",
		pages: map[string]http.HandlerFunc{}, asked: map[string]int{}, told: map[string]int{},
	}
	server := httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(server.Close)
	w.url = server.URL
	clock := news.ClockFunc(func() time.Time { return w.now })
	client := fetch.New(fetch.Options{AllowLoopback: true, PerHost: rate.Inf, Timeout: 2 * time.Second, MaxBytes: 1 << 20, Clock: clock})
	t.Cleanup(client.Close)
	w.store.outlets["outlet"] = news.Outlet{ID: "outlet", Name: "The Lindmark Post", Kind: news.Newspaper}
	w.store.feeds["feed"] = news.Feed{ID: "feed", OutletID: "outlet", URL: w.url + "/feed", State: news.FeedActive, Interval: time.Hour}
	w.step = gather.New(w.store, w.store.next, client, clock, slog.New(slog.DiscardHandler))
	return w
}

func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.asked[r.URL.Path]++
	page := w.pages[r.URL.Path]
	w.mu.Unlock()
	if page == nil {
		http.NotFound(rw, r)
		return
	}
	page(rw, r)
}

// says makes the server answer with text, and with 304 to whoever has it.
func (w *world) says(path, contentType, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	etag := fmt.Sprintf(`"%x"`, text)
	w.pages[path] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", contentType)
		rw.Header().Set("ETag", etag[:min(len(etag), 200)]+`"`)
		if r.Header.Get("If-None-Match") == etag[:min(len(etag), 200)]+`"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		w.mu.Lock()
		w.told[path]++
		w.mu.Unlock()
		io.WriteString(rw, text)
	}
}

func (w *world) answers(path string, status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[path] = func(rw http.ResponseWriter, r *http.Request) { rw.WriteHeader(status) }
}

func (w *world) article(path, text string) { w.says(path, "text/html; charset=utf-8", "<p>"+text) }

// items makes the feed hold these.
func (w *world) items(items ...string) {
	w.says("/feed", "application/rss+xml", `<rss version="2.0"><channel><title>News</title>`+strings.Join(items, "\n")+`</channel></rss>`)
}

func item(title, path string, more ...string) string {
	return "<item><title>" + title + "</title><link>" + path + "</link>" + strings.Join(more, "") + "</item>"
}

// gather runs the step after some time, which must not fail.
func (w *world) gather(after time.Duration) news.Feed {
	w.t.Helper()
	w.now = w.now.Add(after)
	if err := w.step.Run(w.t.Context(), w.feed); err != nil {
		w.t.Fatal(err)
	}
	return w.store.feeds[w.feed]
}

// texts gives what was kept of the report with this title, in order.
func (w *world) texts(title string) []string {
	w.t.Helper()
	r := w.store.byTitle(title)
	if r.ID == "" {
		w.t.Fatalf("there is no report %q", title)
	}
	var out []string
	for _, v := range w.store.versions(r.ID) {
		out = append(out, string(v.Raw))
	}
	return out
}

func TestANewItemBecomesAReport(t *testing.T) {
	w := newWorld(t)
	w.items(item("Harbour closed", "/harbour?utm_source=rss", "<guid isPermaLink='false'>h-1</guid><author>desk@post.example (Tom Reek)</author>",
		"<pubDate>Tue, 04 Mar 2025 09:30:00 GMT</pubDate><description>A &lt;b&gt;freighter&lt;/b&gt;.</description>"))
	w.article("/harbour", "The harbour is closed.")
	f := w.gather(0)

	got := w.store.byTitle("Harbour closed")
	want := news.Report{
		ID: got.ID, OutletID: "outlet", FeedID: "feed", URL: w.url + "/harbour", GUID: "h-1", Title: "Harbour closed", Author: "Tom Reek",
		Summary: "A freighter.", Language: "und", Published: time.Date(2025, 3, 4, 9, 30, 0, 0, time.UTC), DatedBy: news.DatedByFeed,
		Seen: w.now, Outlet: "The Lindmark Post",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("report\n%+v, want\n%+v", got, want)
	}
	revisions := w.store.versions(got.ID)
	if len(revisions) != 1 || string(revisions[0].Raw) != "<p>The harbour is closed." || revisions[0].Number != 1 || !revisions[0].Fetched.Equal(w.now) {
		t.Errorf("revisions %+v", revisions)
	}
	if !reflect.DeepEqual(w.store.handed, []news.ID{revisions[0].ID}) {
		t.Errorf("handed on: %v", w.store.handed)
	}
	if f.Title != "News" || f.ETag == "" || f.State != news.FeedActive || !f.CheckedAt.Equal(w.now) || f.Interval != 30*time.Minute || !f.NextAt.Equal(w.now.Add(30*time.Minute)) {
		t.Errorf("feed %+v", f)
	}
}

func TestAnUnchangedFeedIsOnlyNoted(t *testing.T) {
	w := newWorld(t)
	w.items(item("One", "/1"))
	w.article("/1", "One")
	w.gather(0)
	f := w.gather(72 * time.Hour) // the page is no longer watched
	if w.asked["/feed"] != 2 || w.told["/feed"] != 1 || w.asked["/1"] != 1 {
		t.Errorf("the feed was asked %d times and sent %d times, the page asked %d times", w.asked["/feed"], w.told["/feed"], w.asked["/1"])
	}
	if f.Interval != 45*time.Minute || len(w.store.handed) != 1 {
		t.Errorf("interval %v, handed on %d", f.Interval, len(w.store.handed))
	}
	for range 20 {
		f = w.gather(72 * time.Hour)
	}
	if f.Interval != 6*time.Hour {
		t.Errorf("the interval grows to %v", f.Interval)
	}
}

func TestAnUnchangedFeedWithoutValidatorsIsKnownByItsHash(t *testing.T) {
	w := newWorld(t)
	w.pages["/feed"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") != "" {
			t.Error("validators are sent that the server never gave")
		}
		io.WriteString(rw, `<rss version="2.0"><channel><item><title>One</title></item></channel></rss>`)
	}
	w.gather(0)
	if f := w.gather(time.Hour); f.Interval != 45*time.Minute {
		t.Errorf("interval %v: the feed counts as changed", f.Interval)
	}
}

func TestASilentEditIsSeen(t *testing.T) {
	w := newWorld(t)
	w.items(item("One", "/1"))
	w.article("/1", "They have agreed.")
	w.gather(0)
	w.gather(10 * time.Minute)
	w.article("/1", "They have agreed, which a spokesman denies.")
	w.gather(time.Hour)
	if got, want := w.texts("One"), []string{"<p>They have agreed.", "<p>They have agreed, which a spokesman denies."}; !reflect.DeepEqual(got, want) {
		t.Errorf("versions %q, want %q", got, want)
	}
	if w.told["/1"] != 2 || w.told["/feed"] != 1 {
		t.Errorf("the page was sent %d times, the feed %d times; want 2 and 1", w.told["/1"], w.told["/feed"])
	}

	// Looks grow rarer with age, and end.
	before := w.asked["/1"]
	for range 6 * 47 {
		w.gather(10 * time.Minute)
	}
	if n := w.asked["/1"] - before; n < 5 || n > 40 {
		t.Errorf("the page was asked %d times in two days", n)
	}
	before = w.asked["/1"]
	w.gather(24 * time.Hour)
	if w.asked["/1"] != before {
		t.Error("an old page is still looked at")
	}
}

func TestAChangedItemHasItsPageFetchedAgain(t *testing.T) {
	w := newWorld(t)
	w.items(item("One", "/1", "<guid>x</guid>"))
	w.article("/1", "First")
	w.gather(0)
	w.items(item("One, corrected", "/1", "<guid>x</guid>"))
	w.article("/1", "Second")
	w.gather(240 * time.Hour)
	if got := w.texts("One, corrected"); len(got) != 2 || got[1] != "<p>Second" || len(w.store.reports) != 1 {
		t.Errorf("versions %q of %d reports", got, len(w.store.reports))
	}
}

func TestDuplicatesAreOneReport(t *testing.T) {
	w := newWorld(t)
	w.items(item("One", "/1?utm_campaign=a#top"), item("One", "/1"), item("Two", "/2", "<guid>g</guid>"), item("Two", "/2-renamed", "<guid>g</guid>"))
	w.article("/1", "1")
	w.article("/2", "2")
	w.article("/2-renamed", "2")
	w.gather(0)
	if len(w.store.reports) != 2 || len(w.store.revisions) != 2 {
		t.Errorf("%d reports, %d revisions; want 2 and 2", len(w.store.reports), len(w.store.revisions))
	}
	// Another feed of the outlet has the same article.
	w.store.feeds["other"] = news.Feed{ID: "other", OutletID: "outlet", URL: w.url + "/other", State: news.FeedActive}
	w.says("/other", "text/xml", `<rss version="2.0"><channel>`+item("One, they say", "/1")+`</channel></rss>`)
	w.feed = "other"
	for range 3 {
		w.gather(time.Hour)
	}
	if len(w.store.reports) != 2 || w.store.byTitle("One").FeedID != "feed" {
		t.Errorf("another feed changes a report: %+v", w.store.reports)
	}
	// The page at a new address is the same report under the same id.
	w.feed = "feed"
	w.items(item("Two", "/2-again", "<guid>g</guid>"))
	w.article("/2-again", "2, edited")
	w.gather(time.Hour)
	if got := w.texts("Two"); len(got) != 2 || len(w.store.reports) != 2 {
		t.Errorf("versions %q of %d reports", got, len(w.store.reports))
	}
}

// Two runs may come upon one article at the same moment: a feed's job that was cut off beside its next one, or two feeds
// that name one page. The slower one finds the report there, and nothing fails.
func TestAnotherRunIsQuicker(t *testing.T) {
	for _, of := range []news.ID{"feed", "other"} {
		w := newWorld(t)
		w.items(item("One", "/1"), item("Two", "/2"))
		w.article("/1", "1")
		w.article("/2", "2")
		w.store.rival = news.Report{ID: "rival", FeedID: of, OutletID: "outlet", URL: w.url + "/1", Title: "One", Seen: w.now}
		w.gather(0)
		if len(w.store.reports) != 2 || w.store.byTitle("One").ID != "rival" {
			t.Errorf("with a run of %s: %+v", of, w.store.reports)
		}
		if got := w.texts("Two"); len(got) != 1 {
			t.Errorf("with a run of %s the rest is lost: %q", of, got)
		}
	}
}

func TestDates(t *testing.T) {
	w := newWorld(t)
	w.items(
		item("future", "/1", "<pubDate>Wed, 05 Mar 2025 12:00:00 GMT</pubDate>"),
		item("soon", "/2", "<pubDate>Tue, 04 Mar 2025 12:59:00 GMT</pubDate>"),
		item("none", "/3"),
	)
	w.gather(0)
	for title, want := range map[string]struct {
		at time.Time
		by news.DatedBy
	}{
		"future": {w.now, news.DatedBySeen},
		"soon":   {w.now.Add(59 * time.Minute), news.DatedByFeed},
		"none":   {w.now, news.DatedBySeen},
	} {
		if r := w.store.byTitle(title); !r.Published.Equal(want.at) || r.DatedBy != want.by {
			t.Errorf("%s: published %v by %s", title, r.Published, r.DatedBy)
		}
	}
}

func TestAPageThatFailsIsStoodInForByItsEntry(t *testing.T) {
	for _, status := range []int{403, 404, 410, 500} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			w := newWorld(t)
			w.items(item("One &amp;lt; two", "/1", "<description>In &lt;i&gt;short&lt;/i&gt;.</description>"))
			w.answers("/1", status)
			f := w.gather(0)
			r := w.store.byTitle("One < two")
			got := w.store.versions(r.ID)
			if len(got) != 1 || got[0].ContentType != news.FromFeed || !strings.Contains(string(got[0].Raw), "In <i>short</i>.") || !strings.Contains(string(got[0].Raw), "<title>One &lt; two</title>") {
				t.Fatalf("revisions %+v", got)
			}
			if page := w.store.pages[r.ID]; !strings.Contains(page.Error, fmt.Sprint(status)) || !strings.Contains(page.Error, w.url+"/1") {
				t.Errorf("the desk sees %q", page.Error)
			}
			if f.State != news.FeedActive || f.Error != "" {
				t.Errorf("the feed suffers: %+v", f)
			}
			w.article("/1", "At length.")
			w.gather(time.Hour)
			if got := w.texts("One < two"); len(got) != 2 || got[1] != "<p>At length." || w.store.pages[r.ID].Error != "" {
				t.Errorf("once it can be had: %q, %q", got, w.store.pages[r.ID].Error)
			}
			// What was had before is not replaced by the entry.
			w.answers("/1", status)
			w.items(item("One &amp;lt; two", "/1", "<description>Changed.</description>"))
			w.gather(time.Hour)
			if got := w.texts("One < two"); len(got) != 2 {
				t.Errorf("when it fails again: %q", got)
			}
		})
	}
}

func TestPagesThatAreNone(t *testing.T) {
	w := newWorld(t)
	w.items(item("film", "/film", "<description>A film.</description>"), item("huge", "/huge"), item("inside", "http://169.254.169.254/meta-data"), item("script", "javascript:alert(1)"))
	w.says("/film", "video/mp4", "....")
	w.says("/huge", "text/html", strings.Repeat("x", 2<<20))
	w.gather(0)
	for _, title := range []string{"film", "huge", "inside"} {
		r := w.store.byTitle(title)
		if got := w.store.versions(r.ID); len(got) != 1 || got[0].ContentType != news.FromFeed || w.store.pages[r.ID].Error == "" {
			t.Errorf("%s: %+v, %q", title, got, w.store.pages[r.ID].Error)
		}
	}
	if r := w.store.byTitle("script"); !strings.HasPrefix(r.URL, w.url+"/feed#") || w.store.pages[r.ID].URL != "" {
		t.Errorf("an item without a page: %+v", r)
	}
}

func TestEntriesThatAreWhole(t *testing.T) {
	w := newWorld(t)
	f := w.store.feeds["feed"]
	f.Full = true
	w.store.feeds["feed"] = f
	w.items(item("", "/post/1", "<description>1/3 No agreement, I am told, by somebody who would know and who asked not to be named in connection with the talks.</description>"),
		"<item><guid isPermaLink='false'>p2</guid><description>2/3 More.</description></item>", "<item><pubDate>soon</pubDate></item>")
	w.gather(0)
	if len(w.store.reports) != 2 || w.asked["/post/1"] != 0 {
		t.Fatalf("%d reports; the page was asked %d times", len(w.store.reports), w.asked["/post/1"])
	}
	r := w.store.byTitle("2/3 More.")
	if got := w.store.versions(r.ID); len(got) != 1 || got[0].ContentType == news.FromFeed || !strings.Contains(string(got[0].Raw), "<article>2/3 More.</article>") {
		t.Errorf("%+v", got)
	}
	if r := w.store.byTitle("1/3 No agreement, I am told, by somebody who would know and who asked not to be named in connection …"); r.URL != w.url+"/post/1" {
		t.Errorf("a post is known as %+v", w.store.reports)
	}
	w.items("<item><guid isPermaLink='false'>p2</guid><description>2/3 Less.</description></item>")
	w.gather(time.Hour)
	if got := w.store.versions(r.ID); len(got) != 2 {
		t.Errorf("an edited post has %d versions", len(got))
	}
}

func TestABrokenFeedCostsOnlyItself(t *testing.T) {
	w := newWorld(t)
	w.items(item("One", "/1"))
	w.article("/1", "1")
	w.gather(0)
	etag := w.store.feeds["feed"].ETag
	for name, broken := range map[string]func(){
		"500":     func() { w.answers("/feed", 500) },
		"404":     func() { w.answers("/feed", 404) },
		"torn":    func() { w.says("/feed", "text/xml", `<rss version="2.0"><channel><item><title>x`) },
		"a page":  func() { w.says("/feed", "text/html", "<!DOCTYPE html><html>sold") },
		"too big": func() { w.says("/feed", "text/xml", strings.Repeat("x", 2<<20)) },
	} {
		broken()
		f := w.gather(time.Hour)
		if f.State != news.FeedBroken || !strings.Contains(f.Error, w.url+"/feed") || f.Failures == 0 || !f.NextAt.After(w.now) {
			t.Errorf("%s: %+v", name, f)
		}
		if f.ETag != etag || len(w.store.reports) != 1 {
			t.Errorf("%s: what was there is lost", name)
		}
	}
	w.items(item("One", "/1"), item("Two", "/2"))
	if f := w.gather(time.Hour); f.State != news.FeedActive || f.Error != "" || f.Failures != 0 || len(w.store.reports) != 2 {
		t.Errorf("mended: %+v", f)
	}
}

func TestABrokenFeedIsAskedLessAndLess(t *testing.T) {
	w := newWorld(t)
	w.answers("/feed", 503)
	var waits []time.Duration
	for range 8 {
		waits = append(waits, w.gather(0).NextAt.Sub(w.now).Round(time.Hour))
	}
	const h = time.Hour
	if want := []time.Duration{h, 2 * h, 4 * h, 8 * h, 16 * h, 24 * h, 24 * h, 24 * h}; !reflect.DeepEqual(waits, want) {
		t.Errorf("waits %v, want %v", waits, want)
	}
	w.pages["/feed"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Retry-After", "86400")
		rw.WriteHeader(http.StatusTooManyRequests)
	}
	f := w.store.feeds["feed"]
	f.Failures = 0
	w.store.feeds["feed"] = f
	if f := w.gather(0); f.NextAt.Sub(w.now) != 24*time.Hour {
		t.Errorf("the server asked for a day and gets %v", f.NextAt.Sub(w.now))
	}
}

func TestAFeedThatIsGoneIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	w.answers("/feed", http.StatusGone)
	f := w.gather(0)
	if f.State != news.FeedGone || !strings.Contains(f.Error, "410") {
		t.Errorf("%+v", f)
	}
	w.gather(time.Hour)
	if w.asked["/feed"] != 1 {
		t.Errorf("it was asked %d times", w.asked["/feed"])
	}
	for _, state := range []news.FeedState{news.FeedPaused, news.FeedRemoved} {
		f.State = state
		w.store.feeds["feed"] = f
		w.gather(time.Hour)
		if w.asked["/feed"] != 1 {
			t.Errorf("a feed that is %s was asked", state)
		}
	}
	w.feed = "forgotten"
	w.gather(time.Hour)
}

// A run that dies at any commit and is run again ends as one that did not.
func TestARunMayDieAtAnyMoment(t *testing.T) {
	const n = 5
	for dies := 1; dies <= n+1; dies++ {
		w := newWorld(t)
		var items []string
		for i := range n {
			items = append(items, item(fmt.Sprint("Report ", i), fmt.Sprint("/", i)))
			w.article(fmt.Sprint("/", i), "text")
		}
		w.items(items...)
		w.store.dies = dies
		if err := w.step.Run(t.Context(), "feed"); !errors.Is(err, errDied) {
			t.Fatalf("at commit %d: %v", dies, err)
		}
		if len(w.store.reports) != dies-1 {
			t.Errorf("after commit %d failed %d reports are kept", dies, len(w.store.reports))
		}
		w.gather(0)
		if len(w.store.reports) != n || len(w.store.revisions) != n || len(w.store.handed) != n || w.store.feeds["feed"].ETag == "" {
			t.Errorf("died at commit %d: %d reports, %d revisions, %d handed on", dies, len(w.store.reports), len(w.store.revisions), len(w.store.handed))
		}
	}
}

func TestBeingStoppedIsNoFaultOfTheFeed(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	w.items(item("One", "/1"), item("Two", "/2"))
	w.pages["/2"] = func(rw http.ResponseWriter, r *http.Request) { stop() }
	w.article("/1", "1")
	if err := w.step.Run(ctx, "feed"); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped at a page: %v", err)
	}
	if err := w.step.Run(ctx, "feed"); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped at the feed: %v", err)
	}
	f := w.store.feeds["feed"]
	if f.State != news.FeedActive || f.ETag != "" || len(w.store.reports) != 0 {
		t.Errorf("%+v, %d reports", f, len(w.store.reports))
	}
}
