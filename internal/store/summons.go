package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// DueSummonses gives what editors are to be told at now: of editions that are due soon and not approved, and of those that are held.
// Each is given once, in the transaction that ctx carries; whoever mails it finds it by Summons.
func (s *Store) DueSummonses(ctx context.Context, now time.Time) (due []news.ID, err error) {
	publications, err := s.Publications(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range publications {
		// A draft that was due longer ago than any may be late is history.
		editions, err := list(ctx, s, scanHour, `SELECT `+hourColumns+` FROM edition
			WHERE publication_id = $1 AND (state = $2 AND due <= $3 OR state = $4 AND due <= $5 AND due >= $6) ORDER BY due`,
			p.ID, news.Approved, micros(now), news.Draft, micros(now.Add(p.Remind)), micros(now.Add(-news.LongestLate)))
		if err != nil {
			return nil, err
		}
		for _, e := range editions {
			kind, occasion := e.Wants(p, now)
			if kind == "" {
				continue
			}
			ids, err := s.Summon(ctx, news.Summons{Kind: kind, EditionID: e.ID, Occasion: occasion, At: now})
			if err != nil {
				return nil, err
			}
			due = append(due, ids...)
		}
	}
	return due, nil
}

// Summon tells all editors who have a mail address that they are wanted, and gives what is to be mailed: nothing, if they were told
// of that occasion already. If no editor has an address, one summons without an address stands for all. The Editor and Address of to
// are filled in.
func (s *Store) Summon(ctx context.Context, to news.Summons) (ids []news.ID, err error) {
	n, err := s.number(ctx, `SELECT count(*) FROM summons WHERE edition_id = $1 AND kind = $2 AND occasion = $3`, to.EditionID, to.Kind, micros(to.Occasion))
	if err != nil || n > 0 {
		return nil, err
	}
	users, err := list(ctx, s, scanUser, `SELECT `+userColumns+` FROM person WHERE mail <> '' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	if len(users) == 0 {
		users = []news.User{{}}
	}
	for _, u := range users {
		to.ID, to.Editor, to.Address = news.NewID(to.At), u.Name, u.Mail
		// Another machine may have been quicker.
		n, err := s.exec(ctx, `INSERT INTO summons (id, kind, edition_id, occasion, editor, address, said, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (edition_id, kind, occasion, editor) DO NOTHING`,
			to.ID, to.Kind, to.EditionID, micros(to.Occasion), to.Editor, to.Address, to.Said, micros(to.At))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			ids = append(ids, to.ID)
		}
	}
	return ids, nil
}

// Summons gives one by id.
func (s *Store) Summons(ctx context.Context, id news.ID) (news.Summons, error) {
	return one(ctx, s, "summons", func(r row) (v news.Summons, err error) {
		return v, r.Scan(&v.ID, &v.Kind, &v.EditionID, stamp{&v.Occasion}, &v.Editor, &v.Address, &v.Said, stamp{&v.At})
	}, `SELECT id, kind, edition_id, occasion, editor, address, said, at FROM summons WHERE id = $1`, id)
}
