package web

import (
	"context"
	"time"
)

// evenly is the step in which answers that must tell nothing are given: far longer than writing to a slow disk takes, for whatever
// takes about a step ends in the next one now and then, and how often would tell.
const evenly = 250 * time.Millisecond

// Even waits until a whole number of steps has passed since a moment, or ctx ends. How long the desk worked on an answer, a
// millisecond or two, can then not be measured from outside: it says as little as the answer itself. The moment is the machine's own,
// as time.Now gives it, since a network is measured in that.
func Even(ctx context.Context, began time.Time) {
	left := evenly - time.Since(began)%evenly
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
