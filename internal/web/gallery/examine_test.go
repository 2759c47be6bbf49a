package gallery

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/axe"
	"onrecord/internal/web/webtest"
)

// noteShifts notes what moves on a page without its reader having done anything (web.dev/cls); moved finds it there.
const noteShifts = `(() => {
	const name = e => !e ? 'something' : e.nodeType === 3 ? name(e.parentElement) + ' > text' : e.localName + (e.id ? '#' + e.id : '') + [...e.classList].map(c => '.' + c).join('');
	const box = r => [r.x, r.y, r.width, r.height].map(Math.round).join(' ');
	const all = [];
	const keep = entries => entries.filter(e => !e.hadRecentInput).forEach(e => all.push({ by: e.value, what: e.sources.map(s => name(s.node) + ' from ' + box(s.previousRect) + ' to ' + box(s.currentRect)) }));
	const watcher = new PerformanceObserver(l => keep(l.getEntries()));
	watcher.observe({ type: 'layout-shift', buffered: true });
	window.moved = () => { keep(watcher.takeRecords()); return all; };
})();`

// moved tells what moved, when all fonts are there and two pictures of the page have been drawn since.
const moved = `document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.moved()))))))`

// shift is one movement.
type shift struct {
	By   float64  `json:"by"`   // the share of the window that moved, times how far
	What []string `json:"what"` // which elements, from where to where
}

// shifts gives what moved on the page that has loaded, a line each.
func shifts(ctx context.Context) ([]string, error) {
	all, err := chromedp.Run(ctx, chromedp.Evaluate[[]shift](moved, chromedp.EvalAwaitPromise))
	lines := make([]string, len(all))
	for i, s := range all {
		lines[i] = fmt.Sprintf("by %.4f: %s", s.By, strings.Join(s.What, "; "))
	}
	return lines, err
}

// cold has the browser load everything anew, fonts too, as at a first visit.
func cold(on bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: on})
		return err
	})
}

// still fails the test if something moved while the page was loading.
func still(t *testing.T, ctx context.Context, path string) {
	t.Helper()
	lines, err := shifts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		t.Errorf("%s: something moves %s", path, line)
	}
}

// narrowAndWide are how a page is examined: with all that may differ, in as few runs as may be. Narrow and wide differ in what they show,
// the themes in colours.
func narrowAndWide() []glance { return []glance{{1440, "dark", true}, {360, "light", false}} }

// glance is one way to look at a page.
type glance struct {
	width int64
	theme string
	open  bool // all that opens is open
}

// shut opens, and shuts again, what a page has folded.
const (
	open = `window.shut = [...document.querySelectorAll('details:not([open])')]; window.shut.forEach(e => { e.open = true; })`
	shut = `window.shut?.forEach(e => { e.open = false; })`
)

// examined fails the test if axe finds a serious fault in what the page that is there shows at some of the glances.
func examined(t *testing.T, ctx context.Context, path string, all ...glance) {
	t.Helper()
	t.Run("axe", func(t *testing.T) {
		page, err := axe.Load(ctx, axe.Source(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range all {
			fold := shut
			if g.open {
				fold = open
			}
			err := chromedp.Do(ctx, chromedp.EmulateViewport(g.width, 900), scheme(g.theme), js(fold), until(fmt.Sprintf(`innerWidth === %d && matchMedia('(prefers-color-scheme: %s)').matches`, g.width, g.theme)))
			if err != nil {
				t.Fatal(err)
			}
			faults, err := page.Faults(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range faults {
				t.Errorf("%s at %d pixels, %s: %s", path, g.width, g.theme, fault)
			}
		}
		if err := chromedp.Do(ctx, js(shut)); err != nil {
			t.Fatal(err)
		}
	})
}

// TestFaultsAreFound looks at pages that have them.
func TestFaultsAreFound(t *testing.T) {
	pages := map[string]string{
		"/pale":   `<main><h1>x</h1><p style="color: #bbb; background: #fff">pale</p></main>`,
		"/blank":  `<main><h1>x</h1><input></main>`,
		"/good":   `<main><h1>x</h1><p>good</p></main>`,
		"/moving": `<main><h1>x</h1><p id="first">first</p></main><script>setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => { first.style.marginTop = '200px'; })))</script>`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<!doctype html><html lang="en"><title>x</title><body>%s</body></html>`, pages[r.URL.Path])
	}))
	defer server.Close()
	ctx := start(t)
	for path, want := range map[string][]string{"/pale": {"color-contrast (serious, 1 times): ", ": p: "}, "/blank": {"label (critical, 1 times): ", ": input: "}, "/good": nil} {
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+path)); err != nil {
			t.Fatal(err)
		}
		page, err := axe.Load(ctx, axe.Source(t))
		if err != nil {
			t.Fatal(err)
		}
		faults, err := page.Faults(ctx)
		if err != nil || (len(want) == 0) != (len(faults) == 0) {
			t.Errorf("%s: %q, %v", path, faults, err)
		}
		for _, part := range want {
			if got := strings.Join(faults, "\n"); !strings.Contains(got, part) {
				t.Errorf("%s: %q, want %q in it", path, got, part)
			}
		}
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 800), chromedp.Navigate(server.URL+"/moving"), until(`document.querySelector('#first').style.marginTop !== ''`)); err != nil {
		t.Fatal(err)
	}
	lines, err := shifts(ctx)
	if err != nil || len(lines) != 1 || !strings.Contains(lines[0], "p#first from ") {
		t.Errorf("moved: %q, %v", lines, err)
	}
}

// TestWhatScriptsOpenIsExamined looks at what is not there when a page has loaded.
func TestWhatScriptsOpenIsExamined(t *testing.T) {
	w := webtest.Sample()
	w.Stream, w.Pushes = &webtest.Stream{}, &webtest.Pushes{}
	server := httptest.NewServer(webtest.Handler(t, w))
	defer server.Close()
	ctx := start(t)
	defer func() { // leaves the page, so that the stream ends and the server can close
		if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
			t.Error(err)
		}
	}()
	for _, c := range []struct {
		name, path string
		width      int64
		open       chromedp.Action[chromedp.Void]
		there      string
	}{
		{"what to be told of", "/notices", 360, chromedp.Click(".push-ask"), ".push-start"},
		{"the panel, shut", "/", 360, chromedp.Click(".panel-fold"), ".panel-shut"},
		{"a statement at the foot of the window", "/report/" + string(webtest.Record), 360, chromedp.KeyEvent("n"), ".now"},
		{"a statement in the list", "/report/" + string(webtest.Record), 1440, chromedp.KeyEvent("n"), ".said-list .on"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(c.width, 900), scheme("light"), chromedp.Navigate(server.URL+c.path), c.open, chromedp.WaitVisible(c.there)); err != nil {
				t.Fatal(err)
			}
			examined(t, ctx, c.path, glance{c.width, "light", false}, glance{c.width, "dark", false})
		})
	}
}
