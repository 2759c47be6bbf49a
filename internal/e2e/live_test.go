package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

// house is a desk whose pages and whose steps are two processes on one database, and whose own social feed the test writes. The steps go on while
// the pages are away.
type house struct {
	t           *testing.T
	pages, work *served
	feed        news.ID

	mu    sync.Mutex
	posts []map[string]string
}

func openHouse(t *testing.T) *house {
	t.Helper()
	at, err := listenable()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t}
	outlet := httptest.NewServer(http.HandlerFunc(h.serveFeed))
	t.Cleanup(outlet.Close)
	folder := t.TempDir()
	command(t, folder, "publication", "add", "alert", "--name", "The Alert", "--days", "sun", "--from", "alert@example.org")
	h.feed = news.ID(strings.Fields(command(t, folder, "feed", "add", outlet.URL+"/posts.json", "--outlet", "The Desk", "--kind", "social", "--own", "--full", "--set", "gather.loopback=true"))[0])
	h.pages = &served{t: t, folder: folder, address: at, role: "web"}
	h.work = &served{t: t, folder: folder, address: at, role: "work", more: []string{"--set", "gather.loopback=true"}}
	h.work.start()
	h.pages.start()
	t.Cleanup(func() { h.pages.kill(); h.work.kill() })
	return h
}

// serveFeed is the outlet's feed (JSON Feed 1.1).
func (h *house) serveFeed(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w.Header().Set("Content-Type", "application/feed+json")
	_ = json.NewEncoder(w).Encode(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": "The Desk", "home_page_url": "http://" + r.Host + "/", "items": h.posts})
}

// says lets the outlet say more, one a second, has the feed asked, and waits until the steps have made notices of all that was ever said.
func (h *house) says(all ...string) {
	h.t.Helper()
	h.mu.Lock()
	for _, text := range all {
		n := len(h.posts)
		h.posts = append(h.posts, map[string]string{"id": fmt.Sprint(n), "url": fmt.Sprintf("http://social.example/%d", n), "title": text, "content_text": text,
			"date_published": time.Now().Add(-time.Hour).Add(time.Duration(n) * time.Second).UTC().Format(time.RFC3339)})
	}
	want := len(h.posts)
	h.mu.Unlock()
	db, err := store.Open(h.t.Context(), filepath.Join(h.pages.folder, "onrecord.db"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for late := time.After(60 * time.Second); ; {
		notices, err := db.NoticesAfter(h.t.Context(), 0, 1000)
		if err == nil && len(notices) >= want {
			return
		}
		if err == nil {
			err = db.AskFeedNow(h.t.Context(), h.feed)
		}
		select {
		case <-late:
			h.t.Fatalf("of %d posts %d became notices: %v", want, len(notices), err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// shown are the titles on the page, in their order, the newest first.
const shown = `[...document.querySelectorAll('.notices > .notice .notice-title')].map((e) => e.textContent.trim())`

// exactTimes are the exact times that are shown on hovering, in the order of the page.
const exactTimes = `[...document.querySelectorAll('.notice-head time')].map((t) => t.title).join('|')`

// TestANoticeArrivesOnAnOpenPage: posts come to the front page without its being loaded again, and are counted; a numbered thread folds; a panel
// that was closed stays closed, on other pages and at the next visit, and counts what comes.
func TestANoticeArrivesOnAnOpenPage(t *testing.T) {
	h := openHouse(t)
	v := visits(t, "http://"+h.pages.address)
	v.open("/")
	v.says("Notices")
	v.do(chromedp.Evaluate[chromedp.Void](`window.stays = true`))
	// The part of a thread does not come in its order.
	h.says("The harbour light is out.", "2/3 Nobody saw who put it out.")
	v.is(shown + `.join('|') === '2/3 Nobody saw who put it out.|The harbour light is out.' && window.stays`)
	v.is(`document.querySelector('#notices-said').textContent.startsWith('New notice: ') && document.querySelectorAll('.notice-unread').length === 2`)
	v.is(`/minutes ago|hour ago/.test(document.querySelector('.notice time').textContent) && document.querySelector('.notice-lacks').textContent === '1 of 3 parts'`)
	h.says("1/3 It went out at nine.", "3/3 It is on again.")
	v.is(`document.querySelector('.notice-more summary').textContent === 'All 3 parts'`)
	v.is(`document.querySelector('.notices > .notice > .notice-one .notice-title').textContent.trim() === '3/3 It is on again.' && document.querySelectorAll('.notices > .notice').length === 2`)
	v.press(".notice-more summary")
	v.is(`document.querySelector('.notice-more').innerText.includes('Nobody saw who put it out.')`)
	// Looked at, all is seen: the counts go.
	v.is(`document.querySelector('.panel-count').hidden && document.querySelector('.nav-count').hidden && localStorage.getItem('onrecord.seen') === '4'`)

	v.press(".panel-fold")
	v.is(`document.querySelector('.panel-fold').getAttribute('aria-expanded') === 'false' && !document.querySelector('#panel-body').checkVisibility()`)
	h.says("A ship waits outside.", "Another one, too.")
	v.is(`document.querySelector('.panel-count').textContent === '2 new' && document.querySelector('.nav-count').textContent === '2' && window.stays`)
	v.do(chromedp.Evaluate[chromedp.Void](`localStorage.setItem('exact', ` + exactTimes + `)`))
	v.follow(".mast-nav a", "Search")
	v.at("/search")
	v.is(`document.querySelector('.nav-count').textContent === '2'`)
	v.open("/")
	v.is(`localStorage.getItem('exact') === ` + exactTimes) // as the server writes them
	v.is(`!document.querySelector('#panel-body').checkVisibility() && document.querySelector('.panel-count').textContent === '2 new'`)
	v.press(".panel-fold")
	v.is(`document.querySelector('#panel-body').checkVisibility() && document.querySelector('.panel-count').hidden && document.querySelector('.nav-count').hidden`)
	// What was new when this visit began, or came since, stays marked until it ends.
	if got := v.read(`document.querySelectorAll('.notice-unread').length`); got != "4" {
		t.Errorf("%s entries are marked as new", got)
	}
}

// TestThePageComesBackToAServerThatWasAway: the pages' process ends, killed or stopped, and comes back on the same address, while the steps go on raising
// notices. The open page gets each once, in their order. Behind a proxy, which answers in the server's place, it is the same; there it is seen that the
// page says how far it has come.
func TestThePageComesBackToAServerThatWasAway(t *testing.T) {
	h := openHouse(t)
	site, err := url.Parse("http://" + h.pages.address)
	if err != nil {
		t.Fatal(err)
	}
	before := newGate(site)
	proxy := httptest.NewServer(before)
	t.Cleanup(proxy.Close)
	said := 0
	say := func(count int) {
		t.Helper()
		var more []string
		for range count {
			said++
			more = append(more, fmt.Sprintf("Line %d of the log.", said))
		}
		h.says(more...)
	}
	// The newest stands first.
	has := func(v *visitor) {
		t.Helper()
		want := make([]string, 0, said)
		for i := said; i > 0; i-- {
			want = append(want, fmt.Sprintf("Line %d of the log.", i))
		}
		v.is(shown + `.join('|') === ` + quoted(strings.Join(want, "|")) + ` && window.stays`)
	}
	say(1)
	direct, behind := visits(t, site.String()), visits(t, proxy.URL)
	for _, v := range []*visitor{direct, behind} {
		v.open("/notices")
		v.is(shown + `.length === 1`)
		v.do(chromedp.Evaluate[chromedp.Void](`window.stays = true`))
	}
	for _, end := range []func(){h.pages.kill, h.pages.stop} {
		say(1)
		has(direct)
		has(behind)
		seen := before.asked()
		end()
		say(2)
		h.pages.start()
		say(1)
		has(direct)
		has(behind)
		if now := before.asked(); now < seen || now < said-3 {
			t.Errorf("behind the proxy the page asked for what comes after %d, though it had %d", now, said-3)
		}
	}
}

// gate is a reverse proxy that notes from which notice on streams are asked for.
type gate struct {
	*httputil.ReverseProxy
	mu   sync.Mutex
	last int
}

func newGate(site *url.URL) *gate {
	return &gate{ReverseProxy: &httputil.ReverseProxy{FlushInterval: -1, Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(site); r.SetXForwarded() }, ErrorLog: log.New(io.Discard, "", 0)}}
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/events" {
		from, _ := strconv.Atoi(r.URL.Query().Get("after"))
		named, _ := strconv.Atoi(r.Header.Get("Last-Event-ID"))
		g.mu.Lock()
		g.last = max(from, named)
		g.mu.Unlock()
	}
	g.ReverseProxy.ServeHTTP(w, r)
}

// asked gives from where the newest stream was asked for.
func (g *gate) asked() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.last
}
