package storetest

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func outlets(t *testing.T, w *world) {
	o, _ := w.feed(t, "record")
	got, err := w.Outlet(w.ctx, o.ID)
	ok(t, err)
	if got != o {
		t.Errorf("got %+v, want %+v", got, o)
	}
	o.Kind = news.Agency
	ok(t, w.SaveOutlet(w.ctx, o))
	if got, err = w.OutletByName(w.ctx, "record"); err != nil || got.Kind != news.Agency {
		t.Errorf("got %+v, %v", got, err)
	}
	kind(t, w.SaveOutlet(w.ctx, news.Outlet{ID: w.id(), Name: "record", Kind: news.Agency}), news.Conflict)
	kind(t, w.SaveOutlet(w.ctx, news.Outlet{ID: w.id(), Name: "odd", Kind: "pirate"}), news.Invalid)
	_, err = w.Outlet(w.ctx, "0000000000000000000000none")
	kind(t, err, news.NotFound)
	if all, err := w.Outlets(w.ctx); err != nil || len(all) != 1 {
		t.Errorf("outlets: %v, %v", all, err)
	}
}

func feeds(t *testing.T, w *world) {
	o, f := w.feed(t, "record")
	f.Title, f.ETag, f.LastModified, f.Hash, f.Failures, f.Error = "Record", `"e"`, "Mon", "h", 3, "it does not answer"
	f.State, f.Interval, f.CheckedAt, f.NextAt = news.FeedBroken, 90*time.Second, now, now.Add(time.Hour)
	ok(t, w.SaveFeed(w.ctx, f))
	got, outlet, err := w.Feed(w.ctx, f.ID)
	ok(t, err)
	if got != f || outlet != o {
		t.Errorf("got %+v of %+v, want %+v", got, outlet, f)
	}
	// What an editor decided outlives the next look.
	ok(t, w.SetFeedState(w.ctx, f.ID, news.FeedPaused))
	f.URL = "https://elsewhere.example/"
	ok(t, w.SaveFeed(w.ctx, f))
	if got, _, err = w.Feed(w.ctx, f.ID); err != nil || got.State != news.FeedPaused || got.URL == f.URL {
		t.Errorf("a look at the feed changed what the editor said: %+v, %v", got, err)
	}
	// What a look found at an address that the feed had until then is not kept, and a removed feed stays removed.
	moved := got
	moved.URL, moved.ETag, moved.State, moved.NextAt = "https://moved.example/", "", news.FeedActive, time.Time{}
	ok(t, w.ChangeFeed(w.ctx, moved))
	got.ETag = "of the old address"
	ok(t, w.SaveFeed(w.ctx, got))
	if got, _, err = w.Feed(w.ctx, f.ID); err != nil || got != moved {
		t.Errorf("changed: %+v, %v, want %+v", got, err, moved)
	}
	ok(t, w.SetFeedState(w.ctx, f.ID, news.FeedRemoved))
	ok(t, w.SaveFeed(w.ctx, got))
	if got, _, err = w.Feed(w.ctx, f.ID); err != nil || got.State != news.FeedRemoved {
		t.Errorf("removed: %+v, %v", got, err)
	}
	if counts, err := w.Counts(w.ctx); err != nil || counts.Feeds != 0 {
		t.Errorf("counts: %+v, %v", counts, err)
	}
	ok(t, w.ChangeFeed(w.ctx, moved))
	_, third := w.feed(t, "third")
	third.URL = moved.URL
	kind(t, w.ChangeFeed(w.ctx, third), news.Conflict)
	third.ID = w.id()
	kind(t, w.ChangeFeed(w.ctx, third), news.NotFound)
	got = moved

	same := got
	same.ID = w.id()
	kind(t, w.AddFeed(w.ctx, same), news.Conflict)
	same.URL, same.OutletID = "https://fourth.example/", w.id()
	kind(t, w.AddFeed(w.ctx, same), news.NotFound)
	kind(t, w.SaveFeed(w.ctx, same), news.NotFound)
	if got, err = w.FeedByURL(w.ctx, got.URL); err != nil || got.ID != f.ID {
		t.Errorf("by address: %+v, %v", got, err)
	}
	if all, err := w.Feeds(w.ctx); err != nil || len(all) != 2 {
		t.Errorf("feeds: %v, %v", all, err)
	}
}

func dueFeeds(t *testing.T, w *world) {
	_, active := w.feed(t, "active")
	_, later := w.feed(t, "later")
	_, gone := w.feed(t, "gone")
	later.NextAt = now.Add(time.Hour)
	ok(t, w.SaveFeed(w.ctx, later))
	gone.State = news.FeedGone
	ok(t, w.SaveFeed(w.ctx, gone))

	due := func(at time.Time) []news.ID {
		t.Helper()
		ids, err := w.DueFeeds(w.ctx, at)
		ok(t, err)
		return ids
	}
	if got := due(now); !reflect.DeepEqual(got, []news.ID{active.ID}) {
		t.Fatalf("due: %v, want only the active feed", got)
	}
	if got := due(now); got != nil {
		t.Errorf("asked for twice: %v", got)
	}
	active.NextAt = now
	ok(t, w.SaveFeed(w.ctx, active)) // the job ran
	if got := due(now); !reflect.DeepEqual(got, []news.ID{active.ID}) {
		t.Errorf("after its run the feed is due again, got %v", got)
	}
	if got := due(now.Add(2 * time.Hour)); len(got) != 2 {
		t.Errorf("two hours later the other feed and the lost job are due, got %v", got)
	}
	ok(t, w.AskFeedNow(w.ctx, gone.ID))
	if got := due(now); !reflect.DeepEqual(got, []news.ID{gone.ID}) {
		t.Errorf("asked by hand, a gone feed is due, got %v", got)
	}
	kind(t, w.AskFeedNow(w.ctx, w.id()), news.NotFound)
}

func reports(t *testing.T, w *world) {
	o, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now.Add(-time.Hour))
	p.Outlet = o.Name
	got, err := w.Report(w.ctx, p.ID)
	ok(t, err)
	if got != p {
		t.Errorf("got %+v, want %+v", got, p)
	}
	again := p
	again.Title, again.Language = "The bridge, again", "fr"
	ok(t, w.SaveReport(w.ctx, again))
	if got, err = w.ReportByURL(w.ctx, p.URL); err != nil || got.Title != again.Title || got.Language != "und" {
		t.Errorf("the feed's word: %+v, %v", got, err)
	}
	again.Published, again.DatedBy = now.Add(-2*time.Hour), news.DatedByPage
	ok(t, w.UpdateReport(w.ctx, again))
	if got, err = w.ReportByGUID(w.ctx, f.ID, "bridge"); err != nil || got.Language != "fr" || !got.Published.Equal(again.Published) || got.DatedBy != news.DatedByPage {
		t.Errorf("the page's word: %+v, %v", got, err)
	}
	again.ID = w.id()
	kind(t, w.SaveReport(w.ctx, again), news.Conflict)
	kind(t, w.UpdateReport(w.ctx, again), news.NotFound)
	_, err = w.ReportByGUID(w.ctx, w.id(), "bridge")
	kind(t, err, news.NotFound)

	w.report(t, f, "newer", now)
	if latest, err := w.LatestReports(w.ctx, 1); err != nil || len(latest) != 1 || latest[0].GUID != "newer" {
		t.Errorf("latest: %v, %v", latest, err)
	}
	if between, err := w.ReportsBetween(w.ctx, now.Add(-3*time.Hour), now); err != nil || len(between) != 1 || between[0].GUID != "bridge" {
		t.Errorf("between: %v, %v", between, err)
	}
}

// hostileText is what outlets do to databases.
func hostileText(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "hostile", now)
	p.Title = "NUL \x00, broken \xff\xfe UTF-8, '; DROP TABLE report; -- $1 ?1 \u202e"
	ok(t, w.SaveReport(w.ctx, p))
	w.read(t, p, 1, "text with \x00 and \xc3\x28 in it")
	got, err := w.Report(w.ctx, p.ID)
	ok(t, err)
	if strings.Contains(got.Title, "\x00") || !strings.Contains(got.Title, "'; DROP TABLE report; -- $1 ?1 \u202e") {
		t.Errorf("title: %q", got.Title)
	}
	for _, q := range []string{`"`, `a" OR "b`, `title:x NEAR(y)`, "\x00", "*", "' --", "o'clock & (not | !x) <-> y:*", "\u05f4\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd\u05f4", "e\u0301 \u0301 x\u0301", strings.Repeat("word ", 10_000)} {
		_, err := w.FindReports(w.ctx, news.Search{Phrases: news.Phrases(q)}, 0, 10)
		_, err2 := w.FindEditions(w.ctx, news.Search{Phrases: news.Phrases(q)}, 0, 10)
		if err = errors.Join(err, err2); err != nil {
			t.Errorf("searching %.20q: %v", q, err)
		}
	}
}

// hostileIDs: what stands in an address where an id belongs names nothing.
func hostileIDs(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now)
	st := w.story(t, "The bridge", p)
	for _, bad := range []string{"\x00", "\xff", "\x00%s", "%s\x00", "%s\xff", "\xc3\x28", "' OR '1'='1", strings.Repeat("x", 100_000)} {
		of := func(id news.ID) news.ID { return news.ID(strings.ReplaceAll(bad, "%s", string(id))) }
		for what, err := range map[string]error{
			"story":       second(w.Story(w.ctx, of(st.ID))),
			"ledger":      second(w.Ledger(w.ctx, of(st.ID))),
			"report":      second(w.Report(w.ctx, of(p.ID))),
			"edition":     second(w.Edition(w.ctx, of(p.ID))),
			"publication": second(w.Publication(w.ctx, of(p.ID))),
			"claim":       second(w.Claim(w.ctx, of(p.ID))),
			"claim act":   w.AddClaimAct(w.ctx, news.ClaimAct{ID: w.id(), StoryID: of(st.ID), By: "ada", At: now, Kind: news.ActLock, ClaimID: of(p.ID)}),
			"feed":        w.AskFeedNow(w.ctx, of(f.ID)),
			"move":        w.MoveReports(w.ctx, w.mending("ada", of(st.ID), st.ID, p.ID)),
			"undoing":     w.UndoClaimAct(w.ctx, of(p.ID), "ada", now),
		} {
			if news.KindOf(err) != news.NotFound {
				t.Errorf("%s %.20q: %v, want not found", what, bad, err)
			}
		}
	}
	if hits, err := w.Story(w.ctx, st.ID); err != nil || hits.Reports != 1 {
		t.Errorf("afterwards: %+v, %v", hits, err)
	}
}

func second[T any](_ T, err error) error { return err }

func pages(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now)
	page := news.Page{ReportID: p.ID, URL: p.URL, ETag: "e", LastModified: "m", Mark: "k", Seen: now, CheckedAt: now, Error: "x"}
	ok(t, w.SavePage(w.ctx, page))
	page.Error = ""
	ok(t, w.SavePage(w.ctx, page))
	got, err := w.Page(w.ctx, p.ID)
	ok(t, err)
	if got != page {
		t.Errorf("got %+v, want %+v", got, page)
	}
	if recent, err := w.RecentPages(w.ctx, f.ID, now); err != nil || len(recent) != 1 {
		t.Errorf("recent: %v, %v", recent, err)
	}
	if recent, err := w.RecentPages(w.ctx, f.ID, now.Add(time.Second)); err != nil || len(recent) != 0 {
		t.Errorf("recent, too late: %v, %v", recent, err)
	}
	_, err = w.Page(w.ctx, w.id())
	kind(t, err, news.NotFound)
}
