package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"

	"onrecord/internal/news"
)

// revisionColumns leave out what was fetched: it is large and seldom wanted.
const revisionColumns = `id, report_id, number, fetched, content_type, title, byline, text, language, links, read`

func scanRevision(r row) (v news.Revision, err error) {
	err = r.Scan(&v.ID, &v.ReportID, &v.Number, stamp{&v.Fetched}, &v.ContentType, &v.Title, &v.Byline, &v.Text, &v.Language, parsed{&v.Links}, &v.Read)
	return v, err
}

func scanRawRevision(r row) (v news.Revision, err error) {
	var packed []byte
	err = r.Scan(&v.ID, &v.ReportID, &v.Number, stamp{&v.Fetched}, &v.ContentType, &v.Title, &v.Byline, &v.Text, &v.Language, parsed{&v.Links}, &v.Read, &packed)
	if err != nil {
		return v, err
	}
	v.Raw, err = unpack(packed)
	return v, err
}

// AddRevision adds a version of a report as it was fetched. A number that the report has already is a Conflict.
func (s *Store) AddRevision(ctx context.Context, v news.Revision) error {
	packed, err := pack(v.Raw)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO revision (`+revisionColumns+`, raw) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		v.ID, v.ReportID, v.Number, micros(v.Fetched), v.ContentType, v.Title, v.Byline, v.Text, v.Language, text(list0(v.Links)), v.Read, packed)
	return err
}

// Revision gives a revision with what was fetched, and the report that it is a version of.
func (s *Store) Revision(ctx context.Context, id news.ID) (news.Revision, news.Report, error) {
	v, err := one(ctx, s, "revision", scanRawRevision, `SELECT `+revisionColumns+`, raw FROM revision WHERE id = $1`, id)
	if err != nil {
		return v, news.Report{}, err
	}
	p, err := s.Report(ctx, v.ReportID)
	return v, p, err
}

// LastRevision gives the newest revision of a report with what was fetched, read or not, or NotFound.
func (s *Store) LastRevision(ctx context.Context, reportID news.ID) (news.Revision, error) {
	return one(ctx, s, "revision", scanRawRevision, `SELECT `+revisionColumns+`, raw FROM revision WHERE report_id = $1 ORDER BY number DESC LIMIT 1`, reportID)
}

// PreviousRevision gives the newest read revision of a report before number, or NotFound.
func (s *Store) PreviousRevision(ctx context.Context, reportID news.ID, number int) (news.Revision, error) {
	return one(ctx, s, "revision", scanRevision, `SELECT `+revisionColumns+` FROM revision
		WHERE report_id = $1 AND number < $2 AND read ORDER BY number DESC LIMIT 1`, reportID, number)
}

// NewestText gives the newest read revision of a report, without what was fetched, or NotFound.
func (s *Store) NewestText(ctx context.Context, reportID news.ID) (news.Revision, error) {
	return one(ctx, s, "revision", scanRevision, `SELECT `+revisionColumns+` FROM revision WHERE report_id = $1 AND read ORDER BY number DESC LIMIT 1`, reportID)
}

// Revisions gives the read revisions of a report, the first one first, without what was fetched.
func (s *Store) Revisions(ctx context.Context, reportID news.ID) ([]news.Revision, error) {
	return list(ctx, s, scanRevision, `SELECT `+revisionColumns+` FROM revision WHERE report_id = $1 AND read ORDER BY number`, reportID)
}

// SaveReading keeps what was read in a revision, the statements found in it in place of those found before, and its corrections,
// and puts the two together. If the report is in a story, that has changed.
func (s *Store) SaveReading(ctx context.Context, v news.Revision, found []news.Statement, corrections []news.Correction) error {
	return s.Within(ctx, func(ctx context.Context) error {
		if err := must("revision")(s.exec(ctx, `UPDATE revision SET title = $2, byline = $3, text = $4, language = $5, links = $6, read = TRUE WHERE id = $1`,
			v.ID, v.Title, v.Byline, v.Text, v.Language, text(list0(v.Links)))); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM statement WHERE revision_id = $1`, v.ID); err != nil {
			return err
		}
		for _, st := range found {
			if err := s.addStatement(ctx, st); err != nil {
				return err
			}
		}
		if err := s.settle(ctx, v.ID, corrections); err != nil {
			return err
		}
		newest, err := s.number(ctx, `SELECT max(number) FROM revision WHERE report_id = $1 AND read`, v.ReportID)
		if err != nil || newest != v.Number {
			return err
		}
		if _, err := s.exec(ctx, s.dialect.index, v.ReportID, v.Title, v.Text); err != nil {
			return err
		}
		if err := s.mark(ctx, v.ReportID); err != nil {
			return err
		}
		_, err = s.exec(ctx, `UPDATE story SET version = version + 1 WHERE id = (SELECT story_id FROM report WHERE id = $1)`, v.ReportID)
		return err
	})
}

// DropRevision forgets a revision that turned out to say what the one before it says, and its statements. One that is
// gone already is no error.
func (s *Store) DropRevision(ctx context.Context, id news.ID) error {
	_, err := s.exec(ctx, `DELETE FROM revision WHERE id = $1`, id)
	return err
}

// list0 stores no list as an empty one.
func list0[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func pack(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
