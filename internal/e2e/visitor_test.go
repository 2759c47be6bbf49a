package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/browser"
)

// visitor is somebody with a browser at a site.
type visitor struct {
	t    *testing.T
	ctx  context.Context //nolint:containedctx // the browser's
	base string
}

// visits starts a browser with a window of 1200 by 1000 that looks at nothing yet. What scrolls does so at once: a button that scrolls by is
// not hit.
func visits(t *testing.T, base string, steps ...chromedp.Action[chromedp.Void]) *visitor {
	t.Helper()
	v := &visitor{t: t, ctx: browser.Start(t), base: base}
	still := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-reduced-motion", Value: "reduce"}, {Name: "prefers-color-scheme", Value: "light"}}})
		return err
	})
	v.do(append([]chromedp.Action[chromedp.Void]{chromedp.EmulateViewport(1200, 1000), still}, steps...)...)
	// The page is left before the service is stopped, which waits for its stream.
	t.Cleanup(func() { _ = chromedp.Do(v.ctx, chromedp.Navigate("about:blank")) })
	return v
}

// withoutScripts is a browser in which no page's script runs. What a test asks of the page still does.
func withoutScripts() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
}

// bothWays does the same with scripts and without.
func bothWays(t *testing.T, do func(t *testing.T, steps ...chromedp.Action[chromedp.Void])) {
	t.Helper()
	t.Run("with scripts", func(t *testing.T) { do(t) })
	t.Run("without scripts", func(t *testing.T) { do(t, withoutScripts()) })
}

func (v *visitor) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	must(v.t, v.ctx, steps...)
}

// open goes to a path of the site, or to a whole address.
func (v *visitor) open(path string) {
	v.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = v.base + path
	}
	v.do(chromedp.Navigate(path))
}

// press clicks on an element.
func (v *visitor) press(selector string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(selector)); err != nil {
		v.t.Fatalf("there is no %s to press: %v; the page says\n%s", selector, err, body(v.t, v.ctx))
	}
}

// follow clicks on the first link that has these words, within an element.
func (v *visitor) follow(within, words string) {
	v.t.Helper()
	const mark = `(() => { document.querySelectorAll('[data-followed]').forEach((e) => e.removeAttribute('data-followed'));
		const a = [...document.querySelectorAll(%q)].find((e) => e.textContent.includes(%q)); a?.setAttribute('data-followed', ''); return a !== undefined; })()`
	v.is(fmt.Sprintf(mark, within, words))
	v.press("[data-followed]")
}

// says waits until the page says all of this.
func (v *visitor) says(all ...string) {
	v.t.Helper()
	for _, words := range all {
		comes(v.t, v.ctx, words)
	}
}

// lacks complains of what the page says.
func (v *visitor) lacks(all ...string) {
	v.t.Helper()
	text := body(v.t, v.ctx)
	for _, words := range all {
		if strings.Contains(text, words) {
			v.t.Errorf("the page says %q:\n%s", words, text)
		}
	}
}

// is waits until something is so in the page. It asks from here, so that it does without the page's timers.
func (v *visitor) is(expression string) {
	v.t.Helper()
	var err error
	for late := time.After(20 * time.Second); ; {
		var so bool
		if so, err = chromedp.Run(v.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && so { // between two pages there is none to ask
			return
		}
		select {
		case <-late:
			v.t.Fatalf("it does not come to be so: %s (%v); %s says\n%s", expression, err, v.read("location.href"), body(v.t, v.ctx))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// at waits until the page has a path that matches.
func (v *visitor) at(pattern string) {
	v.t.Helper()
	v.is(`document.readyState === 'complete' && new RegExp('^' + ` + fmt.Sprintf("%q", pattern) + ` + '$').test(location.pathname + location.search + location.hash)`)
}

// read gives a text from the page.
func (v *visitor) read(expression string) string {
	v.t.Helper()
	got, err := chromedp.Run(v.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		v.t.Fatal(err)
	}
	return got
}

// back goes back as the browser's button does, which loads nothing where the page was kept.
func (v *visitor) back(pattern string) {
	v.t.Helper()
	_ = v.read(`(history.back(), '')`)
	v.at(pattern)
}

// linkTo waits for a mail to a reader with a link to such a path, as in "/confirm/", and gives the link and where the catcher
// shows the mail.
func linkTo(t *testing.T, d demonstration, reader, path string) (link, mail string) {
	t.Helper()
	row := regexp.MustCompile(`href="(/mail/\d+)"`)
	find := regexp.MustCompile(regexp.QuoteMeta(d.base+path) + `[A-Za-z0-9._~-]+`)
	for late := time.After(30 * time.Second); ; {
		for _, part := range strings.Split(get(t, d.mail), "<li") {
			if m := row.FindStringSubmatch(part); m != nil && strings.Contains(part, ">"+reader+"<") {
				mail = d.base + m[1]
				if link = find.FindString(html.UnescapeString(get(t, mail+"/html"))); link != "" {
					return link, mail
				}
			}
		}
		select {
		case <-late:
			t.Fatalf("no mail to %s has a link to %s", reader, path)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// quoted writes a text as JavaScript does.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text is always one
	}
	return string(b)
}
