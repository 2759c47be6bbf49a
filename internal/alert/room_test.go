package alert

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// hall is a hub behind a real server, with fewer places. Who somebody is stands in a header.
func hall(t *testing.T, all, each int) (*Hub, *httptest.Server) {
	t.Helper()
	h := NewHub(&fake{}, spoken(t), func(r *http.Request) string { return r.Header.Get("From") }, quiet)
	h.room, h.beat = newRoom(all, each), 10*time.Millisecond
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { h.Run(ctx); close(ended) }()
	server := httptest.NewServer(h)
	t.Cleanup(func() { stop(); <-ended; server.Close() })
	return h, server
}

// asks opens a stream in somebody's name; leave ends it.
func asks(t *testing.T, server *httptest.Server, from string) (res *http.Response, leave func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("From", from)
	res, err = http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	leave = func() { cancel(); _ = res.Body.Close() }
	t.Cleanup(leave)
	return res, leave
}

// becomes waits until so many streams are open.
func (r *room) becomes(t *testing.T, want int) {
	t.Helper()
	for late := time.After(20 * time.Second); ; {
		r.mu.Lock()
		open, from := r.open, len(r.from)
		r.mu.Unlock()
		if open == want {
			if want == 0 && from != 0 {
				t.Errorf("%d addresses are kept of nobody", from)
			}
			return
		}
		select {
		case <-late:
			t.Fatalf("%d streams are open, not %d", open, want)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func TestStreamsThatDoNotFitAreRefused(t *testing.T) {
	for _, c := range []struct {
		name      string
		all, each int
		come      string // who asks, each a letter; - is nobody known
		refused   string // . taken, x refused
	}{
		{"one address takes no more than its share", 10, 2, "aaaba", "..x.x"},
		{"all take no more than there is", 3, 2, "aabca", "...xx"},
		{"who cannot be told apart is not limited together", 4, 1, "--a-a-", "....xx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, server := hall(t, c.all, c.each)
			got := ""
			var open []func()
			for _, who := range strings.Split(c.come, "") {
				res, leave := asks(t, server, strings.Trim(who, "-"))
				switch res.StatusCode {
				case http.StatusOK:
					got += "."
					open = append(open, leave)
				case http.StatusServiceUnavailable:
					got += "x"
					if text, err := io.ReadAll(res.Body); err != nil || res.Header.Get("Retry-After") != "60" || res.Header.Get("Cache-Control") != "no-store" || !strings.Contains(string(text), "Too many pages") {
						t.Errorf("the refusal is %q with %v, %v", text, res.Header, err)
					}
				default:
					t.Fatalf("it answers %s", res.Status)
				}
			}
			if got != c.refused {
				t.Errorf("of %s are refused %s, want %s", c.come, got, c.refused)
			}
			// Who goes makes room.
			h.room.becomes(t, len(open))
			for _, leave := range open {
				leave()
			}
			h.room.becomes(t, 0)
			if res, _ := asks(t, server, "a"); res.StatusCode != http.StatusOK {
				t.Errorf("when all are gone it answers %s", res.Status)
			}
		})
	}
}

// TestARefusedReaderMissesNothing: what was raised while there was no room comes when there is.
func TestARefusedReaderMissesNothing(t *testing.T) {
	h, server := hall(t, 1, 1)
	_, leave := asks(t, server, "a")
	if res, _ := asks(t, server, "b"); res.StatusCode != http.StatusServiceUnavailable {
		t.Fatalf("it answers %s", res.Status)
	}
	if _, err := h.notices.(*fake).AddNotice(t.Context(), news.Notice{Key: "k", Title: "meanwhile", At: now}); err != nil {
		t.Fatal(err)
	}
	h.Wake()
	leave()
	h.room.becomes(t, 0)
	if _, title := listen(t, server.URL, "0").next(); title != "meanwhile" {
		t.Errorf("first comes %q", title)
	}
}

// TestAnIdleStreamIsAlive: where nothing happens a sign of life comes again and again, which the page takes for no notice, and it comes
// often enough for the proxies in between, which give up after a minute if nobody told them otherwise.
func TestAnIdleStreamIsAlive(t *testing.T) {
	_, server := hall(t, 1, 1)
	res, _ := asks(t, server, "a")
	in := bufio.NewReader(res.Body)
	var said []string
	for len(said) < 12 {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, line)
	}
	if first := said[0]; !strings.HasPrefix(first, "retry: ") || said[1] != "\n" {
		t.Errorf("it begins with %q", said[:2])
	}
	for i := 2; i+2 < len(said); i += 3 {
		if got := strings.Join(said[i:i+3], ""); got != alive {
			t.Errorf("then comes %q, not %q", got, alive)
		}
	}
	if 2*beat > time.Minute {
		t.Errorf("a sign of life every %s is too seldom", beat)
	}
}
