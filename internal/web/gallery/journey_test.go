package gallery

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

// panelled is what the panel of notices holds.
type panelled struct {
	Titles  []string `json:"titles"`
	Links   []string `json:"links"`
	Folded  []string `json:"folded"`
	Refused []string `json:"refused"`
	Alerts  int      `json:"alerts"`
}

const lookAtPanel = `({
	titles: [...document.querySelectorAll('.notices > li > .notice-one > .notice-title')].map(e => e.textContent.trim()),
	links: [...document.querySelectorAll('.notices [data-seq="12"] a')].map(e => e.getAttribute('href')),
	folded: [...document.querySelectorAll('[data-thread=t] .notice-more li .notice-title')].map(e => e.textContent.trim()),
	refused: window.refused,
	alerts: document.querySelectorAll('.notices img, .notices script').length,
})`

func TestNoticesArriveLive(t *testing.T) {
	w := webtest.Sample()
	w.Stream = &webtest.Stream{Events: make(chan string)}
	server := httptest.NewServer(webtest.Handler(t, w))
	defer server.Close()
	ctx := start(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/notices")); err != nil {
		t.Fatal(err)
	}
	defer func() { // leaves the page, so that the stream ends and the server can close
		if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
			t.Error(err)
		}
	}()
	for _, e := range []string{
		`{"seq":9,"at":"2031-03-04T09:16:00Z","kind":"post","who":"again","title":"this one is on the page","body":"","url":""}`,
		`{"seq":10,"at":"2031-03-04T09:21:00Z","kind":"post","who":"Harbour Watch","title":"1/2 A first part","body":"","url":"https://social.example/10","part":1,"parts":2,"thread":"t"}`,
		`not json`,
		`{"seq":11,"at":"2031-03-04T09:22:00Z","kind":"post","who":"Harbour Watch","title":"","body":"2/2 A second part","url":"","part":2,"parts":2,"thread":"t"}`,
		`{"seq":12,"at":"2031-03-04T09:23:00Z","kind":"watch","who":"<b>x</b>","title":"<img src=x onerror=alert(1)>","body":"<script>1</script>","url":"javascript:alert(1)"}`,
	} {
		select {
		case w.Stream.Events <- e:
		case <-time.After(20 * time.Second):
			t.Fatal("the page does not listen")
		}
	}
	if err := chromedp.Do(ctx, chromedp.WaitVisible(`[data-seq="12"]`)); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[panelled](lookAtPanel))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Titles) < 4 || got.Titles[0] != "<img src=x onerror=alert(1)>" || got.Titles[1] != "2/2 A second part" || got.Titles[2] != "The breakwater light is out" {
		t.Errorf("the panel begins with %q", got.Titles)
	}
	if len(got.Folded) != 1 || got.Folded[0] != "1/2 A first part" {
		t.Errorf("folded under the thread: %q", got.Folded)
	}
	if len(got.Links) > 0 || got.Alerts > 0 || len(got.Refused) > 0 {
		t.Errorf("a hostile notice got in: links %q, %d elements, refused %q", got.Links, got.Alerts, got.Refused)
	}
}

func TestAReaderSubscribesByKeyboard(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample()))
	defer server.Close()
	ctx := start(t)
	err := chromedp.Do(ctx,
		chromedp.Navigate(server.URL+"/subscribe?publication=strait-brief"),
		chromedp.SendKeys("#email", "nobody\r"), chromedp.WaitVisible("#email-error"),
		chromedp.SendKeys("#email", kb.End+"@example.org\r"), chromedp.WaitVisible(".card a[href^='/subscribe']"),
	)
	if err != nil {
		t.Fatal(err)
	}
	if heading, err := chromedp.Run(ctx, chromedp.Text("h1")); err != nil || heading != "Check your mailbox" {
		t.Errorf("the journey ends at %q, %v", heading, err)
	}
}

// mailed is what the page of a mailing shows.
type mailed struct {
	Words   string   `json:"words"`
	State   string   `json:"state"`
	Sent    string   `json:"sent"`
	Bar     int      `json:"bar"`
	Rate    string   `json:"rate"`
	Buttons []string `json:"buttons"`
	Refused []string `json:"refused"`
}

const lookAtMailing = `({
	words: document.querySelector('#mailing-words').textContent,
	state: document.querySelector('#mailing-state').className + ' ' + document.querySelector('#mailing-state').textContent,
	sent: document.querySelector('[data-count=sent]').textContent,
	bar: document.querySelector('#mailing-bar').value,
	rate: document.querySelector('#mailing-rate').textContent,
	buttons: [...document.querySelectorAll('#mailing .bar > *')].filter(e => getComputedStyle(e).display !== 'none').map(e => e.textContent),
	refused: window.refused,
})`

func TestTheCountsOfAMailingAreLive(t *testing.T) {
	w := webtest.Sample().Mailed()
	server := httptest.NewServer(webtest.Handler(t, w))
	defer server.Close()
	ctx := start(t)
	err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/desk/login"), chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#password", webtest.Password),
		chromedp.Submit("#password"), chromedp.WaitVisible("#waits"), chromedp.Navigate(server.URL+"/desk/editions/"+string(webtest.Going)+"/mailing"), chromedp.WaitVisible("#mailing"))
	if err != nil {
		t.Fatal(err)
	}
	look := func(when string) mailed {
		t.Helper()
		if err := chromedp.Do(ctx, until(when)); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		got, err := chromedp.Run(ctx, chromedp.Evaluate[mailed](lookAtMailing))
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Refused) > 0 {
			t.Errorf("refused: %v", got.Refused)
		}
		return got
	}
	if got := look("true"); got.Sent != "655" || got.Bar != 52 || strings.Join(got.Buttons, "|") != "Pause|Send a test|Cancel it …" {
		t.Errorf("at first: %+v", got)
	}
	w.Change(webtest.Going, func(v *news.Sending) { v.Counts.Waiting, v.Counts.Sent = 4, 1255 })
	if got := look(`document.querySelector('[data-count=sent]').textContent === '1,255'`); got.Bar != 98 || got.Words != "Going out." {
		t.Errorf("further on: %+v", got)
	}
	w.Change(webtest.Going, func(v *news.Sending) { v.State, v.Said = news.Paused, news.PausedBy+"<b>ben</b>" })
	if got := look(`document.querySelector('#mailing').dataset.state === 'paused'`); got.Words != "Paused by <b>ben</b>. Nothing goes out until it is resumed." || got.State != "tag tag-paused paused" ||
		strings.Join(got.Buttons, "|") != "Resume|Send a test|Cancel it …" {
		t.Errorf("paused: %+v", got)
	}
	w.Change(webtest.Going, func(v *news.Sending) { v.State, v.Said, v.Ended = news.Finished, "", webtest.Now })
	if got := look(`document.querySelector('#mailing').dataset.state === 'finished'`); got.Words != "Finished at 09:20." || strings.Join(got.Buttons, "|") != "Send a test" {
		t.Errorf("finished: %+v", got)
	}
}
