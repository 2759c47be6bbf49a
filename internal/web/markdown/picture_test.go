package markdown_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
)

var (
	fax  = markdown.Picture{Name: "fax.jpg", Alt: "A page", Credit: "The archive", Sizes: sizes("fax", 480, 1200)}
	mast = markdown.Picture{Name: "mast.png", Alt: "A mast", Caption: "The mast at Sall", Sizes: sizes("mast", 300)}
)

func sizes(name string, widths ...int) (out []markdown.PictureSize) {
	for _, w := range widths {
		out = append(out, markdown.PictureSize{Address: fmt.Sprintf("/issue-briefs/the-fax/pictures/%s-%d.x_-9.jpg", name, w), Width: w, Height: w / 2})
	}
	return out
}

const (
	faxImage = `<img src="/issue-briefs/the-fax/pictures/fax-1200.x_-9.jpg" srcset="/issue-briefs/the-fax/pictures/fax-480.x_-9.jpg 480w, /issue-briefs/the-fax/pictures/fax-1200.x_-9.jpg 1200w" ` +
		`sizes="(min-width: 40rem) 37.5rem, 94vw" width="1200" height="600" alt="%s" dir="auto" decoding="async"%s>`
	mastImage = `<img src="/issue-briefs/the-fax/pictures/mast-300.x_-9.jpg" width="300" height="150" alt="%s" dir="auto" decoding="async"%s>`
	mastWords = `<figcaption><span dir="auto">The mast at Sall</span></figcaption>`
	faxWords  = `<figcaption> <small dir="auto">The archive</small></figcaption>`
)

func TestPicturesWithinATextBecomeFigures(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"what the text says": {`![The *fax*](fax.jpg "As it was \"found\" <there> & kept")`,
			"<figure>" + fmt.Sprintf(faxImage, "The fax", "") + `<figcaption><span dir="auto">As it was &#34;found&#34; &lt;there&gt; &amp; kept</span> <small dir="auto">The archive</small></figcaption></figure>` + "\n"},
		"what is known of it":   {"![](mast.png)", "<figure>" + fmt.Sprintf(mastImage, "A mast", "") + mastWords + "</figure>\n"},
		"from a folder":         {"![a](./pics/mast.png)", "<figure>" + fmt.Sprintf(mastImage, "a", "") + mastWords + "</figure>\n"},
		"the first at once":     {"![a](mast.png)\n\n![b](fax.jpg)", "<figure>" + fmt.Sprintf(mastImage, "a", "") + mastWords + "</figure>\n<figure>" + fmt.Sprintf(faxImage, "b", ` loading="lazy"`) + faxWords + "</figure>\n"},
		"lines of a paragraph":  {"One\n![a](mast.png)\ntwo", "<p>One\n</p>\n<figure>" + fmt.Sprintf(mastImage, "a", "") + mastWords + "</figure>\n<p>two</p>\n"},
		"in a list":             {"- ![a](mast.png)", "<ul>\n<li>\n<figure>" + fmt.Sprintf(mastImage, "a", "") + mastWords + "</figure>\n</li>\n</ul>\n"},
		"what is not there":     {"![The \\<b> fax](lost.jpg \"x\")", "<p dir=\"auto\">The &lt;b&gt; fax</p>\n"},
		"within a line":         {"See ![the fax](fax.jpg).", "<p>See the fax.</p>\n"},
		"within a link":         {"[![the fax](fax.jpg)](https://x.example)", "<p><a href=\"https://x.example\">the fax</a></p>\n"},
		"from another site":     {"![a](https://x.example/fax.jpg)", "<p><a href=\"https://x.example/fax.jpg\">a</a></p>\n"},
		"from above":            {"![a](/fax.jpg)", "<p><a href=\"/fax.jpg\">a</a></p>\n"},
		"in another way":        {"![a][f]\n\n[f]: mast.png", "<figure>" + fmt.Sprintf(mastImage, "a", "") + mastWords + "</figure>\n"},
		"no attribute of one's": {`![a" onerror="alert(1)](mast.png)`, "<figure>" + fmt.Sprintf(mastImage, "a&#34; onerror=&#34;alert(1)", "") + mastWords + "</figure>\n"},
	} {
		if got := string(markdown.New().Render(c.in, english, fax, mast).HTML); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
	d := markdown.New().Render("![a](mast.png)\n\n![](fax.jpg)\n\n![a](lost.jpg)", english, fax, mast)
	if len(d.Pictures) != 2 || d.Pictures[0].Name != "mast.png" || d.Pictures[1].Alt != "A page" {
		t.Errorf("it shows %+v", d.Pictures)
	}
	if got := markdown.Plain("One\n\n![The *fax*](fax.jpg \"As found\")\n\ntwo"); got != "One\n\nThe fax\n\nAs found\n\ntwo" {
		t.Errorf("the words are %q", got)
	}
}

// An address that is no picture's of an article is not shown, whoever put it there.
func TestNoPictureIsFromElsewhere(t *testing.T) {
	for _, address := range []string{"https://x.example/a.jpg", "//x.example/a.jpg", "/seen/x.gif", "javascript:alert(1)", "/a/b/pictures/a.jpg?x", "/a/b/pictures/../../x", ""} {
		p := markdown.Picture{Name: "fax.jpg", Alt: "a", Sizes: []markdown.PictureSize{{Address: address, Width: 1, Height: 1}, {Address: address, Width: 2, Height: 2}}}
		if got := string(markdown.New().Render("![a](fax.jpg)", english, p).HTML); strings.Contains(got, "src") {
			t.Errorf("%q is loaded: %s", address, got)
		}
	}
}

func TestWhichPicturesATextNames(t *testing.T) {
	text := "One ![in](in.jpg) it\n\n![The *fax*](pics/fax.jpg \"As\n found\")\n![b](b%20c.png)\n\n| a |\n|---|\n| ![c](c.png) |\n\n![x](https://x.example/a.png) ![y](/b.png)\n\n    ![code](code.png)\n\n`![code](code.png)`"
	want := []markdown.Named{
		{Name: "in.jpg", Path: "in.jpg", Alt: "in", Line: 1, Within: true},
		{Name: "fax.jpg", Path: "pics/fax.jpg", Alt: "The fax", Caption: "As found", Line: 3},
		{Name: "b c.png", Path: "b c.png", Alt: "b", Line: 5},
		{Name: "c.png", Path: "c.png", Alt: "c", Line: 9, Within: true},
	}
	if got := markdown.Pictures(text); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if err := markdown.Check("One\n\ntwo ![a](fax.jpg)"); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), `text: line 3 has the picture "fax.jpg" within it`) {
		t.Errorf("it says %v", err)
	}
}

// The line that the desk shows for a picture says of it what is known of it.
func TestTheLineOfAPicture(t *testing.T) {
	for _, words := range []string{"A page", `"So" [it] says: *a* _b_ <i> \ & &amp; ` + "`x` ![y](z) ~~z~~ https://x.example/ 1. #", "שלום (עולם)", "a]b(c"} {
		p := news.ArticlePicture{Name: "fax.jpg", Alt: words, Caption: words}
		line := markdown.Line(p)
		got := markdown.Pictures(line)
		if len(got) != 1 || got[0].Alt != words || got[0].Caption != words || got[0].Within {
			t.Errorf("%q\nsays %s\nthat is %+v", words, line, got)
		}
	}
}
