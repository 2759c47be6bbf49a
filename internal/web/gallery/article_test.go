package gallery

import (
	"context"
	"math"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onrecord/internal/web/webtest"
)

const article = "/issue-briefs/who-sent-the-fax"

// placed says which entry of the contents is marked.
const placed = `[...document.querySelectorAll('[data-contents] [aria-current]')].map(a => a.getAttribute('href')).join(' ')`

func TestTheReadersPlaceIsMarkedInTheContents(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample().WithPieces()))
	defer server.Close()
	ctx := start(t)
	do := func(name string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			got, _ := chromedp.Run(ctx, chromedp.Evaluate[string](placed))
			t.Fatalf("%s: marked is %q, %v", name, got, err)
		}
	}
	scroll := func(id string) chromedp.Action[chromedp.Void] {
		return until(`(document.getElementById('` + id + `').scrollIntoView({ behavior: 'instant', block: 'start' }), true)`)
	}
	do("the head", chromedp.EmulateViewport(1200, 700), chromedp.Navigate(server.URL+article), until(placed+` === ''`))
	do("the first", scroll("part-what-the-page-said"), until(placed+` === '#part-what-the-page-said'`))
	do("one below it", scroll("part-what-speaks-for-each"), until(placed+` === '#part-what-speaks-for-each'`))
	do("back", scroll("part-three-readings"), until(placed+` === '#part-three-readings'`))
	do("a click", chromedp.Click(`[data-contents] a[href="#part-what-can-be-said"]`), until(placed+` === '#part-what-can-be-said'`), until(`location.hash === '#part-what-can-be-said'`))
	do("to the top again", until(`(scrollTo({ top: 0, behavior: 'instant' }), true)`), until(placed+` === ''`))
	refused, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`window.refused`))
	if err != nil || len(refused) > 0 {
		t.Errorf("the policy refused %v, %v", refused, err)
	}
	// From the right, and in letters whose address is not as it is written.
	do("from the right", chromedp.Navigate(server.URL+"/iyun/mi-shalach"), scroll("part-מי-יכול-היה-לדעת"), until(`document.querySelector('[data-contents] [aria-current]')?.textContent.trim() === 'מי יכול היה לדעת'`))
}

func TestTheLinkIsCopied(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample().WithPieces()))
	defer server.Close()
	ctx := start(t)
	allow := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, name := range []string{"clipboard-read", "clipboard-write"} {
			if _, err := chromedp.Call(ctx, browser.SetPermission, browser.SetPermissionParams{
				Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted, Origin: server.URL,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	err := chromedp.Do(ctx, allow, chromedp.EmulateViewport(1200, 700), chromedp.Navigate(server.URL+article), chromedp.Click(`.piece-head [data-do="copy"]`),
		until(`document.querySelector('.piece-head [data-said]').textContent === 'The link is copied.'`))
	if err != nil {
		t.Fatal(err)
	}
	err = chromedp.Do(ctx, until(`(window.taken ??= navigator.clipboard.readText().then(t => { window.took = t; }), window.took === '`+webtest.Base+article+`')`))
	if err != nil {
		took, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`String(window.took)`))
		t.Errorf("the clipboard has %q, %v", took, err)
	}
	refused, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`window.refused`))
	if err != nil || len(refused) > 0 {
		t.Errorf("the policy refused %v, %v", refused, err)
	}
}

func TestWithoutScriptsWhatNeedsThemIsNotShown(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample().WithPieces()))
	defer server.Close()
	ctx := start(t)
	off := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	if err := chromedp.Do(ctx, off, chromedp.EmulateViewport(1200, 700), chromedp.Navigate(server.URL+article)); err != nil {
		t.Fatal(err)
	}
	type shown struct {
		Buttons, Links int
		Title          string
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[shown](`({
		Buttons: [...document.querySelectorAll('.share button')].filter(e => e.offsetParent).length,
		Links: [...document.querySelectorAll('.piece-head .share a')].filter(e => e.offsetParent).length,
		Title: document.querySelector('h1').textContent })`))
	if err != nil || got.Buttons != 0 || got.Links < 6 || got.Title != "Who sent the fax?" {
		t.Errorf("shown: %+v, %v", got, err)
	}
}

// A narrow page takes the small picture, and nothing moves when it comes.
func TestAPictureTakesItsRoomBeforeItIsThere(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample().WithPieces()))
	defer server.Close()
	ctx := start(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 4000), chromedp.Navigate(server.URL+article), until(`document.querySelector('.prose figure img').complete`)); err != nil {
		t.Fatal(err)
	}
	type told struct {
		From   string  `json:"from"`
		Width  float64 `json:"width"`
		Height float64 `json:"height"`
		Column float64 `json:"column"`
		Shift  int     `json:"shift"`
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[told](`(() => {
		const p = document.querySelector('.prose figure img'), box = p.getBoundingClientRect();
		const shifts = new PerformanceObserver(() => {});
		shifts.observe({ type: 'layout-shift', buffered: true });
		return { from: p.currentSrc, width: box.width, height: box.height, column: p.closest('.prose').getBoundingClientRect().width, shift: shifts.takeRecords().filter(s => s.sources.some(x => x.node?.parentElement?.closest('.prose'))).length };
	})()`))
	if err != nil || !strings.Contains(got.From, "/pictures/page-480.") || got.Width != got.Column || math.Abs(got.Width/got.Height-1.6) > .01 || got.Shift > 0 {
		t.Errorf("the picture is %+v, %v", got, err)
	}
}
