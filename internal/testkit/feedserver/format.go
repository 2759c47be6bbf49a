package feedserver

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"time"
)

// Format is a format of feeds.
type Format string

// The formats that feeds are served in.
const (
	RSS2     Format = "rss2" // RSS 2.0
	RSS1     Format = "rss1" // RSS 1.0, in RDF
	Atom     Format = "atom" // Atom 1.0, RFC 4287
	JSONFeed Format = "json" // JSON Feed 1.1
)

// Formats lists the formats.
func Formats() []Format { return []Format{RSS2, Atom, JSONFeed, RSS1} }

// ContentType gives the media type that documents of the format are served under.
func (f Format) ContentType() string {
	switch f {
	case RSS2:
		return "application/rss+xml; charset=utf-8"
	case RSS1:
		return "application/rdf+xml; charset=utf-8"
	case Atom:
		return "application/atom+xml; charset=utf-8"
	case JSONFeed:
		return "application/feed+json"
	}
	return "application/octet-stream"
}

// Suffix gives the file name ending of documents of the format.
func (f Format) Suffix() string {
	switch f {
	case RSS1:
		return ".rdf"
	case Atom:
		return ".atom"
	case JSONFeed:
		return ".json"
	}
	return ".xml"
}

// Channel is a feed document before it is written in a format.
type Channel struct {
	Title, Description, Language string
	Link                         string // the outlet's page
	Self                         string // the document's own address
	Entries                      []Entry
}

// Entry is an item of a feed. Where HTML is said, the text is markup already; all else is plain and escaped here.
type Entry struct {
	Title, Link, ID, Author string
	Published               time.Time // zero: left out
	Updated                 time.Time // zero: as Published
	SummaryHTML             string
	ContentHTML             string // empty: the entry has only a summary
}

// Encode writes the channel in a format.
func (c Channel) Encode(f Format) ([]byte, error) {
	var document any
	switch f {
	case RSS2:
		document = c.rss2()
	case RSS1:
		document = c.rss1()
	case Atom:
		document = c.atom()
	case JSONFeed:
		return json.MarshalIndent(c.jsonFeed(), "", " ")
	default:
		return nil, fmt.Errorf("%q is no format of feeds; use rss2, rss1, atom or json", f)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(document); err != nil {
		return nil, fmt.Errorf("writing the feed %s: %w", c.Self, err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

type rss2 struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Channel struct {
		Title       string     `xml:"title"`
		Link        string     `xml:"link"`
		Description string     `xml:"description"`
		Language    string     `xml:"language,omitempty"`
		Items       []rss2Item `xml:"item"`
	} `xml:"channel"`
}

type rss2Item struct {
	Title       string    `xml:"title,omitempty"`
	Link        string    `xml:"link,omitempty"`
	GUID        *rss2GUID `xml:"guid,omitempty"`
	Creator     string    `xml:"dc:creator,omitempty"`
	PubDate     string    `xml:"pubDate,omitempty"`
	Description string    `xml:"description,omitempty"`
	Content     string    `xml:"content:encoded,omitempty"`
}

type rss2GUID struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

const dublinCore = "http://purl.org/dc/elements/1.1/"

const contentModule = "http://purl.org/rss/1.0/modules/content/"

func (c Channel) rss2() rss2 {
	d := rss2{Version: "2.0", DC: dublinCore, Content: contentModule}
	d.Channel.Title, d.Channel.Link, d.Channel.Description, d.Channel.Language = c.Title, c.Link, c.Description, c.Language
	for _, e := range c.Entries {
		item := rss2Item{Title: e.Title, Link: e.Link, Creator: e.Author, Description: e.SummaryHTML, Content: e.ContentHTML}
		if e.ID != "" {
			item.GUID = &rss2GUID{IsPermaLink: e.ID == e.Link, Value: e.ID}
		}
		if !e.Published.IsZero() {
			item.PubDate = e.Published.Format(time.RFC1123Z)
		}
		d.Channel.Items = append(d.Channel.Items, item)
	}
	return d
}

type rss1 struct {
	XMLName xml.Name `xml:"rdf:RDF"`
	RDF     string   `xml:"xmlns:rdf,attr"`
	NS      string   `xml:"xmlns,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Channel struct {
		About       string     `xml:"rdf:about,attr"`
		Title       string     `xml:"title"`
		Link        string     `xml:"link"`
		Description string     `xml:"description"`
		Items       []rss1Item `xml:"items>rdf:Seq>rdf:li"`
	} `xml:"channel"`
	Items []rss1Full `xml:"item"`
}

type rss1Item struct {
	Resource string `xml:"rdf:resource,attr"`
}

type rss1Full struct {
	About       string `xml:"rdf:about,attr"`
	Title       string `xml:"title"`
	Link        string `xml:"link"`
	Description string `xml:"description,omitempty"`
	Creator     string `xml:"dc:creator,omitempty"`
	Date        string `xml:"dc:date,omitempty"`
	Content     string `xml:"content:encoded,omitempty"`
}

func (c Channel) rss1() rss1 {
	d := rss1{RDF: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", NS: "http://purl.org/rss/1.0/", DC: dublinCore, Content: contentModule}
	d.Channel.About, d.Channel.Title, d.Channel.Link, d.Channel.Description = c.Self, c.Title, c.Link, c.Description
	for _, e := range c.Entries {
		d.Channel.Items = append(d.Channel.Items, rss1Item{Resource: e.Link})
		item := rss1Full{About: e.Link, Title: e.Title, Link: e.Link, Description: e.SummaryHTML, Creator: e.Author, Content: e.ContentHTML}
		if !e.Published.IsZero() {
			item.Date = e.Published.Format(time.RFC3339)
		}
		d.Items = append(d.Items, item)
	}
	return d
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr,omitempty"`
	Title   string      `xml:"title"`
	Sub     string      `xml:"subtitle,omitempty"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string      `xml:"title"`
	ID        string      `xml:"id"`
	Links     []atomLink  `xml:"link"`
	Author    *atomPerson `xml:"author,omitempty"`
	Published string      `xml:"published,omitempty"`
	Updated   string      `xml:"updated,omitempty"`
	Summary   *atomText   `xml:"summary,omitempty"`
	Content   *atomText   `xml:"content,omitempty"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomText struct {
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

func (c Channel) atom() atomFeed {
	d := atomFeed{Lang: c.Language, Title: c.Title, Sub: c.Description, ID: c.Self,
		Links: []atomLink{{Rel: "alternate", Href: c.Link}, {Rel: "self", Href: c.Self}}}
	var newest time.Time
	for _, e := range c.Entries {
		entry := atomEntry{Title: e.Title, ID: e.ID, Links: []atomLink{{Rel: "alternate", Href: e.Link}}}
		if entry.ID == "" {
			entry.ID = e.Link
		}
		if e.Author != "" {
			entry.Author = &atomPerson{Name: e.Author}
		}
		updated := e.Updated
		if updated.IsZero() {
			updated = e.Published
		}
		if !e.Published.IsZero() {
			entry.Published, entry.Updated = e.Published.Format(time.RFC3339), updated.Format(time.RFC3339)
		}
		if updated.After(newest) {
			newest = updated
		}
		if e.SummaryHTML != "" {
			entry.Summary = &atomText{Type: "html", Value: e.SummaryHTML}
		}
		if e.ContentHTML != "" {
			entry.Content = &atomText{Type: "html", Value: e.ContentHTML}
		}
		d.Entries = append(d.Entries, entry)
	}
	d.Updated = newest.Format(time.RFC3339)
	return d
}

type jsonFeed struct {
	Version     string     `json:"version"`
	Title       string     `json:"title"`
	HomePage    string     `json:"home_page_url"`
	FeedURL     string     `json:"feed_url"`
	Description string     `json:"description,omitempty"`
	Language    string     `json:"language,omitempty"`
	Items       []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url,omitempty"`
	Title     string       `json:"title,omitempty"`
	Authors   []jsonPerson `json:"authors,omitempty"`
	Published string       `json:"date_published,omitempty"`
	Modified  string       `json:"date_modified,omitempty"`
	Summary   string       `json:"summary,omitempty"`
	Content   string       `json:"content_html,omitempty"`
}

type jsonPerson struct {
	Name string `json:"name"`
}

func (c Channel) jsonFeed() jsonFeed {
	d := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: c.Title, HomePage: c.Link, FeedURL: c.Self, Description: c.Description,
		Language: c.Language, Items: []jsonItem{}}
	for _, e := range c.Entries {
		item := jsonItem{ID: e.ID, URL: e.Link, Title: e.Title, Summary: e.SummaryHTML, Content: e.ContentHTML}
		if item.ID == "" {
			item.ID = e.Link
		}
		if e.Author != "" {
			item.Authors = []jsonPerson{{Name: e.Author}}
		}
		if !e.Published.IsZero() {
			item.Published = e.Published.Format(time.RFC3339)
		}
		if !e.Updated.IsZero() && !e.Updated.Equal(e.Published) {
			item.Modified = e.Updated.Format(time.RFC3339)
		}
		d.Items = append(d.Items, item)
	}
	return d
}
