package desk_test

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onrecord/internal/web/webtest"
)

// TestAFileMayTakeItsTime sends a picture, and a list of readers, to a server that is out of patience as soon as it has the request's head.
func TestAFileMayTakeItsTime(t *testing.T) {
	w := webtest.Sample().WithPieces()
	e, acts := loggedIn(t, w)
	s, _ := stranger(t, w)
	noise := image.NewGray(image.Rect(0, 0, 900, 600)) // which no PNG makes so small that it comes with the head
	if _, err := rand.Read(noise.Pix); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, noise); err != nil {
		t.Fatal(err)
	}
	const pictures, list = "/desk/articles/" + string(webtest.Unfinished) + "/pictures", "/desk/readers/import"
	picture := func() *http.Request {
		return withFile(t, pictures, "file", "mill.png", file.Bytes(), "alt", "The mill")
	}
	readers := withFile(t, list, "list", "readers.csv", []byte("email\n"+strings.Repeat("ann@karsk.example\n", 30_000)), "publication", "strait-brief", "consent", "On paper", "dry", "yes")
	send := func(by *editor, path string, r *http.Request) (int, error) {
		server := httptest.NewUnstartedServer(by.handler)
		server.Config.ReadHeaderTimeout, server.Config.ReadTimeout, server.Config.WriteTimeout = time.Minute, time.Nanosecond, time.Nanosecond
		server.Start()
		defer server.Close()
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
	if code, err := send(e, pictures, picture()); err != nil || code != http.StatusSeeOther || len(w.Pieces.Pictures[webtest.Unfinished]) != 1 {
		t.Errorf("an editor's is answered %d, %v", code, err)
	}
	if code, err := send(e, list, readers); err != nil || code != http.StatusOK || len(acts.Read) != 1 {
		t.Errorf("an editor's list is answered %d, %v", code, err)
	}
	if code, err := send(s, pictures, picture()); err == nil {
		t.Errorf("a stranger's, who is to have no more time than others, is answered %d", code)
	}
}
