package publish

import (
	"encoding/json"
	"encoding/xml"
	"html/template"
	"io"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Feed is what goes into a feed document: a publication and its newest editions, the newest first.
type Feed struct {
	Publication news.Publication
	Editions    []news.Edition
	Site        string // the publication's page
	Self        string // the document's own address
	// Page gives the address of an edition.
	Page func(news.Edition) string
}

// updated is when the feed last changed.
func (f Feed) updated() time.Time {
	if len(f.Editions) > 0 {
		return f.Editions[0].PublishedAt
	}
	return f.Publication.Created
}

// content is an edition as HTML: headings, items, links. What outlets wrote is escaped.
var content = template.Must(template.New("edition").Parse(`{{with .Standfirst}}<p>{{.}}</p>
{{end}}{{range .Sections}}<h2>{{.Name}}</h2>
{{range .Items}}<h3><a href="{{.URL}}">{{.Headline}}</a></h3>
<p><b>{{.Outlet}}{{with .Author}} · {{.}}{{end}}</b></p>
<p>{{.Summary}}</p>
{{with .Ledger}}<p><i>{{.}}</i></p>
{{end}}{{end}}{{end}}`))

func html(e news.Edition) (string, error) {
	var b strings.Builder
	err := content.Execute(&b, e)
	return b.String(), err
}

// tag is an edition's lasting id (RFC 4151): it stays the same when the site moves.
func (f Feed) tag(e news.Edition) string {
	host := "onrecord"
	if u, err := url.Parse(f.Site); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + "," + e.Due.UTC().Format(time.DateOnly) + ":" + string(e.ID)
}

type rssLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type rssGUID struct {
	Value     string `xml:",chardata"`
	Permalink bool   `xml:"isPermaLink,attr"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	GUID        rssGUID `xml:"guid"`
	Date        string  `xml:"pubDate"`
	Description string  `xml:"description"`
}

type rss struct {
	XMLName     xml.Name  `xml:"rss"`
	Version     string    `xml:"version,attr"`
	Atom        string    `xml:"xmlns:atom,attr"`
	Title       string    `xml:"channel>title"`
	Link        string    `xml:"channel>link"`
	Description string    `xml:"channel>description"`
	Language    string    `xml:"channel>language,omitempty"`
	Built       string    `xml:"channel>lastBuildDate"`
	Self        rssLink   `xml:"channel>atom:link"`
	Items       []rssItem `xml:"channel>item"`
}

// RSS writes the feed as RSS 2.0 (rssboard.org/rss-specification) with the self link that the RSS profile asks for.
func (f Feed) RSS(w io.Writer) error {
	doc := rss{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Title: f.Publication.Name, Link: f.Site,
		Description: f.Publication.About, Language: f.Publication.Language, Built: f.updated().Format(time.RFC1123Z),
		Self: rssLink{f.Self, "self", "application/rss+xml"},
	}
	for _, e := range f.Editions {
		body, err := html(e)
		if err != nil {
			return err
		}
		doc.Items = append(doc.Items, rssItem{e.Title, f.Page(e), rssGUID{Value: f.tag(e)}, e.PublishedAt.Format(time.RFC1123Z), body})
	}
	return writeXML(w, doc)
}

type atomText struct {
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published"`
	Link      rssLink  `xml:"link"`
	Summary   string   `xml:"summary,omitempty"`
	Content   atomText `xml:"content"`
}

type atom struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr,omitempty"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Links    []rssLink   `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

// Atom writes the feed as Atom 1.0 (RFC 4287).
func (f Feed) Atom(w io.Writer) error {
	doc := atom{
		Language: f.Publication.Language, ID: f.Self, Title: f.Publication.Name, Subtitle: f.Publication.About,
		Updated: f.updated().Format(time.RFC3339), Author: f.Publication.Name,
		Links: []rssLink{{f.Self, "self", "application/atom+xml"}, {f.Site, "alternate", "text/html"}},
	}
	for _, e := range f.Editions {
		body, err := html(e)
		if err != nil {
			return err
		}
		doc.Entries = append(doc.Entries, atomEntry{
			ID: f.tag(e), Title: e.Title, Updated: e.PublishedAt.Format(time.RFC3339), Published: e.PublishedAt.Format(time.RFC3339),
			Link: rssLink{f.Page(e), "alternate", "text/html"}, Summary: e.Standfirst, Content: atomText{"html", body},
		})
	}
	return writeXML(w, doc)
}

func writeXML(w io.Writer, doc any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(doc)
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Summary   string `json:"summary,omitempty"`
	HTML      string `json:"content_html"`
	Published string `json:"date_published"`
}

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	Description string       `json:"description,omitempty"`
	HomePage    string       `json:"home_page_url"`
	Self        string       `json:"feed_url"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"`
}

// JSONFeed writes the feed as JSON Feed 1.1 (jsonfeed.org/version/1.1).
func (f Feed) JSONFeed(w io.Writer) error {
	doc := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Publication.Name, Description: f.Publication.About, HomePage: f.Site,
		Self: f.Self, Language: f.Publication.Language, Authors: []jsonAuthor{{f.Publication.Name}}, Items: []jsonItem{},
	}
	for _, e := range f.Editions {
		body, err := html(e)
		if err != nil {
			return err
		}
		doc.Items = append(doc.Items, jsonItem{f.tag(e), f.Page(e), e.Title, e.Standfirst, body, e.PublishedAt.Format(time.RFC3339)})
	}
	return json.NewEncoder(w).Encode(doc)
}
