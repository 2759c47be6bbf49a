package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
	"onrecord/internal/web/markdown"
)

type articleCmd struct {
	Add      articleAddCmd      `cmd:"" help:"Add a piece of the house's own from a Markdown file, as a draft, with the pictures that its text names and that lie beside it."`
	List     articleListCmd     `cmd:"" help:"List the pieces, drafts included."`
	Show     articleShowCmd     `cmd:"" help:"Print all that is known of a piece as JSON."`
	Set      articleSetCmd      `cmd:"" help:"Change a piece: only what is given. Readers see when what they read was changed."`
	Publish  articlePublishCmd  `cmd:"" help:"Let readers see a piece."`
	Withdraw articleWithdrawCmd `cmd:"" help:"Take a piece from readers, who see that it was withdrawn."`
	Place    articlePlaceCmd    `cmd:"" help:"Put a piece that is published into an edition that has not appeared."`
	Export   articleExportCmd   `cmd:"" help:"Write a piece as a Markdown file to standard output, as 'article add' takes it."`
}

const listArticles = "onrecord article list"

// articleFields are what is said of a piece beside its text: flags win over the head of its file.
type articleFields struct {
	Publication *string `help:"The publication it belongs to, by its name in addresses." placeholder:"SLUG"`
	Slug        *string `help:"Its name in its address; without one it gets one from its title."`
	Title       *string `help:"Its title."`
	Standfirst  *string `help:"One or two sentences below the title."`
	Authors     *listed `name:"author" help:"Who wrote it, by their names in addresses, in the order of the byline." placeholder:"SLUG,..." aliases:"authors"`
	Date        *string `help:"The date that readers see, in the publication's zone; without one, that of its publishing." placeholder:"YYYY-MM-DD [HH:MM]"`
	Language    *string `help:"The language it is written in; without one, the publication's."`
	Tags        *listed `help:"What it is about, in words." placeholder:"TAG,..." aliases:"tag"`
	Stories     *listed `name:"story" help:"The stories that it is about, by their ids." placeholder:"ID,..." aliases:"stories"`
}

// change gives what the flags change.
func (f articleFields) change() app.ArticleChange {
	return app.ArticleChange{
		Publication: f.Publication, Slug: f.Slug, Title: f.Title, Standfirst: f.Standfirst, Authors: (*[]string)(f.Authors), Date: f.Date, Language: f.Language,
		Tags: (*[]string)(f.Tags), Stories: (*[]string)(f.Stories),
	}
}

// fromFile reads a file, "-" being standard input, and gives what its head and its text change where the flags do not.
func (f articleFields) fromFile(ctx context.Context, s *streams, name string) (app.ArticleChange, error) {
	c := f.change()
	in, err := input.Open(ctx, name, s.in)
	if err != nil {
		return c, err
	}
	front, text, err := markdown.Split(string(in.Body))
	if err != nil {
		return c, err
	}
	c.Text = &text
	pictures, err := app.PicturesBeside(name, text)
	if err != nil {
		return c, err
	}
	if len(pictures) > 0 {
		c.Pictures = &pictures
	}
	for _, set := range []struct {
		to   **string
		from *string
	}{{&c.Publication, front.Publication}, {&c.Slug, front.Slug}, {&c.Title, front.Title}, {&c.Standfirst, front.Standfirst}, {&c.Date, front.Date}, {&c.Language, front.Language}} {
		if *set.to == nil {
			*set.to = set.from
		}
	}
	for _, set := range []struct {
		to   **[]string
		list func() ([]string, bool)
	}{{&c.Authors, front.Authors.List}, {&c.Tags, front.Tags.List}, {&c.Stories, front.Stories.List}} {
		if list, there := set.list(); there && *set.to == nil {
			*set.to = &list
		}
	}
	return c, nil
}

type articleAddCmd struct {
	settings
	articleFields
	File    string `arg:"" help:"A Markdown file, with a head of YAML (---) or TOML (+++) or without; - is standard input. A picture in it, as ![What it shows](fax.jpg \"Caption\") on a line of its own, is taken from the file's folder." placeholder:"FILE"`
	Publish bool   `help:"Let readers see it at once."`
}

// Run adds a piece.
func (c *articleAddCmd) Run(ctx context.Context, s *streams) error {
	change, err := c.fromFile(ctx, s, c.File)
	if err != nil {
		return err
	}
	if change.Title == nil && c.File != "-" {
		title := titleOf(c.File)
		change.Title = &title
	}
	return c.with(ctx, s, func(a *app.App) error {
		v, err := a.AddArticle(ctx, change, caller())
		if err == nil && c.Publish {
			v, err = a.PublishArticle(ctx, v.ID, v.Version, caller())
		}
		if err != nil {
			return err
		}
		return s.saysOf(ctx, a, v)
	})
}

// titleOf makes a title of a file's name.
func titleOf(file string) string {
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
}

// saysOf prints where a piece stands and is.
func (s *streams) saysOf(ctx context.Context, a *app.App, v news.Article) error {
	p, err := a.Store.Publication(ctx, v.PublicationID)
	if err != nil {
		return err
	}
	if _, err = fmt.Fprintf(s.out, "%s  %s, version %d  %s\n", v.ID, v.State, v.Version, a.ArticleAddress(p, v)); err != nil {
		return err
	}
	missing, err := a.MissingPictures(ctx, v)
	for _, n := range missing {
		fmt.Fprintf(s.err, "line %d of the text names the picture %q, which is not there; put it beside the file, or add it at the desk\n", n.Line, n.Name)
	}
	return err
}

type articleListCmd struct {
	settings
	Publication string `help:"Only those of a publication." placeholder:"SLUG"`
	Author      string `help:"Only those by an author." placeholder:"SLUG"`
	State       string `help:"Only those in a state: draft, published or withdrawn." enum:",draft,published,withdrawn" default:""`
	JSON        bool   `name:"json" help:"Print JSON Lines."`
	Limit       limit  `help:"How many at most." default:"50"`
}

// Run lists pieces.
func (c *articleListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		f := news.ArticleFilter{State: news.ArticleState(c.State)}
		if c.Publication != "" {
			p, err := a.Store.PublicationBySlug(ctx, c.Publication)
			if err != nil {
				return missing(err, "publication", c.Publication, listPublications)
			}
			f.Publication = p.ID
		}
		if c.Author != "" {
			author, err := a.Store.AuthorBySlug(ctx, c.Author)
			if err != nil {
				return missing(err, "author", c.Author, listAuthors)
			}
			f.Author = author.ID
		}
		all, err := a.Store.Articles(ctx, f, 0, int(c.Limit))
		if err != nil {
			return err
		}
		names, err := articleNames(ctx, a)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(all, names.line))
		}
		t := newTable(s, "ARTICLE", "STATE", "DATE", "BY", "TITLE")
		for _, v := range all {
			l := names.line(v)
			t.row(l.Publication+"/"+v.Slug, v.State, v.Published, strings.Join(l.Authors, ","), v.Title)
		}
		return t.flush()
	})
}

type articleShowCmd struct {
	settings
	Article string `arg:"" help:"The piece: publication/name as in its address, or its id."`
}

// Run prints a piece.
func (c *articleShowCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		v, err := a.FindArticle(ctx, c.Article)
		if err != nil {
			return missing(err, "article", c.Article, listArticles)
		}
		names, err := articleNames(ctx, a)
		if err != nil {
			return err
		}
		versions, err := a.Store.ArticleVersions(ctx, v.ID)
		if err != nil {
			return err
		}
		pictures, err := a.Store.ArticlePictures(ctx, v.ID)
		if err != nil {
			return err
		}
		ofPicture := func(p news.ArticlePicture) pictureRow {
			return pictureRow{p.Name, p.Alt, p.Caption, p.Credit, p.Largest().Width, p.Largest().Height}
		}
		return printDocument(s, articleWhole{names.line(v), v.Text, rows(pictures, ofPicture), rows(versions, func(n news.ArticleVersion) versionRow {
			return versionRow{n.Number, stamp(n.At), n.By, n.State, n.Title}
		})})
	})
}

type articleSetCmd struct {
	settings
	articleFields
	Article string `arg:"" help:"The piece: publication/name as in its address, or its id."`
	File    string `help:"A file with its text, and in its head what else is to change; - is standard input. Pictures that the text names are taken from the file's folder." placeholder:"FILE"`
	Version int    `help:"The version that you have looked at: if there is a later one, nothing is changed." placeholder:"NUMBER"`
}

// Run changes a piece.
func (c *articleSetCmd) Run(ctx context.Context, s *streams) error {
	change := c.change()
	if c.File != "" {
		var err error
		if change, err = c.fromFile(ctx, s, c.File); err != nil {
			return err
		}
	}
	change.Version = c.Version
	return c.with(ctx, s, func(a *app.App) error {
		return onArticle(ctx, s, a, c.Article, func(v news.Article) (news.Article, error) { return a.SetArticle(ctx, v.ID, change, caller()) })
	})
}

type articlePublishCmd struct {
	settings
	Article string `arg:"" help:"The piece: publication/name as in its address, or its id."`
}

// Run publishes a piece.
func (c *articlePublishCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		return onArticle(ctx, s, a, c.Article, func(v news.Article) (news.Article, error) { return a.PublishArticle(ctx, v.ID, v.Version, caller()) })
	})
}

type articleWithdrawCmd struct {
	settings
	Article string `arg:"" help:"The piece: publication/name as in its address, or its id."`
	Because string `help:"Why, in a sentence for readers." placeholder:"SENTENCE"`
}

// Run withdraws a piece.
func (c *articleWithdrawCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		return onArticle(ctx, s, a, c.Article, func(v news.Article) (news.Article, error) {
			return a.WithdrawArticle(ctx, v.ID, v.Version, c.Because, caller())
		})
	})
}

// onArticle does something to a piece and says where it stands then.
func onArticle(ctx context.Context, s *streams, a *app.App, ref string, do func(news.Article) (news.Article, error)) error {
	v, err := a.FindArticle(ctx, ref)
	if err != nil {
		return missing(err, "article", ref, listArticles)
	}
	if v, err = do(v); err != nil {
		return err
	}
	return s.saysOf(ctx, a, v)
}

type articlePlaceCmd struct {
	settings
	Article string `arg:"" help:"The piece: publication/name as in its address, or its id."`
	Edition string `arg:"" help:"The edition's id."`
	Section string `help:"The section that it stands in; without one, the publication's first."`
}

// Run puts a piece into an edition.
func (c *articlePlaceCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		v, err := a.FindArticle(ctx, c.Article)
		if err != nil {
			return missing(err, "article", c.Article, listArticles)
		}
		e, err := a.PlaceArticle(ctx, v.ID, news.ID(c.Edition), c.Section)
		if err != nil {
			return missing(err, "edition", c.Edition, listEditions)
		}
		_, err = fmt.Fprintf(s.out, "it is in the edition of %s, which you have in hand now: it is not drafted anew\n", e.Slug)
		return err
	})
}

type articleExportCmd struct {
	settings
	Article  string `arg:"" help:"The piece: publication/name as in its address, or its id."`
	Pictures string `help:"A folder into which its pictures are written, too; none is written over." type:"existingdir" placeholder:"FOLDER"`
}

// Run exports a piece.
func (c *articleExportCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		v, err := a.FindArticle(ctx, c.Article)
		if err != nil {
			return missing(err, "article", c.Article, listArticles)
		}
		file, err := a.ExportArticle(ctx, v)
		if err != nil {
			return err
		}
		if c.Pictures != "" {
			if err := a.ExportPictures(ctx, v.ID, c.Pictures); err != nil {
				return err
			}
		}
		_, err = fmt.Fprint(s.out, file)
		return err
	})
}

// readPicture reads a file that is no text.
func readPicture(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, news.FieldErrorf(name, "there is no such file, or it may not be read")
	}
	if info.IsDir() {
		return nil, news.FieldErrorf(name, "is a folder; name a file")
	}
	if info.Size() > most {
		return nil, news.FieldErrorf(name, "has %d MB; %d are the most", info.Size()>>20, most>>20)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, news.FieldErrorf(name, "cannot be read")
	}
	return b, nil
}
