package store

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Picture gives a report's picture; one that was never asked for is NotFound. PictureSize gives it without its bytes.
func (s *Store) Picture(ctx context.Context, report news.ID) (news.Picture, error) {
	return one(ctx, s, "picture", func(r row) (p news.Picture, err error) {
		err = r.Scan(&p.ReportID, &p.Address, &p.JPEG, &p.Width, &p.Height, &p.Why, stamp{&p.At})
		if len(p.JPEG) == 0 {
			p.JPEG = nil
		}
		return p, err
	}, `SELECT report_id, address, jpeg, width, height, why, at FROM picture WHERE report_id = $1`, report)
}

// PictureSize gives a report's picture without its bytes.
func (s *Store) PictureSize(ctx context.Context, report news.ID) (news.Picture, error) {
	return one(ctx, s, "picture", func(r row) (p news.Picture, err error) {
		return p, r.Scan(&p.ReportID, &p.Address, &p.Width, &p.Height, &p.Why, stamp{&p.At})
	}, `SELECT report_id, address, width, height, why, at FROM picture WHERE report_id = $1`, report)
}

// SavePicture keeps a report's picture, or why it could not be had, in place of what was kept.
func (s *Store) SavePicture(ctx context.Context, p news.Picture) error {
	if p.JPEG == nil {
		p.JPEG = []byte{}
	}
	_, err := s.exec(ctx, `INSERT INTO picture (report_id, address, jpeg, width, height, why, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (report_id) DO UPDATE SET address = excluded.address, jpeg = excluded.jpeg, width = excluded.width, height = excluded.height,
			why = excluded.why, at = excluded.at`, p.ReportID, p.Address, p.JPEG, p.Width, p.Height, p.Why, micros(p.At))
	return err
}

// ForgetPictures deletes pictures from before a time, at most so many, and says whether there may be more.
func (s *Store) ForgetPictures(ctx context.Context, before time.Time, limit int) (more bool, err error) {
	n, err := s.exec(ctx, `DELETE FROM picture WHERE report_id IN (SELECT report_id FROM picture WHERE at < $1 ORDER BY at LIMIT $2)`, micros(before), limit)
	return n == int64(limit), err
}
