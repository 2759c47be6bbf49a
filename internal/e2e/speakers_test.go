package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/browser"
)

// speakerOf finds the public address of a speaker by the name.
func speakerOf(t *testing.T, base, name string) string {
	t.Helper()
	m := regexp.MustCompile(`<a href="(/speaker/[0-9a-z]{26})"><bdi>` + regexp.QuoteMeta(name) + `</bdi>`).FindStringSubmatch(get(t, base+"/speakers"))
	if m == nil {
		t.Fatalf("the list of speakers has no %s", name)
	}
	return m[1]
}

// leads gives where an address leads to, without going there.
func leads(t *testing.T, address string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

// TestAnEditorJoinsSpeakersAndUndoesIt: two people of the demonstration are joined on the desk, readers of either page see one, and
// the undoing gives each their page again.
func TestAnEditorJoinsSpeakersAndUndoesIt(t *testing.T) {
	program(t)
	ctx := browser.Start(t)
	d := up(t)
	base := strings.TrimSuffix(d.desk, "/desk/")
	vane, other := speakerOf(t, base, "Tomas Vane"), speakerOf(t, base, "Ilya Marenko")

	must(t, ctx, chromedp.EmulateViewport(1200, 1000), chromedp.Navigate(base+vane))
	if text := body(t, ctx); !strings.Contains(text, "Tomas Vane") || !strings.Contains(text, "denies") || strings.Contains(text, "Ilya Marenko") {
		t.Fatalf("the page of Tomas Vane says\n%s", text)
	}
	// What is said there leads to its place in the report.
	must(t, ctx, chromedp.Click(".heard-place"), chromedp.WaitVisible(".said-list li:target"))
	if text, err := chromedp.Run(ctx, chromedp.Text(".said-list li:target")); err != nil || !strings.Contains(text, "Tomas Vane") {
		t.Errorf("the place in the report is %q, %v", text, err)
	}

	must(t, ctx, chromedp.Navigate(d.desk), chromedp.SendKeys("#name", "editor"), chromedp.SendKeys("#password", d.password), chromedp.Submit("#password"))
	comes(t, ctx, "Log out")
	must(t, ctx, chromedp.Navigate(base+"/desk/speakers?q=vane"), chromedp.Click(`a[href="/desk`+strings.Replace(vane, "/speaker/", "/speakers/", 1)+`"]`))
	comes(t, ctx, "Join with another speaker")
	must(t, ctx, chromedp.SendKeys("#other", "nobody of that name"), chromedp.Submit("#other"))
	comes(t, ctx, "There is no speaker")
	must(t, ctx, chromedp.SetValue("#other", "ilya marenko"), chromedp.Submit("#other"))
	comes(t, ctx, "Ilya Marenko is the same speaker from now on")
	if status, to := leads(t, base+other); status != http.StatusFound || to != vane {
		t.Errorf("the page of who was joined answers %d to %q, want %s", status, to, vane)
	}
	must(t, ctx, chromedp.Navigate(base+other))
	if text := body(t, ctx); !strings.Contains(text, "Also Ilya Marenko") {
		t.Errorf("the joined page says\n%s", text)
	}

	must(t, ctx, chromedp.Navigate(base+"/desk"+strings.Replace(vane, "/speaker/", "/speakers/", 1)), chromedp.Click(`form[action$="/undo"] button`))
	comes(t, ctx, "That is undone.")
	if status, to := leads(t, base+other); status != http.StatusOK {
		t.Errorf("after the undoing, the page of Ilya Marenko answers %d to %q", status, to)
	}
	if text := get(t, base+vane); strings.Contains(text, "Ilya Marenko") {
		t.Error("after the undoing, Tomas Vane is still called Ilya Marenko")
	}
}
