package store

import (
	"context"
	"errors"
	"time"

	"onrecord/internal/news"
)

const noticeColumns = `seq, key, at, kind, who, title, body, told, url, story_id, publication_id, part, parts, thread`

func scanNotice(r row) (n news.Notice, err error) {
	err = r.Scan(&n.Seq, &n.Key, stamp{&n.At}, &n.Kind, &n.Who, &n.Title, &n.Body, parsed{&n.Told}, &n.URL, &n.StoryID, &n.PublicationID, &n.Part, &n.Parts, &n.Thread)
	return n, err
}

// AddNotice raises a notice, once for each key. It gives the notice's number, or 0 if it was raised before. Numbers become
// visible in their order, so that who has seen number n has missed none before it.
func (s *Store) AddNotice(ctx context.Context, n news.Notice) (seq int64, err error) {
	err = s.Within(ctx, func(ctx context.Context) error {
		seq, err = s.addNotice(ctx, n)
		return err
	})
	return seq, err
}

func (s *Store) addNotice(ctx context.Context, n news.Notice) (seq int64, err error) {
	if err := s.lock(ctx, s.dialect.lockNotices); err != nil {
		return 0, err
	}
	err = s.insert(ctx, []any{&seq}, `INSERT INTO notice (key, at, kind, who, title, body, told, url, story_id, publication_id, part, parts, thread)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING RETURNING seq`,
		n.Key, micros(n.At), n.Kind, n.Who, n.Title, n.Body, text(n.Told), n.URL, n.StoryID, n.PublicationID, n.Part, n.Parts, n.Thread)
	if errors.Is(err, errNoRow) {
		return 0, nil
	}
	return seq, err
}

// NoticesAfter gives the notices raised after number seq, the oldest first.
func (s *Store) NoticesAfter(ctx context.Context, seq int64, limit int) ([]news.Notice, error) {
	return list(ctx, s, scanNotice, `SELECT `+noticeColumns+` FROM notice WHERE seq > $1 ORDER BY seq LIMIT $2`, seq, limit)
}

// LastNotice gives the number of the notice raised last, 0 if there is none.
func (s *Store) LastNotice(ctx context.Context) (seq int64, err error) {
	return one(ctx, s, "notice", func(r row) (n int64, err error) { return n, r.Scan(&n) }, `SELECT coalesce(max(seq), 0) FROM notice`)
}

// LatestNotices gives the newest notices by the time of what they tell, the newest first.
func (s *Store) LatestNotices(ctx context.Context, limit int) ([]news.Notice, error) {
	return list(ctx, s, scanNotice, `SELECT `+noticeColumns+` FROM notice ORDER BY at DESC, seq DESC LIMIT $1`, limit)
}

// NoticesOfThreads gives all parts of some threads, the newest first.
func (s *Store) NoticesOfThreads(ctx context.Context, threads []string) ([]news.Notice, error) {
	if len(threads) == 0 {
		return nil, nil
	}
	return list(ctx, s, scanNotice, `SELECT `+noticeColumns+` FROM notice WHERE thread IN (`+s.dialect.words("$1")+`) ORDER BY at DESC, seq DESC`, text(threads))
}

// PartsAround gives the notices that are parts of threads of so many parts and were posted between two times. Until the transaction of
// ctx ends, no other machine raises notices: who asks is about to say which thread a further part is of.
func (s *Store) PartsAround(ctx context.Context, parts int, from, to time.Time) ([]news.Notice, error) {
	if err := s.lock(ctx, s.dialect.lockNotices); err != nil {
		return nil, err
	}
	return list(ctx, s, scanNotice, `SELECT `+noticeColumns+` FROM notice WHERE parts = $1 AND at >= $2 AND at <= $3 ORDER BY at, seq`, parts, micros(from), micros(to))
}

func scanWatch(r row) (w news.Watch, err error) {
	err = r.Scan(&w.ID, &w.Kind, &w.StoryID, stamp{&w.Created})
	return w, err
}

// SaveWatch adds a watch. One of that kind on that story that is there already is left as it is.
func (s *Store) SaveWatch(ctx context.Context, w news.Watch) error {
	_, err := s.exec(ctx, `INSERT INTO watch (id, kind, story_id, created) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, story_id) DO NOTHING`,
		w.ID, w.Kind, w.StoryID, micros(w.Created))
	return err
}

// Watches gives all watches, the oldest first.
func (s *Store) Watches(ctx context.Context) ([]news.Watch, error) {
	return list(ctx, s, scanWatch, `SELECT id, kind, story_id, created FROM watch ORDER BY id`)
}

// DeleteWatch takes a watch away.
func (s *Store) DeleteWatch(ctx context.Context, id news.ID) error {
	return must("watch")(s.exec(ctx, `DELETE FROM watch WHERE id = $1`, id))
}
