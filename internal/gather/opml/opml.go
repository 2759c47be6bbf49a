// Package opml reads and writes lists of feeds as feed readers exchange them (OPML 2.0, https://opml.org/spec2.opml).
//
// In goes a document, out come its feeds in its order; outlines may be nested to any depth, and those without a feed
// address are folders. Writing gives a document that Read reads back to the same list.
package opml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"onrecord/internal/news"
)

// Feed is one entry of a list.
type Feed struct {
	URL    string
	Title  string // the outlet's name, if it has one
	Site   string // the outlet's page
	Folder string // the nearest folder around it
	Line   int    // where it stands in the document, from 1
}

// limit is how deep outlines may nest: more is an attack, not a list.
const limit = 32

// Read gives the feeds of a document. One that is no OPML gives an Invalid error that names the line.
func Read(document []byte) ([]Feed, error) {
	d := xml.NewDecoder(bytes.NewReader(document))
	d.CharsetReader = charset.NewReaderLabel
	if bytes.HasPrefix(document, []byte("\ufeff")) { // the mark goes before what the document says of itself
		d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	}
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var (
		feeds   []Feed
		folders []string
		seen    bool
	)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := d.InputPos()
		if err != nil {
			return nil, news.Errorf(news.Invalid, "line %d: this is no OPML document: %w", line, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch strings.ToLower(t.Name.Local) {
			case "opml":
				seen = true
			case "outline":
				if !seen {
					return nil, news.Errorf(news.Invalid, "line %d: an outline stands outside <opml>", line)
				}
				if len(folders) >= limit {
					return nil, news.Errorf(news.Invalid, "line %d: outlines nest deeper than %d", line, limit)
				}
				folder := attribute(t, "title", "text")
				if url := attribute(t, "xmlurl"); url != "" {
					feeds = append(feeds, Feed{URL: url, Title: folder, Site: attribute(t, "htmlurl"), Folder: last(folders), Line: line})
				}
				folders = append(folders, folder)
			}
		case xml.EndElement:
			if strings.EqualFold(t.Name.Local, "outline") && len(folders) > 0 {
				folders = folders[:len(folders)-1]
			}
		}
	}
	if !seen {
		return nil, news.Errorf(news.Invalid, "line 1: this is no OPML document: there is no <opml> in it")
	}
	return feeds, nil
}

func last(l []string) string {
	if len(l) == 0 {
		return ""
	}
	return l[len(l)-1]
}

// attribute gives the first of the named attributes that is there and not empty; names are compared without case, as
// programs disagree on it.
func attribute(t xml.StartElement, names ...string) string {
	for _, name := range names {
		for _, a := range t.Attr {
			if v := strings.TrimSpace(a.Value); v != "" && strings.EqualFold(a.Name.Local, name) {
				return v
			}
		}
	}
	return ""
}

type outline struct {
	Text    string `xml:"text,attr"`
	Title   string `xml:"title,attr"`
	Type    string `xml:"type,attr"`
	XMLURL  string `xml:"xmlUrl,attr"`
	HTMLURL string `xml:"htmlUrl,attr,omitempty"`
}

// Write gives a document with these feeds in this order, as one flat list.
func Write(w io.Writer, title string, feeds []Feed) error {
	type document struct {
		XMLName  xml.Name  `xml:"opml"`
		Version  string    `xml:"version,attr"`
		Title    string    `xml:"head>title"`
		Outlines []outline `xml:"body>outline"`
	}
	doc := document{Version: "2.0", Title: title}
	for _, f := range feeds {
		doc.Outlines = append(doc.Outlines, outline{Text: f.Title, Title: f.Title, Type: "rss", XMLURL: f.URL, HTMLURL: f.Site})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
