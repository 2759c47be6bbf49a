package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"onrecord/internal/news"
)

// readers is how many connections read side by side.
const readers = 4

// openSQLite opens a file with one connection that writes and a few that read. The write-ahead log lets them work side
// by side; synchronous=FULL makes a commit survive a power cut, not only a crash.
func openSQLite(ctx context.Context, path string) (*Store, error) {
	if path == "" || path == ":memory:" {
		return nil, news.FieldErrorf("database", "%q is no file; give the path of an SQLite file or a postgres:// address", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, news.FieldErrorf("database", "cannot make the folder of %s: %v", path, err)
	}
	if there, err := os.Stat(path); err == nil && there.IsDir() {
		return nil, news.FieldErrorf("database", "%s is a folder; name a file in it", path)
	}
	if err := ours(ctx, path); err != nil {
		return nil, opening(path, err)
	}
	settings := url.Values{
		"_pragma": {"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)", "cache_size(-32000)"},
		"_txlock": {"immediate"},
	}
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings.Encode()
	write, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, news.FieldErrorf("database", "cannot open %s: %v", path, err)
	}
	write.SetMaxOpenConns(1)
	settings["_txlock"] = []string{"deferred"}
	settings["_pragma"] = append(settings["_pragma"], "query_only(on)")
	read, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+settings.Encode())
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(readers)
	s := &Store{
		dialect: sqliteDialect,
		write:   sqlConn{write},
		read:    sqlConn{read},
		sqlite:  write,
		close:   func() error { return errors.Join(read.Close(), write.Close()) },
		mailing: mailing{path: path + "-mailing"},
	}
	err = again(ctx, func() error {
		if err := migrate(ctx, write, goose.DialectSQLite3, "migrations/sqlite"); err != nil {
			return err
		}
		return migrateJobs(ctx, riversqlite.New(write))
	})
	if err != nil {
		return nil, errors.Join(opening(path, err), s.Close())
	}
	return s, nil
}

// ErrDamaged is the cause of errors about an SQLite file whose pages are not what SQLite wrote, its first included.
var ErrDamaged = errors.New("the database is damaged; move its file away and put a backup in its place: onrecord restore FILE")

// ErrForeign is the cause of errors about an SQLite file in which another program keeps its tables.
var ErrForeign = errors.New("it is the database of another program")

// ours makes sure that a file, if it is there, is empty or a desk's, so that a slip does nothing to another program's database.
// The connection is one of its own because those of a desk change the file as soon as they look at it.
func ours(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	var foreign bool
	err = db.QueryRowContext(ctx, `SELECT count(*) > 0 AND sum(name = 'goose_db_version') = 0 FROM sqlite_schema WHERE type = 'table'`).Scan(&foreign)
	if err == nil && foreign {
		err = ErrForeign
	}
	return errors.Join(err, db.Close())
}

// opening says what is wrong with a database that cannot be opened.
func opening(where string, err error) error {
	says := func(kind news.Kind, message string, cause error) error {
		return &news.Error{Kind: kind, Field: "database", Message: where + message, Err: cause}
	}
	var e *sqlite.Error
	switch known := sqliteError(err); {
	case errors.Is(err, ErrForeign):
		return says(news.Invalid, " is the database of another program; name another file", ErrForeign)
	case errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_NOTADB:
		return says(news.Invalid, " is there but is no SQLite database; name another file", ErrDamaged)
	case errors.Is(known, ErrDamaged):
		return says(news.Unavailable, " is damaged; move it away and put a backup in its place: onrecord restore FILE", ErrDamaged)
	case news.KindOf(known) == news.Unavailable:
		return known
	}
	return news.FieldErrorf("database", "cannot open %s: %w", where, err)
}

// sqliteError gives a driver's error its kind.
func sqliteError(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch code := e.Code(); {
	case code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return news.Errorf(news.Conflict, "it is already there: %w", err)
	case code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return news.Errorf(news.NotFound, "it belongs to something that is not there, or something still belongs to it: %w", err)
	case code&0xff == sqlite3.SQLITE_BUSY || code&0xff == sqlite3.SQLITE_FULL || code&0xff == sqlite3.SQLITE_IOERR:
		return news.Errorf(news.Unavailable, "the database does not answer: %w", err)
	case code&0xff == sqlite3.SQLITE_CORRUPT:
		return news.Errorf(news.Unavailable, "%w", ErrDamaged)
	}
	return err
}

// Sound reads all of an SQLite database and says whether it is what SQLite wrote; if not, the error is ErrDamaged.
func (s *Store) Sound(ctx context.Context) error {
	found, err := one(ctx, s, "finding", func(r row) (said string, err error) { return said, r.Scan(&said) }, `PRAGMA integrity_check(1)`)
	if err == nil && found != "ok" {
		return news.Errorf(news.Unavailable, "%w: %s", ErrDamaged, found)
	}
	return err
}

// CopyTo writes a copy of an SQLite database, as it is at this moment, to a new file.
func (s *Store) CopyTo(ctx context.Context, path string) error {
	if s.sqlite == nil {
		return news.Errorf(news.Invalid, "only an SQLite database can be copied to a file; use pg_dump")
	}
	_, err := s.sqlite.ExecContext(ctx, `VACUUM INTO ?`, path)
	if err = s.translate(err); errors.Is(err, ErrDamaged) {
		return err
	}
	if err != nil {
		return news.Errorf(news.Unavailable, "cannot write %s: %w", path, err)
	}
	return nil
}
