package store

import (
	"context"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// The changes of stories that the pages of outlets count.
var (
	denials     = []news.ChangeKind{news.FirstDenial}
	corrections = []news.ChangeKind{news.Corrected, news.Withdrawal}
	changes     = []news.ChangeKind{news.TextChanged, news.HeadlineChanged, news.StatementCame, news.StatementGone, news.PolarityChanged}
)

// kinds lists kinds of change for SQL; they are constants of ours.
func kinds(all []news.ChangeKind) string {
	quoted := make([]string, len(all))
	for i, k := range all {
		quoted[i] = `'` + string(k) + `'`
	}
	return strings.Join(quoted, ", ")
}

// What an outlet's page counts, as the rows behind FROM. $1 is the outlet. An origin is its own where one of its reports is the root, and a
// report repeats what it has from the origin of another one's report.
const (
	outletOrigins = ` FROM report r JOIN origin o ON o.root = r.id JOIN claim c ON c.id = o.claim_id AND c.gone = 0 WHERE r.outlet_id = $1`
	outletRepeats = ` FROM report r JOIN position p ON p.report_id = r.id JOIN claim c ON c.id = p.claim_id AND c.gone = 0
		JOIN origin o ON o.claim_id = p.claim_id AND o.label = p.origin AND o.root <> p.report_id
		JOIN report q ON q.id = o.root AND q.outlet_id <> r.outlet_id WHERE r.outlet_id = $1`
	outletChanges = ` FROM report r JOIN change h ON h.report_id = r.id WHERE r.outlet_id = $1 AND h.kind IN (`
)

// OutletFigures counts what ledgers say of an outlet's reports.
func (s *Store) OutletFigures(ctx context.Context, id news.ID) (news.OutletFigures, error) {
	f, err := one(ctx, s, "outlet", func(r row) (f news.OutletFigures, err error) {
		return f, r.Scan(&f.Reports, &f.Stories, stamp{&f.First}, stamp{&f.Last}, &f.Origins, &f.Repeats)
	}, `SELECT (SELECT count(*) FROM report r WHERE r.outlet_id = $1), (SELECT count(DISTINCT r.story_id) FROM report r WHERE r.outlet_id = $1 AND r.story_id <> ''),
		(SELECT coalesce(min(r.published), 0) FROM report r WHERE r.outlet_id = $1), (SELECT coalesce(max(r.published), 0) FROM report r WHERE r.outlet_id = $1),
		(SELECT count(DISTINCT o.claim_id)`+outletOrigins+`), (SELECT count(*)`+outletRepeats+`)`, id)
	if err != nil {
		return f, err
	}
	type count struct {
		kind news.ChangeKind
		n    int
	}
	all, err := list(ctx, s, func(r row) (c count, err error) { return c, r.Scan(&c.kind, &c.n) },
		`SELECT h.kind, count(*)`+outletChanges+kinds(slices.Concat(denials, corrections, changes))+`) GROUP BY h.kind`, id)
	for _, c := range all {
		switch {
		case slices.Contains(denials, c.kind):
			f.Denials += c.n
		case slices.Contains(corrections, c.kind):
			f.Corrections += c.n
		default:
			f.Changes += c.n
		}
	}
	return f, err
}

// OutletReports gives an outlet's reports, the newest first.
func (s *Store) OutletReports(ctx context.Context, id news.ID, offset, limit int) ([]news.Report, error) {
	return list(ctx, s, scanReport, reportQuery+`WHERE r.outlet_id = $1 ORDER BY r.published DESC, r.seq DESC LIMIT $2 OFFSET $3`, id, limit, offset)
}

// OutletStories gives the stories that an outlet's reports are in, those first in which it reported last.
func (s *Store) OutletStories(ctx context.Context, id news.ID, offset, limit int) ([]news.Story, error) {
	return list(ctx, s, scanStory, `SELECT `+storyColumns+` FROM story JOIN
		(SELECT r.story_id AS story, max(r.published) AS said FROM report r WHERE r.outlet_id = $1 AND r.story_id <> '' GROUP BY r.story_id) AS mine ON mine.story = story.id
		ORDER BY mine.said DESC, story.id LIMIT $2 OFFSET $3`, id, limit, offset)
}

// OutletDeeds lists what one of an outlet's figures counts, the newest first.
func (s *Store) OutletDeeds(ctx context.Context, id news.ID, of news.OutletDeeds, offset, limit int) ([]news.OutletDeed, error) {
	var query string
	switch of {
	case news.OutletOrigins: // a claim with several origins of the outlet stands there once
		query = `SELECT max(r.published), '', c.wording, '{}', c.id, c.story_id, coalesce((SELECT y.title FROM story y WHERE y.id = c.story_id), ''), min(r.id), min(o.name), min(o.stance)` +
			outletOrigins + ` GROUP BY c.id, c.wording, c.story_id ORDER BY 1 DESC, c.id`
	case news.OutletRepeats:
		query = `SELECT r.published, '', c.wording, '{}', c.id, c.story_id, coalesce((SELECT y.title FROM story y WHERE y.id = c.story_id), ''), r.id, o.name, p.stance` +
			outletRepeats + ` ORDER BY r.published DESC, r.id, c.id`
	case news.OutletDenials, news.OutletCorrections, news.OutletChanges:
		all := map[news.OutletDeeds][]news.ChangeKind{news.OutletDenials: denials, news.OutletCorrections: corrections, news.OutletChanges: changes}[of]
		query = `SELECT h.at, h.kind, h.words, h.told, h.claim_id, h.story_id, coalesce((SELECT y.title FROM story y WHERE y.id = h.story_id), ''), r.id, '', ''` +
			outletChanges + kinds(all) + `) ORDER BY h.at DESC, h.story_id, h.ordinal`
	default:
		return nil, news.Errorf(news.NotFound, "nothing of that kind is counted of an outlet")
	}
	deeds, err := list(ctx, s, func(r row) (d news.OutletDeed, err error) {
		return d, r.Scan(stamp{&d.At}, &d.Kind, &d.Words, parsed{&d.Told}, &d.Claim, &d.Story, &d.Of, &d.Report.ID, &d.Origin, &d.Stance)
	}, query+` LIMIT $2 OFFSET $3`, id, limit, offset)
	if err != nil {
		return nil, err
	}
	ids := make([]news.ID, len(deeds))
	for i, d := range deeds {
		ids[i] = d.Report.ID
	}
	reports, err := list(ctx, s, scanReport, reportQuery+`WHERE r.id IN (`+s.dialect.words("$1")+`)`, text(ids))
	if err != nil {
		return nil, err
	}
	byID := make(map[news.ID]news.Report, len(reports))
	for _, r := range reports {
		byID[r.ID] = r
	}
	for i := range deeds {
		deeds[i].Report = byID[deeds[i].Report.ID]
	}
	return deeds, nil
}
