package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/postgres"
	"onrecord/internal/testkit/pushservice"
)

// pushed is a desk at work whose clock stands still until it is moved, with a push service.
type pushed struct {
	*App
	*Running
	t       *testing.T
	service *pushservice.Service
	now     time.Time
	raised  int
}

// onPushed runs a test on both databases.
func onPushed(t *testing.T, set map[string]string, test func(t *testing.T, d *pushed)) {
	for name, where := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "desk.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			d := &pushed{t: t, service: pushservice.Start(t), now: time.Now().UTC().Truncate(time.Second)}
			flags := map[string]string{"data": t.TempDir(), "database": where(t), "mail.from": "The Desk <desk@digest.example>", "listen": "127.0.0.1:0", "gather.loopback": "true", "tick": "1h"}
			for k, v := range set {
				flags[k] = v
			}
			c, err := config.Load(config.Sources{File: os.DevNull, Flags: flags})
			if err != nil {
				t.Fatal(err)
			}
			x := Extras{Roots: d.service.Roots, Clock: news.ClockFunc(func() time.Time { return d.now })}
			if d.App, err = Open(t.Context(), c, slog.New(slog.DiscardHandler), x); err != nil {
				t.Fatal(err)
			}
			if d.Running, err = d.App.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := d.Running.Stop(); err != nil {
					t.Error(err)
				}
				if err := d.App.Close(); err != nil {
					t.Error(err)
				}
			})
			test(t, d)
		})
	}
}

// post sends what a browser sends, and gives the answer's status.
func (d *pushed) post(path string, what any, change ...func(*http.Request)) int {
	d.t.Helper()
	body, err := json.Marshal(what)
	if err != nil {
		d.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, "http://"+d.Addr+path, bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, f := range change {
		f(r)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

func asking(b *pushservice.Browser, topics ...string) map[string]any {
	return map[string]any{"endpoint": b.Endpoint, "expirationTime": nil, "keys": map[string]string{"p256dh": b.Key, "auth": b.Auth}, "topics": topics}
}

// subscribe subscribes a browser of that name.
func (d *pushed) subscribe(name string, topics ...string) *pushservice.Browser {
	d.t.Helper()
	b := d.service.Browser(name)
	if status := d.post("/push", asking(b, topics...)); status != http.StatusNoContent {
		d.t.Fatalf("%s is answered %d", name, status)
	}
	return b
}

// raise raises a notice.
func (d *pushed) raise(n news.Notice) {
	d.t.Helper()
	d.raised++
	n.Key = fmt.Sprint(d.raised)
	if n.At.IsZero() {
		n.At = d.now
	}
	if _, err := d.Store.AddNotice(d.t.Context(), n); err != nil {
		d.t.Fatal(err)
	}
}

func (d *pushed) tick() {
	d.t.Helper()
	if err := d.Flow.Tick(d.t.Context(), d.Store, d.now); err != nil {
		d.t.Fatal(err)
	}
}

// settled waits until nothing is left to do, and gives what came that was not asked for.
func (d *pushed) settled() []pushservice.Message {
	d.t.Helper()
	for {
		left, err := d.Flow.Left(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		if left[news.Alert] == 0 {
			return d.service.Waiting()
		}
		select {
		case <-d.t.Context().Done():
			d.t.Fatal("it does not end")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (d *pushed) kept() int {
	d.t.Helper()
	n, err := d.Store.Pushes(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

func TestBrowsersAreToldOfWhatTheyAskedFor(t *testing.T) {
	onPushed(t, nil, func(t *testing.T, d *pushed) {
		watch := news.Notice{Kind: news.NoticeWatch, Who: "The Record", Title: "First denial: Talks", Body: "Vane <denies> it.", URL: "/story/s"}
		d.raise(watch) // before anybody asked
		one := d.subscribe("one", news.TopicWatch, news.TopicEdition("p"))
		d.subscribe("two", news.TopicPost)
		d.tick()
		if m := d.settled(); len(m) != 0 {
			t.Fatalf("of what was before they asked: %+v", m)
		}
		d.raise(watch)
		d.tick()
		m := d.service.Next()
		var told map[string]any
		if err := json.Unmarshal([]byte(m.Body), &told); err != nil {
			t.Fatal(err)
		}
		if m.Browser != "one" || told["title"] != "First denial: Talks" || told["body"] != "Vane <denies> it." || told["who"] != "The Record" || told["url"] != "/story/s" || told["tag"] != m.Topic {
			t.Errorf("came %+v", m)
		}
		if m.TTL != "86400" || m.Urgency != "normal" || m.Topic == "" || m.Contact != "mailto:desk@digest.example" || m.Key != d.steps.Push.Key() {
			t.Errorf("came %+v", m)
		}
		// An edition of another publication, one of theirs, an old notice, and a thread whose parts come together.
		d.raise(news.Notice{Kind: news.NoticeEdition, Title: "Another's", PublicationID: "q"})
		d.raise(news.Notice{Kind: news.NoticeEdition, Title: "Today", PublicationID: "p"})
		d.raise(news.Notice{Kind: news.NoticeWatch, Title: "Long ago", At: d.now.Add(-25 * time.Hour)})
		for part := 1; part <= 3; part++ {
			d.raise(news.Notice{Kind: news.NoticePost, Title: "A thread", Part: part, Parts: 3, Thread: "t"})
		}
		d.tick()
		got := map[string]string{}
		for _, m := range append([]pushservice.Message{d.service.Next(), d.service.Next()}, d.settled()...) {
			var told struct{ Title string }
			if err := json.Unmarshal([]byte(m.Body), &told); err != nil {
				t.Fatal(err)
			}
			got[m.Browser] += "[" + told.Title + " " + m.Urgency + "]"
		}
		if got["one"] != "[Today normal]" || got["two"] != "[3/3 A thread low]" {
			t.Errorf("told were %v", got)
		}
		d.tick()
		if m := d.settled(); len(m) != 0 {
			t.Errorf("told twice: %+v", m)
		}
		// It ends in one click, whether it is known or not, and nothing is left.
		for range 2 {
			if status := d.post("/push/end", map[string]string{"endpoint": one.Endpoint}); status != http.StatusNoContent {
				t.Errorf("ending is answered %d", status)
			}
		}
		d.raise(watch)
		d.tick()
		if m := d.settled(); len(m) != 0 || d.kept() != 1 {
			t.Errorf("after the end: %+v, %d are kept", m, d.kept())
		}
	})
}

// What the house says itself is told in the language of the page on which a browser was asked; a renewal that names none leaves it.
func TestABrowserIsToldInTheLanguageOfItsPage(t *testing.T) {
	onPushed(t, nil, func(t *testing.T, d *pushed) {
		denial := news.Notice{Kind: news.NoticeWatch, Title: "Written in English", Told: news.Telling{Kind: news.FirstDenial, Story: "Talks", Outlet: "Nine", Who: "Tom", Words: "No."}}
		for name, language := range map[string]string{"he": "he", "en": "en", "none": "", "unknown": "xx", "region": "he-IL"} {
			ask := asking(d.service.Browser(name), news.TopicWatch, news.TopicPost)
			ask["language"] = language
			if status := d.post("/push", ask); status != http.StatusNoContent {
				t.Fatalf("%s is answered %d", name, status)
			}
			delete(ask, "language")
			if status := d.post("/push", ask); status != http.StatusNoContent {
				t.Fatalf("%s is answered %d", name, status)
			}
		}
		for _, want := range []map[string]string{
			{"he": "הכחשה ראשונה: \u2068Talks\u2069", "region": "הכחשה ראשונה: \u2068Talks\u2069", "en": "First denial: Talks", "none": "First denial: Talks", "unknown": "First denial: Talks"},
			{"he": "A post", "region": "A post", "en": "A post", "none": "A post", "unknown": "A post"},
		} {
			d.raise(denial)
			d.tick()
			got := map[string]string{}
			for range want {
				m := d.service.Next()
				var told struct{ Title string }
				if err := json.Unmarshal([]byte(m.Body), &told); err != nil {
					t.Fatal(err)
				}
				got[m.Browser] = told.Title
			}
			if !maps.Equal(got, want) {
				t.Errorf("told were %q", got)
			}
			d.settled()
			denial = news.Notice{Kind: news.NoticePost, Title: "A post"}
		}
	})
}

func TestAPushServiceThatRefuses(t *testing.T) {
	onPushed(t, nil, func(t *testing.T, d *pushed) {
		for _, name := range []string{"gone", "lost", "busy", "good"} {
			d.subscribe(name, news.TopicWatch)
		}
		d.service.Answer(func(browser string) (int, string) {
			switch browser {
			case "gone":
				return http.StatusGone, ""
			case "lost":
				return http.StatusNotFound, ""
			case "busy":
				return http.StatusTooManyRequests, "7200"
			}
			return http.StatusCreated, ""
		})
		d.raise(news.Notice{Kind: news.NoticeWatch, Title: "one"})
		d.tick()
		if m := d.service.Next(); m.Browser != "good" {
			t.Errorf("came %+v", m)
		}
		d.settled()
		if d.kept() != 2 {
			t.Errorf("%d are kept; those that are gone go", d.kept())
		}
		d.service.Answer(nil)
		d.now = d.now.Add(2*time.Hour - time.Second)
		d.raise(news.Notice{Kind: news.NoticeWatch, Title: "two"})
		d.tick()
		if m := append([]pushservice.Message{d.service.Next()}, d.settled()...); len(m) != 1 || m[0].Browser != "good" {
			t.Errorf("before its time came %+v", m)
		}
		d.now = d.now.Add(time.Second)
		d.tick()
		one, two := d.service.Next(), d.service.Next()
		if !strings.Contains(one.Body, `"one"`) || !strings.Contains(two.Body, `"two"`) || one.Browser != "busy" || two.Browser != "busy" || len(d.settled()) != 0 {
			t.Errorf("after its time came %+v, %+v", one, two)
		}
	})
}

// TestABatchThatIsCutOffGoesOn cuts off a run while messages are on their way: who was told is not told again, and nobody is left out.
func TestABatchThatIsCutOffGoesOn(t *testing.T) {
	onPushed(t, nil, func(t *testing.T, d *pushed) {
		const all = 60
		for i := range all {
			b := d.service.Browser(fmt.Sprint("b", i))
			ask := news.PushAsk{Endpoint: b.Endpoint, Key: b.Key, Auth: b.Auth, Topics: []string{news.TopicWatch}}
			if err := d.steps.Push.Ask(t.Context(), ask); err != nil {
				t.Fatal(err)
			}
		}
		d.raise(news.Notice{Kind: news.NoticeWatch, Title: "one"})
		made, err := d.Store.DuePushes(t.Context(), d.now)
		if err != nil || len(made) != 1 {
			t.Fatal(made, err)
		}
		ctx, cut := context.WithCancel(t.Context())
		hang := make(chan struct{})
		calls := make(chan struct{}, all)
		d.service.Answer(func(string) (int, string) {
			calls <- struct{}{}
			if len(calls) > 20 {
				cut()
				<-hang
			}
			return http.StatusCreated, ""
		})
		if err := d.steps.Push.Run(ctx, made[0]); err == nil {
			t.Fatal("it was not cut off")
		}
		close(hang)
		d.service.Answer(nil)
		if err := d.steps.Push.Run(t.Context(), made[0]); err != nil {
			t.Fatal(err)
		}
		told := map[string]int{}
		topics := map[string]bool{}
		for len(told) < all {
			m := d.service.Next()
			told[m.Browser]++
			topics[m.Topic] = true
		}
		again := 0
		for _, n := range told {
			again += n - 1
		}
		// Those that were on their way may come twice; the second takes the place of the first.
		if again > 16+1 || len(topics) != 1 {
			t.Errorf("%d were told twice, of %d topics", again, len(topics))
		}
		left, err := d.Store.PushesOf(t.Context(), made[0])
		if err != nil || len(left) != 0 {
			t.Errorf("%d are left in hand, %v", len(left), err)
		}
	})
}

func TestWhatIsNotTakenForABrowser(t *testing.T) {
	onPushed(t, map[string]string{"push.browsers": "3"}, func(t *testing.T, d *pushed) {
		b := d.service.Browser("one")
		bad := func(change func(map[string]any)) map[string]any {
			a := asking(b, news.TopicWatch)
			change(a)
			return a
		}
		for name, c := range map[string]struct {
			what   any
			change func(*http.Request)
			status int
		}{
			"another site":        {asking(b, "watch"), func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
			"another origin":      {asking(b, "watch"), func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "https://evil.example") }, http.StatusForbidden},
			"a form":              {asking(b, "watch"), func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, http.StatusUnprocessableEntity},
			"no topics":           {asking(b), nil, http.StatusUnprocessableEntity},
			"unknown topics":      {asking(b, "everything"), nil, http.StatusUnprocessableEntity},
			"no https":            {bad(func(a map[string]any) { a["endpoint"] = "http://push.example/1" }), nil, http.StatusUnprocessableEntity},
			"a private address":   {bad(func(a map[string]any) { a["endpoint"] = "https://192.168.1.1/1" }), nil, http.StatusUnprocessableEntity},
			"a key that is none":  {bad(func(a map[string]any) { a["keys"] = map[string]string{"p256dh": "x", "auth": b.Auth} }), nil, http.StatusUnprocessableEntity},
			"something else":      {[]int{1}, nil, http.StatusUnprocessableEntity},
			"something very long": {bad(func(a map[string]any) { a["more"] = strings.Repeat("x", 20000) }), nil, http.StatusRequestEntityTooLarge},
		} {
			change := func(r *http.Request) {
				r.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", len(name))) // each from elsewhere
				if c.change != nil {
					c.change(r)
				}
			}
			if status := d.post("/push", c.what, change); status != c.status {
				t.Errorf("%s is answered %d, want %d", name, status, c.status)
			}
		}
		if d.kept() != 0 {
			t.Fatalf("%d are kept", d.kept())
		}
		for i := range 3 {
			d.subscribe(fmt.Sprint(i), news.TopicPost)
		}
		if status := d.post("/push", asking(b, news.TopicPost)); status != http.StatusConflict {
			t.Errorf("one more than there may be is answered %d", status)
		}
		status := 0
		for range 12 {
			status = d.post("/push", asking(b, news.TopicPost))
		}
		if status != http.StatusTooManyRequests {
			t.Errorf("the last of very many is answered %d", status)
		}
	})
}

func TestBrowsersAreForgottenInTheirTime(t *testing.T) {
	onPushed(t, map[string]string{"push.keep": "30d"}, func(t *testing.T, d *pushed) {
		d.subscribe("one", news.TopicPost)
		d.subscribe("two", news.TopicPost)
		day := 24 * time.Hour
		for _, c := range []struct {
			after time.Duration
			left  int
		}{{29 * day, 2}, {31 * day, 0}} {
			began := d.now
			d.now = d.now.Add(c.after)
			if err := d.steps.Push.Forget(t.Context()); err != nil || d.kept() != c.left {
				t.Errorf("after %v there are %d, %v", c.after, d.kept(), err)
			}
			d.now = began
		}
		// One to which nothing gets through.
		d.subscribe("bad", news.TopicWatch)
		d.service.Answer(func(string) (int, string) { return http.StatusForbidden, "" })
		for range 15 {
			d.raise(news.Notice{Kind: news.NoticeWatch, Title: "x"})
			d.tick()
			d.settled()
			d.now = d.now.Add(day)
		}
		if err := d.steps.Push.Forget(t.Context()); err != nil || d.kept() != 0 {
			t.Errorf("%d are kept, %v", d.kept(), err)
		}
	})
}

func TestPushIsOffWhereTheSettingsSaySo(t *testing.T) {
	onPushed(t, map[string]string{"push.browsers": "0"}, func(t *testing.T, d *pushed) {
		if status := d.post("/push", asking(d.service.Browser("one"), news.TopicPost)); status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
			t.Errorf("it is answered %d", status)
		}
		res, err := http.Get("http://" + d.Addr + "/notices") //nolint:noctx // of this machine
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		var b bytes.Buffer
		if _, err := b.ReadFrom(res.Body); err != nil || strings.Contains(b.String(), "push") {
			t.Errorf("the page offers it: %v", err)
		}
	})
}
