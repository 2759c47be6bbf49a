package alert

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web"
)

var (
	now   = time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
	quiet = slog.New(slog.DiscardHandler)
)

// fake is a store in memory.
type fake struct {
	mu       sync.Mutex
	story    news.Ledger
	accounts []news.Account
	edition  news.Edition
	watches  []news.Watch
	notices  []news.Notice
	read     int           // how many notices were given
	away     chan struct{} // if not nil, the store does not answer until it has said so here once
}

func (f *fake) Within(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (f *fake) Story(_ context.Context, id news.ID) (news.Story, error) {
	if id != f.story.Story.ID {
		return news.Story{}, news.Errorf(news.NotFound, "there is no such story")
	}
	return f.story.Story, nil
}
func (f *fake) Ledger(context.Context, news.ID) (news.Ledger, error)      { return f.story, nil }
func (f *fake) Accounts(context.Context, news.ID) ([]news.Account, error) { return f.accounts, nil }
func (f *fake) Edition(_ context.Context, id news.ID) (news.Edition, error) {
	if id != f.edition.ID {
		return news.Edition{}, news.Errorf(news.NotFound, "there is no such edition")
	}
	return f.edition, nil
}
func (f *fake) Publication(context.Context, news.ID) (news.Publication, error) {
	return news.Publication{Slug: "alert", Name: "The Alert"}, nil
}
func (f *fake) Watches(context.Context) ([]news.Watch, error) { return f.watches, nil }
func (f *fake) AddNotice(_ context.Context, n news.Notice) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, have := range f.notices {
		if have.Key == n.Key {
			return 0, nil
		}
	}
	n.Seq = int64(len(f.notices) + 1)
	f.notices = append(f.notices, n)
	return n.Seq, nil
}
func (f *fake) NoticesAfter(_ context.Context, seq int64, limit int) (out []news.Notice, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, n := range f.notices {
		if n.Seq > seq && len(out) < limit {
			out = append(out, n)
		}
	}
	f.read += len(out)
	return out, nil
}

func (f *fake) PartsAround(_ context.Context, parts int, from, to time.Time) (out []news.Notice, err error) {
	for _, n := range f.notices {
		if n.Parts == parts && !n.At.Before(from) && !n.At.After(to) {
			out = append(out, n)
		}
	}
	return out, nil
}

func (f *fake) LastNotice(context.Context) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if away := f.away; away != nil {
		f.away = nil
		close(away)
		return 0, news.Errorf(news.Unavailable, "the database does not answer")
	}
	return int64(len(f.notices)), nil
}

func TestWhatIsWatchedIsRaisedOnce(t *testing.T) {
	f := &fake{
		story: news.Ledger{Story: news.Story{ID: "s", Title: "Talks"}, Changes: []news.Change{
			{At: now, Kind: news.FirstReport, ReportID: "a", Words: "unwatched"},
			{At: now.Add(time.Hour), Kind: news.FirstDenial, ReportID: "b", Words: "Tomas Vane denies it."},
			{At: now.Add(2 * time.Hour), Kind: news.NewOrigin, ReportID: "c", Words: "another"},
		}},
		accounts: []news.Account{
			{Report: news.Report{ID: "b"}, Outlet: news.Outlet{Name: "The Record"}},
			{Report: news.Report{ID: "p2", Title: "2/3 It was deep", Published: now.Add(time.Minute)}, Outlet: news.Outlet{ID: "o", Name: "The Desk", Kind: news.Social, Own: true}, Text: "2/3 It was deep\n\nMore words."},
			{Report: news.Report{ID: "p1", Title: "1/3 It began", Published: now}, Outlet: news.Outlet{ID: "o", Name: "The Desk", Kind: news.Social, Own: true}},
			{Report: news.Report{ID: "p3", Title: "Heard elsewhere", Published: now}, Outlet: news.Outlet{ID: "x", Name: "A stranger", Kind: news.Social}},
		},
		watches: []news.Watch{{Kind: news.FirstDenial}, {Kind: news.NewOrigin, StoryID: "another story"}},
	}
	woken := 0
	step := New(f, func() { woken++ }, quiet)
	for range 2 {
		if err := step.Run(t.Context(), "s"); err != nil {
			t.Fatal(err)
		}
	}
	if len(f.notices) != 3 || woken != 1 {
		t.Fatalf("%d notices, woken %d times: %+v", len(f.notices), woken, f.notices)
	}
	byKey := map[string]news.Notice{}
	for _, n := range f.notices {
		byKey[n.Key] = n
	}
	denial := byKey["story/s/first denial"]
	if denial.Title != "First denial: Talks" || denial.Who != "The Record" || denial.Body != "Tomas Vane denies it." || denial.URL != "/story/s" {
		t.Errorf("denial: %+v", denial)
	}
	one, two := byKey["post/p1"], byKey["post/p2"]
	if one.Part != 1 || one.Parts != 3 || one.Title != "It began" || one.Thread != two.Thread || two.Part != 2 || two.Body != "More words." {
		t.Errorf("thread: %+v and %+v", one, two)
	}
	// A denial that turns out to have been earlier is still the story's first.
	f.story.Changes[1].ReportID = "a"
	if err := step.Run(t.Context(), "s"); err != nil || len(f.notices) != 3 {
		t.Errorf("%v; %d notices", err, len(f.notices))
	}
}

func TestAnEditionIsAnnouncedWhenItHasAppeared(t *testing.T) {
	f := &fake{edition: news.Edition{ID: "e", Slug: "2031-03-02", Title: "Today", State: news.Approved}}
	step := New(f, nil, quiet)
	if err := step.Run(t.Context(), "e"); err != nil || len(f.notices) != 0 {
		t.Fatalf("announced before it appeared: %v, %+v", err, f.notices)
	}
	f.edition.State = news.Published
	if err := step.Run(t.Context(), "e"); err != nil || len(f.notices) != 1 || f.notices[0].URL != "/alert/2031-03-02" {
		t.Errorf("%v: %+v", err, f.notices)
	}
	if err := step.Run(t.Context(), "neither"); news.KindOf(err) != news.NotFound {
		t.Errorf("neither story nor edition: %v", err)
	}
}

// stream reads events from a real connection.
type stream struct {
	t      *testing.T
	lines  chan string
	cancel context.CancelFunc
}

func listen(t *testing.T, url, lastID string) *stream {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("content type %q", got)
	}
	s := &stream{t, make(chan string), cancel}
	go func() {
		defer func() { _ = res.Body.Close(); close(s.lines) }()
		for scan := bufio.NewScanner(res.Body); scan.Scan(); {
			select {
			case s.lines <- scan.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	t.Cleanup(cancel)
	return s
}

// next gives the id and title of the next event.
func (s *stream) next() (id, title string) {
	s.t.Helper()
	timeout := time.After(20 * time.Second)
	beat := false
	for {
		select {
		case line, ok := <-s.lines:
			if !ok {
				s.t.Fatal("the stream ended")
			}
			if v, found := strings.CutPrefix(line, "id: "); found {
				id = v
			}
			if v, found := strings.CutPrefix(line, "event: "); found {
				beat = v == "beat"
			}
			if v, found := strings.CutPrefix(line, "data: "); found && !beat {
				var e event
				if err := json.Unmarshal([]byte(v), &e); err != nil {
					s.t.Fatal(err)
				}
				return id, e.Title
			}
		case <-timeout:
			s.t.Fatal("no event in 20 s")
		}
	}
}

func TestNothingIsMissedAndNothingComesTwice(t *testing.T) {
	f := &fake{}
	say := func(title string) {
		if _, err := f.AddNotice(t.Context(), news.Notice{Key: title, Title: title, At: now}); err != nil {
			t.Fatal(err)
		}
	}
	say("before")
	hub, server, stop := run(t, f)

	one := listen(t, server.URL+"?after=0", "")
	if id, title := one.next(); id != "1" || title != "before" {
		t.Errorf("first came %s %q", id, title)
	}
	say("live\nwith a line break")
	hub.Wake()
	id, title := one.next()
	if id != "2" || title != "live\nwith a line break" {
		t.Errorf("then came %s %q", id, title)
	}
	one.cancel()
	for i := range recent + 30 { // more than memory holds
		say("away " + string(rune('a'+i%26)) + strings.Repeat("x", i/26))
	}
	hub.Wake()
	say("last")
	two := listen(t, server.URL, id)
	for want := 3; ; want++ {
		got, title := two.next()
		if got != itoa(want) {
			t.Fatalf("after %d came %s", want-1, got)
		}
		if title == "last" {
			break
		}
	}
	stop()
	for line := range two.lines { // the stream ends with the hub
		if strings.HasPrefix(line, "data:") {
			t.Errorf("after the end came %s", line)
		}
	}
}

// A reader who takes nothing in, on a connection of their own, has the others wait for nothing: what is sent here is far more than the
// buffers in between hold.
func TestWhoReadsSlowlyHoldsUpNobody(t *testing.T) {
	f := &fake{}
	hub, server, stop := run(t, f)
	defer stop()
	slow, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Close() }()
	if _, err := io.WriteString(slow, "GET /?after=0 HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := slow.Read(make([]byte, 15)); err != nil { // it is open
		t.Fatal(err)
	}
	quick := listen(t, server.URL+"?after=0", "")
	const many = 400
	for i := range many {
		if _, err := f.AddNotice(t.Context(), news.Notice{Key: itoa(i), Title: itoa(i), Body: strings.Repeat("a long notice ", 4_000), At: now}); err != nil {
			t.Fatal(err)
		}
	}
	hub.Wake()
	for want := range many {
		if id, _ := quick.next(); id != itoa(want+1) {
			t.Fatalf("after %d came %s", want, id)
		}
	}
}

// Who opens a stream without a number gets what is raised from then on, whether or not the store is asked.
func TestAStreamWithoutANumberBeginsNow(t *testing.T) {
	f := &fake{}
	if _, err := f.AddNotice(t.Context(), news.Notice{Key: "old", Title: "old", At: now}); err != nil {
		t.Fatal(err)
	}
	hub, server, stop := run(t, f)
	defer stop()
	one := listen(t, server.URL, "")
	if _, err := f.AddNotice(t.Context(), news.Notice{Key: "new", Title: "new", At: now}); err != nil {
		t.Fatal(err)
	}
	hub.Wake()
	if _, title := one.next(); title != "new" {
		t.Errorf("first came %q", title)
	}
}

func TestAPostDoesNotBeginInMidSentence(t *testing.T) {
	for _, c := range []struct{ title, text, body string }{
		{"1/5 The bell is found", "1/5 The bell is found, 43 years after. Divers saw it.", "The bell is found, 43 years after. Divers saw it."},
		{"2/5 The bell is found", "2/5 The bell is found. Divers saw it.", "Divers saw it."},
		{"2/5 The bell is found", "2/5 The bell is found", ""},
		{"Begun", "3/5 Something else. Then more.", "Something else. Then more."},
	} {
		n := post(news.Account{Report: news.Report{ID: "r", Title: c.title}, Text: c.text})
		if n.Body != c.body {
			t.Errorf("%q under %q becomes %q, want %q", c.text, c.title, n.Body, c.body)
		}
	}
}

// raise raises some notices.
func (f *fake) raise(t *testing.T, count int) {
	t.Helper()
	for i := range count {
		if _, err := f.AddNotice(t.Context(), news.Notice{Key: itoa(i), Title: itoa(i), At: now}); err != nil {
			t.Fatal(err)
		}
	}
}

func spoken(t *testing.T) *locale.Catalogue {
	t.Helper()
	languages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return languages
}

// What the house says itself comes in the language of the page, from memory and from the store; what an outlet posts is the same for all.
func TestAStreamSpeaksThePagesLanguage(t *testing.T) {
	f := &fake{}
	denial := news.Notice{Key: "told", Kind: news.NoticeWatch, Title: "In English", Told: news.Telling{Kind: news.FirstDenial, Story: "Talks", Outlet: "Nine", Words: "No."}}
	for _, n := range []news.Notice{denial, {Key: "post", Kind: news.NoticePost, Title: "A post"}} {
		if _, err := f.AddNotice(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	f.raise(t, 2*recent) // so that memory has the first two no more
	hub, server, _ := run(t, f)
	denial.Key = "told again"
	if _, err := f.AddNotice(t.Context(), denial); err != nil {
		t.Fatal(err)
	}
	hub.Wake()
	for query, want := range map[string]string{"language=he": "הכחשה ראשונה: \u2068Talks\u2069", "language=en": "First denial: Talks", "language=xx": "First denial: Talks", "language=he-IL": "הכחשה ראשונה: \u2068Talks\u2069", "": "First denial: Talks"} {
		s := listen(t, server.URL+"?after=0&"+query, "")
		if _, title := s.next(); title != want {
			t.Errorf("%q: %q comes from the store", query, title)
		}
		if _, title := s.next(); title != "A post" {
			t.Errorf("%q: the post is %q", query, title)
		}
		s = listen(t, server.URL+"?"+query, itoa(2*recent+2)) // as a browser comes back
		if number, title := s.next(); title != want || number != itoa(2*recent+3) {
			t.Errorf("%q: %s, %q comes from memory", query, number, title)
		}
	}
	for _, n := range hub.tail {
		if len(n.in) != len(spoken(t).Languages()) {
			t.Errorf("notice %d is made %d times", n.seq, len(n.in))
		}
	}
}

// run keeps a hub going behind a server; stop ends it, and waits until it has ended.
func run(t *testing.T, f *fake) (hub *Hub, server *httptest.Server, stop func()) {
	hub = NewHub(f, spoken(t), web.Remote, quiet)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { hub.Run(ctx); close(ended) }()
	server = httptest.NewServer(hub)
	t.Cleanup(server.Close)
	return hub, server, func() { cancel(); <-ended }
}

// A desk that has raised many notices starts with the newest in memory, and still gives the old ones to who asks.
func TestAHubStartsAtTheNewest(t *testing.T) {
	f := &fake{}
	const all = 10 * recent
	f.raise(t, all)
	hub, server, stop := run(t, f)
	old := listen(t, server.URL+"?after=0", "")
	for want := 1; want <= all; want++ {
		if got, _ := old.next(); got != itoa(want) {
			t.Fatalf("after %d came %s", want-1, got)
		}
	}
	now := listen(t, server.URL, "") // from now on
	if _, err := f.AddNotice(t.Context(), news.Notice{Key: "next", Title: "next"}); err != nil {
		t.Fatal(err)
	}
	hub.Wake()
	for _, s := range []*stream{old, now} {
		if _, title := s.next(); title != "next" {
			t.Errorf("then came %q", title)
		}
	}
	stop()
	if n := len(hub.tail); n > recent {
		t.Errorf("%d notices are kept in memory", n)
	}
	if f.read > all+3*recent {
		t.Errorf("the hub read %d notices, so it read the old ones for itself as well", f.read)
	}
}

// A store that does not answer at first has the hub ask again, and not read all that was ever raised.
func TestAHubStartsAtTheNewestOfAStoreThatAnswersLater(t *testing.T) {
	away := make(chan struct{})
	f := &fake{away: away}
	const all = 10 * recent
	f.raise(t, all)
	hub, server, stop := run(t, f)
	<-away
	hub.Wake()
	s := listen(t, server.URL+"?after="+itoa(all-1), "")
	if got, _ := s.next(); got != itoa(all) {
		t.Errorf("after %d came %s", all-1, got)
	}
	stop()
	if f.read > 3*recent {
		t.Errorf("the hub read %d notices", f.read)
	}
}

func itoa(n int) string {
	b, _ := json.Marshal(n)
	return string(b)
}

func TestABadNumberIsRefused(t *testing.T) {
	hub := NewHub(&fake{}, spoken(t), web.Remote, quiet)
	for _, after := range []string{"x", "-1", "99999999999999999999"} {
		w := httptest.NewRecorder()
		hub.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/events?after="+after, nil))
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "number of a notice") {
			t.Errorf("%s: %d %s", after, w.Code, w.Body)
		}
	}
}
