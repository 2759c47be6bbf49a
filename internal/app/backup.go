package app

import (
	"context"
	"errors"
	"fmt"
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
		return news.FieldErrorf("file", "%s is there already; name a new file", path)
	}
	if isPostgres(c.Database) {
		return tool(ctx, "pg_dump", "--format=custom", "--no-owner", "--file", path, c.Database)
	}
	if _, err := os.Stat(c.Database); err != nil {
		return news.FieldErrorf("database", "there is no database at %s", c.Database)
	}
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	return errors.Join(s.CopyTo(ctx, path), s.Close())
}

// Restore puts a backup in the place of the database. A database that holds anything is not written over: the operator
// moves it away first, so that nothing is lost by a slip.
func Restore(ctx context.Context, c config.Config, path string) error {
	if _, err := os.Stat(path); err != nil {
		return news.FieldErrorf("file", "there is no backup at %s", path)
	}
	if isPostgres(c.Database) {
		return tool(ctx, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", c.Database, path)
	}
	if _, err := os.Stat(c.Database); err == nil {
		return news.FieldErrorf("database", "%s is there already; move it away first", c.Database)
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
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(made, data, 0o600); err != nil {
		return err
	}
	s, err := store.Open(ctx, made)
	if err != nil {
		return err
	}
	return errors.Join(s.CopyTo(ctx, c.Database), s.Close())
}

func isPostgres(url string) bool {
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
