package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/markdown"
)

const (
	articlesListed = 50 // on one page
	storiesOffered = 40 // to relate an article to
)

// articleRow is an article in a list.
type articleRow struct {
	news.Article
	Publication news.Publication
	By          string
}

type articlesPage struct {
	Rows         []articleRow
	State        news.ArticleState
	Total        int
	Page, Pages  int
	Newer, Older string
	Authors      int
}

func (d *desk) articles(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, err := web.Page(r)
	if err != nil {
		return err
	}
	p := articlesPage{State: news.ArticleState(r.URL.Query().Get("state")), Page: page}
	if !slices.Contains([]news.ArticleState{"", news.ArticleDraft, news.ArticlePublished, news.ArticleWithdrawn}, p.State) {
		return web.WrongQuery("state", string(p.State), "it is draft, published or withdrawn")
	}
	f := news.ArticleFilter{State: p.State}
	if p.Total, err = d.Store.CountArticles(ctx, f); err != nil {
		return err
	}
	p.Pages = max(1, (p.Total+articlesListed-1)/articlesListed)
	at := func(n int) string {
		q := url.Values{"page": {strconv.Itoa(n)}}
		if p.State != "" {
			q.Set("state", string(p.State))
		}
		return "/desk/articles?" + q.Encode()
	}
	if page > 1 {
		p.Newer = at(page - 1)
	}
	if page < p.Pages {
		p.Older = at(page + 1)
	}
	all, err := d.Store.Articles(ctx, f, (page-1)*articlesListed, articlesListed)
	if err != nil {
		return err
	}
	authors, err := d.Store.Authors(ctx)
	if err != nil {
		return err
	}
	p.Authors = len(authors)
	for _, a := range all {
		row := articleRow{Article: a, By: strings.Join(namesOf(a, authors), ", ")}
		if row.Publication, err = d.Store.Publication(ctx, a.PublicationID); err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	return d.show(w, r, http.StatusOK, "articles", "Articles", p)
}

func namesOf(a news.Article, authors []news.Author) (out []string) {
	for _, id := range a.Authors {
		for _, author := range authors {
			if author.ID == id {
				out = append(out, author.Name)
			}
		}
	}
	return out
}

// articleForm is an article as an editor sees it, or typed it.
type articleForm struct {
	ArticleForm
	Version int
	Wrong   map[string]string // what cannot be taken, by the name of the field
}

// ByLine are the authors as they stand in the form.
func (f articleForm) ByLine() string { return strings.Join(f.Authors, ", ") }

// TagLine are the tags as they stand in the form.
func (f articleForm) TagLine() string { return strings.Join(f.Tags, ", ") }

type articlePage struct {
	articleRow
	Form         articleForm
	Publications []news.Publication
	Authors      []news.Author
	Related      []news.Story // those that it is related to
	Offered      []news.Story // the newest besides
	Versions     []news.ArticleVersion
	Drafts       []editionRow // editions that it can be put into
	Theirs       *news.ArticleVersion
	New          bool
	Pictures     []pictureRow
	Picture      pictureForm      // one that is being added
	Missing      []markdown.Named // pictures that the text names and that are not there
}

func (d *desk) newArticle(w http.ResponseWriter, r *http.Request) error {
	f := articleForm{}
	f.Publication = r.URL.Query().Get("publication")
	return d.showArticle(w, r, http.StatusOK, articlePage{Form: f, New: true})
}

func (d *desk) article(w http.ResponseWriter, r *http.Request) error {
	a, err := d.Store.Article(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	f, err := d.formOfArticle(r.Context(), a)
	if err != nil {
		return err
	}
	return d.showArticle(w, r, http.StatusOK, articlePage{articleRow: articleRow{Article: a}, Form: f})
}

// formOfArticle makes the form from an article.
func (d *desk) formOfArticle(ctx context.Context, a news.Article) (articleForm, error) {
	f := articleForm{Version: a.Version}
	f.Slug, f.Title, f.Standfirst, f.Text, f.Language, f.Tags = a.Slug, a.Title, a.Standfirst, a.Text, a.Language, a.Tags
	p, err := d.Store.Publication(ctx, a.PublicationID)
	if err != nil {
		return f, err
	}
	f.Publication = p.Slug
	if !a.Published.IsZero() {
		zone, err := time.LoadLocation(p.Schedule.Zone)
		if err != nil {
			zone = time.UTC
		}
		f.Date = a.Published.In(zone).Format("2006-01-02 15:04")
	}
	for _, id := range a.Authors {
		author, err := d.Store.Author(ctx, id)
		if err != nil {
			return f, err
		}
		f.Authors = append(f.Authors, author.Slug)
	}
	for _, id := range a.Stories {
		f.Stories = append(f.Stories, string(id))
	}
	return f, nil
}

// showArticle shows the form with all that there is to choose from.
func (d *desk) showArticle(w http.ResponseWriter, r *http.Request, status int, p articlePage) error {
	ctx := r.Context()
	var err error
	if p.Publications, err = d.Store.Publications(ctx); err != nil {
		return err
	}
	if p.Authors, err = d.Store.Authors(ctx); err != nil {
		return err
	}
	newest, err := d.Store.Stories(ctx, storiesOffered)
	if err != nil {
		return err
	}
	for _, story := range newest {
		if !slices.Contains(p.Form.Stories, string(story.ID)) {
			p.Offered = append(p.Offered, story)
		}
	}
	for _, id := range p.Form.Stories {
		story, err := d.Store.Story(ctx, news.ID(id))
		switch news.KindOf(err) {
		case "":
			p.Related = append(p.Related, story)
		case news.NotFound: // what is wrong with it is said beside it
		default:
			return err
		}
	}
	title := "Write an article"
	if !p.New {
		title = p.Title
		if p.Publication, err = d.Store.Publication(ctx, p.PublicationID); err != nil {
			return err
		}
		if p.Versions, err = d.Store.ArticleVersions(ctx, p.ID); err != nil {
			return err
		}
		if err := d.withPictures(r, &p); err != nil {
			return err
		}
		if p.State == news.ArticlePublished {
			if p.Drafts, err = d.openDrafts(r); err != nil {
				return err
			}
		}
	}
	return d.show(w, r, status, "article", title, p)
}

// openDrafts gives the editions that something can be put into.
func (d *desk) openDrafts(r *http.Request) (out []editionRow, err error) {
	rows, err := d.editionRows(r)
	for _, row := range rows {
		if row.State == news.Draft {
			out = append(out, row)
		}
	}
	return out, err
}

// typedArticle is what came in the form of an article.
func typedArticle(r *http.Request) articleForm {
	typed := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	words := func(name string) (out []string) {
		for _, word := range strings.FieldsFunc(r.PostFormValue(name), func(c rune) bool { return c == ',' || c == '،' || c == '\n' || c == '\r' }) {
			if word = strings.TrimSpace(word); word != "" {
				out = append(out, word)
			}
		}
		return out
	}
	f := articleForm{ArticleForm: ArticleForm{
		Publication: typed("publication"), Slug: typed("slug"), Title: typed("title"), Standfirst: typed("standfirst"), Date: typed("date"), Language: typed("language"),
		Text: strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"), Authors: words("author"), Tags: words("tags"),
	}}
	for _, id := range r.PostForm["story"] {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(f.Stories, id) {
			f.Stories = append(f.Stories, id)
		}
	}
	f.Version, _ = strconv.Atoi(r.PostFormValue("version"))
	return f
}

// refuse gives the form with what is wrong in it; false if the error is about nothing that was typed.
func (f articleForm) refuse(err error) (articleForm, bool) {
	wrong, ok := wrongOf(err)
	if words := wrong[""]; words != "" {
		wrong["form"] = words
	}
	f.Wrong = wrong
	return f, ok
}

func (d *desk) addArticle(w http.ResponseWriter, r *http.Request) error {
	f := typedArticle(r)
	id, err := d.Actions.Articles.AddArticle(r.Context(), f.ArticleForm, d.user(r.Context()))
	if err == nil {
		return d.done(w, r, "The draft is kept. Readers do not see it until it is published.", "/desk/articles/"+string(id))
	}
	if f, refused := f.refuse(err); refused {
		return d.showArticle(w, r, http.StatusUnprocessableEntity, articlePage{Form: f, New: true})
	}
	return err
}

// saveArticle does what the pressed button says. What cannot be taken, and what would write over somebody else's work, is shown again as
// it was typed.
func (d *desk) saveArticle(w http.ResponseWriter, r *http.Request) error {
	ctx, id, who := r.Context(), news.ID(r.PathValue("id")), d.user(r.Context())
	here := "/desk/articles/" + string(id)
	switch r.PostFormValue("do") {
	case "publish":
		if err := d.Actions.Articles.PublishArticle(ctx, id, who); err != nil {
			return err
		}
		return d.done(w, r, "Published: readers see it now.", here)
	case "withdraw":
		if err := d.Actions.Articles.WithdrawArticle(ctx, id, r.PostFormValue("because"), who); err != nil {
			return err
		}
		return d.done(w, r, "Withdrawn: readers see that it was, and no longer the text.", here)
	case "place":
		edition := news.ID(r.PostFormValue("edition"))
		if err := d.Actions.Articles.PlaceArticle(ctx, id, edition, ""); err != nil {
			return err
		}
		return d.done(w, r, "The article is in the edition, which is in hand now.", "/desk/editions/"+string(edition))
	}
	a, err := d.Store.Article(ctx, id)
	if err != nil {
		return err
	}
	f := typedArticle(r)
	p := articlePage{articleRow: articleRow{Article: a}}
	if f.Version != a.Version {
		f.Wrong = map[string]string{"form": "Somebody changed this article while you were at it. Your words stand below, and theirs below them; save again to put yours in place of theirs."}
		f.Version = a.Version
		p.Form, p.Theirs = f, &news.ArticleVersion{Article: a, Number: a.Version, At: a.Changed, By: a.ChangedBy}
		return d.showArticle(w, r, http.StatusConflict, p)
	}
	if err := d.Actions.Articles.SetArticle(ctx, id, f.ArticleForm, f.Version, who); err != nil {
		if typed, refused := f.refuse(err); refused {
			p.Form = typed
			return d.showArticle(w, r, http.StatusUnprocessableEntity, p)
		}
		return err
	}
	if r.PostFormValue("do") == "save and publish" {
		if err := d.Actions.Articles.PublishArticle(ctx, id, who); err != nil {
			if wrong, refused := wrongOf(err); refused && wrong["text"] != "" {
				return d.done(w, r, "Saved, but not published: "+wrong["text"], here)
			}
			return err
		}
		return d.done(w, r, "Saved and published: readers see it now.", here)
	}
	said := "The article is kept as you left it."
	if a.State == news.ArticlePublished {
		said = "Readers see it as you left it."
	}
	return d.done(w, r, said, here)
}

// previewArticle shows an article, or an earlier version of it, as readers would see it.
func (d *desk) previewArticle(w http.ResponseWriter, r *http.Request) error {
	a, err := d.Store.Article(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if d.PreviewArticle == nil {
		return news.Errorf(news.NotFound, "there is no preview here")
	}
	if n := r.PathValue("number"); n != "" {
		versions, err := d.Store.ArticleVersions(r.Context(), a.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(versions, func(v news.ArticleVersion) bool { return strconv.Itoa(v.Number) == n })
		if i < 0 {
			return news.Errorf(news.NotFound, "the article has no version %s", n)
		}
		a = versions[i].Article
	}
	return d.PreviewArticle(w, r, a)
}
