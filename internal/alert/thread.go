package alert

import (
	"context"
	"strings"
	"time"

	"onrecord/internal/news"
)

// together is how far apart two parts of one thread that are next to each other in time may be posted.
const together = 24 * time.Hour

// thread says which thread a part is of, among those of the same outlet that have as many parts: the nearest in time that lacks it, and
// in which it would stand in its order. Parts come late and out of order, an outlet may begin a second thread of as many parts before the
// first is whole, and one that is posted twice is a thread of its own. A part that fits none begins one.
func (s *Step) thread(ctx context.Context, n news.Notice) (string, error) {
	near, err := s.store.PartsAround(ctx, n.Parts, n.At.Add(-together), n.At.Add(together))
	if err != nil {
		return "", err
	}
	threads := map[string][]news.Notice{}
	for _, p := range near {
		if p.Key == n.Key {
			return p.Thread, nil // it was raised before
		}
		if strings.HasPrefix(p.Thread, n.Thread) {
			threads[p.Thread] = append(threads[p.Thread], p)
		}
	}
	best, found := "", fit{}
	for name, parts := range threads {
		if f, ok := fits(n, parts); ok && (best == "" || f.better(found) || f == found && name < best) {
			best, found = name, f
		}
	}
	if best != "" {
		return best, nil
	}
	return n.Thread + n.Key, nil
}

// fit says how well a part fits a thread.
type fit struct {
	ordered bool // lower parts were posted before it, and higher ones after
	apart   time.Duration
}

func (f fit) better(than fit) bool {
	if f.ordered != than.ordered {
		return f.ordered
	}
	return f.apart < than.apart
}

func fits(n news.Notice, parts []news.Notice) (fit, bool) {
	f := fit{ordered: true, apart: together}
	for _, p := range parts {
		if p.Part == n.Part {
			return f, false
		}
		if d := n.At.Sub(p.At); p.Part < n.Part && d < 0 || p.Part > n.Part && d > 0 {
			f.ordered = false
		}
		f.apart = min(f.apart, n.At.Sub(p.At).Abs())
	}
	return f, true
}
