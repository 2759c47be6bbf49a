package app

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/postgres"
)

func ptr[T any](v T) *T { return &v }

// papers is a desk with a publication of articles alone, an author with a portrait, and a published article.
func papers(t *testing.T, database string) (*App, news.Article) {
	t.Helper()
	a := openDesk(t, database)
	_, err := a.AddPublication(t.Context(), NewPublication{Slug: "issue-briefs", Name: "Issue Briefs", Language: "en", Days: []string{NoDays}, At: "07:00", Zone: "Asia/Jerusalem", Sections: []string{"Brief"}})
	ok(t, err)
	var picture bytes.Buffer
	ok(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 300, 300))))
	_, err = a.AddAuthor(t.Context(), AuthorChange{Name: ptr("Dana Röth"), Biography: ptr("Reads faxes."), Portrait: picture.Bytes()})
	ok(t, err)
	v, err := a.AddArticle(t.Context(), ArticleChange{
		Title: ptr("Who sent the Guldmark fax?"), Text: ptr("The fax of Lia Oro reached Lowmark.[^1]\n\n[^1]: So they say.\n"), Authors: &[]string{"dana-roth"}, Tags: &[]string{"Talks"},
	}, "ada")
	ok(t, err)
	v, err = a.PublishArticle(t.Context(), v.ID, v.Version, "ada")
	ok(t, err)
	return a, v
}

func page(t *testing.T, a *App, path string) *httptest.ResponseRecorder {
	t.Helper()
	h, err := a.Handler()
	ok(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestAnArticleFromTheFirstWordToTheReader(t *testing.T) {
	for name, database := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "desk.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			a, v := papers(t, database(t))
			if v.Slug != "who-sent-the-guldmark-fax" || !v.Published.Equal(now) || !v.Updated.IsZero() {
				t.Fatalf("kept: %+v", v)
			}
			second, err := a.AddArticle(t.Context(), ArticleChange{Title: ptr("Another"), Slug: ptr("another"), Text: ptr("In Lowmark nobody knew Lia Oro. A Guldmark fax came to Lowmark.")}, "bo")
			ok(t, err)
			_, err = a.PublishArticle(t.Context(), second.ID, 0, "bo")
			ok(t, err)

			got := page(t, a, "/issue-briefs/"+v.Slug)
			for _, say := range []string{"Who sent the Guldmark fax?", "Dana Röth", "note-fn:1", "Also about", "Lia Oro", `href="/issue-briefs/another"`, "NewsArticle", "/authors/dana-roth/portrait-384."} {
				if !strings.Contains(got.Body.String(), say) {
					t.Errorf("the page (%d) does not say %q", got.Code, say)
				}
			}
			for path, kind := range map[string]string{"/issue-briefs/" + v.Slug + ".png": "image/png", "/issue-briefs/feed.atom": "application/atom+xml; charset=utf-8", "/authors/dana-roth/feed.rss": "application/rss+xml; charset=utf-8"} {
				if got := page(t, a, path); got.Code != 200 || got.Header().Get("Content-Type") != kind {
					t.Errorf("%s answers %d, %s", path, got.Code, got.Header().Get("Content-Type"))
				}
			}
			if feed := page(t, a, "/issue-briefs/feed.atom").Body.String(); !strings.Contains(feed, "<name>Dana Röth</name>") || !strings.Contains(feed, v.Slug+"#note-fn:1") {
				t.Errorf("the feed is\n%s", feed)
			}

			// What readers read was changed: they see when; tags alone are no such change.
			v, err = a.SetArticle(t.Context(), v.ID, ArticleChange{Tags: &[]string{"Fax"}}, "ada")
			ok(t, err)
			if !v.Updated.IsZero() {
				t.Error("new tags are told as a change")
			}
			v, err = a.SetArticle(t.Context(), v.ID, ArticleChange{Slug: ptr("the-fax"), Text: ptr("It came by night.")}, "ada")
			ok(t, err)
			if v.Updated.IsZero() || v.Version != 4 {
				t.Errorf("kept: %+v", v)
			}
			if got := page(t, a, "/issue-briefs/who-sent-the-guldmark-fax"); got.Code != 301 || got.Header().Get("Location") != "/issue-briefs/the-fax" {
				t.Errorf("the old address answers %d, %s", got.Code, got.Header().Get("Location"))
			}
			_, err = a.SetArticle(t.Context(), v.ID, ArticleChange{Title: ptr("x"), Version: 3}, "bo")
			if news.KindOf(err) != news.Conflict || !strings.Contains(err.Error(), "ada changed this article in the meantime") {
				t.Errorf("it says %v", err)
			}
			_, err = a.WithdrawArticle(t.Context(), v.ID, 0, "It was forged.", "ada")
			ok(t, err)
			if got := page(t, a, "/issue-briefs/the-fax"); got.Code != 410 || !strings.Contains(got.Body.String(), "It was forged.") {
				t.Errorf("what was withdrawn answers %d", got.Code)
			}
			hits, err := a.Store.SearchArticles(t.Context(), "guldmark", 5)
			if err != nil || len(hits) != 1 || hits[0].Article.Slug != "another" {
				t.Errorf("found: %+v, %v", hits, err)
			}
		})
	}
}

func TestABackupHasArticlesAndPortraits(t *testing.T) {
	database := filepath.Join(t.TempDir(), "desk.db")
	a, v := papers(t, database)
	copied := filepath.Join(t.TempDir(), "copy.db")
	ok(t, Backup(t.Context(), config.Config{Database: database}, copied))
	other := filepath.Join(t.TempDir(), "other.db")
	ok(t, Restore(t.Context(), config.Config{Database: other}, copied))
	b := openDesk(t, other)
	if got := page(t, b, "/issue-briefs/"+v.Slug); got.Code != 200 {
		t.Errorf("the article answers %d", got.Code)
	}
	author, err := a.Store.AuthorBySlug(t.Context(), "dana-roth")
	ok(t, err)
	if got := page(t, b, "/authors/dana-roth/portrait-128."+author.Portrait+".jpg"); got.Code != 200 || got.Body.Len() == 0 {
		t.Errorf("the portrait answers %d", got.Code)
	}
}

func TestAddressesOfTitles(t *testing.T) {
	for title, want := range map[string]string{
		"Who Sent the Fax?": "who-sent-the-fax", "Übergröße & Œuvre": "ubergrosse-oeuvre", "It’s 1984": "its-1984", "מי שלח?": "", "  ": "",
		strings.Repeat("word ", 30): "word-word-word-word-word-word-word-word-word-word-word-word-word-word",
	} {
		if got := slugOf(title); got != want {
			t.Errorf("%q gives %q, want %q", title, got, want)
		}
	}
	a, _ := papers(t, filepath.Join(t.TempDir(), "desk.db"))
	for _, title := range []string{"מי שלח?", "2031-03-02", "Archive"} {
		v, err := a.AddArticle(t.Context(), ArticleChange{Title: ptr(title), Text: ptr("x")}, "ada")
		if err != nil || !strings.HasPrefix(v.Slug, "piece-") {
			t.Errorf("%q has the address %q, %v", title, v.Slug, err)
		}
	}
	again, err := a.AddArticle(t.Context(), ArticleChange{Title: ptr("Who sent the Guldmark fax?"), Text: ptr("x")}, "ada")
	if err != nil || !strings.HasPrefix(again.Slug, "who-sent-the-guldmark-fax-") {
		t.Errorf("a second of that title has the address %q, %v", again.Slug, err)
	}
}
