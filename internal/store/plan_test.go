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
		plan, err := list(t.Context(), s, func(r row) (detail string, err error) {
			var id, parent, unused int
			return detail, r.Scan(&id, &parent, &unused, &detail)
		}, "EXPLAIN QUERY PLAN "+query, 1, "waiting", 2, `{}`)
		if err != nil || len(plan) == 0 {
			t.Fatal(err)
		}
		if !strings.Contains(plan[0], "PRIMARY KEY (sending=? AND subscription_id") || strings.Contains(strings.Join(plan, "\n"), "TEMP B-TREE") {
			t.Errorf("%s is found by:\n%s", name, strings.Join(plan, "\n"))
		}
	}
}
