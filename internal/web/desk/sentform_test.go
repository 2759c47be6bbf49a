package desk_test

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"onrecord/internal/web/webtest"
)

// TestAPictureMayTakeItsTime sends one to a server that is out of patience as soon as it has the request's head.
func TestAPictureMayTakeItsTime(t *testing.T) {
	w := webtest.Sample().WithPieces()
	e, _ := loggedIn(t, w)
	s, _ := stranger(t, w)
	noise := image.NewGray(image.Rect(0, 0, 900, 600)) // which no PNG makes so small that it comes with the head
	if _, err := rand.Read(noise.Pix); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, noise); err != nil {
		t.Fatal(err)
	}
	send := func(by *editor) (int, error) {
		server := httptest.NewUnstartedServer(by.handler)
		server.Config.ReadHeaderTimeout, server.Config.ReadTimeout, server.Config.WriteTimeout = time.Minute, time.Nanosecond, time.Nanosecond
		server.Start()
		defer server.Close()
		const path = "/desk/articles/" + string(webtest.Unfinished) + "/pictures"
		r := withFile(t, path, "file", "mill.png", file.Bytes(), "alt", "The mill")
		out, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+path, r.Body)
		if err != nil {
			return 0, err
		}
		out.Header = r.Header
		if by.cookie != "" {
			out.Header.Set("Cookie", by.cookie)
		}
		res, err := http.DefaultTransport.RoundTrip(out)
		if err != nil {
			return 0, err
		}
		return res.StatusCode, res.Body.Close()
	}
	if code, err := send(e); err != nil || code != http.StatusSeeOther || len(w.Pieces.Pictures[webtest.Unfinished]) != 1 {
		t.Errorf("an editor's is answered %d, %v", code, err)
	}
	if code, err := send(s); err == nil {
		t.Errorf("a stranger's, who is to have no more time than others, is answered %d", code)
	}
}
