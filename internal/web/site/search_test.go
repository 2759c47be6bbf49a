package site_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

func TestASearchIsNarrowedAndSaidBack(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for _, c := range []struct {
		path string
		says []string
		not  []string
	}{
		{"/search", []string{`name="outlet"`, `<option value="denies">denies</option>`, `type="date"`, `name="speaker"`}, []string{"asked-chip", "role=\"status\""}},
		{"/search?q=talks", []string{"<mark>talks</mark>", `href="/outlet/`, "Editions", `type="application/rss+xml" title="RSS · Search: talks" href="/search/feed.rss?q=talks"`}, []string{"asked-chip"}},
		// Filters need no words.
		{"/search?polarity=denies", []string{"It is not true that we have agreed to talks", `href="/report/report-record#statement-3"`, `<a href="/speaker/speaker-vane">Tomas Vane</a>`, `class="pol pol-denies">denies`,
			`href="/search" title="leave this out"`}, []string{"<mark>", "in a third country"}},
		{"/search?q=talks&standing=named&polarity=denies&from=2031-03-01", []string{`>named<`, "from Saturday, 1 March 2031", `href="/search?from=2031-03-01&amp;q=talks&amp;standing=named"`,
			`href="/search?polarity=denies&amp;q=talks&amp;standing=named"`, "agreed to <mark>talks</mark>"}, nil},
		// One that has the name is meant; where several have it, or nobody, the reader is asked.
		{"/search?speaker=tomas+vane", []string{"said by Tomas Vane", `name="by" value="speaker-vane"`, "It is not true"}, nil},
		{"/search?by=speaker-vane", []string{"said by Tomas Vane", `value="Tomas Vane"`}, nil},
		{"/search?speaker=&by=speaker-vane&q=talks", nil, []string{"said by Tomas Vane", `name="by"`}},
		{"/search?speaker=vane", []string{"Several are called so", `href="/search?by=speaker-vane&amp;speaker=Tomas+Vane"`}, []string{"It is not true"}},
		{"/search?speaker=nobody", []string{"No report names a source called", `href="/speakers"`}, nil},
		{"/search?outlet=outlet-0", []string{"in The Lowmark Record", "secret talks on the strait"}, []string{"Melland Daily</a>"}},
		// What is found nowhere says what to leave out.
		{"/search?q=zebra&polarity=denies&standing=unnamed", []string{"Nothing has all of this.", "Leave something out:", "These words, anywhere", `href="/search?q=zebra"`, "All of this, whatever the words"}, nil},
		{"/search?q=talks&kind=editions", []string{`aria-current="page">Editions`, `href="/strait-brief/2031-03-04"`}, []string{`href="/report/`}},
		{"/search?q=talks&page=3", []string{"There is nothing further.", `rel="prev"`}, nil},
		{"/search?q=%22secret+talks%22", []string{"<mark>secret talks</mark>"}, nil},
	} {
		got := webtest.Get(t, h, c.path)
		body := strings.ReplaceAll(got.Body.String(), "&#43;", "+")
		if got.Code != http.StatusOK {
			t.Errorf("%s answers %d", c.path, got.Code)
		}
		for _, say := range c.says {
			if !strings.Contains(body, say) {
				t.Errorf("%s does not say %q", c.path, say)
			}
		}
		_, main, _ := strings.Cut(body, "<main")
		for _, say := range c.not {
			if strings.Contains(main, say) {
				t.Errorf("%s says %q", c.path, say)
			}
		}
	}
}

func TestASearchThatCannotBeMade(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for _, c := range []struct {
		path   string
		status int
		says   string
	}{
		{"/search?q=" + strings.Repeat("a", 201), 422, "That is too long for a search"},
		{"/search?speaker=" + strings.Repeat("a", 201), 422, "That is too long for a name"},
		{"/search?from=yesterday", 422, "That is no day; write year, month and day"},
		{"/search?from=2031-03-04&to=2031-03-02", 422, "The last day is before the first"},
		{"/search?standing=famous", 400, "write one of named, institution"},
		{"/search?polarity=lies", 400, "write one of asserts"},
		{"/search?kind=people", 400, "write one of reports, editions, articles"},
		{"/search?sort=oldest", 400, "write one of best, newest"},
		{"/search?outlet=nobody", 400, "choose one from the list"},
		{"/search?q=talks&page=51", 404, "Narrow the search instead"},
		{"/search?q=talks&page=x", 400, "write page=2"},
		{"/search/feed.rss?from=yesterday", 422, "make it on the page of searches"},
		{"/search/feed.rss?speaker=vane", 404, "choose the speaker on the page of searches"},
		{"/search/feed.xml?q=talks", 404, "take feed.rss, feed.atom or feed.json"},
		{"/outlet/nobody", 404, "There is no such outlet."},
		{"/outlet/outlet-0?of=money", 400, "write of=reports, stories"},
		{"/outlet/outlet-0?of=changes&page=9", 404, "There is no such page"},
		{"/strait-brief/archive?month=March", 400, "write a year and a month, as month=2031-03"},
		{"/strait-brief/archive?month=1999-01", 404, "Nothing appeared in that month."},
		{"/strait-brief/archive?day=soon", 422, "That is no day"},
		{"/sitemap/0.xml", 404, "There is no such list of pages"},
		{"/sitemap/2.xml", 404, "There is no such list of pages"},
		{"/sitemap/01.xml", 404, "There is no such list of pages"},
	} {
		got := webtest.Get(t, h, c.path)
		if got.Code != c.status || !strings.Contains(got.Body.String(), c.says) {
			t.Errorf("%.60s answers %d and does not say %q", c.path, got.Code, c.says)
		}
	}
}

// TestSearchesWithoutEnd: who searches all the time is told to wait, and others are not; the form itself is always there.
func TestSearchesWithoutEnd(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	ask := func(from, path string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.RemoteAddr = from + ":1234"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for i := range 30 {
		if got := ask("192.0.2.7", fmt.Sprintf("/search?q=talks%d", i)); got.Code != http.StatusOK {
			t.Fatalf("search %d answers %d", i, got.Code)
		}
	}
	first := ask("192.0.2.7", "/search?q=talks")
	other := ask("192.0.2.7", "/search?q=nowhere&polarity=denies")
	if first.Code != http.StatusTooManyRequests || first.Header().Get("Retry-After") != "10" || !strings.Contains(first.Body.String(), "many searches from your network") {
		t.Errorf("the 31st answers %d: %v", first.Code, first.Header())
	}
	if first.Body.String() != other.Body.String() || first.Header().Get("Cache-Control") != "no-store" {
		t.Error("what is said depends on what was asked for, or is kept")
	}
	if got := ask("192.0.2.7", "/search/feed.json?q=talks"); got.Code != http.StatusTooManyRequests {
		t.Errorf("the feed of a search answers %d", got.Code)
	}
	for from, path := range map[string]string{"192.0.2.8": "/search?q=talks", "192.0.2.7": "/search"} {
		if got := ask(from, path); got.Code != http.StatusOK {
			t.Errorf("%s from %s answers %d", path, from, got.Code)
		}
	}
}

func TestAnOutletIsCountedAndEachFigureLeadsToWhatItCounts(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	body := webtest.Get(t, h, "/outlet/outlet-0").Body.String()
	for _, say := range []string{"The Lowmark Record", "Newspaper", `href="/outlet/outlet-0?of=origins"><strong>1</strong> <span>claim begins with it`, `href="/outlet/outlet-0?of=denials"><strong>1</strong>`,
		`<div><strong>0</strong>`, `href="/search?outlet=outlet-0"`, "Corrections and changed texts", `href="/outlet/outlet-0/feed.atom"`} {
		if !strings.Contains(body, say) {
			t.Errorf("the page of an outlet does not say %q", say)
		}
	}
	if body = webtest.Get(t, h, "/outlet/outlet-0?of=denials").Body.String(); !strings.Contains(body, "Tomas Vane is the first to deny") || !strings.Contains(body, "First denial") {
		t.Error("the first denials are not listed")
	}
	for path, to := range map[string]string{"/report/report-record": "/outlet/outlet-the-lowmark-record", "/story/story-talks": "/outlet/outlet-channel-nine", "/claim/claim-talks": "/outlet/outlet-channel-nine", "/claim/claim-talks?side=for": "/outlet/outlet-the-lowmark-record", "/speaker/speaker-vane": "/outlet/outlet-the-lowmark-record"} {
		if !strings.Contains(webtest.Get(t, h, path).Body.String(), `href="`+to+`"`) {
			t.Errorf("%s does not lead to %s", path, to)
		}
	}
}

func TestWhatASpeakerLaterDenied(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	body := webtest.Get(t, h, "/speaker/speaker-vane").Body.String()
	for _, say := range []string{"Said one thing, and later another", "First denied it", "Later said so", "There was an understanding", `href="/report/report-nine?at=0-40#at"`, `href="/claim/claim-talks"`,
		`href="/speaker/speaker-vane/feed.rss"`} {
		if !strings.Contains(body, say) {
			t.Errorf("the page of a speaker does not say %q", say)
		}
	}
	if strings.Contains(webtest.Get(t, h, "/speaker/speaker-vane?page=2").Body.String(), "Said one thing, and later another") {
		t.Error("the second page says it again")
	}
}

// many has a publication with editions on every day of two years.
func many() *webtest.World {
	w := webtest.Sample()
	w.AllOfThem = nil
	for i := range 730 {
		due := time.Date(2031, 3, 4, 7, 0, 0, 0, time.UTC).AddDate(0, 0, -i)
		w.AllOfThem = append(w.AllOfThem, news.Edition{ID: news.ID(fmt.Sprintf("e%d", i)), PublicationID: "pub-strait", Slug: due.Format(time.DateOnly), Title: "The day " + due.Format(time.DateOnly), State: news.Published, Due: due, PublishedAt: due})
	}
	return w
}

func TestTheArchiveGoesByMonths(t *testing.T) {
	h := webtest.Handler(t, many())
	newest := webtest.Get(t, h, "/strait-brief/archive").Body.String()
	for _, say := range []string{"March 2031", `href="/strait-brief/2031-03-01"`, `href="/strait-brief/archive?month=2029-03"`, `<span class="toc-count">31</span>`, `rel="prev" href="/strait-brief/archive?month=2031-02"`, `min="2029-03-05" max="2031-03-04"`} {
		if !strings.Contains(newest, say) {
			t.Errorf("the archive does not say %q", say)
		}
	}
	if strings.Contains(newest, `href="/strait-brief/2031-02-28"`) || strings.Contains(newest, `rel="next"`) || len(newest) > 60_000 {
		t.Errorf("the archive has more than its month: %d bytes", len(newest))
	}
	month := webtest.Get(t, h, "/strait-brief/archive?month=2030-02").Body.String()
	if strings.Count(month, `title="`) < 28 || !strings.Contains(month, `rel="next" href="/strait-brief/archive?month=2030-03"`) || !strings.Contains(month, `aria-current="page">February`) {
		t.Error("February 2030 is not whole")
	}
	for day, to := range map[string]string{"2030-05-17": "2030-05-17", "2035-01-01": "2031-03-04", "1999-12-31": "2029-03-05"} {
		if got := webtest.Get(t, h, "/strait-brief/archive?day="+day); got.Code != http.StatusFound || got.Header().Get("Location") != "/strait-brief/"+to {
			t.Errorf("%s leads to %s", day, got.Header().Get("Location"))
		}
	}
}

// TestTheArchiveIsOfThePublicationsDays: an edition that appears at one in the morning is of that day, whatever day it is in London.
func TestTheArchiveIsOfThePublicationsDays(t *testing.T) {
	w := many()
	w.Pubs[0].Schedule.Zone = "Pacific/Auckland"
	for i := range w.AllOfThem {
		w.AllOfThem[i].Due = w.AllOfThem[i].Due.Add(9 * time.Hour) // the 31st at 16:00 in UTC is the 1st in Auckland
	}
	body := webtest.Get(t, webtest.Handler(t, w), "/strait-brief/archive?month=2030-02").Body.String()
	if !strings.Contains(body, `href="/strait-brief/2030-01-31"`) || strings.Contains(body, `href="/strait-brief/2030-02-28"`) {
		t.Error("February begins with another day than in Auckland")
	}
}

func TestListsForSearchEngines(t *testing.T) {
	w := webtest.Sample()
	h := webtest.Handler(t, w)
	type urls struct {
		URLs []struct {
			Location string `xml:"loc"`
			Changed  string `xml:"lastmod"`
			Title    string `xml:"news>title"`
			Name     string `xml:"news>publication>name"`
			Language string `xml:"news>publication>language"`
		} `xml:"url"`
		Maps []struct {
			Location string `xml:"loc"`
		} `xml:"sitemap"`
	}
	get := func(path string) (u urls) {
		t.Helper()
		got := webtest.Get(t, h, path)
		if err := xml.Unmarshal(got.Body.Bytes(), &u); err != nil || got.Code != http.StatusOK || !strings.HasPrefix(got.Header().Get("Content-Type"), "application/xml") {
			t.Fatalf("%s answers %d, %v", path, got.Code, err)
		}
		return u
	}
	all := get("/sitemap.xml")
	if len(all.URLs) < 20 || !strings.HasPrefix(all.URLs[0].Location, webtest.Base+"/") || len(all.Maps) != 0 {
		t.Errorf("the list has %d pages", len(all.URLs))
	}
	fresh := get("/news-sitemap.xml")
	if len(fresh.URLs) < 1 || fresh.URLs[0].Location != webtest.Base+"/strait-brief/2031-03-04" || fresh.URLs[0].Name != "The Strait Brief" || fresh.URLs[0].Language != "en" || fresh.URLs[0].Title == "" {
		t.Errorf("the news are %+v", fresh.URLs)
	}
	for _, u := range fresh.URLs {
		if strings.HasSuffix(u.Location, "/2031-03-02") && webtest.Now.Sub(time.Date(2031, 3, 2, 7, 0, 0, 0, time.UTC)) > 48*time.Hour {
			t.Error("an edition of more than two days ago is news")
		}
	}
	w.Further = 120_000
	index := get("/sitemap.xml")
	if len(index.Maps) != 3 || index.Maps[2].Location != webtest.Base+"/sitemap/3.xml" || len(index.URLs) != 0 {
		t.Fatalf("the list of lists: %+v", index.Maps)
	}
	if second := get("/sitemap/2.xml"); len(second.URLs) != 50_000 {
		t.Errorf("the second list has %d pages", len(second.URLs))
	}
	robots := webtest.Get(t, h, "/robots.txt").Body.String()
	for _, line := range []string{"User-agent: *\n", "Disallow: /preferences\n", "Disallow: /unsubscribe/\n", "Disallow: /search\n", "Disallow: /desk\n", "Sitemap: " + webtest.Base + "/sitemap.xml\n", "Sitemap: " + webtest.Base + "/news-sitemap.xml\n"} {
		if !strings.Contains(robots, line) {
			t.Errorf("robots.txt does not say %q", line)
		}
	}
}

func TestFeedsOfEverything(t *testing.T) {
	w := webtest.Sample()
	var last site.Feed
	h := webtest.HandlerWith(t, w, func(f site.Feed) { last = f })
	for _, c := range []struct {
		path, site, first, says string
	}{
		{"/story/story-talks/feed.", "/story/story-talks", "/story/story-talks#changes", ": "},
		{"/speaker/speaker-vane/feed.", "/speaker/speaker-vane", "/report/", "Tomas Vane"},
		{"/outlet/outlet-0/feed.", "/outlet/outlet-0", "/report/report-record", "secret talks"},
		{"/notices/feed.", "/notices", "", "breakwater light"},
		{"/search/feed.", "/search?", "/report/", ""},
	} {
		for _, format := range []string{"rss", "atom", "json"} {
			query := ""
			if strings.HasPrefix(c.path, "/search") {
				query = "?q=talks&polarity=denies"
			}
			got := webtest.Get(t, h, c.path+format+query)
			if got.Code != http.StatusOK || string(last.Format) != format || len(last.Pieces) == 0 {
				t.Fatalf("%s%s answers %d with %d entries", c.path, format, got.Code, len(last.Pieces))
			}
			if !strings.HasPrefix(last.Site, webtest.Base+c.site) || !strings.HasPrefix(last.Self, webtest.Base+c.path+format) || c.first != "" && !strings.HasPrefix(last.Pieces[0].URL, webtest.Base+c.first) || !strings.Contains(last.Pieces[0].Title, c.says) {
				t.Errorf("%s%s: of %s, at %s, its first entry %+v", c.path, format, last.Site, last.Self, last.Pieces[0])
			}
			if at, err := http.ParseTime(got.Header().Get("Last-Modified")); err != nil || at.After(webtest.Now) || got.Header().Get("ETag") == "" {
				t.Errorf("%s%s has Last-Modified %q", c.path, format, got.Header().Get("Last-Modified"))
			}
			ids := map[news.ID]bool{}
			for _, p := range last.Pieces {
				if ids[p.ID] || p.ID == "" || p.URL == "" || p.Title == "" || p.Published.IsZero() {
					t.Errorf("%s%s: %+v", c.path, format, p)
				}
				ids[p.ID] = true
			}
		}
	}
	for _, path := range []string{"/story/none/feed.rss", "/speaker/none/feed.rss", "/outlet/none/feed.rss", "/story/story-talks/feed.xml", "/notices/feed", "/search/x"} {
		if got := webtest.Get(t, h, path); got.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, got.Code)
		}
	}
	body := strings.ReplaceAll(webtest.Get(t, h, "/story/story-talks").Body.String(), "&#43;", "+")
	if !strings.Contains(body, `<link rel="alternate" type="application/atom+xml" title="Atom · Karst and Melland agree`) || !strings.Contains(body, url.PathEscape("story-talks")+"/feed.atom") {
		t.Error("a story does not name its feeds")
	}
}
