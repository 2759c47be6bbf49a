package store

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestSentMessagesAreFoundByTheirKey looks at how SQLite goes about what happens thousands of times a second: message by message by
// the key, and not through the whole list, which it would rather do while it knows nothing of how long that is.
func TestSentMessagesAreFoundByTheirKey(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for name, query := range map[string]string{
		"sent":    s.dialect.sent,
		"waiting": addressed + `d.subscription_id > $2 AND d.state = $3 ORDER BY d.subscription_id LIMIT $4`,
	} {
		rows, err := s.sqlite.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+s.dialect.bind(query), 1, "waiting", 2, `{}`)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close()
		if !strings.Contains(plan[0], "PRIMARY KEY (sending=? AND subscription_id") || strings.Contains(strings.Join(plan, "\n"), "TEMP B-TREE") {
			t.Errorf("%s is found by:\n%s", name, strings.Join(plan, "\n"))
		}
	}
}
