package desk_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

var articlePages = []string{
	"/desk/articles", "/desk/articles?state=draft", "/desk/articles?state=withdrawn", "/desk/articles/new", "/desk/articles/article-fax", "/desk/articles/article-unfinished", "/desk/articles/article-forged",
	"/desk/articles/article-endless", "/desk/articles/article-hebrew", "/desk/articles/article-fax/preview", "/desk/articles/article-fax/versions/2", "/desk/authors", "/desk/authors/author-dana", "/desk/authors/author-long",
}

func TestPagesOfArticlesAreWellFormedAndHarmless(t *testing.T) {
	hostile := webtest.Sample().WithPieces()
	for i := range hostile.Pieces.Written {
		a := &hostile.Pieces.Written[i]
		a.Title, a.Text, a.Because, a.ChangedBy, a.Tags = "<script>alert(1)</script>", "</textarea><script>alert(1)</script>", "<svg onload=alert(1)>", "<b>", []string{"\" onfocus=\"alert(1)"}
	}
	for i := range hostile.Pieces.Writers {
		hostile.Pieces.Writers[i].Name, hostile.Pieces.Writers[i].Biography = "<img src=x onerror=alert(1)>", "</textarea><script>"
	}
	for name, w := range map[string]*webtest.World{"sample": webtest.Sample().WithPieces(), "hostile": hostile} {
		e, _ := loggedIn(t, w)
		for _, path := range articlePages {
			got := e.get(path)
			if got.Code != http.StatusOK {
				t.Errorf("%s: %s answers %d", name, path, got.Code)
			}
			if err := webtest.WellFormed(got.Body.String()); err != nil {
				t.Errorf("%s: %s is not well formed: %v", name, path, err)
			}
			if err := webtest.Harmless(got.Body.String()); err != nil {
				t.Errorf("%s: %s lets in %v", name, path, err)
			}
		}
	}
	e, _ := loggedIn(t, webtest.Sample())
	e.says(e.get("/desk/articles"), 200, "None has been written yet.")
	e.says(e.get("/desk/articles?state=ripe"), 400, "it is draft, published or withdrawn")
	e.says(e.get("/desk/articles?page=2"), 200, "None has been written yet.")
	s, _ := stranger(t, webtest.Sample().WithPieces())
	for _, path := range articlePages {
		if got := s.get(path); got.Code != http.StatusSeeOther {
			t.Errorf("a stranger gets %d of %s", got.Code, path)
		}
	}
}

// untouched gives the form of an article as a browser would send it back.
func untouched(t *testing.T, w *webtest.World, id news.ID) url.Values {
	t.Helper()
	e, _ := loggedIn(t, w)
	return webtest.Form(t, e.get("/desk/articles/"+string(id)).Body.String(), "article")
}

func TestWritingAnArticle(t *testing.T) {
	w := webtest.Sample().WithPieces()
	e, acts := loggedIn(t, w)
	form := url.Values{
		"publication": {"issue-briefs"}, "title": {"Who typed it?"}, "text": {"## One\r\n\r\nA *machine*.[^1]\r\n\r\n[^1]: A Corona.\r\n"}, "author": {"dana-roth , ivo-marsh"},
		"tags": {"Talks, Machines"}, "story": {"", string(webtest.Talks)},
	}
	wrong := url.Values{"publication": {"issue-briefs"}, "title": {" "}, "text": {"a <b>c</b>"}, "author": {"nobody"}, "slug": {"2031-03-02"}}
	e.says(e.post("/desk/articles", wrong), 422, "Not saved yet", "An article needs a title.", "Line 1 has HTML", "There is no author &#34;nobody&#34;.", "looks like the date of an edition", "a &lt;b&gt;c&lt;/b&gt;</textarea>", `value="nobody"`)
	e.says(e.post("/desk/articles", form), 303)
	a, err := w.Article(t.Context(), "article-new")
	if err != nil || a.Text != "## One\n\nA *machine*.[^1]\n\n[^1]: A Corona.\n" || strings.Join(a.Tags, "|") != "Talks|Machines" || len(a.Authors) != 2 || len(a.Stories) != 1 {
		t.Fatalf("kept: %+v, %v", a, err)
	}
	e.says(e.get("/desk/articles/article-new"), 200, "The draft is kept.", "made-from-the-title", "Karst and Melland", "checked")
	e.says(e.get("/desk/articles/article-new/preview"), 200, "Preview: only editors see this", "<em>machine</em>", "noindex", `id="note-fn:1"`)

	back := untouched(t, w, "article-new")
	back.Set("title", "Who typed it, then?")
	back.Set("do", "save and publish")
	e.says(e.post("/desk/articles/article-new", back), 303)
	e.says(e.get("/desk/articles/article-new"), 200, "Saved and published", "Withdraw it", "Put it into an edition")
	e.says(e.post("/desk/articles/article-new", url.Values{"do": {"place"}, "edition": {string(webtest.Draft)}}), 303)
	e.says(e.post("/desk/articles/article-new", url.Values{"do": {"withdraw"}, "because": {"It was no Corona."}}), 303)
	e.says(e.get("/desk/articles/article-new"), 200, "Withdrawn: readers see that it was", "It was no Corona.")
	want := "add made-from-the-title by ada; set made-from-the-title by ada; publish made-from-the-title by ada; place article-new in edition-draft; withdraw made-from-the-title because It was no Corona. by ada"
	if got := strings.Join(acts.Wrote, "; "); got != want {
		t.Errorf("done: %s\nwant: %s", got, want)
	}
}

func TestTwoEditorsSaveAnArticleAtOnce(t *testing.T) {
	w := webtest.Sample().WithPieces()
	ada, _ := loggedIn(t, w)
	bo, _ := loggedIn(t, w)
	mine, theirs := untouched(t, w, webtest.Fax), untouched(t, w, webtest.Fax)
	theirs.Set("text", "Theirs, all of it.")
	mine.Set("text", "Mine, all of it.")
	bo.says(bo.post("/desk/articles/article-fax", theirs), 303)
	got := ada.post("/desk/articles/article-fax", mine)
	ada.says(got, 409, "Somebody changed this article while you were at it.", "Mine, all of it.</textarea>", "Theirs: version 4", "Theirs, all of it.</pre>")
	if a, _ := w.Article(context.Background(), webtest.Fax); a.Text != "Theirs, all of it." {
		t.Fatalf("it says %q", a.Text)
	}
	// Who has looked may save again.
	again := webtest.Form(t, got.Body.String(), "article")
	if again.Get("text") != "Mine, all of it." {
		t.Fatalf("what was typed is lost: %q", again.Get("text"))
	}
	ada.says(ada.post("/desk/articles/article-fax", again), 303)
	if a, _ := w.Article(context.Background(), webtest.Fax); a.Text != "Mine, all of it." {
		t.Errorf("it says %q", a.Text)
	}
}

func TestAuthorsAtTheDesk(t *testing.T) {
	w := webtest.Sample().WithPieces()
	e, _ := loggedIn(t, w)
	send := func(path string, file []byte, fields ...string) *httptest.ResponseRecorder {
		t.Helper()
		return e.do(withFile(t, path, "portrait", "me.png", file, fields...))
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 200, 300))); err != nil {
		t.Fatal(err)
	}
	e.says(send("/desk/authors", []byte("<svg onload=alert(1)>"), "slug", "Lia", "name", " "), 422, "An author needs a name.", "cannot stand in an address", "This is no picture that can be read", "Not added yet")
	e.says(send("/desk/authors", picture.Bytes(), "slug", "lia-oro", "name", "Lia Oro", "biography", "One.\r\n\r\nTwo."), 303)
	lia, err := w.AuthorBySlug(t.Context(), "lia-oro")
	if err != nil || lia.Biography != "One.\n\nTwo." || lia.Portrait == "" || len(w.Pieces.Portraits[lia.ID]) != 2 {
		t.Fatalf("kept: %+v, %v", lia, err)
	}
	e.says(e.get("/desk/authors/"+string(lia.ID)), 200, `src="/authors/lia-oro/portrait-128.`, "Take the portrait away")
	e.says(send("/desk/authors/"+string(lia.ID), nil, "slug", "lia-oro", "name", "Lia Oro", "role", "Minister", "no-portrait", "yes"), 303)
	if lia, _ = w.AuthorBySlug(t.Context(), "lia-oro"); lia.Role != "Minister" || lia.Portrait != "" {
		t.Errorf("kept: %+v", lia)
	}
	e.says(send("/desk/authors", make([]byte, 12<<20), "name", "Big"), 413, "too long")
	s, acts := stranger(t, w)
	r := httptest.NewRequest(http.MethodPost, "/desk/authors", strings.NewReader("x"))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if got := s.do(r); got.Code != http.StatusSeeOther || len(acts.Wrote) > 0 {
		t.Errorf("a stranger gets %d", got.Code)
	}
}
