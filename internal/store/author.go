package store

import (
	"context"

	"onrecord/internal/news"
)

const authorColumns = `id, slug, name, role, biography, portrait, created`

func scanAuthor(r row) (a news.Author, err error) {
	return a, r.Scan(&a.ID, &a.Slug, &a.Name, &a.Role, &a.Biography, &a.Portrait, stamp{&a.Created})
}

// SaveAuthor adds or changes an author; the portrait stays, which SetPortrait sets. A slug that another one has is a Conflict.
func (s *Store) SaveAuthor(ctx context.Context, a news.Author) error {
	if err := a.Validate(); err != nil {
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO author (id, slug, name, role, biography, created) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, role = excluded.role, biography = excluded.biography`,
		a.ID, a.Slug, a.Name, a.Role, a.Biography, micros(a.Created))
	return err
}

// Author gives an author by id.
func (s *Store) Author(ctx context.Context, id news.ID) (news.Author, error) {
	return one(ctx, s, "author", scanAuthor, `SELECT `+authorColumns+` FROM author WHERE id = $1`, id)
}

// AuthorBySlug gives an author by the name in its address.
func (s *Store) AuthorBySlug(ctx context.Context, slug string) (news.Author, error) {
	return one(ctx, s, "author", scanAuthor, `SELECT `+authorColumns+` FROM author WHERE slug = $1`, slug)
}

// Authors gives all authors, by name.
func (s *Store) Authors(ctx context.Context) ([]news.Author, error) {
	return list(ctx, s, scanAuthor, `SELECT `+authorColumns+` FROM author ORDER BY name, id`)
}

// SetPortrait gives an author a portrait in all its sizes, under a name that changes with it; without any, the author has none.
func (s *Store) SetPortrait(ctx context.Context, author news.ID, name string, sizes ...news.Portrait) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := must("author")(s.exec(ctx, `UPDATE author SET portrait = $2 WHERE id = $1`, author, name)); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM author_portrait WHERE author_id = $1`, author); err != nil {
			return err
		}
		for _, p := range sizes {
			if _, err := s.exec(ctx, `INSERT INTO author_portrait (author_id, size, jpeg) VALUES ($1, $2, $3)`, author, int(p.Size), p.JPEG); err != nil {
				return err
			}
		}
		return nil
	})
}

// Portrait gives an author's portrait in one size.
func (s *Store) Portrait(ctx context.Context, author news.ID, size news.PortraitSize) (news.Portrait, error) {
	return one(ctx, s, "portrait", func(r row) (p news.Portrait, err error) { p.Size = size; return p, r.Scan(&p.JPEG) },
		`SELECT jpeg FROM author_portrait WHERE author_id = $1 AND size = $2`, author, int(size))
}
