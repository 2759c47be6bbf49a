package gallery

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

// TestStoriesOfEverySize looks at ledgers of 3, 30 and 300 reports, and of none, on a wide screen and on a telephone, and at their pictures
// by themselves.
func TestStoriesOfEverySize(t *testing.T) {
	t.Parallel()
	w := webtest.Sample()
	w.Ledgers["story-empty"] = news.Ledger{Story: news.Story{ID: "story-empty", Title: "A story without a report", First: webtest.Now, Last: webtest.Now}}
	var all []page
	for _, n := range []int{3, 30, 300} {
		id := string(w.Grow(n))
		all = append(all, page{fmt.Sprintf("ledger-%d", n), "/story/" + id}, page{fmt.Sprintf("claim-%d", n), "/claim/" + id + "-claim-0"})
	}
	all = append(all, page{"ledger-none", "/story/story-empty"}, page{"claim-left", "/claim/" + string(webtest.Left)}, page{"claim-side", "/claim/story-grown-300-claim-0?side=for"},
		page{"report-at", "/report/" + string(webtest.Record) + "?at=318-360&of=2#at"})
	server := httptest.NewServer(webtest.Handler(t, w))
	defer server.Close()
	ctx := start(t)
	for _, p := range all {
		for _, width := range []int64{390, 1280} {
			for _, theme := range themes() {
				name := fmt.Sprintf("sizes-%s-%d-%s", p.name, width, theme)
				t.Run(name, func(t *testing.T) {
					visit(t, ctx, server.URL, p.path, width, theme, narrowAndWide()...)
					keepAs(t, ctx, name)
				})
			}
		}
	}
	for _, p := range []page{{"timeline", "/story/story-grown-300/timeline.svg"}, {"origins", "/claim/story-grown-300-claim-0/origins.svg"}} {
		t.Run(p.name, func(t *testing.T) {
			// A document of its own has no script of ours in it, but its style must be let in: words in it have the ink's colour.
			if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+p.path)); err != nil {
				t.Fatal(err)
			}
			stroke, err := chromedp.Run(ctx, chromedp.Evaluate[string](`getComputedStyle(document.querySelector('.pic-words')).fontSize + ' ' + getComputedStyle(document.querySelector('.pic-back')).fill`))
			if err != nil {
				t.Fatal(err)
			}
			if stroke != "13px rgb(21, 22, 24)" && stroke != "13px rgb(253, 252, 249)" {
				t.Errorf("%s has no style: %s", p.path, stroke)
			}
			keepAs(t, ctx, "sizes-"+p.name+"-own")
		})
	}
}
