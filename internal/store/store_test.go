package store_test

import (
	"path/filepath"
	"testing"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/testkit/postgres"
)

func open(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return s
}

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (*store.Store, func(*testing.T) *store.Store) {
		path := filepath.Join(t.TempDir(), "desk with space.db")
		return open(t, path), func(t *testing.T) *store.Store { return open(t, path) }
	})
}

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (*store.Store, func(*testing.T) *store.Store) {
		url := postgres.New(t)
		return open(t, url), func(t *testing.T) *store.Store { return open(t, url) }
	})
}
