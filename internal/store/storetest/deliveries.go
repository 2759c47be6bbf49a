package storetest

import (
	"testing"

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

func deliveries(t *testing.T, w *world) {
	p, other := w.publication(t, "alert"), w.publication(t, "briefs")
	e := w.edition(t, p, "2031-03-02", now, news.Published)
	w.reader(t, p, "a@example.org", news.Active)
	w.reader(t, p, "b@example.org", news.Active)
	w.reader(t, p, "pending@example.org", news.Pending)
	w.reader(t, p, "ended@example.org", news.Ended)
	w.reader(t, other, "other@example.org", news.Active)

	n, err := w.AddDeliveries(w.ctx, e.ID, w.id)
	if err != nil || n != 2 {
		t.Fatalf("%d deliveries made, %v; want one to each active reader", n, err)
	}
	w.reader(t, p, "late@example.org", news.Active)
	if n, err = w.AddDeliveries(w.ctx, e.ID, w.id); err != nil || n != 1 {
		t.Errorf("the second time %d were made, %v; want only the new reader's", n, err)
	}
	if counts, err := w.DeliveryCounts(w.ctx, e.ID); err != nil || counts != (news.DeliveryCounts{Waiting: 3}) {
		t.Errorf("counts: %+v, %v", counts, err)
	}
	waiting, err := w.WaitingDeliveries(w.ctx, e.ID, "", 2)
	if err != nil || len(waiting) != 2 || waiting[0].Address != "a@example.org" || waiting[0].Subscription == "" {
		t.Fatalf("waiting: %+v, %v", waiting, err)
	}
	done := waiting[0]
	done.State, done.Attempts, done.SentAt = news.Sent, 1, now
	ok(t, w.SaveDelivery(w.ctx, done))
	failed := waiting[1]
	failed.State, failed.Attempts, failed.Error = news.Failed, 1, "550 no such reader"
	ok(t, w.SaveDelivery(w.ctx, failed))
	if rest, err := w.WaitingDeliveries(w.ctx, e.ID, failed.ID, 10); err != nil || len(rest) != 1 || rest[0].Address != "late@example.org" {
		t.Errorf("the rest: %+v, %v", rest, err)
	}
	if counts, err := w.DeliveryCounts(w.ctx, e.ID); err != nil || counts != (news.DeliveryCounts{Waiting: 1, Sent: 1, Failed: 1}) || counts.Total() != 3 {
		t.Errorf("counts: %+v, %v", counts, err)
	}
	if all, err := w.Deliveries(w.ctx, e.ID); err != nil || len(all) != 3 || all[0] != done || all[1] != failed {
		t.Errorf("all: %+v, %v", all, err)
	}
	kind(t, w.SaveDelivery(w.ctx, news.Delivery{ID: w.id()}), news.NotFound)
}
