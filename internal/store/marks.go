package store

import (
	"context"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

// What a report's newest text has statements of is kept in one number, report.marks: a bit for each polarity together with each standing.
// So a search for what somebody denied on whatever authority looks at one number a report, in an index, and at no statement of those
// reports that have none. The places of the bits are written in the migration too: they never change.
var (
	markPolarities = []news.Polarity{news.Asserts, news.Confirms, news.Denies, news.Doubts, news.Declines, news.Asks}
	markStandings  = []news.Standing{news.Named, news.Institution, news.FromPaper, news.Office, news.Unnamed, news.FromOutlet, news.Public, news.Other}
)

// marksOf gives the bits of which a report has at least one if it may have a statement of a polarity and a standing; an empty one is any.
func marksOf(p news.Polarity, st news.Standing) int64 {
	var mask int64
	for i, polarity := range markPolarities {
		for j, standing := range markStandings {
			if (p == "" || p == polarity) && (st == "" || st == standing) {
				mask |= 1 << (i*len(markStandings) + j)
			}
		}
	}
	return mask
}

// markQuery works out the marks of the report $1 anew.
var markQuery = func() string {
	cases := func(column string, n, step int, name func(int) string) string {
		var b strings.Builder
		b.WriteString("CASE t." + column)
		for i := range n {
			b.WriteString(" WHEN '" + name(i) + "' THEN " + strconv.Itoa(i*step))
		}
		return b.String() + " END"
	}
	return `UPDATE report SET marks = coalesce((SELECT CAST(sum(DISTINCT CAST(1 AS BIGINT) << (` +
		cases("polarity", len(markPolarities), len(markStandings), func(i int) string { return string(markPolarities[i]) }) + ` + ` +
		cases("standing", len(markStandings), 1, func(i int) string { return string(markStandings[i]) }) + `)) AS BIGINT)
		FROM statement t WHERE t.overruled_by = '' AND t.revision_id =
			(SELECT v.id FROM revision v WHERE v.report_id = report.id AND v.read ORDER BY v.number DESC LIMIT 1)), 0) WHERE id = $1`
}()

// mark notes of which kinds the statements of a report's newest text are.
func (s *Store) mark(ctx context.Context, reportID news.ID) error {
	_, err := s.exec(ctx, markQuery, reportID)
	return err
}
