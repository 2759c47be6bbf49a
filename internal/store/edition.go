package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const editionColumns = `id, publication_id, slug, title, standfirst, state, due, covers_from, covers_until, approved_by, approved_at, published_at, touched, sections, released_by, released_at, audience`

// headColumns are editionColumns without the items, for those who only lead to an edition.
const headColumns = `id, publication_id, slug, title, standfirst, state, due, covers_from, covers_until, approved_by, approved_at, published_at, touched, '[]', released_by, released_at, audience`

func scanEdition(r row) (e news.Edition, err error) {
	err = r.Scan(&e.ID, &e.PublicationID, &e.Slug, &e.Title, &e.Standfirst, &e.State, stamp{&e.Due}, stamp{&e.From}, stamp{&e.Until},
		&e.ApprovedBy, stamp{&e.ApprovedAt}, stamp{&e.PublishedAt}, &e.Touched, parsed{&e.Sections},
		&e.ReleasedBy, stamp{&e.ReleasedAt}, parsed{&e.Audience})
	return e, err
}

// SaveEdition adds or changes an edition. A second edition of a publication on one day is a Conflict.
func (s *Store) SaveEdition(ctx context.Context, e news.Edition) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.putEdition(ctx, e); err != nil {
			return err
		}
		return s.indexEdition(ctx, e)
	})
}

func (s *Store) putEdition(ctx context.Context, e news.Edition) error {
	_, err := s.exec(ctx, `INSERT INTO edition (`+editionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
		ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, title = excluded.title, standfirst = excluded.standfirst, state = excluded.state,
			due = excluded.due, covers_from = excluded.covers_from, covers_until = excluded.covers_until, approved_by = excluded.approved_by,
			approved_at = excluded.approved_at, published_at = excluded.published_at, touched = excluded.touched, sections = excluded.sections,
			released_by = excluded.released_by, released_at = excluded.released_at, audience = excluded.audience, queued_at = 0`,
		e.ID, e.PublicationID, e.Slug, e.Title, e.Standfirst, e.State, micros(e.Due), micros(e.From), micros(e.Until),
		e.ApprovedBy, micros(e.ApprovedAt), micros(e.PublishedAt), e.Touched, text(list0(e.Sections)),
		e.ReleasedBy, micros(e.ReleasedAt), text(e.Audience))
	return err
}

// Edition gives an edition by id. Within a transaction nobody else changes it until that ends.
func (s *Store) Edition(ctx context.Context, id news.ID) (news.Edition, error) {
	return one(ctx, s, "edition", scanEdition, `SELECT `+editionColumns+` FROM edition WHERE id = $1`+s.locked(ctx), id)
}

// EditionBySlug gives an edition of a publication by the date in its address, as Edition does.
func (s *Store) EditionBySlug(ctx context.Context, publicationID news.ID, slug string) (news.Edition, error) {
	return one(ctx, s, "edition", scanEdition, `SELECT `+editionColumns+` FROM edition WHERE publication_id = $1 AND slug = $2`+s.locked(ctx), publicationID, slug)
}

// Editions gives a publication's published editions, the newest first.
func (s *Store) Editions(ctx context.Context, publicationID news.ID, limit int) ([]news.Edition, error) {
	return list(ctx, s, scanEdition, `SELECT `+editionColumns+` FROM edition WHERE publication_id = $1 AND state = $2 ORDER BY due DESC LIMIT $3`,
		publicationID, news.Published, limit)
}

// AllEditions gives editions of all publications in any state, the latest first.
func (s *Store) AllEditions(ctx context.Context, limit int) ([]news.Edition, error) {
	return list(ctx, s, scanEdition, `SELECT `+editionColumns+` FROM edition ORDER BY due DESC, id LIMIT $1`, limit)
}

// EditionsAround gives the published editions just before and just after a time, without their items; either may be the zero edition.
func (s *Store) EditionsAround(ctx context.Context, publicationID news.ID, due time.Time) (before, after news.Edition, err error) {
	for _, side := range []struct {
		into  *news.Edition
		where string
	}{{&before, `due < $3 ORDER BY due DESC`}, {&after, `due > $3 ORDER BY due`}} {
		found, err := list(ctx, s, scanEdition, `SELECT `+headColumns+` FROM edition WHERE publication_id = $1 AND state = $2 AND `+side.where+` LIMIT 1`,
			publicationID, news.Published, micros(due))
		if err != nil {
			return before, after, err
		}
		if len(found) > 0 {
			*side.into = found[0]
		}
	}
	return before, after, nil
}

// draftAhead is how long before its hour an edition is drafted, and draftAgain how often the draft is made anew until
// an editor touches it.
const (
	draftAhead = 24 * time.Hour
	draftAgain = 15 * time.Minute
)

// DueDrafts gives the publications whose next edition is to be drafted, or drafted anew, at now, and marks them.
func (s *Store) DueDrafts(ctx context.Context, now time.Time) ([]news.ID, error) {
	publications, err := s.Publications(ctx)
	if err != nil {
		return nil, err
	}
	var due []news.ID
	for _, p := range publications {
		if next := p.Schedule.Next(now); next.IsZero() || next.Sub(now) > draftAhead {
			continue
		}
		n, err := s.exec(ctx, `UPDATE publication SET drafted_at = $2 WHERE id = $1 AND (drafted_at <= $3 OR drafted_at > $4)`,
			p.ID, micros(now), micros(now.Add(-draftAgain)), micros(now.Add(draftAgain))) // later than now was a clock that was wrong
		if err != nil {
			return nil, err
		}
		if n > 0 {
			due = append(due, p.ID)
		}
	}
	return due, nil
}

// DueEditions gives the approved editions that are to appear at now, and marks them as asked for. What is held is not among them.
func (s *Store) DueEditions(ctx context.Context, now time.Time) ([]news.ID, error) {
	due, err := list(ctx, s, scanHour, `SELECT `+hourColumns+` FROM edition WHERE state = $1 AND due <= $2 AND (queued_at <= $3 OR queued_at > $4) ORDER BY due`,
		news.Approved, micros(now), micros(now.Add(-patience)), micros(now.Add(patience)))
	if err != nil {
		return nil, err
	}
	var taken []news.ID
	for _, e := range due {
		p, err := s.Publication(ctx, e.PublicationID)
		if err != nil {
			return nil, err
		}
		if e.Held(p, now) {
			continue
		}
		n, err := s.exec(ctx, `UPDATE edition SET queued_at = $2 WHERE id = $1 AND (queued_at <= $3 OR queued_at > $4)`,
			e.ID, micros(now), micros(now.Add(-patience)), micros(now.Add(patience)))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			taken = append(taken, e.ID)
		}
	}
	return taken, nil
}

// hourColumns are what it takes to say whether an edition is due, or its editors are wanted.
const hourColumns = `id, publication_id, state, due, approved_at, released_at`

func scanHour(r row) (e news.Edition, err error) {
	return e, r.Scan(&e.ID, &e.PublicationID, &e.State, stamp{&e.Due}, stamp{&e.ApprovedAt}, stamp{&e.ReleasedAt})
}
