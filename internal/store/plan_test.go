package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/testkit/postgres"
)

// TestMailingsAreGoneThroughByTheirKeys looks at how SQLite goes about what happens thousands of times a second, and for a list of a
// million: message by message by the key, and not through the whole list, which it would rather do while it knows nothing of how
// long that is; and without sorting it.
func TestMailingsAreGoneThroughByTheirKeys(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for name, query := range map[string]string{
		"sent":    s.dialect.sent,
		"listed":  `SELECT s.id` + readersFrom + `s.publication_id = $1 AND s.state = $2 AND u.paused_until <= $3 AND s.id > $4 ORDER BY s.id LIMIT 10`,
		"waiting": addressed + `d.subscription_id > $2 AND d.state = $3 ORDER BY d.subscription_id LIMIT $4`,
	} {
		plan := planOf(t, s, query, 1, "waiting", 2, `{}`)
		key := "PRIMARY KEY (sending=? AND subscription_id"
		if name == "listed" {
			key = "subscription_list (publication_id=? AND state=? AND id>?)"
		}
		if !strings.Contains(plan, key) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s is found by:\n%s", name, plan)
		}
	}
}

// TestWhatIsPutOffIsNotGoneThrough looks at how SQLite finds what is due again, every two seconds of a mailing.
func TestWhatIsPutOffIsNotGoneThrough(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for query, by := range map[string]string{dueBy: "due<?", dueAfter: "due>?"} {
		if plan := planOf(t, s, query, 1, 2, 3); !strings.Contains(plan, "delivery_due (sending=? AND "+by+")") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("what is due is found by:\n%s", plan)
		}
	}
}

// TestSearchesGoThroughIndexes looks at how SQLite finds reports among a hundred thousand: those of filters alone in the order of the index,
// without sorting and without reading rows that are not shown; the words of a query in the full-text index, whatever narrows them in another.
func TestSearchesGoThroughIndexes(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	day := time.Date(2031, 3, 2, 0, 0, 0, 0, time.UTC)
	words := news.Phrases("talks")
	for _, c := range []struct {
		f         news.Search
		how       searching
		by        []string
		sortsHits bool
	}{
		{news.Search{Polarity: news.Denies}, searching{}, []string{"report_find"}, false},
		{news.Search{From: day, Until: day}, searching{}, []string{"report_find (published>? AND published<?)"}, false},
		{news.Search{Outlet: "o"}, searching{}, []string{"report_outlet (outlet_id=?)"}, false},
		{news.Search{Outlet: "o", From: day}, searching{}, []string{"report_outlet (outlet_id=? AND published>?)"}, false},
		{news.Search{Phrases: words}, searching{rare: true}, []string{"report_text VIRTUAL TABLE INDEX"}, true},
		{news.Search{Phrases: words, Outlet: "o", Polarity: news.Denies}, searching{narrow: true}, []string{"report_text VIRTUAL TABLE INDEX", "report_outlet (outlet_id=?)"}, true},
		{news.Search{Phrases: words, Standing: news.Unnamed}, searching{}, []string{"report_text VIRTUAL TABLE INDEX", "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"}, true},
		{news.Search{Speaker: "s", Polarity: news.Denies}, searching{}, []string{"speaker_root (root=?)", "appearance_speaker (speaker_id=?)", "statement_report (report_id=?)"}, true},
	} {
		query, args := s.findQuery(c.f, c.how, 0, 20)
		plan := planOf(t, s, query, args...)
		for _, by := range c.by {
			if !strings.Contains(plan, by) {
				t.Errorf("%+v is not found by %s:\n%s", c.f, by, plan)
			}
		}
		if strings.Contains(plan, "TEMP B-TREE FOR ORDER BY") && !c.sortsHits {
			t.Errorf("%+v is sorted:\n%s", c.f, plan)
		}
	}
}

// TestSearchesOfPostgresArePlannedForTheirWords: a statement that PostgreSQL keeps prepared, it plans once for all words after it was asked five times.
func TestSearchesOfPostgresArePlannedForTheirWords(t *testing.T) {
	s, err := Open(t.Context(), postgres.New(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	err = s.Within(t.Context(), func(ctx context.Context) error { // on one connection, which is what prepares
		for _, f := range []news.Search{{Phrases: news.Phrases("talks")}, {Phrases: news.Phrases("talks"), Outlet: "o"}, {Phrases: news.Phrases("talks"), Newest: true}} {
			if _, err := s.FindReports(ctx, f, 0, 20); err != nil {
				return err
			}
		}
		kept, err := list(ctx, s, func(r row) (statement string, err error) { return statement, r.Scan(&statement) },
			`SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%' || $1 || '%'`, `newest.report_id`)
		if len(kept) > 0 {
			t.Errorf("kept prepared are %q", kept)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// planOf says how SQLite goes about a query.
func planOf(t *testing.T, s *Store, query string, args ...any) string {
	t.Helper()
	plan, err := list(t.Context(), s, func(r row) (detail string, err error) {
		var id, parent, unused int
		return detail, r.Scan(&id, &parent, &unused, &detail)
	}, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil || len(plan) == 0 {
		t.Fatal(err)
	}
	return strings.Join(plan, "\n")
}
