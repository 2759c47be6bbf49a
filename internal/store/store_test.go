package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
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
