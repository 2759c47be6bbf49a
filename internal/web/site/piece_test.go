package site_test

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

var piecePages = []string{
	"/issue-briefs/who-sent-the-fax", "/issue-briefs/a-note", "/issue-briefs/endless", "/iyun/mi-shalach", "/issue-briefs", "/iyun", "/issue-briefs/archive",
	"/authors/dana-roth", "/authors/noa-bar", "/authors/long", "/authors/new", "/",
}

func TestPagesOfPiecesAreWellFormedAndHarmless(t *testing.T) {
	vectors, err := os.ReadFile("../markdown/testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	hostile := webtest.Sample().WithPieces()
	all := strings.Split(strings.TrimSpace(string(vectors)), "\n")
	for i := range hostile.Pieces.Written {
		a := &hostile.Pieces.Written[i]
		a.Title, a.Standfirst, a.Text, a.Because = all[i%len(all)], strings.Join(all[:40], " "), strings.Join(all, "\n\n"), all[3]
		a.Tags = []string{"</script><script>alert(1)</script>", "\" onclick=\"alert(1)", "x"}
	}
	for i := range hostile.Pieces.Writers {
		a := &hostile.Pieces.Writers[i]
		a.Name, a.Role, a.Biography = "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", strings.Join(all[40:60], "\n\n")
	}
	for i := range hostile.Pieces.Related[webtest.Fax] {
		hostile.Pieces.Related[webtest.Fax][i].Words = all[:2]
		hostile.Pieces.Related[webtest.Fax][i].Article.Title = all[5]
	}
	for name, w := range map[string]*webtest.World{"sample": webtest.Sample().WithPieces(), "hostile": hostile} {
		h := webtest.Handler(t, w)
		for _, path := range append(piecePages, "/issue-briefs/forged") {
			got := webtest.Get(t, h, path)
			want := http.StatusOK
			if path == "/issue-briefs/forged" {
				want = http.StatusGone
			}
			if got.Code != want {
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
}

func TestPagesOfPiecesSayWhatTheyMust(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample().WithPieces())
	for _, c := range []struct {
		path string
		says []string
	}{
		{"/issue-briefs/who-sent-the-fax", []string{
			`<h1 dir="auto">Who sent the fax?</h1>`, "A page and a half, without a letterhead", `<a rel="author" href="/authors/dana-roth"><bdi>Dana Roth</bdi></a>`,
			"Monday, 3 March 2031", "2 minutes to read", "Updated", "Tuesday, 4 March 2031, 07:05", // when, in the publication's zone
			`<a href="#part-what-the-page-said"><span dir="auto">What the page said</span></a>`, `<a href="#part-three-readings">`, `id="part-three-readings"`,
			`href="#note-fn:1"`, `id="note-fnref:1"`, `title="Back to the text"`, `<table>`,
			`src="/authors/dana-roth/portrait-128.face.jpg"`, `src="/authors/dana-roth/portrait-384.face.jpg"`, "She lives above a bakery.", "All pieces by <bdi>Dana Roth</bdi>",
			"About the same story", "Also about <bdi>", "Lowmark, Tomas Vane", `href="/story/story-talks"`, "<bdi>Talks</bdi>", "Share this",
			`href="mailto:?subject=Who%20sent%20the%20fax%3F&amp;body=Who%20sent%20the%20fax%3F%0A%0Ahttps%3A%2F%2Fbrief.example%2Fissue-briefs%2Fwho-sent-the-fax"`,
			`href="https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fbrief.example%2Fissue-briefs%2Fwho-sent-the-fax"`,
			`<li hidden data-only="copy"><button type="button"`, `<li hidden data-only="device"><button`,
			`<link rel="canonical" href="https://brief.example/issue-briefs/who-sent-the-fax">`, `<meta property="og:type" content="article">`,
			`<meta property="og:image" content="https://brief.example/issue-briefs/who-sent-the-fax.png">`, `<meta property="og:image:width" content="1200">`,
			`<meta name="twitter:card" content="summary_large_image">`, `<meta property="article:published_time" content="2031-03-03T06:30:00Z">`,
			`<meta property="article:author" content="https://brief.example/authors/dana-roth">`, `action="/subscribe"`,
		}},
		{"/iyun/mi-shalach", []string{`<html lang="he" dir="rtl">`, `class="prose" dir="rtl"`, "תוכן העניינים", `<p dir="ltr">The fax itself was in English`, "דקת קריאה אחת", "עודכן", "חזרה אל הטקסט", "יום ראשון, 2 במרץ 2031"}},
		{"/issue-briefs", []string{"Who sent the fax?", "A note on the breakwater light", "Dana Roth and Ivo Marsh", `class="lead-head"`}},
		{"/issue-briefs/archive", []string{"March 2031", "December 2030", "Who sent the fax?", "Dana Roth and Ivo Marsh"}},
		{"/", []string{"Articles", `href="/issue-briefs/who-sent-the-fax"`, `href="/iyun/mi-shalach"`}},
		{"/authors/dana-roth", []string{"Dana Roth", "Director of the archive", "Who sent the fax?", `href="/authors/dana-roth/feed.atom"`, `<meta property="og:type" content="profile">`, "One piece"}},
		{"/authors/new", []string{"Nothing has appeared yet."}},
	} {
		body := webtest.Get(t, h, c.path).Body.String()
		for _, say := range c.says {
			if !strings.Contains(body, say) {
				t.Errorf("%s does not say %q", c.path, say)
			}
		}
	}
	for path, not := range map[string][]string{
		"/issue-briefs":        {"What the mill says", "The second fax", "first edition is being made"},
		"/authors/dana-roth":   {"What the mill says", "The second fax"},
		"/issue-briefs/a-note": {`class="toc`, "Updated", "og:image:alt\" content=\"\"", `class="writer`, `class="akin`},
		"/strait-brief":        {"Who sent the fax?"}, // another publication's
	} {
		body := webtest.Get(t, h, path).Body.String()
		for _, no := range not {
			if strings.Contains(body, no) {
				t.Errorf("%s says %q", path, no)
			}
		}
	}
}

func TestWherePiecesAreAndAreNot(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample().WithPieces())
	for path, want := range map[string]int{
		"/issue-briefs/who-sent-the-fax": 200, "/issue-briefs/the-fax": 301, "/issue-briefs/the-fax.png": 301, "/issue-briefs/forged": 410, "/issue-briefs/forged.png": 410,
		"/issue-briefs/unfinished": 404, "/issue-briefs/unfinished.png": 404, "/issue-briefs/nothing": 404, "/strait-brief/who-sent-the-fax": 404, "/strait-brief/2031-03-04": 200,
		"/issue-briefs/2031-03-04": 404, "/issue-briefs/who-sent-the-fax/more": 404, "/authors/nobody": 404, "/authors/dana-roth/portrait-128.old.jpg": 404,
		"/authors/dana-roth/portrait-64.face.jpg": 404, "/authors/ivo-marsh/portrait-128..jpg": 404, "/authors/dana-roth/feed.xml": 404, "/authors/dana-roth?page=2": 404,
		"/nowhere/who-sent-the-fax": 404,
	} {
		if got := webtest.Get(t, h, path); got.Code != want {
			t.Errorf("%s answers %d, want %d", path, got.Code, want)
		}
	}
	if to := webtest.Get(t, h, "/issue-briefs/the-fax?from=mail").Header().Get("Location"); to != "/issue-briefs/who-sent-the-fax?from=mail" {
		t.Errorf("the old address leads to %s", to)
	}
	gone := webtest.Get(t, h, "/issue-briefs/forged").Body.String()
	for _, say := range []string{"The editors withdrew this piece.", "The second fax was forged, as its writer has told us.", "noindex"} {
		if !strings.Contains(gone, say) {
			t.Errorf("what was withdrawn does not say %q", say)
		}
	}
	if strings.Contains(gone, "It was forged.") {
		t.Error("what was withdrawn is there still")
	}
}

func TestPicturesOfPieces(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample().WithPieces())
	got := webtest.Get(t, h, "/issue-briefs/who-sent-the-fax.png")
	if c, err := png.DecodeConfig(bytes.NewReader(got.Body.Bytes())); err != nil || c.Width != 1200 || c.Height != 630 || got.Header().Get("Content-Type") != "image/png" || got.Header().Get("ETag") == "" {
		t.Errorf("the preview is %dx%d, %v, %v", c.Width, c.Height, err, got.Header())
	}
	if again := webtest.Get(t, h, "/issue-briefs/who-sent-the-fax.png"); !bytes.Equal(again.Body.Bytes(), got.Body.Bytes()) {
		t.Error("asked for again it is another picture")
	}
	face := webtest.Get(t, h, "/authors/dana-roth/portrait-384.face.jpg")
	if c, err := jpeg.DecodeConfig(bytes.NewReader(face.Body.Bytes())); err != nil || c.Width != 384 || !strings.Contains(face.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the portrait is %d wide, %v, %v", c.Width, err, face.Header())
	}
}

var ldElement = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

func TestPiecesAreLinkedData(t *testing.T) {
	w := webtest.Sample().WithPieces()
	w.Pieces.Written[0].Title = `A "title" </script><script>alert(1)</script> & ` + "\u2028 more"
	h := webtest.Handler(t, w)
	body := webtest.Get(t, h, "/issue-briefs/who-sent-the-fax").Body.String()
	found := ldElement.FindStringSubmatch(body)
	if found == nil {
		t.Fatal("there is no linked data")
	}
	var a struct {
		Context   string   `json:"@context"`
		Type      string   `json:"@type"`
		Headline  string   `json:"headline"`
		Published string   `json:"datePublished"`
		Modified  string   `json:"dateModified"`
		Image     []string `json:"image"`
		Language  string   `json:"inLanguage"`
		Author    []struct{ Name, URL, Image, JobTitle string }
		Publisher struct{ Name string }
	}
	if err := json.Unmarshal([]byte(found[1]), &a); err != nil {
		t.Fatal(err)
	}
	if a.Context != "https://schema.org" || a.Type != "NewsArticle" || a.Headline != w.Pieces.Written[0].Title || a.Published != "2031-03-03T06:30:00Z" || a.Modified != "2031-03-04T07:05:00Z" ||
		len(a.Author) != 2 || a.Author[0].Name != "Dana Roth" || a.Author[0].URL != "https://brief.example/authors/dana-roth" || a.Author[0].JobTitle != "Director of the archive" ||
		a.Publisher.Name != "Issue Briefs" || len(a.Image) != 2 || !strings.Contains(a.Image[1], "/pictures/page-1200.") || a.Language != "en" {
		t.Errorf("it says %+v", a)
	}
	for _, address := range append(a.Image, a.Author[0].Image) {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := webtest.Get(t, h, u.Path); got.Code != http.StatusOK {
			t.Errorf("%s, which it names, answers %d", address, got.Code)
		}
	}
}

func TestPiecesAreInFeeds(t *testing.T) {
	w := webtest.Sample().WithPieces()
	h := webtest.Handler(t, w)
	for path, want := range map[string]int{"/issue-briefs/feed.json": 3, "/authors/dana-roth/feed.rss": 1, "/authors/new/feed.atom": 0} {
		var f struct{ Pieces []news.Piece }
		if err := json.Unmarshal(webtest.Get(t, h, path).Body.Bytes(), &f); err != nil {
			t.Fatal(path, err)
		}
		if len(f.Pieces) != want {
			t.Errorf("%s has %d pieces, want %d", path, len(f.Pieces), want)
			continue
		}
		if want == 0 {
			continue
		}
		p := f.Pieces[0]
		if p.URL != "https://brief.example/issue-briefs/who-sent-the-fax" || strings.Join(p.By, ",") != "Dana Roth,Ivo Marsh" || p.Updated.IsZero() {
			t.Errorf("%s begins with %+v", path, p)
		}
		doc, err := html.Parse(strings.NewReader(p.HTML))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "href" && !strings.HasPrefix(a.Val, "https://") {
					t.Errorf("%s has a link to %s, which leads nowhere in a feed reader", path, a.Val)
				}
			}
		}
	}
}
