package gallery

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

// selects selects words of the text as a mouse does: from a place in one piece to a place in another.
const selects = `((from, a, to, b) => {
	const piece = w => [...document.querySelectorAll('.text [data-at]')].find(e => e.textContent.includes(w)).firstChild;
	const [s, t] = [piece(from), piece(to)];
	getSelection().setBaseAndExtent(s, s.data.indexOf(from) + a, t, t.data.indexOf(to) + b);
	return true;
})`

func TestAnEditorSelectsTheWordsOfAStatement(t *testing.T) {
	w := webtest.Sample()
	h, acts := webtest.Whole(t, w)
	server := httptest.NewServer(h)
	defer server.Close()
	ctx := start(t)
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	take := func(script, field, more string) {
		t.Helper()
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script)); err != nil {
			t.Fatal(err)
		}
		do(chromedp.Click(`[data-pick="` + field + `-new"]` + more))
	}
	do(chromedp.EmulateViewport(1200, 1000), chromedp.Navigate(server.URL+"/desk/login"), chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#password", webtest.Password),
		chromedp.Submit("#password"), chromedp.WaitVisible("#waits"), chromedp.Navigate(server.URL+"/desk/texts/report-record-v2"), chromedp.Click(".mend.panel summary"), chromedp.WaitVisible("#cue-new"))
	// Over the edges of marks and the number of a statement, with a space too many; then in two places, the later one first.
	take(selects+`('Karst officials', 0, 'said on Sunday', 14)`, "cue", ":not([data-more])")
	take(selects+`('Ferries from', -1, 'Ferries from', 21)`, "content", ":not([data-more])")
	take(selects+`('The strait has', 0, 'The strait has', 10)`, "content", "[data-more]")
	// With a form open the page still fits a telephone.
	do(chromedp.EmulateViewport(360, 800))
	if over, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`)); err != nil || over > 0 {
		t.Errorf("the page sticks out by %d pixels, %v", over, err)
	}
	do(chromedp.SendKeys("#speaker-new", "the ferries"), chromedp.SetValue("#standing-new", "institution"), chromedp.Submit("#speaker-new"), chromedp.WaitVisible(".done"))
	if len(acts.Put) != 1 {
		t.Fatalf("added: %v", acts.Mended)
	}
	v, _, err := w.Revision(t.Context(), "report-record-v2")
	if err != nil {
		t.Fatal(err)
	}
	text, st := []rune(v.Text), acts.Put[0]
	if got := news.Cut(text, st.Cue); got != "Karst officials said on Sunday" {
		t.Errorf("the cue is %q", got)
	}
	if got := news.Cut(text, st.Content); got != "The strait … Ferries from Lowmark" {
		t.Errorf("the content is %q", got)
	}
}

func TestAnEditorTypesTheLetterThatWalks(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample()))
	defer server.Close()
	ctx := start(t)
	err := chromedp.Do(ctx, chromedp.EmulateViewport(1200, 1000), chromedp.Navigate(server.URL+"/desk/login"), chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#password", webtest.Password),
		chromedp.Submit("#password"), chromedp.WaitVisible("#waits"), chromedp.Navigate(server.URL+"/desk/texts/report-record-v2"), chromedp.Click(".mend.panel summary"), chromedp.WaitVisible("#speaker-new"),
		chromedp.Focus("#speaker-new"), chromedp.KeyEvent("Ann"))
	if err != nil {
		t.Fatal(err)
	}
	typed, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.activeElement.id + ' ' + document.activeElement.value + ' ' + document.querySelectorAll('.on').length`))
	if err != nil || typed != "speaker-new Ann 0" {
		t.Errorf("typed: %q, %v", typed, err)
	}
}

func TestAnEditorComesBackToTheStatement(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample()))
	defer server.Close()
	ctx := start(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/desk/login"), chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#password", webtest.Password), chromedp.Submit("#password"), chromedp.WaitVisible("#waits")); err != nil {
		t.Fatal(err)
	}
	// The statement is in the upper half of the window, and what was done stands above it.
	const there = `location.hash === '#statement-3' && (([said, it]) => it.top >= (said ? said.bottom : 0) && it.top < innerHeight / 2 && !(said?.top < 0))(
		['.done', '#statement-3 .said-who'].map(e => document.querySelector(e)?.getBoundingClientRect()))`
	for _, width := range []int64{360, 1200} {
		for speaker, shown := range map[string]string{"Somebody": ".done", strings.Repeat("x", 999): "#speaker-3-error"} {
			err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 700), chromedp.Navigate(server.URL+"/desk/texts/report-record-v2"), chromedp.Click("#statement-3 summary"), chromedp.WaitVisible("#speaker-3"),
				chromedp.SetValue("#speaker-3", speaker), chromedp.Click(`#statement-3 button[value="correct"]`), chromedp.WaitVisible(shown), until(there))
			if err != nil {
				t.Errorf("at %d pixels, after an act that shows %s: %v", width, shown, err)
			}
		}
	}
}
