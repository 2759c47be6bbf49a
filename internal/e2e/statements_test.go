package e2e

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/browser"
)

// TestAnEditorCorrectsAStatementAndUndoesIt: on the desk another name is given to whoever speaks first in a report; readers of it
// and of the speakers see that one, until it is undone.
func TestAnEditorCorrectsAStatementAndUndoesIt(t *testing.T) {
	program(t)
	ctx := browser.Start(t)
	d := up(t)
	base := strings.TrimSuffix(d.desk, "/desk/")
	m := regexp.MustCompile(`href="(/report/[0-9a-z]{26})#statement-`).FindStringSubmatch(get(t, base+speakerOf(t, base, "Tomas Vane")))
	if m == nil {
		t.Fatal("nothing that Tomas Vane said leads to a report")
	}
	report := base + m[1]

	must(t, ctx, chromedp.EmulateViewport(1200, 1000), chromedp.Navigate(d.desk), chromedp.SendKeys("#name", "editor"), chromedp.SendKeys("#password", d.password), chromedp.Submit("#password"))
	comes(t, ctx, "Log out")
	must(t, ctx, chromedp.Navigate(report), chromedp.Click(".said-mend a"))
	comes(t, ctx, "Add a statement")
	must(t, ctx, chromedp.Click("#statement-1 summary"), chromedp.WaitVisible("#speaker-1"), chromedp.SetValue("#cue-1", "words of no report"), chromedp.Submit("#speaker-1"))
	comes(t, ctx, "do not stand in the text")
	must(t, ctx, chromedp.Navigate(report), chromedp.Click(".said-mend a"))
	comes(t, ctx, "Add a statement")
	must(t, ctx, chromedp.Click("#statement-1 summary"), chromedp.WaitVisible("#speaker-1"), chromedp.SetValue("#speaker-1", "Wanda Quill"), chromedp.SetValue("#standing-1", "named"), chromedp.Submit("#speaker-1"))
	comes(t, ctx, "stays as you have it")
	comes(t, ctx, "Wanda Quill")
	if text := get(t, report); !strings.Contains(text, "Wanda Quill") || !strings.Contains(text, "by an editor") {
		t.Error("readers of the report do not see the correction")
	}
	if page := get(t, base+speakerOf(t, base, "Wanda Quill")); !strings.Contains(page, m[1]+"#statement-1") {
		t.Error("the page of the speaker does not lead to the statement")
	}

	must(t, ctx, chromedp.Click(`form[action*="/undo#"] button`))
	comes(t, ctx, "That is undone.")
	if strings.Contains(get(t, report), "Wanda Quill") || strings.Contains(get(t, base+"/speakers"), "Wanda Quill") {
		t.Error("after the undoing, Wanda Quill still speaks")
	}
}
