package demo

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
)

// The sample pieces of the house, in the order in which they are published.
//
//go:embed pieces/*.md
var pieceFiles embed.FS

// briefs is the publication that has articles alone.
const briefs = "issue-briefs"

// pieces adds a publication of articles, an author and two pieces, unless an earlier run did. The second is about the story whose shape the
// product comes from.
func (d *demo) pieces(ctx context.Context) error {
	const key = "demo pieces"
	if _, err := d.app.Store.Setting(ctx, key); news.KindOf(err) != news.NotFound {
		return err
	}
	return d.app.Store.Within(ctx, func(ctx context.Context) error {
		p := app.NewPublication{
			Slug: briefs, Name: "Issue Briefs", About: "One question at a time, at length.", Language: "en", Days: []string{app.NoDays}, At: "07:00",
			Zone: schedule().Zone, Sections: []string{"Brief"}, From: "Issue Briefs <briefs@onrecord.example>",
		}
		if _, err := d.app.AddPublication(ctx, p); err != nil {
			return err
		}
		slug, name, role := "mira-halden", "Mira Halden", "Reads other people's footnotes"
		life := "Mira Halden kept the archive of a shipping line before she wrote about archives. She does not exist, as nobody in this demonstration does."
		if _, err := d.app.AddAuthor(ctx, app.AuthorChange{Slug: &slug, Name: &name, Role: &role, Biography: &life, Portrait: silhouette()}); err != nil {
			return err
		}
		names, err := fs.Glob(pieceFiles, "pieces/*.md")
		if err != nil {
			return err
		}
		for i, name := range names {
			if err := d.piece(ctx, name, i == len(names)-1); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return d.app.Store.SetSetting(ctx, key, "there")
	})
}

func (d *demo) piece(ctx context.Context, name string, ofTheTalks bool) error {
	file, err := pieceFiles.ReadFile(name)
	if err != nil {
		return err
	}
	front, text, err := markdown.Split(string(file))
	if err != nil {
		return err
	}
	publication := briefs
	c := app.ArticleChange{Publication: &publication, Title: front.Title, Standfirst: front.Standfirst, Text: &text}
	if authors, there := front.Authors.List(); there {
		c.Authors = &authors
	}
	if tags, there := front.Tags.List(); there {
		c.Tags = &tags
	}
	if ofTheTalks {
		story, err := d.seedStory(ctx)
		if err != nil {
			return err
		}
		text = strings.ReplaceAll(text, "/story/talks", "/story/"+string(story.ID))
		c.Stories = &[]string{string(story.ID)}
	}
	a, err := d.app.AddArticle(ctx, c, editor)
	if err != nil {
		return err
	}
	_, err = d.app.PublishArticle(ctx, a.ID, a.Version, editor)
	return err
}

// silhouette is a portrait of nobody.
func silhouette() []byte {
	const side = 400
	p := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			c := color.RGBA{0xd9, 0xd1, 0xc0, 0xff}
			if head, shoulders := (x-200)*(x-200)+(y-165)*(y-165) < 82*82, (x-200)*(x-200)+(y-425)*(y-425) < 165*165; head || shoulders {
				c = color.RGBA{0x5d, 0x6b, 0x6a, 0xff}
			}
			p.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		return nil // to memory it does not fail; without a portrait an author is shown all the same
	}
	return b.Bytes()
}
