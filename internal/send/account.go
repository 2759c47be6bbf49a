package send

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// entry is an outcome to be written down, and whom to tell once it is on disk.
type entry struct {
	news.Outcome
	done chan<- struct{} // gets one; nil: nobody waits
}

// mostEntries is how many outcomes are written in one transaction at most.
const mostEntries = 1000

// account writes down what became of deliveries until entries is closed. All that came while the transaction before was being
// written goes into the next, so that the more connections there are, the more share one. A database that is away for some time
// is waited for: the connections wait too, each with a message that the mail server does not have yet. It ends the run where
// that does not help, and when an editor has paused or cancelled the mailing.
func (r *run) account(entries <-chan entry) {
	var batch []entry
	for e := range entries {
		batch = append(batch[:0], e)
	gather:
		for len(batch) < mostEntries {
			select {
			case e, ok := <-entries:
				if !ok {
					break gather
				}
				batch = append(batch, e)
			default:
				break gather
			}
		}
		if !r.settle(batch) {
			close(r.broken)
			for range entries { //nolint:revive // carriers must not wait for whom nobody reads
			}
			return
		}
	}
}

// settle writes one transaction and tells those who wait. False: it is not written, and nothing more will be.
func (r *run) settle(batch []entry) bool {
	outcomes := make([]news.Outcome, len(batch))
	for i, e := range batch {
		outcomes[i] = e.Outcome
	}
	// What the server took is noted also when the run is being stopped; else the next run would send it again.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), r.tempo.patience)
	defer cancel()
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		v, err := r.store.Settle(ctx, r.number, r.owner, outcomes, r.softBounces)
		if err == nil {
			for _, e := range batch {
				r.closed(e.Outcome)
				if e.done != nil {
					e.done <- struct{}{}
				}
			}
			if v.State != news.Underway {
				r.stop(nil)
			}
			return true
		}
		if news.KindOf(err) == news.Conflict {
			r.stop(err)
			return false
		}
		r.log.WarnContext(ctx, "what became of messages cannot be written down yet", "messages", len(batch), "error", err)
		// A run that is being stopped does not wait for a database: its messages are sent again, with the same Message-IDs.
		if r.ctx.Err() != nil && wait > time.Second || !sleep(ctx, wait) {
			r.stop(err)
			return false
		}
	}
}
