package feed_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"onrecord/internal/gather/feed"
	"onrecord/internal/news"
)

const address = "https://post.example/feeds/news.xml"

func parse(t *testing.T, body, contentType string) news.FeedDocument {
	t.Helper()
	doc, err := feed.Parse([]byte(body), contentType, address)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func rss(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Lindmark Post</title><link>https://post.example/</link><description>News &amp; views</description>` + items + `</channel></rss>`
}

// The same two items in each format give the same document.
var formats = map[string]string{
	"RSS 2.0": `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Lindmark Post</title><link>https://post.example/</link><description>News &amp; views</description>
<item><title>Harbour closed &#8211; “for weeks”</title><link>/harbour</link><guid isPermaLink="false">h-1</guid><dc:creator>Tom Reek</dc:creator>
<pubDate>Tue, 04 Mar 2025 18:30:00 +0200</pubDate><description>&lt;p&gt;A freighter ran &lt;b&gt;aground&lt;/b&gt;.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>A <a href="ship">freighter</a> ran aground.</p>]]></content:encoded></item>
<item><title>Second</title><link>https://post.example/second</link><guid isPermaLink="false">h-2</guid></item></channel></rss>`,
	"RSS 1.0": `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://post.example/"><title>The Lindmark Post</title><link>https://post.example/</link><description>News &amp; views</description></channel>
<item rdf:about="https://post.example/harbour"><title>Harbour closed &#8211; “for weeks”</title><link>https://post.example/harbour</link>
<dc:creator>Tom Reek</dc:creator><dc:date>2025-03-04T16:30:00Z</dc:date><description>A freighter ran aground.</description>
<content:encoded><![CDATA[<p>A <a href="https://post.example/ship">freighter</a> ran aground.</p>]]></content:encoded></item>
<item rdf:about="https://post.example/second"><title>Second</title><link>https://post.example/second</link></item></rdf:RDF>`,
	"Atom": `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Lindmark Post</title><subtitle>News &amp; views</subtitle>
<link rel="self" href="https://post.example/feeds/news.xml"/><link href="https://post.example/"/><id>f</id><updated>2025-03-04T16:30:00Z</updated>
<entry><title type="html">Harbour closed &amp;#8211; “for weeks”</title><link rel="alternate" href="https://post.example/harbour"/><id>h-1</id>
<author><name>Tom Reek</name></author><published>2025-03-04T18:30:00+02:00</published><updated>2025-03-04T18:30:00+02:00</updated>
<summary type="html">&lt;p&gt;A freighter ran aground.&lt;/p&gt;</summary>
<content type="html">&lt;p&gt;A &lt;a href="https://post.example/ship"&gt;freighter&lt;/a&gt; ran aground.&lt;/p&gt;</content></entry>
<entry><title>Second</title><link href="https://post.example/second"/><id>h-2</id></entry></feed>`,
	"JSON Feed": `{"version":"https://jsonfeed.org/version/1.1","title":"The Lindmark Post","home_page_url":"https://post.example/","description":"News & views",
"items":[{"id":"h-1","url":"https://post.example/harbour","title":"Harbour closed – “for weeks”","authors":[{"name":"Tom Reek"}],
"date_published":"2025-03-04T18:30:00+02:00","summary":"A freighter ran aground.","content_html":"<p>A <a href=\"/ship\">freighter</a> ran aground.</p>"},
{"id":"h-2","url":"https://post.example/second","title":"Second"}]}`,
}

func TestFormats(t *testing.T) {
	want := news.FeedDocument{
		Title: "The Lindmark Post", Link: "https://post.example/", Description: "News & views",
		Items: []news.Item{{
			Title: "Harbour closed – “for weeks”", Link: "https://post.example/harbour", ID: "h-1", Author: "Tom Reek",
			Published: time.Date(2025, 3, 4, 16, 30, 0, 0, time.UTC), Summary: "A freighter ran aground.",
			Content: `<p>A <a href="https://post.example/ship">freighter</a> ran aground.</p>`,
		}, {Title: "Second", Link: "https://post.example/second", ID: "h-2"}},
	}
	for name, body := range formats {
		t.Run(name, func(t *testing.T) {
			got := parse(t, body, "")
			for i := range got.Items {
				if name == "RSS 1.0" { // has no ids
					got.Items[i].ID = want.Items[i].ID
				}
				got.Items[i].Updated = time.Time{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const title = "Порт закрыт"
	source := func(declared string) string {
		return `<?xml version="1.0"` + declared + `?><rss version="2.0"><channel><title>` + title + `</title></channel></rss>`
	}
	in := func(c *charmap.Charmap, s string) string {
		s, err := c.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(source(` encoding="utf-16"`))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string][2]string{
		"declared":            {in(charmap.Windows1251, source(` encoding="windows-1251"`)), "text/xml"},
		"by header":           {in(charmap.Windows1251, source("")), "text/xml; charset=windows-1251"},
		"header wrong":        {in(charmap.Windows1251, source(` encoding='windows-1251'`)), "text/xml; charset=utf-8"},
		"header over":         {in(charmap.KOI8R, source(` encoding="utf-8"`)), "text/xml; charset=koi8-r"},
		"UTF-8":               {source(""), ""},
		"UTF-8 with mark":     {"\ufeff" + source(` encoding="windows-1251"`), ""},
		"UTF-16":              {utf16, ""},
		"UTF-8 said UTF-16":   {source(` encoding="UTF-16"`), ""},
		"nonsense encoding":   {source(` encoding="klingon"`), "text/xml; charset=vulcan"},
		"white space and BOM": {"\ufeff\n " + source(""), ""},
	} {
		if got := parse(t, tt[0], tt[1]); got.Title != title {
			t.Errorf("%s: title %q", name, got.Title)
		}
	}
}

func TestHostileMarkup(t *testing.T) {
	doc := parse(t, rss(`<item><title><![CDATA[<script>alert(1)</script>Fish &amp;amp; <i>chips</i><img src=x onerror=alert(2)>]]></title>
<link>javascript:alert(3)</link><guid isPermaLink="false">a  b</guid>
<description><![CDATA[<p>One</p><p>two<style>p{}</style> &lt;three&gt;</p><iframe src="//evil.example"></iframe>]]></description>
<content:encoded><![CDATA[<p onclick="alert(4)" style="color:red">Text <a href="javascript:alert(5)">x</a> <a href="data:text/html,x">y</a>
<a href="/ok" target="_blank">z</a><script>alert(6)</script><img src="http://evil.example/pixel.gif"><form><input name=q></form></p>
<svg><script>alert(7)</script></svg><b>bold]]></content:encoded></item>`), "")
	item := doc.Items[0]
	if item.Title != "Fish & chips" && item.Title != "Fish &amp; chips" {
		t.Errorf("title %q", item.Title)
	}
	if item.Link != "" || item.ID != "a b" {
		t.Errorf("link %q, id %q", item.Link, item.ID)
	}
	if item.Summary != "One two <three>" {
		t.Errorf("summary %q", item.Summary)
	}
	for _, bad := range []string{"alert", "script", "onclick", "style", "data:", "img", "form", "input", "svg", "target", "evil"} {
		if strings.Contains(item.Content, bad) {
			t.Errorf("%q is in the content: %s", bad, item.Content)
		}
	}
	for _, good := range []string{`<a href="https://post.example/ok">z</a>`, "<b>bold</b>"} {
		if !strings.Contains(item.Content, good) {
			t.Errorf("%q is not in the content: %s", good, item.Content)
		}
	}
}

func TestLinksAndIDs(t *testing.T) {
	for _, tt := range []struct{ name, item, link, id string }{
		{"permalink guid", `<guid>https://post.example/a</guid>`, "https://post.example/a", "https://post.example/a"},
		{"guid that is none", `<guid isPermaLink="false">https://post.example/a</guid>`, "", "https://post.example/a"},
		{"guid that is no address", `<guid>a-1</guid>`, "", "a-1"},
		{"link and guid", `<link> https://post.example/b </link><guid>https://post.example/a</guid>`, "https://post.example/b", "https://post.example/a"},
		{"relative link", `<link>../b?x=1&amp;y=2</link>`, "https://post.example/b?x=1&y=2", ""},
		{"no link", `<description>Words</description>`, "", ""},
		{"mail", `<link>mailto:desk@post.example</link>`, "", ""},
	} {
		doc := parse(t, rss("<item><title>x</title>"+tt.item+"</item>"), "")
		if got := doc.Items[0]; got.Link != tt.link || got.ID != tt.id {
			t.Errorf("%s: link %q, id %q", tt.name, got.Link, got.ID)
		}
	}
}

func TestDates(t *testing.T) {
	want := time.Date(2025, 3, 4, 16, 30, 0, 0, time.UTC)
	for date, want := range map[string]time.Time{
		"Tue, 04 Mar 2025 16:30:00 GMT":   want,
		"Tue, 4 Mar 2025 11:30:00 -0500":  want,
		"2025-03-04T16:30:00Z":            want,
		"2025-03-04 16:30:00 +0000":       want,
		"":                                {},
		"soon":                            {},
		"Thu, 01 Jan 1970 00:00:00 +0000": {},
		"0000-00-00T00:00:00Z":            {},
	} {
		doc := parse(t, rss("<item><title>x</title><pubDate>"+date+"</pubDate></item>"), "")
		if got := doc.Items[0].Published; !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%q gives %v, want %v", date, got, want)
		}
	}
}

func TestPlainTextKeepsItsParagraphs(t *testing.T) {
	doc := parse(t, `{"version":"https://jsonfeed.org/version/1","title":"x","items":[{"id":"1","content_text":"One <b>\n2\n\nTwo"}]}`, "application/feed+json")
	if got := doc.Items[0].Content; got != "<p>One &lt;b&gt;<br/>2</p><p>Two</p>" {
		t.Errorf("content %q", got)
	}
}

func TestWhatIsNoFeed(t *testing.T) {
	for name, tt := range map[string][2]string{
		"empty":      {"", "empty"},
		"web page":   {"<!DOCTYPE html><html><body>404</body></html>", "web page"},
		"words":      {"Not found", "neither"},
		"other XML":  {`<?xml version="1.0"?><svg/>`, "neither"},
		"other JSON": {`[1,2]`, "neither"},
		"torn":       {rss("<item><title>x</title>")[:260], "broken"},
		"torn JSON":  {`{"version":"https://jsonfeed.org/version/1","items":[`, "broken"},
		"wrong JSON": {`{"version":"https://jsonfeed.org/version/1","items":[{"url":["x"]}]}`, `the feed is broken: "items.url" is of the wrong kind, array`},
		"binary":     {"\x00\x01\x02\xff", ""},
	} {
		_, err := feed.Parse([]byte(tt[0]), "", address)
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), address) || !strings.Contains(err.Error(), tt[1]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHugeDocuments(t *testing.T) {
	for name, body := range map[string]string{
		"items":         rss(strings.Repeat("<item><title>x</title></item>", 6000)),
		"long title":    rss("<item><title>" + strings.Repeat("é", 100_000) + "</title></item>"),
		"deep content":  rss("<item><content:encoded><![CDATA[" + strings.Repeat("<div>", 20_000) + "]]></content:encoded></item>"),
		"deep elements": rss("<item>" + strings.Repeat("<x>", 5000) + strings.Repeat("</x>", 5000) + "</item>"),
		"entities": `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>` +
			rss("<item><title>&c;&c;&c;</title></item>")[38:],
		"outer entity": `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + rss("<item><title>&a;</title></item>")[38:],
	} {
		doc, err := feed.Parse([]byte(body), "", address)
		if err != nil && news.KindOf(err) != news.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		if len(doc.Items) > 5000 {
			t.Errorf("%s: %d items", name, len(doc.Items))
		}
		for _, item := range doc.Items {
			if len(item.Title) > 1100 || strings.Contains(item.Title, "root:") {
				t.Errorf("%s: title %.100q", name, item.Title)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, body := range formats {
		f.Add([]byte(body), "text/xml")
	}
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[null,{"id":1,"authors":[null]}]}`), "")
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00>\x00"), "text/xml; charset=utf-7")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := feed.Parse(body, contentType, address)
		if err != nil {
			if news.KindOf(err) != news.Invalid {
				t.Fatal(err)
			}
			return
		}
		for _, item := range doc.Items {
			if item.Link != "" {
				if u, err := url.Parse(item.Link); err != nil || (u.Scheme != "http" && u.Scheme != "https") {
					t.Errorf("link %q", item.Link)
				}
			}
			if strings.Contains(strings.ToLower(item.Content), "<script") {
				t.Errorf("content %q", item.Content)
			}
		}
	})
}

func TestTheAddressOfAPicture(t *testing.T) {
	for item, want := range map[string]string{
		`<enclosure url="/a.jpg" type="image/jpeg" length="1"/>`:                                          "https://record.example/a.jpg",
		`<enclosure url="https://record.example/a.mp3" type="audio/mpeg" length="1"/>`:                    "",
		`<media:content url="https://cdn.example/b.jpg" medium="image"/>`:                                 "https://cdn.example/b.jpg",
		`<media:content url="https://cdn.example/b.mp4" type="video/mp4"/><media:thumbnail url="c.png"/>`: "https://record.example/c.png",
		`<media:group><media:content url="https://cdn.example/d.webp" type="image/webp"/></media:group>`:  "https://cdn.example/d.webp",
		`<media:thumbnail url="javascript:alert(1)"/>`:                                                    "",
		`<media:thumbnail url="data:image/png;base64,AAAA"/>`:                                             "",
		`<media:thumbnail url="https://cdn.example/` + strings.Repeat("x", 5000) + `"/>`:                  "",
	} {
		doc, err := feed.Parse([]byte(`<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>R</title><link>https://record.example/</link><item><title>T</title><link>https://record.example/t</link>`+item+`</item></channel></rss>`), "application/rss+xml", "https://record.example/feed")
		if err != nil || len(doc.Items) != 1 || doc.Items[0].Picture != want {
			t.Errorf("%.90s gives %+v, %v; want %q", item, doc.Items, err, want)
		}
	}
}
