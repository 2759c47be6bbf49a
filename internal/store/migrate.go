package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"onrecord/internal/news"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date. Goose keeps count in its own table and runs each file in a transaction.
func migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, folder string) error {
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if err := notNewer(ctx, provider); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}

// notNewer refuses a database whose tables a newer program has changed: this one could write what the newer one does not
// understand.
func notNewer(ctx context.Context, provider *goose.Provider) error {
	there, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("reading the database's version: %w", err)
	}
	sources := provider.ListSources()
	if known := sources[len(sources)-1].Version; there > known {
		return news.FieldErrorf("database", "a newer Onrecord made it (tables of version %d; this program knows %d); run that one, or restore a backup from before", there, known)
	}
	return nil
}

// together runs the migrations of a database that other machines may open at the same moment, one machine at a time. The
// lock belongs to the connection: it goes when the connection does, however that ends.
func together(ctx context.Context, pool *pgxpool.Pool, migrate func() error) (err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, lockMigrations); err != nil {
		return err
	}
	defer func() {
		_, unlocked := conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, lockMigrations)
		err = errors.Join(err, unlocked)
	}()
	return migrate()
}

// lockMigrations is the number of the lock; see dialect.go for the others.
const lockMigrations = 7041775

// again runs the migrations of a file that another process may open at the same moment. Whichever comes second at a step
// finds that its tables are there which were not there before, and goes on behind that step at the next try; so it tries
// for as long as it fails at another step than before. While a file is turned to a write-ahead log, SQLite says at once that it is busy,
// without the patience that it is otherwise told to have; then it is tried again for as long.
func again(ctx context.Context, migrate func() error) error {
	patient, done := context.WithTimeout(ctx, busyPatience)
	defer done()
	before := ""
	for {
		err := migrate()
		var e *sqlite.Error
		switch {
		case err == nil:
			return nil
		case errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY:
			select {
			case <-patient.Done():
				return err
			case <-time.After(20 * time.Millisecond):
			}
		case err.Error() == before:
			return err
		default:
			before = err.Error()
		}
	}
}

// busyPatience is how long a file that others are opening is waited for.
const busyPatience = 10 * time.Second

// migrateJobs makes the job queue's own tables, which live in the same database.
func migrateJobs[TTx any](ctx context.Context, driver riverdriver.Driver[TTx]) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("reading the queue's migrations: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrating the queue: %w", err)
	}
	return nil
}
