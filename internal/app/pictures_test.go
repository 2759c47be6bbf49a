package app

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/news"
)

// TestPicturesComeByTheGuardedClient has an outlet name pictures of all kinds, and looks at what readers are shown and what was asked for.
func TestPicturesComeByTheGuardedClient(t *testing.T) {
	var asked atomic.Int64
	wide := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	for x := range 1600 {
		wide.Set(x, 450, color.RGBA{200, 30, 30, 255})
	}
	var file bytes.Buffer
	ok(t, png.Encode(&file, wide))
	outlet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/wide.png":
			asked.Add(1)
			_, _ = w.Write(file.Bytes())
		case "/inside":
			http.Redirect(w, r, "http://192.168.7.7/router.png", http.StatusFound)
		case "/script.png":
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))
		case "/bomb.png":
			_, _ = w.Write(append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x06\x00\x00\x00"), 0xac, 0x53, 0x6f, 0x8a))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(outlet.Close)
	a, err := Open(t.Context(), set(t, map[string]string{"gather.loopback": "true"}), slog.New(slog.DiscardHandler), Extras{Eager: true})
	ok(t, err)
	t.Cleanup(func() { _ = a.Close() })
	now := time.Date(2031, 3, 4, 5, 0, 0, 0, time.UTC)
	a.Clock = news.ClockFunc(func() time.Time { return now })
	o := news.Outlet{ID: news.NewID(now), Name: "The Lowmark Record", Kind: news.Newspaper}
	ok(t, a.Store.SaveOutlet(t.Context(), o))
	f := news.Feed{ID: news.NewID(now), OutletID: o.ID, URL: outlet.URL + "/feed", State: news.FeedActive, Interval: time.Hour}
	ok(t, a.Store.AddFeed(t.Context(), f))
	report := func(picture string) news.ID {
		r := news.Report{ID: news.NewID(now), OutletID: o.ID, FeedID: f.ID, URL: outlet.URL + "/" + string(news.NewID(now)), Title: "T", Picture: picture, Published: now, Seen: now, DatedBy: news.DatedByFeed}
		ok(t, a.Store.SaveReport(t.Context(), r))
		return r.ID
	}
	p := &pictures{App: a, slots: make(chan struct{}, picturesAtOnce)}

	id := report(outlet.URL + "/wide.png")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, err := p.Get(t.Context(), id)
			head, kind, bad := image.DecodeConfig(bytes.NewReader(got.JPEG))
			if err != nil || bad != nil || kind != "jpeg" || head.Width != 800 || head.Height != 450 || got.Width != 800 || got.Height != 450 {
				t.Errorf("%d by %d, a %s of %+v, %v, %v", got.Width, got.Height, kind, head, err, bad)
			}
		})
	}
	wait.Wait()
	if n := asked.Load(); n != 1 {
		t.Errorf("the outlet was asked %d times", n)
	}
	for _, bad := range []string{"", "http://192.168.7.7/router.png", "http://169.254.169.254/latest/meta-data", "http://[::1]:1/", outlet.URL + "/inside", outlet.URL + "/script.png", outlet.URL + "/bomb.png", outlet.URL + "/gone.png"} {
		id := report(bad)
		for range 2 { // the second time, it is known
			if got, err := p.Get(t.Context(), id); news.KindOf(err) != news.NotFound || len(got.JPEG) > 0 {
				t.Errorf("%q: %d bytes, %v", bad, len(got.JPEG), err)
			}
		}
		if kept, err := a.Store.Picture(t.Context(), id); bad != "" && (err != nil || kept.Why == "") {
			t.Errorf("%q is kept as %+v, %v", bad, kept, err)
		}
	}
	// Another address is another picture; what is old goes.
	r, err := a.Store.Report(t.Context(), id)
	ok(t, err)
	r.Picture = outlet.URL + "/gone.png"
	ok(t, a.Store.SaveReport(t.Context(), r))
	if _, err := p.Get(t.Context(), id); news.KindOf(err) != news.NotFound {
		t.Errorf("the old picture is shown for a new address: %v", err)
	}
	now = now.Add(picturesKept + time.Hour)
	_, err = a.Forget(t.Context())
	ok(t, err)
	if _, err := a.Store.Picture(t.Context(), id); news.KindOf(err) != news.NotFound {
		t.Errorf("after its time: %v", err)
	}
}
