package feedserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"onrecord/internal/gather/feed"
	"onrecord/internal/read/extract"
	"onrecord/internal/testkit/feedserver"
)

// sample gives n reports of a few paragraphs each; some have no title, no date or no outlet.
func sample(n int) []feedserver.Report {
	var out []feedserver.Report
	for i := range n {
		r := feedserver.Report{
			ID: fmt.Sprintf("r/%d", i), Title: fmt.Sprintf("Ferry number %d returns to Tolle & Vik", i), Published: 1_900_000_000 + int64(i)*600,
			Outlet: fmt.Sprintf("The Tolle Paper %d", i%9),
			Text: fmt.Sprintf("The ferry with the number %d came back to the harbour of Tolle on the morning tide. Ninety people were aboard.\n\n"+
				"Its captain, Runa Ekdal, said the engine had stopped <twice> off the lighthouse, and that nobody had been in danger.\n\n"+
				"The company denied that the ship had been overdue for repairs. Passengers said they had been told nothing for three hours.", i),
		}
		switch i % 5 {
		case 1:
			r.Title = ""
		case 2:
			r.Published = 0
		case 3:
			r.Outlet = ""
		}
		out = append(out, r)
	}
	return out
}

func serve(t *testing.T, reports []feedserver.Report, feeds int) (*feedserver.Server, string) {
	t.Helper()
	s := feedserver.New(reports, feeds)
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return s, web.URL
}

func get(t *testing.T, url string, header ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read only
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, body
}

func TestEveryReportIsInOneFeedAndHasAPage(t *testing.T) {
	reports := sample(60)
	want := feedserver.Complete(reports)
	s, base := serve(t, reports, 8)
	types, found := map[string]int{}, map[string]int{}
	for _, url := range s.FeedURLs(base) {
		answer, body := get(t, url)
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s answers %d", url, answer.StatusCode)
		}
		parsed, err := gofeed.NewParser().ParseString(string(body))
		if err != nil {
			t.Fatalf("%s: %v", url, err)
		}
		types[parsed.FeedType+" "+parsed.FeedVersion]++
		doc, err := feed.Parse(body, answer.Header.Get("Content-Type"), url)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range doc.Items {
			i := slices.IndexFunc(want, func(r feedserver.Report) bool {
				return r.Title == item.Title && r.Published == item.Published.Unix() && strings.HasPrefix(r.Text, item.Summary)
			})
			if i < 0 {
				t.Errorf("%s: no report is the item %+v", url, item)
				continue
			}
			found[want[i].ID]++
			page, html := get(t, item.Link)
			article, err := extract.Page(html, page.Header.Get("Content-Type"), item.Link)
			if err != nil {
				t.Errorf("%s: %v", item.Link, err)
				continue
			}
			if article.Text != want[i].Text || article.Title != want[i].Title || article.Published.Unix() != want[i].Published {
				t.Errorf("%s: read back as %q of %s:\n%s\nwant %q:\n%s", item.Link, article.Title, article.Published, article.Text, want[i].Title, want[i].Text)
			}
		}
	}
	for _, r := range reports {
		if found[r.ID] != 1 {
			t.Errorf("report %s is in %d feeds", r.ID, found[r.ID])
		}
	}
	for _, format := range []string{"rss 2.0", "rss 1.0", "atom 1.0", "json https://jsonfeed.org/version/1.1"} {
		if types[format] != 2 {
			t.Errorf("of %s there are %d feeds, want 2: %v", format, types[format], types)
		}
	}
}

func TestReportsOfAnOutletStayTogether(t *testing.T) {
	var reports []feedserver.Report
	for i := range 12 {
		reports = append(reports, feedserver.Report{ID: fmt.Sprint(i), Title: "A title", Outlet: []string{"The Tolle Paper", "Vik Radio"}[i%2]})
	}
	s := feedserver.New(reports, 3)
	var got []string
	for _, f := range s.Feeds("http://x.example") {
		got = append(got, fmt.Sprintf("%s %d", f.Title, f.Reports))
	}
	if want := []string{"The Tolle Paper 6", "Vik Radio 6", "Outlet 3 0"}; !slices.Equal(got, want) {
		t.Errorf("feeds %q, want %q", got, want)
	}
}

func TestNothingNewIsAnswered304(t *testing.T) {
	s, base := serve(t, sample(12), 4)
	_, _ = get(t, s.FeedURLs(base)[1])
	addresses := append(s.FeedURLs(base), base+"/1/news/1.html")
	for _, url := range addresses {
		first, _ := get(t, url)
		etag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
		if etag == "" || modified == "" {
			t.Errorf("%s gives no validators: ETag %q, Last-Modified %q", url, etag, modified)
		}
		for _, header := range [][]string{{"If-None-Match", etag}, {"If-Modified-Since", modified}} {
			again, body := get(t, url, header...)
			if again.StatusCode != http.StatusNotModified || len(body) > 0 {
				t.Errorf("%s with %s answers %d with %d bytes", url, header, again.StatusCode, len(body))
			}
		}
		if other, _ := get(t, url, "If-None-Match", `"another"`); other.StatusCode != http.StatusOK {
			t.Errorf("%s to who has another version answers %d", url, other.StatusCode)
		}
	}
}

func TestWhatIsNotThereIs404(t *testing.T) {
	_, base := serve(t, sample(3), 2)
	for _, path := range []string{"/", "/0/feed.xml", "/3/feed.xml", "/x/feed.xml", "/1/feed.atom", "/1/news/0.html", "/1/news/99.html", "/1/news/1", "/1/news/x.html", "/9/"} {
		if answer, _ := get(t, base+path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d", path, answer.StatusCode)
		}
	}
}

func TestHostileTextIsEscaped(t *testing.T) {
	s, base := serve(t, []feedserver.Report{{ID: "1", Title: `<script>alert(1)</script>]]>`, Text: `"><script>alert(2)</script> & so on`}}, 4)
	for _, url := range append(s.FeedURLs(base), base+"/1/news/1.html") {
		if _, body := get(t, url); strings.Contains(string(body), "<script>alert") {
			t.Errorf("%s passes a script on:\n%s", url, body)
		}
	}
}
