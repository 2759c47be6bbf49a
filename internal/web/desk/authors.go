package desk

import (
	"net/http"

	"onrecord/internal/news"
)

type authorRow struct {
	news.Author
	Articles int // published
}

type authorsPage struct {
	Rows []authorRow
	Form authorForm
}

// authorForm is an author as an editor sees it, or typed it.
type authorForm struct {
	AuthorForm
	Author news.Author
	Wrong  map[string]string
}

func (d *desk) authors(w http.ResponseWriter, r *http.Request) error {
	return d.showAuthors(w, r, http.StatusOK, authorForm{})
}

func (d *desk) showAuthors(w http.ResponseWriter, r *http.Request, status int, f authorForm) error {
	all, err := d.Store.Authors(r.Context())
	if err != nil {
		return err
	}
	p := authorsPage{Form: f}
	for _, a := range all {
		n, err := d.Store.CountArticles(r.Context(), news.ArticleFilter{Author: a.ID, State: news.ArticlePublished})
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, authorRow{a, n})
	}
	return d.show(w, r, status, "authors", "Authors", p)
}

func (d *desk) author(w http.ResponseWriter, r *http.Request) error {
	a, err := d.Store.Author(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	f := authorForm{AuthorForm: AuthorForm{Slug: a.Slug, Name: a.Name, Role: a.Role, Biography: a.Biography}, Author: a}
	return d.show(w, r, http.StatusOK, "author", a.Name, f)
}

// saveAuthor adds an author, or changes one.
func (d *desk) saveAuthor(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	f, err := typedAuthor(w, r)
	if err != nil {
		return err
	}
	if id == "" {
		_, err = d.Actions.Articles.AddAuthor(ctx, f.AuthorForm)
	} else {
		if f.Author, err = d.Store.Author(ctx, id); err != nil {
			return err
		}
		err = d.Actions.Articles.SetAuthor(ctx, id, f.AuthorForm)
	}
	if err == nil {
		return d.done(w, r, "The author is kept.", "/desk/authors")
	}
	wrong, ok := wrongOf(err)
	if !ok {
		return err
	}
	f.Wrong = wrong
	if id == "" {
		return d.showAuthors(w, r, http.StatusUnprocessableEntity, f)
	}
	return d.show(w, r, http.StatusUnprocessableEntity, "author", f.Author.Name, f)
}

// typedAuthor reads the form of an author, with its picture.
func typedAuthor(w http.ResponseWriter, r *http.Request) (f authorForm, err error) {
	sent, err := formWithFile(w, r, "portrait")
	f.Slug, f.Name, f.Role, f.Biography = sent.fields["slug"], sent.fields["name"], sent.fields["role"], sent.fields["biography"]
	f.NoPortrait, f.Portrait = sent.fields["no-portrait"] != "", sent.file
	return f, err
}
