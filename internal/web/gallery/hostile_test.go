package gallery

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"onrecord/internal/gather/feed"
	"onrecord/internal/testkit/browser"
	"onrecord/internal/testkit/vectors"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

// disarm notes what runs in place of showing it.
const disarm = `window.ran = []; window.alert = window.msgbox = x => { window.ran.push(String(x)) };`

// provoke does to all elements of a page what might set something off, and tells what ran.
const provoke = `(async () => {
	document.addEventListener('click', e => e.preventDefault(), true);
	for (const e of document.querySelectorAll('*')) {
		for (const what of ['mouseover', 'pointerenter', 'click', 'focus', 'blur', 'toggle', 'load', 'error', 'animationstart', 'begin']) e.dispatchEvent(new Event(what, {bubbles: false}));
		const to = e.getAttribute && (e.getAttribute('href') || e.getAttribute('action') || e.getAttribute('formaction') || '');
		if (to && /^[\s\x00-\x1f]*(javascript|data|vbscript):/i.test(to.replace(/[\t\n\r]/g, ''))) window.ran.push('leads to ' + to);
	}
	await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
	return window.ran;
})()`

// TestNothingRunsInABrowser looks at pages made of nothing but what hostile feeds send, and at what is left of their markup, without the
// content policy that would keep it from running in any case.
func TestNothingRunsInABrowser(t *testing.T) {
	ctx := browser.Start(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: disarm})
		return err
	}))
	w := webtest.Hostile(whole(), vectors.All()...)
	bare, err := site.New(webtest.SiteOptions(w))
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", bare)
	serve := func(path string, markup func(v string) string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = fmt.Fprint(w, "<!doctype html><title>x</title>")
			for _, v := range vectors.All() {
				_, _ = fmt.Fprintf(w, "<div>%s</div>\n", markup(v))
			}
		})
	}
	serve("/x/feed", func(v string) string {
		doc, err := feed.Parse([]byte(`<rss version="2.0"><channel><title>x</title><item><title>x</title><guid>1</guid><description>`+html.EscapeString(strings.ToValidUTF8(strings.ReplaceAll(v, "\x00", ""), ""))+`</description></item></channel></rss>`), "", "https://outlet.example/feed")
		if err != nil || len(doc.Items) == 0 {
			return ""
		}
		return doc.Items[0].Content
	})
	serve("/x/raw", func(v string) string {
		if strings.HasPrefix(v, "<img src=x onerror=alert(1)>") || strings.HasPrefix(v, "<b onmouseover") {
			return v
		}
		return ""
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	look := func(path string) []string {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+path)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		ran, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](provoke, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return ran
	}
	if len(look("/x/raw")) == 0 {
		t.Fatal("what is sure to run does not run here, so that the test says nothing")
	}
	for _, path := range []string{"/x/feed", "/", "/strait-brief/2031-03-04", "/strait-brief/archive", "/story/" + string(webtest.Talks), "/report/" + string(webtest.Record), "/speaker/" + string(webtest.Vane), "/speakers",
		"/search?q=alert", "/search?polarity=denies", "/search?speaker=a", "/outlet/outlet-0", "/outlet/outlet-0?of=changes", "/notices", "/claim/claim-talks", `/search?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E`} {
		if ran := look(path); len(ran) > 0 {
			t.Errorf("%s: %v", path, ran)
		}
	}
}
