// Package counter counts what readers open of their mails, and keeps of it the numbers alone: one counter for each edition's mails and
// for each of its items, the same for all readers.
//
// In come an edition and what of it was opened; out go sums, all that came in some seconds in one call of Keep, so that a burst of
// thousands costs the database one transaction. What cannot be kept stays and goes with the next. What came since the last call is
// lost when the process is killed: these are rough numbers by nature, for programs open mails and follow links, too.
package counter

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"onrecord/internal/news"
)

// Every is how often the sums are kept.
const Every = 5 * time.Second

// Counter counts. It may be used by many at once.
type Counter struct {
	keep func(ctx context.Context, all []news.Opened) error
	log  *slog.Logger

	mu   sync.Mutex
	sums map[key]int
}

type key struct{ edition, what news.ID }

// New makes a counter. keep adds sums to those that are kept; it does so with all of them or with none.
func New(keep func(ctx context.Context, all []news.Opened) error, log *slog.Logger) *Counter {
	return &Counter{keep: keep, log: log, sums: map[key]int{}}
}

// Add counts that something was opened. What is counted must be there: each thing takes memory until it is kept.
func (t *Counter) Add(edition, what news.ID) {
	t.mu.Lock()
	t.sums[key{edition, what}]++
	t.mu.Unlock()
}

// Run keeps the sums again and again until ctx ends. Flush comes after it, once nothing is counted any more.
func (t *Counter) Run(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := t.Flush(ctx); err != nil && ctx.Err() == nil {
			t.log.WarnContext(ctx, "what readers opened cannot be written down yet", "error", err)
		}
	}
}

// Flush keeps what was counted since. On an error it is all still there.
func (t *Counter) Flush(ctx context.Context) error {
	t.mu.Lock()
	sums := t.sums
	t.sums = map[key]int{}
	t.mu.Unlock()
	if len(sums) == 0 {
		return nil
	}
	all := make([]news.Opened, 0, len(sums))
	for k, n := range sums {
		all = append(all, news.Opened{EditionID: k.edition, What: k.what, N: n})
	}
	err := t.keep(ctx, all)
	if err != nil {
		t.mu.Lock()
		for k, n := range sums {
			t.sums[k] += n
		}
		t.mu.Unlock()
	}
	return err
}
