package storetest

import (
	"reflect"
	"testing"
	"time"

	"onrecord/internal/news"
)

func articlePictures(t *testing.T, w *world) {
	p := w.publication(t, "issue-briefs")
	a, other := w.article(t, p, "fax", "![The fax](fax.jpg)"), w.article(t, p, "other", "x")
	fax := news.ArticlePicture{
		ArticleID: a.ID, Name: "fax.jpg", Mark: "one", Source: "5e", Alt: "A page", Caption: "The fax", Credit: "The archive", Added: now,
		Sizes: []news.PictureSize{{Width: 480, Height: 320, JPEG: []byte("\xff\x00small")}, {Width: 800, Height: 533, JPEG: []byte("large")}},
	}
	mast := fax
	mast.Name, mast.Mark, mast.Caption, mast.Credit, mast.Added = "A-mast.png", "two", "", "", now.Add(time.Minute)
	ok(t, w.AddArticlePicture(w.ctx, mast))
	ok(t, w.AddArticlePicture(w.ctx, fax))
	kind(t, w.AddArticlePicture(w.ctx, fax), news.Conflict)
	elsewhere := fax
	elsewhere.ArticleID = other.ID
	ok(t, w.AddArticlePicture(w.ctx, elsewhere)) // another article may have the name
	nowhere := fax
	if nowhere.ArticleID = w.id(); w.AddArticlePicture(w.ctx, nowhere) == nil {
		t.Error("an article that there is not has a picture")
	}
	dumb := fax
	dumb.Name, dumb.Alt = "dumb.jpg", " "
	kind(t, w.AddArticlePicture(w.ctx, dumb), news.Invalid)

	all, err := w.ArticlePictures(w.ctx, a.ID)
	want := fax
	want.Sizes = []news.PictureSize{{Width: 480, Height: 320}, {Width: 800, Height: 533}}
	if err != nil || len(all) != 2 || !reflect.DeepEqual(all[0], want) || all[1].Name != mast.Name {
		t.Errorf("pictures: %+v, %v; want %+v first", all, err, want)
	}
	if got, err := w.ArticlePictureJPEG(w.ctx, a.ID, "fax.jpg", 480); err != nil || string(got) != "\xff\x00small" {
		t.Errorf("the small one is %q, %v", got, err)
	}
	_, err = w.ArticlePictureJPEG(w.ctx, a.ID, "fax.jpg", 500)
	kind(t, err, news.NotFound)

	fax.Alt, fax.Caption, fax.Mark = "A page without a head", "", "three"
	ok(t, w.SetArticlePicture(w.ctx, fax))
	if all, err = w.ArticlePictures(w.ctx, a.ID); err != nil || all[0].Alt != fax.Alt || all[0].Caption != "" || all[0].Mark != "one" {
		t.Errorf("kept: %+v, %v", all, err)
	}
	ok(t, w.RemoveArticlePicture(w.ctx, a.ID, "fax.jpg"))
	kind(t, w.RemoveArticlePicture(w.ctx, a.ID, "fax.jpg"), news.NotFound)
	kind(t, w.SetArticlePicture(w.ctx, fax), news.NotFound)
	_, err = w.ArticlePictureJPEG(w.ctx, a.ID, "fax.jpg", 480)
	kind(t, err, news.NotFound) // its bytes go with it
	if got, err := w.ArticlePictureJPEG(w.ctx, other.ID, "fax.jpg", 480); err != nil || len(got) == 0 {
		t.Errorf("the other article's is gone, too: %v", err)
	}
}
