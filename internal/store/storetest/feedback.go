package storetest

import (
	"fmt"
	"testing"
	"time"

	"onrecord/internal/news"
)

func cameBack(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	e := w.edition(t, p, "2031-03-02", now, news.Published)
	var s []news.Subscription
	for i := range 6 {
		s = append(s, w.reader(t, p, fmt.Sprintf("r%d@example.org", i), news.Active))
	}
	v := w.mailing(t, e, "one")
	var sent []news.Outcome
	for _, u := range s[:5] {
		sent = append(sent, news.Outcome{Subscription: u.ID, Subscriber: u.SubscriberID, From: news.Waiting, To: news.Sent, At: now})
	}
	_, err := w.Settle(w.ctx, v.Number, "one", sent, 5)
	ok(t, err)
	back := func(i int, kind news.FeedbackKind, verdict news.Verdict) news.Returned {
		return news.Returned{Sending: v.Number, Subscription: s[i].ID, Subscriber: s[i].SubscriberID,
			Feedback: news.Feedback{Kind: kind, Verdict: verdict, At: now.Add(time.Minute), Status: "5.1.1", Reply: "550 no", By: "lmtp"}}
	}
	all := []news.Returned{
		back(0, news.FeedbackBounced, news.VerdictDead), back(1, news.FeedbackBounced, news.VerdictSoft), back(2, news.FeedbackBounced, news.VerdictRefused),
		back(3, news.FeedbackComplained, ""), back(4, news.FeedbackDelayed, news.VerdictLater),
		{Feedback: news.Feedback{Kind: news.FeedbackUnknown, At: now, Address: "who@example.org", Reply: "?", By: "imap"}},
	}
	for range 2 { // told twice, it counts once
		for i, r := range all {
			ok(t, w.TakeFeedback(w.ctx, r, fmt.Sprint(i), 5))
		}
		w.adds(t, v.Number, news.DeliveryCounts{Waiting: 1, Sent: 2, Bounced: 3})
	}
	for i, want := range []news.SuppressedBy{news.ByBounce, "", "", news.ByComplaint, "", ""} {
		u, err := w.Subscriber(w.ctx, s[i].SubscriberID)
		ok(t, err)
		if u.Suppressed != want || (u.Soft == 1) != (i == 1) {
			t.Errorf("reader %d is suppressed by %q, %d soft bounces", i, u.Suppressed, u.Soft)
		}
	}
	if d, err := w.Delivery(w.ctx, v.Number, s[0].ID); err != nil || d.State != news.Bounced || d.Attempts != 1 || d.Status != "5.1.1" || d.Reply != "550 no" {
		t.Errorf("%+v, %v", d, err)
	}
	// What comes back before it is known to be sent is to be told again, and is not forgotten as told.
	early := back(5, news.FeedbackBounced, news.VerdictDead)
	kind(t, w.TakeFeedback(w.ctx, early, "early", 5), news.Unavailable)
	_, err = w.Settle(w.ctx, v.Number, "one", []news.Outcome{{Subscription: s[5].ID, Subscriber: s[5].SubscriberID, From: news.Waiting, To: news.Sent, At: now}}, 5)
	ok(t, err)
	ok(t, w.TakeFeedback(w.ctx, early, "early", 5))
	w.adds(t, v.Number, news.DeliveryCounts{Sent: 2, Bounced: 4})
	// Of an address alone.
	ok(t, w.TakeFeedback(w.ctx, news.Returned{Subscriber: s[4].SubscriberID, Feedback: news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictDead, At: now, By: "ses"}}, "alone", 5))
	if u, err := w.Subscriber(w.ctx, s[4].SubscriberID); err != nil || u.Suppressed != news.ByBounce {
		t.Errorf("%+v, %v", u, err)
	}
	kind(t, w.TakeFeedback(w.ctx, news.Returned{Sending: 99, Subscription: s[0].ID, Subscriber: s[0].SubscriberID, Feedback: news.Feedback{Kind: news.FeedbackBounced}}, "no such mailing", 5), news.NotFound)

	got, err := w.Feedback(w.ctx, news.ReturnedFilter{}, 0, 3)
	if err != nil || len(got) != 3 || got[0].By != "ses" || got[1].Address != "r5@example.org" || got[2].Address != "who@example.org" {
		t.Errorf("%+v, %v", got, err)
	}
	rest, err := w.Feedback(w.ctx, news.ReturnedFilter{Kind: news.FeedbackBounced}, got[2].Seq, 100)
	if err != nil || len(rest) != 3 || rest[0].Verdict != news.VerdictRefused {
		t.Errorf("%+v, %v", rest, err)
	}
}
