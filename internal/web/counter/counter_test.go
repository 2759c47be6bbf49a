package counter_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"onrecord/internal/news"
	"onrecord/internal/web/counter"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// book keeps sums in memory.
type book struct {
	mu    sync.Mutex
	sums  map[string]int
	calls int
	fails error
	kept  chan struct{}
}

func (b *book) keep(_ context.Context, all []news.Opened) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	if b.fails != nil {
		return b.fails
	}
	for _, o := range all {
		b.sums[string(o.EditionID)+" "+string(o.What)] += o.N
	}
	if b.kept != nil {
		b.kept <- struct{}{}
	}
	return nil
}

func TestABurstCostsOneTransaction(t *testing.T) {
	b := &book{sums: map[string]int{}}
	c := counter.New(b.keep, slog.New(slog.DiscardHandler))
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			for i := range 1000 {
				c.Add("e", []news.ID{"i1", "i2", news.MailItself}[i%3])
			}
		})
	}
	wait.Wait()
	for range 2 { // the second has nothing to keep
		if err := c.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if b.calls != 1 || b.sums["e i1"] != 20*334 || b.sums["e i2"] != 20*333 || b.sums["e seen"] != 20*333 {
		t.Errorf("%d calls: %v", b.calls, b.sums)
	}
}

func TestWhatCannotBeKeptIsKeptLater(t *testing.T) {
	b := &book{sums: map[string]int{}, fails: errors.New("away")}
	c := counter.New(b.keep, slog.New(slog.DiscardHandler))
	c.Add("e", "i1")
	if err := c.Flush(t.Context()); !errors.Is(err, b.fails) {
		t.Fatal(err)
	}
	c.Add("e", "i1")
	b.fails = nil
	if err := c.Flush(t.Context()); err != nil || b.sums["e i1"] != 2 {
		t.Errorf("%v, %v", b.sums, err)
	}
}

func TestItIsKeptWithoutBeingAsked(t *testing.T) {
	b := &book{sums: map[string]int{}, kept: make(chan struct{})}
	c := counter.New(b.keep, slog.New(slog.DiscardHandler))
	ctx, end := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() { c.Run(ctx, time.Millisecond) })
	for range 3 {
		c.Add("e", "i1")
		<-b.kept
	}
	end()
	wait.Wait()
	if b.sums["e i1"] != 3 {
		t.Errorf("%v", b.sums)
	}
}
