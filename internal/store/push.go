package store

import (
	"cmp"
	"context"
	"time"

	"onrecord/internal/news"
)

const pushColumns = `id, endpoint, key, auth, topics, language, seen, due, batch, failing, failures, error, created, renewed, expires`

func scanPush(r row) (p news.Push, err error) {
	err = r.Scan(&p.ID, &p.Endpoint, &p.Key, &p.Auth, parsed{&p.Topics}, &p.Language, &p.Seen, stamp{&p.Due}, &p.Batch, stamp{&p.Failing}, &p.Failures, &p.Error,
		stamp{&p.Created}, stamp{&p.Renewed}, stamp{&p.Expires})
	return p, err
}

// SavePush keeps what a browser asks for: to be told of notices from now on. One that is known by its endpoint, or by the one that it had
// before, stays where it was in their order. There are at most so many, else it is a Conflict.
func (s *Store) SavePush(ctx context.Context, ask news.PushAsk, most int, at time.Time) error {
	return s.Within(ctx, func(ctx context.Context) error {
		known, err := s.push(ctx, ask.Endpoint)
		if news.KindOf(err) == news.NotFound && ask.Was != "" {
			known, err = s.push(ctx, ask.Was)
		}
		switch {
		case news.KindOf(err) == news.NotFound:
			if len(ask.Topics) == 0 {
				return news.FieldErrorf("topics", "choose what to be told of")
			}
			n, err := s.number(ctx, `SELECT count(*) FROM push`)
			if err != nil {
				return err
			}
			if n >= most {
				return news.Errorf(news.Conflict, "as many browsers are told already as the house can serve; try again another day")
			}
			known = news.Push{ID: news.NewID(at), Created: at}
			if known.Seen, err = s.LastNotice(ctx); err != nil {
				return err
			}
		case err != nil:
			return err
		case len(ask.Topics) == 0:
			ask.Topics = known.Topics
		}
		if ask.Was != "" && ask.Was != ask.Endpoint {
			if err := s.EndPush(ctx, ask.Was); err != nil {
				return err
			}
		}
		_, err = s.exec(ctx, `INSERT INTO push (`+pushColumns+`, held) VALUES ($1, $2, $3, $4, $5, $10, $6, 0, '', 0, 0, '', $7, $8, $9, 0)
			ON CONFLICT (endpoint) DO UPDATE SET key = excluded.key, auth = excluded.auth, topics = excluded.topics, language = excluded.language, renewed = excluded.renewed,
			expires = excluded.expires, due = 0, failing = 0, failures = 0, error = ''`,
			known.ID, ask.Endpoint, ask.Key, ask.Auth, text(ask.Topics), known.Seen, micros(known.Created), micros(at), micros(ask.Expires), cmp.Or(ask.Language, known.Language))
		return err
	})
}

func (s *Store) push(ctx context.Context, endpoint string) (news.Push, error) {
	return one(ctx, s, "browser", scanPush, `SELECT `+pushColumns+` FROM push WHERE endpoint = $1`, endpoint)
}

// Pushes counts the browsers that are told of notices.
func (s *Store) Pushes(ctx context.Context) (int, error) {
	return s.number(ctx, `SELECT count(*) FROM push`)
}

// EndPush deletes all that is kept of a browser; one that is not there is no error.
func (s *Store) EndPush(ctx context.Context, endpoint string) error {
	_, err := s.exec(ctx, `DELETE FROM push WHERE endpoint = $1`, endpoint)
	return err
}

const (
	// inHand is how long a run may take for a batch of browsers; then others may take them.
	inHand = 15 * time.Minute
	// batchOf is how many browsers a batch has at most, and batches how many of these are made at once.
	batchOf = 200
	batches = 100
)

// DuePushes puts the browsers for which there is a notice that was not handled yet into batches, which are theirs alone for a while, and
// gives the batches.
func (s *Store) DuePushes(ctx context.Context, now time.Time) (made []news.ID, err error) {
	last, err := s.LastNotice(ctx)
	if err != nil || last == 0 {
		return nil, err
	}
	// Most times there is nothing, and then nobody who writes is kept waiting.
	n, err := s.number(ctx, `SELECT count(*) FROM (SELECT 1 FROM push WHERE seen < $1 AND due <= $2 AND held <= $2 LIMIT 1) one`, last, micros(now))
	if err != nil || n == 0 {
		return nil, err
	}
	for range batches {
		batch := news.PushBatch(now)
		n, err := s.exec(ctx, `UPDATE push SET batch = $1, held = $2 WHERE id IN (SELECT id FROM push WHERE seen < $3 AND due <= $4 AND held <= $4 ORDER BY seen, id LIMIT $5)
			AND held <= $4`, batch, micros(now.Add(inHand)), last, micros(now), batchOf)
		if err != nil || n == 0 {
			return made, err
		}
		made = append(made, batch)
	}
	return made, nil
}

// PushesOf gives the browsers of a batch that were not settled yet.
func (s *Store) PushesOf(ctx context.Context, batch news.ID) ([]news.Push, error) {
	return list(ctx, s, scanPush, `SELECT `+pushColumns+` FROM push WHERE batch = $1 ORDER BY id`, batch)
}

// SettlePush keeps how far a browser has been told and what went wrong, unless it is another batch's by now. It is then free for the next
// one, unless its own batch goes on with it.
func (s *Store) SettlePush(ctx context.Context, p news.Push, goesOn bool) error {
	free := `, batch = '', held = 0`
	if goesOn {
		free = ``
	}
	_, err := s.exec(ctx, `UPDATE push SET seen = $3, due = $4, failing = $5, failures = $6, error = $7`+free+` WHERE id = $1 AND batch = $2`,
		p.ID, p.Batch, p.Seen, micros(p.Due), micros(p.Failing), p.Failures, p.Error)
	return err
}

// ForgetPushes deletes the browsers whose time is over: as their push service says, or because they have not been heard of, or nothing has
// got through to them, since those times. It says how many they were.
func (s *Store) ForgetPushes(ctx context.Context, now, renewed, failing time.Time) (int, error) {
	n, err := s.exec(ctx, `DELETE FROM push WHERE expires > 0 AND expires <= $1 OR renewed < $2 OR failing > 0 AND failing < $3`, micros(now), micros(renewed), micros(failing))
	return int(n), err
}
