package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

// BenchmarkAMillionDeliveries asks what an editor's page of a mailing asks, of a mailing to a million readers that is nearly through:
//
//	go test ./internal/store -run '^$' -bench AMillionDeliveries -benchtime 20x
func BenchmarkAMillionDeliveries(b *testing.B) {
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "desk.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	now := time.Now().UTC()
	p := news.Publication{ID: news.NewID(now), Slug: "alert", Name: "Alert", Language: "en", Sections: []string{"News"}, Created: now, From: "desk@example.org",
		Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "UTC"}}
	e := news.Edition{ID: news.NewID(now), PublicationID: p.ID, Slug: "2031-03-02", State: news.Published, Due: now, PublishedAt: now}
	if err := s.SavePublication(b.Context(), p); err != nil {
		b.Fatal(err)
	}
	if err := s.SaveEdition(b.Context(), e); err != nil {
		b.Fatal(err)
	}
	v, err := s.BeginSending(b.Context(), e.ID, now)
	if err != nil {
		b.Fatal(err)
	}
	const n = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999) `
	for _, q := range []string{
		`INSERT INTO subscriber (id, address, folded, created) ` + n + `SELECT printf('r%025d', i), printf('reader%d@example.net', i), printf('reader%d@example.net', i), 0 FROM n`,
		`INSERT INTO subscription (id, subscriber_id, publication_id, state, changed) ` + n + `SELECT printf('s%025d', i), printf('r%025d', i), '` + string(p.ID) + `', 'active', 0 FROM n`,
		// The last ten thousand wait; of the others one in fifty bounced, one in a thousand is deferred.
		`INSERT INTO delivery (sending, subscription_id, state, attempts, began, at, due, status, reply) ` + n + `SELECT 1, printf('s%025d', i),
			CASE WHEN i >= 990000 THEN 'waiting' WHEN i % 50 = 7 THEN 'bounced' WHEN i % 1000 = 3 THEN 'deferred' ELSE 'sent' END, 1, 1, 1, 0, '', '250 2.0.0 ok: queued as 4XyZ' FROM n`,
		`UPDATE sending SET state = 'sending', waiting = 10000, sent = 969210, bounced = 19800, deferred = 990`,
	} {
		if _, err := s.SQLite().ExecContext(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if v, err := s.Sending(b.Context(), e.ID); err != nil || v.Counts.Total() != 1_000_000 {
				b.Fatal(v.Counts, err)
			}
		}
	})
	for _, c := range []struct {
		name string
		f    news.DeliveryFilter
		want int
	}{
		{"all", news.DeliveryFilter{}, 50},
		{"far-in", news.DeliveryFilter{After: "s0000000000000000000700000"}, 50},
		{"waiting", news.DeliveryFilter{State: news.Waiting}, 50},
		{"sent", news.DeliveryFilter{State: news.Sent}, 50},
		{"bounced", news.DeliveryFilter{State: news.Bounced}, 50},
		{"deferred", news.DeliveryFilter{State: news.Deferred}, 50},
		{"suppressed", news.DeliveryFilter{State: news.Suppressed}, 0},
		{"address", news.DeliveryFilter{Address: "Reader567890@example.net"}, 1},
		{"begins", news.DeliveryFilter{Address: "reader9"}, 50},
		{"begins-waiting", news.DeliveryFilter{Address: "reader9", State: news.Waiting}, 50},
		{"begins-bounced", news.DeliveryFilter{Address: "reader9", State: news.Bounced}, 50},
		{"nobody", news.DeliveryFilter{Address: "stranger"}, 0},
		{"nobody-bounced", news.DeliveryFilter{Address: "stranger", State: news.Bounced}, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if found, _, err := s.FindDeliveries(b.Context(), v.Number, c.f, 50); err != nil || len(found) != c.want {
					b.Fatal(len(found), err)
				}
			}
		})
	}
}
