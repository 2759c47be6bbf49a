package app

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/postgres"
	"onrecord/internal/web/markdown"
)

// drawn is a picture as a file has it; another shade is another picture.
func drawn(t *testing.T, w, h int, shade byte) []byte {
	t.Helper()
	p := image.NewGray(image.Rect(0, 0, w, h))
	for i := range p.Pix {
		p.Pix[i] = shade
	}
	var b bytes.Buffer
	ok(t, png.Encode(&b, p))
	return b.Bytes()
}

// shaded is a picture that a JPEG does not keep point by point.
func shaded(t *testing.T, w, h int) []byte {
	t.Helper()
	p := image.NewGray(image.Rect(0, 0, w, h))
	for i := range p.Pix {
		p.Pix[i] = byte(i*i>>7 ^ i/w)
	}
	var b bytes.Buffer
	ok(t, png.Encode(&b, p))
	return b.Bytes()
}

// turnedDown fails the test unless an error is of a kind and says so.
func turnedDown(t *testing.T, err error, kind news.Kind, says string) {
	t.Helper()
	if news.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("it says %v, want %q", err, says)
	}
}

func TestPicturesOfAnArticle(t *testing.T) {
	for name, database := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "desk.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			a, published := papers(t, database(t))
			ctx := t.Context()
			v, err := a.AddArticle(ctx, ArticleChange{Title: ptr("The mill"), Text: ptr("One\n\n![](The_Mill.png)")}, "ada")
			ok(t, err) // a draft may name what is not there yet
			if missing, err := a.MissingPictures(ctx, v); err != nil || len(missing) != 1 || missing[0].Name != "The_Mill.png" || missing[0].Line != 3 {
				t.Errorf("missing: %+v, %v", missing, err)
			}
			_, err = a.PublishArticle(ctx, v.ID, 0, "ada")
			turnedDown(t, err, news.Invalid, `text: line 3 names the picture "The_Mill.png", which the article does not have`)
			_, err = a.SetArticle(ctx, published.ID, ArticleChange{Text: ptr("![a](b.png)")}, "ada")
			turnedDown(t, err, news.Invalid, `line 1 names the picture "b.png"`)

			// What is sent gets a name, from what it is called where it comes from if need be.
			for _, c := range []struct{ typed, file, want string }{
				{"The_Mill.png", "x.jpg", "The_Mill.png"}, {"fax", "", "fax.jpg"}, {"", `C:\Users\Ada\Fax Nº 7.PNG`, "fax-no-7.png"}, {"", "scan.tiff", "scan.jpg"},
			} {
				p, err := a.AddPicture(ctx, v.ID, NewPicture{Name: c.typed, FileName: c.file, Alt: " A\nmill ", File: drawn(t, 600, 400, 9)})
				if err != nil || p.Name != c.want || p.Alt != "A mill" {
					t.Errorf("%q of %q is called %q, shows %q, %v", c.typed, c.file, p.Name, p.Alt, err)
				}
			}
			if p, err := a.AddPicture(ctx, v.ID, NewPicture{FileName: "צילום.jpg", Alt: "x", File: drawn(t, 600, 400, 9)}); err != nil || !strings.HasPrefix(p.Name, "picture-") {
				t.Errorf("it is called %q, %v", p.Name, err)
			}
			_, err = a.AddPicture(ctx, v.ID, NewPicture{Name: "fax.jpg", Alt: "Another", File: drawn(t, 600, 400, 99)})
			turnedDown(t, err, news.Conflict, "name: the article has another picture called fax.jpg")
			_, err = a.AddPicture(ctx, v.ID, NewPicture{Name: "../fax.jpg", Alt: " "})
			turnedDown(t, err, news.Invalid, "file: choose a picture")
			turnedDown(t, err, news.Invalid, "alt: say in a sentence")
			turnedDown(t, err, news.Invalid, "is no name for a picture")
			_, err = a.AddPicture(ctx, "nothing", NewPicture{Name: "a.jpg", Alt: "x", File: drawn(t, 600, 400, 9)})
			turnedDown(t, err, news.NotFound, "article")

			_, err = a.PublishArticle(ctx, v.ID, 0, "ada")
			ok(t, err)
			body := page(t, a, "/issue-briefs/the-mill").Body.String()
			if !strings.Contains(body, `width="600" height="400" alt="A mill"`) {
				t.Errorf("readers do not see it:\n%s", body)
			}
			before, err := a.Store.Article(ctx, v.ID)
			ok(t, err)
			said := NewPicture{Name: "The_Mill.png", Alt: " The mill\nat Sall", Caption: "From\r\nthe sea", Credit: "The\nmill"}
			for range 2 { // the second time nothing is different
				ok(t, a.SetPicture(ctx, v.ID, said, "bo"))
			}
			ok(t, a.SetPicture(ctx, v.ID, NewPicture{Name: "fax.jpg", Alt: "Nobody sees it"}, "eve"))
			if now, err := a.Store.Article(ctx, v.ID); err != nil || now.Version != before.Version+1 || now.ChangedBy != "bo" || !now.Updated.Equal(a.Clock.Now()) || now.Text != before.Text {
				t.Errorf("what readers see of the picture changed, and the article is %+v, %v", now, err)
			}
			if all, err := a.Store.ArticlePictures(ctx, v.ID); err != nil || all[0].Caption != "From the sea" || all[0].Credit != "The mill" {
				t.Errorf("kept: %+v, %v", all, err)
			}
			turnedDown(t, a.SetPicture(ctx, v.ID, NewPicture{Name: "none.jpg", Alt: "x"}, "bo"), news.NotFound, "no such picture")
			turnedDown(t, a.SetPicture(ctx, v.ID, NewPicture{Name: "The_Mill.png", Alt: "\n"}, "bo"), news.Invalid, "alt: say in a sentence")
			if body = page(t, a, "/issue-briefs/the-mill").Body.String(); !strings.Contains(body, `alt="The mill at Sall"`) {
				t.Error("what is said of it is as it was")
			}
			feed := page(t, a, "/issue-briefs/feed.atom").Body.String()
			if !strings.Contains(feed, `src=&#34;http://`) && !strings.Contains(feed, `src="http://`) {
				t.Errorf("the feed is\n%s", feed)
			}

			// Nobody takes away what somebody is just about to name. Who saves last waits; this one is not let wait for long.
			ok(t, a.Store.Within(ctx, func(saving context.Context) error {
				draft, err := a.Store.Article(saving, v.ID)
				ok(t, err)
				_, err = a.SetArticle(saving, v.ID, ArticleChange{Text: ptr(draft.Text + "\n\n![](scan.jpg)")}, "ada")
				ok(t, err)
				short, cancel := context.WithTimeout(ctx, time.Second)
				defer cancel()
				if err := a.RemovePicture(short, v.ID, "scan.jpg"); err == nil {
					t.Error("it is gone, and the text names it")
				}
				return nil
			}))
			turnedDown(t, a.RemovePicture(ctx, v.ID, "scan.jpg"), news.Conflict, "names scan.jpg, so that it stays")

			// It stays for the version that names it, and readers see it no longer once no text of theirs does.
			_, address, _ := strings.Cut(body, `<img src="/issue-briefs/the-mill/pictures/`)
			address, _, _ = strings.Cut(address, `"`)
			if got := page(t, a, "/issue-briefs/the-mill/pictures/"+address); got.Code != 200 {
				t.Errorf("%s answers %d", address, got.Code)
			}
			_, err = a.SetArticle(ctx, v.ID, ArticleChange{Text: ptr("No mill.")}, "ada")
			ok(t, err)
			if got := page(t, a, "/issue-briefs/the-mill/pictures/"+address); got.Code != 404 {
				t.Errorf("%s answers %d", address, got.Code)
			}
			turnedDown(t, a.RemovePicture(ctx, v.ID, "The_Mill.png"), news.Conflict, "names The_Mill.png, so that it stays")
			ok(t, a.RemovePicture(ctx, v.ID, "fax.jpg"))
			turnedDown(t, a.RemovePicture(ctx, v.ID, "fax.jpg"), news.NotFound, "no such picture")
		})
	}
}

// While one picture is being made, whichever it is, others wait.
func TestPicturesAreMadeOneByOne(t *testing.T) {
	a, v := papers(t, filepath.Join(t.TempDir(), "desk.db"))
	a.photos.Lock()
	done := make(chan error, 2)
	go func() {
		_, err := a.AddPicture(t.Context(), v.ID, NewPicture{Name: "fax.jpg", Alt: "x", File: drawn(t, 600, 400, 9)})
		done <- err
	}()
	go func() {
		_, err := a.AddAuthor(t.Context(), AuthorChange{Slug: ptr("ada-mill"), Name: ptr("Ada Mill"), Portrait: drawn(t, 600, 400, 9)})
		done <- err
	}()
	select {
	case err := <-done:
		t.Errorf("one did not wait: %v", err)
		done <- err
	case <-time.After(time.Second):
	}
	a.photos.Unlock()
	for range 2 {
		ok(t, <-done)
	}
}

func TestPicturesComeFromBesideTheFile(t *testing.T) {
	folder := t.TempDir()
	put := func(name string, content []byte) {
		t.Helper()
		ok(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755))
		ok(t, os.WriteFile(filepath.Join(folder, name), content, 0o600))
	}
	put("secret.png", drawn(t, 600, 400, 1))
	put("piece/fax.png", drawn(t, 600, 400, 2))
	put("piece/pics/mill.png", drawn(t, 600, 400, 3))
	put("piece/pics/fax.png", drawn(t, 600, 400, 4))
	ok(t, os.Symlink("../secret.png", filepath.Join(folder, "piece/link.png")))
	file := filepath.Join(folder, "piece", "piece.md")
	for _, bad := range []struct{ text, says string }{
		{"![a](../secret.png)", "../secret.png: cannot be read; a picture lies in the folder of the article's file"}, {"![a](link.png)", "link.png: cannot be read"},
		{"![a](pics)", "is no file"}, {"![a](fax.png)\n\n![b](pics/fax.png)", "give one of them another name"},
	} {
		_, err := PicturesBeside(file, bad.text)
		turnedDown(t, err, news.Invalid, bad.says)
	}
	for _, elsewhere := range []string{"-", "https://x.example/piece.md"} {
		if got, err := PicturesBeside(elsewhere, "![a](fax.png)"); got != nil || err != nil {
			t.Errorf("%s brings %v, %v", elsewhere, got, err)
		}
	}
	text := "![The fax](fax.png \"As found\")\n\n![](./fax.png)\n\n![The mill](pics/mill.png)\n\n![x](lost.png) "
	pictures, err := PicturesBeside(file, text)
	if err != nil || len(pictures) != 2 {
		t.Fatal(len(pictures), err)
	}
	a, _ := papers(t, filepath.Join(t.TempDir(), "desk.db"))
	v, err := a.AddArticle(t.Context(), ArticleChange{Title: ptr("Two"), Text: &text, Pictures: &pictures}, "ada")
	ok(t, err)
	all, err := a.Store.ArticlePictures(t.Context(), v.ID)
	if err != nil || len(all) != 2 || all[0].Name != "fax.png" || all[0].Caption != "As found" || all[1].Alt != "The mill" {
		t.Errorf("it has %+v, %v", all, err)
	}
	// Once more, it has them. Another picture of the name is refused, and nothing is changed.
	_, err = a.SetArticle(t.Context(), v.ID, ArticleChange{Text: &text, Pictures: &pictures}, "ada")
	ok(t, err)
	pictures[0].File = drawn(t, 600, 400, 200)
	_, err = a.SetArticle(t.Context(), v.ID, ArticleChange{Text: ptr("x"), Pictures: &pictures}, "ada")
	turnedDown(t, err, news.Conflict, "another picture called fax.png")
	if now, err := a.Store.Article(t.Context(), v.ID); err != nil || now.Version != 2 {
		t.Errorf("it is at version %d, %v", now.Version, err)
	}
	_, err = a.AddArticle(t.Context(), ArticleChange{Title: ptr("Dumb"), Text: ptr("![](mill.png)"), Pictures: &[]NewPicture{{Name: "mill.png", File: drawn(t, 600, 400, 3)}}}, "ada")
	turnedDown(t, err, news.Invalid, "mill.png: say in a sentence what the picture shows")

	to := t.TempDir()
	ok(t, a.ExportPictures(t.Context(), v.ID, to))
	if b, err := os.ReadFile(filepath.Join(to, "fax.png")); err != nil || !bytes.HasPrefix(b, []byte("\xff\xd8")) {
		t.Errorf("written: %d bytes, %v", len(b), err)
	}
	turnedDown(t, a.ExportPictures(t.Context(), v.ID, to), news.Invalid, "cannot be written")
}

func TestPicturesThatWereExportedComeBack(t *testing.T) {
	for name, database := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "desk.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			a, _ := papers(t, database(t))
			ctx := t.Context()
			text, original := "![The mill](mill.png)", shaded(t, 1700, 1100)
			pictures := []NewPicture{{Name: "mill.png", Alt: "The mill", File: original}}
			v, err := a.AddArticle(ctx, ArticleChange{Title: ptr("The mill"), Text: &text, Pictures: &pictures}, "ada")
			ok(t, err)
			before, err := a.Store.ArticlePictures(ctx, v.ID)
			ok(t, err)
			to := t.TempDir()
			ok(t, a.ExportPictures(ctx, v.ID, to))
			exported, err := PicturesBeside(filepath.Join(to, "piece.md"), text)
			if err != nil || len(exported) != 1 {
				t.Fatal(len(exported), err)
			}
			if again, err := a.madePicture(exported[0]); err != nil || again.Mark == before[0].Mark {
				t.Fatalf("made anew it has the same bytes, so that this test shows nothing: %v", err)
			}
			_, err = a.SetArticle(ctx, v.ID, ArticleChange{Text: &text, Pictures: &exported}, "ada")
			ok(t, err)
			// The original is known, too, however its JPEGs would be made today.
			older := before[0]
			older.Mark = "of another encoder"
			if same, err := a.samePicture(ctx, older, news.ArticlePicture{Mark: before[0].Mark, Source: sourceOf(original)}); err != nil || !same {
				t.Errorf("the original is another picture by now: %v, %v", same, err)
			}
			if after, err := a.Store.ArticlePictures(ctx, v.ID); err != nil || len(after) != 1 || after[0].Mark != before[0].Mark {
				t.Errorf("it has %+v, %v", after, err)
			}
		})
	}
}

func TestABackupHasPicturesOfArticles(t *testing.T) {
	database := filepath.Join(t.TempDir(), "desk.db")
	a, v := papers(t, database)
	p, err := a.AddPicture(t.Context(), v.ID, NewPicture{Name: "fax.jpg", Alt: "The fax", File: drawn(t, 900, 600, 7)})
	ok(t, err)
	_, err = a.SetArticle(t.Context(), v.ID, ArticleChange{Text: ptr(markdown.Line(p))}, "ada")
	ok(t, err)
	copied, other := filepath.Join(t.TempDir(), "copy.db"), filepath.Join(t.TempDir(), "other.db")
	ok(t, Backup(t.Context(), config.Config{Database: database}, copied))
	ok(t, Restore(t.Context(), config.Config{Database: other}, copied))
	if got := page(t, openDesk(t, other), "/issue-briefs/"+v.Slug+"/pictures/"+p.File(p.Largest())); got.Code != 200 || got.Body.Len() == 0 {
		t.Errorf("the picture answers %d", got.Code)
	}
}
