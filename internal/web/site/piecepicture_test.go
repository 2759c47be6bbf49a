package site_test

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

var (
	figure  = regexp.MustCompile(`(?s)<figure>.*?</figure>`)
	srcset  = regexp.MustCompile(`srcset="([^"]+)"`)
	faxPage = "/issue-briefs/who-sent-the-fax"
)

// shown gives the addresses of the picture of the sample article.
func shown(t *testing.T, h http.Handler) (addresses []string) {
	t.Helper()
	found := srcset.FindStringSubmatch(webtest.Get(t, h, faxPage).Body.String())
	if found == nil {
		t.Fatal("the article shows no picture")
	}
	for _, one := range strings.Split(found[1], ", ") {
		address, _, _ := strings.Cut(one, " ")
		addresses = append(addresses, address)
	}
	return addresses
}

func TestAnArticleShowsItsPictures(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample().WithPieces())
	got := figure.FindAllString(webtest.Get(t, h, faxPage).Body.String(), -1)
	if len(got) != 1 {
		t.Fatalf("it has %d figures", len(got))
	}
	for _, say := range []string{
		`<img src="` + faxPage + `/pictures/page-1200.`, ` 480w, `, ` 1200w" sizes="`, ` width="1200" height="750" alt="A typed page without a letterhead: fourteen lines, the last one cut off" dir="auto" decoding="async">`,
		`<figcaption><span dir="auto">The page, as the archive has it: a copy of a copy</span> <small dir="auto">Archive of the Chancellery, 77/14</small></figcaption>`,
	} {
		if !strings.Contains(got[0], say) {
			t.Errorf("it does not say %s:\n%s", say, got[0])
		}
	}
	for i, address := range shown(t, h) {
		w := webtest.Get(t, h, address)
		c, err := jpeg.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
		if err != nil || c.Width != []int{480, 800, 1200}[i] || w.Header().Get("Content-Type") != "image/jpeg" || w.Header().Get("Cache-Control") != "public, max-age=300, must-revalidate" {
			t.Errorf("%s is %+v, %v, %v", address, c, err, w.Header())
		}
		tag := w.Header().Get("ETag")
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("If-None-Match", tag)
		again := httptest.NewRecorder()
		h.ServeHTTP(again, r)
		if !strings.HasPrefix(tag, `"`) || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("who has %s (%s) gets %d", address, tag, again.Code)
		}
	}
}

func TestOnlyPicturesThatReadersMaySeeAreServed(t *testing.T) {
	w := webtest.Sample().WithPieces()
	h := webtest.Handler(t, w)
	address := shown(t, h)[0]
	_, file, _ := strings.Cut(address, "/pictures/")
	code := func(path string) int { return webtest.Get(t, h, path).Code }
	for path, want := range map[string]int{
		address: 200, "/issue-briefs/the-fax/pictures/" + file: 200, // below the address that it had, too
		faxPage + "/pictures/page-480.jpg": 404, faxPage + "/pictures/page-480.other.jpg": 404, faxPage + "/pictures/": 404, faxPage + "/pictures/" + file + "/x": 404,
		strings.Replace(address, "480", "481", 1): 404, "/issue-briefs/a-note/pictures/" + file: 404, "/strait-brief/who-sent-the-fax/pictures/" + file: 404,
		"/issue-briefs/2031-03-04/pictures/" + file: 404, "/nowhere/x/pictures/" + file: 404,
	} {
		if got := code(path); got != want {
			t.Errorf("%s answers %d, want %d", path, got, want)
		}
	}
	a := &w.Pieces.Written[0]
	text := a.Text
	a.Version++
	if a.Text = strings.ReplaceAll(text, "page.png", "https://x.example/page.png"); code(address) != 404 {
		t.Error("a picture that the text names no longer is served")
	}
	a.Version++
	a.Text = text
	for _, state := range []news.ArticleState{news.ArticleDraft, news.ArticleWithdrawn} {
		a.State = news.ArticlePublished
		tag := webtest.Get(t, h, address).Header().Get("ETag")
		a.State = state
		if code(address) != 404 {
			t.Errorf("the picture of what is %s is served", state)
		}
		r, again := httptest.NewRequest(http.MethodGet, address, nil), httptest.NewRecorder()
		r.Header.Set("If-None-Match", tag)
		if h.ServeHTTP(again, r); tag == "" || again.Code != 404 {
			t.Errorf("a cache that asks for the picture of what is %s (%s) gets %d", state, tag, again.Code)
		}
	}
}

// The text of an article is not read again for each picture of it.
func TestAPictureOfALongArticleIsServedQuickly(t *testing.T) {
	w := webtest.Sample().WithPieces()
	w.Pieces.Written[0].Text += strings.Repeat("\n\nA *paragraph* of [many](https://x.example/) more.", 4000)
	h := webtest.Handler(t, w)
	address := shown(t, h)[0]
	webtest.Get(t, h, address)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := webtest.Get(t, h, address)
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 10; got.Code != http.StatusOK || used > 1024 {
		t.Errorf("it answers %d, and takes %d KB", got.Code, used)
	}
}

func TestOneFileUnderTwoNamesIsServedForEither(t *testing.T) {
	w := webtest.Sample().WithPieces()
	h := webtest.Handler(t, w)
	address := shown(t, h)[0]
	pictures := w.Pieces.Pictures[webtest.Fax]
	other := pictures[0]
	other.Name = strings.TrimSuffix(other.Name, ".png") + ".jpg"
	if other.File(other.Sizes[0]) != pictures[0].File(pictures[0].Sizes[0]) {
		t.Fatal("they have two addresses")
	}
	for _, all := range [][]news.ArticlePicture{{other, pictures[0]}, {pictures[0], other}} {
		w.Pieces.Pictures[webtest.Fax] = all
		if got := webtest.Get(t, h, address); got.Code != http.StatusOK {
			t.Errorf("with %s before %s it answers %d", all[0].Name, all[1].Name, got.Code)
		}
	}
}

func TestAPictureThatIsNotThereIsItsWords(t *testing.T) {
	w := webtest.Sample().WithPieces()
	w.Pieces.Pictures = nil
	body := webtest.Get(t, webtest.Handler(t, w), faxPage).Body.String()
	if figure.MatchString(body) || !strings.Contains(body, `<p dir="auto">A typed page without a letterhead: fourteen lines, the last one cut off</p>`) {
		t.Error("it does not show the words in place of the picture")
	}
}

func TestPicturesAreInFeeds(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample().WithPieces())
	var f struct{ Pieces []news.Piece }
	if err := json.Unmarshal(webtest.Get(t, h, "/issue-briefs/feed.json").Body.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(f.Pieces[0].HTML))
	if err != nil {
		t.Fatal(err)
	}
	pictures := 0
	for n := range doc.Descendants() {
		if n.Data != "img" {
			continue
		}
		pictures++
		said := map[string]string{}
		for _, a := range n.Attr {
			said[a.Key] = a.Val
		}
		if _, set := said["srcset"]; set || !strings.HasPrefix(said["src"], webtest.Base+faxPage+"/pictures/page-1200.") || said["width"] != "1200" || said["alt"] == "" {
			t.Errorf("the feed has %v", said)
		}
	}
	if pictures != 1 {
		t.Errorf("the feed has %d pictures", pictures)
	}
}
