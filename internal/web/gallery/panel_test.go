package gallery

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

// live is a page with a stream of notices that the test feeds.
type live struct {
	t    *testing.T
	ctx  context.Context //nolint:containedctx // the browser's
	w    *webtest.World
	base string
}

func openLive(t *testing.T, path string) *live {
	t.Helper()
	w := webtest.Sample()
	w.Stream = &webtest.Stream{Events: make(chan string)}
	w.Pushes = &webtest.Pushes{}
	server := httptest.NewServer(webtest.Handler(t, w))
	t.Cleanup(server.Close)
	l := &live{t, start(t), w, server.URL}
	t.Cleanup(func() { // leaves the page, so that the stream ends and the server can close
		if err := chromedp.Do(l.ctx, chromedp.Navigate("about:blank")); err != nil {
			t.Error(err)
		}
	})
	l.do(chromedp.Navigate(l.base + path))
	return l
}

// js runs something in the page.
func js(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Evaluate[int](expression+"; 0")(ctx, target)
		return err
	})
}

func noScripts() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
}

// shows says whether any element of that kind takes room on the page.
func shows(selector string) chromedp.Action[bool] {
	return chromedp.Evaluate[bool](`[...document.querySelectorAll('` + selector + `')].some((e) => e.getBoundingClientRect().height > 0)`)
}

func (l *live) do(actions ...chromedp.Action[chromedp.Void]) {
	l.t.Helper()
	if err := chromedp.Do(l.ctx, actions...); err != nil {
		l.t.Fatal(err)
	}
}

// is fails the test unless something comes to be so in the page.
func (l *live) is(expression string) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, until(expression)); err != nil {
		got, _ := chromedp.Run(l.ctx, chromedp.Evaluate[string](`document.querySelector('main').innerText.slice(0, 1500)`))
		l.t.Fatalf("it does not come to be so: %s: %v; the page says:\n%s", expression, err, got)
	}
}

func (l *live) say(events ...string) {
	l.t.Helper()
	for _, e := range events {
		select {
		case l.w.Stream.Events <- e:
		case <-time.After(20 * time.Second):
			l.t.Fatal("the page does not listen")
		}
	}
}

func (l *live) read(expression string) string {
	l.t.Helper()
	got, err := chromedp.Run(l.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		l.t.Fatal(err)
	}
	return got
}

// outline is the list in short: a line for each entry, with its parts in their order, and what is said of how many there are.
const outline = `[...document.querySelectorAll('.notices > li')].map((li) => li.className === 'notices-rule' ? '---' :
	[...li.querySelectorAll('.notice-one')].map((p) => p.dataset.seq + (p.dataset.part ? ':' + p.dataset.part : '')).join(' ') +
	(li.querySelector('summary, .notice-lacks') ? ' (' + li.querySelector('summary, .notice-lacks').textContent.trim() + ')' : '') +
	(li.classList.contains('notice-unread') ? ' new' : '')).join('\n')`

func TestThreadsFoldAsTheirPartsCome(t *testing.T) {
	l := openLive(t, "/notices")
	part := func(seq, part, minute int) string {
		return fmt.Sprintf(`{"seq":%d,"at":"2031-03-04T09:%02d:00Z","kind":"post","who":"The Desk","title":"%d/4 Part %d","body":"","url":"","part":%d,"parts":4,"thread":"x"}`, seq, minute, part, part, part)
	}
	l.say(part(10, 2, 22))
	l.is(`document.querySelector('.notice-lacks')?.textContent === '1 of 4 parts'`)
	l.say(part(11, 4, 24), part(12, 1, 21), part(12, 1, 21), part(10, 2, 22)) // late, and twice
	l.say(`{"seq":13,"at":"2031-03-04T09:30:00Z","kind":"watch","who":"A","title":"Another","body":"","url":""}`)
	l.is(`document.querySelector('.notices').innerText.includes('Another')`)
	want := "13 new\n11:4 10:2 12:1 (3 of 4 parts) new\n---\n9\n8:5 7:4 6:3 5:2 (4 of 5 parts)\n4\n3\n2"
	if got := l.read(outline); got != want {
		t.Errorf("the panel is\n%s\nwant\n%s", got, want)
	}
	// A reader who has it unfolded, and is in it, stays there when it goes on after others.
	l.do(chromedp.Click(`[data-thread=x] summary`))
	l.say(part(14, 3, 31))
	l.is(`document.querySelector('[data-thread=x] summary').textContent === 'All 4 parts'`)
	want = "11:4 14:3 10:2 12:1 (All 4 parts) new\n13 new\n---\n9\n8:5 7:4 6:3 5:2 (4 of 5 parts)\n4\n3\n2"
	if got := l.read(outline); got != want {
		t.Errorf("the panel is\n%s\nwant\n%s", got, want)
	}
	if got := l.read(`String(document.querySelector('[data-thread=x] details').open) + ' ' + document.activeElement.tagName + ' ' + window.refused`); got != "true SUMMARY " {
		t.Errorf("the reader is at %q", got)
	}
	if got := l.read(`document.querySelector('[data-seq="14"] time').title`); got != "Tuesday 4 March 2031 at 09:31 Europe/Helsinki" && !strings.Contains(got, "4 March 2031") {
		t.Errorf("the exact time is %q", got)
	}
}

func TestWhatIsNewSinceTheLastVisitIsMarked(t *testing.T) {
	l := openLive(t, "/notices")
	l.is(`localStorage.getItem('onrecord.seen') === '9'`)
	if got := l.read(outline); strings.Contains(got, "new") || strings.Contains(got, "---") {
		t.Errorf("at the first visit nothing is new:\n%s", got)
	}
	// They come back, and have seen all up to number 7.
	l.do(js(`sessionStorage.clear(); localStorage.setItem('onrecord.seen', '7')`), chromedp.Navigate(l.base+"/search"))
	l.is(`document.querySelector('.mast-nav a[href="/notices"]').textContent.trim() === 'Notices2' && !document.querySelector('.nav-count').hidden`)
	l.do(chromedp.Navigate(l.base + "/"))
	const want = "9 new\n8:5 7:4 6:3 5:2 (4 of 5 parts) new\n---\n4\n3\n2"
	if got := l.read(outline); got != want {
		t.Errorf("the panel is\n%s\nwant\n%s", got, want)
	}
	// Looked at for a moment, they are seen: the count goes, the marks stay for this visit.
	l.do(chromedp.ScrollIntoView(".notices"))
	l.is(`localStorage.getItem('onrecord.seen') === '9' && document.querySelector('.nav-count').hidden && document.querySelector('.panel-count').hidden`)
	l.do(chromedp.Navigate(l.base + "/notices"))
	if got := l.read(outline); got != want {
		t.Errorf("further on in the visit the panel is\n%s\nwant\n%s", got, want)
	}
	l.do(js(`sessionStorage.clear()`), chromedp.Reload())
	if got := l.read(outline); strings.Contains(got, "new") {
		t.Errorf("at the next visit:\n%s", got)
	}
	if got := l.read(`document.cookie + window.refused`); got != "" {
		t.Errorf("kept elsewhere or refused: %q", got)
	}
}

func TestTabsKnowOfEachOther(t *testing.T) {
	l := openLive(t, "/search")
	l.do(js(`localStorage.setItem('onrecord.seen', '7')`), chromedp.Reload())
	l.is(`document.querySelector('.nav-count').textContent === '2'`)
	other, cancel := chromedp.NewContext(l.ctx)
	defer cancel()
	if err := chromedp.Do(other, chromedp.Navigate(l.base+"/notices"), until(`localStorage.getItem('onrecord.seen') === '9'`)); err != nil {
		t.Fatal(err)
	}
	l.is(`document.querySelector('.nav-count').hidden`)
	if err := chromedp.Do(other, chromedp.Navigate("about:blank")); err != nil {
		t.Error(err)
	}
}

func TestThePanelClosesByKeyboard(t *testing.T) {
	l := openLive(t, "/")
	const state = `document.querySelector('.panel-fold').textContent + ' ' + document.querySelector('.panel-fold').getAttribute('aria-expanded') + ' ' +
		(document.querySelector('#panel-body').getBoundingClientRect().height > 0) + ' ' + document.activeElement.className`
	l.do(chromedp.Focus(".panel-fold"))
	if got := l.read(state); got != "Close true true panel-fold" {
		t.Errorf("at first: %s", got)
	}
	l.do(chromedp.KeyEvent(kb.Enter))
	if got := l.read(state); got != "Show false false panel-fold" {
		t.Errorf("closed: %s", got)
	}
	// What comes while it is closed is counted, and is not read out.
	l.say(`{"seq":20,"at":"2031-03-04T09:30:00Z","kind":"watch","who":"A","title":"Another","body":"","url":""}`)
	l.is(`document.querySelector('.panel-count').textContent === '1 new' && document.querySelector('#notices-said').textContent === ''`)
	l.do(chromedp.Reload(), chromedp.Focus(".panel-fold"))
	if got := l.read(state); got != "Show false false panel-fold" {
		t.Errorf("after a reload: %s", got)
	}
	l.do(chromedp.KeyEvent(" "))
	if got := l.read(state); got != "Close true true panel-fold" {
		t.Errorf("opened: %s", got)
	}
	l.say(`{"seq":21,"at":"2031-03-04T09:31:00Z","kind":"watch","who":"A","title":"And more","body":"","url":""}`)
	l.is(`document.querySelector('#notices-said').textContent === 'New notice: And more'`)
}

func TestWithoutScriptsNothingOfItShows(t *testing.T) {
	w := webtest.Sample()
	w.Stream, w.Pushes = &webtest.Stream{}, &webtest.Pushes{}
	server := httptest.NewServer(webtest.Handler(t, w))
	defer server.Close()
	ctx := start(t)
	if err := chromedp.Do(ctx, noScripts(), chromedp.Navigate(server.URL+"/")); err != nil {
		t.Fatal(err)
	}
	for _, sel := range []string{".panel-fold", ".push", ".panel-count", ".panel-away"} {
		shown, err := chromedp.Run(ctx, shows(sel))
		if err != nil || shown {
			t.Errorf("%s shows: %v, %v", sel, shown, err)
		}
	}
	if shown, err := chromedp.Run(ctx, shows(".notice")); err != nil || !shown {
		t.Errorf("the notices do not show: %v", err)
	}
}

// TestAReaderIsToldOnTheirDevice asks for it, chooses, is told, and ends it. No browser without a window has a push service, so what stands
// for that is the page's; the worker, its registration and its notifications are the browser's own.
func TestAReaderIsToldOnTheirDevice(t *testing.T) {
	l := openLive(t, "/search")
	l.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: pushStandIn})
		return err
	}), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{Origin: l.base, Permission: &browser.PermissionDescriptor{Name: "notifications"}, Setting: "granted"})
		return err
	}), chromedp.Navigate(l.base+"/notices"), chromedp.WaitVisible(".push-ask"), chromedp.Click(".push-ask"), chromedp.WaitVisible(".push-start"), chromedp.Click("#push-post"), chromedp.Click(".push-start"))
	l.is(`document.querySelector('.push-says').textContent === 'This browser is told.'`)
	asked := func() string { return strings.Join(l.w.Pushes.Asked(), "|") }
	if got := asked(); got != "ask [edition:pub-strait edition:pub-papers watch post] in en" {
		t.Errorf("asked was %q", got)
	}
	// Another visit knows that it is on, and does not ask again the same day.
	l.do(chromedp.Reload())
	l.is(`document.querySelector('.push-says').textContent === 'This browser is told.' && !document.querySelector('.push-stop').hidden && document.querySelector('#push-post').checked`)
	if got := asked(); strings.Count(got, "ask") != 1 {
		t.Errorf("asked was %q", got)
	}
	// A message comes, though none is read by the page.
	deliver(t, l, `{"seq":9,"who":"The Record","title":"First denial: Talks","body":"Vane denies it.","url":"/story/s","tag":"n9"}`)
	deliver(t, l, `{"seq":9,"who":"The Record","title":"First denial: Talks","body":"Vane denies it.","url":"/story/s","tag":"n9"}`) // the second takes its place
	deliver(t, l, `not json`)
	l.do(js(`setInterval(async () => {
		const all = await (await navigator.serviceWorker.getRegistration('/')).getNotifications();
		window.told = all.map((n) => [n.title, n.body, n.tag, n.data.url].join(' / '));
	}, 50)`))
	l.is(`window.told?.some((n) => n.endsWith('/ notice / /notices'))`)
	if got := l.read(`window.told.join('\n')`); got != "First denial: Talks / The Record\nVane denies it. / n9 / /story/s\n"+strings.TrimPrefix(l.base, "http://")+" /  / notice / /notices" {
		t.Errorf("shown were\n%s", got)
	}
	// One click. The page finds the button, for what stands above it may still move, and a click by place would miss it.
	l.do(chromedp.WaitVisible(".push-stop"), js(`document.querySelector('.push-stop').click()`))
	l.is(`document.querySelector('.push-says').textContent === 'Stopped. Nothing is kept of it here.' && localStorage.getItem('onrecord.push') === null`)
	if got := asked(); !strings.HasSuffix(got, "|end") {
		t.Errorf("asked was %q", got)
	}
	if got := l.read(`String(window.refused)`); got != "" {
		t.Errorf("refused was %q", got)
	}
}

// pushStandIn stands for a push service: a subscription that stays until it is ended.
const pushStandIn = `(() => {
	const make = () => ({ endpoint: 'https://push.example/1', options: {}, toJSON() { return { endpoint: this.endpoint, expirationTime: null, keys: { p256dh: 'k', auth: 'a' } }; },
		unsubscribe: async () => { localStorage.removeItem('stand-in'); return true; } });
	PushManager.prototype.getSubscription = async () => localStorage.getItem('stand-in') ? make() : null;
	PushManager.prototype.subscribe = async (o) => {
		if (!o.userVisibleOnly || o.applicationServerKey.length !== 65) throw new Error('no key');
		localStorage.setItem('stand-in', 'yes');
		return make();
	};
})()`

// deliver brings a message to the worker as the browser does that got it from a push service.
func deliver(t *testing.T, l *live, data string) {
	t.Helper()
	found := make(chan serviceworker.RegistrationID, 10)
	listening, stop := context.WithCancel(l.ctx)
	defer stop()
	err := chromedp.Listen(listening, func(ev any) {
		if e, ok := ev.(*serviceworker.EventWorkerRegistrationUpdated); ok && len(e.Registrations) > 0 {
			select {
			case found <- e.Registrations[0].RegistrationID:
			default:
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	l.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, serviceworker.Disable, cdp.Empty{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, serviceworker.Enable, cdp.Empty{})
		return err
	}))
	select {
	case id := <-found:
		l.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, serviceworker.DeliverPushMessage, serviceworker.DeliverPushMessageParams{Origin: l.base, RegistrationID: id, Data: data})
			return err
		}))
	case <-time.After(20 * time.Second):
		t.Fatal("no worker is registered")
	}
}

// TestThePanelInEverySize looks at the panel full, empty and from the right.
func TestThePanelInEverySize(t *testing.T) {
	t.Parallel()
	full := func() *webtest.World {
		w := webtest.Sample()
		for i := range 30 {
			w.Notes = append(w.Notes, news.Notice{Seq: int64(-i), Key: fmt.Sprint("old", i), At: webtest.Now.Add(-time.Duration(60+i) * time.Hour), Kind: news.NoticePost,
				Who: "Harbour Watch", Title: strings.Repeat("A long line about the harbour ", 1+i%5), Body: strings.Repeat("And what else there is to say of it. ", i%7), URL: "https://social.example/old",
				Part: (1 + i) * (i % 2), Parts: 40 * (i % 2), Thread: strings.Repeat("old", i%2)})
		}
		return w
	}
	empty := func() *webtest.World { w := webtest.Sample(); w.Notes = nil; return w }
	right := func() *webtest.World {
		w := webtest.Sample()
		for i := range w.Pubs {
			w.Pubs[i].Language, w.Pubs[i].Name = "he", "קול הנמל"
		}
		for i, words := range []string{"המגדלור כבה", "חלק אחרון", "הודעה", "עוד חלק", "ראשון"} {
			w.Notes[i].Who, w.Notes[i].Title, w.Notes[i].Body = "משמר הנמל", words+": מה שנמצא בארכיון המכס", "על מה שאיש שם לא רצה לחתום, ומה שנאמר ב־The Record."
		}
		return w
	}
	for _, c := range []struct {
		name string
		w    *webtest.World
		seen int
	}{{"full", full(), 7}, {"empty", empty(), 0}, {"rtl", right(), 7}} {
		c.w.Stream, c.w.Pushes = &webtest.Stream{}, &webtest.Pushes{}
		server := httptest.NewServer(webtest.Handler(t, c.w))
		t.Cleanup(server.Close)
		ctx := start(t)
		t.Cleanup(func() { _ = chromedp.Do(ctx, chromedp.Navigate("about:blank")) })
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/subscribe"), js(fmt.Sprintf(`localStorage.setItem('onrecord.seen', '%d')`, c.seen))); err != nil {
			t.Fatal(err)
		}
		for _, p := range []page{{"notices", "/notices"}, {"home", "/"}} {
			for _, width := range []int64{360, 768, 1440} {
				for _, theme := range themes() {
					name := fmt.Sprintf("panel-%s-%s-%d-%s", c.name, p.name, width, theme)
					t.Run(name, func(t *testing.T) {
						visit(t, ctx, server.URL, p.path, width, theme, narrowAndWide()...)
						if keeps() {
							if err := chromedp.Do(ctx, js(`document.querySelector('.push-ask')?.click(); document.querySelector('.notice-more')?.setAttribute('open', ''); localStorage.setItem('onrecord.seen', '`+fmt.Sprint(c.seen)+`')`)); err != nil {
								t.Fatal(err)
							}
							keepAs(t, ctx, name)
						}
					})
				}
			}
		}
	}
}
