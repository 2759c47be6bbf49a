package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/store"
)

// Backup writes a copy of the database to a new file while the desk goes on working: an SQLite file, or what pg_dump
// makes. A file that is there is not written over.
func Backup(ctx context.Context, c config.Config, path string) error {
	if _, err := os.Stat(path); err == nil {
		return news.FieldErrorf(path, "is there already; name a new file")
	}
	if IsPostgres(c.Database) {
		return tool(ctx, "pg_dump", "--format=custom", "--no-owner", "--file", path, c.Database)
	}
	if _, err := os.Stat(c.Database); err != nil {
		return news.FieldErrorf("database", "there is no database at %s", c.Database)
	}
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	return errors.Join(copyWhole(ctx, s, path), s.Close())
}

// copyWhole writes a copy of the database to a new file that only its owner may read: whole, or not at all.
func copyWhole(ctx context.Context, s *store.Store, path string) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // SQLite writes into a file that is empty
	if err != nil {
		if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
			err = cause.Err
		}
		return news.FieldErrorf(path, "cannot be written: %w", err)
	}
	defer func() { _ = os.Remove(part) }() // gone after the renaming
	err = s.CopyTo(ctx, part)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// Restore puts a backup in the place of the database. A database that holds anything is not written over: the operator
// moves it away first, so that nothing is lost by a slip.
func Restore(ctx context.Context, c config.Config, path string) error {
	if _, err := os.Stat(path); err != nil {
		return news.FieldErrorf(path, "there is no such file")
	}
	if IsPostgres(c.Database) {
		return tool(ctx, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", c.Database, path)
	}
	if _, err := os.Stat(c.Database); err == nil {
		return news.FieldErrorf("database", "%s is there already; move it away first", c.Database)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return news.FieldErrorf(path, "cannot be read: %w", err)
	}
	if !bytes.HasPrefix(data, []byte("SQLite format 3\x00")) {
		return news.FieldErrorf(path, "is no SQLite database; name a file that 'onrecord backup' wrote")
	}
	// A copy that opens is a backup that can be trusted; opening it also brings an old one up to date.
	folder := filepath.Dir(c.Database)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return news.FieldErrorf("database", "cannot make %s: %v", folder, err)
	}
	made := filepath.Join(folder, ".restore-"+filepath.Base(c.Database))
	defer func() {
		for _, end := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(made + end)
		}
	}()
	if err := os.WriteFile(made, data, 0o600); err != nil {
		return err
	}
	s, err := store.Open(ctx, made)
	if err == nil {
		err = errors.Join(copyWhole(ctx, s, c.Database), s.Close())
	}
	if errors.Is(err, store.ErrDamaged) {
		return news.FieldErrorf(path, "is damaged; restore an earlier backup")
	}
	return err
}

// IsPostgres says whether a database is named by a PostgreSQL address, not by a file.
func IsPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// tool runs one of PostgreSQL's own programs.
func tool(ctx context.Context, name string, args ...string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		return news.Errorf(news.Unavailable, "%s is not installed; it comes with PostgreSQL's client programs", name)
	}
	out, err := exec.CommandContext(ctx, path, args...).CombinedOutput() //nolint:gosec // the names are ours
	if err != nil {
		return news.Errorf(news.Unavailable, "%s: %w: %s", name, err, out)
	}
	return nil
}

// Migrate brings the database's tables up to date and does nothing else.
func Migrate(ctx context.Context, c config.Config) error {
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return fmt.Errorf("closing the database: %w", err)
	}
	return nil
}
