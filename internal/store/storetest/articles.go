package storetest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func (w *world) author(t *testing.T, slug string) news.Author {
	t.Helper()
	a := news.Author{ID: w.id(), Slug: slug, Name: "The " + slug, Role: "Fellow", Biography: "Was here.\n\nAnd there.", Created: now}
	ok(t, w.SaveAuthor(w.ctx, a))
	return a
}

// article adds a published article of a publication.
func (w *world) article(t *testing.T, p news.Publication, slug, text string, words ...string) news.Article {
	t.Helper()
	a := news.Article{
		ID: w.id(), PublicationID: p.ID, Slug: slug, Title: "On " + slug, Standfirst: "What is to be said.", Text: text, State: news.ArticlePublished,
		Published: now.Add(time.Duration(w.made) * time.Hour), Version: 1, ChangedBy: "ada", Changed: now, Created: now,
	}
	ok(t, w.SaveArticle(w.ctx, a, text, keyed(words...)))
	return a
}

func keyed(words ...string) (out []news.KeyWord) {
	for i, word := range words {
		out = append(out, news.KeyWord{Key: strings.ToLower(word), Shown: word, Weight: float64(10 - i)})
	}
	return out
}

func authors(t *testing.T, w *world) {
	a := w.author(t, "dana-roth")
	if got, err := w.AuthorBySlug(w.ctx, "dana-roth"); err != nil || !reflect.DeepEqual(got, a) {
		t.Errorf("got %+v, %v; want %+v", got, err, a)
	}
	other := w.author(t, "ada-frey")
	other.Slug = a.Slug
	kind(t, w.SaveAuthor(w.ctx, other), news.Conflict)
	other.Slug, other.Name = "Ada Frey", ""
	kind(t, w.SaveAuthor(w.ctx, other), news.Invalid)
	if all, err := w.Authors(w.ctx); err != nil || len(all) != 2 || all[0].Slug != "ada-frey" {
		t.Errorf("authors: %+v, %v", all, err)
	}

	ok(t, w.SetPortrait(w.ctx, a.ID, "one", news.Portrait{Size: news.SmallPortrait, JPEG: []byte("\xff\x00small")}, news.Portrait{Size: news.LargePortrait, JPEG: []byte("large")}))
	ok(t, w.SaveAuthor(w.ctx, a)) // leaves the portrait
	if got, err := w.Portrait(w.ctx, a.ID, news.SmallPortrait); err != nil || string(got.JPEG) != "\xff\x00small" {
		t.Errorf("the small portrait is %q, %v", got.JPEG, err)
	}
	if got, err := w.Author(w.ctx, a.ID); err != nil || got.Portrait != "one" {
		t.Errorf("got %+v, %v", got, err)
	}
	ok(t, w.SetPortrait(w.ctx, a.ID, ""))
	_, err := w.Portrait(w.ctx, a.ID, news.SmallPortrait)
	kind(t, err, news.NotFound)
	kind(t, w.SetPortrait(w.ctx, w.id(), "two"), news.NotFound)
}

func articles(t *testing.T, w *world) {
	briefs, alert := w.publication(t, "issue-briefs"), w.publication(t, "alert")
	dana, ada := w.author(t, "dana-roth"), w.author(t, "ada-frey")
	a := news.Article{
		ID: w.id(), PublicationID: briefs.ID, Slug: "who-leaked", Title: "Who leaked?", Standfirst: "A question.", Authors: []news.ID{dana.ID, ada.ID}, Language: "en",
		Text: "## The fax\n\nNobody *knows*.", Tags: []string{"Talks", "Sources"}, Stories: []news.ID{w.id()}, State: news.ArticleDraft,
		Version: 1, ChangedBy: "ada", Changed: now, Created: now,
	}
	ok(t, w.SaveArticle(w.ctx, a, "The fax\n\nNobody knows.", nil))
	if got, err := w.Article(w.ctx, a.ID); err != nil || !reflect.DeepEqual(got, a) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, a)
	}
	same := a
	same.ID = w.id()
	kind(t, w.SaveArticle(w.ctx, same, "", nil), news.Conflict) // its address is taken
	same.PublicationID, same.Slug = alert.ID, "2031-03-02"
	kind(t, w.SaveArticle(w.ctx, same, "", nil), news.Invalid) // an edition may have that
	same.Slug = a.Slug
	ok(t, w.SaveArticle(w.ctx, same, "", nil)) // another publication

	// A draft's address leads nowhere once it has another one; a published one's leads on.
	next := a
	next.Slug, next.Version, next.State, next.Published = "who-told", 2, news.ArticlePublished, now
	ok(t, w.SaveArticle(w.ctx, next, "The fax\n\nNobody knows.", nil))
	_, err := w.ArticleBySlug(w.ctx, briefs.ID, "who-leaked")
	kind(t, err, news.NotFound)
	next.Slug, next.Version = "who-knew", 3
	ok(t, w.SaveArticle(w.ctx, next, "The fax\n\nNobody knows.", nil))
	if got, err := w.ArticleBySlug(w.ctx, briefs.ID, "who-told"); err != nil || got.ID != a.ID || got.Slug != "who-knew" {
		t.Errorf("the old address leads to %q, %v", got.Slug, err)
	}
	other := same
	other.ID, other.PublicationID, other.Slug = w.id(), briefs.ID, "who-told"
	kind(t, w.SaveArticle(w.ctx, other, "", nil), news.Conflict) // and is nobody else's

	// Of two editors who save at once, the second is told.
	late := a
	late.Version, late.Title = 3, "Mine"
	if err := w.SaveArticle(w.ctx, late, "", nil); news.KindOf(err) != news.Conflict || !strings.Contains(err.Error(), "ada changed this article") {
		t.Errorf("it says %v", err)
	}
	versions, err := w.ArticleVersions(w.ctx, a.ID)
	if err != nil || len(versions) != 3 || versions[0].Number != 3 || versions[2].Slug != "who-leaked" || versions[1].By != "ada" || !versions[0].At.Equal(now) {
		t.Errorf("versions: %+v, %v", versions, err)
	}

	for name, f := range map[string]struct {
		news.ArticleFilter
		want int
	}{
		"all":         {news.ArticleFilter{}, 2},
		"published":   {news.ArticleFilter{State: news.ArticlePublished}, 1},
		"publication": {news.ArticleFilter{Publication: alert.ID}, 1},
		"author":      {news.ArticleFilter{Author: dana.ID, State: news.ArticlePublished}, 1},
		"story":       {news.ArticleFilter{Story: a.Stories[0], Publication: briefs.ID}, 1},
		"nobody":      {news.ArticleFilter{Author: w.id()}, 0},
	} {
		got, err := w.Articles(w.ctx, f.ArticleFilter, 0, 10)
		n, err2 := w.CountArticles(w.ctx, f.ArticleFilter)
		if err != nil || err2 != nil || len(got) != f.want || n != f.want {
			t.Errorf("%s: %d articles, counted %d, %v, %v", name, len(got), n, err, err2)
		}
	}
}

func articlesFound(t *testing.T, w *world) {
	p := w.publication(t, "issue-briefs")
	a := w.article(t, p, "fax", "The fax came from the **harbour**.")
	b := w.article(t, p, "harbour", "שלום to the harbour.")
	found := func(query string) (slugs []string, excerpts string) {
		hits, err := w.SearchArticles(w.ctx, query, 10)
		ok(t, err)
		for _, h := range hits {
			slugs = append(slugs, h.Article.Slug)
			excerpts += h.Excerpt
		}
		return slugs, excerpts
	}
	if got, _ := found("HARBOUR"); !reflect.DeepEqual(got, []string{"harbour", "fax"}) {
		t.Errorf("found %v; the one that has it in its title comes first", got)
	}
	if got, excerpts := found("שלום"); len(got) != 1 || !strings.Contains(excerpts, "\x02שלום\x03") {
		t.Errorf("found %v, %q", got, excerpts)
	}
	if _, excerpts := found(`"from the harbour"`); !strings.Contains(excerpts, "came \x02from") {
		t.Errorf("the phrase is not marked in %q", excerpts)
	}
	if got, _ := found(" - "); got != nil {
		t.Errorf("no word finds %v", got)
	}
	for query, want := range map[string][]string{
		`"came from the harbour"`: {"fax"}, `“from the harbour” fax`: {"fax"}, `harbour "the fax"`: {"fax"}, `"harbour the"`: nil, `"harbour fax"`: nil, `"to the harbour"`: {"harbour"},
		`"שלום to"`: {"harbour"}, `״שלום to״`: {"harbour"}, `the "harbour`: {"harbour", "fax"}, `""`: nil, `"the" "harbour"`: {"harbour", "fax"},
	} {
		if got, _ := found(query); !reflect.DeepEqual(got, want) {
			t.Errorf("%s finds %v, not %v", query, got, want)
		}
	}
	// What was withdrawn is not found, and what is new in a text is.
	b.Version, b.State, b.Withdrawn = 2, news.ArticleWithdrawn, now
	ok(t, w.SaveArticle(w.ctx, b, b.Text, nil))
	a.Version = 2
	ok(t, w.SaveArticle(w.ctx, a, "The telegram.", nil))
	if got, _ := found("harbour"); got != nil {
		t.Errorf("found %v", got)
	}
	if got, _ := found("telegram"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

func articlesAkin(t *testing.T, w *world) {
	p := w.publication(t, "issue-briefs")
	first, last := w.story(t, "Talks"), w.story(t, "Talks again")
	one := w.article(t, p, "one", "x", "Guldmark", "fax", "embassy", "harbour")
	near := w.article(t, p, "near", "x", "Fax", "embassy", "Guldmark")
	w.article(t, p, "far", "x", "harbour", "lighthouse")
	told := w.article(t, p, "told", "x", "bread")
	for _, a := range []*news.Article{&one, &told} {
		a.Version, a.Stories = 2, []news.ID{first.ID}
	}
	told.Stories = []news.ID{last.ID}
	ok(t, w.SaveArticle(w.ctx, one, "x", keyed("Guldmark", "fax", "embassy", "harbour")))
	ok(t, w.SaveArticle(w.ctx, told, "x", keyed("bread")))

	akin := func() (slugs []string, all []news.Akin) {
		all, err := w.ArticlesAkin(w.ctx, one.ID, 5)
		ok(t, err)
		for _, a := range all {
			slugs = append(slugs, a.Article.Slug)
		}
		return slugs, all
	}
	if got, all := akin(); !reflect.DeepEqual(got, []string{"near"}) || !reflect.DeepEqual(all[0].Words, []string{"fax", "Guldmark", "embassy"}) || all[0].Story {
		t.Errorf("akin: %v %+v", got, all)
	}
	// The two stories turn out to be one.
	last.MergedInto = first.ID
	ok(t, w.SaveStory(w.ctx, last))
	if got, all := akin(); !reflect.DeepEqual(got, []string{"told", "near"}) || !all[0].Story {
		t.Errorf("akin: %v %+v", got, all)
	}
	near.Version, near.State, near.Withdrawn = 2, news.ArticleWithdrawn, now
	ok(t, w.SaveArticle(w.ctx, near, "x", nil))
	if got, _ := akin(); !reflect.DeepEqual(got, []string{"told"}) {
		t.Errorf("akin: %v", got)
	}
}
