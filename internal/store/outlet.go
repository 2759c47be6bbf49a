package store

import (
	"context"

	"onrecord/internal/news"
)

const outletColumns = `id, name, kind, homepage, own, created`

func scanOutlet(r row) (o news.Outlet, err error) {
	err = r.Scan(&o.ID, &o.Name, &o.Kind, &o.Homepage, &o.Own, stamp{&o.Created})
	return o, err
}

// SaveOutlet adds or changes an outlet. A name that another outlet has is a Conflict.
func (s *Store) SaveOutlet(ctx context.Context, o news.Outlet) error {
	if err := o.Validate(); err != nil {
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO outlet (`+outletColumns+`) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, homepage = excluded.homepage, own = excluded.own`,
		o.ID, o.Name, o.Kind, o.Homepage, o.Own, micros(o.Created))
	return err
}

// DropOutlet takes an outlet away if nothing belongs to it any more.
func (s *Store) DropOutlet(ctx context.Context, id news.ID) error {
	_, err := s.exec(ctx, `DELETE FROM outlet WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM feed WHERE outlet_id = $1)
		AND NOT EXISTS (SELECT 1 FROM report WHERE outlet_id = $1)`, id)
	return err
}

// Outlet gives an outlet by id.
func (s *Store) Outlet(ctx context.Context, id news.ID) (news.Outlet, error) {
	return one(ctx, s, "outlet", scanOutlet, `SELECT `+outletColumns+` FROM outlet WHERE id = $1`, id)
}

// OutletByName gives an outlet by its name.
func (s *Store) OutletByName(ctx context.Context, name string) (news.Outlet, error) {
	return one(ctx, s, "outlet", scanOutlet, `SELECT `+outletColumns+` FROM outlet WHERE name = $1`, name)
}

// Outlets gives all outlets by name.
func (s *Store) Outlets(ctx context.Context) ([]news.Outlet, error) {
	return list(ctx, s, scanOutlet, `SELECT `+outletColumns+` FROM outlet ORDER BY name`)
}
