package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Sessions keeps logins. It implements scs's CtxStore: the token it is given is a random one and is kept as its hash
// only if scs is told so.
type Sessions struct {
	Store *Store
	Clock news.Clock
}

// FindCtx gives the data of a session that has not run out.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, err := one(ctx, s.Store, "session", func(r row) (b []byte, err error) { return b, r.Scan(&b) },
		`SELECT data FROM session WHERE token = $1 AND expiry > $2`, token, micros(s.Clock.Now()))
	if news.KindOf(err) == news.NotFound {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx keeps a session until expiry, and forgets those that have run out.
func (s Sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return s.Store.Within(ctx, func(ctx context.Context) error {
		if _, err := s.Store.exec(ctx, `DELETE FROM session WHERE expiry <= $1`, micros(s.Clock.Now())); err != nil {
			return err
		}
		_, err := s.Store.exec(ctx, `INSERT INTO session (token, data, expiry) VALUES ($1, $2, $3)
			ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`, token, b, micros(expiry))
		return err
	})
}

// DeleteCtx forgets a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.Store.exec(ctx, `DELETE FROM session WHERE token = $1`, token)
	return err
}

// Find, Commit and Delete serve the older interface, which scs requires as well.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s Sessions) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete implements scs.Store.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
