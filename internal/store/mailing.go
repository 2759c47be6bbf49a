package store

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5/pgxpool"

	"onrecord/internal/news"
)

// mailing keeps two runs from mailing the same edition at once where the database is a file. The operating system lets go of
// the lock when the process ends, however it ends.
type mailing struct {
	path string // of a file that is locked while any edition is being mailed

	mu   sync.Mutex
	file *flock.Flock
	at   map[int64]bool // which mailings this process is at
}

// LockSending lets one run alone mail an edition, until it calls release or its process ends. If another is at it, the error is
// a Conflict. It keeps out runs that begin; what a run that lost its lock unawares still writes, the owner of the mailing keeps
// out (see Settle).
func (s *Store) LockSending(ctx context.Context, number int64) (release func(), err error) {
	if s.pool != nil {
		return lockPostgres(ctx, s.pool, number, s.translate)
	}
	return s.mailing.lock(number)
}

var errBusy = news.Errorf(news.Conflict, "this edition is being mailed by another run")

func (m *mailing) lock(number int64) (release func(), err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at[number] {
		return nil, errBusy
	}
	if len(m.at) == 0 {
		m.file = flock.New(m.path)
		got, err := m.file.TryLock()
		if err != nil {
			return nil, news.Errorf(news.Unavailable, "cannot lock %s: %w", m.path, err)
		}
		if !got {
			return nil, errors.Join(errBusy, m.file.Close())
		}
		m.at = map[int64]bool{}
	}
	m.at[number] = true
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if delete(m.at, number); len(m.at) == 0 {
			_ = m.file.Close() // the file stays: to remove it would let two processes lock two files of that name
		}
	}, nil
}

// mailingLock is the first key of the advisory locks of mailings; the second is the number.
const mailingLock = 7041779

// lockPostgres holds an advisory lock on a connection of its own, which ends with the process or the network between.
func lockPostgres(ctx context.Context, pool *pgxpool.Pool, number int64, translate func(error) error) (release func(), err error) {
	c, err := pool.Acquire(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var got bool
	// A machine that lost its power says no goodbye; the server is to notice within a minute.
	_, err = c.Exec(ctx, `SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
		set_config('tcp_keepalives_count', '3', false)`)
	if err == nil {
		err = c.QueryRow(ctx, `SELECT pg_try_advisory_lock($1::int, $2::int)`, mailingLock, number).Scan(&got)
	}
	if err != nil || !got {
		c.Release()
		if err == nil {
			err = errBusy
		}
		return nil, translate(err)
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, _ = c.Exec(ctx, `SELECT pg_advisory_unlock($1::int, $2::int)`, mailingLock, number)
		_ = c.Conn().Close(ctx) // which lets go of the lock too, whatever state the connection is in
		c.Release()
	}, nil
}
