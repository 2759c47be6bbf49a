package storetest

import (
	"fmt"
	"testing"
	"time"

	"onrecord/internal/news"
)

func forgets(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	var readers []news.Subscription
	for i := range 7 {
		readers = append(readers, w.reader(t, p, fmt.Sprintf("r%d@example.org", i), news.Active))
	}
	send := func(slug string, ended time.Time) news.Sending {
		e := w.edition(t, p, slug, now, news.Published)
		v := w.mailing(t, e, "one")
		var out []news.Outcome
		for _, u := range readers {
			out = append(out, news.Outcome{Subscription: u.ID, Subscriber: u.SubscriberID, From: news.Waiting, To: news.Sent, At: ended})
		}
		_, err := w.Settle(w.ctx, v.Number, "one", out, 5)
		ok(t, err)
		if ended.IsZero() {
			return v
		}
		v.State, v.Ended = news.Finished, ended
		ok(t, w.ChangeSending(w.ctx, v.Number, []news.SendingState{news.Underway}, v))
		return v
	}
	old, older, recent, going := send("2031-03-02", now.AddDate(0, 0, -401)), send("2031-03-01", now.AddDate(0, 0, -500)), send("2031-03-04", now.AddDate(0, 0, -399)), send("2031-03-06", time.Time{})
	back := func(v news.Sending, at time.Time) {
		ok(t, w.TakeFeedback(w.ctx, news.Returned{Sending: v.Number, Subscription: readers[0].ID, Subscriber: readers[0].SubscriberID,
			Feedback: news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictRefused, At: at, By: "lmtp"}}, fmt.Sprint(v.Number), 5))
	}
	back(old, now.AddDate(0, 0, -401))
	back(older, now.AddDate(0, 0, -500))
	back(recent, now.AddDate(0, 0, -399))

	before := now.AddDate(0, 0, -400)
	batches := 0
	for more := true; more; batches++ {
		var err error
		more, err = w.Forget(w.ctx, before, now, 3)
		ok(t, err)
		if batches > 20 {
			t.Fatal("it does not come to an end")
		}
	}
	if batches < 5 { // 14 rows, three at a time
		t.Errorf("it took %d batches", batches)
	}
	counts := news.DeliveryCounts{Sent: 6, Bounced: 1}
	for v, gone := range map[news.Sending]bool{old: true, older: true, recent: false, going: false} {
		got, err := w.SendingByNumber(w.ctx, v.Number)
		ok(t, err)
		rows, err := w.CountDeliveries(w.ctx, v.Number)
		ok(t, err)
		want := counts
		if v.Number == going.Number {
			want = news.DeliveryCounts{Sent: 7}
		}
		if got.Counts != want || got.Forgotten.IsZero() == gone || (rows.Total() == 0) != gone {
			t.Errorf("mailing %d: %+v, %d rows", v.Number, got, rows.Total())
		}
	}
	if left, err := w.Feedback(w.ctx, news.ReturnedFilter{}, 0, 10); err != nil || len(left) != 1 || left[0].Sending != recent.Number || left[0].Edition != "2031-03-04" || left[0].Publication != p.Name || left[0].EditionID != recent.EditionID {
		t.Errorf("what came back: %+v, %v", left, err)
	}
	if n, err := w.CameBackSince(w.ctx, now.AddDate(0, 0, -399)); err != nil || n[news.FeedbackBounced] != 1 || len(n) != 1 {
		t.Errorf("%v, %v", n, err)
	}
	if n, err := w.CameBackSince(w.ctx, now.AddDate(0, 0, -398)); err != nil || len(n) != 0 {
		t.Errorf("%v, %v", n, err)
	}
	// What comes back about a message that is forgotten still says something of the address.
	ok(t, w.TakeFeedback(w.ctx, news.Returned{Sending: old.Number, Subscription: readers[1].ID, Subscriber: readers[1].SubscriberID,
		Feedback: news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictDead, At: now, By: "lmtp"}}, "late", 5))
	if u, err := w.Subscriber(w.ctx, readers[1].SubscriberID); err != nil || u.Suppressed != news.ByBounce {
		t.Errorf("%+v, %v", u, err)
	}
}

func openedCounts(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	e, other := w.edition(t, p, "2031-03-02", now, news.Published), w.edition(t, p, "2031-03-04", now, news.Published)
	ok(t, w.AddOpened(w.ctx, nil))
	for range 3 {
		ok(t, w.AddOpened(w.ctx, []news.Opened{{EditionID: e.ID, What: news.MailItself, N: 2}, {EditionID: e.ID, What: "i1", N: 100}, {EditionID: other.ID, What: "i1", N: 1},
			{EditionID: "no such edition", What: "i1", N: 1}}))
	}
	got, err := w.Opened(w.ctx, e.ID)
	ok(t, err)
	items, clicks, seen := news.OpenedItems(got)
	if len(got) != 2 || items["i1"] != 300 || clicks != 300 || seen != 6 {
		t.Errorf("%+v", got)
	}
	if none, err := w.again(t).Opened(w.ctx, w.edition(t, p, "2031-03-06", now, news.Draft).ID); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}
