package gallery

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/browser"
	"onrecord/internal/web/webtest"
)

// start starts a browser in which what the policy of a page refuses, and what moves on it, is noted in the page, where tell and moved find it.
func start(t *testing.T) context.Context {
	return browser.Start(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: note + noteShifts})
		return err
	}))
}

// page is a page of the gallery.
type page struct{ name, path string }

var sitePages = []page{
	{"home", "/"},
	{"edition", "/strait-brief/" + webtest.Now.Format(time.DateOnly)},
	{"archive", "/strait-brief/archive"},
	{"story", "/story/" + string(webtest.Talks)},
	{"story-plain", "/story/" + string(webtest.Bridge)},
	{"report", "/report/" + string(webtest.Record)},
	{"report-rtl", "/report/" + string(webtest.Marfa)},
	{"search", "/search?q=talks"},
	{"search-none", "/search?q=nothing+of+the+kind"},
	{"search-empty", "/search"},
	{"search-narrowed", "/search?q=talks&speaker=Tomas+Vane&polarity=denies&from=2031-03-01&to=2031-03-04&outlet=outlet-0"},
	{"search-loose", "/search?q=zebra&standing=unnamed&polarity=denies&from=2031-03-01"},
	{"search-statements", "/search?standing=unnamed"},
	{"search-speakers", "/search?speaker=a"},
	{"search-nobody", "/search?speaker=nobody+of+the+kind"},
	{"search-wrong", "/search?q=talks&from=yesterday"},
	{"search-editions", "/search?q=talks&kind=editions"},
	{"search-rtl", "/search?q=%D9%85%D8%AD%D8%A7%D8%AF%D8%AB%D8%A7%D8%AA"},
	{"archive-month", "/strait-brief/archive?month=2031-02"},
	{"outlet", "/outlet/outlet-0"},
	{"outlet-list", "/outlet/outlet-0?of=changes"},
	{"outlet-quiet", "/outlet/outlet-3"},
	{"outlet-rtl", "/outlet/outlet-صحيفة-المرفأ"},
	{"notices", "/notices"},
	{"subscribe", "/subscribe?publication=strait-brief"},
	{"sent", "/subscribe/sent?publication=strait-brief"},
	{"confirm", "/confirm/good"},
	{"unsubscribe", "/unsubscribe/good"},
	{"preferences", "/preferences/good?done=saved"},
	{"preferences-paused", "/preferences/paused"},
	{"preferences-held", "/preferences/held"},
	{"preferences-erase", "/preferences/good/erase"},
	{"preferences-link", "/preferences"},
	{"preferences-link-sent", "/preferences/sent"},
	{"new-address", "/new-address/good"},
	{"forged-link", "/preferences/forged"},
	{"article", "/issue-briefs/who-sent-the-fax"},
	{"article-short", "/issue-briefs/a-note"},
	{"article-long", "/issue-briefs/endless"},
	{"article-rtl", "/iyun/mi-shalach"},
	{"article-withdrawn", "/issue-briefs/forged"},
	{"articles", "/issue-briefs"},
	{"articles-archive", "/issue-briefs/archive"},
	{"articles-rtl", "/iyun"},
	{"author", "/authors/dana-roth"},
	{"author-rtl", "/authors/noa-bar"},
	{"author-long", "/authors/long"},
	{"author-empty", "/authors/new"},
	{"missing", "/no/such/page"},
	{"empty", "/harbour-papers"},
	{"speakers", "/speakers"},
	{"speaker", "/speaker/" + string(webtest.Vane)},
	{"speaker-empty", "/speaker/speaker-long"},
}

var deskPages = []page{
	{"overview", "/desk/"},
	{"editions", "/desk/editions"},
	{"draft", "/desk/editions/" + string(webtest.Draft)},
	{"draft-in-hand", "/desk/editions/" + string(webtest.InHand)},
	{"edition", "/desk/editions/" + string(webtest.Newest)},
	{"preview", "/desk/editions/" + string(webtest.Draft) + "/preview"},
	{"mailing-none", "/desk/editions/" + string(webtest.Draft) + "/mailing"},
	{"mailing-finished", "/desk/editions/" + string(webtest.Newest) + "/mailing"},
	{"mailing-going", "/desk/editions/" + string(webtest.Going) + "/mailing?was=1930382390000-640"},
	{"mailing-bounced", "/desk/editions/" + string(webtest.Going) + "/mailing?state=bounced"},
	{"mailing-nobody", "/desk/editions/" + string(webtest.Going) + "/mailing?q=nobody"},
	{"mailing-deferred", "/desk/editions/" + string(webtest.Deferred) + "/mailing"},
	{"mailing-held", "/desk/editions/" + string(webtest.Held) + "/mailing"},
	{"mailing-refused", "/desk/editions/" + string(webtest.Refused) + "/mailing"},
	{"mailing-unreached", "/desk/editions/" + string(webtest.Unreached) + "/mailing"},
	{"mailing-million", "/desk/editions/" + string(webtest.Million) + "/mailing"},
	{"mailing-cancelled", "/desk/editions/" + string(webtest.Cancelled) + "/mailing"},
	{"mailing-forgotten", "/desk/editions/" + string(webtest.Forgotten) + "/mailing"},
	{"mailing-cancel", "/desk/editions/" + string(webtest.Going) + "/mailing/cancel"},
	{"mail", "/desk/editions/" + string(webtest.Draft) + "/mail"},
	{"mail-telephone", "/desk/editions/" + string(webtest.Draft) + "/mail?part=telephone&language=he"},
	{"mail-text", "/desk/editions/" + string(webtest.Draft) + "/mail?part=text"},
	{"mail-header", "/desk/editions/" + string(webtest.Draft) + "/mail?part=header"},
	{"mail-source", "/desk/editions/" + string(webtest.Draft) + "/mail?part=source"},
	{"articles", "/desk/articles"},
	{"article", "/desk/articles/" + string(webtest.Fax)},
	{"article-draft", "/desk/articles/" + string(webtest.Unfinished)},
	{"article-long", "/desk/articles/" + string(webtest.Endless)},
	{"article-withdrawn", "/desk/articles/" + string(webtest.Forged)},
	{"article-new", "/desk/articles/new"},
	{"article-preview", "/desk/articles/" + string(webtest.Unfinished) + "/preview"},
	{"authors", "/desk/authors"},
	{"author", "/desk/authors/author-dana"},
	{"publications", "/desk/publications"},
	{"publication", "/desk/publications/pub-strait"},
	{"publication-new", "/desk/publications/new"},
	{"stories", "/desk/stories"},
	{"story", "/desk/stories/" + string(webtest.Talks)},
	{"story-plain", "/desk/stories/" + string(webtest.Bridge)},
	{"story-empty", "/desk/stories/story-bare"},
	{"story-long", "/desk/stories/" + string(webtest.Long)},
	{"text", "/desk/texts/" + string(webtest.Record) + "-v2"},
	{"text-rtl", "/desk/texts/" + string(webtest.Marfa) + "-v1"},
	{"feeds", "/desk/feeds"},
	{"feed", "/desk/feeds/feed-1"},
	{"feed-remove", "/desk/feeds/feed-1/remove"},
	{"returned", "/desk/returned"},
	{"returned-older", "/desk/returned?before=950"},
	{"returned-none", "/desk/returned?kind=complained&verdict=dead"},
	{"jobs", "/desk/jobs"},
	{"watches", "/desk/watches"},
	{"speakers", "/desk/speakers"},
	{"speaker", "/desk/speakers/" + string(webtest.Vane)},
	{"speaker-plain", "/desk/speakers/speaker-long"},
	{"readers", "/desk/readers"},
	{"readers-none", "/desk/readers?tag=nobody"},
	{"reader", "/desk/readers/reader-ada"},
	{"reader-held", "/desk/readers/reader-bo"},
	{"reader-erased", "/desk/readers/reader-gone"},
	{"readers-import", "/desk/readers/import"},
	{"missing", "/desk/nowhere"},
}

// troubledPages are those of a desk at which something waits for an editor.
var troubledPages = []page{
	{"overview", "/desk/"},
	{"editions", "/desk/editions"},
	{"edition-held", "/desk/editions/" + string(webtest.Draft)},
}

func TestSitePages(t *testing.T) {
	t.Parallel()
	look(t, "site", whole(), sitePages, nil)
}

// rightPages are those of a Hebrew publication, and of an English one with the same content. They are looked at once each, wide and narrow,
// for what they share with the others is seen there.
var rightPages = []page{
	{"home", "/"},
	{"edition", "/strait-brief/" + webtest.Now.Format(time.DateOnly)},
	{"edition-en", "/harbour-papers/" + webtest.Now.Format(time.DateOnly)},
	{"archive", "/strait-brief/archive"},
	{"story", "/story/" + string(webtest.Talks)},
	{"claim", "/claim/claim-talks"},
	{"report", "/report/" + string(webtest.Record)},
	{"report-rtl", "/report/" + string(webtest.Marfa)},
	{"speaker", "/speaker/" + string(webtest.Vane)},
	{"speakers", "/speakers"},
	{"search", "/search?q=talks"},
	{"notices", "/notices"},
	{"subscribe", "/subscribe?publication=strait-brief"},
	{"preferences", "/preferences/good?done=saved"},
	{"preferences-erase", "/preferences/good/erase"},
	{"missing", "/no/such/page"},
	{"article", "/iyun/mi-shalach"},
}

func TestPagesFromTheRight(t *testing.T) {
	t.Parallel()
	lookAt(t, "right", webtest.Sample().Edited().WithPieces().FromTheRight(), rightPages, speaking("he"), []int64{360, 1280}, []string{"light"}, glance{360, "light", true})
}

func whole() *webtest.World {
	w := webtest.Sample().Edited().LongStory().Mailed().Returning().WithPieces().Pictured()
	w.Searches = 1000 // who looks at the pages of searches in all sizes is no stranger who searches without end
	return w
}

func TestDeskPages(t *testing.T) {
	t.Parallel()
	look(t, "desk", whole(), []page{{"login", "/desk/login"}}, nil)
	login := func(base string) []chromedp.Action[chromedp.Void] {
		return []chromedp.Action[chromedp.Void]{
			chromedp.Navigate(base + "/desk/login"), chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#password", webtest.Password),
			chromedp.Submit("#password"), chromedp.WaitVisible("#waits"),
		}
	}
	look(t, "desk", whole(), deskPages, login)
	look(t, "desk-troubled", webtest.Sample().Troubled(), troubledPages, login)
}

// look visits pages in every size and theme, after what comes first.
func look(t *testing.T, set string, w *webtest.World, all []page, first func(base string) []chromedp.Action[chromedp.Void]) {
	widths := []int64{360, 1440}
	if keeps() {
		widths = append(widths, 768)
	}
	lookAt(t, set, w, all, first, widths, themes(), narrowAndWide()...)
}

// themes are those in which pages are loaded: both for pictures. Otherwise a page that was loaded in one is examined in the other as well.
func themes() []string {
	if !keeps() {
		return []string{"light"}
	}
	return []string{"light", "dark"}
}

// speaking has a browser ask for pages in a language.
func speaking(language string) func(string) []chromedp.Action[chromedp.Void] {
	return func(string) []chromedp.Action[chromedp.Void] {
		return []chromedp.Action[chromedp.Void]{chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}})
			return err
		})}
	}
}

func lookAt(t *testing.T, set string, w *webtest.World, all []page, first func(base string) []chromedp.Action[chromedp.Void], widths []int64, themes []string, glances ...glance) {
	server := httptest.NewServer(webtest.Handler(t, w))
	defer server.Close()
	ctx := start(t)
	if first != nil {
		if err := chromedp.Do(ctx, first(server.URL)...); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range all {
		for _, width := range widths {
			for _, theme := range themes {
				name := fmt.Sprintf("%s-%s-%d-%s", set, p.name, width, theme)
				t.Run(name, func(t *testing.T) {
					visit(t, ctx, server.URL, p.path, width, theme, glances...)
					keepAs(t, ctx, name)
				})
			}
		}
	}
}

// keeps says whether pictures are kept, in the folder that ONRECORD_GALLERY names.
func keeps() bool { return os.Getenv("ONRECORD_GALLERY") != "" }

func keepAs(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if !keeps() {
		return
	}
	picture, err := browser.Picture(ctx)
	if err != nil {
		t.Fatal(err)
	}
	folder := os.Getenv("ONRECORD_GALLERY")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

const note = `window.refused = []; addEventListener('securitypolicyviolation', e => window.refused.push(e.violatedDirective + ' ' + e.blockedURI)); addEventListener('error', e => window.refused.push(e.message || 'a file'), true);`

// What a page tells of itself when it has loaded: how far it sticks out, where from it loaded things, and whether its own
// stylesheet was taken.
const tell = `({
	over: document.documentElement.scrollWidth - innerWidth,
	wide: [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'absolute').slice(0, 3).map(e => e.tagName + '.' + e.className),
	from: performance.getEntriesByType('resource').map(e => e.name),
	styled: getComputedStyle(document.body).getPropertyValue('--paper') !== '',
	refused: window.refused,
	status: performance.getEntriesByType('navigation')[0].responseStatus,
	h1: document.querySelectorAll('h1').length,
	ids: [...document.querySelectorAll('[id]')].map(e => e.id),
})`

type told struct {
	Over    int      `json:"over"`
	Wide    []string `json:"wide"`
	From    []string `json:"from"`
	Styled  bool     `json:"styled"`
	Refused []string `json:"refused"`
	Status  int      `json:"status"`
	H1      int      `json:"h1"`
	IDs     []string `json:"ids"`
}

// scheme has the browser ask for a theme, and for nothing that moves by itself.
func scheme(theme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	})
}

// visit loads a page and looks at what it tells of itself; one that is loaded wide is then examined at some glances.
func visit(t *testing.T, ctx context.Context, base, path string, width int64, theme string, glances ...glance) {
	t.Helper()
	first := theme == "light"        // their layout is the same
	if strings.Contains(path, "#") { // an address on the same page is loaded, too
		if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
			t.Fatal(err)
		}
	}
	if err := chromedp.Do(ctx, cold(first), chromedp.EmulateViewport(width, 900), scheme(theme), chromedp.Navigate(base+path)); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[told](tell))
	if err != nil {
		t.Fatal(err)
	}
	if got.Over > 0 {
		t.Errorf("%s sticks out by %d pixels: %v", path, got.Over, got.Wide)
	}
	if !got.Styled {
		t.Errorf("%s has no style", path)
	}
	if len(got.Refused) > 0 {
		t.Errorf("%s wants what its policy refuses, or fails: %v", path, got.Refused)
	}
	if got.Status == http.StatusTooManyRequests || got.Status >= 500 {
		t.Errorf("%s answers %d", path, got.Status)
	}
	if got.H1 != 1 {
		t.Errorf("%s has %d first headings", path, got.H1)
	}
	for _, from := range got.From {
		if !strings.HasPrefix(from, base+"/") {
			t.Errorf("%s loads %s", path, from)
		}
	}
	seen := map[string]bool{}
	for _, id := range got.IDs {
		if seen[id] {
			t.Errorf("%s has two elements with the id %q", path, id)
		}
		seen[id] = true
	}
	if !first {
		return
	}
	still(t, ctx, path)
	if width < 1280 {
		return
	}
	examined(t, ctx, path, glances...)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), scheme(theme)); err != nil {
		t.Fatal(err)
	}
}
