package storetest

import (
	"fmt"
	"testing"

	"onrecord/internal/news"
)

func readersTaken(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	old := w.reader(t, p, "Old@example.org", news.Ended)
	w.reader(t, w.publication(t, "briefs"), "else@example.org", news.Active)
	make := func(n int) news.NewReader {
		u := news.Subscriber{ID: w.id(), Address: fmt.Sprintf("R%d@example.org", n), Language: "fr", Tags: []string{"fair"}, Created: now}
		s := news.Subscription{ID: w.id(), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: now}
		return news.NewReader{Subscriber: u, Subscription: s, Proof: news.Consent{SubscriptionID: s.ID, At: now, Act: news.Imported, Address: "192.0.2.1", Wording: "on paper"}}
	}
	var all []news.NewReader
	for i := range 1200 { // more than one statement takes
		all = append(all, make(i))
	}
	all[1].Proof = news.Consent{} // one who is still to be asked
	ok(t, w.AddReaders(w.ctx, all))
	if n, err := w.CountReaders(w.ctx, news.ReaderFilter{PublicationID: p.ID, Tag: "fair", Language: "fr", State: news.Active}); err != nil || n != len(all) {
		t.Errorf("%d were taken, %v", n, err)
	}
	for _, i := range []int{0, 1, 1199} {
		proof, err := w.Consents(w.ctx, all[i].Subscription.ID)
		ok(t, err)
		if len(proof) != 1 && i != 1 || len(proof) == 1 && proof[0] != all[i].Proof {
			t.Errorf("the proof of %d is %+v", i, proof)
		}
	}
	kind(t, w.AddReaders(w.ctx, []news.NewReader{make(5000), make(7)}), news.Conflict)

	known, err := w.KnownReaders(w.ctx, p.ID, []string{"OLD@example.org", "r5@example.org", "else@example.org", "r5000@example.org", `"a\"b"@example.org`})
	ok(t, err)
	if len(known) != 3 || known["old@example.org"].Subscription != old || known["r5@example.org"].Subscription != all[5].Subscription ||
		known["else@example.org"].Address != "else@example.org" || known["else@example.org"].Subscription.ID != "" {
		t.Errorf("%+v", known)
	}
	ok(t, w.Erase(w.ctx, old.SubscriberID, "h1", now))
	if erased, err := w.ErasedAmong(w.ctx, []string{"h1", "h2"}); err != nil || len(erased) != 1 || !erased["h1"] {
		t.Errorf("%v, %v", erased, err)
	}
	if known, err = w.KnownReaders(w.ctx, p.ID, []string{"old@example.org"}); err != nil || len(known) != 0 {
		t.Errorf("%+v, %v", known, err)
	}
}
