package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"onrecord/internal/news"
)

// conn is the small query interface over database/sql and pgx: a pool or a transaction of either.
type conn interface {
	exec(ctx context.Context, query string, args []any) (int64, error)
	query(ctx context.Context, query string, args []any) (rows, error)
}

// row is one result row.
type row interface{ Scan(dest ...any) error }

// rows are the results of a query.
type rows interface {
	row
	Next() bool
	Err() error
	Close()
}

// errNoRow says that an INSERT … RETURNING gave nothing back: ON CONFLICT DO NOTHING met a row that is there.
var errNoRow = errors.New("no row")

// sqlConn speaks through database/sql.
type sqlConn struct {
	db interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
}

func (c sqlConn) exec(ctx context.Context, query string, args []any) (int64, error) {
	r, err := c.db.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (c sqlConn) query(ctx context.Context, query string, args []any) (rows, error) {
	r, err := c.db.QueryContext(ctx, query, args...) //nolint:rowserrcheck,sqlclosecheck // the caller does both
	if err != nil {
		return nil, err
	}
	return sqlRows{r}, nil
}

// sqlRows drops the error of Close, which Err gives as well.
type sqlRows struct{ *sql.Rows }

func (r sqlRows) Close() { _ = r.Rows.Close() }

// pgConn speaks through pgx.
type pgConn struct {
	db interface {
		Exec(ctx context.Context, query string, args ...any) (pgconn.CommandTag, error)
		Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	}
}

func (c pgConn) exec(ctx context.Context, query string, args []any) (int64, error) {
	tag, err := c.db.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

func (c pgConn) query(ctx context.Context, query string, args []any) (rows, error) {
	return c.db.Query(ctx, query, args...) //nolint:sqlclosecheck // the caller does
}

// clean makes strings from outside storable, of whatever type they are: PostgreSQL takes neither NUL nor broken UTF-8 in text.
// What is left of such an id names nothing, on either database.
func clean(args []any) []any {
	for i, a := range args {
		v := reflect.ValueOf(a)
		if v.Kind() != reflect.String || utf8.ValidString(v.String()) && !strings.Contains(v.String(), "\x00") {
			continue
		}
		nul := ""
		if _, id := a.(news.ID); id {
			nul = "\uFFFD"
		}
		args[i] = strings.ReplaceAll(strings.ToValidUTF8(v.String(), "\uFFFD"), "\x00", nul)
	}
	return args
}

// micros gives a time as it is stored: microseconds since 1970, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// stamp reads a stored time into a time.Time.
type stamp struct{ into *time.Time }

// Scan implements sql.Scanner, which both drivers know.
func (s stamp) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", src)
	}
	*s.into = time.Time{}
	if n != 0 {
		*s.into = time.UnixMicro(n).UTC()
	}
	return nil
}

// text gives a list or struct as it is stored: JSON.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("store: " + err.Error()) // only plain lists and structs of ours come here
	}
	return string(b)
}

// parsed reads stored JSON into a value.
type parsed struct{ into any }

// Scan implements sql.Scanner.
func (p parsed) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return json.Unmarshal([]byte(v), p.into)
	case []byte:
		return json.Unmarshal(v, p.into)
	}
	return fmt.Errorf("a list is stored as %T", src)
}
