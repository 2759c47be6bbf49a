package site_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

var pages = []string{
	"/", "/strait-brief", "/strait-brief/2031-03-04", "/strait-brief/2031-03-02", "/strait-brief/archive", "/harbour-papers", "/harbour-papers/archive",
	"/story/" + string(webtest.Talks), "/story/" + string(webtest.Bridge), "/report/" + string(webtest.Record), "/report/" + string(webtest.Record) + "?version=1",
	"/claim/claim-talks", "/claim/claim-fax", "/claim/claim-talks?side=for", "/claim/claim-talks?side=beside", "/claim/claim-talks?report=report-nine", "/claim/" + string(webtest.Left),
	"/report/" + string(webtest.Record) + "?at=0-70&of=1", "/report/" + string(webtest.Record) + "?at=headline",
	"/report/" + string(webtest.Marfa), "/search", "/search?q=talks", "/search?polarity=denies&standing=named", "/search?speaker=vane", "/search?speaker=a", "/search?outlet=outlet-0&from=2031-03-01&to=2031-03-04",
	"/search?q=talks&kind=editions", "/search?q=ferries&kind=articles", "/outlet/outlet-0", "/outlet/outlet-the-lowmark-record", "/outlet/outlet-0?of=changes", "/outlet/outlet-0?of=origins", "/outlet/outlet-2?of=repeats",
	"/strait-brief/archive?month=2031-02", "/search?q=%3Cscript%3E", "/notices", "/subscribe", "/subscribe?publication=harbour-papers",
	"/subscribe/sent?publication=strait-brief", "/confirm/good", "/unsubscribe/good",
	"/speakers", "/speakers?page=2", "/speakers?q=vane", "/speakers?q=nobody+of+the+kind", "/speaker/speaker-vane", "/speaker/speaker-roth", "/speaker/speaker-long", "/speaker/speaker-rtl", "/speaker/speaker-emoji",
}

func TestEveryPageIsWellFormedAndHarmless(t *testing.T) {
	empty := webtest.Sample()
	empty.AllOfThem, empty.Notes, empty.Said = nil, nil, nil
	for i := range empty.Texts {
		empty.Texts[i].Text = ""
	}
	for name, w := range map[string]*webtest.World{"sample": webtest.Sample(), "hostile": webtest.Hostile(webtest.Sample()), "empty": empty} {
		h := webtest.Handler(t, w)
		for _, path := range pages {
			got := webtest.Get(t, h, path)
			if got.Code != http.StatusOK && (name != "empty" || got.Code != http.StatusNotFound) {
				t.Errorf("%s: %s answers %d", name, path, got.Code)
			}
			if err := webtest.WellFormed(got.Body.String()); err != nil {
				t.Errorf("%s: %s is not well formed: %v", name, path, err)
			}
			if err := webtest.Harmless(got.Body.String()); err != nil {
				t.Errorf("%s: %s lets in %v", name, path, err)
			}
		}
	}
}

func TestHostileWordsAreShownAsWords(t *testing.T) {
	h := webtest.Handler(t, webtest.Hostile(webtest.Sample()))
	for _, path := range []string{"/", "/strait-brief/2031-03-04", "/story/story-talks", "/report/report-record", "/notices", "/search?q=talks"} {
		body := webtest.Get(t, h, path).Body.String()
		if !strings.Contains(body, "&lt;script&gt;") && !strings.Contains(body, "&lt;svg onload") && !strings.Contains(body, "&lt;img src=x") {
			t.Errorf("%s shows nothing of what the hostile feed sent", path)
		}
	}
}

func TestPagesSayWhatTheyMust(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for _, c := range []struct {
		path string
		says []string
	}{
		{"/", []string{"The Strait Brief", "every Sunday, Tuesday and Thursday", "Karst and Melland agree to secret talks", "1 unnamed origin behind 13 reports", "Earlier editions", `action="/subscribe"`,
			"3 earlier parts of this thread", `datetime="2031-03-04T09:16:00Z"`, `title="Tuesday, 4 March 2031, 09:16 Europe/Lisbon"`, "4 minutes ago"}},
		{"/strait-brief/2031-03-02", []string{"In this edition", `href="#denials-and-corrections"`, "Sunday, 2 March 2031", "Before", "After", `href="/strait-brief/2031-02-27"`, `href="/strait-brief/2031-03-04"`,
			`href="https://outlet.example/i1"`, `href="/story/story-talks"`, "Ada Frey and Ivo Marsh"}},
		{"/strait-brief/archive", []string{"March 2031", "February 2031", "Who sold the lighthouse"}},
		{"/story/story-talks", []string{"13 reports say so", "one origin, which is unnamed", "Tomas Vane, Lia Oro and the Ministry of the Sea deny it", "11 reports rest on this", "has the text of", "credits",
			"“It is not true that we have agreed to talks", "The report itself is for it", "A different account comes from a senior official, to Channel Nine", "leaves the claim aside", "First denial", "2 versions", "placed by an editor"}},
		{"/story/story-bridge", []string{"One report says so, resting on one named origin.", "Nobody is reported to deny it."}},
		{"/report/report-record", []string{`class="said said-denies said-from said-to"`, `class="source is-unnamed"`, `href="#statement-3"`, `id="statement-3"`, "What changed from version 1 to version 2", "<ins>¶ “It is not true", "by way of"}},
		// Each statement is whole in the list, and the numbers lead from the text to the list and back, without a script.
		{"/report/report-record", []string{`<a class="ref" id="ref-3" href="#statement-3" aria-label="Statement 3: Tomas Vane, named, denies"`, `href="#ref-3" aria-label="Statement 3 in the text"`, "Tomas Vane, a spokesman for the Chancellery · said in a statement",
			`data-of="3"`, "Walk through the 4 statements", `aria-label="Steps" hidden`, "statements."}},
		{"/report/report-record?version=1", []string{`aria-current="true">Version 1`}},
		{"/report/report-marfa", []string{`lang="ar"`, `dir="auto"`}},
		{"/search?q=talks", []string{"<mark>talks</mark>", `value="talks"`}},
		{"/search?q=zebra", []string{"Nothing has all of this."}},
		{"/notices", []string{"5/5", "The breakwater light is out"}},
		{"/speaker/speaker-vane", []string{"Tomas Vane", "Spokesman, Chancellery", "Also T. Vane and Tommy Vane", "61 statements", "“It is not true that we have agreed to talks", `class="pol pol-denies"`,
			`href="/report/report-record#statement-3"`, `href="/story/story-talks"`, "Page 1 of 2", `href="/speaker/speaker-vane?page=2"`, "by way of", "Press attaché, Karst embassy"}},
		{"/speaker/speaker-vane?page=2", []string{"Page 2 of 2", `rel="prev" href="/speaker/speaker-vane"`}},
		{"/speaker/speaker-long", []string{"nothing that is said by them any more"}},
		{"/speaker/speaker-rtl", []string{`<h1 dir="auto">ليلى`}},
		{"/speakers", []string{"Tomas Vane", "46 reports", `href="/speakers?page=2"`, "DJ 🚢 Dahl"}},
		{"/speakers?q=vane", []string{"2 speakers of that name", `value="vane"`}},
		{"/speakers?q=nobody", []string{"No report names a source called so"}},
		{"/report/report-record", []string{`<a href="/speaker/speaker-vane">Tomas Vane</a>`}},
		{"/story/story-talks", []string{`<a href="/speaker/speaker-vane">Tomas Vane</a>`}},
	} {
		body := webtest.Get(t, h, c.path).Body.String()
		for _, say := range c.says {
			if !strings.Contains(body, say) {
				t.Errorf("%s does not say %q", c.path, say)
			}
		}
	}
}

func TestTimesAreToldInThePublicationsZone(t *testing.T) {
	w := webtest.Sample()
	w.Pubs[0].Schedule.Zone = "Asia/Jerusalem"
	body := webtest.Get(t, webtest.Handler(t, w), "/story/story-talks").Body.String()
	if !strings.Contains(body, `datetime="2031-03-02T06:10:00Z" title="Sunday, 2 March 2031, 08:10 Asia/Jerusalem">2 Mar, 08:10<`) {
		t.Error("the first report is not told at 08:10, the time in Jerusalem")
	}
}

func TestWhatGoesWrong(t *testing.T) {
	w := webtest.Sample()
	h := webtest.Handler(t, w)
	for _, c := range []struct {
		path   string
		status int
		says   string
	}{
		{"/nowhere", 404, "There is no such publication."},
		{"/a/b/c", 404, "There is no page at this address."},
		{"/story/none", 404, "There is no such story."},
		{"/report/none", 404, "There is no such report."},
		{"/report/report-record?version=9", 404, "There is no such version"},
		// What an address has that cannot be taken is never left alone: a reader would believe to see what was asked for.
		{"/report/report-record?version=x", 400, "This address has version=&#34;x&#34;; versions of a text are counted from 1: write version=2."},
		{"/report/report-record?version=0", 400, "write version=2"},
		{"/report/report-record?at=abc", 400, "This address has at=&#34;abc&#34;; write the characters from and to, the second the greater, as at=120-180, or at=headline."},
		{"/report/report-record?at=%zz", 400, "What stands behind the question mark of this address is damaged; copy the address anew, or leave that part out."},
		{"/report/report-record?at=7-3", 400, "as at=120-180"},
		{"/report/report-record?at=-1-4", 400, "as at=120-180"},
		{"/report/report-record?at=%3Cscript%3E%00%E2%80%AE" + strings.Repeat("a", 3000), 400, "as at=120-180"},
		{"/report/report-record?at=0-71&of=second", 400, "write of=2"},
		{"/story/story-talks?page=x", 400, "This address has page=&#34;x&#34;; pages are counted from 1: write page=2."},
		{"/story/story-talks?page=-1", 400, "write page=2"},
		{"/story/story-talks?page=99999999999999999999", 404, "There is no such page; the last one is 1."},
		{"/story/story-talks?changes=some", 400, "write changes=all, or leave it out"},
		{"/story/story-talks/timeline.svg?width=wide", 400, "This address has width=&#34;wide&#34;; a picture is 320 to 4000 pixels wide: write width=1080."},
		{"/claim/claim-talks/origins.svg?width=99999999", 400, "320 to 4000 pixels"},
		{"/claim/claim-talks?side=both", 400, "write side=for, side=against or side=beside"},
		{"/claim/claim-talks?side=for&page=first", 400, "write page=2"},
		{"/claim/claim-talks?changes=1", 400, "write changes=all"},
		{"/speakers?page=1.5", 400, "write page=2"},
		{"/speaker/speaker-vane?page=two", 400, "write page=2"},
		{"/strait-brief/2031-03-06", 404, "There is no edition of 2031-03-06."}, // a draft
		{"/strait-brief/feed.pdf", 404, "take feed.rss"},
		{"/confirm/forged", 403, "take the whole link from the mail"},
		{"/unsubscribe/forged", 403, "take the whole link from the mail"},
		{"/search?q=" + strings.Repeat("a", 300), 422, "too long"},
		{"/speakers?q=" + strings.Repeat("a", 300), 422, "too long"},
		{"/speakers?page=9", 404, "There is no such page; the last one is 2."},
		{"/speaker/speaker-vane?page=99999999", 404, "There is no such page; the last one is 2."},
		{"/speaker/none", 404, "There is no such speaker."},
		{"/speaker/speaker-silent", 404, "No report names this speaker any more."},
	} {
		got := webtest.Get(t, h, c.path)
		body := got.Body.String()
		if got.Code != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s answers %d, want %d and %q", c.path, got.Code, c.status, c.says)
		}
		if err := errors.Join(webtest.WellFormed(body), webtest.Harmless(body)); err != nil {
			t.Errorf("%s: %v", c.path, err)
		}
	}
	w.Fail = errors.New("disk I/O error at /var/lib/secret")
	for _, path := range pages {
		got := webtest.Get(t, h, path)
		if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "secret") || !strings.Contains(got.Body.String(), "Something went wrong here") {
			t.Errorf("with the store gone %s answers %d: %s", path, got.Code, got.Body)
		}
	}
}

func TestASlashTooMany(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for path, to := range map[string]string{"/strait-brief/": "/strait-brief", "/search/?q=a+b": "/search?q=a+b", "/%2F%2Fevil.example/": "/%2F%2Fevil.example", "/%5Cevil.example/": "/%5Cevil.example"} {
		got := webtest.Get(t, h, path)
		if got.Code != http.StatusMovedPermanently || got.Header().Get("Location") != to {
			t.Errorf("%s answers %d to %q, want %q", path, got.Code, got.Header().Get("Location"), to)
		}
	}
}

func TestAPageThatIsThereForOtherMethods(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{http.MethodPost, "/strait-brief", 405, "GET, HEAD"}, {http.MethodPost, "/search", 405, "GET, HEAD"}, {http.MethodPut, "/subscribe", 405, "GET, HEAD, POST"},
		{http.MethodDelete, "/story/story-talks", 405, "GET, HEAD"}, {http.MethodPost, "/a/b/c", 404, ""}, {http.MethodHead, "/search", 200, ""},
	} {
		r := httptest.NewRequest(c.method, c.path, nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status || w.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s answers %d, Allow %q", c.method, c.path, w.Code, w.Header().Get("Allow"))
		}
		if c.status == 405 && (!strings.Contains(w.Body.String(), "This page takes GET and HEAD") && c.allow == "GET, HEAD" || webtest.WellFormed(w.Body.String()) != nil) {
			t.Errorf("%s %s: %s", c.method, c.path, w.Body)
		}
	}
}

func TestATextInALanguageThatIsNotReadSaysSo(t *testing.T) {
	h, err := site.New(webtest.SiteOptions(webtest.Sample()))
	if err != nil {
		t.Fatal(err)
	}
	for report, want := range map[news.ID]string{webtest.Marfa: "This text is in ar; statements are found only in English so far.", "report-loose": "No statement was found in this text."} {
		if got := webtest.Get(t, h, "/report/"+string(report)).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", report, want)
		}
	}
}

func TestAPanicIsAPageAndNotTheEnd(t *testing.T) {
	o := webtest.SiteOptions(webtest.Sample())
	o.Readers = nil // calling it panics
	h, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if got := webtest.Get(t, h, "/confirm/good"); got.Code != http.StatusInternalServerError || !strings.Contains(got.Body.String(), "Something went wrong") {
		t.Errorf("answers %d", got.Code)
	}
}

func TestAMergedStoryLeadsOn(t *testing.T) {
	w := webtest.Sample()
	l := w.Ledgers[webtest.Bridge]
	l.Story.MergedInto = webtest.Talks
	w.Ledgers[webtest.Bridge] = l
	got := webtest.Get(t, webtest.Handler(t, w), "/story/"+string(webtest.Bridge))
	if got.Code != http.StatusMovedPermanently || got.Header().Get("Location") != "/story/story-talks" {
		t.Errorf("answers %d to %q", got.Code, got.Header().Get("Location"))
	}
}

func TestAStoryOfWeeksHasChaptersAndNamesWhatWasSetApart(t *testing.T) {
	w := webtest.Sample()
	page := func() string {
		return webtest.Get(t, webtest.Handler(t, w), "/story/"+string(webtest.Talks)).Body.String()
	}
	if got := page(); strings.Contains(got, "Chapter") || strings.Contains(got, "Set apart") {
		t.Error("a story of two days has chapters")
	}
	n := 0
	for i := range w.Reports {
		if r := &w.Reports[i]; r.StoryID == webtest.Talks {
			if n++; n%2 == 0 {
				r.Published = r.Published.AddDate(0, 0, 9)
			}
		}
	}
	w.MendingList = []news.Mending{
		{ID: "m2", Kind: news.SplitStory, From: webtest.Talks, Into: webtest.Bridge, IntoTitle: "The bridge <again>"},
		{ID: "m1", Kind: news.MergedStories, From: "old", FromTitle: "Old talks", Into: webtest.Talks},
	}
	got := page()
	second, first := strings.Index(got, `id="chapter-2"`), strings.Index(got, `id="chapter-1"`)
	if second < 0 || first < second || strings.Contains(got, `id="chapter-3"`) {
		t.Errorf("the second chapter stands at %d, the first at %d", second, first)
	}
	if !strings.Contains(got, `set apart from this story: <a href="/story/story-bridge"><bdi>The bridge &lt;again&gt;</bdi></a>`) || strings.Contains(got, "Old talks") {
		t.Error("what was set apart is not named, or what was merged is")
	}
}

func TestAPageThatTheReaderHasIsNotSentAgain(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	first := webtest.Get(t, h, "/strait-brief/2031-03-04")
	r := httptest.NewRequest(http.MethodGet, "/strait-brief/2031-03-04", nil)
	r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	again := httptest.NewRecorder()
	h.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("answers %d with %d bytes", again.Code, again.Body.Len())
	}
}

func TestAssetsAreKeptForAYearUnderTheirHash(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	body := webtest.Get(t, h, "/").Body.String()
	for _, want := range []struct{ before, kind string }{{`rel="stylesheet" href="`, "text/css"}, {`<script src="`, "text/javascript"}, {`type="image/svg+xml" href="`, "image/svg+xml"}} {
		_, rest, _ := strings.Cut(body, want.before)
		path, _, _ := strings.Cut(rest, `"`)
		got := webtest.Get(t, h, path)
		if got.Code != http.StatusOK || !strings.HasPrefix(got.Header().Get("Content-Type"), want.kind) || !strings.Contains(got.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", path, got.Code, got.Header())
		}
	}
	if got := webtest.Get(t, h, "/assets/onrecord.css"); got.Code != http.StatusNotFound {
		t.Errorf("a name without a hash answers %d", got.Code)
	}
}

func TestFeedsAreWrittenFromWhatAppeared(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for format, kind := range map[string]string{"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"} {
		got := webtest.Get(t, h, "/strait-brief/feed."+format)
		want := `{"first":"https://brief.example/strait-brief/2031-03-04","format":"` + format + `","self":"https://brief.example/strait-brief/feed.` + format + `"}`
		if !strings.HasPrefix(got.Header().Get("Content-Type"), kind) || strings.TrimSpace(got.Body.String()) != want {
			t.Errorf("%s: %s %s", format, got.Header().Get("Content-Type"), got.Body)
		}
	}
}

// acts is a site whose readers' acts are noted.
func acts(t *testing.T) (http.Handler, *[]string, *webtest.Asked) {
	t.Helper()
	w := webtest.Sample()
	o := webtest.SiteOptions(w)
	var done []string
	var last webtest.Asked
	o.Readers = webtest.Readers(w, func(act string, a webtest.Asked) { done = append(done, act); last = a })
	h, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h, &done, &last
}

func TestSubscribing(t *testing.T) {
	h, done, last := acts(t)
	form := url.Values{"publication": {"strait-brief"}, "email": {`not"an<address`}}
	bad := webtest.Post(t, h, "/subscribe", form)
	body := bad.Body.String()
	if bad.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `value="not&#34;an&lt;address"`) || !strings.Contains(body, `aria-describedby="email-error"`) || !strings.Contains(body, "There is no @ in it") {
		t.Errorf("a bad address answers %d: %s", bad.Code, body)
	}
	form.Set("email", "reader@example.org")
	good := webtest.Post(t, h, "/subscribe", form)
	if good.Code != http.StatusSeeOther || good.Header().Get("Location") != "/subscribe/sent?publication=strait-brief" {
		t.Fatalf("a good one answers %d to %q", good.Code, good.Header().Get("Location"))
	}
	if len(*done) != 1 || last.Address != "reader@example.org" || last.Visitor.Address != "192.0.2.1" {
		t.Errorf("asked: %v, %+v", *done, last)
	}
	if page := webtest.Get(t, h, "/subscribe?publication=strait-brief").Body.String(); !strings.Contains(strings.NewReplacer("<bdi>", "", "</bdi>", "").Replace(page), last.Wording) {
		t.Errorf("the wording kept as proof, %q, is not what the form says", last.Wording)
	}
	form.Set("publication", "none")
	if got := webtest.Post(t, h, "/subscribe", form); got.Code != http.StatusNotFound {
		t.Errorf("a publication that is not there answers %d", got.Code)
	}
	if got := webtest.Post(t, h, "/subscribe", form, "Sec-Fetch-Site: cross-site"); got.Code != http.StatusForbidden {
		t.Errorf("another site's form answers %d", got.Code)
	}
	form.Set("publication", "strait-brief")
	for range 10 {
		good = webtest.Post(t, h, "/subscribe", form)
	}
	if good.Code != http.StatusTooManyRequests || good.Header().Get("Retry-After") == "" || !strings.Contains(good.Body.String(), `value="reader@example.org"`) {
		t.Errorf("asking without end answers %d", good.Code)
	}
}

func TestLinksInMailsChangeNothingUntilTheButton(t *testing.T) {
	h, done, _ := acts(t)
	for _, path := range []string{"/confirm/good", "/unsubscribe/good"} {
		got := webtest.Get(t, h, path)
		if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `<form method="post">`) {
			t.Errorf("%s answers %d", path, got.Code)
		}
		if got.Header().Get("Cache-Control") != "no-store" || got.Header().Get("Referrer-Policy") != "no-referrer" || !strings.Contains(got.Body.String(), "noindex") {
			t.Errorf("%s may be kept or told on: %v", path, got.Header())
		}
	}
	for _, got := range []*httptest.ResponseRecorder{webtest.Get(t, h, "/unsubscribe/test"), webtest.Post(t, h, "/unsubscribe/test", url.Values{"List-Unsubscribe": {"One-Click"}})} {
		if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "This link came in a test") {
			t.Errorf("the link of a test answers %d", got.Code)
		}
	}
	if len(*done) != 0 {
		t.Fatalf("following a link did %v", *done)
	}
	if got := webtest.Post(t, h, "/confirm/good", nil); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "You are subscribed") {
		t.Errorf("confirming answers %d", got.Code)
	}
	// RFC 8058, section 3.2: the mail provider posts this, without a cookie, an origin or fetch metadata.
	oneClick := webtest.Post(t, h, "/unsubscribe/good", url.Values{"List-Unsubscribe": {"One-Click"}}, "Sec-Fetch-Site: ")
	if oneClick.Code != http.StatusOK || len(*done) != 2 || (*done)[1] != "unsubscribe" {
		t.Errorf("one click answers %d, did %v", oneClick.Code, *done)
	}
	// A webmail's own page may post it as well, and may say so; it can do nothing else here.
	for i, headers := range [][]string{{"Sec-Fetch-Site: cross-site", "Origin: https://webmail.example"}, {"Sec-Fetch-Site: ", "Origin: null"}} {
		got := webtest.Post(t, h, "/unsubscribe/good", url.Values{"List-Unsubscribe": {"One-Click"}}, headers...)
		if got.Code != http.StatusOK || len(*done) != 3+i {
			t.Errorf("one click from a webmail's page answers %d, did %v", got.Code, *done)
		}
		for path, form := range map[string]url.Values{
			"/unsubscribe/good": {}, "/unsubscribe/good?List-Unsubscribe=One-Click": {"List-Unsubscribe": {"Two-Clicks"}}, "/confirm/good": {"List-Unsubscribe": {"One-Click"}},
			"/subscribe": {"List-Unsubscribe": {"One-Click"}, "email": {"reader@example.org"}, "publication": {"strait-brief"}},
		} {
			if got := webtest.Post(t, h, path, form, headers...); got.Code != http.StatusForbidden || len(*done) != 3+i || !strings.Contains(got.Body.String(), "another site") && !strings.Contains(got.Body.String(), "Another site") {
				t.Errorf("another site's form to %s answers %d, did %v", path, got.Code, *done)
			}
		}
	}
	if got := webtest.Post(t, h, "/unsubscribe/forged", url.Values{"List-Unsubscribe": {"One-Click"}}, "Sec-Fetch-Site: cross-site"); got.Code != http.StatusForbidden || len(*done) != 4 {
		t.Errorf("a forged link's one click answers %d, did %v", got.Code, *done)
	}
	if got := webtest.Post(t, h, "/unsubscribe/forged", nil); got.Code != http.StatusForbidden || len(*done) != 4 {
		t.Errorf("a forged link answers %d, did %v", got.Code, *done)
	}
}

func TestWithoutAPublicationTheFrontPageSaysSo(t *testing.T) {
	w := webtest.Sample()
	w.Pubs = nil
	h := webtest.Handler(t, w)
	if got := webtest.Get(t, h, "/"); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "No publication has been set up here yet") || webtest.WellFormed(got.Body.String()) != nil {
		t.Errorf("answers %d", got.Code)
	}
	if got := webtest.Get(t, h, "/subscribe"); got.Code != http.StatusNotFound {
		t.Errorf("there is nothing to subscribe to, but the answer is %d", got.Code)
	}
}

func TestUnavailableIsNotOurFault(t *testing.T) {
	w := webtest.Sample()
	w.Fail = news.Errorf(news.Unavailable, "the database is being moved")
	if got := webtest.Get(t, webtest.Handler(t, w), "/"); got.Code != http.StatusServiceUnavailable {
		t.Errorf("answers %d", got.Code)
	}
}

func TestTheOldAddressOfAJoinedSpeakerLeadsOn(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for from, to := range map[string]string{"/speaker/speaker-old": "/speaker/speaker-vane", "/speaker/speaker-old?page=2": "/speaker/speaker-vane?page=2"} {
		got := webtest.Get(t, h, from)
		if got.Code != http.StatusFound || got.Header().Get("Location") != to {
			t.Errorf("%s answers %d to %q", from, got.Code, got.Header().Get("Location"))
		}
	}
}

func TestNobodyHasSpokenYet(t *testing.T) {
	w := webtest.Sample()
	w.People = nil
	if body := webtest.Get(t, webtest.Handler(t, w), "/speakers").Body.String(); !strings.Contains(body, "No report has named a source yet") {
		t.Errorf("an empty list says %s", body)
	}
}

func TestAFormThatIsTooLongIsRefusedInPlainWords(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/subscribe", strings.NewReader("publication=strait-brief&email="+strings.Repeat("a", 20_000)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	webtest.Handler(t, webtest.Sample()).ServeHTTP(w, r)
	if says := "The text is too long: all that is sent at once may have about 16 thousand letters"; w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), says) {
		t.Errorf("answers %d: %s", w.Code, w.Body)
	}
}
