package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"onrecord/internal/news"
)

func (w *world) reader(t *testing.T, p news.Publication, address string, state news.SubscriptionState) news.Subscription {
	t.Helper()
	u := news.Subscriber{ID: w.id(), Address: address, Created: now}
	ok(t, w.SaveSubscriber(w.ctx, u))
	s := news.Subscription{ID: w.id(), SubscriberID: u.ID, PublicationID: p.ID, State: state, Changed: now}
	ok(t, w.SaveSubscription(w.ctx, s))
	return s
}

// mailing begins to mail an edition, and lists its readers.
func (w *world) mailing(t *testing.T, e news.Edition, owner string) news.Sending {
	t.Helper()
	v, err := w.BeginSending(w.ctx, e.ID, now)
	ok(t, err)
	ok(t, w.OwnSending(w.ctx, v.Number, owner))
	for more := true; more; {
		more, err = w.ListReaders(w.ctx, v.Number, owner, now, 2)
		ok(t, err)
	}
	v, err = w.Sending(w.ctx, e.ID)
	ok(t, err)
	return v
}

// adds makes sure that the counts of a mailing are those of its rows.
func (w *world) adds(t *testing.T, number int64, want news.DeliveryCounts) {
	t.Helper()
	v, err := w.SendingByNumber(w.ctx, number)
	ok(t, err)
	rows, err := w.CountDeliveries(w.ctx, number)
	ok(t, err)
	if v.Counts != want || rows != want {
		t.Errorf("the counts are %+v, the rows %+v, want %+v", v.Counts, rows, want)
	}
}

func sendings(t *testing.T, w *world) {
	p, other := w.publication(t, "alert"), w.publication(t, "briefs")
	e := w.edition(t, p, "2031-03-02", now, news.Published)
	var want []news.ID
	for i := range 5 {
		want = append(want, w.reader(t, p, fmt.Sprintf("r%d@example.org", i), news.Active).ID)
	}
	w.reader(t, p, "pending@example.org", news.Pending)
	w.reader(t, p, "ended@example.org", news.Ended)
	w.reader(t, other, "other@example.org", news.Active)
	pausing := w.reader(t, p, "pausing@example.org", news.Active)
	u, err := w.Subscriber(w.ctx, pausing.SubscriberID)
	ok(t, err)
	u.PausedUntil = now.Add(time.Hour)
	ok(t, w.SaveSubscriber(w.ctx, u))

	if counts, err := w.DeliveryCounts(w.ctx, e.ID); err != nil || counts.Total() != 0 {
		t.Errorf("before it begins: %+v, %v", counts, err)
	}
	v := w.mailing(t, e, "one")
	if v.State != news.Underway || v.EditionID != e.ID || !v.Began.Equal(now) {
		t.Errorf("listed, it is %+v", v)
	}
	w.adds(t, v.Number, news.DeliveryCounts{Waiting: 5})
	if again, err := w.BeginSending(w.ctx, e.ID, now.Add(time.Hour)); err != nil || again != v {
		t.Errorf("begun again: %+v, %v", again, err)
	}
	w.reader(t, p, "late@example.org", news.Active)
	if more, err := w.ListReaders(w.ctx, v.Number, "one", now, 100); more || err != nil {
		t.Errorf("listed again: %v, %v", more, err)
	}
	w.adds(t, v.Number, news.DeliveryCounts{Waiting: 5})

	first, err := w.WaitingDeliveries(w.ctx, v.Number, "", now, 2)
	ok(t, err)
	rest, err := w.WaitingDeliveries(w.ctx, v.Number, first[1].Subscription, now, 100)
	ok(t, err)
	var got []news.ID
	for _, d := range append(first, rest...) {
		got = append(got, d.Subscription)
		if d.Against != "" || d.Address == "" || d.State != news.Waiting {
			t.Errorf("to be sent: %+v", d)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("to be sent are %v, want %v", got, want)
	}
	kind(t, func() error { _, err := w.SendingByNumber(w.ctx, 999); return err }(), news.NotFound)
}

func settled(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	e := w.edition(t, p, "2031-03-02", now, news.Published)
	var s []news.Subscription
	for i := range 6 {
		s = append(s, w.reader(t, p, fmt.Sprintf("r%d@example.org", i), news.Active))
	}
	v := w.mailing(t, e, "one")
	out := func(i int, from, to news.DeliveryState, reply string) news.Outcome {
		return news.Outcome{Subscription: s[i].ID, Subscriber: s[i].SubscriberID, From: from, To: to, At: now, Reply: reply}
	}
	later := out(2, news.Waiting, news.Deferred, "451 4.2.1 later")
	later.Due = now.Add(5 * time.Minute)
	dead := out(3, news.Waiting, news.Bounced, "550 5.1.1 gone")
	dead.Verdict, dead.Status = news.VerdictDead, "5.1.1"
	soft := out(4, news.Waiting, news.Bounced, "552 5.2.2 full")
	soft.Verdict = news.VerdictSoft
	after, err := w.Settle(w.ctx, v.Number, "one", []news.Outcome{out(0, news.Waiting, news.Sent, `250 2.0.0 it's "queued" as 1`), out(1, news.Waiting, news.Sent, "250 ok"), later, dead, soft}, 1)
	ok(t, err)
	counts := news.DeliveryCounts{Waiting: 1, Sent: 2, Deferred: 1, Bounced: 2}
	if after.Counts != counts {
		t.Errorf("after settling: %+v", after.Counts)
	}
	w.adds(t, v.Number, counts)
	// What is told twice counts once, and what has moved on stays.
	_, err = w.Settle(w.ctx, v.Number, "one", []news.Outcome{out(0, news.Waiting, news.Sent, "250 again"), out(1, news.Deferred, news.Bounced, "550 no")}, 1)
	ok(t, err)
	w.adds(t, v.Number, counts)

	d, err := w.Delivery(w.ctx, v.Number, s[0].ID)
	ok(t, err)
	if d.State != news.Sent || d.Attempts != 1 || d.Reply != `250 2.0.0 it's "queued" as 1` || !d.At.Equal(now) || !d.Began.Equal(now) {
		t.Errorf("sent: %+v", d)
	}
	for i, reason := range map[int]news.SuppressedBy{0: "", 3: news.ByBounce, 4: news.ByBounce} {
		if u, err := w.Subscriber(w.ctx, s[i].SubscriberID); err != nil || u.Suppressed != reason {
			t.Errorf("reader %d is suppressed by %q, %v", i, u.Suppressed, err)
		}
	}

	if due, err := w.DeferredDeliveries(w.ctx, v.Number, now, 10); err != nil || len(due) != 0 {
		t.Errorf("due at once: %v, %v", due, err)
	}
	if due, err := w.NextDeferred(w.ctx, v.Number); err != nil || !due.Equal(later.Due) {
		t.Errorf("next due: %v, %v", due, err)
	}
	if due, err := w.DeferredDeliveries(w.ctx, v.Number, now.Add(-30*24*time.Hour), 10); err != nil || len(due) != 1 {
		t.Errorf("after the clock jumped back by a month: %v, %v", due, err)
	}
	due, err := w.DeferredDeliveries(w.ctx, v.Number, later.Due, 10)
	if err != nil || len(due) != 1 || due[0].Subscription != s[2].ID || due[0].Attempts != 1 || due[0].State != news.Deferred {
		t.Fatalf("due: %+v, %v", due, err)
	}
	_, err = w.Settle(w.ctx, v.Number, "one", []news.Outcome{out(2, news.Deferred, news.Sent, "250 ok")}, 1)
	ok(t, err)
	counts = news.DeliveryCounts{Waiting: 1, Sent: 3, Bounced: 2}
	w.adds(t, v.Number, counts)

	// Another run takes over; the first may write nothing more.
	ok(t, w.OwnSending(w.ctx, v.Number, "two"))
	_, err = w.Settle(w.ctx, v.Number, "one", []news.Outcome{out(5, news.Waiting, news.Sent, "250 ok")}, 1)
	kind(t, err, news.Conflict)
	w.adds(t, v.Number, counts)

	all, err := w.Deliveries(w.ctx, v.Number, "", 100)
	if err != nil || len(all) != 6 || all[5].State != news.Waiting {
		t.Errorf("all: %+v, %v", all, err)
	}
	if mine, err := w.DeliveriesTo(w.ctx, s[3].ID, 10); err != nil || len(mine) != 1 || mine[0].State != news.Bounced || mine[0].Edition != e.Slug {
		t.Errorf("to one reader: %+v, %v", mine, err)
	}
}

func sendingStates(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	e := w.edition(t, p, "2031-03-02", now, news.Published)
	s := w.reader(t, p, "r@example.org", news.Active)
	v := w.mailing(t, e, "one")
	due := func(at time.Time) int {
		t.Helper()
		ids, err := w.DueSendings(w.ctx, at)
		ok(t, err)
		return len(ids)
	}
	if due(now) != 1 || due(now.Add(time.Second)) != 0 || due(now.Add(2*time.Minute)) != 1 {
		t.Error("it is not asked for once a minute")
	}
	v.State, v.Said = news.Paused, "an editor looks at it"
	ok(t, w.ChangeSending(w.ctx, v.Number, []news.SendingState{news.Underway}, v))
	if got, err := w.Sending(w.ctx, e.ID); err != nil || got.State != news.Paused || got.Said != v.Said || due(now.Add(time.Hour)) != 0 {
		t.Errorf("paused: %+v, %v", got, err)
	}
	kind(t, w.ChangeSending(w.ctx, v.Number, []news.SendingState{news.Underway}, v), news.Conflict)
	v.State, v.Next = news.Underway, now.Add(3*time.Hour)
	ok(t, w.ChangeSending(w.ctx, v.Number, []news.SendingState{news.Paused}, v))
	if due(now.Add(2*time.Hour)) != 0 || due(now.Add(4*time.Hour)) != 1 {
		t.Error("it is not asked for when it is due")
	}
	if due(now.Add(-30*24*time.Hour)) != 1 {
		t.Error("after the clock jumped back by a month it is never asked for")
	}
	v.State, v.Ended = news.Cancelled, now
	ok(t, w.ChangeSending(w.ctx, v.Number, []news.SendingState{news.Underway}, v))
	w.adds(t, v.Number, news.DeliveryCounts{Cancelled: 1})
	if d, err := w.Delivery(w.ctx, v.Number, s.ID); err != nil || d.State != news.Withheld {
		t.Errorf("its reader's message is %+v, %v", d, err)
	}
	// What was between its last dot and the answer is still written down.
	_, err := w.Settle(w.ctx, v.Number, "one", []news.Outcome{{Subscription: s.ID, From: news.Waiting, To: news.Sent, At: now}}, 1)
	ok(t, err)
	w.adds(t, v.Number, news.DeliveryCounts{Sent: 1})
}

func mailingLock(t *testing.T, w *world) {
	e := w.edition(t, w.publication(t, "alert"), "2031-03-02", now, news.Published)
	v, err := w.BeginSending(w.ctx, e.ID, now)
	ok(t, err)
	release, err := w.LockSending(w.ctx, v.Number)
	ok(t, err)
	_, err = w.LockSending(w.ctx, v.Number)
	kind(t, err, news.Conflict)
	elsewhere := w.again(t)
	_, err = elsewhere.LockSending(w.ctx, v.Number)
	kind(t, err, news.Conflict)
	release()
	release, err = elsewhere.LockSending(w.ctx, v.Number)
	ok(t, err)
	release()
	release, err = w.LockSending(w.ctx, v.Number)
	ok(t, err)
	release()
}
