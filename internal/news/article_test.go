package news

import (
	"strings"
	"testing"
	"time"
)

func TestWhatAnArticleMayBeCalled(t *testing.T) {
	for slug, says := range map[string]string{
		"who-leaked": "", "a": "", "the-2031-talks": "", "2031-03-02-again": "",
		"2031-03-02": "looks like the date of an edition", "2031": "looks like the date", "-": "looks like the date",
		"archive": "a page of the program's own", "feed": "a page of the program's own",
		"feed.rss": "cannot stand in an address", "Who": "cannot stand in an address", "": "cannot stand in an address", "שלום": "cannot stand",
		strings.Repeat("a", 81): "at most 80",
	} {
		err := CheckArticleSlug(slug)
		if slug == "2031-03-02-again" {
			says = ""
		}
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", slug, err, says)
		}
	}
}

func TestEveryFaultOfAnArticleIsNamed(t *testing.T) {
	fine := Article{Slug: "who-leaked", Title: "Who leaked?", Text: "Nobody knows.\n\n\u2067שלום\u2069", State: ArticleDraft, Tags: []string{"Talks"}}
	if err := fine.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		fields string
		change func(*Article)
	}{
		{"slug title", func(a *Article) { a.Slug, a.Title = "archive", " " }},
		{"title standfirst", func(a *Article) { a.Title, a.Standfirst = "two\nlines", strings.Repeat("x", LongestStandfirst+1) }},
		{"text", func(a *Article) { a.Text = "a\x00b" }},
		{"language", func(a *Article) { a.Language = "en_US" }},
		{"tags", func(a *Article) { a.Tags = []string{"x", "x"} }},
		{"tags", func(a *Article) { a.Tags = []string{strings.Repeat("x", LongestTag+1)} }},
		{"tags", func(a *Article) { a.Tags = []string{" "} }},
		{"tags", func(a *Article) { a.Tags = make([]string, mostArticleTags+1) }},
		{"author", func(a *Article) { a.Authors = make([]ID, mostAuthors+1) }},
		{"stories", func(a *Article) { a.Stories = make([]ID, mostStories+1) }},
		{"text date", func(a *Article) { a.Text, a.State = "", ArticlePublished }},
		{"state", func(a *Article) { a.State = "ripe" }},
	} {
		a := fine
		c.change(&a)
		var got []string
		for _, f := range Faults(a.Validate()) {
			got = append(got, f.Field)
		}
		if strings.Join(got, " ") != c.fields {
			t.Errorf("faults %v, want %s", got, c.fields)
		}
	}
	fine.State, fine.Published = ArticlePublished, time.Date(2031, 3, 2, 0, 0, 0, 0, time.UTC)
	if err := fine.Validate(); err != nil {
		t.Error(err)
	}
}

func TestWhatAnAuthorMayBe(t *testing.T) {
	a := Author{Slug: "dana-roth", Name: "Dana Roth", Role: "Fellow", Biography: "Was here.\n\nAnd there."}
	if err := a.Validate(); err != nil {
		t.Fatal(err)
	}
	a.Slug, a.Name, a.Role, a.Biography = "Dana", "", "two\nlines", strings.Repeat("x", LongestBiography+1)
	var got []string
	for _, f := range Faults(a.Validate()) {
		got = append(got, f.Field)
	}
	if want := "slug role biography name"; strings.Join(got, " ") != want {
		t.Errorf("faults %v, want %s", got, want)
	}
}
