package store

import (
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"onrecord/internal/news"
)

// TestADeskFromBeforeMailingsComesUp takes the tables back to what they were when an edition's mails had a row each and no mailing, and
// opens the file again, as one does who brings an old desk up to date.
func TestADeskFromBeforeMailingsComesUp(t *testing.T) {
	path, ctx := filepath.Join(t.TempDir(), "desk.db"), t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(ctx, path)
	check(err)
	at := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
	p := news.Publication{ID: news.NewID(at), Slug: "alert", Name: "Alert", Language: "en", Sections: []string{"News"}, Created: at,
		Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "Europe/Helsinki"}}
	check(s.SavePublication(ctx, p))
	e := news.Edition{ID: news.NewID(at), PublicationID: p.ID, Slug: "2031-03-02", State: news.Published, Due: at, PublishedAt: at, Title: "Today"}
	check(s.SaveEdition(ctx, e))
	states := []news.DeliveryState{news.Sent, news.Bounced, news.Deferred, news.Waiting}
	var outcomes []news.Outcome
	for i, state := range states {
		u := news.Subscriber{ID: news.NewID(at), Address: string(rune('a'+i)) + "@example.org", Created: at}
		check(s.SaveSubscriber(ctx, u))
		subscription := news.Subscription{ID: news.NewID(at), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: at}
		check(s.SaveSubscription(ctx, subscription))
		check(s.AddConsent(ctx, news.Consent{SubscriptionID: subscription.ID, At: at, Act: news.Asked, Wording: "three days"}))
		if state != news.Waiting {
			outcomes = append(outcomes, news.Outcome{Subscription: subscription.ID, Subscriber: u.ID, From: news.Waiting, To: state, At: at, Reply: "as it was"})
		}
	}
	v, err := s.BeginSending(ctx, e.ID, at)
	check(err)
	check(s.OwnSending(ctx, v.Number, "one"))
	_, err = s.ListReaders(ctx, v.Number, "one", at, 100)
	check(err)
	_, err = s.Settle(ctx, v.Number, "one", outcomes, 5)
	check(err)

	files, err := fs.Sub(migrations, "migrations/sqlite")
	check(err)
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.sqlite, files)
	check(err)
	_, err = provider.DownTo(ctx, 5)
	check(err)
	check(s.Close())
	s, err = Open(ctx, path)
	check(err)
	defer func() { _ = s.Close() }()

	v, err = s.Sending(ctx, e.ID)
	want := news.DeliveryCounts{Sent: 1, Bounced: 1, Waiting: 2}
	if err != nil || v.State != news.Underway || v.Counts != want {
		t.Errorf("the mailing is %+v, %v", v, err)
	}
	if rows, err := s.CountDeliveries(ctx, v.Number); err != nil || rows != want {
		t.Errorf("its rows are %+v, %v", rows, err)
	}
	all, err := s.Deliveries(ctx, v.Number, "", 10)
	if err != nil || len(all) != len(states) {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, d := range all {
		proof, err := s.Consents(ctx, d.Subscription)
		if err != nil || len(proof) != 1 || proof[0].Wording != "three days" || (d.State == news.Waiting && d.Attempts == 0) != (d.Reply == "") {
			t.Errorf("%+v; proven by %+v, %v", d, proof, err)
		}
	}
	if due, err := s.DueSendings(ctx, at); err != nil || len(due) != 1 {
		t.Errorf("what is still to be sent is not taken up: %v, %v", due, err)
	}
}
