package publish

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"onrecord/internal/news"
	"onrecord/internal/testkit/vectors"
)

// Whatever stands in an edition, its feeds can be read, and programs that show them as HTML run nothing of it.
func TestNothingInOurFeedsRuns(t *testing.T) {
	for _, v := range vectors.All() {
		e := news.Edition{ID: "e", Title: v, Standfirst: v, Due: now, PublishedAt: now, Sections: []news.Section{{Name: v, Items: []news.EditionItem{{Headline: v, Outlet: v, Author: v, Summary: v, Ledger: v, URL: v}}}}}
		f := Feed{Publication: news.Publication{Name: v, About: v, Language: "en"}, Editions: []news.Edition{e}, Site: "https://brief.example/x", Self: "https://brief.example/x/feed.rss",
			Page: func(news.Edition) string { return "https://brief.example/x/e" }}
		for name, write := range map[string]func(io.Writer) error{"RSS": f.RSS, "Atom": f.Atom, "JSON Feed": f.JSONFeed} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			got, err := gofeed.NewParser().Parse(strings.NewReader(b.String()))
			if err != nil || len(got.Items) != 1 {
				t.Errorf("%s with %q cannot be read: %v", name, v, err)
				continue
			}
			for _, markup := range []string{got.Items[0].Content, got.Items[0].Description} {
				if name == "Atom" && markup == got.Items[0].Description {
					continue // the summary is text
				}
				if name == "JSON Feed" && markup == got.Items[0].Description {
					continue
				}
				if found := vectors.Runs(markup); found != "" {
					t.Errorf("%s with %q has %s", name, v, found)
				}
			}
		}
	}
}
