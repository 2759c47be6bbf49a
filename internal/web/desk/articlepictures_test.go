package desk_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

// withFile is a form with a file, as a browser sends it.
func withFile(t *testing.T, path, field, name string, file []byte, fields ...string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

var thumb = regexp.MustCompile(`<img src="(/desk/articles/article-unfinished/pictures/[^"]+)"`)

func TestPicturesOfAnArticleAtTheDesk(t *testing.T) {
	w := webtest.Sample().WithPieces()
	e, acts := loggedIn(t, w)
	const draft = "/desk/articles/" + string(webtest.Unfinished)
	var mill bytes.Buffer
	if err := png.Encode(&mill, image.NewGray(image.Rect(0, 0, 900, 600))); err != nil {
		t.Fatal(err)
	}
	send := func(file []byte, fields ...string) *httptest.ResponseRecorder {
		t.Helper()
		return e.do(withFile(t, draft+"/pictures", "file", "mill.png", file, fields...))
	}
	e.says(send([]byte("<svg onload=alert(1)>"), "alt", " ", "name", "../x", "caption", "<b>"), 422, "Not added yet", "This is no picture that can be read", "Say in a sentence what the picture shows", "is no name for a picture", `value="&lt;b&gt;"`, "To be written.</textarea>")
	e.says(send(make([]byte, 12<<20), "alt", "x"), 413, "too long")
	e.says(send(mill.Bytes(), "alt", `The "mill"`, "caption", "By the [sea]", "credit", "<i>"), 303)
	got := e.get(draft)
	e.says(got, 200, "The picture is kept. Put its line into the text", "![The &#34;mill&#34;](mill.png &#34;By the [sea]&#34;)", "Take it away", `value="&lt;i&gt;"`)
	if err := webtest.WellFormed(got.Body.String()); err != nil {
		t.Error(err)
	}
	if err := webtest.Harmless(got.Body.String()); err != nil {
		t.Error(err)
	}
	address := thumb.FindStringSubmatch(got.Body.String())
	if address == nil {
		t.Fatal("it is not shown")
	}
	if got := e.get(address[1]); got.Code != 200 || got.Header().Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(got.Header().Get("Cache-Control"), "private") {
		t.Errorf("%s answers %d, %v", address[1], got.Code, got.Header())
	}
	// What only editors may see is no one's to keep unasked: the machine may be another's tomorrow, or the editor none.
	private := e.get(address[1]).Header()
	r := httptest.NewRequest(http.MethodGet, address[1], nil)
	r.Header.Set("If-None-Match", private.Get("ETag"))
	if got := e.do(r); private.Get("Cache-Control") != "private, no-cache" || private.Get("ETag") == "" || got.Code != http.StatusNotModified {
		t.Errorf("who has %v gets %d", private, got.Code)
	}
	s, strange := stranger(t, w)
	if got := s.get(address[1]); got.Code != http.StatusSeeOther {
		t.Errorf("a stranger gets %d", got.Code)
	}
	if got := s.do(withFile(t, draft+"/pictures", "file", "mill.png", mill.Bytes(), "alt", "x")); got.Code != http.StatusSeeOther || len(strange.Wrote) > 0 {
		t.Errorf("a stranger's picture: %d, %v", got.Code, strange.Wrote)
	}

	// The text names it, and one that is not there: the editor is told, readers would see its words.
	form := untouched(t, w, webtest.Unfinished)
	form.Set("text", "One\n\n![The mill](mill.png)\n\n![The \"lost\"](lost.png)\n")
	e.says(e.post(draft, form), 303)
	e.says(e.get(draft), 200, "Not there: the picture <bdi>lost.png</bdi>, which line 5 names", "which has it")
	e.says(e.get(draft+"/preview"), 200, `<figure><img src="`+strings.Replace(address[1], "-480.", "-900.", 1), `<p dir="auto">The &#34;lost&#34;</p>`, `<small dir="auto">&lt;i&gt;</small>`)
	form = untouched(t, w, webtest.Unfinished)
	form.Set("text", "One ![The mill](mill.png)")
	e.says(e.post(draft, form), 422, "Line 1 has the picture &#34;mill.png&#34; within it")

	e.says(e.post(draft+"/pictures/mill.png", map[string][]string{"alt": {"A mill"}, "caption": {""}, "credit": {"The mill's"}}), 303)
	if p := w.Pieces.Pictures[webtest.Unfinished][0]; p.Alt != "A mill" || p.Credit != "The mill's" || p.Caption != "" {
		t.Errorf("kept: %+v", p)
	}
	e.says(e.post(draft+"/pictures/mill.png", map[string][]string{"do": {"remove"}}), 303)
	if len(w.Pieces.Pictures[webtest.Unfinished]) > 0 || !strings.Contains(strings.Join(acts.Wrote, "; "), "picture mill.png") {
		t.Errorf("it is there still: %v", acts.Wrote)
	}
	e.says(e.post(draft+"/pictures/mill.png", map[string][]string{"do": {"remove"}}), 404)
	if _, err := w.ArticlePictureJPEG(t.Context(), webtest.Unfinished, "mill.png", 480); news.KindOf(err) != news.NotFound {
		t.Error(err)
	}
}
