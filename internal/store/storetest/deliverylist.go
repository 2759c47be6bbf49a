package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func deliveriesFound(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	e := w.edition(t, p, "2031-03-02", now, news.Published)
	var all []news.Subscription
	for _, address := range []string{"Ada@example.org", "ben@example.org", "adam@example.org", "carl@example.org", "a_b@example.org", "zoë@example.org", "dora@example.org"} {
		all = append(all, w.reader(t, p, address, news.Active))
	}
	w.reader(t, p, "adele@example.org", news.Ended)
	v := w.mailing(t, e, "one")
	out := func(i int, to news.DeliveryState) news.Outcome {
		o := news.Outcome{Subscription: all[i].ID, Subscriber: all[i].SubscriberID, From: news.Waiting, To: to, At: now, Status: "", Reply: "said"}
		if to == news.Deferred {
			o.Due, o.Status = now.Add(1), "4.2.1"
		}
		return o
	}
	_, err := w.Settle(w.ctx, v.Number, "one", []news.Outcome{out(0, news.Sent), out(1, news.Bounced), out(2, news.Deferred), out(3, news.Sent), out(4, news.Suppressed)}, 9)
	ok(t, err)
	// found gives the addresses before the @, page by page with a bar between them, with the first letter of their states.
	found := func(f news.DeliveryFilter, limit int) string {
		t.Helper()
		var pages []string
		for {
			some, after, err := w.FindDeliveries(w.ctx, v.Number, f, limit)
			ok(t, err)
			var page []string
			for _, d := range some {
				page = append(page, strings.TrimSuffix(d.Address, "@example.org")+" "+string(d.State[:1]))
			}
			pages = append(pages, strings.Join(page, ", "))
			if f.After = after; after == "" {
				return strings.Join(pages, " | ")
			}
		}
	}
	for _, c := range []struct {
		state   news.DeliveryState
		address string
		limit   int
		want    string
	}{
		{"", "", 100, "Ada s, ben b, adam d, carl s, a_b s, zoë w, dora w"},
		{"", "", 3, "Ada s, ben b, adam d | carl s, a_b s, zoë w | dora w"},
		{news.Sent, "", 1, "Ada s | carl s"},
		{news.Waiting, "", 1, "dora w | zoë w"},
		{news.Bounced, "", 1, "ben b"},
		{news.Deferred, "", 9, "adam d"},
		{news.Withheld, "", 9, ""},
		{"", "AD", 9, "Ada s, adam d"},
		{"", "ad", 1, "Ada s | adam d"},
		{"", "a", 2, "a_b s, Ada s | adam d"},
		{"", "a_", 9, "a_b s"},
		{"", "zo", 9, "zoë w"},
		{"", "zoë@example.org", 9, "zoë w"},
		{"", "%", 9, ""},
		{news.Sent, "ad", 9, "Ada s"},
		{news.Deferred, "ad", 9, "adam d"},
		{news.Bounced, "ad", 9, ""},
	} {
		if got := found(news.DeliveryFilter{State: c.state, Address: c.address}, c.limit); got != c.want {
			t.Errorf("%s %q by %d: %s; want %s", c.state, c.address, c.limit, got, c.want)
		}
	}
	// Where a reader has moved since, it is said where the message went.
	move := func(i int, from, to string, at time.Time) {
		t.Helper()
		u, err := w.Subscriber(w.ctx, all[i].SubscriberID)
		ok(t, err)
		u.Address = to
		ok(t, w.SaveSubscriber(w.ctx, u))
		ok(t, w.AddConsent(w.ctx, news.Consent{SubscriptionID: all[i].ID, At: at, Act: news.Moved, Note: news.Move{From: from, To: to}.Note()}))
	}
	went := func(i int) string {
		t.Helper()
		some, _, err := w.FindDeliveries(w.ctx, v.Number, news.DeliveryFilter{}, 9)
		ok(t, err)
		return some[i].To() + " " + some[i].MovedTo()
	}
	move(1, "former@example.org", "ben@example.org", now.Add(-time.Hour)) // before
	move(3, "carl@example.org", "second@example.org", now.Add(time.Hour))
	move(3, "second@example.org", "carl@example.com", now.Add(2*time.Hour))
	move(6, "dora@example.org", "dora@example.com", now.Add(time.Hour)) // whose message waits
	for i, want := range map[int]string{0: "Ada@example.org ", 1: "ben@example.org ", 3: "carl@example.org carl@example.com", 6: "dora@example.com "} {
		if got := went(i); got != want {
			t.Errorf("message %d went to %q, want %q", i, got, want)
		}
	}
	ok(t, w.TakeFeedback(w.ctx, news.Returned{Sending: v.Number, Subscription: all[3].ID, Subscriber: all[3].SubscriberID, // long after
		Feedback: news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictRefused, At: now.Add(3 * time.Hour), By: "lmtp"}}, "late", 9))
	if got := went(3); got != "carl@example.org carl@example.com" {
		t.Errorf("once it came back, the message went to %q", got)
	}
	ok(t, w.Erase(w.ctx, all[3].SubscriberID, "", now))
	if got := went(3); got != " " {
		t.Errorf("the message to who was erased went to %q", got)
	}

	_, _, err = w.FindDeliveries(w.ctx, v.Number, news.DeliveryFilter{State: "lost"}, 9)
	kind(t, err, news.Invalid)
	_, _, err = w.FindDeliveries(w.ctx, 999, news.DeliveryFilter{}, 9)
	kind(t, err, news.NotFound)

	open := func() string {
		t.Helper()
		some, err := w.OpenSendings(w.ctx)
		ok(t, err)
		var out []string
		for _, v := range some {
			out = append(out, fmt.Sprintf("%s %d", v.State, v.Counts.Total()))
		}
		return strings.Join(out, ", ")
	}
	if got := open(); got != "sending 7" {
		t.Errorf("open: %s", got)
	}
	v.State = news.Paused
	ok(t, w.ChangeSending(w.ctx, v.Number, []news.SendingState{news.Underway}, v))
	if got := open(); got != "paused 7" {
		t.Errorf("open: %s", got)
	}
	v.State = news.Cancelled
	ok(t, w.ChangeSending(w.ctx, v.Number, []news.SendingState{news.Paused}, v))
	if got := open(); got != "" {
		t.Errorf("open: %s", got)
	}
	for state, want := range map[news.DeliveryState]string{
		"": "Ada s, ben b, adam c,  b, a_b s, zoë c, dora@example.com c", news.Withheld: "dora@example.com c, zoë c, adam c", news.Waiting: "", news.Deferred: "", news.Bounced: "ben b,  b",
	} {
		if got := found(news.DeliveryFilter{State: state}, 9); got != want {
			t.Errorf("cancelled, %s: %s; want %s", state, got, want)
		}
	}
}
