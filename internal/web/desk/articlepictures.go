package desk

import (
	"net/http"
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
)

// pictureRow is a picture of an article as an editor sees it.
type pictureRow struct {
	news.ArticlePicture
	Small news.PictureSize
	Line  string // what the text has to have to show it
	Shown bool   // the text has it
}

// pictureForm is a picture as an editor sent it, with what is wrong with it.
type pictureForm struct {
	PictureForm
	Wrong map[string]string
}

// withPictures adds the pictures of an article to its page, and those that its text names and that are not there.
func (d *desk) withPictures(r *http.Request, p *articlePage) error {
	all, err := d.Store.ArticlePictures(r.Context(), p.ID)
	if err != nil {
		return err
	}
	named := markdown.Pictures(p.Form.Text)
	for _, one := range all {
		row := pictureRow{ArticlePicture: one, Line: markdown.Line(one), Shown: slices.ContainsFunc(named, func(n markdown.Named) bool { return n.Name == one.Name })}
		if len(one.Sizes) > 0 {
			row.Small = one.Sizes[0]
		}
		p.Pictures = append(p.Pictures, row)
	}
	for _, n := range named {
		if !slices.ContainsFunc(all, func(one news.ArticlePicture) bool { return one.Name == n.Name }) {
			p.Missing = append(p.Missing, n)
		}
	}
	return nil
}

// addPicture gives an article a picture.
func (d *desk) addPicture(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	sent, err := formWithFile(w, r, "file")
	if err != nil {
		return err
	}
	f := pictureForm{PictureForm: PictureForm{
		Name: sent.fields["name"], Alt: sent.fields["alt"], Caption: sent.fields["caption"], Credit: sent.fields["credit"], File: sent.file, FileName: sent.fileName,
	}}
	_, err = d.Actions.Articles.AddPicture(ctx, id, f.PictureForm)
	if err == nil {
		return d.done(w, r, "The picture is kept. Put its line into the text where readers are to see it.", "/desk/articles/"+string(id)+"#pictures")
	}
	wrong, ok := wrongOf(err)
	if !ok {
		return err
	}
	a, err := d.Store.Article(ctx, id)
	if err != nil {
		return err
	}
	p := articlePage{articleRow: articleRow{Article: a}, Picture: f}
	p.Picture.Wrong = wrong
	if p.Form, err = d.formOfArticle(ctx, a); err != nil {
		return err
	}
	return d.showArticle(w, r, http.StatusUnprocessableEntity, p)
}

// changePicture changes what is said of a picture, or takes it away.
func (d *desk) changePicture(w http.ResponseWriter, r *http.Request) error {
	ctx, id, name := r.Context(), news.ID(r.PathValue("id")), r.PathValue("name")
	here := "/desk/articles/" + string(id) + "#pictures"
	if r.PostFormValue("do") == "remove" {
		if err := d.Actions.Articles.RemovePicture(ctx, id, name); err != nil {
			return err
		}
		return d.done(w, r, "The picture is gone.", here)
	}
	if err := d.Actions.Articles.SetPicture(ctx, id, PictureForm{Name: name, Alt: r.PostFormValue("alt"), Caption: r.PostFormValue("caption"), Credit: r.PostFormValue("credit")}, d.user(ctx)); err != nil {
		return err
	}
	return d.done(w, r, "What is said of the picture is kept.", here)
}

// picture serves a picture of an article in any state.
func (d *desk) picture(w http.ResponseWriter, r *http.Request) error {
	if d.PreviewPicture == nil {
		return news.Errorf(news.NotFound, "there are no pictures here")
	}
	return d.PreviewPicture(w, r, news.ID(r.PathValue("id")))
}
