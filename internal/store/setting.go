package store

import "context"

// Setting gives what was kept under key, or NotFound.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	return one(ctx, s, "setting", func(r row) (v string, err error) { return v, r.Scan(&v) }, `SELECT value FROM setting WHERE key = $1`, key)
}

// SetSetting keeps a value under key.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	_, err := s.exec(ctx, `INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
