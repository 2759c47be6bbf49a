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
}
