package feed_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/gather/feed"
	"onrecord/internal/testkit/vectors"
)

// Whatever markup a feed has in an entry, in whichever format and however it is wrapped, nothing of it could run where it is shown.
func TestNothingInAFeedRuns(t *testing.T) {
	escaped := func(s string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s))
		return b.String()
	}
	for _, v := range vectors.All() {
		asJSON, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		for name, doc := range map[string]string{
			"escaped":       rss(`<item><title>` + escaped(v) + `</title><link>` + escaped(v) + `</link><guid>1</guid><description>` + escaped(v) + `</description><content:encoded>` + escaped(v) + `</content:encoded></item>`),
			"CDATA":         rss(`<item><title>x</title><guid>1</guid><content:encoded><![CDATA[<p>Before</p>` + strings.ReplaceAll(v, "]]>", "]]]]><![CDATA[>") + `<p>After</p>]]></content:encoded></item>`),
			"twice escaped": rss(`<item><title>` + escaped(escaped(v)) + `</title><guid>1</guid><description>` + escaped(escaped(v)) + `</description></item>`),
			"Atom":          `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>1</id><title type="html">` + escaped(v) + `</title><link href="` + escaped(v) + `"/><content type="html">` + escaped(v) + `</content></entry></feed>`,
			"JSON Feed":     `{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","url":` + string(asJSON) + `,"title":` + string(asJSON) + `,"content_html":` + string(asJSON) + `}]}`,
		} {
			got, err := feed.Parse([]byte(doc), "", address)
			if err != nil {
				continue // a feed that cannot be read shows nothing
			}
			for _, item := range got.Items {
				if found := vectors.Runs(item.Content); found != "" {
					t.Errorf("%s: of %q is left %q, which has %s", name, v, item.Content, found)
				}
				if u, err := url.Parse(item.Link); err != nil || item.Link != "" && u.Scheme != "http" && u.Scheme != "https" {
					t.Errorf("%s: %q is the link %q", name, v, item.Link)
				}
			}
		}
	}
}
