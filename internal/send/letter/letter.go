// Package letter writes the mails that readers and editors get: what stands in them, not how they are sent.
//
// In comes a publication with an edition, or what a small letter is about, and the language of its reader; out comes a Letter:
// the subject, and the same said twice, as a text that was written as one and as HTML that holds up in old mail programs. The
// frame is in the reader's language (package locale), the content in its own, each part marked with its language and the way it
// is written. An edition is laid out from the side that its publication's language is written from, for most of it is content.
//
// A letter holds nothing that tells of its reader: no picture, nothing loaded from elsewhere, and only links to where they
// say. Who wants counts of all readers together gives addresses for them (Links.Pixel, Links.Counted), and the letter says so. It is made once for an edition and language. Where a reader's own links go there are marks, which the caller replaces:
// addresses that come through both parts as they are, and New's caller is told by an Invalid error if one does not.
//
// Content is hostile: it comes from outlets. It is escaped, freed of control characters and of those that turn the direction of
// what follows (CVE-2021-42574), and addresses other than of the web are left out. No content makes a letter fail.
package letter

import (
	"embed"
	"fmt"
	htmltemplate "html/template"
	"maps"
	"slices"
	"strings"
	texttemplate "text/template"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/send/letter/inline"
)

// Letter is a mail without its envelope.
type Letter struct {
	Subject   string // one line
	Text      string // for text/plain, in UTF-8, lines ended by \n; links stand on lines of their own, which may be longer than Width
	HTML      string // for text/html, in UTF-8
	Language  string // of the frame, for Content-Language (RFC 3282): en
	Direction string // from which side it is laid out: ltr or rtl
}

// Links are where an edition leads. Unsubscribe and Preferences are marks: https addresses of a fixed length that stand in the
// letter as they are given, so that the caller can put each reader's own in their place.
type Links struct {
	Unsubscribe string
	Preferences string // may be empty, and is left out then, as the next ones
	Web         string // the edition on the site
	Archive     string // the editions before it
	Postal      string // no link: the line that says where the house is reached by post
	// What is counted of readers, all together, which the letter says. Counted: the items' links lead over a counter. Pixel, besides
	// that, is the address of a picture that is not seen and is the same for all readers; empty, as by default: there is none.
	Counted bool
	Pixel   string
}

//go:embed templates
var files embed.FS

// Writer writes letters. It may be used by many at once.
type Writer struct {
	languages *locale.Catalogue
	text      *texttemplate.Template
	html      map[string]*htmltemplate.Template // by direction
}

// New reads the templates. It fails only if they, the stylesheet or the languages in the program are not as they should be.
func New() (*Writer, error) {
	languages, err := locale.Load()
	if err != nil {
		return nil, err
	}
	w := &Writer{languages: languages, html: map[string]*htmltemplate.Template{}}
	w.text, err = texttemplate.New("").Funcs(texttemplate.FuncMap{"wrap": wrap, "underline": underline, "upper": strings.ToUpper, "join": func(all []string) string { return strings.Join(all, ", ") }}).ParseFS(files, "templates/*.txt")
	if err != nil {
		return nil, err
	}
	sheet, err := stylesheet()
	if err != nil {
		return nil, err
	}
	for _, dir := range []inline.Direction{inline.LTR, inline.RTL} {
		if w.html[string(dir)], err = parse(sheet, dir); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// Languages are those that a letter's frame can be in, English first.
func (w *Writer) Languages() (out []news.MailLanguage) {
	for _, l := range w.languages.Languages() {
		out = append(out, news.MailLanguage{Tag: l.Tag, Name: l.Name})
	}
	return out
}

// pages are the templates of the HTML part.
//
// item.html is there for both directions in either, for an item is laid out from the side that its headline is written from.
var pages = [...]string{"frame.html", "edition.html", "small.html", "item.html"}

func stylesheet() (*inline.Sheet, error) {
	source, err := files.ReadFile("templates/letter.css")
	if err != nil {
		return nil, err
	}
	sheet, err := inline.Parse(string(source))
	if err != nil {
		return nil, fmt.Errorf("letter.css: %w", err)
	}
	return sheet, nil
}

// parse makes the templates of one direction.
func parse(sheet *inline.Sheet, dir inline.Direction) (*htmltemplate.Template, error) {
	t := htmltemplate.New("").Funcs(htmltemplate.FuncMap{"outlook": outlook, "sides": sides})
	for _, name := range pages {
		source, err := files.ReadFile("templates/" + name)
		if err != nil {
			return nil, err
		}
		as := map[string]inline.Direction{name: dir}
		if name == "item.html" {
			as = map[string]inline.Direction{"item-ltr": inline.LTR, "item-rtl": inline.RTL}
		}
		for name, dir := range as {
			page, err := sheet.Inline(string(source), dir)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if _, err := t.New(name).Parse(page); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

// outlook gives markup that only Outlook for Windows sees, which shows mails with Word and knows no max-width. html/template
// leaves comments out, so it comes by a function.
func outlook(markup string) htmltemplate.HTML {
	return htmltemplate.HTML("<!--[if mso]>" + markup + "<![endif]-->") //nolint:gosec // the markup is in the template
}

// write fills both templates of a letter.
func (w *Writer) write(name string, f frame, v any) (Letter, error) {
	l := Letter{Subject: f.Subject, Language: f.In.Tag, Direction: f.Side}
	var text, html strings.Builder
	if err := w.text.ExecuteTemplate(&text, name+".txt", v); err != nil {
		return l, fmt.Errorf("writing the text of %s: %w", name, err)
	}
	if err := w.html[f.Side].ExecuteTemplate(&html, name+".html", v); err != nil {
		return l, fmt.Errorf("writing the page of %s: %w", name, err)
	}
	l.Text, l.HTML = tidy(text.String()), html.String()
	return l, nil
}

// marked says whether the marks came through.
func (l Letter) marked(marks map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(marks)) {
		if m := marks[name]; !strings.Contains(l.Text, m) || !strings.Contains(l.HTML, m) {
			return news.FieldErrorf(name, "%q is changed when it is written into a letter; give an address such as https://mark.invalid/ and small letters", m)
		}
	}
	return nil
}
