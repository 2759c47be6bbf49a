package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const pageColumns = `report_id, url, etag, last_modified, mark, seen, checked_at, error`

func scanPage(r row) (p news.Page, err error) {
	err = r.Scan(&p.ReportID, &p.URL, &p.ETag, &p.LastModified, &p.Mark, stamp{&p.Seen}, stamp{&p.CheckedAt}, &p.Error)
	return p, err
}

// SavePage adds or replaces what is remembered of a report's page.
func (s *Store) SavePage(ctx context.Context, p news.Page) error {
	_, err := s.exec(ctx, `INSERT INTO page (`+pageColumns+`, feed_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT feed_id FROM report WHERE id = $1))
		ON CONFLICT (report_id) DO UPDATE SET url = excluded.url, etag = excluded.etag, last_modified = excluded.last_modified,
			mark = excluded.mark, seen = excluded.seen, checked_at = excluded.checked_at, error = excluded.error`,
		p.ReportID, p.URL, p.ETag, p.LastModified, p.Mark, micros(p.Seen), micros(p.CheckedAt), p.Error)
	return err
}

// Page gives what is remembered of a report's page.
func (s *Store) Page(ctx context.Context, reportID news.ID) (news.Page, error) {
	return one(ctx, s, "page", scanPage, `SELECT `+pageColumns+` FROM page WHERE report_id = $1`, reportID)
}

// RecentPages gives the pages of a feed's reports first seen at or after since, the oldest first.
func (s *Store) RecentPages(ctx context.Context, feedID news.ID, since time.Time) ([]news.Page, error) {
	return list(ctx, s, scanPage, `SELECT `+pageColumns+` FROM page WHERE feed_id = $1 AND seen >= $2 ORDER BY seen, report_id`, feedID, micros(since))
}
