package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// listedQuery gives every page that search engines are to know, with when it last changed. Editions and articles are those of publications.
const listedQuery = `SELECT '/' || p.slug || '/' || e.slug AS path, e.published_at AS changed FROM edition e JOIN publication p ON p.id = e.publication_id WHERE e.state = 'published'
	UNION ALL SELECT '/' || p.slug || '/' || a.slug, CASE WHEN a.updated > a.published THEN a.updated ELSE a.published END FROM article a JOIN publication p ON p.id = a.publication_id WHERE a.state = 'published'
	UNION ALL SELECT '/' || p.slug, coalesce((SELECT max(e.published_at) FROM edition e WHERE e.publication_id = p.id AND e.state = 'published'), 0) FROM publication p
	UNION ALL SELECT '/story/' || s.id, s.last_at FROM story s WHERE s.merged_into = '' AND s.reports > 0
	UNION ALL SELECT '/report/' || r.id, r.published FROM report r
	UNION ALL SELECT '/outlet/' || o.id, coalesce((SELECT max(r.published) FROM report r WHERE r.outlet_id = o.id), 0) FROM outlet o
	UNION ALL SELECT '/speaker/' || k.id, 0 FROM speaker k WHERE k.root = k.id AND EXISTS (SELECT 1 FROM speaker m JOIN appearance x ON x.speaker_id = m.id WHERE m.root = k.id)
	UNION ALL SELECT '/authors/' || w.slug, 0 FROM author w`

// CountListed says how many pages there are for search engines.
func (s *Store) CountListed(ctx context.Context) (int, error) {
	return s.number(ctx, `SELECT count(*) FROM (`+listedQuery+`) AS pages`)
}

// Listed gives pages for search engines, in a lasting order: a page that is added moves only those after it.
func (s *Store) Listed(ctx context.Context, offset, limit int) ([]news.Listed, error) {
	return list(ctx, s, func(r row) (l news.Listed, err error) { return l, r.Scan(&l.Path, stamp{&l.Changed}) },
		`SELECT path, changed FROM (`+listedQuery+`) AS pages ORDER BY path LIMIT $1 OFFSET $2`, limit, offset)
}

// EditionsSince gives the editions of all publications that appeared since a time, the newest first.
func (s *Store) EditionsSince(ctx context.Context, since time.Time, limit int) ([]news.Edition, error) {
	return list(ctx, s, scanEdition, `SELECT `+headColumns+` FROM edition WHERE state = $1 AND published_at >= $2 ORDER BY published_at DESC, id DESC LIMIT $3`,
		news.Published, micros(since), limit)
}

// EditionDays gives when the published editions of a publication were due, the newest first.
func (s *Store) EditionDays(ctx context.Context, publicationID news.ID) ([]time.Time, error) {
	return list(ctx, s, func(r row) (t time.Time, err error) { return t, r.Scan(stamp{&t}) },
		`SELECT due FROM edition WHERE publication_id = $1 AND state = $2 ORDER BY due DESC`, publicationID, news.Published)
}

// EditionsBetween gives a publication's published editions due in [from, until), the newest first.
func (s *Store) EditionsBetween(ctx context.Context, publicationID news.ID, from, until time.Time) ([]news.Edition, error) {
	return list(ctx, s, scanEdition, `SELECT `+editionColumns+` FROM edition WHERE publication_id = $1 AND state = $2 AND due >= $3 AND due < $4 ORDER BY due DESC, id`,
		publicationID, news.Published, micros(from), micros(until))
}
