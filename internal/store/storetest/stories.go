package storetest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
)

func stories(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	early, late := w.report(t, f, "early", now.Add(-2*time.Hour)), w.report(t, f, "late", now)
	st := w.story(t, "The bridge", late, early)
	got, err := w.Story(w.ctx, st.ID)
	ok(t, err)
	if got != st {
		t.Errorf("got %+v, want %+v", got, st)
	}
	in, err := w.StoryReports(w.ctx, st.ID)
	ok(t, err)
	if len(in) != 2 || in[0].ID != early.ID || in[0].StoryID != st.ID {
		t.Errorf("reports: %+v", in)
	}
	st.Title, st.Last = "The bridge closes", now.Add(time.Hour)
	ok(t, w.SaveStory(w.ctx, st))
	w.story(t, "Empty")
	if all, err := w.Stories(w.ctx, 10); err != nil || len(all) != 1 || all[0].Title != st.Title || all[0].Reports != 2 {
		t.Errorf("stories: %+v, %v", all, err)
	}
	if between, err := w.StoriesBetween(w.ctx, now.Add(-3*time.Hour), now.Add(-time.Hour)); err != nil || len(between) != 1 {
		t.Errorf("between: %+v, %v", between, err)
	}
	if between, err := w.StoriesBetween(w.ctx, now.Add(time.Hour), now.Add(2*time.Hour)); err != nil || len(between) != 0 {
		t.Errorf("between, later: %+v, %v", between, err)
	}
	_, err = w.Story(w.ctx, w.id())
	kind(t, err, news.NotFound)
}

func grouping(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	a, b := w.report(t, f, "a", now), w.report(t, f, "b", now)
	one, two := w.story(t, "One", a, b), w.story(t, "Two")
	_, before, weighed, err := w.StoryVersion(w.ctx, one.ID)
	ok(t, err)
	if before == 0 || weighed != 0 {
		t.Errorf("version %d, weighed %d", before, weighed)
	}
	ok(t, w.MoveReports(w.ctx, w.mending("ada", one.ID, two.ID, b.ID)))
	for _, c := range []struct {
		id      news.ID
		reports int
	}{{one.ID, 1}, {two.ID, 1}} {
		st, version, _, err := w.StoryVersion(w.ctx, c.id)
		if err != nil || st.Reports != c.reports || version == 0 {
			t.Errorf("%+v at version %d, %v", st, version, err)
		}
	}
	if _, after, _, err := w.StoryVersion(w.ctx, one.ID); err != nil || after <= before {
		t.Errorf("the story that lost a report went from version %d to %d, %v", before, after, err)
	}
	kind(t, w.SetStory(w.ctx, w.id(), one.ID), news.NotFound)
	ok(t, w.SetStory(w.ctx, b.ID, one.ID))
	if p, err := w.Report(w.ctx, b.ID); err != nil || p.StoryID != two.ID {
		t.Errorf("grouping moved a report from where an editor put it: %+v, %v", p, err)
	}
	_, version, _, err := w.StoryVersion(w.ctx, one.ID)
	ok(t, err)
	w.read(t, a, 1, "a text")
	if _, now, _, err := w.StoryVersion(w.ctx, one.ID); err != nil || now <= version {
		t.Errorf("a new text of a report asks for no new weighing: version %d, %v", now, err)
	}

	// Two at once under the lock: the second sees what the first wrote.
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			err := w.Within(w.ctx, func(ctx context.Context) error {
				if err := w.LockGrouping(ctx); err != nil {
					return err
				}
				v, err := w.Setting(ctx, "count")
				if err != nil && news.KindOf(err) != news.NotFound {
					return err
				}
				return w.SetSetting(ctx, "count", v+"x")
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if v, err := w.Setting(w.ctx, "count"); v != "xxxxxxxx" {
		t.Errorf("eight under one lock made %q, %v", v, err)
	}
}

// grouped: reports come in the order in which they were put into stories, each with its newest text, or with what its feed
// says of it.
func grouped(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	a, b, old := w.report(t, f, "a", now), w.report(t, f, "b", now), w.report(t, f, "old", now.Add(-72*time.Hour))
	empty := w.report(t, f, "empty", now)
	b.Summary, empty.Summary = "what the feed says of b", "what the feed says of a page without a text"
	ok(t, w.SaveReport(w.ctx, b))
	ok(t, w.SaveReport(w.ctx, empty))
	w.read(t, empty, 1, "")
	w.report(t, f, "alone", now) // in no story
	w.read(t, a, 1, "first text")
	w.read(t, a, 2, "second text")
	st := w.story(t, "Talks", b, a, old, empty)
	get := func(after int64) (out []news.Grouped) {
		for g, err := range w.GroupedSince(w.ctx, after, now.Add(-24*time.Hour)) {
			ok(t, err)
			out = append(out, g)
		}
		return out
	}
	all := get(0)
	if len(all) != 3 || all[0].ReportID != b.ID || all[0].Text != b.Summary || all[1].ReportID != a.ID || all[1].Text != "second text" || all[1].StoryID != st.ID ||
		all[2].ReportID != empty.ID || all[2].Text != empty.Summary {
		t.Fatalf("grouped: %+v", all)
	}
	if rest := get(all[0].Number); len(rest) != 2 || rest[0].ReportID != a.ID {
		t.Errorf("after the first: %+v", rest)
	}
	other := w.story(t, "Other", b) // put elsewhere, it comes again
	if again := get(all[2].Number); len(again) != 1 || again[0].ReportID != b.ID || again[0].StoryID != other.ID {
		t.Errorf("after it was put elsewhere: %+v", again)
	}
}

func ledger(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	a, b := w.report(t, f, "a", now), w.report(t, f, "b", now.Add(time.Hour))
	w.read(t, a, 1, "first text")
	w.read(t, a, 2, "second text", news.Statement{Cue: []news.Span{{0, 6}}, Polarity: news.Asserts, Standing: news.Unnamed})
	st := w.story(t, "Talks", a, b)

	accounts, err := w.Accounts(w.ctx, st.ID)
	ok(t, err)
	if len(accounts) != 2 || accounts[0].Text != "second text" || !accounts[0].Fetched.Equal(now.Add(2*time.Hour)) || len(accounts[0].Statements) != 1 || accounts[0].Outlet.Name != "record" ||
		len(accounts[0].Earlier) != 1 || accounts[0].Earlier[0].Text != "first text" || accounts[1].Text != "" {
		t.Errorf("accounts: %+v", accounts)
	}
	claims := []news.ClaimLedger{
		{Claim: news.Claim{ID: w.id(), StoryID: st.ID, Wording: "The two have agreed to talk", Main: true, Key: "k1"},
			Origins: []news.Origin{{Label: "o2", Name: "a spokesman", Standing: news.Named, Stance: news.Against, Party: true, Root: b.ID, Reports: 1},
				{Label: "o1", Name: "officials", Standing: news.Unnamed, Stance: news.For, Root: a.ID, Reports: 1}},
			Positions: []news.Position{{ReportID: b.ID, Stance: news.Against, Origin: "o2", Also: []string{"o1"}, Standing: news.Named,
				EchoOf: a.ID, TookFrom: a.ID, TookHow: news.PathCopy, Withdrawn: true, Credits: "the Herald", Quote: "It is not so.", Speaker: "Tom Vane"},
				{ReportID: a.ID, Stance: news.For, Origin: "o1", Also: []string{}, Standing: news.Unnamed}},
			Evidence: []news.Evidence{{ReportID: a.ID, StatementID: "st", Key: "a-1", Stance: news.For, Polarity: news.Asserts, Standing: news.Unnamed,
				Speaker: "officials", Origin: "o1", At: news.Span{3, 9}, Words: "They agreed", Since: now, ByEditor: true}}},
		{Claim: news.Claim{ID: w.id(), StoryID: st.ID, Ordinal: 1, Wording: "A fax was sent", Key: "k2"}},
	}
	for i := range claims {
		for j := range claims[i].Origins {
			claims[i].Origins[j].ClaimID = claims[i].ID
		}
		for j := range claims[i].Positions {
			claims[i].Positions[j].ClaimID = claims[i].ID
		}
		for j := range claims[i].Evidence {
			claims[i].Evidence[j].ClaimID = claims[i].ID
		}
	}
	changes := []news.Change{{At: now, Kind: news.FirstReport, ReportID: a.ID, Words: "first"}, {At: now.Add(time.Hour), Kind: news.FirstDenial, ReportID: b.ID, ClaimID: claims[0].ID, Words: "denied", After: time.Minute, Told: news.Telling{Kind: news.FirstDenial, Outlet: "b", Who: "Tom", Words: "No", After: time.Minute}}}
	st.Title = "Talks, or none"
	_, version, _, err := w.StoryVersion(w.ctx, st.ID)
	ok(t, err)
	for range 2 { // saving the same again changes nothing
		ok(t, w.SaveLedger(w.ctx, st, version, claims, changes))
		got, err := w.Ledger(w.ctx, st.ID)
		ok(t, err)
		want := news.Ledger{Story: st, Claims: claims, Changes: changes}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	}
	if _, v, weighed, err := w.StoryVersion(w.ctx, st.ID); err != nil || weighed != version || v != version {
		t.Errorf("version %d weighed %d, %v; want both %d", v, weighed, err, version)
	}
	brief, err := w.MainClaims(w.ctx, []news.ID{st.ID, w.id()})
	ok(t, err)
	if c := brief[st.ID]; len(brief) != 1 || c.Claim != claims[0].Claim || len(c.Origins) != 2 || c.Origins[0].Origin != claims[0].Origins[0] || c.Origins[0].Quote != "It is not so." || c.Origins[1].Quote != "They agreed" ||
		c.Origins[0].Speaker != "Tom Vane" || c.Origins[0].Outlet != "record" || !c.Origins[1].Published.Equal(a.Published) || len(c.On(news.For)) != 1 || c.On(news.For)[0].Label != "o1" {
		t.Errorf("in brief: %+v", brief)
	}
	if none, err := w.MainClaims(w.ctx, nil); err != nil || len(none) != 0 {
		t.Errorf("of no story: %+v, %v", none, err)
	}
	// A run that read the story before the last one did, and comes later, changes nothing.
	if err := w.SaveLedger(w.ctx, st, version-1, nil, nil); news.KindOf(err) != news.Conflict {
		t.Errorf("an older ledger: %v", err)
	}
	if err := w.SaveLedger(w.ctx, news.Story{ID: w.id()}, 1, nil, nil); news.KindOf(err) != news.NotFound {
		t.Errorf("of no story: %v", err)
	}
	// What fails leaves the old ledger as it was.
	broken := append([]news.ClaimLedger{}, claims...)
	broken[1].Positions = []news.Position{{ReportID: w.id(), Stance: news.For}}
	if err := w.SaveLedger(w.ctx, st, version, broken, nil); err == nil {
		t.Error("a position of no report is stored")
	}
	if got, err := w.Ledger(w.ctx, st.ID); err != nil || len(got.Changes) != 2 || len(got.Claims[0].Positions) != 2 {
		t.Errorf("after a failed save: %+v, %v", got, err)
	}
}

// noticesInOrder lets writers race a reader who asks for what came after the last number it saw.
func noticesInOrder(t *testing.T, w *world) {
	const writers, each = 4, 25
	var wait sync.WaitGroup
	for i := range writers {
		wait.Go(func() {
			for j := range each {
				key := string(rune('a'+i)) + string(rune('A'+j))
				if _, err := w.AddNotice(w.ctx, news.Notice{Key: key, At: now, Kind: news.NoticeWatch, Title: key}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wait.Wait(); close(done) }()
	seen := map[string]bool{}
	var last int64
	look := func() {
		found, err := w.NoticesAfter(w.ctx, last, 1000)
		if err != nil {
			t.Error(err)
		}
		for _, n := range found {
			if seen[n.Key] {
				t.Errorf("%s came twice", n.Key)
			}
			seen[n.Key], last = true, n.Seq
		}
	}
	for racing := true; racing; {
		select {
		case <-done:
			racing = false
		default:
		}
		look()
	}
	if len(seen) != writers*each {
		t.Errorf("%d of %d notices were seen", len(seen), writers*each)
	}
}

func notices(t *testing.T, w *world) {
	n := news.Notice{Key: "post/1", At: now.Add(time.Hour), Kind: news.NoticePost, Who: "The Desk", Title: "1/5 Begun", Body: "b", URL: "/x",
		StoryID: "s", Part: 1, Parts: 5, Thread: "t", Told: news.Telling{Kind: news.TextChanged, Story: "s", Words: "w", Count: 2, Gone: 1, After: time.Hour, Found: true}}
	if last, err := w.LastNotice(w.ctx); err != nil || last != 0 {
		t.Errorf("before any was raised the last is %d, %v", last, err)
	}
	seq, err := w.AddNotice(w.ctx, n)
	if err != nil || seq == 0 {
		t.Fatalf("seq %d, %v", seq, err)
	}
	if again, err := w.AddNotice(w.ctx, n); err != nil || again != 0 {
		t.Errorf("raised twice: %d, %v", again, err)
	}
	second, err := w.AddNotice(w.ctx, news.Notice{Key: "watch/1", At: now, Kind: news.NoticeWatch})
	if err != nil || second <= seq {
		t.Errorf("second notice %d after %d, %v", second, seq, err)
	}
	if last, err := w.LastNotice(w.ctx); err != nil || last != second {
		t.Errorf("the last is %d, %v; it should be %d", last, err, second)
	}
	n.Seq = seq
	if after, err := w.NoticesAfter(w.ctx, 0, 1); err != nil || len(after) != 1 || after[0] != n {
		t.Errorf("after 0: %+v, %v", after, err)
	}
	if latest, err := w.LatestNotices(w.ctx, 5); err != nil || len(latest) != 2 || latest[0].Key != "post/1" {
		t.Errorf("latest: %+v, %v", latest, err)
	}
	// One raised in a transaction that fails was never raised.
	_ = w.Within(w.ctx, func(ctx context.Context) error {
		if _, err := w.AddNotice(ctx, news.Notice{Key: "lost", At: now}); err != nil {
			t.Error(err)
		}
		return errors.New("undone")
	})
	if after, err := w.NoticesAfter(w.ctx, second, 9); err != nil || len(after) != 0 {
		t.Errorf("an undone notice is there: %+v, %v", after, err)
	}
}

func watches(t *testing.T, w *world) {
	v := news.Watch{ID: w.id(), Kind: news.FirstDenial, Created: now}
	ok(t, w.SaveWatch(w.ctx, v))
	ok(t, w.SaveWatch(w.ctx, news.Watch{ID: w.id(), Kind: news.FirstDenial, Created: now}))
	if all, err := w.Watches(w.ctx); err != nil || !reflect.DeepEqual(all, []news.Watch{v}) {
		t.Errorf("watches: %+v, %v", all, err)
	}
	ok(t, w.DeleteWatch(w.ctx, v.ID))
	kind(t, w.DeleteWatch(w.ctx, v.ID), news.NotFound)
}

func pictures(t *testing.T, w *world) {
	_, f := w.feed(t, "pictures")
	r := w.report(t, f, "pictured", now)
	r.Picture = "https://record.example/a.jpg"
	ok(t, w.SaveReport(w.ctx, r))
	if got, err := w.Report(w.ctx, r.ID); err != nil || got.Picture != r.Picture {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := w.Picture(w.ctx, r.ID); news.KindOf(err) != news.NotFound {
		t.Errorf("one that was never asked for: %v", err)
	}
	p := news.Picture{ReportID: r.ID, Address: r.Picture, JPEG: []byte{0xff, 0xd8, 0}, Width: 8, Height: 5, At: now}
	failed := news.Picture{ReportID: r.ID, Address: "https://record.example/b.jpg", Why: "gone", At: now.Add(time.Hour)}
	for _, p = range []news.Picture{p, failed} {
		ok(t, w.SavePicture(w.ctx, p))
		if got, err := w.Picture(w.ctx, r.ID); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	size, err := w.PictureSize(w.ctx, r.ID)
	if p.JPEG = nil; err != nil || !reflect.DeepEqual(size, p) {
		t.Errorf("%+v, %v", size, err)
	}
	for before, more := range map[time.Time]bool{now: false, now.Add(2 * time.Hour): true} {
		if got, err := w.ForgetPictures(w.ctx, before, 1); err != nil || got != more {
			t.Errorf("before %v: %v, %v", before, got, err)
		}
	}
	if _, err := w.Picture(w.ctx, r.ID); news.KindOf(err) != news.NotFound {
		t.Errorf("after its time: %v", err)
	}
}
