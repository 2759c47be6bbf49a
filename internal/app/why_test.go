package app

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// why gives what is printed of a report, with NAME in the place of the story's id.
func why(t *testing.T, a *App, s told, report string) string {
	t.Helper()
	var out bytes.Buffer
	ok(t, a.Why(t.Context(), &out, report))
	return strings.ReplaceAll(out.String(), string(s.story.ID), "NAME")
}

func TestWhyTellsAReportsWay(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		s := tell(t, a)
		want := `No talks, says Dahl
https://sall.example/1?a=1&b=2

gather  from Sall Weekly by https://sall.example/rss (active)
        first seen 2031-03-02 03:00Z, dated 2031-03-02 03:00Z by the feed
read    text 1 of 2031-03-02 03:00Z: 7 words, language en, 1 statement
          Jon Dahl, named: denies
            “There were no talks”
group   story NAME: Talks were held (3 reports)
weigh   against the claim “Talks were held”
        on the authority of o2, Jon Dahl (named)
`
		for _, name := range []string{string(s.denies.ID), s.denies.URL, "HTTPS://sall.example:443/1?b=2&utm_source=mail&a=1#top"} {
			if got := why(t, a, s, name); got != want {
				t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
			}
		}
		want = `Talks were held
https://karsk.example/1?a=1&b=2

gather  from Karsk Today by https://karsk.example/rss (active)
        first seen 2031-03-02 04:00Z, dated 2031-03-02 04:00Z by the feed
read    not yet: no text has come
group   story NAME: Talks were held (3 reports)
weigh   for the claim “Talks were held”
        on the authority of o1, officials, to The Courier (unnamed)
        the same text as The Courier, https://courier.example/1?a=1&b=2
`
		if got := why(t, a, s, string(s.copy.ID)); got != want {
			t.Errorf("the copy:\n%s\nwant\n%s", got, want)
		}
		for _, name := range []string{"", "none", "https://none.example/", "https://%zz"} {
			var out bytes.Buffer
			refused(t, a.Why(t.Context(), &out, name), news.NotFound, "there is no such report")
			if out.Len() > 0 {
				t.Errorf("of a report that is not there it is said: %s", &out)
			}
		}
	})
}

// What has not happened to a report yet, or went wrong, is said.
func TestWhyTellsWhereAReportHasStopped(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		ctx := t.Context()
		f, err := a.AddFeed(ctx, NewFeed{URL: "https://courier.example/rss"})
		ok(t, err)
		r := news.Report{ID: news.NewID(now), OutletID: f.OutletID, FeedID: f.ID, URL: "https://courier.example/1", Title: "Snow", Language: "und",
			Published: now, DatedBy: news.DatedBySeen, Seen: now}
		ok(t, a.Store.SaveReport(ctx, r))
		s := told{story: news.Story{ID: news.NewID(now), Title: "Snow in Orm", Language: "en", First: now, Last: now}}
		last := func(lines int) string {
			t.Helper()
			all := strings.Split(strings.TrimSpace(why(t, a, s, string(r.ID))), "\n")
			return strings.Join(all[len(all)-lines:], "\n")
		}
		expect := func(got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		}
		expect(last(2), "read    not yet: no text has come\ngroup   not yet")

		ok(t, a.Store.SavePage(ctx, news.Page{ReportID: r.ID, URL: r.URL, Seen: now, CheckedAt: now.Add(time.Minute), Error: "it answered 500"}))
		v := news.Revision{ID: news.NewID(now), ReportID: r.ID, Number: 1, Fetched: now, ContentType: news.FromFeed, Raw: []byte("Snow fell.")}
		ok(t, a.Store.AddRevision(ctx, v))
		expect(last(3), "        its page could not be had on 2031-03-02 05:01Z: it answered 500\nread    text 1 of 2031-03-02 05:00Z: not yet\ngroup   not yet")

		v.Text, v.Language, v.Read = "Snow fell.", "en", true
		ok(t, a.Store.SaveReading(ctx, v, nil, nil))
		ok(t, a.Store.SaveStory(ctx, s.story))
		ok(t, a.Store.SetStory(ctx, r.ID, s.story.ID))
		expect(last(3), "read    text 1 of 2031-03-02 05:00Z: 2 words, language en, 0 statements\ngroup   story NAME: Snow in Orm (1 report)\nweigh   not yet")

		_, version, _, err := a.Store.StoryVersion(ctx, s.story.ID)
		ok(t, err)
		ok(t, a.Store.SaveLedger(ctx, s.story, version, nil, nil))
		ok(t, a.Store.AddRevision(ctx, news.Revision{ID: news.NewID(now), ReportID: r.ID, Number: 2, Fetched: now, ContentType: "text/html", Raw: []byte("Snow fell twice.")}))
		if got := last(3); !strings.HasPrefix(got, "read    text 2 of 2031-03-02 05:00Z: not yet\ngroup ") {
			t.Errorf("of a text that came later it is said\n%s", got)
		}
		expect(last(1), "weigh   it stands to none of the story's claims")
	})
}

func TestTheLedgerAsItIsPrinted(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		s := tell(t, a)
		var out bytes.Buffer
		ok(t, a.PrintLedger(t.Context(), &out, s.story.ID))
		want := `Talks were held
3 reports, 2031-03-02 02:00Z to 2031-03-02 04:00Z

“Talks were held”
  disputed
  for: 1 origin behind 2 reports; against: 1 origin behind 1 report
  for      unnamed      officials, to The Courier (2 reports)
  against  named        Jon Dahl (1 report)
    2031-03-02 02:00Z  for      The Courier              o1
    2031-03-02 03:00Z  against  Sall Weekly              o2
        Jon Dahl: “There were no talks”
    2031-03-02 04:00Z  for      Karsk Today              the same text as The Courier

What changed
  2031-03-02 03:00Z  first denial         Jon Dahl denies it.
`
		if out.String() != want {
			t.Errorf("got\n%s\nwant\n%s", &out, want)
		}
		// A story that went into another is found there.
		old := news.Story{ID: news.NewID(now), Title: "Old", Language: "en", First: now, Last: now, MergedInto: s.story.ID}
		ok(t, a.Store.SaveStory(t.Context(), old))
		out.Reset()
		ok(t, a.PrintLedger(t.Context(), &out, old.ID))
		if out.String() != want {
			t.Errorf("of the story that went into it\n%s", &out)
		}
		refused(t, a.PrintLedger(t.Context(), &out, "none"), news.NotFound, "there is no such story")
	})
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWhatCannotBePrintedIsAnError(t *testing.T) {
	a := openDesk(t, t.TempDir()+"/desk.db")
	s := tell(t, a)
	if err := a.PrintLedger(t.Context(), full{}, s.story.ID); !errors.Is(err, errFull) {
		t.Errorf("the ledger: %v", err)
	}
	if err := a.Why(t.Context(), full{}, string(s.says.ID)); !errors.Is(err, errFull) {
		t.Errorf("the report: %v", err)
	}
	if err := a.ExportFeeds(t.Context(), full{}); !errors.Is(err, errFull) {
		t.Errorf("the feeds: %v", err)
	}
}

func TestWhatIsPrintedIsCutAtWords(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"one  two\nthree", 20, "one two three"},
		{"one two three", 9, "one two …"},
		{"onetwothree", 4, "onet …"},
		{"a bcdefghij", 8, "a bcdefg …"},
		{"äöüßéèê", 7, "äöüßéèê"},
		{"", 3, ""},
	} {
		if got := shorten(c.in, c.n); got != c.want {
			t.Errorf("%q cut to %d: %q, want %q", c.in, c.n, got, c.want)
		}
	}
	if got := Count(1, "feed") + ", " + Count(0, "feed"); got != "1 feed, 0 feeds" {
		t.Error(got)
	}
}
