package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/news"
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

// TestManyOpenAnEmptyDatabaseAtOnce: machines that start together make the tables once, and all of them can work.
func TestManyOpenAnEmptyDatabaseAtOnce(t *testing.T) {
	for name, where := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "desk.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			url := where(t)
			const many = 6
			start, errs := make(chan struct{}), make(chan error, many)
			for range many {
				go func() {
					<-start
					s, err := store.Open(t.Context(), url)
					if err == nil {
						_, err = s.Publications(t.Context())
						err = errors.Join(err, s.Close())
					}
					errs <- err
				}()
			}
			close(start)
			for range many {
				if err := <-errs; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestProcessesOpenAnEmptyFileAtOnce: a desk and a command that are started together on a new file both find it ready.
func TestProcessesOpenAnEmptyFileAtOnce(t *testing.T) {
	if path := os.Getenv(openIt); path != "" {
		_, _ = io.Copy(io.Discard, os.Stdin) // until all others have started, too
		if _, err := open(t, path).Publications(t.Context()); err != nil {
			t.Error(err)
		}
		return
	}
	path := filepath.Join(t.TempDir(), "desk.db")
	start, other, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 4)
	for range cap(errs) {
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
		var said bytes.Buffer
		c.Env, c.Stdin, c.Stdout, c.Stderr = append(os.Environ(), openIt+"="+path), start, &said, &said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			err := c.Wait()
			if err != nil {
				err = fmt.Errorf("%w: %s", err, &said)
			}
			errs <- err
		}()
	}
	if err := errors.Join(other.Close(), start.Close()); err != nil {
		t.Fatal(err)
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// openIt names the file that a process of the test above opens.
const openIt = "ONRECORD_TEST_OPEN"

// TestANewerDatabaseIsLeftAlone: a program does not write into tables that a newer one has changed.
func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	const newer = `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`
	refused := func(t *testing.T, url string) {
		t.Helper()
		s, err := store.Open(t.Context(), url)
		if err == nil {
			err = errors.Join(errors.New("it was opened"), s.Close())
		}
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "newer Onrecord") || !strings.Contains(err.Error(), "9999") {
			t.Errorf("it says %v", err)
		}
	}
	t.Run("SQLite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "desk.db")
		if _, err := open(t, path).SQLite().ExecContext(t.Context(), newer); err != nil {
			t.Fatal(err)
		}
		refused(t, path)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		url := postgres.New(t)
		if _, err := open(t, url).Postgres().Exec(t.Context(), newer); err != nil {
			t.Fatal(err)
		}
		refused(t, url)
	})
}
