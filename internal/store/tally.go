package store

import (
	"context"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// AddOpened adds to how often things of editions' mails were opened, all of it in one transaction. What is of an edition that is not
// there is left out.
func (s *Store) AddOpened(ctx context.Context, all []news.Opened) error {
	// In one order, so that two machines that count the same do not wait for each other in a circle.
	all = slices.SortedFunc(slices.Values(all), func(a, b news.Opened) int {
		return strings.Compare(string(a.EditionID)+" "+string(a.What), string(b.EditionID)+" "+string(b.What))
	})
	return s.Within(ctx, func(ctx context.Context) error {
		for _, o := range all {
			if _, err := s.exec(ctx, `INSERT INTO mail_count (edition_id, what, n) SELECT id, $2, $3 FROM edition WHERE id = $1
				ON CONFLICT (edition_id, what) DO UPDATE SET n = mail_count.n + excluded.n`, o.EditionID, string(o.What), o.N); err != nil {
				return err
			}
		}
		return nil
	})
}

// Opened gives how often things of an edition's mails were opened; nothing of what never was.
func (s *Store) Opened(ctx context.Context, editionID news.ID) ([]news.Opened, error) {
	return list(ctx, s, func(r row) (o news.Opened, err error) {
		o.EditionID = editionID
		return o, r.Scan(&o.What, &o.N)
	}, `SELECT what, n FROM mail_count WHERE edition_id = $1 ORDER BY what`, editionID)
}
