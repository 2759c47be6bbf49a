package gallery

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"onrecord/internal/web/webtest"
)

// hurry has the page's own waits pass so many times as fast. What it waits for is kept as it was asked for.
const hurry = `(() => {
	const real = window.setTimeout;
	window.waits = [];
	window.setTimeout = (f, ms, ...more) => { window.waits.push(ms || 0); return real(f, (ms || 0) / %d, ...more); };
})()`

// patience is how long the page bears a stream that is silent, in its own time.
const patience = 50 * time.Second

// asking is one request of the page for the stream, which stays open until the test ends it.
type asking struct {
	after, last string // where it wants to go on, by the address and by Last-Event-ID
	w           http.ResponseWriter
	gone        <-chan struct{}
	end         chan struct{}
}

// say sends the page something.
func (a asking) say(t *testing.T, text string) {
	t.Helper()
	if _, err := io.WriteString(a.w, text); err != nil {
		t.Fatal(err)
	}
	if err := http.NewResponseController(a.w).Flush(); err != nil {
		t.Fatal(err)
	}
}

// listening is the page of notices in front of a stream that the test answers itself.
type listening struct {
	t     *testing.T
	ctx   context.Context //nolint:containedctx // the browser's
	asked chan asking
}

func openListening(t *testing.T, quicker int) *listening {
	t.Helper()
	l := &listening{t: t, asked: make(chan asking)}
	w := webtest.Sample()
	w.Stream = &webtest.Stream{}
	site := webtest.Handler(t, w)
	over := make(chan struct{})
	mux := http.NewServeMux()
	mux.Handle("/", site)
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		a := asking{after: r.URL.Query().Get("after"), last: r.Header.Get("Last-Event-ID"), w: w, gone: r.Context().Done(), end: make(chan struct{})}
		select {
		case l.asked <- a:
		case <-over:
			return
		}
		select {
		case <-a.end:
		case <-a.gone:
		case <-over:
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() { close(over); server.Close() })
	l.ctx = start(t)
	t.Cleanup(func() { _ = chromedp.Do(l.ctx, chromedp.Navigate("about:blank")) })
	err := chromedp.Do(l.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(hurry, quicker)})
		return err
	}), chromedp.Navigate(server.URL+"/notices"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// next waits until the page asks for the stream.
func (l *listening) next() asking {
	l.t.Helper()
	select {
	case a := <-l.asked:
		return a
	case <-time.After(30 * time.Second):
		l.t.Fatal("the page does not ask for the stream")
		return asking{}
	}
}

// accept lets a stream begin. The browser is to come back at once when it ends.
func (l *listening) accept(a asking) asking {
	l.t.Helper()
	a.w.Header().Set("Content-Type", "text/event-stream")
	a.say(l.t, "retry: 1\n\n")
	return a
}

func (l *listening) is(expression string) {
	l.t.Helper()
	if err := chromedp.Do(l.ctx, until(expression)); err != nil {
		l.t.Fatalf("it does not come to be so: %s: %v", expression, err)
	}
}

const numbered = "id: %d\nevent: notice\ndata: {\"seq\":%d,\"at\":\"2031-03-04T09:30:00Z\",\"kind\":\"watch\",\"who\":\"A\",\"title\":\"Number %d\",\"body\":\"\",\"url\":\"\"}\n\n"

// TestAPageThatIsRefusedWaitsLongerAndLonger: a server that has no room for the page's stream (503) is asked again after a while that doubles,
// up to a minute, and is each page's own; the page says so; when there is room it goes on where it was.
func TestAPageThatIsRefusedWaitsLongerAndLonger(t *testing.T) {
	l := openListening(t, 80)
	const refusals = 8
	for i := range refusals {
		a := l.next()
		if a.after != "9" {
			t.Errorf("attempt %d goes on after %q, not 9", i+1, a.after)
		}
		a.w.Header().Set("Retry-After", "60")
		a.w.WriteHeader(http.StatusServiceUnavailable)
		close(a.end)
	}
	l.is(`!document.getElementById('notices-away').hidden`)
	a := l.accept(l.next())
	a.say(t, fmt.Sprintf(numbered, 20, 20, 20))
	l.is(`document.querySelector('.notices').innerText.includes('Number 20') && document.getElementById('notices-away').hidden`)

	waits, err := chromedp.Run(l.ctx, chromedp.Evaluate[[]float64](`window.waits`))
	if err != nil {
		t.Fatal(err)
	}
	between := slices.DeleteFunc(waits, func(ms float64) bool { return ms == math.Trunc(ms) }) // those between attempts are at random
	if len(between) != refusals {
		t.Fatalf("after %d refusals it waited %v ms", refusals, between)
	}
	for i, ms := range between {
		most := min(60_000, 2000*float64(int(1)<<i))
		if ms < most/2 || ms > most {
			t.Errorf("wait %d is %.0f ms, not between half of %.0f and that", i+1, ms, most)
		}
	}

	// A stream that breaks off is taken up again by the browser itself, which names the last notice; the refusals are forgotten.
	close(a.end)
	a = l.accept(l.next())
	if a.last != "20" {
		t.Errorf("it comes back with Last-Event-ID %q", a.last)
	}
	a.say(t, fmt.Sprintf(numbered, 20, 20, 20)+fmt.Sprintf(numbered, 21, 21, 21))
	l.is(`document.querySelector('.notices').innerText.includes('Number 21')`)
	if got, err := chromedp.Run(l.ctx, chromedp.Evaluate[int](`document.querySelectorAll('[data-seq="20"]').length`)); err != nil || got != 1 {
		t.Errorf("a notice that comes twice is there %d times, %v", got, err)
	}
}

// TestASilentStreamIsGivenUp: a connection that was lost on the way without a word is not waited on for ever, and one that is idle but alive is
// left alone.
func TestASilentStreamIsGivenUp(t *testing.T) {
	const quicker = 30
	l := openListening(t, quicker)
	a := l.accept(l.next())
	a.say(t, fmt.Sprintf(numbered, 30, 30, 30))
	// Alive, for twice as long as it bears silence, at the server's pace of every 15 s.
	pulse := time.NewTicker(15 * time.Second / quicker)
	defer pulse.Stop()
	for range 2 * patience / (15 * time.Second) {
		select {
		case b := <-l.asked:
			t.Fatalf("a stream that is alive is given up for another one after %q", b.after)
		case <-pulse.C:
			a.say(t, "event: beat\ndata: alive\n\n")
		}
	}
	if got, err := chromedp.Run(l.ctx, chromedp.Evaluate[string](`document.querySelector('.notices').innerText`)); err != nil || strings.Contains(got, "alive") {
		t.Errorf("a sign of life is shown as a notice: %q, %v", got, err)
	}
	// Silent.
	b := l.accept(l.next())
	if b.after != "30" {
		t.Errorf("the next stream goes on after %q, not 30", b.after)
	}
	select {
	case <-a.gone:
	case <-time.After(20 * time.Second):
		t.Error("the silent stream is still open beside the new one")
	}
}
