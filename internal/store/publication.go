package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const publicationColumns = `id, slug, name, about, language, days, hour, minute, zone, sections, sender, created, late, remind, postal`

func scanPublication(r row) (p news.Publication, err error) {
	var late, remind int64
	err = r.Scan(&p.ID, &p.Slug, &p.Name, &p.About, &p.Language, parsed{&p.Schedule.Days}, &p.Schedule.Hour, &p.Schedule.Minute,
		&p.Schedule.Zone, parsed{&p.Sections}, &p.From, stamp{&p.Created}, &late, &remind, &p.Postal)
	p.Late, p.Remind = time.Duration(late)*time.Microsecond, time.Duration(remind)*time.Microsecond
	return p, err
}

// SavePublication adds or changes a publication. A slug that another one has is a Conflict.
func (s *Store) SavePublication(ctx context.Context, p news.Publication) error {
	if err := p.Validate(); err != nil {
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO publication (`+publicationColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, about = excluded.about, language = excluded.language,
			days = excluded.days, hour = excluded.hour, minute = excluded.minute, zone = excluded.zone,
			sections = excluded.sections, sender = excluded.sender, late = excluded.late, remind = excluded.remind, postal = excluded.postal`,
		p.ID, p.Slug, p.Name, p.About, p.Language, text(p.Schedule.Days), p.Schedule.Hour, p.Schedule.Minute,
		p.Schedule.Zone, text(p.Sections), p.From, micros(p.Created), p.Late.Microseconds(), p.Remind.Microseconds(), p.Postal)
	return err
}

// Publication gives a publication by id.
func (s *Store) Publication(ctx context.Context, id news.ID) (news.Publication, error) {
	return one(ctx, s, "publication", scanPublication, `SELECT `+publicationColumns+` FROM publication WHERE id = $1`, id)
}

// PublicationBySlug gives a publication by the word in its address.
func (s *Store) PublicationBySlug(ctx context.Context, slug string) (news.Publication, error) {
	return one(ctx, s, "publication", scanPublication, `SELECT `+publicationColumns+` FROM publication WHERE slug = $1`, slug)
}

// Publications gives all publications, the oldest first.
func (s *Store) Publications(ctx context.Context) ([]news.Publication, error) {
	return list(ctx, s, scanPublication, `SELECT `+publicationColumns+` FROM publication ORDER BY id`)
}
