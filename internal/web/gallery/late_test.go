package gallery

import (
	"net/http"
	"net/http/httptest"
	"path"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onrecord/internal/web/webtest"
)

// slowly serves as over a poor line: scripts come long after the page, and fonts after them.
func slowly(next http.Handler) http.Handler {
	late := map[string]time.Duration{".js": 200 * time.Millisecond, ".woff2": 400 * time.Millisecond}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(late[path.Ext(r.URL.Path)]):
			next.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	})
}

// TestNothingMovesWhereFilesComeLate looks at first visits over a slow line.
func TestNothingMovesWhereFilesComeLate(t *testing.T) {
	t.Parallel()
	w := whole()
	w.Stream, w.Pushes = &webtest.Stream{}, &webtest.Pushes{}
	server := httptest.NewServer(slowly(webtest.Handler(t, w)))
	defer server.Close()
	ctx := start(t)
	defer func() { // leaves the page, so that the stream ends and the server can close
		if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
			t.Error(err)
		}
	}()
	for _, width := range []int64{360, 1440} {
		for _, at := range []string{"/", "/strait-brief/" + webtest.Now.Format(time.DateOnly), article, "/iyun/mi-shalach", "/story/" + string(webtest.Talks), "/report/" + string(webtest.Record), "/notices"} {
			if err := chromedp.Do(ctx, cold(true), chromedp.EmulateViewport(width, 900), scheme("light"), chromedp.Navigate(server.URL+at)); err != nil {
				t.Fatal(err)
			}
			still(t, ctx, at)
		}
	}
}
