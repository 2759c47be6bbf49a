package extract

import (
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/testkit/vectors"
)

// Whatever markup stands in the midst of an article, no script is taken for its text, and its links lead to the web.
func TestNothingInAnArticleRuns(t *testing.T) {
	paragraph := "<p>The harbour master said on Sunday that the old bridge would close for weeks, and that ferries would run every twenty minutes until the autumn.</p>\n"
	for _, v := range vectors.All() {
		page := `<html><head><title>The old bridge closes</title></head><body><article><h1>The old bridge closes</h1>` + strings.Repeat(paragraph, 3) + `<div>` + v + `</div>` + strings.Repeat(paragraph, 3) + `</article></body></html>`
		doc, err := Page([]byte(page), "text/html; charset=utf-8", "https://outlet.example/bridge")
		if err != nil {
			continue
		}
		for _, link := range append(doc.Links, doc.URL) {
			if u, err := url.Parse(link); err != nil || link != "" && u.Scheme != "http" && u.Scheme != "https" {
				t.Errorf("%q has the link %q", v, link)
			}
		}
		// What is escaped in the page is words of the article, and pages show it as words.
		if (strings.HasPrefix(v, "<script") || strings.HasPrefix(v, "<style")) && strings.Contains(doc.Text, "alert(1)") {
			t.Errorf("of %q is left %q", v, doc.Text)
		}
	}
}
