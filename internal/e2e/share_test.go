package e2e

import (
	"context"
	"encoding/json"
	"net/url"
	"testing"

	cdp "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestAReaderShares copies the link, opens the device's share sheet, and looks at where the plain links lead. A browser without a window has no share
// sheet, so navigator.share is a stand-in in the page here, which keeps what it is called with; the clipboard is the browser's own.
func TestAReaderShares(t *testing.T) {
	const path, title = "/issue-briefs/were-there-talks-or-were-there-not", "Were there talks, or were there not?"
	d := up(t)
	v := visits(t, d.base, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `navigator.share = async (what) => { window.shared = what; }; navigator.canShare = () => true;`})
		return err
	}), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, name := range []string{"clipboard-read", "clipboard-write"} {
			if _, err := chromedp.CallBrowser(ctx, cdp.SetPermission, cdp.SetPermissionParams{Origin: d.base, Permission: &cdp.PermissionDescriptor{Name: name}, Setting: "granted"}); err != nil {
				return err
			}
		}
		return nil
	}))
	v.open(path)
	v.press(`.piece-head [data-do="copy"]`)
	v.says("The link is copied.")
	if got, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](`navigator.clipboard.readText()`, chromedp.EvalAwaitPromise)); err != nil || got != d.base+path {
		t.Errorf("the clipboard has %q, %v", got, err)
	}
	v.press(`.piece-head [data-do="device"]`)
	v.is(`window.shared !== undefined`)
	var shared struct{ Title, URL string }
	if err := json.Unmarshal([]byte(v.read(`JSON.stringify(window.shared)`)), &shared); err != nil || shared.Title != title || shared.URL != d.base+path {
		t.Errorf("shared is %+v, %v", shared, err)
	}

	for _, c := range []struct{ name, host, path, key, value string }{
		{"Mail", "", "", "subject", title},
		{"Mail", "", "", "body", title + "\n\n" + d.base + path},
		{"X", "x.com", "/intent/post", "url", d.base + path},
		{"X", "x.com", "/intent/post", "text", title},
		{"Bluesky", "bsky.app", "/intent/compose", "text", title + " " + d.base + path},
		{"Facebook", "www.facebook.com", "/sharer/sharer.php", "u", d.base + path},
		{"LinkedIn", "www.linkedin.com", "/sharing/share-offsite/", "url", d.base + path},
		{"WhatsApp", "wa.me", "/", "text", title + " " + d.base + path},
		{"Telegram", "t.me", "/share/url", "url", d.base + path},
	} {
		at := v.read(`[...document.querySelectorAll('.piece-foot a.share-way')].find((a) => a.textContent === '` + c.name + `').href`)
		u, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		if u.Host != c.host || u.Path != c.path || u.Query().Get(c.key) != c.value || c.host == "" && u.Scheme != "mailto" {
			t.Errorf("%s leads to %s; its %s is %q", c.name, at, c.key, u.Query().Get(c.key))
		}
	}

	// Where the device refuses, the reader gets the link to copy themselves.
	v.do(chromedp.Evaluate[chromedp.Void](`navigator.clipboard.writeText = async () => { throw new Error('no') }`))
	v.press(`.piece-foot [data-do="copy"]`)
	v.says("It could not be copied. This is the link: " + d.base + path)
}
