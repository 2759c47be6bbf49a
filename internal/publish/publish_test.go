package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"onrecord/internal/news"
)

var now = time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)

type fake struct{ editions map[news.ID]news.Edition }

func (f *fake) Publication(context.Context, news.ID) (news.Publication, error) {
	return news.Publication{Late: 6 * time.Hour}, nil
}

func (f *fake) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	kept := map[news.ID]news.Edition{}
	for id, e := range f.editions {
		kept[id] = e
	}
	err := fn(ctx)
	if err != nil {
		f.editions = kept
	}
	return err
}

func (f *fake) Edition(_ context.Context, id news.ID) (news.Edition, error) {
	e, ok := f.editions[id]
	if !ok {
		return e, news.Errorf(news.NotFound, "there is no such edition")
	}
	return e, nil
}

func (f *fake) SaveEdition(_ context.Context, e news.Edition) error { f.editions[e.ID] = e; return nil }

func TestOnlyWhatIsApprovedAndDueAppears(t *testing.T) {
	for name, c := range map[string]struct {
		edition   news.Edition
		want      news.Kind
		published bool
	}{
		"approved and due":              {news.Edition{State: news.Approved, Due: now}, "", true},
		"due later":                     {news.Edition{State: news.Approved, Due: now.Add(time.Second)}, news.Conflict, false},
		"a draft":                       {news.Edition{State: news.Draft, Due: now}, news.Conflict, false},
		"late, within the window":       {news.Edition{State: news.Approved, Due: now.Add(-6 * time.Hour)}, "", true},
		"later than that":               {news.Edition{State: news.Approved, Due: now.Add(-6*time.Hour - time.Second)}, "", false},
		"approved after its hour":       {news.Edition{State: news.Approved, Due: now.AddDate(0, 0, -7), ApprovedAt: now}, "", true},
		"released by an editor":         {news.Edition{State: news.Approved, Due: now.AddDate(0, 0, -7), ReleasedAt: now.Add(-time.Minute)}, "", true},
		"released, then off for a week": {news.Edition{State: news.Approved, Due: now.AddDate(0, 0, -14), ReleasedAt: now.AddDate(0, 0, -7)}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			c.edition.ID = "e"
			store := &fake{map[news.ID]news.Edition{"e": c.edition}}
			handed := 0
			step := New(store, func(context.Context, ...news.ID) error { handed++; return nil },
				news.ClockFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler))
			for range 2 { // the second run changes nothing
				if err := step.Run(t.Context(), "e"); news.KindOf(err) != c.want {
					t.Fatalf("got %v, want kind %q", err, c.want)
				}
			}
			if got := store.editions["e"].State == news.Published; got != c.published {
				t.Errorf("published: %v", got)
			}
			if c.published && (handed != 1 || !store.editions["e"].PublishedAt.Equal(now)) {
				t.Errorf("handed on %d times, published at %v", handed, store.editions["e"].PublishedAt)
			}
		})
	}
}

func TestAnEditionThatCannotBeHandedOnIsNotPublished(t *testing.T) {
	store := &fake{map[news.ID]news.Edition{"e": {ID: "e", State: news.Approved, Due: now}}}
	step := New(store, func(context.Context, ...news.ID) error { return errors.New("the queue is gone") },
		news.ClockFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler))
	if err := step.Run(t.Context(), "e"); err == nil {
		t.Fatal("no error")
	}
	if store.editions["e"].State != news.Approved {
		t.Error("the edition is published, and nobody will be told")
	}
}

func feed() Feed {
	return Feed{
		Publication: news.Publication{Name: "Alert & Co", About: "About <b>things</b>", Language: "en", Created: now},
		Site:        "https://digest.example/", Self: "https://digest.example/feed",
		Page: func(e news.Edition) string { return "https://digest.example/" + e.Slug },
		Editions: []news.Edition{
			{ID: "two", Slug: "2031-03-04", Title: "Second <script>", Standfirst: "More.", Due: now.AddDate(0, 0, 2), PublishedAt: now.AddDate(0, 0, 2),
				Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{Headline: "A & B", Outlet: "The <Record>", Author: "Ada", Summary: "<img src=x onerror=1>",
					URL: "javascript:alert(1)", Ledger: "1 origin"}}}}},
			{ID: "one", Slug: "2031-03-02", Title: "First", Due: now, PublishedAt: now},
		},
	}
}

func TestFeedsAreReadByFeedReaders(t *testing.T) {
	f := feed()
	for name, write := range map[string]func(*bytes.Buffer) error{
		"RSS":  func(b *bytes.Buffer) error { return f.RSS(b) },
		"Atom": func(b *bytes.Buffer) error { return f.Atom(b) },
		"JSON": func(b *bytes.Buffer) error { return f.JSONFeed(b) },
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			parsed, err := gofeed.NewParser().Parse(&b)
			if err != nil {
				t.Fatal(err)
			}
			if parsed.Title != "Alert & Co" || len(parsed.Items) != 2 {
				t.Fatalf("got %q with %d items", parsed.Title, len(parsed.Items))
			}
			item := parsed.Items[0]
			if item.Title != "Second <script>" || item.Link != "https://digest.example/2031-03-04" || item.GUID != "tag:digest.example,2031-03-04:two" ||
				item.PublishedParsed == nil || !item.PublishedParsed.Equal(now.AddDate(0, 0, 2)) {
				t.Errorf("item: %+v", item)
			}
			body := item.Content + item.Description
			if strings.Contains(body, "<img") || strings.Contains(body, "javascript:") || !strings.Contains(body, "A &amp; B") || !strings.Contains(body, "1 origin") {
				t.Errorf("content: %s", body)
			}
		})
	}
}

func TestAnEmptyFeedIsValid(t *testing.T) {
	f := feed()
	f.Editions = nil
	var b bytes.Buffer
	if err := f.JSONFeed(&b); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil || doc["items"] == nil {
		t.Errorf("%v: %s", err, b.Bytes())
	}
}
