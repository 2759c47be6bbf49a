package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/browser"
)

// TestAnEditorWorksOnAClaimAndUndoesIt: on the desk a claim is worded, a piece of its evidence is split off as a claim of its own, and
// readers see both when the page has come back; undone, they see neither.
func TestAnEditorWorksOnAClaimAndUndoesIt(t *testing.T) {
	program(t)
	ctx := browser.Start(t)
	d := up(t)
	story := d.story[strings.LastIndexByte(d.story, '/'):]

	still := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error { // a button that scrolls by is not hit
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	})
	must(t, ctx, chromedp.EmulateViewport(1200, 1000), still, chromedp.Navigate(d.desk), chromedp.SendKeys("#name", "editor"), chromedp.SendKeys("#password", d.password), chromedp.Submit("#password"))
	comes(t, ctx, "Log out")
	must(t, ctx, chromedp.Navigate(d.desk+"stories"+story))
	comes(t, ctx, "The central claim")

	// A wording that cannot be taken is shown again; another one is there when the page comes back.
	must(t, ctx, chromedp.Click(".claim .mend summary"), chromedp.WaitVisible(".claim .mend textarea"), chromedp.SetValue(".claim .mend textarea", strings.Repeat("long ", 120)), chromedp.Click(`.claim .mend[open] button[value="word"]`))
	comes(t, ctx, "500 are the most")
	must(t, ctx, chromedp.SetValue(".claim .mend textarea", "A pact on the strait has been struck"), chromedp.Click(`.claim .mend[open] button[value="word"]`))
	comes(t, ctx, "keeps this wording")
	comes(t, ctx, "locked by an editor")
	if page := get(t, d.story); !strings.Contains(page, "A pact on the strait has been struck") {
		t.Error("readers do not see the wording")
	}

	// The first piece of evidence becomes a claim of its own.
	must(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll('.claim details').forEach(d => d.open = true)`),
		chromedp.Click(`input[name="said"]`), chromedp.SetValue(`input[name="words"]`, "Somebody speaks of a pact"), chromedp.Click(`button[value="split"]`))
	comes(t, ctx, "a claim of its own from now on")
	if page := get(t, d.story); !strings.Contains(page, "Somebody speaks of a pact") {
		t.Error("readers do not see what was split off")
	}

	// Both are undone.
	must(t, ctx, chromedp.Click(`form[action*="/undo#"] button`))
	comes(t, ctx, "That is undone.")
	comes(t, ctx, "undone by editor")
	must(t, ctx, chromedp.Navigate(d.desk+"stories"+story))
	comes(t, ctx, "The central claim")
	must(t, ctx, chromedp.Click(`form[action*="/undo#"] button`))
	comes(t, ctx, "That is undone.")
	if page := get(t, d.story); strings.Contains(page, "Somebody speaks of a pact") || strings.Contains(page, "has been struck") {
		t.Error("after the undoing, readers see what the editor did")
	}
}
