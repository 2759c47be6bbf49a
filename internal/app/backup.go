package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

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
		return whole(path, func(part string) error { return pgDump(ctx, c.Database, part) })
	}
	if _, err := os.Stat(c.Database); err != nil {
		return news.FieldErrorf("database", "there is no database at %s", c.Database)
	}
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	return errors.Join(whole(path, func(part string) error { return s.CopyTo(ctx, part) }), s.Close())
}

// whole makes a file that only its owner may read, by a function that fills one that is empty: whole, or not at all.
func whole(path string, fill func(part string) error) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return news.FieldErrorf(path, "cannot be written: %w", withoutPath(err))
	}
	defer func() { _ = os.Remove(part) }() // gone after the renaming
	err = fill(part)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// withoutPath gives the cause of an error about a file, where the file's name stands before it already.
func withoutPath(err error) error {
	if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
		return cause.Err
	}
	return err
}

// Restore puts a backup in the place of the database. A database that holds anything is not written over: the operator
// moves it away first, so that nothing is lost by a slip. A backup that is damaged leaves no database behind.
func Restore(ctx context.Context, c config.Config, path string) error {
	if _, err := os.Stat(path); err != nil {
		return news.FieldErrorf(path, "there is no such file")
	}
	if IsPostgres(c.Database) {
		return restorePostgres(ctx, c.Database, path)
	}
	if err := isBackup(path, "SQLite format 3\x00", "SQLite database"); err != nil {
		return err
	}
	// What a database that was moved away has left beside it would be taken for a part of the new one.
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if _, err := os.Lstat(c.Database + end); err == nil {
			return news.FieldErrorf("database", "%s is there already; move it away first", c.Database+end)
		}
	}
	folder := filepath.Dir(c.Database)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return news.FieldErrorf("database", "cannot make %s: %w", folder, withoutPath(err))
	}
	beside, err := os.MkdirTemp(folder, ".restore-")
	if err != nil {
		return news.FieldErrorf("database", "cannot write into %s: %w", folder, withoutPath(err))
	}
	defer func() { _ = os.RemoveAll(beside) }()
	made := filepath.Join(beside, "copy.db")
	if err := copyFile(path, made); err != nil {
		return err
	}
	// A copy that opens and is sound is a backup that can be trusted; opening it also brings an old one up to date.
	s, err := store.Open(ctx, made)
	if err == nil {
		if err = s.Sound(ctx); err == nil {
			err = whole(c.Database, func(part string) error { return s.CopyTo(ctx, part) })
		}
		err = errors.Join(err, s.Close())
	}
	switch {
	case errors.Is(err, store.ErrDamaged):
		return news.FieldErrorf(path, "is damaged; restore an earlier backup")
	case errors.Is(err, store.ErrForeign):
		return news.FieldErrorf(path, "is the database of another program; name a file that 'onrecord backup' wrote")
	}
	return err
}

// isBackup makes sure that a file begins as backups of its kind do.
func isBackup(path, magic, kind string) error {
	f, err := os.Open(path)
	if err != nil {
		return news.FieldErrorf(path, "cannot be read: %w", withoutPath(err))
	}
	defer func() { _ = f.Close() }()
	begins := make([]byte, len(magic))
	if _, err := io.ReadFull(f, begins); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return news.FieldErrorf(path, "cannot be read: %w", withoutPath(err))
	}
	if string(begins) != magic {
		return news.FieldErrorf(path, "is no %s; name a file that 'onrecord backup' wrote", kind)
	}
	return nil
}

func copyFile(path, name string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	to, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, f)
	return errors.Join(err, to.Close())
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
