package send

import (
	"crypto/rand"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"strings"
	texttemplate "text/template"
	"time"

	"onrecord/internal/news"
)

//go:embed templates
var files embed.FS

// templates are the parts of the mails.
type templates struct {
	editionText, noteText *texttemplate.Template
	editionHTML, noteHTML *htmltemplate.Template
}

func parse() (t templates, err error) {
	words := map[string]any{"upper": strings.ToUpper, "underline": underline, "wrap": wrap, "clean": oneLine, "pieces": pieces}
	if t.editionText, err = texttemplate.New("edition.txt").Funcs(words).ParseFS(files, "templates/edition.txt"); err != nil {
		return t, err
	}
	if t.noteText, err = texttemplate.New("note.txt").Funcs(words).ParseFS(files, "templates/note.txt"); err != nil {
		return t, err
	}
	if t.editionHTML, err = htmltemplate.New("edition.html").Funcs(words).ParseFS(files, "templates/edition.html"); err != nil {
		return t, err
	}
	t.noteHTML, err = htmltemplate.ParseFS(files, "templates/note.html")
	return t, err
}

// page is what the templates of an edition are filled with.
type page struct {
	Publication news.Publication
	Edition     news.Edition
	Sections    []section
	Left        int    // how many items are only on the web
	Date        string // in the publication's zone
	Direction   string // ltr or rtl
	Start       string // the side on which lines begin: left or right
	Web         string // the edition on the site
	Archive     string
	Unsubscribe string
}

type section struct {
	Name  string
	Items []item
}

type item struct {
	news.EditionItem
	N    int    // from 1, through all sections
	When string // the day, in the publication's zone
	Link string // the address; empty: the report has none that a browser may be sent to
}

// never is when the links to end a subscription expire.
var never time.Time

// letter is an edition ready to be addressed: both parts are made once, with a mark where the reader's own link goes.
type letter struct {
	envelope   envelope
	links      Links
	subject    string
	date       time.Time
	archive    string
	text, html string
	mark       string
}

// large is how long the HTML part may be, in bytes. A well-known mail service cuts longer ones off at 102 KB, and the link to
// unsubscribe with it.
const large = 100_000

func (s *Step) letter(p news.Publication, e news.Edition) (letter, error) {
	envelope, err := s.envelope(p)
	if err != nil {
		return letter{}, err
	}
	zone, err := time.LoadLocation(p.Schedule.Zone)
	if err != nil {
		return letter{}, news.FieldErrorf("zone", "%q is no time zone", p.Schedule.Zone)
	}
	v := page{
		Publication: p, Edition: e, Date: e.Due.In(zone).Format("Monday, 2 January 2006"), Direction: direction(p.Language), Start: "left",
		Web: s.links.base + "/" + p.Slug + "/" + e.Slug, Archive: s.links.base + "/" + p.Slug + "/archive",
		// The mark is an address, so that both templates let it through, and nobody can guess it and put it into a report.
		Unsubscribe: "https://" + strings.ToLower(rand.Text()) + ".invalid/",
	}
	if v.Direction == "rtl" {
		v.Start = "right"
	}
	l := letter{envelope: envelope, links: s.links, subject: phrase(p.Name + ": " + e.Title), date: e.PublishedAt, archive: v.Archive, mark: v.Unsubscribe}
	for items := e.Items(); ; items = items * 9 / 10 {
		v.Sections, v.Left = first(e, items, zone), e.Items()-items
		var text, html strings.Builder
		if err := s.pages.editionText.Execute(&text, v); err != nil {
			return l, fmt.Errorf("writing the text of %s: %w", e.Slug, err)
		}
		if err := s.pages.editionHTML.Execute(&html, v); err != nil {
			return l, fmt.Errorf("writing the page of %s: %w", e.Slug, err)
		}
		l.text, l.html = text.String(), html.String()
		if len(l.html) <= large || items == 0 {
			return l, nil
		}
	}
}

// first gives the first items of an edition, and the sections that have any of them.
func first(e news.Edition, items int, zone *time.Location) (out []section) {
	n := 0
	for _, s := range e.Sections {
		var v section
		for _, i := range s.Items {
			if n == items {
				break
			}
			n++
			v.Name, v.Items = s.Name, append(v.Items, item{i, n, day(i.Date, zone), link(i.URL)})
		}
		if len(v.Items) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// day names a day; a report without a date has none.
func day(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2 January")
}

// link gives an address on one line, if it is one of the web.
func link(address string) string {
	address = oneLine(address)
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}

// piece is a part of the ledger's line, and what it says for the claim.
type piece struct {
	Words string
	Side  string // against, unnamed, or "" for plain words
}

// pieces takes a ledger's line apart, so that denials and unnamed origins can be seen at a glance. The words are those in
// which the line is written when the edition is drafted; in an editor's own words nothing stands out.
func pieces(line string) (out []piece) {
	for i, words := range strings.Split(line, " · ") {
		p := piece{Words: words}
		switch {
		case strings.HasPrefix(words, "denied by "):
			p.Side = "against"
		case i == 0 && (strings.Contains(words, "unnamed origin") || strings.Contains(words, "none named") || strings.Contains(words, "no origin given")):
			p.Side = "unnamed"
		}
		out = append(out, p)
	}
	return out
}
