// Package store keeps everything that the desk knows, in SQLite or in PostgreSQL.
//
// In come the nouns of package news; out come the same. All SQL is here, one file a noun, written once for both
// databases: the few differences stand in dialect.go. Times are kept as microseconds, lists as JSON text.
//
// Within makes one transaction of several calls, whoever makes them: the transaction travels in the context. Errors are
// translated where they leave: nothing there is news.NotFound, a broken uniqueness is news.Conflict, a database that
// does not answer is news.Unavailable. A call that fails has changed nothing.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"onrecord/internal/news"
)

// Store is an open database. Its methods may be called from many goroutines at once.
type Store struct {
	dialect dialect
	read    conn // for calls outside a transaction that only read
	write   conn // for calls outside a transaction that write

	sqlite *sql.DB       // the one connection that writes; nil on PostgreSQL
	pool   *pgxpool.Pool // nil on SQLite
	close  func() error

	mailing mailing // who mails, among the processes that share an SQLite file
}

// Open opens the database at url, a postgres:// address or the path of an SQLite file that is made if it is not there,
// and brings its tables up to date. ":memory:" is not offered: a desk that forgets is no desk.
func Open(ctx context.Context, url string) (*Store, error) {
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return openPostgres(ctx, url)
	}
	return openSQLite(ctx, url)
}

// Close lets go of the database.
func (s *Store) Close() error { return s.close() }

// SQLite gives the writing connection, or nil if the store is on PostgreSQL. For the job queue, which keeps its rows in
// the same database.
func (s *Store) SQLite() *sql.DB { return s.sqlite }

// Postgres gives the connection pool, or nil if the store is on SQLite.
func (s *Store) Postgres() *pgxpool.Pool { return s.pool }

// txKey marks the transaction in a context.
type txKey struct{}

// transaction is what Within puts in the context. Exactly one of the two native handles is set.
type transaction struct {
	conn
	store  *Store
	sqlite *sql.Tx
	pgx    pgx.Tx
}

// Within runs fn in one transaction: every call made with the context handed to fn belongs to it. An error from fn, or a
// panic, undoes it all. Within inside Within joins the outer transaction. On SQLite only one transaction writes at a
// time, so fn must not wait for anything but the store.
func (s *Store) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	if s.tx(ctx) != nil {
		return fn(ctx)
	}
	if s.pool != nil {
		return s.translate(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			return fn(context.WithValue(ctx, txKey{}, &transaction{conn: pgConn{tx}, store: s, pgx: tx}))
		}))
	}
	tx, err := s.sqlite.BeginTx(ctx, nil)
	if err != nil {
		return s.translate(err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err := fn(context.WithValue(ctx, txKey{}, &transaction{conn: sqlConn{tx}, store: s, sqlite: tx})); err != nil {
		return s.translate(err)
	}
	return s.translate(tx.Commit())
}

// SQLiteTx gives the transaction that ctx carries, or nil: for what must commit together with the store's own rows.
func (s *Store) SQLiteTx(ctx context.Context) *sql.Tx {
	if t := s.tx(ctx); t != nil {
		return t.sqlite
	}
	return nil
}

// PostgresTx gives the transaction that ctx carries, or nil.
func (s *Store) PostgresTx(ctx context.Context) pgx.Tx {
	if t := s.tx(ctx); t != nil {
		return t.pgx
	}
	return nil
}

// tx gives this store's transaction in ctx, if there is one.
func (s *Store) tx(ctx context.Context) *transaction {
	if t, ok := ctx.Value(txKey{}).(*transaction); ok && t.store == s {
		return t
	}
	return nil
}

// locked ends a query for a row that is to be changed in the transaction of ctx: others wait with their changes until that ends.
func (s *Store) locked(ctx context.Context) string {
	if s.tx(ctx) == nil {
		return ""
	}
	return s.dialect.lockRow
}

// exec runs a statement that gives no rows and says how many it changed.
func (s *Store) exec(ctx context.Context, query string, args ...any) (int64, error) {
	c := s.write
	if t := s.tx(ctx); t != nil {
		c = t
	}
	n, err := c.exec(ctx, s.dialect.bind(query), clean(args))
	return n, s.translate(err)
}

// query runs a statement that gives rows.
func (s *Store) query(ctx context.Context, query string, args ...any) (rows, error) {
	c := s.read
	if t := s.tx(ctx); t != nil {
		c = t
	}
	r, err := c.query(ctx, s.dialect.bind(query), clean(args))
	return r, s.translate(err)
}

// insert is query on the writing side, for INSERT … RETURNING.
func (s *Store) insert(ctx context.Context, into []any, query string, args ...any) error {
	c := s.write
	if t := s.tx(ctx); t != nil {
		c = t
	}
	r, err := c.query(ctx, s.dialect.bind(query), clean(args))
	if err != nil {
		return s.translate(err)
	}
	defer r.Close()
	if !r.Next() {
		if err := r.Err(); err != nil {
			return s.translate(err)
		}
		return errNoRow
	}
	if err := r.Scan(into...); err != nil {
		return s.translate(err)
	}
	for r.Next() { //nolint:revive // SQLite finishes the insert only when its rows are read to the end
	}
	return s.translate(r.Err())
}

// list reads all rows of a query with scan.
func list[T any](ctx context.Context, s *Store, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	r, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []T
	for r.Next() {
		v, err := scan(r)
		if err != nil {
			return nil, s.translate(fmt.Errorf("reading a row: %w", err))
		}
		out = append(out, v)
	}
	return out, s.translate(r.Err())
}

// one reads the single row of a query; what names the thing sought, for the error when it is not there.
func one[T any](ctx context.Context, s *Store, what string, scan func(row) (T, error), query string, args ...any) (T, error) {
	all, err := list(ctx, s, scan, query, args...)
	if err != nil || len(all) > 0 {
		var v T
		if err == nil {
			v = all[0]
		}
		return v, err
	}
	var none T
	return none, news.Errorf(news.NotFound, "there is no such %s", what)
}

// number reads a single integer.
func (s *Store) number(ctx context.Context, query string, args ...any) (int, error) {
	return one(ctx, s, "row", func(r row) (n int, err error) { return n, r.Scan(&n) }, query, args...)
}

// lock takes one of the dialect's locks until the transaction of ctx ends.
func (s *Store) lock(ctx context.Context, query string, args ...any) error {
	if query == "" {
		return nil
	}
	r, err := s.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer r.Close()
	for r.Next() { //nolint:revive // the lock is taken when its row has been read
	}
	return s.translate(r.Err())
}

// must turns an update that changed nothing into NotFound.
func must(what string) func(int64, error) error {
	return func(n int64, err error) error {
		if err == nil && n == 0 {
			return news.Errorf(news.NotFound, "there is no such %s", what)
		}
		return err
	}
}
