package webtest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/illustration"
	"onrecord/internal/web/portrait"
)

// The pieces of the sample house.
const (
	Fax        news.ID = "article-fax"        // with all that an article can have
	Brief      news.ID = "article-brief"      // of one paragraph, by the house
	Endless    news.ID = "article-endless"    // with words of great length
	Hebrew     news.ID = "article-hebrew"     // from the right
	Unfinished news.ID = "article-unfinished" // a draft
	Forged     news.ID = "article-forged"     // withdrawn
)

const faxText = `Two ministries had a paper each, and neither had the other's. What reached the Chancellery that May night was a page and a half without a letterhead, and **nobody has yet said who typed it**.[^typed]

## What the page said

The page proposed talks "without conditions, and without the press". It named no day. It named one place, the ferry house at Lowmark, and one man:

> He will know what is meant. Do not telephone.

![A typed page without a letterhead: fourteen lines, the last one cut off](page.png "The page, as the archive has it: a copy of a copy")

The Ministry of the Sea has never said whether it asked him.[^asked] Its spokesman, [Tomas Vane](/speaker/speaker-vane), was asked three times and answered a different question each time.

### Three readings

1. It was an offer, and was taken for one.
2. It was an offer, and was taken for a forgery.
3. It was a forgery, and was taken for an offer, which is the reading that [the Record](https://record.example/fax) came to in the end.

### What speaks for each

| Reading | Who holds it | Since | Papers |
|:--|:--|--:|--:|
| Offer, taken for one | a senior official, to Channel Nine | 2003 | 0 |
| Offer, taken for a forgery | Lia Oro | 2007 | 1 |
| Forgery, taken for an offer | the Record | 2031 | 4 |

## Who could have known

A list of those who were in the building has eleven names. Four of them are dead. Of the others

- two say that they saw no fax;
- one says that he saw *a* fax, "but not that one";
- four have not answered.

None of that would matter if the page had been kept. It was not: what the archive has is a copy of a copy, made in 2007, on paper that was not made before 2005.[^paper]

## What can be said

That there was a page. That it was read. That whoever read it did nothing, for eleven days, and then denied it.

    RECEIVED 23:14  LOWMARK  2 PP

That line, at least, is on every copy.

[^typed]: The machine was a Corona of the twenties, says the one expert who has looked; he looked at a copy.
[^asked]: Asked on 2 March, 9 March and 11 March. See [the ledger](/story/story-talks).
[^paper]: It has a brightener that the mill at Sall took up in the spring of that year.
`

const hebrewText = `שני משרדים החזיקו כל אחד במסמך, ואף אחד מהם לא החזיק במסמך של האחר. **איש עוד לא אמר מי כתב אותו**.[^1]

## מה היה כתוב בו

בדף הוצעו שיחות "ללא תנאי וללא עיתונות". לא נקבע בו יום. הדובר, Tomas Vane, נשאל שלוש פעמים.

> הוא יבין במה מדובר. אין להתקשר.

The fax itself was in English, and so is this paragraph.

## מי יכול היה לדעת

- שניים אומרים שלא ראו פקס;
- אחד אומר שראה פקס, "אבל לא את זה";
- ארבעה לא השיבו.

[^1]: המומחה היחיד שבדק, בדק העתק.
`

// WithPieces adds a publication of articles alone, one that is written from the right, and their pieces.
func (w *World) WithPieces() *World {
	w.Pubs = append(w.Pubs,
		news.Publication{
			ID: "pub-briefs", Slug: "issue-briefs", Name: "Issue Briefs", Language: "en", About: "One question at a time, at length.",
			Schedule: news.Schedule{Zone: "Europe/Lisbon"}, Sections: []string{"Brief"},
		},
		news.Publication{
			ID: "pub-iyun", Slug: "iyun", Name: "עיון", Language: "he", About: "שאלה אחת בכל פעם.",
			Schedule: news.Schedule{Zone: "Asia/Jerusalem"}, Sections: []string{"עיון"},
		})
	long := strings.TrimSpace(strings.Repeat("Whether the contacts were handled as back-channel talks or as formal ones ", 3))
	w.Pieces.Writers = []news.Author{
		{ID: "author-dana", Slug: "dana-roth", Name: "Dana Roth", Role: "Director of the archive", Created: at(1, 0, 0), Portrait: "face",
			Biography: "Dana Roth has read other people's letters for twenty years, most of them with permission. Before that she kept the signal log at Lowmark.\n\nShe lives above a bakery."},
		{ID: "author-ivo", Slug: "ivo-marsh", Name: "Ivo Marsh", Created: at(1, 0, 0)},
		{ID: "author-long", Slug: "long", Name: strings.Repeat("Maximiliane-Josephine ", 5), Role: long, Biography: strings.Repeat(long+". ", 6), Created: at(1, 0, 0)},
		{ID: "author-noa", Slug: "noa-bar", Name: "נועה בר", Role: "חוקרת", Biography: "נועה בר חוקרת ארכיונים.", Created: at(1, 0, 0), Portrait: "face2"},
		{ID: "author-new", Slug: "new", Name: "A. New Author", Created: at(1, 0, 0)},
	}
	w.Pieces.Portraits = map[news.ID][]news.Portrait{"author-dana": face(color.RGBA{0x9a, 0x5b, 0x3d, 255}), "author-noa": face(color.RGBA{0x3d, 0x5b, 0x7a, 255})}
	w.Pieces.Pictures = map[news.ID][]news.ArticlePicture{Fax: {typed()}}
	article := func(id, publication news.ID, slug, title, standfirst, text string, published time.Time, authors ...news.ID) news.Article {
		return news.Article{
			ID: id, PublicationID: publication, Slug: slug, Title: title, Standfirst: standfirst, Text: text, Authors: authors, State: news.ArticlePublished,
			Published: published, Version: 1, ChangedBy: "ada", Changed: published, Created: published,
		}
	}
	fax := article(Fax, "pub-briefs", "who-sent-the-fax", "Who sent the fax?",
		"A page and a half, without a letterhead, decided what two ministries believed of one another for twenty years. Nobody knows who wrote it.", faxText, at(3, 6, 30), "author-dana", "author-ivo")
	fax.Updated, fax.Tags, fax.Stories, fax.Version = at(4, 7, 5), []string{"Talks", "Sources", "Archives"}, []news.ID{Talks}, 3
	brief := article(Brief, "pub-briefs", "a-note", "A note on the breakwater light", "", "The breakwater light was out on Sunday, and nobody had put it out.", at(2, 9, 0))
	endless := article(Endless, "pub-briefs", "endless", long+": "+strings.Repeat("Rindfleischetikettierungsüberwachung", 3), strings.Repeat(long+". ", 4), endlessText(long), time.Date(2030, 12, 31, 9, 0, 0, 0, time.UTC), "author-long")
	hebrew := article(Hebrew, "pub-iyun", "mi-shalach", "מי שלח את הפקס?", "דף וחצי, ללא כותרת, קבע במשך עשרים שנה מה חשבו שני משרדים זה על זה.", hebrewText, at(1, 6, 0), "author-noa")
	hebrew.Updated, hebrew.Tags = at(2, 8, 0), []string{"שיחות", "Sources"}
	draft := article(Unfinished, "pub-briefs", "unfinished", "What the mill says", "", "To be written.", time.Time{}, "author-dana")
	draft.State = news.ArticleDraft
	forged := article(Forged, "pub-briefs", "forged", "The second fax", "", "It was forged.", at(1, 5, 0), "author-dana")
	forged.State, forged.Withdrawn, forged.Because = news.ArticleWithdrawn, at(2, 5, 0), "The second fax was forged, as its writer has told us."
	w.Pieces.Written = []news.Article{fax, brief, endless, hebrew, draft, forged}
	w.Pieces.Former = map[string]news.ID{"pub-briefs/the-fax": Fax}
	w.Pieces.Related = map[news.ID][]news.Akin{
		Fax:     {{Article: endless, Story: true}, {Article: hebrew, Words: []string{"Lowmark", "Tomas Vane", "Chancellery"}}, {Article: brief, Words: []string{"breakwater", "Lowmark"}}},
		Hebrew:  {{Article: fax, Words: []string{"הפקס", "Tomas Vane"}}},
		Endless: {{Article: endless, Words: []string{long, long}}},
	}
	before := fax
	before.Version, before.Updated, before.Title = 2, time.Time{}, "Who faxed?"
	first := before
	first.Version, first.State, first.Text = 1, news.ArticleDraft, "To be written."
	w.Pieces.Older = map[news.ID][]news.ArticleVersion{Fax: {
		{Article: fax, Number: 3, At: at(4, 7, 5), By: "ada"}, {Article: before, Number: 2, At: at(3, 6, 30), By: "ada"}, {Article: first, Number: 1, At: at(2, 16, 0), By: "ada at the command line"},
	}}
	return w
}

func endlessText(long string) string {
	var b strings.Builder
	for _, level := range []string{"##", "###", "###", "##", "####", "##", "###", "###", "###", "##", "##", "##"} {
		b.WriteString(level + " " + long + "\n\n" + strings.Repeat(long+". ", 12) + "\n\n")
	}
	b.WriteString("| " + strings.Repeat("A wide column | ", 14) + "\n|" + strings.Repeat("---|", 14) + "\n| " + strings.Repeat("12,345.67 | ", 14) + "\n\n")
	b.WriteString("```\n" + strings.Repeat("a line of code without an end ", 12) + "\n```\n\nhttps://record.example/" + strings.Repeat("a-very-long-address-", 12) + "\n")
	return b.String()
}

// face draws a portrait: a head and shoulders.
func face(ink color.RGBA) []news.Portrait {
	p := image.NewRGBA(image.Rect(0, 0, 400, 400))
	for y := range 400 {
		for x := range 400 {
			c := color.RGBA{0xd8, 0xcf, 0xbd, 255}
			head := (x-200)*(x-200)+(y-165)*(y-165) < 80*80
			if shoulders := (x-200)*(x-200)+(y-420)*(y-420) < 160*160; head || shoulders {
				c = ink
			}
			p.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err)
	}
	_, sizes, err := portrait.Make(b.Bytes())
	if err != nil {
		panic(err)
	}
	return sizes
}

// typed draws a page with lines of type.
func typed() news.ArticlePicture {
	p := image.NewGray(image.Rect(0, 0, 1280, 800))
	for y := range 800 {
		for x := range 1280 {
			line, in := (y-110)/42, (y-110)%42
			ink := x > 220 && x < 1060-37*(line%4)*(line%3) && y > 110 && in > 8 && in < 22 && x/9%(7+line%3) != 0 && x%9 > 2
			c := color.Gray{0xe4}
			switch {
			case x < 120 || x > 1160:
				c.Y = 0xa8
			case ink:
				c.Y = 0x44
			}
			p.SetGray(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err)
	}
	mark, sizes, err := illustration.Make(b.Bytes())
	if err != nil {
		panic(err)
	}
	return news.ArticlePicture{ArticleID: Fax, Name: "page.png", Mark: mark, Alt: "A typed page", Credit: "Archive of the Chancellery, 77/14", Sizes: sizes, Added: at(2, 15, 0)}
}
