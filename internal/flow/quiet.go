package flow

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"onrecord/internal/news"
)

// Patience is how long a notice waits for news that is still being read, unless Options say otherwise.
const Patience = 20 * time.Second

// before are the steps whose jobs may still change what the ledger says.
var before = []string{string(news.Gather), string(news.Read), string(news.Group), string(news.Weigh)}

// settled waits until no job is left of the steps before, or until the job is as old as the flow's patience. What a ledger
// says halfway through a batch of reports is often taken back by the rest of the batch: the one that only repeats is read
// before the one that it repeats, and looks like a second origin. A page mends itself; a notice is out. The error is ctx's
// or the database's.
func (f *Flow) settled(ctx context.Context, job *rivertype.JobRow) error {
	const soonest, latest = 25 * time.Millisecond, 400 * time.Millisecond
	params := river.NewJobListParams().Queues(before...).States(rivertype.JobStateAvailable, rivertype.JobStateRunning).First(1)
	for wait := soonest; time.Since(job.CreatedAt) < f.patience; wait = min(2*wait, latest) {
		found, err := f.queue.JobList(ctx, params)
		if err != nil || len(found.Jobs) == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
	return nil
}
