package desk_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

var pages = []string{
	"/desk/", "/desk/editions", "/desk/editions/edition-draft", "/desk/editions/edition-in-hand", "/desk/editions/edition-newest", "/desk/editions/edition-draft/preview",
	"/desk/publications", "/desk/publications/new", "/desk/publications/pub-strait",
	"/desk/editions/edition-draft/mail", "/desk/editions/edition-draft/mail?part=source", "/desk/editions/edition-draft/mailing", "/desk/editions/edition-draft/mailing/cancel",
	"/desk/stories", "/desk/stories/story-talks", "/desk/stories/story-bridge", "/desk/feeds", "/desk/feeds/feed-1", "/desk/feeds/feed-1/remove", "/desk/returned", "/desk/jobs", "/desk/watches",
	"/desk/texts/report-record-v2", "/desk/texts/report-record-v1", "/desk/texts/report-marfa-v1",
	"/desk/speakers", "/desk/speakers?q=vane", "/desk/speakers?q=nobody", "/desk/speakers/speaker-vane", "/desk/speakers/speaker-roth", "/desk/speakers/speaker-silent", "/desk/speakers/speaker-long",
	"/desk/speakers/speaker-rtl", "/desk/speakers/speaker-emoji",
	"/desk/readers", "/desk/readers?state=active&q=example&suppressed=any", "/desk/readers?tag=nobody", "/desk/readers/reader-ada", "/desk/readers/reader-bo", "/desk/readers/reader-gone",
	"/desk/readers/import",
}

// editor is a browser in which somebody may have logged in.
type editor struct {
	t       *testing.T
	handler http.Handler
	cookie  string
}

func (e *editor) do(r *http.Request) *httptest.ResponseRecorder {
	e.t.Helper()
	if e.cookie != "" {
		r.Header.Set("Cookie", e.cookie)
	}
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		e.cookie = c.Name + "=" + c.Value
	}
	return w
}

func (e *editor) get(path string) *httptest.ResponseRecorder {
	return e.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (e *editor) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return e.do(r)
}

func stranger(t *testing.T, w *webtest.World) (*editor, *webtest.Acts) {
	h, acts := webtest.Whole(t, w)
	return &editor{t: t, handler: h}, acts
}

func loggedIn(t *testing.T, w *webtest.World) (*editor, *webtest.Acts) {
	t.Helper()
	e, acts := stranger(t, w)
	if got := e.post("/desk/login", url.Values{"name": {"ada"}, "password": {webtest.Password}}); got.Code != http.StatusSeeOther {
		t.Fatalf("logging in answers %d", got.Code)
	}
	return e, acts
}

func (e *editor) says(got *httptest.ResponseRecorder, status int, words ...string) {
	e.t.Helper()
	body := got.Body.String()
	if got.Code != status {
		e.t.Errorf("answers %d, want %d: %s", got.Code, status, body)
	}
	for _, w := range words {
		if !strings.Contains(body, w) {
			e.t.Errorf("does not say %q: %s", w, body)
		}
	}
	if body != "" {
		if err := errors.Join(webtest.WellFormed(body), webtest.Harmless(body)); err != nil {
			e.t.Error(err)
		}
	}
}

func TestNobodyEntersWithoutALogin(t *testing.T) {
	w := webtest.Sample()
	e, acts := stranger(t, w)
	for _, path := range append(pages, "/desk/nowhere") {
		if got := e.get(path); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/desk/login" {
			t.Errorf("%s answers %d to %q", path, got.Code, got.Header().Get("Location"))
		}
	}
	e.post("/desk/jobs/41", nil)
	e.post("/desk/editions/edition-draft", url.Values{"do": {"take"}})
	e.post("/desk/feeds", url.Values{"url": {"https://a.example/feed"}})
	if draft, _ := w.Edition(t.Context(), webtest.Draft); draft.Touched || len(acts.Retried)+len(acts.Fed) > 0 {
		t.Error("a stranger did something")
	}
}

func TestLoggingIn(t *testing.T) {
	e, _ := stranger(t, webtest.Sample())
	wrong := e.post("/desk/login", url.Values{"name": {"ada"}, "password": {"guess"}})
	e.says(wrong, http.StatusForbidden, `value="ada"`, "The name or the password is wrong.")
	unknown := e.post("/desk/login", url.Values{"name": {"bob"}, "password": {"guess"}})
	if a, b := strings.ReplaceAll(wrong.Body.String(), "ada", "bob"), unknown.Body.String(); a != b {
		t.Error("the answer tells whether there is a user of that name")
	}
	before := e.cookie
	if got := e.post("/desk/login", url.Values{"name": {"ada"}, "password": {webtest.Password}}); got.Code != http.StatusSeeOther {
		t.Fatalf("the right password answers %d", got.Code)
	}
	if e.cookie == before || e.cookie == "" {
		t.Error("the session has the token it had before the login")
	}
	e.says(e.get("/desk/"), http.StatusOK, "What waits for you", "ada")
	e.post("/desk/logout", nil)
	if got := e.get("/desk/"); got.Code != http.StatusSeeOther {
		t.Errorf("after logging out the desk answers %d", got.Code)
	}
}

// Who guesses is stopped, and nobody else.
func TestGuessingAPassword(t *testing.T) {
	e, _ := stranger(t, webtest.Sample())
	try := func(from, name, password string) *httptest.ResponseRecorder {
		form := url.Values{"name": {name}, "password": {password}}
		r := httptest.NewRequest(http.MethodPost, "/desk/login", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = from
		return e.do(r)
	}
	for range 10 {
		e.says(try("192.0.2.66:1", "ada", "guess"), http.StatusForbidden)
	}
	last := try("192.0.2.66:2", "ada", webtest.Password)
	e.says(last, http.StatusTooManyRequests, "wait a minute")
	if last.Header().Get("Retry-After") == "" {
		t.Error("does not say when to come back")
	}
	e.says(try("192.0.2.66:3", "bob", "slip"), http.StatusForbidden) // at the same office
	for i := range 40 {
		last = try("192.0.2.66:4", fmt.Sprint("name ", i), "guess")
	}
	e.says(last, http.StatusTooManyRequests)
	if got := try("192.0.2.7:1", "ada", webtest.Password); got.Code != http.StatusSeeOther {
		t.Errorf("the right password from another address answers %d", got.Code)
	}
}

func TestAnotherSitesFormIsRefused(t *testing.T) {
	e, acts := loggedIn(t, webtest.Sample())
	r := httptest.NewRequest(http.MethodPost, "/desk/jobs/41", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := e.do(r); got.Code != http.StatusForbidden || len(acts.Retried) > 0 {
		t.Errorf("answers %d", got.Code)
	}
}

func TestEveryPageIsWellFormedAndHarmless(t *testing.T) {
	for name, w := range map[string]*webtest.World{"sample": webtest.Sample(), "hostile": webtest.Hostile(webtest.Sample())} {
		e, _ := loggedIn(t, w)
		for _, path := range pages {
			t.Run(name+path, func(t *testing.T) {
				e.t = t
				e.says(e.get(path), http.StatusOK)
			})
		}
	}
}

func TestPagesSayWhatTheyMust(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample())
	for path, words := range map[string][]string{
		"/desk/":                               {"The Long Bridge closes on Monday", "410 Gone", "refuses the login", "1,284", "17 to confirm", "2 not answering", "next"},
		"/desk/feeds":                          {"failed 4 times in a row", "look whether the address has moved", "Asked", "7 minutes ago", "Ask again"},
		"/desk/editions":                       {"1,281 sent", "3 bounced", "Draft the next edition of"},
		"/desk/editions/edition-newest":        {"approved by", "As readers see it", "1,281 sent, 0 to be sent"},
		"/desk/editions/edition-draft":         {"Take it in hand", "Approve as it is"},
		"/desk/editions/edition-in-hand":       {"Save and approve", "Hand it back", `name="headline-i1"`},
		"/desk/stories/story-talks":            {"locked by an editor", "the text of", "placed by an editor", "put here by an editor", "As readers see it", "disputed", "1 origin, unnamed, behind 13 reports", "Tomas Vane, whom it is about, denies it", "the same words in 4 other reports"},
		"/desk/jobs":                           {"tried 9 times", "Run again", "12"},
		"/desk/watches":                        {"In any story", "Karst and Melland agree", "Notices raised"},
		"/desk/editions/edition-draft/preview": {"Preview: this edition has not appeared", "The Long Bridge closes on Monday", "noindex"},
	} {
		t.Run(path, func(t *testing.T) { e.t = t; e.says(e.get(path), http.StatusOK, words...) })
	}
	for _, path := range []string{"/desk/nowhere", "/desk/editions/none", "/desk/stories/none"} {
		e.says(e.get(path), http.StatusNotFound, "Back to the overview")
	}
	wrong := e.get("/desk/logout")
	e.says(wrong, http.StatusMethodNotAllowed, "This page takes POST only")
	if wrong.Header().Get("Allow") != http.MethodPost {
		t.Errorf("Allow: %q", wrong.Header().Get("Allow"))
	}
	e.says(e.post("/desk/nowhere", nil), http.StatusNotFound)
}

// Of a draft whose hour has passed the desk says so, and what approving it does.
func TestADraftThatIsLate(t *testing.T) {
	w := webtest.Sample()
	for i := range w.AllOfThem {
		if w.AllOfThem[i].ID == webtest.Draft {
			w.AllOfThem[i].Due, w.AllOfThem[i].Slug = webtest.Now.Add(-time.Hour), "2031-03-04"
		}
	}
	e, _ := loggedIn(t, w)
	const path = "/desk/editions/edition-draft"
	for _, path := range []string{"/desk/", path} {
		e.says(e.get(path), http.StatusOK, "was due", "once approved it appears at once")
	}
	anew := func(want bool, words ...string) string {
		t.Helper()
		page := e.get(path)
		e.says(page, http.StatusOK, words...)
		if got := strings.Contains(page.Body.String(), "drafts this anew") || strings.Contains(page.Body.String(), "it is drafted anew"); got != want {
			t.Errorf("the page says that it is drafted anew: %v: %s", got, page.Body)
		}
		_, rest, _ := strings.Cut(page.Body.String(), `name="version" value="`)
		version, _, _ := strings.Cut(rest, `"`)
		return version
	}
	anew(false, "the program has left it as it was then")
	e.post(path, url.Values{"do": {"take"}})
	anew(false, "Save and approve")
	e.post(path, url.Values{"do": {"hand back"}})
	version := anew(false, "stays as it is: only the next edition is drafted anew")
	e.post(path, url.Values{"do": {"approve as it is"}, "version": {version}})
	anew(false, "Approved; it appears at once, for its hour has passed.")

	for i := range w.AllOfThem { // one whose publication appears sooner by now
		if w.AllOfThem[i].ID == webtest.Draft {
			w.AllOfThem[i].Due, w.AllOfThem[i].Slug = webtest.Now.AddDate(0, 0, 9), "2031-03-13"
		}
	}
	version = anew(false, "The program leaves this as it is")
	e.post(path, url.Values{"do": {"approve as it is"}, "version": {version}})
	anew(false, "Approved; it appears at its hour.")
	for i := range w.AllOfThem { // the next one
		if w.AllOfThem[i].ID == webtest.Draft {
			w.AllOfThem[i].Due, w.AllOfThem[i].Slug = time.Date(2031, 3, 6, 7, 0, 0, 0, time.UTC), "2031-03-06"
		}
	}
	anew(true)
	e.post(path, url.Values{"do": {"take"}})
	anew(true)
	e.post(path, url.Values{"do": {"hand back"}})
	anew(true, "handed back and will be made anew")
	if strings.Contains(e.get("/desk/editions/edition-newest").Body.String(), "was due") {
		t.Error("an edition that has appeared is said to be late")
	}
}

func TestFeeds(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	bad := e.post("/desk/feeds", url.Values{"url": {`not "an" address`}, "outlet": {"The <Paper>"}, "kind": {"agency"}, "full": {"yes"}})
	e.says(bad, http.StatusUnprocessableEntity, `value="not &#34;an&#34; address"`, `value="The &lt;Paper&gt;"`, "<option selected>agency", "checked", `aria-describedby="url-error"`, "is no feed address")
	e.post("/desk/feeds", url.Values{"url": {"https://a.example/feed"}, "outlet": {"A"}, "kind": {"agency"}})
	if len(acts.Fed) != 1 || acts.Fed[0].Outlet != "A" || acts.Fed[0].Full {
		t.Errorf("added: %+v", acts.Fed)
	}
	e.says(e.get("/desk/feeds"), http.StatusOK, "The feed is added")
	form := url.Values{"do": {"save"}, "url": {"https://moved.example/feed"}, "outlet": {"The Record"}, "kind": {"pirate"}}
	e.says(e.get("/desk/feeds/feed-0"), http.StatusOK, `value="https://outlet-0.example/feed.xml"`, `value="The Lowmark Record"`, "<option selected>newspaper", "/desk/feeds/feed-0/remove")
	e.says(e.post("/desk/feeds/feed-0", form), http.StatusUnprocessableEntity, `id="kind-error"`, `value="https://moved.example/feed"`, `value="The Record"`, "is no kind of outlet")
	form.Set("kind", "agency")
	form.Set("own", "yes")
	e.says(e.post("/desk/feeds/feed-0", form), http.StatusUnprocessableEntity, `id="own-error"`, `name="own" value="yes" checked`, "Only what a social outlet posts becomes a notice")
	form.Del("own")
	form.Set("url", "https://moved.example/"+strings.Repeat("x", 2048))
	e.says(e.post("/desk/feeds/feed-0", form), http.StatusUnprocessableEntity, `id="url-error"`, "2048 are the most")
	form.Set("url", "https://ada:secret@moved.example/")
	e.says(e.post("/desk/feeds/feed-0", form), http.StatusUnprocessableEntity, `id="url-error"`, "leave out what stands before the @")
	form.Set("url", "https://moved.example/feed")
	e.post("/desk/feeds/feed-0", form)
	if got := acts.Refed["feed-0"]; got.URL != "https://moved.example/feed" || got.Outlet != "The Record" || got.Kind != "agency" || got.Full {
		t.Errorf("changed: %+v", acts.Refed)
	}
	e.says(e.get("/desk/feeds"), http.StatusOK, "The feed is changed.")
	for do, want := range map[string]news.FeedState{"pause": news.FeedPaused, "resume": news.FeedActive} {
		e.post("/desk/feeds/feed-0", url.Values{"do": {do}})
		if w.FeedList[0].State != want {
			t.Errorf("%s leaves it %s", do, w.FeedList[0].State)
		}
	}
	e.post("/desk/feeds/feed-0", url.Values{"do": {"ask"}})
	if !w.FeedList[0].NextAt.IsZero() {
		t.Error("the feed is not asked now")
	}
	e.says(e.post("/desk/feeds/none", url.Values{"do": {"ask"}}), http.StatusNotFound)

	// Removing is asked about first, and says what becomes of the reports.
	e.says(e.get("/desk/feeds/feed-2/remove"), http.StatusOK, "Remove this feed?", "The reports that it brought stay", "Keep it", `value="remove"`)
	if len(acts.Removed) > 0 {
		t.Fatal("removed before it was confirmed")
	}
	e.post("/desk/feeds/feed-2", url.Values{"do": {"remove"}})
	e.says(e.get("/desk/feeds"), http.StatusOK, "it is no longer asked, and the reports that it brought stay")
	if len(acts.Removed) != 1 || acts.Removed[0] != "feed-2" {
		t.Errorf("removed: %v", acts.Removed)
	}
	for _, path := range []string{"/desk/feeds/feed-2", "/desk/feeds/feed-2/remove", "/desk/feeds/none"} {
		e.says(e.get(path), http.StatusNotFound)
	}
	e.says(e.post("/desk/feeds/feed-2", form), http.StatusNotFound)
}

// filled is the form of the draft in hand as the page shows it, which a test then changes.
func filled(t *testing.T, w *webtest.World, e *editor) url.Values {
	t.Helper()
	draft, err := w.Edition(t.Context(), webtest.InHand)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"title": {draft.Title}, "standfirst": {draft.Standfirst}, "do": {"save"}}
	for _, s := range draft.Sections {
		for i, item := range s.Items {
			id := string(item.ID)
			form.Set("headline-"+id, item.Headline)
			form.Set("summary-"+id, item.Summary)
			form.Set("section-"+id, s.Name)
			form.Set("place-"+id, string(rune('1'+i)))
		}
	}
	_, rest, _ := strings.Cut(e.get("/desk/editions/edition-in-hand").Body.String(), `name="version" value="`)
	version, _, _ := strings.Cut(rest, `"`)
	form.Set("version", version)
	return form
}

// order lists the items of a draft.
func order(t *testing.T, w *webtest.World) string {
	t.Helper()
	draft, err := w.Edition(t.Context(), webtest.InHand)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range draft.Sections {
		var ids []string
		for _, item := range s.Items {
			ids = append(ids, string(item.ID))
		}
		out = append(out, s.Name+": "+strings.Join(ids, " "))
	}
	return strings.Join(out, "; ")
}

func TestEditingADraft(t *testing.T) {
	const path = "/desk/editions/edition-in-hand"
	for _, c := range []struct {
		name   string
		change map[string]string
		want   string
	}{
		{"nothing", nil, "News: i1 i2 i3 i4; Denials and Corrections: i5 i6"},
		{"up", map[string]string{"place-i4": "2"}, "News: i1 i4 i2 i3; Denials and Corrections: i5 i6"},
		{"down", map[string]string{"place-i1": "3"}, "News: i2 i3 i1 i4; Denials and Corrections: i5 i6"},
		{"to the end", map[string]string{"place-i1": "99"}, "News: i2 i3 i4 i1; Denials and Corrections: i5 i6"},
		{"to another section", map[string]string{"section-i6": "News", "place-i6": "1"}, "News: i6 i1 i2 i3 i4; Denials and Corrections: i5"},
		{"out", map[string]string{"remove-i5": "yes", "remove-i6": "yes"}, "News: i1 i2 i3 i4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := webtest.Sample()
			w.Pubs[1].Sections = w.Pubs[0].Sections
			e, _ := loggedIn(t, w)
			form := filled(t, w, e)
			for k, v := range c.change {
				form.Set(k, v)
			}
			if got := e.post(path, form); got.Code != http.StatusSeeOther {
				t.Fatalf("answers %d: %s", got.Code, got.Body)
			}
			if got := order(t, w); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestNothingTypedIntoADraftIsLost(t *testing.T) {
	const path = "/desk/editions/edition-in-hand"
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	form := filled(t, w, e)
	form.Set("title", "")
	form.Set("headline-i1", "  ")
	form.Set("place-i2", "second")
	form.Set("section-i3", "Gossip")
	form.Set("summary-i3", "Mine & <mine>.")
	form.Set("remove-i4", "yes")
	e.says(e.post(path, form), http.StatusUnprocessableEntity, "Nothing you typed is lost", "An edition needs a headline.", "An item needs a headline", "A place is a number from 1.",
		"Choose one of the sections.", `value="second"`, "Mine &amp; &lt;mine&gt;.", `name="remove-i4" value="yes" checked`, `name="headline-i4"`, `id="p-i2-error"`)
	if got := order(t, w); got != "News: i1 i2 i3 i4; Denials and Corrections: i5 i6" {
		t.Errorf("the draft was changed: %s", got)
	}

	form = filled(t, w, e)
	for field, most := range map[string]int{"title": 300, "standfirst": 1000, "headline-i1": 300, "summary-i2": 3000} {
		form.Set(field, strings.Repeat("ü", most))
	}
	if got := e.post(path, form); got.Code != http.StatusSeeOther {
		t.Errorf("as much as there may be answers %d: %s", got.Code, got.Body)
	}
	form = filled(t, w, e)
	for field, most := range map[string]int{"title": 300, "standfirst": 1000, "headline-i1": 300, "summary-i2": 3000, "headline-i3": 100_000} {
		form.Set(field, strings.Repeat("ä", most)+"!")
	}
	e.says(e.post(path, form), http.StatusUnprocessableEntity, "Nothing you typed is lost", strings.Repeat("ä", 100_000)+"!",
		`<p class="wrong" id="title-error">It has 301 characters; 300 are the most.`, `<p class="wrong" id="standfirst-error">It has 1001 characters; 1000 are the most.`,
		`<p class="wrong" id="h-i1-error">It has 301`, `<p class="wrong" id="s-i2-error">It has 3001 characters; 3000 are the most.`, `<p class="wrong" id="h-i3-error">It has 100001`)
	if draft, _ := w.Edition(t.Context(), webtest.InHand); strings.Contains(draft.Title, "ä") {
		t.Error("what is too long was kept")
	}

	form = filled(t, w, e)
	stale := form.Get("version")
	form.Set("title", "Hers")
	e.post(path, form)
	form.Set("title", "His")
	clash := e.post(path, form)
	e.says(clash, http.StatusUnprocessableEntity, "Somebody saved this draft while you were at it", `value="His"`)
	if draft, _ := w.Edition(t.Context(), webtest.InHand); draft.Title != "Hers" {
		t.Errorf("the first editor's title is gone: %q", draft.Title)
	}
	_, rest, _ := strings.Cut(clash.Body.String(), `name="version" value="`)
	fresh, _, _ := strings.Cut(rest, `"`)
	if fresh == stale {
		t.Fatal("saving again would fail again")
	}
	form.Set("version", fresh)
	form.Set("do", "approve")
	if got := e.post(path, form); got.Code != http.StatusSeeOther {
		t.Errorf("saving again answers %d", got.Code)
	}
	if draft, _ := w.Edition(t.Context(), webtest.InHand); draft.Title != "His" || !draft.Touched || len(acts.Approved) != 1 || acts.Approved[0] != "edition-in-hand by ada" {
		t.Errorf("title %q, approved %v", draft.Title, acts.Approved)
	}
}

func TestADraftIsTakenInHandAndHandedBack(t *testing.T) {
	const path = "/desk/editions/edition-draft"
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	for do, want := range map[string]bool{"take": true, "hand back": false} {
		e.post(path, url.Values{"do": {do}})
		if draft, _ := w.Edition(t.Context(), webtest.Draft); draft.Touched != want {
			t.Errorf("after %s it is touched: %v", do, draft.Touched)
		}
	}
	e.says(e.post(path, url.Values{"do": {"approve as it is"}, "version": {"of yesterday"}}), http.StatusConflict, "nothing was approved")
	if len(acts.Approved) > 0 {
		t.Error("a draft that nobody saw was approved")
	}
	_, rest, _ := strings.Cut(e.get(path).Body.String(), `name="version" value="`)
	version, _, _ := strings.Cut(rest, `"`)
	e.post(path, url.Values{"do": {"approve as it is"}, "version": {version}})
	if len(acts.Approved) != 1 {
		t.Errorf("approved: %v", acts.Approved)
	}
	e.says(e.post("/desk/editions/edition-newest", url.Values{"do": {"take"}}), http.StatusConflict, "can no longer be changed")
	e.says(e.post(path, url.Values{"do": {"dance"}}), http.StatusUnprocessableEntity)
	e.post("/desk/publications/pub-strait/draft", nil)
	if len(acts.Drafted) != 1 || acts.Drafted[0] != "pub-strait" {
		t.Errorf("drafted: %v", acts.Drafted)
	}
}

func TestWhatIsOneStoryAndWhatIsTwo(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	const path = "/desk/stories/story-talks"
	all, err := w.StoryReports(t.Context(), webtest.Talks)
	if err != nil {
		t.Fatal(err)
	}
	every := url.Values{}
	for _, r := range all {
		every.Add("report", string(r.ID))
	}
	every.Set("do", "split")
	e.says(e.post(path+"/move", every), http.StatusUnprocessableEntity, "At least one report stays in the story")
	e.post(path+"/move", url.Values{"do": {"split"}, "report": {"report-nine", "report-aside"}})
	e.post(path+"/merge", url.Values{"into": {"story-bridge"}})
	e.says(e.post(path+"/merge", url.Values{"into": {"none"}}), http.StatusUnprocessableEntity, `value="none"`, "There is no such story here", `id="merge-error" role="alert"`)
	if len(acts.Regrouped) != 2 || acts.Regrouped[0].Kind != news.SplitStory || len(acts.Regrouped[0].Reports) != 2 || acts.Regrouped[1].Kind != news.MergedStories || acts.Regrouped[1].Into != webtest.Bridge {
		t.Errorf("mended: %+v", acts.Regrouped)
	}
	w.MendingList = []news.Mending{
		{ID: "m2", Kind: news.SplitStory, From: webtest.Talks, Into: webtest.Bridge, IntoTitle: "The bridge <again>", Who: "ada", Reports: []news.ID{"a", "b"}, Because: "decided by ada"},
		{ID: "m1", Kind: news.MergedStories, From: "old", FromTitle: "Old talks", Into: webtest.Talks, Reports: []news.ID{"c"}, Because: "the two tell of one happening"},
	}
	e.says(e.get(path), http.StatusOK, "2 reports became a story of their own", `href="/desk/stories/story-bridge"`, "The bridge &lt;again&gt;", "by ada", "1 report came from", "Old talks", "the two tell of one happening")
}

func TestJobsAndWatches(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	e.post("/desk/jobs/41", nil)
	if len(acts.Retried) != 1 {
		t.Errorf("run again: %v", acts.Retried)
	}
	for _, path := range []string{"/desk/jobs/42", "/desk/jobs/x"} {
		e.says(e.post(path, nil), http.StatusNotFound)
	}
	e.says(e.post("/desk/watches", url.Values{"kind": {"text changed"}, "story": {"no such"}}), http.StatusUnprocessableEntity, `value="no such"`, "<option selected>text changed", "There is no such story")
	e.says(e.post("/desk/watches", url.Values{"kind": {"rain"}}), http.StatusUnprocessableEntity, `id="kind-error"`)
	e.post("/desk/watches", url.Values{"kind": {"text changed"}, "story": {"https://brief.example/story/story-talks"}})
	if n := len(w.WatchList); n != 3 || w.WatchList[2].StoryID != webtest.Talks {
		t.Errorf("watches: %+v", w.WatchList)
	}
	e.post("/desk/watches/watch-1/delete", nil)
	if len(w.WatchList) != 2 {
		t.Errorf("watches: %+v", w.WatchList)
	}
}

func TestWhatFailsHereIsNotTold(t *testing.T) {
	w := webtest.Sample()
	e, _ := loggedIn(t, w)
	w.Fail = errors.New("disk I/O error at /var/lib/secret")
	for _, path := range pages {
		got := e.get(path)
		if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "secret") {
			t.Errorf("%s answers %d: %s", path, got.Code, got.Body)
		}
	}
}

// A text pasted whole is not jargon's business: the editor hears that it is too long, and how much there may be.
func TestAFormThatIsTooLong(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	const says = "The text is too long: all that is sent at once may have about 1 million letters; go back, shorten it, and send it again. Nothing was changed."
	e.says(e.post("/desk/stories/story-talks/claims/claim-talks", url.Values{"do": {"word"}, "wording": {strings.Repeat("long ", 600_000)}}), http.StatusRequestEntityTooLarge, says)
	if len(w.Acts)+len(acts.Weighed) > 0 {
		t.Errorf("done: %+v", w.Acts)
	}
	r := httptest.NewRequest(http.MethodPost, "/desk/stories/story-talks/claims/claim-talks", strings.NewReader("do=word&wording=%zz"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	e.says(e.do(r), http.StatusUnprocessableEntity, "The form came damaged and cannot be read; load the page again and send it once more.")
	other, _ := stranger(t, w)
	other.says(other.post("/desk/login", url.Values{"name": {"ada"}, "password": {strings.Repeat("a", 9000)}}), http.StatusRequestEntityTooLarge, "about 8 thousand letters")
}

func TestSpeakers(t *testing.T) {
	e, acts := loggedIn(t, webtest.Sample())
	e.says(e.get("/desk/speakers"), http.StatusOK, "One person or two?", "Thomas Vane", "Their names sound alike, and both are spokesman (Chancellery).", "All speakers", "46 reports")
	e.says(e.get("/desk/speakers?q=vane"), http.StatusOK, "Tomas Vane", `value="vane"`)
	e.says(e.get("/desk/speakers?q=nobody"), http.StatusOK, "No report names a source called so")
	e.says(e.get("/desk/speakers?q="+strings.Repeat("a", 300)), http.StatusUnprocessableEntity, "too long")
	e.says(e.get("/desk/speakers?page=7"), http.StatusNotFound, "There is no such page")
	e.says(e.get("/desk/speakers?page=x"), http.StatusBadRequest, "pages are counted from 1")
	e.says(e.get("/desk/speakers/none"), http.StatusNotFound, "There is no such speaker.")
	e.says(e.get("/desk/speakers/speaker-silent"), http.StatusOK, "No report names this speaker.")
	e.says(e.get("/desk/speakers/speaker-vane"), http.StatusOK, "The same full name, and both are spokesman (Chancellery).", "joined T. Vane with Tomas Vane", "undone", "Ada placed it here.",
		`placeholder="Chancellery"`, ">Tommy Vane</textarea>")
	if got := e.get("/desk/speakers/speaker-old"); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/desk/speakers/speaker-vane" {
		t.Errorf("a joined speaker answers %d to %q", got.Code, got.Header().Get("Location"))
	}

	for _, c := range []struct {
		path string
		form url.Values
		to   string
		did  string
	}{
		{"/desk/speakers/speaker-vane/join", url.Values{"other": {"speaker-vane-2"}}, "/desk/speakers/speaker-vane", "ada joined speaker-vane-2 with speaker-vane"},
		{"/desk/speakers/speaker-vane/join", url.Values{"other": {" ines roth "}}, "/desk/speakers/speaker-vane", "ada joined speaker-roth with speaker-vane"},
		{"/desk/speakers/speaker-vane/apart", url.Values{"other": {"speaker-vane-2"}}, "/desk/speakers/speaker-vane", "ada kept speaker-vane and speaker-vane-2 apart"},
		{"/desk/speakers/speaker-vane/apart", url.Values{"other": {"speaker-vane-2"}, "from": {"list"}}, "/desk/speakers", "ada kept speaker-vane and speaker-vane-2 apart"},
		{"/desk/speakers/speaker-vane/split", url.Values{"name": {"report-record Tomas Vane"}}, "/desk/speakers/new", "ada took Tomas Vane in report-record from speaker-vane to new"},
		{"/desk/speakers/speaker-vane/split", url.Values{"name": {"report-record Tomas Vane"}, "to": {"speaker-roth"}}, "/desk/speakers/speaker-roth", "ada took Tomas Vane in report-record from speaker-vane to speaker-roth"},
		{"/desk/speakers/speaker-vane", url.Values{"name": {"T. Vane"}, "office": {"envoy"}, "aliases": {"Tommy Vane\r\n\r\n Tom Vane \r\n"}}, "/desk/speakers/speaker-vane", "ada wrote speaker-vane T. Vane | envoy |  | Tommy Vane,Tom Vane"},
		{"/desk/speakers/speaker-vane/undo", url.Values{"act": {"act-1"}}, "/desk/speakers/speaker-vane", "ada undid act-1"},
	} {
		acts.People = nil
		got := e.post(c.path, c.form)
		if got.Code != http.StatusSeeOther || got.Header().Get("Location") != c.to || len(acts.People) != 1 || acts.People[0] != c.did {
			t.Errorf("%s with %v answers %d to %q and did %q", c.path, c.form, got.Code, got.Header().Get("Location"), acts.People)
		}
	}

	acts.People = nil
	for _, c := range []struct {
		path   string
		form   url.Values
		status int
		says   []string
	}{
		{"/desk/speakers/speaker-vane/join", url.Values{"other": {"nobody"}}, 422, []string{"There is no speaker &#34;nobody&#34;.", `value="nobody"`}},
		{"/desk/speakers/speaker-vane/join", url.Values{"other": {"vane"}}, 422, []string{"2 are called vane; give the id of one."}},
		{"/desk/speakers/speaker-vane/join", url.Values{"other": {"speaker-vane"}}, 422, []string{"That is the same speaker"}},
		{"/desk/speakers/speaker-vane/join", url.Values{"other": {"  "}}, 422, []string{"Whom? Write a name or an id."}},
		{"/desk/speakers/speaker-vane/split", url.Values{}, 422, []string{"Choose at least one name"}},
		{"/desk/speakers/speaker-vane/split", url.Values{"name": {"report-record Tomas Vane"}, "to": {"nobody"}}, 422, []string{"There is no speaker", `value="nobody"`}},
		{"/desk/speakers/speaker-vane", url.Values{"name": {" "}, "office": {"typed office"}}, 422, []string{"A speaker has a name; write it.", `value="typed office"`}},
		{"/desk/speakers/speaker-vane", url.Values{"name": {strings.Repeat("é", 2000)}}, 422, []string{"are the most"}},
		{"/desk/speakers/speaker-vane/undo", url.Values{"act": {"another"}}, 404, []string{"This speaker has no such act."}},
		{"/desk/speakers/none/undo", url.Values{"act": {"act-1"}}, 404, nil},
	} {
		e.says(e.post(c.path, c.form), c.status, c.says...)
	}
	if len(acts.People) > 0 {
		t.Errorf("what was refused was done: %q", acts.People)
	}
}
