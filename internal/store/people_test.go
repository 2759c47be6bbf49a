package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"onrecord/internal/news"
	"onrecord/internal/testkit/postgres"
)

// TestProofFromBeforeIsKept: what readers agreed to before the proof was kept in more detail is there afterwards, and a refused
// mail's answer, which stood in the place of the wording, has a place of its own.
func TestProofFromBeforeIsKept(t *testing.T) {
	before := func(t *testing.T, db *sql.DB, dialect goose.Dialect, folder string) {
		t.Helper()
		provider, err := goose.NewProvider(dialect, db, os.DirFS("migrations/"+folder))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := provider.UpTo(t.Context(), 5); err != nil {
			t.Fatal(err)
		}
		for _, row := range []string{
			`INSERT INTO publication (id, slug, name, about, language, days, hour, minute, zone, sections, sender, created) VALUES ('p', 'alert', 'Alert', '', 'en', '[0]', 7, 0, 'UTC', '[]', '', 1)`,
			`INSERT INTO subscriber (id, address, folded, created) VALUES ('u', 'Ann@example.org', 'ann@example.org', 1), ('v', 'bo@example.org', 'bo@example.org', 1)`,
			`INSERT INTO subscription (id, subscriber_id, publication_id, state, changed) VALUES ('s', 'u', 'p', 'active', 1), ('t', 'v', 'p', 'pending', 1)`,
			`INSERT INTO consent (subscription_id, at, act, address, wording) VALUES ('s', 1, 'asked', '192.0.2.1', 'three days'), ('t', 2, 'asked', '192.0.2.2', 'three days'),
				('s', 3, 'confirmed', '192.0.2.1', ''), ('t', 4, 'mail refused', '', '550 no')`,
		} {
			if _, err := db.ExecContext(t.Context(), row); err != nil {
				t.Fatal(err)
			}
		}
	}
	after := func(t *testing.T, url string) {
		t.Helper()
		s := open(t, url)
		for subscription, want := range map[news.ID][]news.Consent{
			"s": {{Act: news.Asked, Address: "192.0.2.1", Wording: "three days"}, {Act: news.Confirmed, Address: "192.0.2.1"}},
			"t": {{Act: news.Asked, Address: "192.0.2.2", Wording: "three days"}, {Act: news.MailRefused, Note: "550 no"}},
		} {
			got, err := s.Consents(t.Context(), subscription)
			if err != nil || len(got) != len(want) {
				t.Fatalf("%+v, %v", got, err)
			}
			for i, c := range want {
				if c.SubscriptionID, c.At = subscription, got[i].At; got[i] != c {
					t.Errorf("%+v, want %+v", got[i], c)
				}
			}
		}
		if u, err := s.SubscriberByAddress(t.Context(), "ann@example.org"); err != nil || u.Suppressed != "" || len(u.Tags) != 0 {
			t.Errorf("%+v, %v", u, err)
		}
	}
	t.Run("SQLite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "desk.db")
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(on)")
		if err != nil {
			t.Fatal(err)
		}
		before(t, db, goose.DialectSQLite3, "sqlite")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		after(t, path)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		url := postgres.New(t)
		config, err := pgx.ParseConfig(url)
		if err != nil {
			t.Fatal(err)
		}
		db := stdlib.OpenDB(*config)
		before(t, db, goose.DialectPostgres, "postgres")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		after(t, url)
	})
}
