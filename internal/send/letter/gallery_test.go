package letter

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/browser"
)

// look is how a letter is looked at.
type look struct {
	width int64
	theme string // light, dark; outlook: its marks for dark; bare: without the stylesheet and classes, as old programs show it
}

var looks = []look{{360, "light"}, {360, "dark"}, {600, "light"}, {900, "light"}, {900, "dark"}, {900, "outlook"}, {600, "bare"}, {360, "plain"}}

// dressed gives a letter as a mail program of a kind would show it.
func dressed(page, theme string) string {
	switch theme {
	case "outlook":
		page = strings.Replace(page, "<body ", "<body data-ogsc data-ogsb ", 1)
		// It puts the mail into an element of its own that bears the marks.
		page = regexp.MustCompile(`(<body [^>]*>)`).ReplaceAllString(page, `$1<div data-ogsc data-ogsb>`)
	case "bare":
		page = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(page, "")
		page = regexp.MustCompile(` class="[^"]*"`).ReplaceAllString(page, "")
	case "plain":
		page = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(page, "")
		page = regexp.MustCompile(` (class|style)="[^"]*"`).ReplaceAllString(page, "")
	}
	return page
}

// seen is what a browser tells of a letter.
type seen struct {
	Over   int      `json:"over"`   // pixels that it sticks out by
	Loaded []string `json:"loaded"` // what it fetched
	Small  []string `json:"small"`  // words below 14 pixels
	Faint  []string `json:"faint"`  // words with less contrast than 4.5 to 1
	Tight  []string `json:"tight"`  // links, headlines aside, that are lower than 44 pixels
}

// tell looks at the words of a page as they are shown: their size, and how far their colour is from what is behind them (WCAG
// 2.2, 1.4.3 and 2.5.5).
const tell = `JSON.stringify((() => {
	const rgb = c => (c.match(/[\d.]+/g) || []).map(Number);
	const light = c => { const [r, g, b] = rgb(c).slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
	const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] !== 0) return c; } return 'rgb(255, 255, 255)'; };
	const small = [], faint = [], tight = [];
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n; n = walk.nextNode();) {
		const e = n.parentElement, s = getComputedStyle(e), words = n.data.trim();
		if (!words || !e.checkVisibility() || e.getBoundingClientRect().height === 0) continue;
		if (parseFloat(s.fontSize) < 14) small.push(words.slice(0, 40) + ': ' + s.fontSize);
		const a = light(s.color), b = light(behind(e)), ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (ratio < 4.5) faint.push(words.slice(0, 40) + ': ' + s.color + ' on ' + behind(e) + ' is ' + ratio.toFixed(2));
	}
	for (const e of document.querySelectorAll('a[href]:not(h3 a)')) if (e.getBoundingClientRect().height < 44) tight.push(e.className + ': ' + e.getBoundingClientRect().height);
	return {over: document.documentElement.scrollWidth - innerWidth, loaded: performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.endsWith('/favicon.ico')), small, faint, tight};
})())`

// TestLettersInABrowser looks at every letter, wide and narrow, light and dark, and as old programs show it. Where
// ONRECORD_GALLERY names a folder, a picture of each is put there.
func TestLettersInABrowser(t *testing.T) {
	names, letters := all(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, theme, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, dressed(letters[name].HTML, theme))
	}))
	defer server.Close()
	ctx := browser.Start(t)
	folder := os.Getenv("ONRECORD_GALLERY")
	if folder != "" {
		folder = filepath.Join(folder, "letters")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	at := looks
	if testing.Short() { // with the race detector: as a telephone and as a bare program show it
		at = []look{{360, "dark"}, {600, "bare"}}
	}
	for _, name := range names {
		for _, l := range at {
			got := visit(t, ctx, server.URL+"/"+name+"/"+l.theme, l)
			where := fmt.Sprintf("%s at %d pixels, %s", name, l.width, l.theme)
			if got.Over > 0 && !(l.theme == "plain" && name == "edition-hostile") { // without styles nothing breaks long words
				t.Errorf("%s sticks out by %d pixels", where, got.Over)
			}
			if len(got.Loaded) > 0 {
				t.Errorf("%s loads %q", where, got.Loaded)
			}
			if l.theme != "plain" && (len(got.Small) > 0 || len(got.Faint) > 0) {
				t.Errorf("%s has words that are hard to read: %q %q", where, got.Small, got.Faint)
			}
			if l.width == 360 && l.theme != "plain" && len(got.Tight) > 0 {
				t.Errorf("%s has links that a thumb misses: %q", where, got.Tight)
			}
			if folder != "" {
				picture, err := browser.Picture(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d-%s.png", name, l.width, l.theme)), picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func visit(t *testing.T, ctx context.Context, address string, l look) seen {
	t.Helper()
	scheme := l.theme
	if scheme != "dark" {
		scheme = "light"
	}
	media := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	})
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(l.width, 900), media, chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](tell))
	if err != nil {
		t.Fatal(err)
	}
	var s seen
	if err := json.Unmarshal([]byte(said), &s); err != nil {
		t.Fatal(err)
	}
	return s
}
