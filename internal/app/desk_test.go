package app

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/postgres"
)

// now is when the tests happen.
var now = time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)

// onBoth runs a test on SQLite and on PostgreSQL. Fresh names a new database: a file that is not there, or one without tables.
func onBoth(t *testing.T, test func(t *testing.T, fresh func() string)) {
	t.Run("SQLite", func(t *testing.T) {
		test(t, func() string { return filepath.Join(t.TempDir(), "desk.db") })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		test(t, func() string { return postgres.New(t) })
	})
}

// set gives the settings with a few of them set.
func set(t *testing.T, flags map[string]string) config.Config {
	t.Helper()
	all := map[string]string{"data": t.TempDir(), "node": "test"}
	for name, value := range flags {
		all[name] = value
	}
	c, err := config.Load(config.Sources{Flags: all})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// openDesk opens a desk on a database; it is closed when the test ends.
func openDesk(t *testing.T, database string) *App {
	t.Helper()
	clock := news.ClockFunc(func() time.Time { return now })
	a, err := Open(t.Context(), set(t, map[string]string{"database": database}), slog.New(slog.DiscardHandler), Extras{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return a
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused fails the test unless an error has that kind and that text.
func refused(t *testing.T, err error, kind news.Kind, text string) {
	t.Helper()
	if news.KindOf(err) != kind || err.Error() != text {
		t.Errorf("the error is %q of kind %q\nwant %q of kind %q", err, news.KindOf(err), text, kind)
	}
}

// told is a story as the steps leave it: a report of what officials say, one of its denial, and a copy of the first.
type told struct {
	story              news.Story
	says, denies, copy news.Report
}

// tell puts the story into a desk's store.
func tell(t *testing.T, a *App) told {
	t.Helper()
	ctx, n := t.Context(), 0
	id := func() news.ID { n++; return news.NewID(now.Add(time.Duration(n) * time.Millisecond)) }
	report := func(outlet, name, title string, at time.Time) news.Report {
		f, err := a.AddFeed(ctx, NewFeed{URL: "https://" + name + ".example/rss", Outlet: outlet, Kind: news.Newspaper})
		ok(t, err)
		r := news.Report{ID: id(), OutletID: f.OutletID, FeedID: f.ID, URL: "https://" + name + ".example/1?a=1&b=2", Title: title,
			Language: "en", Published: at, DatedBy: news.DatedByFeed, Seen: at}
		ok(t, a.Store.SaveReport(ctx, r))
		return r
	}
	s := told{
		says:   report("The Courier", "courier", "Talks were held", now.Add(-3*time.Hour)),
		denies: report("Sall Weekly", "sall", "No talks, says Dahl", now.Add(-2*time.Hour)),
		copy:   report("Karsk Today", "karsk", "Talks were held", now.Add(-time.Hour)),
	}
	text := "There were no talks, Jon Dahl said."
	v := news.Revision{ID: id(), ReportID: s.denies.ID, Number: 1, Fetched: now.Add(-2 * time.Hour), ContentType: "text/html", Raw: []byte(text)}
	ok(t, a.Store.AddRevision(ctx, v))
	v.Text, v.Title, v.Language, v.Read = text, s.denies.Title, "en", true
	said := news.Statement{ID: id(), RevisionID: v.ID, ReportID: v.ReportID, Source: []news.Span{{21, 29}}, Cue: []news.Span{{30, 34}}, Content: []news.Span{{0, 19}},
		Polarity: news.Denies, Standing: news.Named, Speaker: "Jon Dahl"}
	ok(t, a.Store.SaveReading(ctx, v, []news.Statement{said}, nil))

	s.story = news.Story{ID: id(), Title: "Talks were held", Language: "en", First: s.says.Published, Last: s.copy.Published}
	ok(t, a.Store.SaveStory(ctx, s.story))
	for _, r := range []news.Report{s.says, s.denies, s.copy} {
		ok(t, a.Store.SetStory(ctx, r.ID, s.story.ID))
	}
	claim := id()
	claims := []news.ClaimLedger{{
		Claim: news.Claim{ID: claim, StoryID: s.story.ID, Wording: "Talks were held", Main: true, Key: "k"},
		Origins: []news.Origin{
			{ClaimID: claim, Label: "o1", Name: "officials, to The Courier", Standing: news.Unnamed, Stance: news.For, Root: s.says.ID, Reports: 2},
			{ClaimID: claim, Label: "o2", Name: "Jon Dahl", Standing: news.Named, Stance: news.Against, Root: s.denies.ID, Reports: 1},
		},
		Positions: []news.Position{
			{ClaimID: claim, ReportID: s.says.ID, Stance: news.For, Origin: "o1", Standing: news.Unnamed},
			{ClaimID: claim, ReportID: s.denies.ID, Stance: news.Against, Origin: "o2", Also: []string{"o1"}, Standing: news.Named, StatementID: said.ID,
				Quote: "There were no talks", Speaker: "Jon Dahl"},
			{ClaimID: claim, ReportID: s.copy.ID, Stance: news.For, Origin: "o1", Standing: news.Unnamed, EchoOf: s.says.ID},
		},
	}}
	changes := []news.Change{{At: now.Add(-2 * time.Hour), Kind: news.FirstDenial, ReportID: s.denies.ID, Words: "Jon Dahl denies it."}}
	_, version, _, err := a.Store.StoryVersion(ctx, s.story.ID)
	ok(t, err)
	ok(t, a.Store.SaveLedger(ctx, s.story, version, claims, changes))
	return s
}
