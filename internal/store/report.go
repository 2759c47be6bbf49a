package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

const reportQuery = `SELECT r.id, r.outlet_id, r.feed_id, r.url, r.guid, r.title, r.author, r.summary, r.picture, r.language, r.published,
	r.dated_by, r.seen, r.story_id, o.name,
	(SELECT count(*) FROM revision v WHERE v.report_id = r.id AND v.read),
	(SELECT coalesce(max(v.number), 0) FROM revision v WHERE v.report_id = r.id AND v.read)
	FROM report r JOIN outlet o ON o.id = r.outlet_id `

func scanReport(r row) (p news.Report, err error) {
	err = r.Scan(&p.ID, &p.OutletID, &p.FeedID, &p.URL, &p.GUID, &p.Title, &p.Author, &p.Summary, &p.Picture, &p.Language, stamp{&p.Published},
		&p.DatedBy, stamp{&p.Seen}, &p.StoryID, &p.Outlet, &p.Revisions, &p.Newest)
	return p, err
}

// SaveReport adds a report, or changes what a feed says of one: its id there, title, author, summary and picture. An address that
// another report has is a Conflict.
func (s *Store) SaveReport(ctx context.Context, p news.Report) error {
	_, err := s.exec(ctx, `INSERT INTO report (id, outlet_id, feed_id, url, guid, title, author, summary, language, published, dated_by, seen, picture)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO UPDATE SET guid = excluded.guid, title = excluded.title, author = excluded.author, summary = excluded.summary, picture = excluded.picture`,
		p.ID, p.OutletID, p.FeedID, p.URL, p.GUID, p.Title, p.Author, p.Summary, p.Language, micros(p.Published), p.DatedBy, micros(p.Seen), p.Picture)
	return err
}

// UpdateReport changes what reading its page told of a report: title, author, language and date.
func (s *Store) UpdateReport(ctx context.Context, p news.Report) error {
	return must("report")(s.exec(ctx, `UPDATE report SET title = $2, author = $3, language = $4, published = $5, dated_by = $6 WHERE id = $1`,
		p.ID, p.Title, p.Author, p.Language, micros(p.Published), p.DatedBy))
}

// Report gives a report by id.
func (s *Store) Report(ctx context.Context, id news.ID) (news.Report, error) {
	return one(ctx, s, "report", scanReport, reportQuery+`WHERE r.id = $1`, id)
}

// ReportByURL gives a report by its canonical address.
func (s *Store) ReportByURL(ctx context.Context, url string) (news.Report, error) {
	return one(ctx, s, "report", scanReport, reportQuery+`WHERE r.url = $1`, url)
}

// ReportByGUID gives a report by its feed's own id for it.
func (s *Store) ReportByGUID(ctx context.Context, feedID news.ID, guid string) (news.Report, error) {
	return one(ctx, s, "report", scanReport, reportQuery+`WHERE r.feed_id = $1 AND r.guid = $2 ORDER BY r.id LIMIT 1`, feedID, guid)
}

// StoryReports gives a story's reports, the earliest first.
func (s *Store) StoryReports(ctx context.Context, storyID news.ID) ([]news.Report, error) {
	return list(ctx, s, scanReport, reportQuery+`WHERE r.story_id = $1 ORDER BY r.published, r.url`, storyID)
}

// LatestReports gives the newest reports, the newest first.
func (s *Store) LatestReports(ctx context.Context, limit int) ([]news.Report, error) {
	return list(ctx, s, scanReport, reportQuery+`ORDER BY r.published DESC, r.id DESC LIMIT $1`, limit)
}

// ReportsBetween gives the reports published in [from, until), the earliest first.
func (s *Store) ReportsBetween(ctx context.Context, from, until time.Time) ([]news.Report, error) {
	return list(ctx, s, scanReport, reportQuery+`WHERE r.published >= $1 AND r.published < $2 ORDER BY r.published, r.id`, micros(from), micros(until))
}
