package webtest

import (
	"context"
	"errors"
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/web/desk"
	"onrecord/internal/web/illustration"
	"onrecord/internal/web/markdown"
	"onrecord/internal/web/portrait"
)

// deskPieces does with the articles of a world what editors want.
type deskPieces struct {
	w    *World
	acts *Acts
}

func (d deskPieces) note(words string) { d.acts.Wrote = append(d.acts.Wrote, words) }

func (d deskPieces) typed(a news.Article, f desk.ArticleForm) (news.Article, error) {
	a.Slug, a.Title, a.Standfirst, a.Text, a.Language, a.Tags = f.Slug, f.Title, f.Standfirst, f.Text, f.Language, f.Tags
	errs := []error{markdown.Check(f.Text)}
	p, err := d.w.PublicationBySlug(context.Background(), f.Publication)
	if err != nil {
		errs = append(errs, news.FieldErrorf("publication", "there is no publication %q", f.Publication))
	}
	a.PublicationID, a.Authors, a.Stories = p.ID, nil, nil
	for _, slug := range f.Authors {
		author, err := d.w.AuthorBySlug(context.Background(), slug)
		if err != nil {
			errs = append(errs, news.FieldErrorf("author", "there is no author %q", slug))
		}
		a.Authors = append(a.Authors, author.ID)
	}
	for _, id := range f.Stories {
		a.Stories = append(a.Stories, news.ID(id))
	}
	return a, errors.Join(append(errs, a.Validate())...)
}

func (d deskPieces) change(id news.ID, change func(a *news.Article) error) error {
	i := slices.IndexFunc(d.w.Pieces.Written, func(a news.Article) bool { return a.ID == id })
	if i < 0 {
		return none("article")
	}
	a := d.w.Pieces.Written[i]
	if err := change(&a); err != nil {
		return err
	}
	a.Version++
	d.w.Pieces.Written[i] = a
	return nil
}

// AddArticle implements desk.Articles.
func (d deskPieces) AddArticle(_ context.Context, f desk.ArticleForm, who string) (news.ID, error) {
	if f.Slug == "" {
		f.Slug = "made-from-the-title"
	}
	a, err := d.typed(news.Article{ID: "article-new", State: news.ArticleDraft, Version: 1, ChangedBy: who, Changed: Now, Created: Now}, f)
	if err != nil {
		return "", err
	}
	d.note("add " + a.Slug + " by " + who)
	d.w.Pieces.Written = append(d.w.Pieces.Written, a)
	return a.ID, nil
}

// SetArticle implements desk.Articles.
func (d deskPieces) SetArticle(_ context.Context, id news.ID, f desk.ArticleForm, version int, who string) error {
	return d.change(id, func(a *news.Article) (err error) {
		if version != a.Version {
			return news.Errorf(news.Conflict, "it was changed in the meantime")
		}
		if *a, err = d.typed(*a, f); err == nil {
			a.ChangedBy = who
			d.note("set " + a.Slug + " by " + who)
		}
		return err
	})
}

// PublishArticle implements desk.Articles.
func (d deskPieces) PublishArticle(_ context.Context, id news.ID, who string) error {
	return d.change(id, func(a *news.Article) error {
		a.State, a.Published = news.ArticlePublished, Now
		d.note("publish " + a.Slug + " by " + who)
		return nil
	})
}

// WithdrawArticle implements desk.Articles.
func (d deskPieces) WithdrawArticle(_ context.Context, id news.ID, because, who string) error {
	return d.change(id, func(a *news.Article) error {
		a.State, a.Withdrawn, a.Because = news.ArticleWithdrawn, Now, because
		d.note("withdraw " + a.Slug + " because " + because + " by " + who)
		return nil
	})
}

// PlaceArticle implements desk.Articles.
func (d deskPieces) PlaceArticle(_ context.Context, id, edition news.ID, _ string) error {
	d.note("place " + string(id) + " in " + string(edition))
	return nil
}

// AddPicture implements desk.Articles.
func (d deskPieces) AddPicture(_ context.Context, id news.ID, f desk.PictureForm) (string, error) {
	mark, sizes, wrong := illustration.Make(f.File)
	p := news.ArticlePicture{ArticleID: id, Name: f.Name, Mark: mark, Alt: f.Alt, Caption: f.Caption, Credit: f.Credit, Sizes: sizes, Added: Now}
	if p.Name == "" {
		p.Name = f.FileName
	}
	if err := errors.Join(wrong, p.Validate()); err != nil {
		return "", err
	}
	if d.w.Pieces.Pictures == nil {
		d.w.Pieces.Pictures = map[news.ID][]news.ArticlePicture{}
	}
	d.w.Pieces.Pictures[id] = append(d.w.Pieces.Pictures[id], p)
	d.note("picture " + p.Name)
	return p.Name, nil
}

func (d deskPieces) pictureAt(id news.ID, name string) int {
	return slices.IndexFunc(d.w.Pieces.Pictures[id], func(p news.ArticlePicture) bool { return p.Name == name })
}

// SetPicture implements desk.Articles.
func (d deskPieces) SetPicture(_ context.Context, id news.ID, f desk.PictureForm, _ string) error {
	i := d.pictureAt(id, f.Name)
	if i < 0 {
		return none("picture")
	}
	p := &d.w.Pieces.Pictures[id][i]
	p.Alt, p.Caption, p.Credit = f.Alt, f.Caption, f.Credit
	return p.Validate()
}

// RemovePicture implements desk.Articles.
func (d deskPieces) RemovePicture(_ context.Context, id news.ID, name string) error {
	i := d.pictureAt(id, name)
	if i < 0 {
		return none("picture")
	}
	d.w.Pieces.Pictures[id] = slices.Delete(d.w.Pieces.Pictures[id], i, i+1)
	return nil
}

// AddAuthor implements desk.Articles.
func (d deskPieces) AddAuthor(ctx context.Context, f desk.AuthorForm) (news.ID, error) {
	id := news.ID("author-" + f.Slug)
	d.w.Pieces.Writers = append(d.w.Pieces.Writers, news.Author{ID: id, Created: Now})
	if err := d.SetAuthor(ctx, id, f); err != nil {
		d.w.Pieces.Writers = d.w.Pieces.Writers[:len(d.w.Pieces.Writers)-1]
		return "", err
	}
	return id, nil
}

// SetAuthor implements desk.Articles.
func (d deskPieces) SetAuthor(_ context.Context, id news.ID, f desk.AuthorForm) error {
	i := slices.IndexFunc(d.w.Pieces.Writers, func(a news.Author) bool { return a.ID == id })
	if i < 0 {
		return none("author")
	}
	a := d.w.Pieces.Writers[i]
	a.Slug, a.Name, a.Role, a.Biography = f.Slug, f.Name, f.Role, f.Biography
	var wrong error
	if f.Portrait != nil {
		var sizes []news.Portrait
		if a.Portrait, sizes, wrong = portrait.Make(f.Portrait); wrong == nil {
			if d.w.Pieces.Portraits == nil {
				d.w.Pieces.Portraits = map[news.ID][]news.Portrait{}
			}
			d.w.Pieces.Portraits[id] = sizes
		}
	} else if f.NoPortrait {
		a.Portrait = ""
	}
	if err := errors.Join(wrong, a.Validate()); err != nil {
		return err
	}
	d.w.Pieces.Writers[i] = a
	d.note("author " + a.Slug)
	return nil
}
