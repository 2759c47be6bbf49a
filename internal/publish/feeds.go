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

// Feed is what goes into a feed document: a publication, its newest editions and its newest articles, each the newest first.
type Feed struct {
	Publication news.Publication
	Editions    []news.Edition
	Pieces      []news.Piece
	Site        string // the publication's page
	Self        string // the document's own address
	// Page gives the address of an edition.
	Page func(news.Edition) string
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

// tag is a lasting id (RFC 4151): it stays the same when the site moves.
func (f Feed) tag(day time.Time, id news.ID) string {
	host := "onrecord"
	if u, err := url.Parse(f.Site); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + "," + day.UTC().Format(time.DateOnly) + ":" + string(id)
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
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	GUID        rssGUID  `xml:"guid"`
	Date        string   `xml:"pubDate"`
	Creators    []string `xml:"dc:creator"`
	Description string   `xml:"description"`
}

type rss struct {
	XMLName     xml.Name  `xml:"rss"`
	Version     string    `xml:"version,attr"`
	Atom        string    `xml:"xmlns:atom,attr"`
	Core        string    `xml:"xmlns:dc,attr"`
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
	all, err := f.entries()
	if err != nil {
		return err
	}
	doc := rss{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Core: "http://purl.org/dc/elements/1.1/", Title: f.Publication.Name, Link: f.Site,
		Description: f.Publication.About, Language: f.Publication.Language, Built: f.updated(all).Format(time.RFC1123Z),
		Self: rssLink{f.Self, "self", "application/rss+xml"},
	}
	for _, e := range all {
		doc.Items = append(doc.Items, rssItem{e.title, e.url, rssGUID{Value: e.id}, e.published.Format(time.RFC1123Z), e.by, e.body})
	}
	return writeXML(w, doc)
}

type atomText struct {
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Updated   string       `xml:"updated"`
	Published string       `xml:"published"`
	Authors   []atomAuthor `xml:"author"`
	Link      rssLink      `xml:"link"`
	Summary   string       `xml:"summary,omitempty"`
	Content   atomText     `xml:"content"`
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
	all, err := f.entries()
	if err != nil {
		return err
	}
	doc := atom{
		Language: f.Publication.Language, ID: f.Self, Title: f.Publication.Name, Subtitle: f.Publication.About,
		Updated: f.updated(all).Format(time.RFC3339), Author: f.Publication.Name,
		Links: []rssLink{{f.Self, "self", "application/atom+xml"}, {f.Site, "alternate", "text/html"}},
	}
	for _, e := range all {
		one := atomEntry{
			ID: e.id, Title: e.title, Updated: e.updated.Format(time.RFC3339), Published: e.published.Format(time.RFC3339),
			Link: rssLink{e.url, "alternate", "text/html"}, Summary: e.summary, Content: atomText{"html", e.body},
		}
		for _, name := range e.by {
			one.Authors = append(one.Authors, atomAuthor{name})
		}
		doc.Entries = append(doc.Entries, one)
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
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Summary   string       `json:"summary,omitempty"`
	HTML      string       `json:"content_html"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
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
	all, err := f.entries()
	if err != nil {
		return err
	}
	doc := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Publication.Name, Description: f.Publication.About, HomePage: f.Site,
		Self: f.Self, Language: f.Publication.Language, Authors: []jsonAuthor{{f.Publication.Name}}, Items: []jsonItem{},
	}
	for _, e := range all {
		one := jsonItem{ID: e.id, URL: e.url, Title: e.title, Summary: e.summary, HTML: e.body, Published: e.published.Format(time.RFC3339)}
		if !e.updated.Equal(e.published) {
			one.Modified = e.updated.Format(time.RFC3339)
		}
		for _, name := range e.by {
			one.Authors = append(one.Authors, jsonAuthor{name})
		}
		doc.Items = append(doc.Items, one)
	}
	return json.NewEncoder(w).Encode(doc)
}
