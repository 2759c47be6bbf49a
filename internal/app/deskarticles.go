package app

import (
	"context"

	"onrecord/internal/news"
	"onrecord/internal/web/desk"
)

// deskArticles does what editors want with articles, as it was typed at the desk.
type deskArticles struct{ app *App }

func typedArticle(f desk.ArticleForm) ArticleChange {
	return ArticleChange{
		Publication: &f.Publication, Slug: &f.Slug, Title: &f.Title, Standfirst: &f.Standfirst, Text: &f.Text, Date: &f.Date, Language: &f.Language,
		Authors: &f.Authors, Tags: &f.Tags, Stories: &f.Stories,
	}
}

// AddArticle implements desk.Articles.
func (d deskArticles) AddArticle(ctx context.Context, f desk.ArticleForm, who string) (news.ID, error) {
	a, err := d.app.AddArticle(ctx, typedArticle(f), who)
	return a.ID, err
}

// SetArticle implements desk.Articles.
func (d deskArticles) SetArticle(ctx context.Context, id news.ID, f desk.ArticleForm, version int, who string) error {
	c := typedArticle(f)
	c.Version = version
	_, err := d.app.SetArticle(ctx, id, c, who)
	return err
}

// PublishArticle implements desk.Articles.
func (d deskArticles) PublishArticle(ctx context.Context, id news.ID, who string) error {
	_, err := d.app.PublishArticle(ctx, id, 0, who)
	return err
}

// WithdrawArticle implements desk.Articles.
func (d deskArticles) WithdrawArticle(ctx context.Context, id news.ID, because, who string) error {
	_, err := d.app.WithdrawArticle(ctx, id, 0, because, who)
	return err
}

// PlaceArticle implements desk.Articles.
func (d deskArticles) PlaceArticle(ctx context.Context, id, edition news.ID, section string) error {
	_, err := d.app.PlaceArticle(ctx, id, edition, section)
	return err
}

func typedPicture(f desk.PictureForm) NewPicture {
	return NewPicture{Name: f.Name, Alt: f.Alt, Caption: f.Caption, Credit: f.Credit, File: f.File, FileName: f.FileName}
}

// AddPicture implements desk.Articles.
func (d deskArticles) AddPicture(ctx context.Context, id news.ID, f desk.PictureForm) (string, error) {
	p, err := d.app.AddPicture(ctx, id, typedPicture(f))
	return p.Name, err
}

// SetPicture implements desk.Articles.
func (d deskArticles) SetPicture(ctx context.Context, id news.ID, f desk.PictureForm, who string) error {
	return d.app.SetPicture(ctx, id, typedPicture(f), who)
}

// RemovePicture implements desk.Articles.
func (d deskArticles) RemovePicture(ctx context.Context, id news.ID, name string) error {
	return d.app.RemovePicture(ctx, id, name)
}

func typedAuthor(f desk.AuthorForm) AuthorChange {
	return AuthorChange{Slug: &f.Slug, Name: &f.Name, Role: &f.Role, Biography: &f.Biography, Portrait: f.Portrait, NoPortrait: f.NoPortrait}
}

// AddAuthor implements desk.Articles.
func (d deskArticles) AddAuthor(ctx context.Context, f desk.AuthorForm) (news.ID, error) {
	a, err := d.app.AddAuthor(ctx, typedAuthor(f))
	return a.ID, err
}

// SetAuthor implements desk.Articles.
func (d deskArticles) SetAuthor(ctx context.Context, id news.ID, f desk.AuthorForm) error {
	_, err := d.app.SetAuthor(ctx, id, typedAuthor(f))
	return err
}
