package store

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"onrecord/internal/news"
)

// openPostgres opens a pool of connections.
func openPostgres(ctx context.Context, address string) (*Store, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, news.FieldErrorf("database", "the postgres:// address cannot be read: %v", err) // pgx leaves the password out
	}
	if config.MaxConns < 12 {
		config.MaxConns = 12
	}
	config.AfterConnect = durable
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, news.FieldErrorf("database", "cannot open the pool: %v", err)
	}
	s := &Store{
		dialect: postgresDialect,
		read:    pgConn{pool},
		write:   pgConn{pool},
		pool:    pool,
		close:   func() error { pool.Close(); return nil },
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, silent(address, err)
	}
	err = together(ctx, pool, func() error {
		db := stdlib.OpenDBFromPool(pool)
		err := migrate(ctx, db, goose.DialectPostgres, "migrations/postgres")
		if err = errors.Join(err, db.Close()); err != nil {
			return err
		}
		return migrateJobs(ctx, riverpgxv5.New(pool))
	})
	if err != nil {
		return nil, errors.Join(s.translate(err), s.Close())
	}
	return s, nil
}

// durable has commits survive a crash of the server where it is set up to forget the last ones: what a mail server took must not be
// forgotten. A server that does more than that by itself is left as it is.
func durable(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`)
	return err
}

// EmptyPostgres says whether there are no tables yet in a PostgreSQL database, and makes none.
func EmptyPostgres(ctx context.Context, address string) (empty bool, err error) {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return false, silent(address, err)
	}
	err = c.QueryRow(ctx, `SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema'))`).Scan(&empty)
	return empty, errors.Join(err, c.Close(ctx))
}

// silent says that a server does not let us in.
func silent(address string, err error) error {
	return &news.Error{Kind: news.Unavailable, Field: "database", Err: err,
		Message: "PostgreSQL at " + place(address) + " does not answer: " + err.Error()}
}

// place gives the host and database of an address without its password.
func place(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the address given"
	}
	return u.Host + u.Path
}

// postgresError gives a driver's error its kind by its SQLSTATE (PostgreSQL, appendix A).
func postgresError(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var network net.Error
		if errors.As(err, &network) || errors.Is(err, pgx.ErrTxClosed) || errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return news.Errorf(news.Unavailable, "the database does not answer: %w", err)
		}
		return err
	}
	switch {
	case e.Code == "23505":
		return news.Errorf(news.Conflict, "it is already there: %w", err)
	case e.Code == "23503":
		return news.Errorf(news.NotFound, "it belongs to something that is not there, or something still belongs to it: %w", err)
	case e.Code[:2] == "08" || e.Code[:2] == "53" || e.Code[:2] == "57" || e.Code == "40001" || e.Code == "40P01":
		return news.Errorf(news.Unavailable, "the database does not answer: %w", err)
	}
	return err
}

// translate gives driver errors their kinds; errors that have one already keep it.
func (s *Store) translate(err error) error {
	var e *news.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	if s.pool != nil {
		return postgresError(err)
	}
	return sqliteError(err)
}
